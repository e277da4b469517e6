//! Switches: variables that are compared with the name of a profile or with yes, or that are named for development.
//!
//! Where `if os.getenv("ENV") != "development": raise` stands in one side of a condition, what comes after it is not what
//! that side does by default: by default the program ends there. A variable that must merely be there is no switch: each
//! deployment that starts has it. How sides are run is for `branches`, `exits` and `expressions` to say.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::branches::Role;
use super::machine::Machine;
use crate::flask::{Context, SecretSetting};
use crate::value::{Data, External, ExternalKind, Value, choose, override_with};

/// What says that a variable is to switch something on.
const YES: [&str; 5] = ["1", "true", "yes", "on", "y"];

/// Switches of a program, and those without which the path that is run has ended.
#[derive(Clone, Default)]
pub(super) struct Switches {
    compared: BTreeSet<Arc<str>>,
    needed: Vec<Arc<str>>,
}

/// How two sides of a condition go together.
pub(super) struct Meeting {
    role: Role,
    /// The switches of which the program goes on with neither side without.
    pub(super) needed: Vec<Arc<str>>,
    /// Whether one variable selects either side, and neither runs without it.
    is_by_value: bool,
}

impl Meeting {
    /// The value after both sides, of which `this` is the one whose role it was.
    pub(super) fn join(&self, this: &Value, other: &Value) -> Value {
        match &self.role {
            Role::Default(by) if self.is_by_value && is_given(other) && !is_given(this) => {
                override_with(other, this, by)
            }
            Role::Otherwise(by) if self.is_by_value && is_given(this) && !is_given(other) => {
                override_with(this, other, by)
            }
            role => role.join(this, other),
        }
    }
}

impl Machine<'_> {
    /// Notes that what is outside is compared with a text that asks for something.
    pub(super) fn note_switch(&mut self, value: &Value, text: &str) {
        let says_yes = is_yes(text);
        if !says_yes && self.program.profiles.of_name(text) == Context::Unnamed {
            return;
        }
        for one in value.alternatives() {
            let Data::External(External { kind: ExternalKind::Environment, name, .. }) = &one.data else { continue };
            // Production asks for itself, and a key that is compared with a name is refused.
            let is_none = if says_yes {
                self.program.profiles.of_name(name) == Context::Production
            } else {
                SecretSetting::is_withheld(name)
            };
            if !is_none {
                self.switches.compared.insert(Arc::clone(name));
            }
        }
    }

    pub(super) fn are_switches(&self, names: &[Arc<str>]) -> bool {
        let is_local = |name: &str| self.program.profiles.of_name(name).is_local();
        !names.is_empty() && names.iter().all(|name| self.switches.compared.contains(name) || is_local(name))
    }

    /// How many switches are needed so far, of the paths around us too.
    pub(super) fn count_needed(&self) -> usize {
        self.switches.needed.len()
    }

    /// Takes back the switches that were needed since then: what they were needed for is over.
    pub(super) fn take_needed(&mut self, since: usize) -> Vec<Arc<str>> {
        let since = since.min(self.switches.needed.len());
        let needed = self.switches.needed.split_off(since);
        self.rebase_needs_of_exits(since, &needed);
        needed
    }

    pub(super) fn need(&mut self, switches: &[Arc<str>]) {
        self.switches.needed.extend(switches.iter().cloned());
    }

    /// Notes that the side that had this role is dead, and the other one goes on.
    pub(super) fn need_other_than(&mut self, dead: &Role) {
        if let Role::Default(by) = dead
            && self.are_switches(by)
        {
            self.need(&Arc::clone(by));
        }
    }

    /// How one side goes together with the other, each with the switches that it needs.
    pub(super) fn meet(&self, role: &Role, this: Vec<Arc<str>>, other: Vec<Arc<str>>) -> Meeting {
        let (by, default) = match role {
            Role::Default(by) => (by, &this),
            Role::Otherwise(by) => (by, &other),
            Role::Either => return meet_open(this, other),
        };
        if default.is_empty() {
            return Meeting { role: role.clone(), needed: Vec::new(), is_by_value: false };
        }
        let is_by_value = default.iter().all(|name| by.contains(name));
        let all: Vec<Arc<str>> = by.iter().chain(default).cloned().collect();
        let needed = if self.are_switches(by) { all.clone() } else { Vec::new() };
        let role = match role {
            _ if is_by_value => role.clone(),
            Role::Default(_) => Role::Otherwise(all.into()),
            Role::Otherwise(_) | Role::Either => Role::Default(all.into()),
        };
        Meeting { role, needed, is_by_value }
    }

    /// Of a value that is refused by default, what stays: something given is not replaced without the switches that also
    /// decide.
    pub(super) fn unless_switched(&self, value: &Value, by: &[Arc<str>]) -> Value {
        let Data::OneOf(values) = &value.data else { return value.clone() };
        let (given, others): (Vec<&Value>, Vec<&Value>) = values.iter().partition(|one| is_given(one));
        let is_read = |name: &&Arc<str>| {
            given.iter().any(|one| matches!(&one.data, Data::External(external) if external.name == **name))
        };
        let (providers, switches): (Vec<Arc<str>>, Vec<Arc<str>>) = by.iter().cloned().partition(|name| is_read(&name));
        if providers.is_empty() || !self.are_switches(&switches) {
            return value.clone();
        }
        let one_of = |values: Vec<&Value>| values.into_iter().cloned().reduce(|one, other| choose(&one, &other));
        match (one_of(given), one_of(others)) {
            (Some(given), Some(other)) => override_with(&given, &other, by),
            _ => value.clone(),
        }
    }
}

/// Whether a text says that something is to be switched on.
pub(super) fn is_yes(text: &str) -> bool {
    YES.iter().any(|yes| text.eq_ignore_ascii_case(yes))
}

/// Of two sides of which nothing tells which one runs.
fn meet_open(this: Vec<Arc<str>>, other: Vec<Arc<str>>) -> Meeting {
    let role = match (this.is_empty(), other.is_empty()) {
        (false, true) => Role::Otherwise(this.clone().into()),
        (true, false) => Role::Default(other.clone().into()),
        (true, true) | (false, false) => Role::Either,
    };
    let are_both = !this.is_empty() && !other.is_empty();
    let needed = if are_both { this.into_iter().chain(other).collect() } else { Vec::new() };
    Meeting { role, needed, is_by_value: false }
}

/// Whether something outside gives it, in any case, or may.
pub(super) fn is_given(value: &Value) -> bool {
    let is_given = |one: &&Value| matches!(one.data, Data::External(_) | Data::Unknown(_) | Data::Generated(_));
    value.alternatives().iter().all(is_given)
}
