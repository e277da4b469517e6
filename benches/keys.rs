//! The time to judge a key: below 100 µs on average is the aim.

use std::hint::black_box;

use flask_sec_lint::secrets::{Redactor, judge_key};

fn main() {
    divan::main();
}

/// Keys as people and generators write them; none of them is in a public list.
const KEYS: [(&str, &str); 13] = [
    ("published", "development key"),
    ("placeholder", "dev-secret-key-change-in-production-please-7"),
    ("token_hex(16)", "9c1185a5c5e9fc54612808977ee8f548"),
    ("token_hex(32)", "b2e8a1f07c3d49568e1f0a2b3c4d5e6f7081929ab4c5d6e7f8091a2b3c4d5e6f"),
    ("token_urlsafe(32)", "pG7wKove4IKFAXvy-cQleDPhv9Db3Ag-wyKILbq_dGw"),
    ("alphanumerics", "hG7xQ2mZ9vK4tR1wB8nJ5cYp"),
    ("lower-case letters", "qwhzpdkeuvbatlqzmrno"),
    ("64 letters", "qwhzpdkeuvbatlqzmrnoxjycgfiwsbhqkdutmevzlarpoxwjgynchifbsqkeutdm"),
    ("64 letters of both cases", "QwhZpdKeuvBatLqzMrnOxjYcgFiwSbhQkdUtmEvzLarPoxWjgYncHifBsqKeuTdM"),
    (
        "250 letters",
        "qwhzpdkeuvbatlqzmrnoxjycgfiwsbhqkdutmevzlarpoxwjgynchifbsqkeutdmqpwjzvbhsgnxkcoyrfliatemudhqzjxvbkwpsygncforliatemu\
         dqzhxjvkbwpgysncfrolitaemduqhzxvjkbpwgsyncfrloitamedqhuzxjvbkpwsgycnfrolitmaeduqzhxvjkbwpygscnfrolitaemzdqhuvxjbkwpgyscnfrtiolaemzdquh",
    ),
    (
        "long phrase",
        "purple monkeys wash the dishes tonight while seventeen gentle dragons are counting silver buttons under the bridge \
         behind our grandmother's house and nobody remembers who taught them how to whistle",
    ),
    ("phrase", "purple monkeys wash the dishes tonight"),
    ("bytes", "\u{fd}{H\u{e5}<\u{95}\u{f9}\u{e3}\u{96}.5\u{d1}\u{1}O<!\u{d6}\u{a2}"),
];

#[divan::bench(args = KEYS.map(|(name, _)| name))]
fn judge(bencher: divan::Bencher, name: &str) {
    let (_, key) = KEYS.iter().find(|(known, _)| *known == name).expect("one of the names");
    bencher.bench(|| judge_key(black_box(key.as_bytes())));
}

#[divan::bench]
fn redact_a_report_of_100_lines(bencher: divan::Bencher) {
    let redactor = Redactor::new(KEYS.map(|(_, key)| key.as_bytes().to_vec()));
    let line = "app/config.py:10:18: hardcoded-secret-key [high] SECRET_KEY = 'hG7xQ2mZ9vK4tR1wB8nJ5cYp'\n";
    let report = line.repeat(100);
    bencher.bench(|| redactor.redact(black_box(&report)).len());
}
