//! What writing keeps, and what it refuses. Full disks and signals are `tests/fix_writing.rs`.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::super::plan::Rewrite;
use super::{Committed, commit};

fn rewrite(path: &Path, old: &str, new: &str) -> Rewrite {
    Rewrite {
        path: path.to_path_buf(),
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        old_text: old.to_owned(),
        new_text: new.to_owned(),
        old_bytes: old.as_bytes().to_vec(),
        new_bytes: new.as_bytes().to_vec(),
    }
}

fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn only_reason(committed: &Committed) -> &str {
    assert_eq!((committed.written, committed.failed.len()), (0, 1), "{committed:?}");
    &committed.failed[0].why
}

#[test]
fn contents_are_replaced_and_nothing_is_left_behind() {
    let folder = project(&[("a.py", "old")]);
    let path = folder.path().join("a.py");
    let committed = commit(&[rewrite(&path, "old", "new")], folder.path());
    assert_eq!((committed.written, committed.failed.len()), (1, 0), "{committed:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(names_in(folder.path()), ["a.py"]);
}

#[test]
fn if_one_file_has_changed_none_is_written() {
    let folder = project(&[("a.py", "old"), ("b.py", "somebody's")]);
    let of = |name: &str| rewrite(&folder.path().join(name), "old", "new");
    let committed = commit(&[of("a.py"), of("b.py")], folder.path());
    assert!(only_reason(&committed).contains("has changed since it was read"));
    assert_eq!(fs::read_to_string(folder.path().join("a.py")).unwrap(), "old");
    assert_eq!(names_in(folder.path()), ["a.py", "b.py"]);
}

#[test]
fn a_file_that_is_gone_is_not_made_anew() {
    let folder = project(&[]);
    let committed = commit(&[rewrite(&folder.path().join("a.py"), "old", "new")], folder.path());
    only_reason(&committed);
    assert!(names_in(folder.path()).is_empty());
}

#[cfg(unix)]
#[test]
fn mode_and_owner_are_kept() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let folder = project(&[("a.py", "old")]);
    let path = folder.path().join("a.py");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o751)).unwrap();
    // Only root may give a file away.
    let given = chown(&path, Some(12), Some(34)).is_ok();
    let committed = commit(&[rewrite(&path, "old", "new")], folder.path());
    assert_eq!(committed.written, 1, "{committed:?}");
    let metadata = path.metadata().unwrap();
    assert_eq!(metadata.mode() & 0o7777, 0o751);
    assert!(!given || (metadata.uid(), metadata.gid()) == (12, 34));
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_one_that_leads_out_is_refused() {
    use std::os::unix::fs::symlink;
    let (folder, outside) = (project(&[("a.py", "old")]), project(&[("b.py", "old")]));
    let (inner, outer) = (folder.path().join("inner.py"), folder.path().join("outer.py"));
    symlink("a.py", &inner).unwrap();
    symlink(outside.path().join("b.py"), &outer).unwrap();
    assert_eq!(commit(&[rewrite(&inner, "old", "new")], folder.path()).written, 1);
    assert!(inner.is_symlink());
    assert_eq!(fs::read_to_string(folder.path().join("a.py")).unwrap(), "new");
    let refused = commit(&[rewrite(&outer, "old", "new")], folder.path());
    assert!(only_reason(&refused).contains("leads out of the project"));
    assert_eq!(fs::read_to_string(outside.path().join("b.py")).unwrap(), "old");
}
