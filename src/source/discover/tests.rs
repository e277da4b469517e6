//! Discovery in folders made for the test.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::super::find_files;
use super::super::project::{common_folder, project_root};
use super::super::{DEFAULT_EXCLUDES, Exclusion};
use super::{DiscoveryOptions, FEW_FILES, IgnoreFiles, NamedFiles, is_small};

fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn options(root: &Path, excludes: &[&str]) -> DiscoveryOptions {
    DiscoveryOptions {
        exclusion: Exclusion::new(root, excludes.iter().copied()).unwrap(),
        named_files: NamedFiles::AlwaysLinted,
        ignore_files: IgnoreFiles::Respected,
    }
}

fn found(root: &TempDir, named: &[&str], options: &DiscoveryOptions) -> Vec<String> {
    let paths: Vec<PathBuf> = named.iter().map(|name| root.path().join(name)).collect();
    let mut files = find_files(&paths, options).files;
    files.sort();
    files.iter().map(|file| file.strip_prefix(root.path()).unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn python_files_are_found_sorted_and_others_are_not() {
    let root = tree(&[
        ("b/x.py", ""),
        ("a.py", ""),
        ("a.pyw", ""),
        ("a.wsgi", ""),
        ("a.pyi", ""),
        ("README", ""),
        (".hidden/h.py", ""),
    ]);
    let options = options(root.path(), &DEFAULT_EXCLUDES);
    assert_eq!(found(&root, &[""], &options), [".hidden/h.py", "a.py", "a.pyw", "a.wsgi", "b/x.py"]);
    assert_eq!(found(&root, &["b", "", "a.py"], &options), [".hidden/h.py", "a.py", "a.pyw", "a.wsgi", "b/x.py"]);
}

#[test]
fn folders_of_other_peoples_code_are_left_out() {
    let root = tree(&[(".venv/a.py", ""), ("x/node_modules/a.py", ""), ("build/a.py", ""), ("builder/a.py", "")]);
    assert_eq!(found(&root, &[""], &options(root.path(), &DEFAULT_EXCLUDES)), ["builder/a.py"]);
}

#[test]
fn gitignore_counts_in_a_repository_until_it_is_disregarded() {
    let root = tree(&[(".gitignore", "/gen\n"), ("gen/a.py", ""), ("src/gen/b.py", "")]);
    let mut options = options(root.path(), &DEFAULT_EXCLUDES);
    assert_eq!(found(&root, &[""], &options), ["gen/a.py", "src/gen/b.py"]);
    fs::create_dir(root.path().join(".git")).unwrap();
    assert_eq!(found(&root, &[""], &options), ["src/gen/b.py"]);
    options.ignore_files = IgnoreFiles::Disregarded;
    assert_eq!(found(&root, &[""], &options), ["gen/a.py", "src/gen/b.py"]);
}

#[test]
fn a_pattern_matches_a_name_anywhere_or_a_path_from_the_root() {
    let root = tree(&[("a/tests/t.py", ""), ("tests/t.py", ""), ("a/conf.py", ""), ("conf.py", "")]);
    assert_eq!(found(&root, &[""], &options(root.path(), &["tests"])), ["a/conf.py", "conf.py"]);
    assert_eq!(found(&root, &[""], &options(root.path(), &["a/tests", "*/conf.py"])), ["conf.py", "tests/t.py"]);
    assert!(Exclusion::new(root.path(), ["a{b"]).is_err());
}

#[test]
fn a_named_file_is_linted_unless_exclusion_is_forced() {
    let root = tree(&[("pyproject.toml", ""), ("build/a.py", ""), ("build/script", "")]);
    let mut options = options(root.path(), &DEFAULT_EXCLUDES);
    assert_eq!(found(&root, &["build/a.py", "build/script"], &options), ["build/a.py", "build/script"]);
    assert_eq!(found(&root, &["build"], &options), ["build/a.py"]);
    options.named_files = NamedFiles::Excludable;
    assert!(found(&root, &["build/a.py", "build/script"], &options).is_empty());
    assert!(found(&root, &["build"], &options).is_empty());
}

#[test]
#[cfg(unix)]
fn a_loop_of_links_ends_and_a_linked_file_is_found_once() {
    let root = tree(&[("a/x.py", ""), ("a/settings.production", "")]);
    std::os::unix::fs::symlink(root.path(), root.path().join("a/loop")).unwrap();
    std::os::unix::fs::symlink(root.path().join("a/x.py"), root.path().join("y.py")).unwrap();
    std::os::unix::fs::symlink("settings.production", root.path().join("a/settings.py")).unwrap();
    let options = options(root.path(), &DEFAULT_EXCLUDES);
    assert_eq!(found(&root, &[""], &options), ["a/settings.py", "a/x.py"]);
}

#[test]
#[cfg(unix)]
fn a_name_need_not_be_utf_8() {
    use std::os::unix::ffi::OsStrExt;
    let root = tree(&[]);
    fs::write(root.path().join(std::ffi::OsStr::from_bytes(b"\xFF.py")), "").unwrap();
    let options = options(root.path(), &DEFAULT_EXCLUDES);
    assert_eq!(find_files(&[root.path().to_path_buf()], &options).files.len(), 1);
}

#[test]
fn the_project_is_the_repository_else_the_nearest_project_file_else_the_folder() {
    let root = tree(&[("repo/pkg/pyproject.toml", ""), ("repo/pkg/src/a.py", ""), ("repo/b.py", "")]);
    let at = |name: &str| root.path().join(name);
    assert_eq!(project_root(&[at("repo/pkg/src/a.py")]), at("repo/pkg"));
    assert_eq!(project_root(&[at("repo/b.py")]), at("repo"));
    assert_eq!(project_root(&[at("repo/pkg/src"), at("repo/b.py")]), at("repo"));
    fs::create_dir(at("repo/.git")).unwrap();
    assert_eq!(project_root(&[at("repo/pkg/src/a.py")]), at("repo"));
    assert_eq!(common_folder(&[at("repo/pkg"), at("repo/pkg/src/a.py")]), at("repo/pkg"));
}

#[test]
fn a_folder_is_small_with_few_files_and_no_folder() {
    let names: Vec<String> = (0..=FEW_FILES).map(|number| format!("{number}.py")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert!(is_small(tree(&files[..FEW_FILES]).path()));
    assert!(!is_small(tree(&files).path()));
    assert!(!is_small(tree(&[("app.py", ""), ("templates/index.html", "")]).path()));
}
