//! What only shows in a real process: a reader that leaves, and files that change while the program runs.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_flask-sec-lint"))
}

/// `flask-sec-lint . | head -1`
#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = "from flask import Flask\n\napp = Flask(__name__)\napp.secret_key = \"teapot-forms\"\n";
    fs::write(folder.path().join("app.py"), app).expect("a file");
    for arguments in
        [&["--isolated", "."][..], &["--list-rules"], &["--generate-man"], &["--generate-completions", "zsh"]]
    {
        let mut child = program()
            .current_dir(folder.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        drop(child.stdout.take());
        let done = child.wait_with_output().expect("it ends");
        assert_eq!(
            (done.status.code(), String::from_utf8_lossy(&done.stderr).as_ref()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}

/// A program that watches, and what it has said so far.
#[cfg(unix)]
struct Watching {
    child: std::process::Child,
    said: std::sync::mpsc::Receiver<String>,
}

#[cfg(unix)]
impl Watching {
    fn start(folder: &std::path::Path) -> Self {
        // One pipe for both, so that the order of what is said is the program's.
        let (reader, writer) = std::io::pipe().expect("a pipe");
        let child = program()
            .current_dir(folder)
            .args(["--isolated", "--watch", "--output-format", "concise", "."])
            .stdout(writer.try_clone().expect("a pipe"))
            .stderr(writer)
            .spawn()
            .expect("the program runs");
        let (sender, said) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for line in std::io::BufRead::lines(std::io::BufReader::new(reader)).map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self { child, said }
    }

    /// All lines up to the one with `mark`.
    fn until(&mut self, mark: &str) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        while !lines.last().is_some_and(|line| line.contains(mark)) {
            let next = self.said.recv_timeout(std::time::Duration::from_mins(1));
            lines.push(next.unwrap_or_else(|_| panic!("no {mark:?} after {lines:?}")));
        }
        lines
    }
}

#[cfg(unix)]
impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[cfg(unix)]
#[test]
fn watching_shows_what_changed_and_nothing_else() {
    use std::os::unix::process::ExitStatusExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("app.py");
    let app = |line: &str| format!("from flask import Flask\n\napp = Flask(__name__)\n{line}\n");
    // As editors do: written beside the file and renamed to it.
    let save = |text: &str| {
        let beside = folder.path().join("app.py~");
        fs::write(&beside, text).expect("a file");
        fs::rename(&beside, &path).expect("a file");
    };
    save(&app("app.secret_key = \"teapot-forms\""));
    let mut watching = Watching::start(folder.path());
    assert!(watching.until("watching ").iter().any(|line| line.contains("app.py:4:18: weak-secret-key")));

    save(&app("app.secret_key = \"teapot-forms\"\napp.config[\"SESSION_COOKIE_HTTPONLY\"] = False"));
    let lines = watching.until(" in all");
    assert!(lines.iter().any(|line| line.starts_with("app.py:5:") && line.contains("httponly-disabled")), "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains("weak-secret-key")), "{lines:?}");
    assert_eq!(lines.last().map(String::as_str), Some("1 new, 0 gone, 2 in all"));

    // Moved lines, and files that cannot matter, are no news: what comes next is about the change after them.
    fs::create_dir(folder.path().join("venv")).expect("a folder");
    fs::write(folder.path().join("venv/app.py"), app("app.secret_key = \"teapot-forms\"")).expect("a file");
    fs::write(folder.path().join("README.md"), "text").expect("a file");
    save(&app("\n\napp.secret_key = \"teapot-forms\"\napp.config[\"SESSION_COOKIE_HTTPONLY\"] = False"));
    std::thread::sleep(std::time::Duration::from_secs(1));
    save(&app("app.config[\"SESSION_COOKIE_HTTPONLY\"] = False"));
    let lines = watching.until(" in all");
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("gone: app.py:6:18: weak-secret-key"), "{lines:?}");
    assert_eq!(lines[1], "0 new, 1 gone, 1 in all");

    // Not an interrupt: a shell starts its background jobs, and so what tests start there, without ears for it.
    let end = Command::new("kill").args(["-TERM", &watching.child.id().to_string()]).status();
    assert!(end.expect("kill runs").success());
    let status = watching.child.wait().expect("it ends");
    assert_eq!(status.signal(), Some(15), "{status:?}");
}

/// A key in a file that git ignores is on this machine alone; one that was added all the same is published.
#[test]
fn what_git_keeps_out_of_the_repository_is_not_reported() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = "import os\n\nfrom dotenv import load_dotenv\nfrom flask import Flask\n\nload_dotenv()\n\
               app = Flask(__name__)\napp.secret_key = os.environ[\"SECRET_KEY\"]\n";
    fs::write(folder.path().join("app.py"), app).expect("a file");
    fs::write(folder.path().join(".env"), "SECRET_KEY=teapot-forms\n").expect("a file");
    fs::write(folder.path().join(".gitignore"), ".env\n").expect("a file");
    let git = |arguments: &[&str]| git(folder.path(), arguments);
    let findings = |arguments: &[&str]| {
        let report = concise_report(folder.path(), arguments);
        report.lines().filter(|line| line.starts_with(".env:1:")).count()
    };
    // An archive of a repository holds what the repository does.
    assert_eq!(findings(&["."]), 1);
    git(&["init", "--quiet", "."]);
    assert_eq!((findings(&["."]), findings(&["--no-respect-gitignore", "."])), (0, 1));
    for version in ["2", "4"] {
        // Names with beginnings in common, of all lengths modulo eight.
        for name in ["a.py", "app_one.py", "app_two.py", "shop_of_all.py", "shop_of_any.txt", "z"] {
            fs::write(folder.path().join(name), "").expect("a file");
        }
        git(&["add", "a.py", "app_one.py", "app_two.py", "shop_of_all.py", "shop_of_any.txt", "z", ".gitignore"]);
        git(&["update-index", "--index-version", version]);
        assert_eq!(findings(&["."]), 0, "version {version}");
        git(&["add", "--force", ".env"]);
        assert_eq!(findings(&["."]), 1, "version {version}");
        git(&["rm", "--quiet", "--cached", ".env"]);
    }
    // A folder that is named was asked for, whoever ignores it.
    let below = folder.path().join("build");
    fs::create_dir(&below).expect("a folder");
    for name in ["app.py", ".env"] {
        fs::copy(folder.path().join(name), below.join(name)).expect("a copy");
    }
    fs::write(folder.path().join(".gitignore"), "/build/\n").expect("a file");
    let report = concise_report(folder.path(), &["build"]);
    assert!(report.contains("build/.env:1:"), "{report}");
    fs::write(folder.path().join(".gitignore"), ".env\n").expect("a file");
    fs::remove_dir_all(&below).expect("it goes");
    // An index that is none says nothing: better one report too many.
    fs::write(folder.path().join(".git/index"), "DIRC").expect("a file");
    assert_eq!(findings(&["."]), 1);
}

/// Ignore files say nothing of what was added all the same, and nothing where there is no repository.
#[test]
fn what_git_tracks_is_linted_whatever_its_ignore_files_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    fs::create_dir(folder.path().join("shop")).expect("a folder");
    let app = "from flask import Flask\n\napp = Flask(__name__)\napp.secret_key = \"teapot-forms\"\n";
    for name in ["run.py", "local.py", "shop/__init__.py", "shop/local.py"] {
        write(name, app);
    }
    write(".gitignore", "shop/\n[rl]*.py\n");
    let reported = |arguments: &[&str]| -> Vec<String> {
        let report = concise_report(folder.path(), arguments);
        let keys = report.lines().filter(|line| line.contains(" weak-secret-key "));
        keys.filter_map(|line| Some(line.split_once(':')?.0.to_owned())).collect()
    };
    let all = ["local.py", "run.py", "shop/__init__.py", "shop/local.py"];
    assert_eq!(reported(&["."]), all);
    git(folder.path(), &["init", "--quiet", "."]);
    assert!(reported(&["."]).is_empty());
    git(folder.path(), &["add", "--force", "run.py", "shop/__init__.py"]);
    assert_eq!(reported(&["."]), ["run.py", "shop/__init__.py"]);
    assert_eq!(reported(&["shop"]), ["shop/__init__.py"]);
    assert_eq!(reported(&["--no-respect-gitignore", "."]), all);
    // Whoever excludes a file, or says so to all searching programs, means it.
    assert_eq!(reported(&["--exclude", "shop", "."]), ["run.py"]);
    write(".ignore", "/run.py\n");
    assert_eq!(reported(&["."]), ["shop/__init__.py"]);
}

fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git").current_dir(folder).args(arguments).status().expect("git runs");
    assert!(status.success(), "{arguments:?}");
}

fn concise_report(folder: &Path, arguments: &[&str]) -> String {
    let flags = ["--isolated", "--output-format", "concise"];
    let output = program().current_dir(folder).args(flags).args(arguments).output().expect("it runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
