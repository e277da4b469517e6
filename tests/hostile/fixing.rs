//! What must hold of fixes whatever the code says. The fuzz targets under `fuzz/` share this file.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use flask_sec_lint::lint::Request;
use flask_sec_lint::lint::fixing::{Fixing, fix};
use flask_sec_lint::python;
use flask_sec_lint::rules::{Catalogue, Safety};
use flask_sec_lint::settings::{Flags, Settings, SettingsFiles};
use flask_sec_lint::source::{FileId, Sources};

use crate::grammar::Files;
use crate::pipeline::POOL;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded().expect("the catalogue is sound"));

/// Fixes `files` in the empty folder `folder`, where only the files themselves are written, and says how many findings
/// were fixed.
///
/// # Panics
///
/// If a text that parsed does not any more, if a second fix would change anything, or if code is changed that no
/// finding's fix is about.
pub(crate) fn check(folder: &Path, files: &Files) -> usize {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the folder is ours");
        std::fs::write(path, text).expect("the folder is ours");
    }
    POOL.install(|| {
        let mut request = request(folder);
        let fixing = fix(&request, &CATALOGUE, Safety::Unsafe);
        for rewrite in &fixing.rewrites {
            assert!(
                !parses(&rewrite.old_text) || parses(&rewrite.new_text),
                "it does not parse any more:\n{}\n---\n{}",
                rewrite.old_text,
                rewrite.new_text
            );
            // What a later round is about is not among the findings of the first.
            if fixing.rounds == 1 {
                untouched_lines_stay(&fixing, &rewrite.path, &rewrite.old_text, &rewrite.new_text);
            }
            request.overlay.insert(rewrite.path.clone(), rewrite.new_bytes.clone());
        }
        let again = fix(&request, &CATALOGUE, Safety::Unsafe);
        assert!(
            again.rewrites.is_empty(),
            "a second fix changes:\n{}\n---\n{}",
            again.rewrites[0].old_text,
            again.rewrites[0].new_text
        );
        fixing.fixed
    })
}

fn request(folder: &Path) -> Request {
    let settings = Settings::resolve(Flags::default(), &SettingsFiles::default(), folder).expect("there are none");
    Request {
        paths: vec![folder.to_path_buf()],
        working_folder: folder.to_path_buf(),
        overlay: std::collections::BTreeMap::new(),
        baseline: None,
        discovery: settings.discovery,
        interpretation: settings.interpretation,
        wordlist: settings.wordlist,
        selection: settings.selection,
    }
}

fn parses(text: &str) -> bool {
    let sources = Sources::in_memory([("a.py".to_owned(), text.to_owned())]);
    let file: FileId = sources.load(Path::new("/a.py")).expect("it is in memory");
    python::parse(&sources, file).errors.is_empty()
}

/// Lines that no edit of a finding is about follow each other as before.
fn untouched_lines_stay(fixing: &Fixing, path: &Path, old: &str, new: &str) {
    let sources = &fixing.before.sources;
    let fixes = fixing.before.outcome.findings.iter().filter_map(|finding| finding.fix.as_ref());
    let mut touched = BTreeSet::new();
    for edit in fixes.flat_map(|fix| &fix.edits) {
        let file = sources.file(edit.span.file);
        if file.path == path {
            touched.extend(file.position(edit.span.start).line..=file.position(edit.span.end).line);
        }
    }
    let mut rest = new.lines();
    for (index, line) in old.lines().enumerate() {
        let number = u32::try_from(index).expect("few lines") + 1;
        assert!(
            touched.contains(&number) || rest.any(|kept| kept == line),
            "line {number} is gone: {line}\n{old}\n---\n{new}"
        );
    }
}
