//! Copies of a machine: cheap ones, and those that go on in another world.
//!
//! A world is only told apart from another by what the program asked for.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Machine;
use crate::eval::world::{Assumptions, Subject};

/// What the assumptions of a machine were asked about so far, whether they say anything or not.
#[derive(Clone, Default)]
pub(super) struct Consulted {
    subjects: BTreeSet<Subject>,
    /// Whether anything is assumed at all.
    at_all: bool,
    /// What is assumed, all of it.
    whole: bool,
}

impl Machine<'_> {
    /// All that is assumed, for what is said of this world as a whole once it has ended. What the program
    /// asks for is [`assumed`](Self::assumed).
    pub(in super::super) fn assumptions(&self) -> &Assumptions {
        &self.assumptions
    }

    /// What is assumed about `subject`.
    pub(in super::super) fn assumed(&mut self, subject: &Subject) -> Option<Arc<str>> {
        if !self.consulted.subjects.contains(subject) {
            self.consulted.subjects.insert(subject.clone());
        }
        self.assumptions.get(subject).cloned()
    }

    /// Whether this is what runs when the environment sets nothing.
    pub(in super::super) fn assumes_nothing(&mut self) -> bool {
        self.consulted.at_all = true;
        self.assumptions.is_empty()
    }

    /// Every option that is assumed.
    pub(in super::super) fn assumed_options(&mut self) -> Vec<Arc<str>> {
        self.consulted.whole = true;
        self.assumptions.values().cloned().collect()
    }

    /// Whether this machine would have done all that it did under `assumptions` too, had it started with `fuel`.
    pub(in super::super) fn agrees_with(&self, assumptions: &Assumptions, fuel: u64) -> bool {
        let is_same = |subject: &Subject| self.assumptions.get(subject) == assumptions.get(subject);
        let burnt = self.full - self.fuel;
        // Each call in a call, four deep, may burn three quarters of what there is: of less than that none is cut.
        let is_enough = fuel == self.full || (self.cut_call.is_none() && self.fuel > 0 && burnt < fuel / 4);
        is_enough
            && self.consulted.subjects.iter().all(is_same)
            && (!self.consulted.at_all || self.assumptions.is_empty() == assumptions.is_empty())
            && (!self.consulted.whole || self.assumptions == *assumptions)
    }

    /// A copy that goes on under `assumptions` as if it had started with `fuel`; `None` if this machine would
    /// have done something else.
    pub(in super::super) fn in_world(&self, assumptions: &Assumptions, fuel: u64) -> Option<Self> {
        if !self.agrees_with(assumptions, fuel) {
            return None;
        }
        let left = if fuel == self.full { self.fuel } else { fuel - (self.full - self.fuel) };
        Some(Self { assumptions: assumptions.clone(), full: fuel, fuel: left, ..self.clone() })
    }

    /// Makes copies of this machine cheap: what it holds is shared with them. Only where no function, loop
    /// or branch is being run.
    pub(in super::super) fn freeze(&mut self) {
        self.store.freeze();
        self.paths.end_all();
        self.functions.freeze();
        self.classes.freeze();
        self.modules.freeze();
        self.bounds.freeze();
        self.natives.freeze();
        self.native_index.freeze();
        self.module_index.freeze();
        self.called.freeze();
        self.enclosing.freeze();
        self.class_scopes.freeze();
        self.annotations.freeze();
    }
}
