//! Branches: taken where the condition is decided, run both and joined where it is not.
//!
//! A branch that leaves its function or loop early is for `exits`. Conditions themselves are in `conditions`.

use std::ops::Range;
use std::sync::Arc;

use super::conditions::AS_SCRIPT;
use super::hazards::{Hazard, Met};
use super::machine::{App, Eval, Machine, Raise};
use super::paths::Start;
use super::store::{Changes, ObjectId, Slot};
use crate::value::{Value, choose, override_with};

/// How a statement ends.
#[derive(Clone, Debug)]
pub(super) enum Flow {
    Next,
    Return(Value),
    Break,
    Continue,
}

/// What is known of a condition.
#[derive(Clone, Debug)]
pub(super) enum Decision {
    Known(bool),
    /// Decided when the environment sets nothing; the names can change it.
    ByDefault(bool, Arc<[Arc<str>]>),
    Open,
}

/// How one of two branches relates to the other.
#[derive(Clone, Debug)]
pub(super) enum Role {
    /// This one runs when the environment sets nothing.
    Default(Arc<[Arc<str>]>),
    /// The other one does.
    Otherwise(Arc<[Arc<str>]>),
    Either,
}

impl Role {
    pub(super) fn of(decision: &Decision, branch: bool) -> Self {
        match decision {
            Decision::ByDefault(truth, by) if *truth == branch => Self::Default(Arc::clone(by)),
            Decision::ByDefault(_, by) => Self::Otherwise(Arc::clone(by)),
            Decision::Known(_) | Decision::Open => Self::Either,
        }
    }

    /// That of the other branch.
    pub(super) fn reversed(&self) -> Self {
        match self {
            Self::Default(by) => Self::Otherwise(Arc::clone(by)),
            Self::Otherwise(by) => Self::Default(Arc::clone(by)),
            Self::Either => Self::Either,
        }
    }

    /// Whether this branch is what only a script runs.
    fn is_script(&self) -> bool {
        match self {
            Self::Otherwise(by) => by.iter().any(|name| **name == *AS_SCRIPT),
            Self::Default(_) | Self::Either => false,
        }
    }

    /// The value after both branches, of which `this` has this role.
    pub(super) fn join(&self, this: &Value, other: &Value) -> Value {
        match self {
            Self::Default(by) => override_with(this, other, by),
            Self::Otherwise(by) => override_with(other, this, by),
            Self::Either => choose(this, other),
        }
    }
}

/// Why what is run now may not run.
#[derive(Clone, Default)]
pub(super) struct Doubts {
    /// How many conditions decide that do not hold by default.
    pub(super) speculation: usize,
    /// What decides them.
    deciders: Vec<Arc<str>>,
    /// What may keep from running what runs by default, each with how many hazards were met before.
    spoilers: Vec<(Arc<str>, usize)>,
    /// How many conditions around it are not decided at all.
    pub(super) undecided: usize,
    /// Variables that must be set for this to run: those that decide alone.
    pub(super) set_here: Vec<Arc<str>>,
    /// How many conditions around it are not decided, those that do not hold by default among them.
    pub(super) open: usize,
    /// Whether it only runs for development or tests, where it does not by default.
    pub(super) is_local: bool,
    /// From which hazard on, of those of the innermost region or branch, it does not certainly fail.
    pub(super) hazards: Option<usize>,
}

impl Doubts {
    /// Whether it runs in any case.
    pub(super) fn are_none(&self) -> bool {
        self.open == 0
    }

    /// What decides whether this runs, where it does not by default. A start as a script does not count.
    pub(super) fn deciders(&self) -> Vec<Arc<str>> {
        without_script(&self.deciders)
    }

    /// What keeps this from running, where it runs by default. A start as a script does not count.
    pub(super) fn spoilers(&self) -> Vec<Arc<str>> {
        let names: Vec<Arc<str>> = self.spoilers.iter().map(|(name, _)| Arc::clone(name)).collect();
        without_script(&names)
    }

    fn speculate(&mut self, by: &[Arc<str>]) {
        self.speculation += 1;
        self.deciders.extend(by.iter().cloned());
        if let [name] = by {
            self.set_here.push(Arc::clone(name));
        }
    }
}

fn without_script(names: &[Arc<str>]) -> Vec<Arc<str>> {
    names.iter().filter(|name| ***name != *AS_SCRIPT).cloned().collect()
}

/// A path through a branch that is over.
enum Path {
    FellThrough,
    Left(Flow),
    Died,
}

impl Machine<'_> {
    /// Runs the branch that `decision` selects, or both.
    pub(super) fn branch(
        &mut self,
        decision: &Decision,
        then: &mut dyn FnMut(&mut Self) -> Eval<Flow>,
        otherwise: &mut dyn FnMut(&mut Self) -> Eval<Flow>,
    ) -> Eval<Flow> {
        match decision {
            Decision::Known(true) => then(self),
            Decision::Known(false) => otherwise(self),
            Decision::ByDefault(..) | Decision::Open => self.fork(&self.now(), &[], decision, then, otherwise),
        }
    }

    /// Runs both branches. What was made since `since` exists in one of them only, but for the objects `shared`; the
    /// store has no changes since.
    pub(super) fn fork(
        &mut self,
        since: &Start,
        shared: &[Range<u32>],
        decision: &Decision,
        then: &mut dyn FnMut(&mut Self) -> Eval<Flow>,
        otherwise: &mut dyn FnMut(&mut Self) -> Eval<Flow>,
    ) -> Eval<Flow> {
        let (first_role, second_role) = (Role::of(decision, true), Role::of(decision, false));
        let start = self.now();
        let first = self.in_role(&first_role, |machine| then(machine));
        let (first, raised) = self.settle(first, &first_role);
        if let Path::Left(flow) = first {
            let over = self.end_path(&start);
            self.lend(&over);
            self.leave(flow, &first_role, since, shared, over);
            return self.in_role(&second_role, |machine| otherwise(machine));
        }
        let one = self.end_path(&start);
        if matches!(first, Path::Died) {
            self.need_other_than(&first_role);
        }
        let start = self.now();
        self.lend(&one);
        let second = self.in_role(&second_role, |machine| otherwise(machine));
        if matches!(first, Path::Died) {
            self.keep_apps(since.apps, &one.changes);
            return second.map_err(|later| raised.unwrap_or(later));
        }
        let (second, _) = self.settle(second, &second_role);
        match second {
            Path::FellThrough => {
                let other = self.end_path(&start);
                let is_shared = |id: ObjectId| {
                    [shared, &one.shared, &other.shared].into_iter().flatten().any(|ids| ids.contains(&id.0))
                };
                let is_of_one = |(id, _): &Slot| id.0 >= since.mark.objects() && !is_shared(*id);
                let meeting = self.meet(&first_role, one.needed.clone(), other.needed.clone());
                let join = |first: &Value, second: &Value| meeting.join(first, second);
                let merged = self.store.merge(&is_of_one, &one.changes, &other.changes, &join);
                self.store.apply(&merged);
                self.join_loaded(since, &one, &other);
                self.need(&meeting.needed);
            }
            Path::Left(flow) => {
                let over = self.end_path(&start);
                self.resume(&start, &one, &over);
                let shared: Vec<Range<u32>> = shared.iter().chain(&one.shared).cloned().collect();
                self.leave(flow, &second_role, since, &shared, over);
            }
            Path::Died => {
                let lost = self.end_path(&start);
                self.resume(&start, &one, &lost);
                self.need_other_than(&second_role);
                self.keep_apps(since.apps, &lost.changes);
            }
        }
        Ok(Flow::Next)
    }

    /// An app that a path made before it ended stays as it was then: `app.run()` may have served it until
    /// `sys.exit()`.
    pub(super) fn keep_apps(&mut self, since: usize, lost: &Changes) {
        let of_app = |app: &App| [app.object, app.config, app.at_request].into_iter().chain(app.hooks);
        let own: Vec<_> = self.apps.iter().skip(since).flat_map(of_app).collect();
        for ((id, key), value) in lost.iter().filter(|((id, _), _)| own.contains(id)) {
            if let Some(value) = value {
                self.store.set(*id, key.clone(), value.clone());
            }
        }
    }

    /// Runs what only one side of a condition runs, knowing which side that is.
    pub(super) fn in_role<T>(&mut self, role: &Role, path: impl FnOnce(&mut Self) -> T) -> T {
        if let Role::Default(by) = role {
            let outer = self.doubts.spoilers.len();
            self.spoil(by);
            let result = path(self);
            let spoilers: Vec<_> = self.doubts.spoilers.drain(outer..outer + by.len()).collect();
            self.lead_past(&spoilers);
            return result;
        }
        let before = self.doubts.clone();
        match role {
            Role::Default(_) => {}
            Role::Either => self.doubts.undecided += 1,
            Role::Otherwise(by) => self.doubts.speculate(by),
        }
        self.doubts.open += 1;
        self.doubts.hazards = Some(self.hazards.len());
        let result = path(self);
        self.end_doubts(before);
        result
    }

    fn spoil(&mut self, by: &[Arc<str>]) {
        let met = self.hazards.len();
        self.doubts.spoilers.extend(by.iter().map(|name| (Arc::clone(name), met)));
    }

    /// What fails by default where one of these may keep it from running does not certainly fail.
    fn lead_past(&mut self, spoilers: &[(Arc<str>, usize)]) {
        for (name, since) in spoilers.iter().filter(|(name, _)| **name != *AS_SCRIPT) {
            for met in self.hazards.iter_mut().skip(*since).filter(|met| !met.fails_without.is_empty()) {
                if !met.fails_without.contains(name) && !met.passed_by.contains(name) {
                    met.passed_by.push(Arc::clone(name));
                }
            }
        }
    }

    /// What fails in a branch that may not run does not certainly fail.
    fn doubt(&mut self, since: usize) {
        for met in self.hazards.iter_mut().skip(since) {
            met.fails_without = [].into();
        }
    }

    /// A path that raised is dead; if it is the one that runs by default, the program does not start
    /// without the names that decide.
    fn settle(&mut self, result: Eval<Flow>, role: &Role) -> (Path, Option<Raise>) {
        match result {
            Ok(Flow::Next) => (Path::FellThrough, None),
            Ok(flow) => (Path::Left(flow), None),
            // Whatever ends a script, it has run until then.
            Err(_) if role.is_script() => (Path::FellThrough, None),
            Err(raise) => {
                self.survive(&raise, role);
                (Path::Died, Some(raise))
            }
        }
    }

    /// Notes that the program goes on only where what raised in this role is not run.
    pub(super) fn survive(&mut self, raise: &Raise, role: &Role) {
        let fails_without = match role {
            Role::Default(by) => Arc::clone(by),
            Role::Otherwise(_) | Role::Either => [].into(),
        };
        let hazard = Hazard::of_class(&raise.class);
        self.hazards.push(Met { hazard, fails_without, passed_by: Vec::new(), span: Some(raise.span) });
    }

    /// What is run after a branch in this role has left is run where that branch is not.
    pub(super) fn doubt_rest(&mut self, role: &Role) {
        match role {
            Role::Default(by) => self.doubts.speculate(by),
            Role::Otherwise(by) => self.spoil(by),
            Role::Either => self.doubts.undecided += 1,
        }
        if !matches!(role, Role::Otherwise(_)) {
            self.doubts.open += 1;
            self.doubts.hazards.get_or_insert(self.hazards.len());
        }
    }

    /// Ends what ran under doubts, of which those `before` stay.
    pub(super) fn end_doubts(&mut self, before: Doubts) {
        let doubts = std::mem::replace(&mut self.doubts, before);
        self.lead_past(doubts.spoilers.get(self.doubts.spoilers.len()..).unwrap_or_default());
        if let Some(since) = doubts.hazards {
            self.doubt(since);
        }
    }
}
