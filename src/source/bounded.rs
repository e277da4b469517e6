//! Files besides the code that a project makes the program read: its settings, and what they name.
//!
//! A pipe or a device would block or never end, so they are never opened; neither is what is larger than such a file
//! has a reason to be. It does not know what the files say.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The bytes of the regular file at `path`, of which there may be `most`. Links are followed.
///
/// # Errors
/// What is wrong with it, as a clause about the file.
pub fn read_bounded(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let metadata = path.metadata().map_err(|error| error.to_string())?;
    if metadata.is_dir() {
        return Err("it is a folder".to_owned());
    }
    if !metadata.is_file() {
        return Err("it is not a regular file".to_owned());
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    // One more than allowed: a file of the kernel's says that it is empty.
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > most {
        return Err(format!("it is larger than {} KiB", most / 1024));
    }
    Ok(bytes)
}

/// Whether `path`, links followed, lies in the folder `root`.
pub fn is_really_inside(path: &Path, root: &Path) -> bool {
    matches!((path.canonicalize(), root.canonicalize()), (Ok(path), Ok(root)) if path.starts_with(&root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_of_a_sensible_size_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "text").unwrap();
        assert_eq!(read_bounded(&path, 4).unwrap(), b"text");
        assert_eq!(read_bounded(&path, 3).unwrap_err(), "it is larger than 0 KiB");
        assert_eq!(read_bounded(folder.path(), 4).unwrap_err(), "it is a folder");
        assert!(read_bounded(&folder.path().join("b"), 4).is_err());
    }

    #[test]
    #[cfg(unix)]
    fn devices_are_not_read_and_links_are_followed_to_tell_what_lies_inside() {
        let folder = tempfile::tempdir().unwrap();
        let (inside, link) = (folder.path().join("a"), folder.path().join("link"));
        std::fs::write(&inside, "text").unwrap();
        std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
        assert_eq!(read_bounded(&link, 4).unwrap_err(), "it is not a regular file");
        assert!(is_really_inside(&inside, folder.path()) && !is_really_inside(&link, folder.path()));
    }
}
