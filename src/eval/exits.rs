//! Exits: branches that leave the function, loop or iteration that they are in before its end.
//!
//! `if a: return x` and what comes after it are two sides of a condition. What the first one wrote is taken back
//! where it leaves and kept until its region ends, where it is joined with what the rest has written since. What
//! sides are, and how they join, is for `branches` and `paths` to say.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use super::branches::{Flow, Role};
use super::machine::{Eval, Machine, Raise};
use super::narrowing::{Narrowed, widen_in};
use super::paths::{Start, Taken};
use super::store::{Changes, Mark, ObjectId, Slot};
use crate::value::{Data, Value};

/// How many changes all exits together may hold for nothing: each is kept, some hundred bytes, until its region ends.
const MOST_KEPT_CHANGES: usize = if cfg!(test) { 20_000 } else { 200_000 };
/// What each further one burns.
const FUEL_OF_CHANGE: u64 = 10;
/// How many fields are looked at for a unit of fuel where paths are joined.
const FIELDS_OF_FUEL: u64 = 100;

/// What a region is the body of.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum RegionKind {
    Function,
    Loop,
    Iteration,
}

/// A stretch of execution that can be left early.
#[derive(Clone)]
pub(super) struct Region {
    kind: RegionKind,
    /// How much was narrowed around it.
    narrowed: usize,
    exits: Vec<Exit>,
}

/// A branch that left a region early.
#[derive(Clone)]
struct Exit {
    value: Value,
    /// What it has written since `start`, or there was.
    changes: Changes,
    /// From where on what was written is no longer its own: where the branch began, or a path around it. With the objects
    /// that there were when the branch began: others have those too.
    start: Mark,
    /// The objects from here on are not its own either.
    end: u32,
    /// Its own objects that others may see.
    shared: Vec<Range<u32>>,
    /// What branches around it in its region saw more narrowly.
    narrowed: Vec<Narrowed>,
    role: Role,
    /// The switches that it needed since there were `since`.
    needed: Vec<Arc<str>>,
    since: usize,
}

impl Exit {
    /// Whether only this exit or only the rest can have a field.
    fn is_of_one(&self, (id, _): &Slot) -> bool {
        id.0 >= self.start.objects() && !self.shared.iter().any(|ids| ids.contains(&id.0))
    }
}

impl Machine<'_> {
    /// Notes that a branch left the region that `flow` ends, after which all that it wrote was taken back: it was `over`
    /// then. What was made since `since` exists in this branch only, but for the objects `shared`.
    pub(super) fn leave(&mut self, flow: Flow, role: &Role, since: &Start, shared: &[Range<u32>], over: Taken) {
        let (kind, value) = match flow {
            Flow::Next => return,
            Flow::Return(value) => (RegionKind::Function, value),
            Flow::Break => (RegionKind::Loop, Value::of(Data::None)),
            Flow::Continue => (RegionKind::Iteration, Value::of(Data::None)),
        };
        let Some(at) = self.regions.iter().rposition(|region| region.kind == kind) else { return };
        self.doubt_rest(role);
        let narrowed = self.narrowed.iter().skip(self.regions[at].narrowed).cloned().collect();
        let shared = shared.iter().chain(&over.shared).cloned().collect();
        let (start, end, changes) = (since.mark, self.store.mark().objects(), over.changes);
        self.changes_kept += changes.len();
        if self.changes_kept > MOST_KEPT_CHANGES {
            self.spend(changes.len() as u64 * FUEL_OF_CHANGE);
        }
        let (role, needed, since) = (role.clone(), over.needed, since.needed);
        self.regions[at].exits.push(Exit { value, changes, start, end, shared, narrowed, role, needed, since });
    }

    /// How many branches have left what runs now before its end.
    pub(super) fn exits_so_far(&self) -> usize {
        self.regions.iter().map(|region| region.exits.len()).sum()
    }

    /// Before what was written since `mark` is taken back but what `stays`: an exit that began later keeps what there was
    /// when it began.
    pub(super) fn rebase_exits(&mut self, mark: Mark, stays: &dyn Fn(usize, ObjectId) -> bool) {
        let is_later = |exit: &&mut Exit| exit.start.position() > mark.position();
        let exits = self.regions.iter_mut().flat_map(|region| region.exits.iter_mut().rev().take_while(is_later));
        let mut later: Vec<&mut Exit> = exits.collect();
        if later.is_empty() {
            return;
        }
        later.sort_by_key(|exit| Reverse(exit.start.position()));
        let mut written = self.store.look_back(mark, stays);
        for exit in later {
            self.fuel = self.fuel.saturating_sub(written.len() as u64 / FIELDS_OF_FUEL);
            // What is not kept for want of fuel is not followed.
            let mut before = if self.fuel > 0 { written.fields_at(exit.start) } else { Changes::default() };
            widen_in(&mut before, &exit.narrowed);
            let known = exit.changes.len();
            for (slot, value) in before {
                exit.changes.entry(slot).or_insert(value);
            }
            let added = exit.changes.len() - known;
            self.changes_kept += added;
            if self.changes_kept > MOST_KEPT_CHANGES {
                self.fuel = self.fuel.saturating_sub(added as u64 * FUEL_OF_CHANGE);
            }
            exit.start = exit.start.since(mark);
        }
    }

    /// Where switches that were needed since then are taken back, exits that began later keep what they needed.
    pub(super) fn rebase_needs_of_exits(&mut self, since: usize, needed: &[Arc<str>]) {
        let exits = self.regions.iter_mut().flat_map(|region| &mut region.exits);
        for exit in exits.filter(|exit| exit.since > since) {
            exit.needed.extend(needed.iter().take(exit.since - since).cloned());
            exit.since = since;
        }
    }

    /// Runs `body` as a region and joins all ways out of it. `None` if no way out returns.
    pub(super) fn region(&mut self, kind: RegionKind, body: impl FnOnce(&mut Self) -> Eval<Flow>) -> Eval<Flow> {
        let start = self.now();
        let doubts = self.doubts.clone();
        self.doubts.hazards = None;
        self.regions.push(Region { kind, narrowed: self.narrowed.len(), exits: Vec::new() });
        let end = body(self);
        let exits = self.regions.pop().map(|region| region.exits).unwrap_or_default();
        self.end_doubts(doubts);
        self.changes_kept -= exits.iter().map(|exit| exit.changes.len()).sum::<usize>();
        if let (Err(raise), false) = (&end, exits.is_empty()) {
            self.survive_beside(raise, &exits);
        }
        match end {
            // A loop that returns for certain after some iterations may have broken out before.
            Ok(Flow::Return(_)) if kind != RegionKind::Function => end,
            _ if exits.is_empty() => end,
            end => Ok(self.join_exits(kind, &start, exits, end)),
        }
    }

    /// Notes that the program goes on only where a region that ended with `raise` was left before: the last exit is what is
    /// asked for then, others lead past that.
    fn survive_beside(&mut self, raise: &Raise, exits: &[Exit]) {
        let are_all_special = exits.iter().all(|exit| matches!(exit.role, Role::Otherwise(_)));
        let role = exits.last().filter(|_| are_all_special).map_or(Role::Either, |exit| exit.role.reversed());
        self.survive(raise, &role);
        let others = exits.iter().rev().skip(1).filter_map(|exit| match &exit.role {
            Role::Otherwise(by) => Some(by.iter().cloned()),
            Role::Default(_) | Role::Either => None,
        });
        if let (true, Some(met)) = (are_all_special, self.hazards.last_mut()) {
            met.passed_by = others.flatten().collect();
        }
    }

    /// Joins what the rest of a region ends with and all that left it before, of which there is at least one.
    fn join_exits(&mut self, kind: RegionKind, start: &Start, exits: Vec<Exit>, end: Eval<Flow>) -> Flow {
        let mut joined = match end {
            Ok(Flow::Return(value)) => Some(value),
            Ok(Flow::Next | Flow::Break | Flow::Continue) => Some(Value::of(Data::None)),
            Err(_) => None,
        };
        // What was written since the same point on is in the hand until all exits from there are joined.
        let mut in_hand: Option<(usize, Changes)> = None;
        for exit in exits.into_iter().rev() {
            let position = exit.start.position();
            let rest = match in_hand.take() {
                Some((since, changes)) if since == position => changes,
                earlier => {
                    self.store.apply(&earlier.map(|(_, changes)| changes).unwrap_or_default());
                    self.take_back(exit.start, exit.end)
                }
            };
            self.spend((exit.changes.len() + rest.len()) as u64 / FIELDS_OF_FUEL);
            let needed = self.take_needed(exit.since);
            let Some(value) = joined else {
                self.store.apply(&exit.changes);
                self.need(&exit.needed);
                self.need_other_than(&exit.role.reversed());
                self.keep_lost_apps(start.apps, &exit, rest);
                joined = Some(exit.value);
                continue;
            };
            let meeting = self.meet(&exit.role, exit.needed.clone(), needed);
            self.need(&meeting.needed);
            let join = |one: &Value, two: &Value| meeting.join(one, two);
            let merged = self.store.merge(&|slot| exit.is_of_one(slot), &exit.changes, &rest, &join);
            in_hand = Some((position, merged));
            joined = Some(meeting.join(&exit.value, &value));
        }
        self.store.apply(&in_hand.map(|(_, changes)| changes).unwrap_or_default());
        self.keep_loaded(start);
        match joined {
            Some(value) if kind == RegionKind::Function => Flow::Return(value),
            _ => Flow::Next,
        }
    }

    /// Of the apps that were made since there were `since`, those that the exit does not have stay as they were where the
    /// rest ended.
    fn keep_lost_apps(&mut self, since: usize, exit: &Exit, mut rest: Changes) {
        rest.retain(|(id, _), _| id.0 >= exit.start.objects());
        self.keep_apps(since, &rest);
    }
}
