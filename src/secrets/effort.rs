//! How long guessing takes, in words that a person understands.
//!
//! The rate is a model, for no benchmark of hashcat's mode 29100 (Flask's session cookie) on an RTX 4090 was found: on
//! that card hashcat makes 49.2·10⁹ SHA-1 a second (<https://gist.github.com/Chick3nman/32e662a5bb63bc4f51b847bb422222fd>),
//! hence about 11·10⁹ HMAC-SHA1 (mode 150) by the ratio that both have on other cards, and a signature of Flask's is two
//! HMAC-SHA1 one in the other.

/// Keys that one graphics card tries in a second.
const GUESSES_PER_SECOND: f64 = 5e9;

const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;
const YEAR: f64 = 365.25 * DAY;

/// The time in which one graphics card has tried 2^`bits` keys, as a clause: "one GPU finds it in about 4 minutes".
pub fn time_to_find(bits: f64) -> String {
    let seconds = bits.exp2() / GUESSES_PER_SECOND;
    match seconds {
        s if s < 1.0 => "one GPU finds it in less than a second".to_owned(),
        s if s < MINUTE => "one GPU finds it in less than a minute".to_owned(),
        s if s < HOUR => finds(s / MINUTE, "minute"),
        s if s < 2.0 * DAY => finds(s / HOUR, "hour"),
        s if s < YEAR => finds(s / DAY, "day"),
        s if s < 1_000.0 * YEAR => finds(s / YEAR, "year"),
        s if s < 1e6 * YEAR => "one GPU needs thousands of years".to_owned(),
        _ => "it cannot be found by guessing".to_owned(),
    }
}

fn finds(amount: f64, unit: &str) -> String {
    let amount = amount.round().max(1.0);
    let plural = if amount > 1.0 { "s" } else { "" };
    format!("one GPU finds it in about {amount:.0} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_agree_with_the_published_table() {
        let cases = [
            (0.0, "less than a second"),
            (30.0, "less than a second"),
            (40.0, "4 minutes"),
            (45.0, "2 hours"),
            (56.0, "167 days"),
            (60.0, "7 years"),
            (64.0, "117 years"),
            (70.0, "thousands of years"),
            (128.0, "cannot be found"),
            (4096.0, "cannot be found"),
        ];
        for (bits, expected) in cases {
            assert!(time_to_find(bits).contains(expected), "{bits}: {}", time_to_find(bits));
        }
    }
}
