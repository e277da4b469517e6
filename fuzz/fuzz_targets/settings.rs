//! Settings and rule files of any text: each is used or refused.
#![no_main]

use std::sync::LazyLock;

use flask_sec_lint::report::visible_lines;
use flask_sec_lint::rules::Catalogue;
use flask_sec_lint::settings::{Flags, Settings, SettingsFiles};
use libfuzzer_sys::fuzz_target;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded().expect("the catalogue is sound"));
static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder can be made"));

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    if first % 2 == 0 {
        if let Err(error) = CATALOGUE.clone().with_files([("rules/ours.md", &*text)]) {
            visible_lines(&error.to_string());
        }
        return;
    }
    let folder = FOLDER.path();
    std::fs::write(folder.join("flask-sec-lint.toml"), rest).expect("the folder is ours");
    match SettingsFiles::find(folder, folder) {
        Ok(files) => drop(Settings::resolve(Flags::default(), &files, folder)),
        Err(error) => drop(visible_lines(&error.to_string())),
    }
});
