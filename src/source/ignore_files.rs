//! Whether the ignore files of a folder may be read by the walk, which reads them whole and parses them recursively.
//!
//! What they say is git's business; here only what would not end: pipes, devices, huge files, patterns that nest.

use std::path::{Path, PathBuf};

use super::bounded::read_bounded;

/// Largest ignore file that is read, in bytes.
const MOST_BYTES: u64 = 256 * 1024;
/// Most pattern lines of one file: each becomes a regular expression.
const MOST_LINES: usize = 5_000;
/// Most braces in one pattern: each takes the parser a level down.
const MOST_BRACES: usize = 50;

/// What the walk reads of a folder.
const NAMES: [&str; 3] = [".gitignore", ".ignore", ".git/info/exclude"];

/// The first ignore file of `folder` that cannot be used, and why, as a clause.
pub(super) fn defect(folder: &Path) -> Option<(PathBuf, String)> {
    NAMES.iter().find_map(|name| {
        let path = folder.join(name);
        // `exists` follows links: one that leads nowhere is not read.
        if !path.exists() {
            return None;
        }
        let why = match read_bounded(&path, MOST_BYTES) {
            // What may not be read is left out by the walk, which says nothing of it.
            Err(_) if path.is_file() && path.metadata().is_ok_and(|file| file.len() <= MOST_BYTES) => return None,
            Err(why) => why,
            Ok(bytes) => unusable(&bytes)?,
        };
        Some((path, why))
    })
}

fn unusable(bytes: &[u8]) -> Option<String> {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    if lines.clone().count() > MOST_LINES {
        return Some(format!("it has more than {MOST_LINES} lines"));
    }
    let has_many_braces = |line: &[u8]| line.split(|byte| *byte == b'{').nth(MOST_BRACES + 1).is_some();
    lines.any(has_many_braces).then(|| "a pattern in it has too many braces".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_ignore_files_are_used_and_those_that_would_not_end_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let write = |text: &str| std::fs::write(folder.path().join(".ignore"), text).unwrap();
        assert_eq!(defect(folder.path()), None);
        write("*.pyc\n{a,b}/\n");
        assert_eq!(defect(folder.path()), None);
        for text in ["{a,".repeat(60_000), "x\n".repeat(6_000), "x".repeat(300_000)] {
            write(&text);
            assert!(defect(folder.path()).is_some());
        }
    }
}
