//! Files that are called alike but for the name of a profile: `.env.production` beside `.env.development`.
//!
//! A variable that is part of such a name selects one of them, and whatever else is made of it. What the files hold is read
//! in the worlds that suppose it.

use std::path::Path;
use std::sync::Arc;

use super::calls::Arguments;
use super::conditions::subject_of;
use super::machine::Machine;
use super::selections::MOST_OPTIONS;
use super::store::Key;
use super::world::Subject;
use crate::flask::{Context, LoadedFrom};
use crate::python::ast::{Expr, ExprCall};
use crate::source::FileId;
use crate::value::{Data, Value};

/// Stands for any text in a pattern; no file is called so.
const ANY: &str = "\u{1}";

impl<'p> Machine<'p> {
    /// Notes which files of settings a loader may mean whose file's name is made of a variable without a default:
    /// `from_pyfile("config/%s.py" % os.environ["MODE"])`.
    pub(super) fn note_files_of_pattern(&mut self, call: &'p ExprCall, callee: &Value, arguments: &Arguments) {
        let Expr::Attribute(method) = &*call.func else { return };
        let is_loader = matches!(method.attr.as_str(), "from_pyfile" | "from_json" | "from_file");
        let (Some(name), Some(given), true) = (call.arguments.args.first(), arguments.first(), is_loader) else {
            return;
        };
        let (Some(Subject::Environment(variable)), Data::External(_)) = (subject_of(given), &given.data) else {
            return;
        };
        let Some(app) = self.receiver_of(callee).and_then(|receiver| self.config_of(receiver)) else { return };
        let Some(pattern) = self.value_under(name, &variable, ANY) else { return };
        let Some((path, _)) = self.config_path(app, &Arguments::of(vec![pattern]), self.span(call)) else { return };
        let Some((folder, file)) = path.parent().zip(path.file_name().and_then(|file| file.to_str())) else { return };
        let Some((start, end)) = file.split_once(ANY).filter(|parts| *parts != ("", "")) else { return };
        let loads = &self.apps[app as usize].loads;
        let is_known = |file: FileId| loads.iter().any(|load| load.from == LoadedFrom::File(file));
        let files = self.program.sources.files_in(folder).into_iter();
        let options = files.filter_map(|path| {
            let file = self.file_of_settings(&path).filter(|file| !is_known(*file));
            let option = path.file_name()?.to_str()?.strip_prefix(start)?.strip_suffix(end)?;
            file.filter(|_| !option.is_empty()).map(|_| option.into())
        });
        let options: Vec<Arc<str>> = options.take(MOST_OPTIONS).collect();
        if !options.is_empty() {
            self.note_choice(Subject::Environment(variable), options, Some("".into()));
        }
    }

    /// What an expression is where the environment sets `variable` to `text`.
    fn value_under(&mut self, expression: &'p Expr, variable: &Arc<str>, text: &str) -> Option<Value> {
        let (hazards, choices) = (self.hazards.len(), self.choices.clone());
        let start = self.now();
        self.store.set(self.environment, Key::Text(Arc::clone(variable)), Value::text(text));
        let value = self.expression(expression);
        self.end_path(&start);
        self.hazards.truncate(hazards);
        self.choices = choices;
        value.ok()
    }

    /// Notes the profiles of which each has a file like the one at `path`, if one variable decides which of them is read.
    pub(super) fn note_files_alike(&mut self, name: &Value, path: &Path) {
        let (Data::Overridable(both), Some(folder)) = (&name.data, path.parent()) else { return };
        let [variable] = &*both.by else { return };
        let (Some(file), Some(text)) = (path.file_name().and_then(|file| file.to_str()), both.default.as_str()) else {
            return;
        };
        let sources = self.program.sources;
        // The variable may say the whole name, or only what tells it from others.
        let Some(origin) = both.default.trail.origin() else { return };
        let is_whole = sources.file(origin.file).slice(origin).contains(file);
        let mut options: Vec<Arc<str>> = Vec::new();
        let mut default: Option<Arc<str>> = None;
        for other in sources.files_in(folder) {
            let Some(other) = other.file_name().and_then(|other| other.to_str()) else { continue };
            let Some((own, instead)) = words_that_differ(file, other) else { continue };
            // `f".env.{os.environ.get('APP_ENV')}"` without that variable.
            let is_of_none = own == "None";
            if !(is_of_none || self.names_profile(own)) || !self.names_profile(instead) {
                continue;
            }
            let option =
                |word: &str, file_of: &str| if is_whole { text.replace(file, file_of).into() } else { word.into() };
            default = Some(if is_of_none { "".into() } else { option(own, file) });
            options.push(option(instead, other));
        }
        if default.is_some() {
            let variable = Arc::clone(variable);
            let is_argument = variable.contains(':');
            let subject = if is_argument { Subject::Argument(variable) } else { Subject::Environment(variable) };
            self.note_choice(subject, options, default);
        }
    }

    /// Whether something outside chooses another file than this one, which is for development or tests, in this world: it
    /// takes a profile for granted that is deployed.
    pub(super) fn is_of_another_profile(&mut self, name: &Value, path: &Path) -> bool {
        let is_local =
            || path.file_name().is_some_and(|file| self.program.profiles.of_name(&file.to_string_lossy()).is_local());
        let is_deployed = |option: &Arc<str>| self.program.profiles.of_name(option).is_deployable();
        matches!(name.data, Data::Overridable(_)) && is_local() && self.assumed_options().iter().any(is_deployed)
    }

    fn names_profile(&self, word: &str) -> bool {
        !matches!(self.program.profiles.of_name(word), Context::Unnamed | Context::Example)
    }
}

/// The word of each of two names in which alone they differ.
fn words_that_differ<'a>(one: &'a str, other: &'a str) -> Option<(&'a str, &'a str)> {
    let is_between = |letter: char| !letter.is_alphanumeric();
    let between = |name: &'a str| name.chars().filter(move |letter| is_between(*letter));
    if !between(one).eq(between(other)) {
        return None;
    }
    let mut pairs = one.split(is_between).zip(other.split(is_between)).filter(|(one, other)| one != other);
    let differing = pairs.next()?;
    pairs.next().is_none().then_some(differing)
}

#[cfg(test)]
mod tests {
    use super::words_that_differ;

    #[test]
    fn names_differ_in_one_word_or_are_not_alike() {
        let cases = [
            (".env.development", ".env.production", Some(("development", "production"))),
            (".dev.env", ".prod.env", Some(("dev", "prod"))),
            ("dev-eu.env", "prod-us.env", None),
            (".env.dev", ".env", None),
            ("dev.env", "prod-env", None),
            (".env", ".env", None),
        ];
        for (one, other, expected) in cases {
            assert_eq!(words_that_differ(one, other), expected, "{one} {other}");
        }
    }
}
