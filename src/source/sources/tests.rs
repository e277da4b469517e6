//! What is loaded, named and kept, from memory and from the disk.

use std::path::Path;

use super::{Sources, normalised};

fn in_memory(files: &[(&str, &str)]) -> Sources {
    Sources::in_memory(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())))
}

#[test]
fn a_file_has_one_id_however_it_is_spelt() {
    let sources = in_memory(&[("pkg/a.py", "x = 1\n")]);
    let id = sources.load(Path::new("/pkg/a.py"));
    assert!(id.is_some());
    assert_eq!(id, sources.load(Path::new("/other/../pkg/./a.py")));
}

#[test]
fn folders_in_memory_are_those_that_hold_files() {
    let sources = in_memory(&[("pkg/sub/a.py", ""), ("pkgs/b.py", "")]);
    assert!(sources.is_folder(Path::new("/pkg")));
    assert!(sources.is_folder(Path::new("/pkg/sub")));
    assert!(!sources.is_folder(Path::new("/pk")));
    assert!(!sources.is_folder(Path::new("/pkg/sub/a.py")));
    assert!(sources.is_file(Path::new("/pkg/sub/a.py")));
}

#[test]
fn a_file_that_is_glanced_at_is_not_kept() {
    let sources = in_memory(&[("a.py", "x = 1\n")]);
    let (path, missing) = (Path::new("/a.py"), Path::new("/b.py"));
    assert_eq!(sources.glance(path, &mut Vec::new(), str::len), Some(6));
    assert_eq!((sources.glance(missing, &mut Vec::new(), str::len), sources.loaded(path)), (None, None));
    let id = sources.load(path);
    assert_eq!((sources.glance(path, &mut Vec::new(), str::len), sources.loaded(path)), (Some(6), id));
}

#[test]
fn a_file_that_does_not_exist_is_no_problem() {
    let sources = in_memory(&[]);
    assert_eq!(sources.load(Path::new("/a.py")), None);
    assert!(sources.problems().is_empty());
}

#[test]
fn a_folder_lists_the_files_that_it_holds_itself() {
    let sources = in_memory(&[("a/one.txt", ""), ("a/b/two.txt", ""), ("ab/three.txt", ""), ("a/four.txt", "")]);
    assert_eq!(sources.files_in(Path::new("/a")), [Path::new("/a/four.txt"), Path::new("/a/one.txt")]);
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    std::fs::write(folder.path().join("a.txt"), "").unwrap();
    let sources = Sources::on_disk(folder.path().to_path_buf(), folder.path().to_path_buf());
    assert_eq!(sources.files_in(folder.path()), [folder.path().join("a.txt")]);
    assert!(sources.files_in(folder.path().parent().unwrap()).is_empty());
}

#[test]
fn data_is_read_in_utf_16_too_and_is_never_a_problem() {
    let path = Path::new("/requirements.txt");
    let utf_16 = [0xFF, 0xFE, b'a', 0, 0xE4, 0].to_vec();
    let sources = in_memory(&[]).with_overlay(path, utf_16).with_overlay(Path::new("/b.txt"), vec![b'b', 0xFF]);
    let text = |path: &Path| sources.load_data(path).map(|id| sources.file(id).text.clone());
    assert_eq!(text(path).as_deref(), Some("a\u{e4}"));
    assert_eq!(text(Path::new("/b.txt")).as_deref(), Some("b\u{FFFD}"));
    assert_eq!(text(Path::new("/c.txt")), None);
    assert!(sources.problems().is_empty());
}

#[test]
fn an_overlay_stands_before_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.py");
    std::fs::write(&path, "old").unwrap();
    let root = folder.path().to_path_buf();
    let sources = Sources::on_disk(root.clone(), root).with_overlay(&path, b"new".to_vec());
    let id = sources.load(&path).unwrap();
    assert_eq!(sources.file(id).text, "new");
    assert_eq!(sources.file(id).name, "a.py");
}

#[test]
fn a_path_without_empty_parts_is_taken_as_it_is() {
    for (path, expected) in [
        ("/a/b.py", "/a/b.py"),
        ("/a/.env", "/a/.env"),
        ("/a/..b", "/a/..b"),
        ("/a//b/", "/a/b"),
        ("/a/./b", "/a/b"),
        ("/a/c/../b", "/a/b"),
        ("/", "/"),
    ] {
        assert_eq!(normalised(Path::new(path)).as_os_str(), expected, "{path}");
    }
}

#[test]
fn a_buffer_may_be_a_module_before_it_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_path_buf();
    let sources = Sources::on_disk(root.clone(), root.clone()).with_overlay(&root.join("shop/new.py"), Vec::new());
    assert!(sources.may_be_module(&root.join("shop")) && sources.may_be_module(&root.join("shop/new")));
    assert!(!sources.may_be_module(&root.join("shop/old")));
}
