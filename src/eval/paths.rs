//! Paths: what a stretch of execution writes is taken back where another one goes on from its start.
//!
//! Modules that a path loads stay loaded: another path that imports one would run the same body and see the same
//! names. It would not if either path had changed before what the module may see, and it would miss what a module
//! changes of others, so such modules are run again. What paths are and how they join is for `branches` and
//! `exceptions` to say.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::machine::Machine;
use super::store::{Changes, Mark, ObjectId};

/// Where a path starts: what is written and which apps and modules are made from here on is its own.
#[derive(Clone)]
pub(super) struct Start {
    pub(super) mark: Mark,
    /// How many apps there are.
    pub(super) apps: usize,
    loaded: usize,
    unloaded: BTreeSet<u32>,
    lent: usize,
    pub(super) needed: usize,
}

/// What was taken back of a path.
pub(super) struct Taken {
    pub(super) changes: Changes,
    /// The modules that were to be run again when it ended.
    unloaded: BTreeSet<u32>,
    /// The modules that it loaded and that are to be run again now.
    withdrawn: BTreeSet<u32>,
    /// The modules that it loaded and that stay loaded.
    kept: BTreeSet<u32>,
    /// The switches that it has needed.
    pub(super) needed: Vec<Arc<str>>,
    /// The objects of modules that stay loaded, which other paths may see.
    pub(super) shared: Vec<Range<u32>>,
}

impl Taken {
    fn has_loaded(&self, module: u32) -> bool {
        self.kept.contains(&module) || self.withdrawn.contains(&module)
    }
}

/// What the paths around the code that is run, and those beside it, have loaded.
#[derive(Clone, Default)]
pub(super) struct Paths {
    /// The modules that were loaded since the innermost path around us started.
    loaded: Vec<LoadedModule>,
    /// Modules that other paths have loaded.
    lent: Vec<Lent>,
    /// Modules that are to be run again when they are imported: what they did was taken back.
    unloaded: BTreeSet<u32>,
}

impl Paths {
    /// Where no path is run, no [`Start`] is left.
    pub(super) fn end_all(&mut self) {
        self.loaded = Vec::new();
        self.lent = Vec::new();
    }
}

/// Modules that a path has not loaded itself: another one did that started at the same point.
#[derive(Clone)]
pub(super) struct Lent {
    modules: BTreeSet<u32>,
    /// Where they started.
    mark: Mark,
    loaded: usize,
}

/// Where the run of a module's body starts.
pub(super) struct Loading {
    mark: Mark,
    modules: u32,
    loaded: usize,
}

/// A module whose body was run. What it imports was loaded before it.
#[derive(Clone)]
pub(super) struct LoadedModule {
    module: u32,
    /// Modules that were added meanwhile.
    added: Range<u32>,
    /// Objects that were made meanwhile.
    objects: Range<u32>,
    /// What was written meanwhile, as far as that can still be undone.
    journal: Range<usize>,
    /// Whether another path that imports it has to run it again.
    is_of_path: bool,
}

impl LoadedModule {
    fn modules(&self) -> impl Iterator<Item = u32> {
        self.added.clone().chain([self.module])
    }
}

impl Machine<'_> {
    /// The start of a path.
    pub(super) fn now(&self) -> Start {
        Start {
            mark: self.store.mark(),
            apps: self.apps.len(),
            loaded: self.paths.loaded.len(),
            unloaded: self.paths.unloaded.clone(),
            lent: self.paths.lent.len(),
            needed: self.count_needed(),
        }
    }

    /// Ends a path: its changes since `start` are taken back.
    pub(super) fn end_path(&mut self, start: &Start) -> Taken {
        let needed = self.take_needed(start.needed);
        self.paths.lent.truncate(start.lent);
        let mut loaded = self.paths.loaded.split_off(start.loaded);
        let makers = Makers::of(&loaded);
        let first = if loaded.is_empty() { None } else { self.first_write(start.mark, &loaded, &makers) };
        if let Some(first) = first {
            for module in &mut loaded {
                module.is_of_path |= module.journal.end > first;
            }
        }
        let stays = |at: usize, id: ObjectId| {
            let maker = makers.of_object(id).and_then(|maker| loaded.get(maker));
            id.0 >= start.mark.objects() && maker.is_none_or(|maker| !maker.is_of_path && maker.journal.contains(&at))
        };
        self.rebase_exits(start.mark, &stays);
        let changes = self.store.take_changes_but(start.mark, stays);
        let (of_path, kept): (Vec<_>, Vec<_>) = loaded.iter().partition(|module| module.is_of_path);
        let shared = kept.iter().map(|module| module.objects.clone()).collect();
        let kept: BTreeSet<u32> = kept.iter().flat_map(|module| module.modules()).collect();
        let withdrawn: BTreeSet<u32> =
            of_path.iter().flat_map(|module| module.modules()).filter(|module| !kept.contains(module)).collect();
        let position = start.mark.position();
        self.paths
            .loaded
            .extend(loaded.into_iter().map(|module| LoadedModule { journal: position..position, ..module }));
        let unloaded = start.unloaded.union(&withdrawn).copied().collect();
        let unloaded = std::mem::replace(&mut self.paths.unloaded, unloaded);
        Taken { changes, unloaded, withdrawn, kept, needed, shared }
    }

    /// Takes back what was written since `mark`, but of objects from `young` on, which nobody else has. No path ends.
    pub(super) fn take_back(&mut self, mark: Mark, young: u32) -> Changes {
        let stays = |_: usize, id: ObjectId| id.0 >= young;
        self.rebase_exits(mark, &stays);
        let changes = self.store.take_changes_but(mark, stays);
        let position = mark.position();
        for module in self.paths.loaded.iter_mut().filter(|module| module.journal.end > position) {
            module.journal = position..position;
        }
        changes
    }

    /// Where in the journal since `mark` a path, or a module that it loaded, first wrote what others may see: not the
    /// names of running functions and modules, and not what a module made itself.
    fn first_write(&self, mark: Mark, loaded: &[LoadedModule], makers: &Makers) -> Option<usize> {
        let names = self.names_in_use();
        let is_seen = |at: usize, id: ObjectId| match makers.of_object(id).and_then(|maker| loaded.get(maker)) {
            Some(maker) => !maker.journal.contains(&at),
            None => id.0 < mark.objects() && !names.contains(&id),
        };
        self.store.writes_since(mark).find(|(at, id)| is_seen(*at, *id)).map(|(at, _)| at)
    }

    /// The scopes of running functions and modules.
    fn names_in_use(&self) -> BTreeSet<ObjectId> {
        self.frames.iter().flat_map(|frame| frame.outer.iter().chain([&frame.scope]).copied()).collect()
    }

    /// Lends what an ended path has loaded to the one that starts now.
    pub(super) fn lend(&mut self, path: &Taken) {
        self.lend_since(path, self.store.mark());
    }

    fn lend_since(&mut self, path: &Taken, mark: Mark) {
        if !path.kept.is_empty() {
            self.paths.lent.push(Lent { modules: path.kept.clone(), mark, loaded: self.paths.loaded.len() });
        }
    }

    /// Whether the body of a module that is known needs not be run. Where only another path has run it, it counts as
    /// loaded here too, unless this one has changed what it may see.
    pub(super) fn is_loaded(&mut self, module: u32) -> bool {
        if !self.paths.lent.is_empty() && self.has_to_run(module) {
            self.paths.unloaded.insert(module);
        }
        !self.paths.unloaded.contains(&module)
    }

    fn has_to_run(&mut self, module: u32) -> bool {
        let is_here = |one: &LoadedModule| one.modules().any(|one| one == module);
        let since = |lent: &Lent| self.paths.loaded.get(lent.loaded..).unwrap_or_default();
        let is_pending = |lent: &&Lent| lent.modules.contains(&module) && !since(lent).iter().any(is_here);
        let Some(lent) = self.paths.lent.iter().find(is_pending) else { return false };
        let has_to_run = self.first_write(lent.mark, since(lent), &Makers::of(since(lent))).is_some();
        let now = self.store.mark();
        let (objects, journal) = (now.objects()..now.objects(), now.position()..now.position());
        self.paths.loaded.push(LoadedModule { module, added: 0..0, objects, journal, is_of_path: false });
        has_to_run
    }

    /// Goes on from the end of a path.
    pub(super) fn go_on(&mut self, path: &Taken) {
        self.store.apply(&path.changes);
        self.need(&path.needed);
        self.paths.unloaded.clone_from(&path.unloaded);
    }

    /// Goes on from the end of `path` where another one with the same `start` that was run after it is over.
    pub(super) fn resume(&mut self, start: &Start, path: &Taken, over: &Taken) {
        let mark = self.store.mark();
        self.go_on(path);
        self.paths.unloaded.extend(over.withdrawn.iter().filter(|module| !path.has_loaded(**module)));
        self.paths.lent.truncate(start.lent);
        self.lend_since(over, mark);
    }

    /// What either of two joined paths has loaded counts as loaded, unless it could be otherwise where the other one
    /// loads it later.
    pub(super) fn join_loaded(&mut self, since: &Start, one: &Taken, other: &Taken) {
        let is_unloaded = |module: &&u32| one.unloaded.contains(*module) && other.unloaded.contains(*module);
        self.paths.unloaded = since.unloaded.iter().filter(is_unloaded).copied().collect();
        self.paths.lent.truncate(since.lent);
        let names = self.names_in_use();
        for (path, beside) in [(one, other), (other, one)] {
            let has_changed = || beside.changes.keys().any(|(id, _)| !names.contains(id));
            let kept = (!path.kept.is_empty() && has_changed()).then_some(&path.kept);
            let doubtful = kept.into_iter().flatten().chain(&path.withdrawn);
            self.paths.unloaded.extend(doubtful.filter(|module| !beside.has_loaded(**module)));
        }
    }

    /// What any of the joined exits of a region has loaded counts as loaded.
    pub(super) fn keep_loaded(&mut self, since: &Start) {
        self.paths.unloaded.retain(|module| since.unloaded.contains(module));
        self.paths.lent.truncate(since.lent);
    }

    /// Where the run of a module's body starts.
    pub(super) fn loading(&self) -> Loading {
        Loading { mark: self.store.mark(), modules: self.count_modules(), loaded: self.paths.loaded.len() }
    }

    /// Notes that the body of `module` is run now.
    pub(super) fn start_running(&mut self, module: u32) {
        self.paths.unloaded.remove(&module);
    }

    /// Notes that `module` was loaded since `before`, with what its body imports.
    pub(super) fn end_loading(&mut self, module: u32, before: &Loading) {
        let now = self.store.mark();
        // What only paths through its body loaded is a part of it.
        let inner = self.paths.loaded.split_off(before.loaded);
        self.paths.loaded.extend(inner.into_iter().filter(|module| !module.is_of_path));
        self.paths.loaded.push(LoadedModule {
            module,
            added: before.modules..self.count_modules(),
            objects: before.mark.objects()..now.objects(),
            journal: before.mark.position()..now.position(),
            is_of_path: false,
        });
    }

    fn count_modules(&self) -> u32 {
        u32::try_from(self.modules.len()).unwrap_or(u32::MAX)
    }
}

/// Which module made an object: the innermost whose body was being run.
struct Makers {
    /// From which object on, in order.
    from: Vec<(u32, Option<usize>)>,
}

impl Makers {
    /// Of modules in the order in which their bodies ended.
    fn of(loaded: &[LoadedModule]) -> Self {
        let mut bounds: Vec<(u32, bool, usize)> = Vec::new();
        for (at, module) in loaded.iter().enumerate().filter(|(_, module)| !module.objects.is_empty()) {
            bounds.push((module.objects.start, true, at));
            bounds.push((module.objects.end, false, at));
        }
        // Where one ends the next may begin; of those that begin or end together, the outer one ends last.
        bounds.sort_by_key(|(object, is_start, at)| {
            (*object, *is_start, if *is_start { loaded.len() - at } else { *at })
        });
        let mut running: Vec<usize> = Vec::new();
        let mut from = Vec::new();
        for (object, is_start, at) in bounds {
            if is_start {
                running.push(at);
            } else {
                running.retain(|other| *other != at);
            }
            from.push((object, running.last().copied()));
        }
        Self { from }
    }

    fn of_object(&self, id: ObjectId) -> Option<usize> {
        let after = self.from.partition_point(|(object, _)| *object <= id.0);
        self.from.get(after.checked_sub(1)?)?.1
    }
}
