//! What a container runs: the last `CMD` of a `Dockerfile`, behind its `ENTRYPOINT`, as one command.
//!
//! Only the last stage counts, and only what it states: an entry point that is a script of the shell is not read, and
//! `ARG` and variables are left as they are written.

/// What one stage says.
#[derive(Default)]
struct Stage {
    entry_point: Option<String>,
    command: Option<String>,
    /// What `FLASK_APP` is.
    flask_app: Option<String>,
}

/// The command that a container of the image runs.
pub(super) fn command_of(text: &str) -> Option<String> {
    let mut stage = Stage::default();
    for line in lines(text) {
        let (instruction, rest) = line.split_once(char::is_whitespace).unwrap_or((&line, ""));
        let rest = rest.trim();
        match instruction.to_ascii_uppercase().as_str() {
            // A stage has what the one says that it is made from: that is not followed.
            "FROM" => stage = Stage::default(),
            "ENTRYPOINT" => stage.entry_point = Some(words_of(rest)),
            "CMD" => stage.command = Some(words_of(rest)),
            "ENV" => stage.flask_app = flask_app(rest).or(stage.flask_app),
            _ => {}
        }
    }
    let Stage { entry_point, command, flask_app } = stage;
    let parts: Vec<String> = entry_point.into_iter().chain(command).collect();
    let whole = parts.join(" ");
    let has = |wanted: &str| whole.split_whitespace().any(|word| word == wanted);
    let by_variable = has("flask") && !has("--app") && !has("-A");
    let app = flask_app.filter(|_| by_variable).map(|app| format!(" --app {app}"));
    (!whole.is_empty()).then(|| whole.clone() + &app.unwrap_or_default())
}

/// The instructions of a file, each in one line: a backslash at the end of a line goes on in the next one.
fn lines(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let is_comment = |line: &&str| line.trim_start().starts_with('#');
    for line in text.lines().filter(|line| !is_comment(line)) {
        let Some(last) = lines.last_mut() else { break };
        let goes_on = line.trim_end().strip_suffix('\\');
        last.push_str(goes_on.unwrap_or(line).trim());
        if goes_on.is_some() {
            last.push(' ');
        } else {
            lines.push(String::new());
        }
    }
    lines
}

/// `["gunicorn", "shop:app"]` and `gunicorn shop:app` alike.
fn words_of(arguments: &str) -> String {
    match arguments.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        // What is between quotes is every other part.
        Some(inner) => inner.split('"').skip(1).step_by(2).collect::<Vec<_>>().join(" "),
        None => arguments.to_owned(),
    }
}

/// What `ENV FLASK_APP=shop PORT=80` or `ENV FLASK_APP shop` says of that variable.
fn flask_app(arguments: &str) -> Option<String> {
    let old_form = arguments.strip_prefix("FLASK_APP ");
    let given = |word: &str| word.strip_prefix("FLASK_APP=").map(str::to_owned);
    let value = old_form.map(str::to_owned).or_else(|| arguments.split_whitespace().find_map(given))?;
    Some(value.trim_matches(['"', '\'', ' ']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::command_of;

    #[test]
    fn a_container_runs_the_last_command_of_its_last_stage() {
        for (text, expected) in [
            ("FROM python\nCMD [\"gunicorn\", \"shop:app\"]\n", "gunicorn shop:app"),
            ("FROM python\ncmd gunicorn -b :80 shop:app", "gunicorn -b :80 shop:app"),
            ("FROM a\nCMD x\nFROM b\n# CMD y\nCMD gunicorn \\\n  # bound\n  shop:app\n", "gunicorn shop:app"),
            ("FROM a\nENTRYPOINT [\"gunicorn\"]\nCMD [\"-w\", \"2\", \"shop:app\"]", "gunicorn -w 2 shop:app"),
            ("FROM a\nCMD [\"sh\", \"-c\", \"gunicorn shop:app\"]", "sh -c gunicorn shop:app"),
            ("FROM a\nENV FLASK_APP=shop.py PORT=80\nCMD flask run", "flask run --app shop.py"),
            ("FROM a\nENV FLASK_APP \"shop\"\nCMD flask --app other run", "flask --app other run"),
        ] {
            assert_eq!(command_of(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(command_of("FROM python\nCMD x\nFROM nginx\n"), None);
    }
}
