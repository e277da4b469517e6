//! What is refused, in folders made for the test.

use std::fs;

use super::{Disk, Kind, MOST_BYTES, Refusal};

fn read(disk: &Disk, path: &std::path::Path) -> Result<Vec<u8>, Refusal> {
    let mut buffer = Vec::new();
    disk.read(path, &mut buffer).map(<[u8]>::to_vec)
}

fn is_defective(result: &Result<Vec<u8>, Refusal>, word: &str) -> bool {
    matches!(result, Err(Refusal::Defective(message)) if message.contains(word))
}

#[test]
fn files_below_the_root_are_read_and_others_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    fs::create_dir(&root).unwrap();
    fs::write(root.join("a.py"), "inside").unwrap();
    fs::write(folder.path().join("b.py"), "outside").unwrap();
    let disk = Disk::new(&root);
    assert_eq!(read(&disk, &root.join("a.py")), Ok(b"inside".to_vec()));
    assert_eq!(read(&disk, &folder.path().join("b.py")), Err(Refusal::Absent));
    assert_eq!(read(&disk, &root.join("c.py")), Err(Refusal::Absent));
    assert_eq!(read(&disk, &root), Err(Refusal::Absent));
    assert_eq!(disk.kind(&root), Kind::Folder);
    assert_eq!(disk.kind(&root.join("a.py")), Kind::File);
    assert_eq!(disk.kind(folder.path()), Kind::Nothing);
}

#[test]
#[cfg(unix)]
fn links_out_of_the_root_are_refused_and_links_within_are_not() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    fs::create_dir_all(root.join("in")).unwrap();
    fs::create_dir(folder.path().join("out")).unwrap();
    fs::write(root.join("in/a.py"), "inside").unwrap();
    fs::write(folder.path().join("out/b.py"), "outside").unwrap();
    symlink("in/a.py", root.join("link.py")).unwrap();
    symlink("in", root.join("folder")).unwrap();
    symlink(folder.path().join("out/b.py"), root.join("leak.py")).unwrap();
    symlink(folder.path().join("out"), root.join("leak")).unwrap();
    symlink("nothing", root.join("dangling.py")).unwrap();
    let disk = Disk::new(&root);
    assert_eq!(read(&disk, &root.join("link.py")), Ok(b"inside".to_vec()));
    assert_eq!(read(&disk, &root.join("folder/a.py")), Ok(b"inside".to_vec()));
    assert!(is_defective(&read(&disk, &root.join("leak.py")), "out of the project"));
    assert!(is_defective(&read(&disk, &root.join("leak/b.py")), "out of the project"));
    assert!(is_defective(&read(&disk, &root.join("dangling.py")), "nowhere"));
    assert_eq!(disk.kind(&root.join("leak/b.py")), Kind::Nothing);
}

#[test]
#[cfg(unix)]
fn what_is_not_a_regular_file_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket.py");
    let _socket = std::os::unix::net::UnixListener::bind(&path).unwrap();
    assert!(is_defective(&read(&Disk::new(folder.path()), &path), "regular"));
}

#[test]
fn a_huge_file_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.py");
    fs::File::create(&path).unwrap().set_len(MOST_BYTES + 1).unwrap();
    assert!(is_defective(&read(&Disk::new(folder.path()), &path), "64 MiB"));
}

#[test]
fn only_what_a_folder_lists_may_be_a_module() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    fs::create_dir_all(root.join("shop/v1.0")).unwrap();
    fs::write(root.join("shop/config.py"), "").unwrap();
    fs::write(root.join("shop/notes"), "").unwrap();
    let disk = Disk::new(&root);
    let may_be = |name: &str| disk.may_be_module(&root.join(name));
    assert!(may_be("shop") && may_be("shop/config") && may_be("shop/v1.0"));
    assert!(!may_be("shop/notes"), "a file without the ending is no module");
    assert!(!may_be("shop/other") && !may_be("src/shop") && !may_be("shop/config/a"));
    assert!(!disk.may_be_module(&folder.path().join("other/shop")), "outside the root nothing is");
    assert!(disk.may_be_module(&root), "the root itself may be a package");
}
