//! The hooks under the real pre-commit, in repositories made for it.
//!
//! They are the project's own hooks, but for how they are installed: pre-commit would compile the program
//! (`.ci/run` lets it), so here they start the program that Cargo has built.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::tools::{printed, program, scratch, succeed, tools, yaml};

const APP: &str = "\
import tomllib

from flask import Flask, session

app = Flask(__name__)
app.config.from_object('config')
app.config.from_file('settings.toml', load=tomllib.load, text=False)


@app.get('/')
def index():
    session['visits'] = session.get('visits', 0) + 1
    return 'hello'
";

const RIGHT: &str = "\
import os

SECRET_KEY = os.environ['SECRET_KEY']
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = 'Lax'
";

const SETTINGS: &str = "[tool.flask-sec-lint]\nextend-exclude = ['legacy']\n";

/// A repository in which one hook is installed.
struct Repository {
    root: PathBuf,
    tools: PathBuf,
}

impl Repository {
    /// With the hook `id`, and an app without findings committed; `None` if there is no pre-commit.
    fn with_hook(id: &str, name: &str) -> Option<Self> {
        let repository = Self { root: scratch(name), tools: tools()? };
        succeed(&mut repository.git(&["init", "--quiet", "--initial-branch", "main"]));
        let hook = local(&repository.tools, id);
        repository
            .write(".pre-commit-config.yaml", &json!({"repos": [{"repo": "local", "hooks": [hook]}]}).to_string());
        repository.write("pyproject.toml", SETTINGS);
        repository.write("app.py", APP);
        repository.write("settings.toml", "TRUSTED_HOSTS = ['example.org']\n");
        repository.write("config.py", RIGHT);
        succeed(repository.command(&repository.tools.join("pre-commit")).arg("install"));
        accepted(&repository.commit(&["."]));
        Some(repository)
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        let path = env::var("PATH").unwrap();
        command.current_dir(&self.root).env("PATH", format!("{}:{path}", self.tools.display()));
        command.env("PRE_COMMIT_HOME", self.root.join(".git/pre-commit")).env("PRE_COMMIT_COLOR", "never");
        // Nothing of the machine's git takes part, nor of a git that runs this test.
        for (name, _) in env::vars().filter(|(name, _)| name.starts_with("GIT_")) {
            command.env_remove(name);
        }
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Somebody").env(format!("GIT_{who}_EMAIL"), "somebody@example.org");
        }
        command
    }

    fn git(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(Path::new("git"));
        command.args(arguments);
        command
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn commit(&self, paths: &[&str]) -> Output {
        succeed(self.git(&["add"]).args(paths));
        self.git(&["commit", "--message", "A change"]).output().unwrap()
    }

    /// Commits `text` as `path`; the file is put back if that is refused.
    fn commit_file(&self, path: &str, text: &str) -> Output {
        self.write(path, text);
        let output = self.commit(&[path]);
        if !output.status.success() {
            succeed(&mut self.git(&["reset", "--quiet", "--hard"]));
        }
        output
    }
}

/// The project's hook `id`, which starts the program of this build.
fn local(tools: &Path, id: &str) -> Value {
    let hooks = yaml(tools, ".pre-commit-hooks.yaml");
    let mut hook = hooks.as_array().unwrap().iter().find(|hook| hook["id"] == id).unwrap().clone();
    assert_eq!(hook["language"], "python");
    let entry = hook["entry"].as_str().unwrap();
    let (name, arguments) = entry.split_once(' ').unwrap();
    assert_eq!(name, "flask-sec-lint");
    hook["entry"] = json!(format!("'{}' {arguments}", program()));
    hook["language"] = json!("system");
    hook
}

fn accepted(output: &Output) {
    assert!(output.status.success(), "{}", printed(output));
}

/// The commit is refused for `rule` at `place`.
fn refused(output: &Output, rule: &str, place: &str) {
    let said = printed(output);
    assert!(!output.status.success() && said.contains(rule) && said.contains(place), "{said}");
}

#[test]
fn a_commit_with_a_hardcoded_key_is_refused_and_the_mended_one_passes() {
    let Some(repository) = Repository::with_hook("flask-sec-lint", "hook-key") else { return };
    let wrong = RIGHT.replace("os.environ['SECRET_KEY']", "'5d1c9e73a0b84f26c8e1f7390ad264be'");
    let output = repository.commit_file("config.py", &wrong);
    refused(&output, "hardcoded-secret-key", "config.py");
    assert!(!printed(&output).contains("5d1c9e73a0b8"), "the key is shown");
    accepted(&repository.commit_file("config.py", &format!("{RIGHT}SESSION_COOKIE_HTTPONLY = True\n")));
}

#[test]
fn a_commit_of_one_file_is_judged_with_the_app_in_another() {
    let Some(repository) = Repository::with_hook("flask-sec-lint", "hook-one-file") else { return };
    let output = repository.commit_file("config.py", &RIGHT.replace("True", "False"));
    refused(&output, "session-cookie-secure-disabled", "config.py:4:25");
    let output = repository.commit_file("settings.toml", "SECRET_KEY = 'teapot'\n");
    refused(&output, "weak-secret-key", "settings.toml:1:15");
}

#[test]
fn what_the_settings_exclude_is_excluded_though_pre_commit_names_it() {
    let Some(repository) = Repository::with_hook("flask-sec-lint", "hook-excluded") else { return };
    let old = "from flask import Flask\napp = Flask(__name__)\napp.secret_key = 'teapot'\n";
    let output = repository.commit_file("legacy/app.py", old);
    accepted(&output);
    // The hook ran, and it is the settings that keep it quiet.
    assert!(printed(&output).contains("Passed"), "{}", printed(&output));
    refused(&repository.commit_file("modern/app.py", old), "weak-secret-key", "modern/app.py:3:18");
}

#[test]
fn a_commit_of_what_cannot_configure_an_app_is_not_looked_at() {
    let Some(repository) = Repository::with_hook("flask-sec-lint", "hook-other-files") else { return };
    let output = repository.commit_file("README.md", "SECRET_KEY = 'teapot'\n");
    accepted(&output);
    assert!(printed(&output).contains("no files to check"), "{}", printed(&output));
    for path in [".env", ".env.production", "deploy/.flaskenv", "shop/defaults.cfg"] {
        let output = repository.commit_file(path, "NAME=1\n");
        accepted(&output);
        assert!(printed(&output).contains("Passed"), "{path}: {}", printed(&output));
    }
}

#[test]
fn the_fixing_hook_mends_the_file_and_its_mended_commit_passes() {
    let Some(repository) = Repository::with_hook("flask-sec-lint-fix", "hook-fix") else { return };
    repository.write("config.py", &RIGHT.replace("True", "False"));
    let output = repository.commit(&["config.py"]);
    assert!(!output.status.success() && printed(&output).contains("files were modified by this hook"), "{output:?}");
    assert_eq!(fs::read_to_string(repository.root.join("config.py")).unwrap(), RIGHT);
    let more = format!("{RIGHT}SESSION_COOKIE_HTTPONLY = True\n");
    accepted(&repository.commit_file("config.py", &more));
    // What cannot be mended safely is refused like by the other hook.
    let key = RIGHT.replace("os.environ['SECRET_KEY']", "'5d1c9e73a0b84f26c8e1f7390ad264be'");
    refused(&repository.commit_file("config.py", &key), "hardcoded-secret-key", "config.py:3:14");
}
