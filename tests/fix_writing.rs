//! `--fix` where writing goes wrong: killed in the middle, no permission, no room, somebody else writes. Each file is
//! whole, old or new, and what could not be done is an error.

#![cfg(unix)]
#![expect(clippy::print_stdout, reason = "what a machine cannot do is for whoever reads the test's output")]

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How many files a project has: enough that writing them takes a while.
const FILES: usize = 12;
/// How often the program is killed.
const KILLS: u32 = 100;
/// The user that owns nothing.
const NOBODY: u32 = 65534;

const OLD: &str = "app.config[\"SESSION_COOKIE_SECURE\"] = False";
const NEW: &str = "app.config[\"SESSION_COOKIE_SECURE\"] = True";

/// Files with an app each, whose flags are off. The comment makes them larger than a block of any disk.
struct Project {
    folder: TempDir,
}

impl Project {
    fn new(files: usize) -> Self {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("it is ours");
        let project = Self { folder };
        (0..files).for_each(|number| project.reset(number));
        project
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn file(&self, number: usize) -> PathBuf {
        self.path().join(format!("app_{number:02}.py"))
    }

    fn reset(&self, number: usize) {
        write(&self.file(number), &text(number, OLD));
    }

    fn read(&self, number: usize) -> String {
        fs::read_to_string(self.file(number)).expect("the file is there")
    }

    /// What lies in the folder besides the files.
    fn leftovers(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.path()).expect("readable").map(|entry| entry.expect("readable").path());
        entries.filter(|path| path.extension().is_none_or(|extension| extension != "py")).collect()
    }
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("the folder is writable");
}

fn text(number: usize, line: &str) -> String {
    let filler = "# so that it does not fit into one block\n".repeat(200);
    format!("from flask import Flask\n\napp = Flask(\"app{number}\")\n{line}\n{filler}")
}

fn fix(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flask-sec-lint"));
    command.args(["--isolated", "--fix", "--threads", "1", "--output-format", "concise", "."]).current_dir(folder);
    command.env_clear().stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn error_of(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_program_that_is_killed_leaves_whole_files() {
    let project = Project::new(FILES);
    let started = Instant::now();
    assert_eq!(fix(project.path()).output().expect("it runs").status.code(), Some(0));
    let mut whole = started.elapsed();
    let (mut killed, mut torn, mut random) = (0, 0, fastrand::Rng::with_seed(5));
    let is_enough = |killed, torn| killed >= KILLS / 2 && torn >= KILLS / 10;
    // How long a run takes depends on what else the machine does: more rounds follow until enough were killed.
    for round in 0..KILLS * 20 {
        if round >= KILLS && is_enough(killed, torn) {
            break;
        }
        (0..FILES).for_each(|number| project.reset(number));
        project.leftovers().iter().for_each(|path| fs::remove_file(path).expect("it is ours"));
        let mut child = fix(project.path()).spawn().expect("it runs");
        // Every other time it is killed while it writes, else at any moment.
        if round % 2 == 0 {
            while project.leftovers().is_empty() && child.try_wait().expect("it is ours").is_none() {
                thread::sleep(Duration::from_micros(200));
            }
            thread::sleep(whole.mul_f64(random.f64() * 0.3));
        } else {
            thread::sleep(whole.mul_f64(random.f64() * 1.2));
        }
        child.kill().expect("it is ours");
        if child.wait().expect("it is ours").code().is_none() {
            killed += 1;
        } else {
            whole = whole.mul_f64(0.95);
        }
        let new: usize = (0..FILES)
            .map(|number| match project.read(number) {
                content if content == text(number, NEW) => 1,
                content => {
                    assert_eq!(content, text(number, OLD), "round {round}: app_{number:02}.py is neither old nor new");
                    0
                }
            })
            .sum();
        torn += u32::from(new > 0 && new < FILES || !project.leftovers().is_empty());
    }
    println!("killed {killed} times, {torn} times while it wrote");
    assert!(is_enough(killed, torn), "killed {killed} times, {torn} times while it wrote");
}

#[test]
fn what_a_killed_program_left_is_not_linted_and_does_not_stand_in_the_way() {
    let project = Project::new(1);
    let leftover = project.path().join(".flask-sec-lint-Ab3dE9.tmp");
    write(&leftover, &text(0, OLD));
    let output = fix(project.path()).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!((project.read(0), fs::read_to_string(&leftover).expect("it stays")), (text(0, NEW), text(0, OLD)));
}

#[test]
fn a_folder_or_file_that_may_not_be_written_is_an_error_and_nothing_changes() {
    for (mode_of_folder, mode_of_file) in [(0o555, 0o666), (0o777, 0o444)] {
        let project = Project::new(2);
        fs::set_permissions(project.file(1), Permissions::from_mode(mode_of_file)).expect("it is ours");
        fs::set_permissions(project.path(), Permissions::from_mode(mode_of_folder)).expect("it is ours");
        let program = program_for_nobody();
        let mut command = Command::new(program.path().join("program"));
        command.args(["--isolated", "--fix", "."]).current_dir(project.path());
        // Permissions mean nothing to root.
        if project.path().metadata().expect("it is there").uid() == 0 {
            command.uid(NOBODY).gid(NOBODY);
        }
        let error = error_of(&command.output().expect("it runs"));
        assert!(error.contains("error: cannot write `app_0") && error.contains("ermission denied"), "{error}");
        assert!(error.contains("no file was changed"), "{error}");
        fs::set_permissions(project.path(), Permissions::from_mode(0o755)).expect("it is ours");
        assert_eq!((project.read(0), project.read(1)), (text(0, OLD), text(1, OLD)));
        assert!(project.leftovers().is_empty());
    }
}

/// A copy of the program where everybody can run it: the folder of the tests may be closed to others.
fn program_for_nobody() -> TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("it is ours");
    fs::copy(env!("CARGO_BIN_EXE_flask-sec-lint"), folder.path().join("program")).expect("it fits");
    folder
}

#[test]
fn a_file_that_grows_too_large_is_an_error_and_nothing_changes() {
    let project = Project::new(2);
    // Eight blocks of 512 bytes; writing more fails instead of ending the program.
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" --isolated --fix .";
    let mut shell = Command::new("sh");
    shell.args(["-c", script, env!("CARGO_BIN_EXE_flask-sec-lint")]).current_dir(project.path());
    let error = error_of(&shell.output().expect("there is a shell"));
    assert!(error.contains("error: cannot write `app_00.py`") && error.contains("no file was changed"), "{error}");
    assert_eq!((project.read(0), project.read(1)), (text(0, OLD), text(1, OLD)));
    assert!(project.leftovers().is_empty());
}

/// A small file system in memory, which goes with this value.
struct SmallDisk(Project);

impl SmallDisk {
    /// `None` where it may not be mounted: only root may, and not in every container.
    fn mount() -> Option<Self> {
        let disk = Self(Project::new(0));
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=128k,mode=755", "tmpfs"])
            .arg(disk.0.path())
            .output();
        mounted.is_ok_and(|output| output.status.success()).then_some(disk)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).output();
    }
}

#[test]
fn a_full_disk_is_an_error_and_nothing_changes() {
    let Some(disk) = SmallDisk::mount() else {
        println!("no disk can be mounted here: the limit on the size of files stands for a full one");
        return a_file_that_grows_too_large_is_an_error_and_nothing_changes();
    };
    let project = &disk.0;
    (0..2).for_each(|number| project.reset(number));
    // All that is left.
    let filler = project.path().join("filler");
    assert!(fs::write(&filler, vec![0; 256 * 1024]).is_err(), "the disk is small");
    let error = error_of(&fix(project.path()).output().expect("it runs"));
    assert!(error.contains("error: cannot write `app_00.py`: No space left"), "{error}");
    assert!(error.contains("no file was changed"), "{error}");
    assert_eq!((project.read(0), project.read(1)), (text(0, OLD), text(1, OLD)));
    assert_eq!(project.leftovers(), [filler]);
}

#[test]
fn a_file_that_changes_while_others_are_written_keeps_the_change() {
    let project = Project::new(FILES);
    let last = FILES - 1;
    let theirs = text(last, "app.config[\"DEBUG\"] = False");
    // The moment is after the first new file is there and before the last is put in place.
    for _ in 0..50 {
        (0..FILES).for_each(|number| project.reset(number));
        let child = fix(project.path()).spawn().expect("it runs");
        let started = Instant::now();
        while project.leftovers().is_empty() && started.elapsed() < Duration::from_secs(20) {
            thread::sleep(Duration::from_micros(100));
        }
        let replacement = project.path().join("theirs");
        write(&replacement, &theirs);
        fs::rename(replacement, project.file(last)).expect("it is ours");
        let output = child.wait_with_output().expect("it ends");
        if output.status.code() != Some(0) {
            let error = error_of(&output);
            assert!(error.contains(&format!("cannot write `app_{last:02}.py`: it has changed")), "{error}");
            assert_eq!(project.read(last), theirs);
            assert!(project.leftovers().is_empty());
            return;
        }
    }
    panic!("the file never changed in time");
}
