//! Paths as URIs relative to the root of the repository, as code scanning services expect them,
//! wherever in it the program was started.

use std::path::{Component, Path, PathBuf};

use crate::source::SourceFile;

/// The repository that a run happens in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    root: PathBuf,
    /// The working folder relative to the root: empty, or ending in `/`.
    prefix: String,
}

impl Repository {
    /// The repository that `working_folder` (absolute) is in: the nearest folder upwards with a `.git`,
    /// which is a file in a worktree. `exists` looks at the disk.
    pub fn find(working_folder: &Path, exists: impl Fn(&Path) -> bool) -> Option<Self> {
        let root = working_folder.ancestors().find(|folder| exists(&folder.join(".git")))?;
        let below = working_folder.strip_prefix(root).ok()?;
        let prefix = match joined(below) {
            path if path.is_empty() => path,
            path => path + "/",
        };
        Some(Self { root: root.to_path_buf(), prefix })
    }
}

/// Where a file is, as services that know the repository name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Located {
    /// Its path from the root of the repository; from the working folder if there is no repository.
    Inside(String),
    /// Its absolute path.
    Outside(String),
}

impl Located {
    /// The path.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Inside(path) | Self::Outside(path) => path,
        }
    }

    /// The path as a URI: relative inside, absolute outside.
    pub(super) fn uri(&self) -> String {
        match self {
            Self::Inside(path) => encode(path),
            Self::Outside(path) => match path.split_once(":/") {
                Some((drive, below)) if drive.len() == 1 => format!("file:///{drive}:/{}", encode(below)),
                Some(_) | None => format!("file://{}", encode(path)),
            },
        }
    }
}

/// Where `file` is.
pub(super) fn locate(file: &SourceFile, repository: Option<&Repository>) -> Located {
    match repository.map(|repository| file.path.strip_prefix(&repository.root)) {
        Some(Ok(below)) => Located::Inside(joined(below)),
        Some(Err(_)) => Located::Outside(joined(&file.path)),
        None => locate_name(&file.name, None),
    }
}

/// Where the file is that is called `name` relative to the working folder.
pub(super) fn locate_name(name: &str, repository: Option<&Repository>) -> Located {
    if name.starts_with('/') || Path::new(name).is_absolute() {
        return Located::Outside(name.to_owned());
    }
    let prefix = repository.map_or("", |repository| repository.prefix.as_str());
    Located::Inside(joined(&lexically_normal(Path::new(&format!("{prefix}{name}")))))
}

/// `path` without `a/..`, by its text alone.
fn lexically_normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir if normal.file_name().is_some() => drop(normal.pop()),
            Component::CurDir => {}
            Component::ParentDir | Component::Prefix(_) | Component::RootDir | Component::Normal(_) => {
                normal.push(part);
            }
        }
    }
    normal
}

/// `path` with `/` between its parts.
fn joined(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Percent-encodes what may not stand in a relative URI's path. A colon may, but not in its first
/// segment, where it would end a scheme.
fn encode(path: &str) -> String {
    let encoded = |byte: u8| match char::from(byte) {
        safe if safe.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=@".contains(safe) => safe.to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(encoded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository(working_folder: &str) -> Option<Repository> {
        Repository::find(Path::new(working_folder), |path| path == Path::new("/srv/shop/.git"))
    }

    #[test]
    fn the_nearest_folder_upwards_with_git_is_the_root() {
        let found = repository("/srv/shop/back end").unwrap();
        assert_eq!(found, Repository { root: "/srv/shop".into(), prefix: "back end/".to_owned() });
        assert_eq!(repository("/srv/other"), None);
    }

    #[test]
    fn names_become_uris_from_the_root_of_the_repository() {
        let found = repository("/srv/shop/back end");
        let uri = |name| locate_name(name, found.as_ref()).uri();
        assert_eq!(uri("app/ä:b.py"), "back%20end/app/%C3%A4%3Ab.py");
        assert_eq!(uri("../app.py"), "app.py");
        assert_eq!(uri("/tmp/a b.py"), "file:///tmp/a%20b.py");
        assert_eq!(locate_name("./app.py", None).uri(), "app.py");
        assert_eq!(Located::Outside("C:/a b/c:d.py".to_owned()).uri(), "file:///C:/a%20b/c%3Ad.py");
        assert_eq!(Located::Outside("/C:/a.py".to_owned()).uri(), "file:///C%3A/a.py");
    }
}
