//! Unit tests of this floor on hand-made deployments: no interpreter is involved.
//!
//! This file makes them; each other file tests one thing.

mod cookies;
mod fixes;
mod merging;
mod predicates;
mod profiles;
mod rule_files;
mod secret_words;
mod secrets;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::judge::{Options, judge};
use super::{Catalogue, Finding};
use crate::flask::{
    AppPlace, Context, Deployment, Evidence, Gap, GapKind, Installed, MadeBy, Origin, Setting, State, default_of,
    security_settings,
};
use crate::source::{FileId, Sources, Span};
use crate::value::{
    BITS_OF_BASE64, Data, External, ExternalKind, Form, Generated, Source, Step, Value, choose, override_with,
};

/// A key that is random and long enough under any judgement of strength.
const STRONG: &str = "b71f0e6a93d84c25a16b0f7ed5c49238e0a7b3165dfc82940b6e1d7a58f3c024";

/// A project of one file, and the deployments of its app.
struct Project {
    sources: Sources,
    file: FileId,
}

impl Project {
    /// A project whose only file is `app.py` with this text.
    fn new(text: &str) -> Self {
        let sources = Sources::in_memory([("app.py".to_owned(), text.to_owned())]);
        let file = sources.load(Path::new("/app.py")).expect("the file is in memory");
        Self { sources, file }
    }

    /// The place of the `nth` (from 0) occurrence of `part`.
    fn span(&self, part: &str, nth: usize) -> Span {
        let file = self.sources.file(self.file);
        let (start, _) = file.text.match_indices(part).nth(nth).expect("the text contains the part");
        Span::new(self.file, start as u32, (start + part.len()) as u32)
    }

    /// `data` as written where `part` first stands, then written to its setting at line end.
    fn value(&self, data: Data, part: &str) -> Value {
        Value::at(data, Step::new(self.span(part, 0), "written here"))
    }

    /// An app made by the first `Flask(__name__)`, all settings at Flask's defaults, the session not used.
    fn deployment(&self) -> Deployment {
        let app = AppPlace { span: self.span("Flask(__name__)", 0), name: "app".to_owned(), factory: None };
        let settings = security_settings().into_iter().map(|(name, value)| (name.to_owned(), Setting::default(value)));
        Deployment {
            app,
            flask_version: Installed::default(),
            profile: None,
            is_default: true,
            made_by: MadeBy::Server,
            called_at: None,
            serves: true,
            context: Context::Unnamed,
            is_judged: true,
            session: Evidence::Absent,
            settings: settings.collect(),
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

    fn gap(&self, kind: GapKind) -> Gap {
        Gap { span: self.span("Flask", 0), message: "`local.cfg` is not in the project".to_owned(), kind }
    }

    fn judge(&self, deployments: &[Deployment]) -> Vec<Finding> {
        judge(deployments, &self.sources, &catalogue(), &Options { pedantic: false, ..Options::default() })
    }

    fn judge_pedantically(&self, deployments: &[Deployment]) -> Vec<Finding> {
        judge(deployments, &self.sources, &catalogue(), &Options { pedantic: true, ..Options::default() })
    }
}

fn catalogue() -> Catalogue {
    Catalogue::embedded().expect("the embedded rules parse")
}

fn written(value: Value) -> Setting {
    Setting { origin: Origin::Written, value }
}

fn set(deployment: &mut Deployment, key: &str, value: Value) {
    deployment.settings.insert(key.to_owned(), written(value));
}

fn ids(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.rule.id.as_str()).collect()
}

fn from_environment(name: &str) -> Value {
    Value::of(Data::External(External::new(ExternalKind::Environment, name.into(), true)))
}

/// `default` unless the environment variable `name` provides a value.
fn unless(name: &str, default: &Value) -> Value {
    override_with(default, &from_environment(name), &[name.into()])
}

fn random(source: Source, bits: Option<u32>) -> Value {
    let (name, bits) = ("token()".into(), bits.map(f64::from));
    Value::of(Data::Generated(Generated { source, name, bits, form: Form::units(None, BITS_OF_BASE64) }))
}

fn list(items: Vec<Value>) -> Value {
    Value::of(Data::List(Arc::from(items)))
}

#[test]
fn the_contract_of_external_values_holds() {
    let setting = written(unless("COOKIE", &Value::of(Data::None)));
    assert_eq!(setting.state(), State::External);
    assert!(default_of("SESSION_COOKIE_SECURE").is_some());
    assert_eq!(choose(&Value::text("a"), &Value::text("b")).alternatives().len(), 2);
}
