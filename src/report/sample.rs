//! Outcomes made by hand for the tests of all formats.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::{Format, Options, Outcome, Secrets, TextOptions, write, write_config};
use crate::flask::{AppPlace, Context, Deployment, Evidence, Installed, MadeBy, Origin, Setting, security_settings};
use crate::rules::{Catalogue, Confidence, Edit, Finding, Fix, Related, Rule, Safety, Severity};
use crate::secrets::Redactor;
use crate::source::{Problem, Sources, Span};
use crate::value::{Data, Step, Value};

/// The key in the sample project.
pub(super) const KEY: &str = "correct horse battery";

const CONFIG: &str = "\
class Config:
    SECRET_KEY = \"correct horse \" \"battery\"


class Production(Config):
    SESSION_COOKIE_SECURE = False
";

const APP: &str = "\
from flask import Flask

def create_app():
    app = Flask(__name__)
    app.config.from_object(\"shop.config.Production\")
    return app
";

/// Files, what was found in them, and the rules.
pub(super) struct Sample {
    pub(super) sources: Sources,
    pub(super) outcome: Outcome,
    pub(super) catalogue: Catalogue,
}

impl Sample {
    /// A project with a key in the source and a cookie that travels over plain HTTP.
    pub(super) fn shop() -> Self {
        let mut sample = Self::of(&[("shop/config.py", CONFIG), ("shop/__init__.py", APP)]);
        sample.outcome.findings = vec![sample.hardcoded(), sample.insecure()];
        sample.outcome.deployments = vec![sample.deployment()];
        (sample.outcome.files, sample.outcome.parsed, sample.outcome.apps) = (2, 2, 1);
        sample
    }

    /// A project with these files, in which nothing was found.
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        let outcome = Outcome {
            findings: Vec::new(),
            known: None,
            problems: Vec::new(),
            deployments: Vec::new(),
            files: 1,
            parsed: 1,
            apps: 0,
            seconds: 0.25,
        };
        let rules = vec![
            rule("never-found", Severity::Low, 79),
            rule("hardcoded-secret-key", Severity::Critical, 798),
            rule("session-cookie-secure-disabled", Severity::Medium, 614),
        ];
        Self { sources: Sources::in_memory(files), outcome, catalogue: Catalogue { rules } }
    }

    /// The place of `text` in the file `path`.
    pub(super) fn span(&self, path: &str, text: &str) -> Span {
        let file = self.sources.file(self.sources.load(Path::new(&format!("/{path}"))).unwrap());
        let start = file.text.find(text).unwrap() as u32;
        Span::new(file.id, start, start + text.len() as u32)
    }

    /// A finding of the rule with this id, at `text` in the file `path`.
    pub(super) fn finding(&self, id: &str, path: &str, text: &str) -> Finding {
        let rule = self.catalogue.rules.iter().find(|rule| rule.id == id).unwrap();
        Finding {
            rule: Arc::clone(rule),
            severity: rule.severity,
            confidence: rule.confidence,
            message: "Something is wrong".to_owned(),
            advice: "Mend it.".to_owned(),
            span: self.span(path, text),
            label: "here".to_owned(),
            setting: None,
            app: None,
            profile: None,
            context: Context::Production,
            related: Vec::new(),
            fix: None,
        }
    }

    fn hardcoded(&self) -> Finding {
        let related = |path, text, message: &str| Related { span: self.span(path, text), message: message.to_owned() };
        let literal = "\"correct horse \" \"battery\"";
        Finding {
            message: format!("SECRET_KEY is \"{KEY}\", written in the source"),
            label: "the key".to_owned(),
            setting: Some("SECRET_KEY".to_owned()),
            app: Some(self.app()),
            profile: Some("Production".to_owned()),
            related: vec![
                related("shop/config.py", "Production", "inherited here"),
                related("shop/__init__.py", "app.config.from_object", "loaded here"),
            ],
            fix: Some(Fix {
                title: "Read it from the environment".to_owned(),
                safety: Safety::Unsafe,
                edits: vec![
                    edit(self.span("shop/config.py", literal), "os.environ[\"SECRET_KEY\"]"),
                    edit(Span { end: 0, ..self.span("shop/config.py", "class") }, "import os\n\n"),
                ],
                changes: vec!["SECRET_KEY".to_owned()],
            }),
            ..self.finding("hardcoded-secret-key", "shop/config.py", literal)
        }
    }

    fn insecure(&self) -> Finding {
        Finding {
            setting: Some("SESSION_COOKIE_SECURE".to_owned()),
            fix: Some(Fix {
                title: "Send it over HTTPS only".to_owned(),
                safety: Safety::Safe,
                edits: vec![edit(self.span("shop/config.py", "False"), "True")],
                changes: vec!["SESSION_COOKIE_SECURE".to_owned()],
            }),
            ..self.finding("session-cookie-secure-disabled", "shop/config.py", "False")
        }
    }

    fn app(&self) -> AppPlace {
        let span = self.span("shop/__init__.py", "Flask(__name__)");
        AppPlace { span, name: "app".to_owned(), factory: Some("create_app".to_owned()) }
    }

    fn deployment(&self) -> Deployment {
        let mut settings: BTreeMap<String, Setting> =
            security_settings().into_iter().map(|(name, value)| (name.to_owned(), Setting::default(value))).collect();
        let key = self.step("shop/config.py", "\"correct horse \" \"battery\"");
        let value = Value::at(Data::Str(KEY.into()), key).via(self.step("shop/__init__.py", "app.config.from_object"));
        settings.insert("SECRET_KEY".to_owned(), written(value));
        let secure = Value::at(Data::Bool(false), self.step("shop/config.py", "False"));
        settings.insert("SESSION_COOKIE_SECURE".to_owned(), written(secure));
        Deployment {
            app: self.app(),
            flask_version: Installed::default(),
            profile: Some("Production".to_owned()),
            is_default: true,
            made_by: MadeBy::Server,
            called_at: None,
            serves: true,
            context: Context::Production,
            is_judged: true,
            session: Evidence::Unknown,
            settings,
            after_request: BTreeMap::new(),
            loads: Vec::new(),
            gaps: Vec::new(),
            limits: Vec::new(),
            ignored: Vec::new(),
            guards: Vec::new(),
            foreign_views: BTreeSet::new(),
            packages: None,
            extensions: BTreeMap::new(),
            calls: Vec::new(),
            runs: Vec::new(),
        }
    }

    pub(super) fn step(&self, path: &str, text: &str) -> Step {
        Step::new(self.span(path, text), "here")
    }

    /// The report with these options.
    pub(super) fn report_with(&self, options: &Options) -> String {
        let mut out = Vec::new();
        write(&self.outcome, &self.sources, &self.catalogue, options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// The report in this format, without keys.
    pub(super) fn report(&self, format: Format) -> String {
        self.report_with(&options(format))
    }

    /// The configuration in this format.
    pub(super) fn config(&self, options: &Options) -> String {
        let mut out = Vec::new();
        write_config(&self.outcome, &self.sources, options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Adds a problem.
    pub(super) fn problem(&mut self, path: &str, line: Option<u32>, message: &str) {
        self.outcome.problems.push(Problem { path: path.to_owned(), line, message: message.to_owned() });
    }
}

/// Options for a report without keys.
pub(super) fn options(format: Format) -> Options {
    Options {
        format,
        secrets: Secrets::Hidden(Redactor::new([KEY.as_bytes().to_vec()])),
        text: TextOptions::default(),
        repository: None,
        fixes: Safety::Safe,
        sarif_category: None,
    }
}

/// A setting that the program writes.
pub(super) fn written(value: Value) -> Setting {
    Setting { origin: Origin::Written, value }
}

fn edit(span: Span, text: &str) -> Edit {
    Edit { span, text: text.to_owned() }
}

fn rule(id: &str, severity: Severity, cwe: u32) -> Arc<Rule> {
    Arc::new(Rule {
        id: id.to_owned(),
        title: format!("The title of {id}"),
        severity,
        security_severity: 9.5,
        confidence: Confidence::High,
        cwe: vec![cwe],
        pedantic: false,
        summary: "What it is.".to_owned(),
        text: "# Page\n\nWhat it is.\n\n## Why it matters\n\nIt does.".into(),
        ..Rule::clone(Catalogue::embedded().unwrap().get("weak-secret-key").unwrap())
    })
}
