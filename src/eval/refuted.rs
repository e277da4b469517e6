//! Defaults with which the program does not start: `if not key: raise`, `os.environ["KEY"]`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::hazards::Met;
use super::machine::{App, Machine};
use super::switches::is_given;
use crate::flask::{self, Guard, LoadedFrom, Origin, Setting};
use crate::source::Span;
use crate::value::{Data, Decider, Value, choose};

impl Machine<'_> {
    /// A default that the program refuses to start with is no value: what is given instead is. A
    /// constant key that is refused so is a guard.
    pub(super) fn without_refuted(
        &self,
        app: &App,
        settings: &BTreeMap<String, Setting>,
        guards: &mut Vec<Guard>,
    ) -> BTreeMap<String, Setting> {
        let mut remaining = settings.clone();
        let others = self.loads_of_other_profiles(app);
        for (name, setting) in &mut remaining {
            let Data::Overridable(both) = &setting.value.data else { continue };
            // A key that another variable may save from a check is still refused as it stands.
            let check = if flask::SecretSetting::is(name) {
                self.refuting(&both.by)
            } else {
                self.certainly_refuting(&both.by)
            };
            let Some(check) = check.filter(|met| !(has_constant(&both.otherwise) && self.leaves(met, &both.default)))
            else {
                continue;
            };
            let is_of_file = both.by.iter().any(|name| matches!(Decider::of(name), Decider::File(_)));
            let is_checked = check.span.is_some();
            let is_set = both.default.alternatives().into_iter().any(|one| one.truth() == Some(true));
            let may_stay = is_of_file && !is_checked && is_set;
            if may_stay || !both.otherwise.alternatives().into_iter().any(is_given) {
                // That a variable must be set says nothing of what it is compared with, and a file that must be there need
                // not set what is set before.
                let value = choose(&both.default, &both.otherwise);
                *setting = Setting { origin: Origin::Written, value };
                continue;
            }
            if let (true, Some(span)) = (flask::SecretSetting::is(name), check.span) {
                let refused = Some(both.default.clone());
                guards.push(Guard { span, setting: name.clone(), refused, when: String::new() });
            }
            let left = without_loads(&without(&both.otherwise, &both.default), &others);
            setting.value = self.unless_switched(&left, &both.by);
        }
        remaining
    }

    /// Where classes for development or tests are loaded, if the app ends with another one: they have worlds of their own.
    fn loads_of_other_profiles(&self, app: &App) -> Vec<Span> {
        let is_local = |name: &str| self.program.profiles.of_name(name).is_local();
        if self.profile_of(app).is_none_or(|profile| is_local(&profile)) {
            return Vec::new();
        }
        let is_of_class = |span: &Span| self.classes.iter().any(|class| class.span == *span && is_local(&class.name));
        let loads = app.loads.iter().filter(|load| match &load.from {
            LoadedFrom::Class(order) => order.first().is_some_and(is_of_class),
            LoadedFrom::File(_) => false,
        });
        loads.map(|load| load.at).collect()
    }

    /// What makes the program fail unless one of these names is set, or a switch that has nothing to do with them.
    pub(super) fn refuting(&self, names: &[Arc<str>]) -> Option<&Met> {
        let is_named = |name: &Arc<str>| names.contains(name);
        let is_refuting = |met: &&Met| {
            let is_of_switch = || self.are_switches(&met.fails_without) && met.passed_by.iter().any(is_named);
            met.fails_without.iter().any(is_named) || is_of_switch()
        };
        self.hazards.iter().find(is_refuting)
    }

    /// What makes the program fail unless one of these names is set, whatever else is.
    pub(super) fn certainly_refuting(&self, names: &[Arc<str>]) -> Option<&Met> {
        let by_them = |met: &&Met| met.saviours().all(|name| names.contains(name));
        self.hazards.iter().filter(|met| !met.fails_without.is_empty()).find(by_them)
    }

    /// Whether what the program fails for leaves a value as it is: it is given by what saves it from that, or would be under
    /// a switch.
    fn leaves(&self, met: &Met, value: &Value) -> bool {
        let is_saviours =
            || matches!(&value.data, Data::External(external) if met.saviours().any(|name| *name == external.name));
        is_given(value) && (self.are_switches(&met.fails_without) || is_saviours())
    }

    /// Whether the program fails unless there is one of these sources.
    pub(super) fn needs_source(&self, sources: &[Arc<str>]) -> bool {
        self.certainly_refuting(sources).is_some()
    }
}

/// Whether a constant that is true is among the alternatives.
fn has_constant(value: &Value) -> bool {
    value.alternatives().into_iter().any(|one| !is_given(one) && one.truth() != Some(false))
}

/// The alternatives of `value` that are not the constant `refused`, as it was written: what another branch leaves may look
/// the same. A variable that the program does not start without is what it is given.
fn without(value: &Value, refused: &Value) -> Value {
    let (Data::OneOf(values), false) = (&value.data, matches!(refused.data, Data::External(_))) else {
        return value.clone();
    };
    let origin = refused.trail.origin();
    let is_refused = |one: &&Value| one.data == refused.data && origin.is_some() && one.trail.origin() == origin;
    let others = values.iter().filter(|one| !is_refused(one)).cloned();
    others.reduce(|one, other| choose(&one, &other)).unwrap_or_else(|| value.clone())
}

/// The alternatives of `value` that did not come by one of these loads, if there are others.
fn without_loads(value: &Value, loads: &[Span]) -> Value {
    let Data::OneOf(values) = &value.data else { return value.clone() };
    let came_by = |one: &&Value| one.trail.steps().iter().any(|step| loads.contains(&step.span));
    let others = values.iter().filter(|one| !came_by(one)).cloned();
    others.reduce(|one, other| choose(&one, &other)).unwrap_or_else(|| value.clone())
}
