//! Files that are no files, that lead out of the project, or that cannot be read.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use crate::process::{APP, finish, lint, program, project, run};

/// What stands in files outside of the project.
const SECRET: &str = "kR8vTq2ZpW5mXc9L";

/// A folder beside the project with a secret in files of every kind.
fn outside() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("conf.py", format!("SECRET_KEY = '{SECRET}'\n")),
        ("conf.json", format!("{{\"SECRET_KEY\": \"{SECRET}\"}}")),
        ("conf.toml", format!("SECRET_KEY = \"{SECRET}\"\n")),
        ("plain.txt", format!("SECRET_KEY={SECRET}\nflask=={SECRET}\n")),
        ("requirements.txt", "flask==0.10.1\n".to_owned()),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn nothing_outside_of_the_project_is_read() {
    let outside = outside();
    let out = outside.path().display();
    let uses = [
        format!("app.config.from_pyfile('{out}/conf.py')"),
        format!("app.config.from_pyfile('../{}/conf.py')", outside.path().file_name().unwrap().display()),
        "app.config.from_pyfile('link.py')".to_owned(),
        "app.config.from_pyfile('folder/conf.py')".to_owned(),
        "app.config.from_pyfile('folder/../conf.py')".to_owned(),
        format!("import json\napp.config.from_file('{out}/conf.json', load=json.load)"),
        "import json\napp.config.from_file('link.json', load=json.load)".to_owned(),
        "import json\napp.config.from_file('folder/conf.json', load=json.load)".to_owned(),
        "import tomllib\napp.config.from_file('folder/conf.toml', load=tomllib.load, text=False)".to_owned(),
        format!("import json\napp.config.update(json.load(open('{out}/conf.json')))"),
        "import link\napp.config.from_object(link)".to_owned(),
        "from folder import conf\napp.config.from_object(conf)".to_owned(),
        "app.config.from_object('folder.conf')".to_owned(),
        "from dotenv import load_dotenv\nload_dotenv()\nimport os\napp.config['SECRET_KEY'] = os.getenv('SECRET_KEY')"
            .to_owned(),
        format!(
            "from dotenv import load_dotenv\nload_dotenv('{out}/plain.txt')\nimport os\n\
             app.config['SECRET_KEY'] = os.getenv('SECRET_KEY')"
        ),
        format!("app = Flask(__name__, root_path='{out}')\napp.config.from_pyfile('conf.py')"),
        format!(
            "app = Flask(__name__, instance_path='{out}', instance_relative_config=True)\n\
             app.config.from_pyfile('conf.py')"
        ),
        format!("import sys\nsys.path.insert(0, '{out}')\nimport conf\napp.config.from_object(conf)"),
        format!("app.config['SECRET_KEY'] = open('{out}/plain.txt').read()"),
        format!("from pathlib import Path\napp.config['SECRET_KEY'] = Path('{out}/plain.txt').read_text()"),
        "from pathlib import Path\nexec(Path('link.py').read_text())\napp.config['SECRET_KEY'] = SECRET_KEY".to_owned(),
        format!(
            "from dotenv import dotenv_values\napp.config.update(dotenv_values('{out}/plain.txt'))\n\
             app.config.from_prefixed_env()"
        ),
        format!(
            "import configparser\nini = configparser.ConfigParser()\nini.read('{out}/plain.txt')\n\
             app.config['SECRET_KEY'] = ini['a']['SECRET_KEY']"
        ),
        format!(
            "from decouple import Config, RepositoryEnv\n\
             app.config['SECRET_KEY'] = Config(RepositoryEnv('{out}/plain.txt'))('SECRET_KEY')"
        ),
        format!(
            "import runpy\napp.config.from_mapping(runpy.run_path('{out}/conf.py'))\n\
             app.config['SECRET_KEY'] = __import__('folder.conf').conf.SECRET_KEY"
        ),
    ];
    for code in &uses {
        let folder = project(&[("use.py", &format!("from flask import Flask\napp = Flask(__name__)\n{code}\n"))]);
        symlink(outside.path(), folder.path().join("folder")).unwrap();
        for (target, link) in [
            ("conf.py", "link.py"),
            ("conf.json", "link.json"),
            ("plain.txt", ".env"),
            ("requirements.txt", "requirements.txt"),
        ] {
            symlink(outside.path().join(target), folder.path().join(link)).unwrap();
        }
        for format in ["text", "json"] {
            let arguments = ["--output-format", format, "--verbose", "--show-secrets", "--pedantic"];
            let run_ = run(folder.path(), &arguments);
            assert!(run_.status == Some(1), "{code}: {}", run_.all());
            assert!(!run_.all().contains(SECRET), "{code}: {}", run_.all());
            let shown =
                run(folder.path(), &["--show-config", "--show-secrets", "--verbose", "--output-format", format]);
            assert!(!shown.all().contains(SECRET) && !shown.all().contains("0.10.1"), "{code}: {}", shown.all());
        }
    }
}

/// What is not read may set anything, so it is told of.
#[test]
fn a_configuration_outside_of_the_project_is_a_gap() {
    let outside = outside();
    let out = outside.path().display();
    for code in [
        &*format!("app.config.from_pyfile('{out}/conf.py')"),
        "app.config.from_pyfile('/etc/passwd')",
        "app.config.from_pyfile('link.py')",
        "import json\napp.config.from_file('../../../../conf.json', load=json.load)",
        "import json\napp.config.from_file('folder/conf.json', load=json.load)",
        "from folder import conf\napp.config.from_object(conf)",
    ] {
        let code = format!("from flask import Flask\nother = Flask(__name__)\n{}\n", code.replace("app.", "other."));
        let folder = project(&[("use.py", &code)]);
        symlink(outside.path(), folder.path().join("folder")).unwrap();
        symlink(outside.path().join("conf.py"), folder.path().join("link.py")).unwrap();
        let shown = run(folder.path(), &["--show-config", "--output-format", "json"]).json();
        let app = shown["apps"].as_array().unwrap().iter().find(|app| app["name"] == "other").unwrap();
        let gaps = app["gaps"].as_array().unwrap();
        assert!(gaps.iter().any(|gap| gap["path"] == "use.py"), "{code}: {app}");
        assert_ne!(app["settings"]["SECRET_KEY"]["state"], "default", "{code}: {app}");
    }
}

#[test]
fn settings_that_lead_out_of_the_project_are_not_shown() {
    let outside = outside();
    let settings = |folder: &Path| folder.join("flask-sec-lint.toml");
    for target in ["plain.txt", "conf.toml", "conf.py"] {
        let folder = project(&[]);
        symlink(outside.path().join(target), settings(folder.path())).unwrap();
        let run = lint(folder.path());
        assert!(run.status == Some(2) && !run.all().contains(SECRET), "{}", run.all());
        assert!(run.notes.contains("lies outside of the project"), "{}", run.notes);
        fs::remove_file(settings(folder.path())).unwrap();
        fs::write(settings(folder.path()), format!("extend = '{}'", outside.path().join(target).display())).unwrap();
        let run = lint(folder.path());
        assert!(run.status == Some(2) && !run.all().contains(SECRET), "{}", run.all());
    }
}

#[test]
fn pipes_devices_and_folders_are_no_files() {
    let folder = project(&[]);
    let at = |name: &str| folder.path().join(name);
    for name in ["pipe.py", "flask-sec-lint.toml", "requirements.txt", ".env", "poetry.lock"] {
        pipe(&at(name));
    }
    for name in ["folder.py", ".gitignore", "poetry.toml", "setup.py"] {
        fs::create_dir(at(name)).unwrap();
    }
    let _socket = std::os::unix::net::UnixListener::bind(at("socket.py")).unwrap();
    for name in ["zero.py", "setup.cfg", "Pipfile.lock", "uv.lock", "pyproject.toml"] {
        symlink("/dev/zero", at(name)).unwrap();
    }
    symlink("nowhere", at("dangling.py")).unwrap();
    symlink("round.py", at("about.py")).unwrap();
    symlink("about.py", at("round.py")).unwrap();
    symlink(".", at("loop")).unwrap();
    lint(folder.path()).assert_linted();
    // Named, they are told of.
    for (name, why) in [("pipe.py", "is not a regular file"), ("zero.py", "leads out of the project")] {
        let run = run(folder.path(), &["--isolated", name]);
        assert!(run.all().contains(why), "{}", run.all());
    }
}

#[test]
fn ignore_files_that_would_not_end_are_not_used() {
    for name in [".gitignore", ".ignore", ".git/info/exclude", "sub/.gitignore"] {
        for make in [
            |path: &Path| symlink("/dev/zero", path).unwrap(),
            |path: &Path| pipe(path),
            |path: &Path| {
                fs::write(path, format!("{}{}\n", "{a,".repeat(50_000), "}".repeat(50_000))).unwrap();
            },
        ] {
            let folder = project(&[("sub/b.py", APP), (".git/info/x", "")]);
            make(&folder.path().join(name));
            let run = lint(folder.path());
            run.assert_linted();
            assert!(run.notes.contains("cannot be used"), "{name}: {}", run.notes);
        }
    }
}

#[test]
fn what_settings_name_is_a_regular_file_of_a_sensible_size() {
    for (settings, why) in [
        ("wordlist = '/dev/zero'", "not a regular file"),
        ("wordlist = 'pipe'", "not a regular file"),
        ("wordlist = '.'", "it is a folder"),
        ("baseline = '/dev/zero'", "not a regular file"),
        ("baseline = 'pipe'", "not a regular file"),
        ("baseline = 'large'", "larger than 65536 KiB"),
        ("rules = 'rules'", "larger than 1024 KiB"),
        ("extend = 'pipe'", "no file `pipe`"),
        ("extend = '/dev/zero'", "no file `/dev/zero`"),
    ] {
        let folder = project(&[("flask-sec-lint.toml", settings), ("rules/large.md", ""), ("large", "")]);
        pipe(&folder.path().join("pipe"));
        pipe(&folder.path().join("rules/pipe.md"));
        for name in ["large", "rules/large.md"] {
            // It takes no room on the disk.
            File::options().write(true).open(folder.path().join(name)).unwrap().set_len(1 << 34).unwrap();
        }
        let run = lint(folder.path());
        assert!(run.notes.contains(why) && run.status != Some(0), "{settings}: {:?} {}", run.status, run.all());
    }
    let folder = project(&[("flask-sec-lint.toml", &format!("#{}", "a".repeat(2_000_000)))]);
    assert!(lint(folder.path()).notes.contains("larger than 1024 KiB"));
}

#[test]
fn names_may_be_anything() {
    let folder = project(&[("Config.py", "A = 1"), ("config.py", "A = 2"), ("CONFIG.PY", APP)]);
    for name in [&b"\xff\xfe.py"[..], b"\xff\xfd.py", b"\x1b[31m\xe2\x80\xae.py", b"a\n::error::b.py", b"-rf.py"] {
        fs::write(folder.path().join(OsStr::from_bytes(name)), APP).unwrap();
    }
    fs::create_dir(folder.path().join("::stop-commands::x")).unwrap();
    fs::write(folder.path().join("::stop-commands::x/::error::y.py"), APP).unwrap();
    for format in ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson"] {
        let run = run(folder.path(), &["--output-format", format, "--verbose"]);
        assert_eq!(run.status, Some(1), "{}", run.notes);
        crate::pipeline::well_formed(format, &run.output);
        crate::pipeline::well_formed("text", &run.notes);
        assert!(!run.output.lines().any(|line| line.trim_start().starts_with("::") && format != "github"));
    }
}

#[test]
fn very_long_paths_are_walked() {
    let folder = project(&[]);
    // Too long to be made in one step: each shell goes a level down.
    let script = "i=0; while [ $i -lt 30 ]; do d=$(printf '%0120d' 0); mkdir \"$d\" && cd -P \"$d\" || exit 1; i=$((i+1)); \
                  printf '%s\\n' 'from flask import Flask' 'app = Flask(__name__)' > a.py; done";
    assert!(Command::new("bash").args(["-c", script]).current_dir(folder.path()).status().unwrap().success());
    lint(folder.path()).assert_linted();
    assert!(Command::new("rm").arg("-rf").arg(folder.path()).status().unwrap().success());
}

#[test]
fn git_may_be_a_file() {
    let folder = project(&[("sub/.git", "gitdir: ../.git/modules/sub\n"), ("sub/b.py", APP)]);
    fs::remove_dir(folder.path().join(".git")).unwrap();
    fs::write(folder.path().join(".git"), "gitdir: /etc\n").unwrap();
    lint(folder.path()).assert_linted();
}

#[test]
fn what_may_not_be_read_is_named() {
    let folder = project(&[("shut.py", APP), ("shut/b.py", APP)]);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    for name in ["shut.py", "shut"] {
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o0)).unwrap();
    }
    // Permissions mean nothing to root, so the program is run as nobody.
    let is_root = fs::metadata(folder.path().join("shut")).is_ok() && fs::read(folder.path().join("shut.py")).is_ok();
    let mut command = if is_root {
        // Nobody may not look into the folder that the tests are built in.
        let copy = folder.path().join("program");
        fs::copy(env!("CARGO_BIN_EXE_flask-sec-lint"), &copy).unwrap();
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(copy);
        command
    } else {
        program()
    };
    command.args(["--output-format", "concise", "."]).current_dir(folder.path());
    let run = finish(command);
    fs::set_permissions(folder.path().join("shut"), fs::Permissions::from_mode(0o755)).unwrap();
    run.assert_linted();
    for name in ["problem: shut.py: cannot be read", "problem: shut: cannot be read"] {
        assert!(run.notes.contains(name), "{}", run.notes);
    }
}

#[test]
fn files_that_vanish_and_change_while_they_are_read_do_no_harm() {
    let names: Vec<String> = (0..300).map(|number| format!("m{number}.py")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), APP)).collect();
    let folder = project(&files);
    let path = folder.path().to_path_buf();
    let is_done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(std::sync::atomic::Ordering::Relaxed) {
                for name in &names {
                    let file = path.join(name);
                    let _ = fs::remove_file(&file);
                    let _ = symlink("/dev/zero", &file);
                    let _ = fs::remove_file(&file);
                    let _ = fs::write(&file, APP);
                }
            }
        });
        for _ in 0..3 {
            let run = lint(&path);
            run.assert_linted();
        }
        is_done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn a_fix_never_leaves_the_project() {
    let outside = outside();
    let code = "from flask import Flask\napp = Flask(__name__)\napp.config['SESSION_COOKIE_SECURE'] = False\n\
                app.config['SESSION_COOKIE_HTTPONLY'] = False\n";
    fs::write(outside.path().join("app.py"), code).unwrap();
    let folder = project(&[("inside.py", code)]);
    symlink(outside.path().join("app.py"), folder.path().join("link.py")).unwrap();
    symlink(outside.path(), folder.path().join("folder")).unwrap();
    for paths in [&["."][..], &["link.py"], &["folder/app.py"], &["inside.py", "link.py", "folder/app.py"]] {
        let arguments = [&["--fix", "--unsafe-fixes"], paths].concat();
        let run = run(folder.path(), &arguments);
        assert!(run.status.is_some(), "{}", run.all());
        assert_eq!(fs::read_to_string(outside.path().join("app.py")).unwrap(), code, "{paths:?}: {}", run.all());
    }
    assert!(fs::symlink_metadata(folder.path().join("link.py")).unwrap().is_symlink());
}
