//! Conditions: what is known of a truth value.
//!
//! What a branch learns from it is in `narrowing`.

use std::sync::Arc;

use super::branches::Decision;
use super::lists::{existence, is_certain};
use super::machine::{Eval, Machine};
use super::object::ObjectKind;
use super::store::Key;
use super::world::{Choice, Subject};
use crate::flask::{Context, SecretSetting};
use crate::python::ast::{CmpOp, Expr};
use crate::value::{Data, External, ExternalKind, Value, override_with};

/// Who decides whether `if __name__ == "__main__"` runs: starting the file as a script.
pub(super) const AS_SCRIPT: &str = "__main__";

impl<'p> Machine<'p> {
    /// Evaluates a condition.
    pub(super) fn test(&mut self, test: &'p Expr) -> Eval<Decision> {
        if Self::is_main_guard(test) {
            let is_entry = self.entry_module == Some(self.frame().module);
            return Ok(if is_entry {
                Decision::ByDefault(false, [Arc::from(AS_SCRIPT)].into())
            } else {
                Decision::Known(false)
            });
        }
        let value = self.expression(test)?;
        Ok(self.decide(&value))
    }

    pub(super) fn is_main_guard(test: &Expr) -> bool {
        let Expr::Compare(compare) = test else { return false };
        let reads_name = |side: &Expr| matches!(side, Expr::Name(name) if name.id.as_str() == "__name__");
        let says_main =
            |side: &Expr| matches!(side, Expr::StringLiteral(literal) if literal.value.to_str() == "__main__");
        let [right] = &*compare.comparators else { return false };
        matches!(*compare.ops, [CmpOp::Eq])
            && ((reads_name(&compare.left) && says_main(right)) || (says_main(&compare.left) && reads_name(right)))
    }

    /// What is known of the truth of a value.
    pub(super) fn decide(&self, value: &Value) -> Decision {
        if let Data::Overridable(both) = &value.data {
            let Some(default) = self.truth(&both.default) else { return Decision::Open };
            if self.truth(&both.otherwise) == Some(default) {
                return Decision::Known(default);
            }
            return Decision::ByDefault(default, Arc::clone(&both.by));
        }
        self.truth(value).map_or_else(|| self.decide_by_items(value), Decision::Known)
    }

    /// A container is true if something is in it: by default, where a branch put that there which runs by default.
    fn decide_by_items(&self, value: &Value) -> Decision {
        let Some((id, ObjectKind::Dict | ObjectKind::List | ObjectKind::Set)) = self.kind_of(value) else {
            return Decision::Open;
        };
        let object = self.store.object(id);
        let (mut present, mut absent, mut is_open) = (Vec::new(), Vec::new(), object.blurred.is_some());
        for item in object.fields.values() {
            match existence(item) {
                Decision::ByDefault(true, by) => present.extend(by.iter().cloned()),
                Decision::ByDefault(false, by) => absent.extend(by.iter().cloned()),
                Decision::Known(truth) => is_open |= truth,
                Decision::Open => is_open = true,
            }
        }
        match (present.is_empty(), is_open) {
            (false, _) => Decision::ByDefault(true, present.into()),
            (true, false) => Decision::ByDefault(false, absent.into()),
            (true, true) => Decision::Open,
        }
    }

    /// Python's `bool()`, objects included.
    pub(super) fn truth(&self, value: &Value) -> Option<bool> {
        match &value.data {
            Data::OneOf(values) => {
                let first = self.truth(values.first()?)?;
                values.iter().all(|value| self.truth(value) == Some(first)).then_some(first)
            }
            // A constant of a module that we do not have: `from local_settings import DEBUG`.
            Data::Handle(_) if self.native_name(value).is_some_and(|name| is_constant_name(&name)) => None,
            _ => match self.kind_of(value) {
                Some((id, ObjectKind::Dict | ObjectKind::List | ObjectKind::Set)) => {
                    let object = self.store.object(id);
                    let fields = object.fields.values();
                    let is_empty = object.blurred.is_none() && fields.clone().all(|item| item.data == Data::Absent);
                    if fields.clone().any(is_certain) { Some(true) } else { is_empty.then_some(false) }
                }
                Some((_, ObjectKind::Instance(class))) => (!self.may_be_false(*class)).then_some(true),
                Some((_, ObjectKind::Config(_) | ObjectKind::App(_) | ObjectKind::Native(_) | ObjectKind::Scope)) => {
                    Some(true)
                }
                Some((_, ObjectKind::Outside)) => None,
                None if self.may_be_anything(value) => None,
                None => value.truth(),
            },
        }
    }

    /// Whether a name of a library that we do not have may stand for any value: it is no module, and is not written
    /// like a class.
    pub(super) fn may_be_anything(&self, value: &Value) -> bool {
        let Some(name) = self.native_name(value) else { return false };
        let Some((module, last)) = name.rsplit_once('.') else { return false };
        let is_class = last.starts_with(char::is_uppercase) && last.contains(char::is_lowercase);
        !is_class && !super::imports::is_library(module)
    }

    /// Whether instances of a class may be false: it says so itself, or is a container or number.
    fn may_be_false(&self, class: u32) -> bool {
        let has = |name| self.find_in_class(class, name).is_some();
        let bases = &self.classes[class as usize].native_bases;
        has("__bool__")
            || has("__len__")
            || bases.iter().any(|base| base.starts_with("builtins.") && &**base != "builtins.object")
            || bases.iter().any(|base| base.starts_with("collections."))
    }

    /// `True`, `False`, what holds by default, or unknown.
    pub(super) fn truth_value(&mut self, value: &Value) -> Value {
        self.lift(value, &mut |machine, value| match machine.decide(value) {
            Decision::Known(truth) => value.with(Data::Bool(truth)),
            Decision::ByDefault(truth, by) => {
                override_with(&value.with(Data::Bool(truth)), &value.with(Data::Bool(!truth)), &by)
            }
            Decision::Open => value.with(Data::Unknown("whether this is true".into())),
        })
    }

    pub(super) fn not(&mut self, value: &Value) -> Value {
        let truth = self.truth_value(value);
        self.lift(&truth, &mut |_, truth| match truth.data {
            Data::Bool(is_true) => truth.with(Data::Bool(!is_true)),
            _ => truth.clone(),
        })
    }

    pub(super) fn both_true(&mut self, one: &Value, other: &Value) -> Value {
        self.lift2(one, other, &mut |machine, one, other| match (machine.truth(one), machine.truth(other)) {
            (Some(false), _) | (_, Some(false)) => one.with(Data::Bool(false)),
            (Some(true), Some(true)) => one.with(Data::Bool(true)),
            _ => one.with(Data::Unknown("whether both are true".into())),
        })
    }

    pub(super) fn either_true(&mut self, one: &Value, other: &Value) -> Value {
        self.lift2(one, other, &mut |machine, one, other| match (machine.truth(one), machine.truth(other)) {
            (Some(true), _) | (_, Some(true)) => one.with(Data::Bool(true)),
            (Some(false), Some(false)) => one.with(Data::Bool(false)),
            _ => one.with(Data::Unknown("whether either is true".into())),
        })
    }

    /// A comparison of something from outside with the name of a profile selects a profile. A key that is compared with a
    /// known one does not: the literal would be shown as the profile's name.
    pub(super) fn note_comparison(&mut self, one: &Value, other: &Value) {
        for (selector, constant) in [(one, other), (other, one)] {
            let Some(text) = constant.as_str() else { continue };
            self.note_switch(selector, text);
            // A comparison with "debug" is about verbosity as often as about a profile, "/dev/stdout" is a file.
            let is_name = text.chars().all(|letter| letter.is_alphanumeric() || "_-.".contains(letter));
            let names_none = self.program.profiles.of_name(text) == Context::Unnamed;
            if !is_name || names_none || text.eq_ignore_ascii_case("debug") {
                continue;
            }
            if let Some(subject) = subject_of(selector).filter(|subject| !subject.names_secret()) {
                let default = selector.by_default().as_str().unwrap_or_default();
                let choice = Choice::of(subject, vec![text.into()], Some(default.into()));
                self.add_choice(Choice { is_comparison: true, ..choice });
            }
        }
    }

    /// A comparison with what ends as the key of an app selects no profile, whatever that is called: it was compared in
    /// order to refuse it.
    pub(super) fn forget_choices_by_keys(&mut self) {
        let configs = self.apps.iter().map(|app| self.store.object(app.config));
        let is_secret = |key: &Key| matches!(key, Key::Text(name) if SecretSetting::is(name));
        let secrets = configs.flat_map(|config| &config.fields).filter(|(key, _)| is_secret(key));
        let keys: Vec<Subject> = secrets.flat_map(|(_, value)| value.alternatives()).filter_map(subject_of).collect();
        self.choices.retain(|choice| !choice.is_comparison || !keys.contains(&choice.subject));
    }

    pub(super) fn note_choice(&mut self, subject: Subject, options: Vec<Arc<str>>, default: Option<Arc<str>>) {
        self.add_choice(Choice::of(subject, options, default));
    }

    pub(super) fn add_choice(&mut self, mut choice: Choice) {
        if choice.options.is_empty() || self.assumed(&choice.subject).is_some() {
            return;
        }
        if let Subject::Environment(name) | Subject::Argument(name) = &choice.subject {
            choice.doubted_by = self.doubters(std::slice::from_ref(name));
        }
        match self.choices.iter_mut().find(|known| known.is_same(&choice)) {
            Some(known) if choice.doubted_by.is_empty() => known.doubted_by = Vec::new(),
            Some(_) => {}
            None => self.choices.push(choice),
        }
    }

    /// What else than one of `names` decides whether what is run now is run, where it is not by default.
    pub(super) fn doubters(&self, names: &[Arc<str>]) -> Vec<Arc<str>> {
        let deciders = if self.doubts.speculation > 0 { self.doubts.deciders() } else { Vec::new() };
        if deciders.iter().any(|name| names.contains(name)) { Vec::new() } else { deciders }
    }
}

/// What a value that comes from outside is decided by, if it is exactly that and nothing computed from it.
pub(super) fn subject_of(value: &Value) -> Option<Subject> {
    match &value.data {
        Data::External(External { kind, name, .. }) if !name.is_empty() => match kind {
            ExternalKind::Environment => Some(Subject::Environment(Arc::clone(name))),
            ExternalKind::Argument => Some(Subject::Argument(Arc::clone(name))),
            ExternalKind::Store => None,
        },
        Data::Overridable(both) => {
            let mut subjects: Vec<Subject> = both.otherwise.alternatives().into_iter().filter_map(subject_of).collect();
            // `env if env.islower() else env.lower()` is decided by one.
            subjects.dedup();
            match subjects.as_slice() {
                [subject] => Some(subject.clone()),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether the last name of a dotted one is written as constants are: `settings.USE_SSL`.
fn is_constant_name(dotted: &str) -> bool {
    let name = dotted.rsplit('.').next().unwrap_or(dotted);
    let is_upper = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_';
    name.len() > 1 && name.chars().all(is_upper)
}
