//! The binary: hands the command line to the library and its exit status to the system.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use flask_sec_lint::cli::{Console, Status, run};
use flask_sec_lint::lint::bugs;

fn main() -> ExitCode {
    silence_bugs();
    let status = match env::current_dir() {
        Ok(working_folder) => {
            let mut console = Console {
                input: &mut io::stdin(),
                output: &mut io::stdout(),
                notes: &mut io::stderr(),
                is_colored: io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
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

/// A bug is reported as a problem of the run, once; its trace is for who asks for one.
fn silence_bugs() {
    match env::var_os("RUST_BACKTRACE") {
        None => bugs::keep_quiet(),
        Some(_) => bugs::trace(),
    }
}
