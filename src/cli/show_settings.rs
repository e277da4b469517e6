//! `--show-settings`: what is in force, and from where, as JSON or for people.

use super::arguments::Arguments;
use super::output::{self, Failure};
use super::{Console, Status};
use crate::report::{Format, visible_lines};
use crate::settings::{Settings, SettingsFiles, write_account, write_account_json};

/// Prints what is in force.
pub(super) fn show(
    settings: &Settings,
    files: &SettingsFiles,
    arguments: &Arguments,
    console: &mut Console<'_>,
) -> Result<Status, Failure> {
    let (account, rules, selection) = (&settings.account, &settings.catalogue, &settings.selection);
    output::write(&arguments.destination(), console.output, |out| match settings.output_format {
        Format::Json => write_account_json(account, files, rules, selection, out),
        Format::Text
        | Format::Concise
        | Format::Sarif
        | Format::Github
        | Format::Gitlab
        | Format::Junit
        | Format::Rdjson => {
            let mut text = Vec::new();
            write_account(account, files, rules, selection, &mut text)?;
            out.write_all(visible_lines(&String::from_utf8_lossy(&text)).as_bytes())
        }
    })?;
    Ok(Status::Clean)
}
