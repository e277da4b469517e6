//! Virtual environments with what a test compares with or runs, each made once under `target/`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The interpreter of the virtual environment `target/NAME-venv` with what `tests/NAME/requirements.txt`
/// lists; `None` if it cannot be made here, which the test then says. With `CI` set that is a failure.
pub(crate) fn python(name: &str) -> Option<PathBuf> {
    match ready(name) {
        Ok(python) => Some(python),
        Err(why) if std::env::var_os("CI").is_none_or(|value| value.is_empty() || value == "false") => {
            println!("skipped: {why}");
            None
        }
        Err(why) => panic!("the virtual environment {name} cannot be made: {why}"),
    }
}

fn ready(name: &str) -> Result<PathBuf, String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is target/tmp");
    let folder = target.join(format!("{name}-venv"));
    let lock = target.join(format!("{name}-venv.lock"));
    let lock = File::create(lock).map_err(|error| format!("no lock file: {error}"))?;
    lock.lock().map_err(|error| format!("the lock cannot be taken: {error}"))?;
    let requirements = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name).join("requirements.txt");
    let wanted = fs::read_to_string(&requirements).map_err(|error| format!("no requirements: {error}"))?;
    let stamp = folder.join("installed.txt");
    let python = folder.join("bin/python");
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let clear = ["-m", "venv", "--clear"];
    run(Command::new("python3").args(["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]), "Python 3.11")?;
    run(Command::new("python3").args(clear).arg(&folder), "python3 -m venv")?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    run(Command::new(&python).args(install).arg(&requirements), "pip install")?;
    fs::write(&stamp, wanted).map_err(|error| format!("the stamp cannot be written: {error}"))?;
    Ok(python)
}

fn run(command: &mut Command, what: &str) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{what}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{what} failed: {}", String::from_utf8_lossy(&output.stderr).trim()))
}
