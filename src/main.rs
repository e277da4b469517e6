//! The binary: hands the command line to the library and its exit status to the system.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use flask_sec_lint::cli::{Audience, Console, Status, Terminal, run};
use flask_sec_lint::lint::bugs;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    silence_bugs();
    let status = match env::current_dir() {
        Ok(working_folder) => {
            let mut console = Console {
                input: &mut io::stdin(),
                output: &mut io::stdout(),
                notes: &mut io::stderr(),
                audience: if io::stderr().is_terminal() { Audience::Person } else { Audience::Nobody },
                terminal: terminal(),
            };
            run(env::args_os().collect(), &working_folder, &mut console)
        }
        Err(error) => {
            // Without stderr there is nobody to tell.
            let _ = writeln!(io::stderr(), "error: cannot tell the working folder: {error}");
            Status::Failed
        }
    };
    ExitCode::from(status.code())
}

/// What standard output can show.
fn terminal() -> Terminal {
    Terminal {
        is_colored: wants_color(io::stdout().is_terminal(), |name| env::var_os(name)),
        has_links: supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
        width: terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0.into()),
    }
}

/// Whether colours are wanted: `NO_COLOR` (<https://no-color.org>) forbids them, `FORCE_COLOR` and `CLICOLOR_FORCE`
/// ask for them everywhere, `CLICOLOR=0` and a dumb terminal for none; else a terminal has them.
fn wants_color(is_terminal: bool, variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let is_on = |name: &str| is_set(name) && variable(name).is_some_and(|value| value != "0");
    let is_off = |name: &str, off: &str| variable(name).is_some_and(|value| value == off);
    if is_set("NO_COLOR") {
        return false;
    }
    if is_on("FORCE_COLOR") || is_on("CLICOLOR_FORCE") {
        return true;
    }
    is_terminal && !is_off("CLICOLOR", "0") && !is_off("TERM", "dumb")
}

/// A bug is reported as a problem of the run, once; its trace is for who asks for one.
fn silence_bugs() {
    match env::var_os("RUST_BACKTRACE") {
        None => bugs::keep_quiet(),
        Some(_) => bugs::trace(),
    }
}

#[cfg(test)]
mod tests {
    use super::wants_color;

    #[test]
    fn colours_follow_the_terminal_unless_the_environment_says_otherwise() {
        let wants = |is_terminal, set: &[(&str, &str)]| {
            wants_color(is_terminal, |name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
        };
        assert!(wants(true, &[]) && !wants(false, &[]));
        assert!(!wants(true, &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")]));
        assert!(wants(true, &[("NO_COLOR", "")]));
        assert!(wants(false, &[("FORCE_COLOR", "1")]) && wants(false, &[("CLICOLOR_FORCE", "1")]));
        assert!(!wants(false, &[("FORCE_COLOR", "0")]));
        assert!(!wants(true, &[("CLICOLOR", "0")]) && !wants(true, &[("TERM", "dumb")]));
    }
}
