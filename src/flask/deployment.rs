//! One app under one profile: the configuration it ends up with, and what else rules need to know.
//!
//! This is the contract between the interpreter, which makes deployments, and the rules, which judge them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Installed, Setting};
use crate::source::{FileId, Span};
use crate::value::Value;

/// An app, configured.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// The app itself.
    pub app: AppPlace,
    /// The Flask that it runs under.
    pub flask_version: Installed,
    /// The profile that was selected: a config class or the name of a variant.
    pub profile: Option<String>,
    /// Whether this profile runs when the environment sets nothing.
    pub is_default: bool,
    /// What makes the app.
    pub made_by: MadeBy,
    /// The call in a module's own code that leads to it, where a function makes it and the program calls that.
    pub called_at: Option<Span>,
    /// Whether it answers requests, as far as we see: what only wants the database does not.
    pub serves: bool,
    /// What the profile is for.
    pub context: Context,
    /// Whether rules about production judge this deployment. False for a profile of development,
    /// testing or examples as long as the project has another one to deploy.
    pub is_judged: bool,
    /// Whether the session cookie is used.
    pub session: Evidence,
    /// Every setting of Flask, and those of extensions that the project writes, after import.
    pub settings: BTreeMap<String, Setting>,
    /// What the first request changes (Talisman, hooks): only the settings that differ.
    pub after_request: BTreeMap<String, Setting>,
    /// What the configuration is loaded from, in order.
    pub loads: Vec<Load>,
    /// Sources of configuration that could not be followed.
    pub gaps: Vec<Gap>,
    /// Bounds that were reached while the app's program was followed.
    pub limits: Vec<Limit>,
    /// Writes that Flask ignores or that do nothing.
    pub ignored: Vec<IgnoredWrite>,
    /// Checks at start that refuse a value.
    pub guards: Vec<Guard>,
    /// Views of the project's that are not this app's.
    pub foreign_views: BTreeSet<Views>,
    /// The packages outside the project that are given the app, not only for development or tests; none where nobody
    /// knows which are.
    pub packages: Option<BTreeSet<String>>,
    /// Extensions that are set up on this app and ways in which it uses them, each with the place.
    pub extensions: BTreeMap<Extension, Span>,
    /// The calls that set up extensions which are told what to do by arguments.
    pub calls: Vec<ExtensionCall>,
    /// Calls of `app.run` and the like.
    pub runs: Vec<RunCall>,
}

/// Where an app is made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AppPlace {
    /// The call that makes it, first line only.
    pub span: Span,
    /// The name it is bound to, `app` if none is known.
    pub name: String,
    /// The function that makes it, if any.
    pub factory: Option<String>,
}

/// What a profile or a file is for.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Context {
    /// Named for production.
    Production,
    /// Named for nothing in particular: judged like production.
    Unnamed,
    /// Named for development.
    Development,
    /// Named for tests, or in a test file.
    Testing,
    /// In an example's or documentation's folder.
    Example,
}

impl Context {
    /// What a config class, a variant or a folder of this name is for. Words are told apart at
    /// punctuation, digits and changes of case.
    pub fn of_name(name: &str) -> Self {
        words(name)
            .iter()
            .map(|word| Self::of_word(word))
            .find(|context| *context != Self::Unnamed)
            .unwrap_or(Self::Unnamed)
    }

    /// What one word in a name says: in English, in the languages that projects are written in besides, and with the
    /// usual slips ("developement").
    fn of_word(word: &str) -> Self {
        match word {
            "prod" | "prd" | "production" | "live" | "produccion" | "producción" | "producao" | "produção"
            | "produzione" | "produktion" | "produkcja" => Self::Production,
            "dev" | "devel" | "debug" | "local" | "localhost" | "localdev" | "desarrollo" | "desenvolvimento"
            | "sviluppo" | "entwicklung" | "gelistirme" | "geliştirme" | "rozwoj" | "razrabotka" => Self::Development,
            "test" | "tests" | "testing" | "testsuite" | "testsuites" | "ci" | "unittest" | "unittests" | "pytest"
            | "prueba" | "pruebas" | "teste" | "testes" => Self::Testing,
            "example" | "examples" | "sample" | "samples" | "demo" | "demos" | "docs" | "documentation" => {
                Self::Example
            }
            _ if word.starts_with("develop") || word.starts_with("dévelop") => Self::Development,
            _ => Self::Unnamed,
        }
    }

    /// What a folder of this name is for. One called `ci` may as well hold what integrates as what is tested by it, and
    /// one called `prueba` somebody's first program. In the title of a lesson (`09-Running-Site-Test`), or between other
    /// words, a word says what it is about.
    pub fn of_folder(name: &str) -> Self {
        let says_little = ["ci", "prueba", "teste"].iter().any(|word| name.eq_ignore_ascii_case(word));
        let context = if says_little { Self::Unnamed } else { Self::of_name(name) };
        if context == Self::Testing && !is_for_tests(name) { Self::Unnamed } else { context }
    }

    /// Whether it may be what is deployed: production's, or one that is named for nothing.
    pub fn is_deployable(self) -> bool {
        matches!(self, Self::Production | Self::Unnamed)
    }

    /// Whether it is the program itself: neither a test nor an example.
    pub fn is_program(self) -> bool {
        !matches!(self, Self::Testing | Self::Example)
    }

    /// Whether it is for work on the project, on a developer's machine or another that tests.
    pub fn is_local(self) -> bool {
        matches!(self, Self::Development | Self::Testing)
    }
}

/// Whether a config class or a variant of this name is for changes of the database alone.
pub fn is_for_migrations(name: &str) -> bool {
    words(name).iter().any(|word| matches!(word.as_str(), "migration" | "migrations" | "migrate" | "alembic"))
}

/// Whether a config class or a variant of this name is for a service that builds and tests the project.
pub fn is_for_builds(name: &str) -> bool {
    words(name).iter().any(|word| matches!(word.as_str(), "build" | "builds" | "circleci" | "jenkins" | "travis"))
}

/// Whether a folder is named for tests: by the first word or the last, and not as a lesson, which has a number.
fn is_for_tests(name: &str) -> bool {
    let words = words(name);
    let at_an_end =
        [words.first(), words.last()].into_iter().flatten().any(|word| Context::of_word(word) == Context::Testing);
    let is_numbered = name.starts_with(|first: char| first.is_ascii_digit())
        && name.trim_start_matches(|one: char| one.is_ascii_digit()).starts_with(|next: char| !next.is_alphanumeric());
    at_an_end && (words.len() < 2 || !is_numbered)
}

fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut before: Option<char> = None;
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_lower = |one: Option<char>| one.is_some_and(char::is_lowercase);
        // `E2ETest` ends with a word, as `DevConfig` does.
        let is_new = letter.is_uppercase() && (is_lower(before) || is_lower(letters.peek().copied()));
        if is_new || !letter.is_alphabetic() {
            words.push(String::new());
        }
        if letter.is_alphabetic()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        before = Some(letter);
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Why the value of a secret setting is not known that a class has which may not be the one that is loaded.
pub const SUPPOSED: &str = "a configuration that could not be followed";

/// Whether something happens in an app's own code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// It does, at this place; the text says what was seen ("`flash()`").
    Found(Span, String),
    /// It is only read, at this place: nothing writes it, as far as all of the app's code shows.
    OnlyRead(Span, String),
    /// All of the app's code was seen and it does not.
    Absent,
    /// Cannot be told.
    Unknown,
}

/// Configuration that is loaded from a class or a file of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// What it is loaded from.
    pub from: LoadedFrom,
    /// The call that loads it.
    pub at: Span,
    /// Whether it is one of those that the project has, in place of one that a caller chooses whom we do not see.
    pub is_supposed: bool,
}

/// What configuration is loaded from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadedFrom {
    /// A class: where its name stands in its definition, then those of its bases in the order in which they count; none
    /// where it is not in the project.
    Class(Vec<Span>),
    /// A module, or a Python file of settings.
    File(FileId),
}

/// A source of configuration that could not be followed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// Where it is used.
    pub span: Span,
    /// What it is and why it could not be followed, as a clause.
    pub message: String,
    /// Whether the program starts without it.
    pub kind: GapKind,
}

/// A place where the program is larger than is followed: what it yields is unknown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Limit {
    /// Where.
    pub span: Span,
    /// What is too large, as a noun or clause.
    pub message: String,
}

/// Whether the program starts without the source that could not be followed.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapKind {
    /// The program starts without it (`silent=True`, `try: import`, environment variables): what is stated holds without it.
    Optional,
    /// The program needs it: it may set anything.
    Required,
    /// It is the rest of the program, which we could not follow to its end: it may set anything, and mostly does not.
    Rest,
    /// It is the rest of the program in a profile with which it seems to end, as it does not with the default one.
    RestOfProfile,
}

impl GapKind {
    /// Whether any setting may be set by it.
    pub fn may_set_anything(self) -> bool {
        matches!(self, Self::Required | Self::Rest)
    }

    /// Whether the program was not followed to its end.
    pub fn is_rest(self) -> bool {
        matches!(self, Self::Rest | Self::RestOfProfile)
    }
}

/// A write that Flask ignores or that does nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct IgnoredWrite {
    /// The place of the write.
    pub span: Span,
    /// The key or attribute that was written.
    pub key: String,
    /// The setting that was probably meant, or [`FROM_MAPPING`].
    pub meant: Option<String>,
    /// Why it has no effect, as a clause.
    pub why: String,
}

/// The method that was meant where a dict is given to one that reads attributes.
pub const FROM_MAPPING: &str = "from_mapping";

/// A check at start that refuses some values of a setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Guard {
    /// The check.
    pub span: Span,
    /// The setting that it checks.
    pub setting: String,
    /// The value that it refuses, where that is known.
    pub refused: Option<Value>,
    /// When it applies, as a clause ("when ``FLASK_ENV`` is production"); empty if always.
    pub when: String,
}

/// Views that stand in one file and are declared by the same names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Views {
    /// The file.
    pub file: FileId,
    /// The names of that module, or function, whose methods decorate the views: `shop` in `@shop.route("/")`.
    pub names: Vec<String>,
    /// The function whose names they are.
    pub function: Option<Span>,
}

/// Extensions that change what matters for an app's cookies and keys, and ways of using them.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extension {
    /// Flask-Login's `LoginManager`.
    Login,
    /// Flask-Login with `login_user(remember=...)`.
    RememberMe,
    /// Forms with a CSRF token of Flask-WTF's.
    Forms,
    /// Flask-WTF's `CSRFProtect`.
    CsrfProtect,
    /// `CSRFProtect` with `csrf.protect()` in views.
    CsrfChecks,
    /// Flask-JWT-Extended's `JWTManager`.
    Jwt,
    /// Flask-JWT-Extended with `set_access_cookies()`.
    JwtCookies,
    /// Flask-JWT-Extended whose tokens the app puts into cookies by itself.
    JwtCookiesByHand,
    /// Flask-Session, or another session interface than Flask's own signed cookie.
    ServerSideSession,
    /// A session interface that is derived from Flask's: it signs its cookie with the key, and may write another one.
    DerivedSession,
    /// Flask-Session itself.
    FlaskSession,
    /// Flask-Talisman.
    Talisman,
    /// Flask-Security.
    Security,
}

impl Extension {
    /// The extension that must be set up for this way of using it to mean anything.
    pub fn base(self) -> Option<Self> {
        match self {
            Self::RememberMe => Some(Self::Login),
            Self::CsrfChecks => Some(Self::CsrfProtect),
            Self::JwtCookies | Self::JwtCookiesByHand => Some(Self::Jwt),
            Self::Login
            | Self::Forms
            | Self::CsrfProtect
            | Self::Jwt
            | Self::ServerSideSession
            | Self::DerivedSession
            | Self::FlaskSession
            | Self::Talisman
            | Self::Security => None,
        }
    }
}

/// A call that sets up an extension on the app.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtensionCall {
    /// The extension.
    pub extension: Extension,
    /// The call.
    pub span: Span,
    /// Its named arguments.
    pub arguments: BTreeMap<String, Value>,
}

/// What makes an app.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MadeBy {
    /// Loading a module, or a call of its factory: what a server does.
    Server,
    /// A file that is started as a script, below `if __name__ == "__main__"`, or what starts a server for it by itself.
    Script,
}

/// The functions that the `flask` command calls for an app without being told (`find_best_app` of Flask 3.1).
pub const FACTORIES: [&str; 2] = ["create_app", "make_app"];

/// A call of `app.run`, or of what stands for it; or of what puts its debugger around the app, for any server.
#[derive(Clone, Debug, PartialEq)]
pub struct RunCall {
    /// The call.
    pub span: Span,
    /// Its name, as it is written in messages: `app.run`.
    pub name: String,
    /// Whether it starts the debugger: the argument that says so, else the setting `DEBUG` as it is then.
    pub debug: Option<Value>,
    /// Where it listens, if an argument says so; otherwise only on the machine itself.
    pub host: Option<Value>,
    /// Whether it stands in a branch of which nothing is known, not even by default.
    pub is_undecided: bool,
    /// Whether it stands under `if __name__ == "__main__"`.
    pub under_main_guard: bool,
    /// Whether it starts no server: `DebuggedApplication(app.wsgi_app, evalex=True)`.
    pub is_wrapper: bool,
}
