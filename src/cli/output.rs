//! Where reports go: standard output, or a file that appears whole or not at all.
//!
//! It does not know what a report says.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use crate::settings::SettingsError;

/// Where a report goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// Standard output.
    Console,
    /// This file, as it was named.
    File(PathBuf),
}

/// Why the job could not be done.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("`{}` does not exist; name files or folders that do", .0.display())]
    NoSuchPath(PathBuf),
    #[error("no app `{0}`: name a module of the project and an app or factory in it, as in `shop:create_app`")]
    NoSuchApp(String),
    #[error("`-` stands for standard input and cannot be mixed with other paths")]
    StdinAmongPaths,
    #[error("`{}` holds no settings: it has no table [tool.flask-sec-lint]", .0.display())]
    NoSettings(PathBuf),
    #[error(transparent)]
    Settings(Box<SettingsError>),
    #[error("cannot read standard input: {0}")]
    Input(io::Error),
    #[error("cannot write {place}: {error}")]
    Output { place: String, error: io::Error },
    #[error("{}; {}", failed.join("\nerror: "), was_written(*written))]
    NotWritten { failed: Vec<String>, written: usize },
    #[error("standard input cannot be watched: name files or folders")]
    NothingToWatch,
    #[error("`--watch` shows what changed to people: use it with `--output-format text` or `concise`")]
    WatchFormat,
    #[error("cannot watch `{}`: {error}", folder.display())]
    Watch { folder: PathBuf, error: notify::Error },
    #[error("comments cannot be added to standard input: name the file")]
    NothingToAddTo,
    #[error("a comment would break the code, so none was written; please report it")]
    CommentsBreak,
    #[error("cannot start threads: {0}; try `--threads 1`")]
    Threads(String),
    /// The reader of standard output has seen enough, which is no failure.
    #[error("standard output is closed")]
    NobodyListens,
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::Settings(Box::new(error))
    }
}

fn was_written(files: usize) -> String {
    match files {
        0 => "no file was changed".to_owned(),
        1 => "1 other file was changed".to_owned(),
        files => format!("{files} other files were changed"),
    }
}

/// All of standard input.
pub(super) fn read_all(input: &mut dyn Read) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(Failure::Input)?;
    Ok(bytes)
}

/// Writes what `content` writes to `destination`.
pub(super) fn write(
    destination: &Destination,
    console: &mut dyn Write,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    match destination {
        Destination::Console => {
            let mut out = BufWriter::new(console);
            content(&mut out).and_then(|()| out.flush()).map_err(|error| match error.kind() {
                ErrorKind::BrokenPipe => Failure::NobodyListens,
                _ => Failure::Output { place: "standard output".to_owned(), error },
            })
        }
        Destination::File(path) => {
            write_file(path, content).map_err(|error| Failure::Output { place: format!("`{}`", path.display()), error })
        }
    }
}

fn write_file(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // A link stays a link, and a device (`/dev/stderr`) is written to, not replaced.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    if path.exists() && !path.is_file() {
        let mut out = BufWriter::new(File::options().write(true).open(&path)?);
        content(&mut out)?;
        return out.flush();
    }
    let folder = match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => &path,
    };
    if !folder.is_dir() {
        return Err(io::Error::new(ErrorKind::NotFound, "its folder does not exist"));
    }
    let mut out = BufWriter::new(new_file_in(folder)?);
    content(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.persist(&path)?;
    Ok(())
}

#[cfg(unix)]
fn new_file_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    // As for any new file: the umask takes away what the user does not want to give.
    let permissions = std::fs::Permissions::from_mode(0o666);
    tempfile::Builder::new().permissions(permissions).tempfile_in(folder)
}

#[cfg(not(unix))]
fn new_file_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::NamedTempFile::new_in(folder)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{self, ErrorKind, Write};

    use super::{Destination, Failure, write};

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_left_is_no_error_of_output() {
        let result = write(&Destination::Console, &mut Closed, |out| out.write_all(b"text"));
        assert!(matches!(result, Err(Failure::NobodyListens)));
    }

    #[test]
    fn a_report_that_fails_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.txt");
        let destination = Destination::File(path.clone());
        write(&destination, &mut Closed, |out| out.write_all(b"first")).unwrap();
        let failed = write(&destination, &mut Closed, |out| {
            out.write_all(b"second")?;
            Err(io::Error::other("a bug"))
        });
        assert!(matches!(failed, Err(Failure::Output { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
