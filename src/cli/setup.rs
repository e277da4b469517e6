//! What helps to set the program up: completions for shells, and the manual page. Both follow from the options.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use super::arguments::Arguments;

/// Writes the completions of `shell`.
pub(super) fn completions(shell: Shell, out: &mut dyn Write) -> io::Result<()> {
    let mut command = Arguments::command();
    let name = command.get_name().to_owned();
    // It takes a closed pipe for a bug, so it never sees one.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    out.write_all(&script)
}

/// Writes the manual page, as `man` reads it.
pub(super) fn man(out: &mut dyn Write) -> io::Result<()> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
    out.write_all(&page)
}
