//! Functions that register views and that no program is seen to run: the entry point of a package, what code outside the
//! project calls back.
//!
//! On what they register them is not known.

use std::collections::BTreeSet;

use super::judged::Reached;
use super::linked::Linked;
use super::machine::Machine;
use super::owners::Owners;
use super::program::Program;
use super::uses::registers;
use crate::python::ast::Expr;
use crate::source::{FileId, Span};
use crate::value::{Data, Value};

/// Which functions that register views are run.
#[derive(Clone, Default)]
pub(super) struct Registrations {
    run: BTreeSet<Span>,
    /// The files that have such a function and were loaded.
    loaded: BTreeSet<FileId>,
    /// Those that register views on what is not known.
    open: BTreeSet<FileId>,
}

impl Registrations {
    /// By all that was run of the program. What tests or examples run says nothing of it.
    pub(super) fn of_program(reached: &[Reached]) -> Self {
        let mut all = Self::default();
        for one in reached.iter().filter(|one| one.is_program).map(|one| &one.registrations) {
            all.run.extend(&one.run);
            all.loaded.extend(&one.loaded);
            all.open.extend(&one.open);
        }
        all
    }

    /// What is not run of the functions in `files` and in those that were loaded.
    pub(super) fn unrun<'a>(&'a self, program: &Program<'_>, files: &[FileId]) -> Unrun<'a> {
        let all = || files.iter().chain(&self.loaded).chain(&self.open).copied();
        let are_run = |file: &FileId| program.uses(*file).registering.blueprints.is_subset(&self.run);
        Unrun {
            registrations: self,
            views: all().filter(|file| self.leaves_some_of(program, *file)).collect(),
            blueprints: all().filter(|file| !are_run(file)).collect(),
        }
    }

    /// Whether a function in `file` registers views and is not run.
    fn leaves_some_of(&self, program: &Program<'_>, file: FileId) -> bool {
        self.open.contains(&file) || !program.uses(file).registering.views.is_subset(&self.run)
    }
}

/// The files with functions that are not run.
pub(super) struct Unrun<'a> {
    registrations: &'a Registrations,
    /// Those that register views of any kind.
    views: Vec<FileId>,
    /// Those that register blueprints.
    blueprints: Vec<FileId>,
}

impl Unrun<'_> {
    /// Whether blueprints may be registered on an app that has code in common with the files that `may_share` says.
    pub(super) fn may_give_blueprints(&self, may_share: impl Fn(FileId) -> bool) -> bool {
        self.blueprints.iter().any(|file| may_share(*file))
    }

    /// Whether views may be registered on the app that `app` makes, by what it is `linked` to or by what that leads to
    /// `elsewhere`.
    pub(super) fn may_give_views(
        &self,
        program: &Program<'_>,
        app: FileId,
        linked: &Linked<'_, '_>,
        mut elsewhere: impl Iterator<Item = FileId>,
        may_share: impl Fn(FileId) -> bool,
    ) -> bool {
        let may_have = |file: FileId| file == app || may_share(file) && linked.may_have(file);
        let is_left = |file: FileId| linked.leads_to(file) && self.registrations.leaves_some_of(program, file);
        self.views.iter().any(|file| may_have(*file)) || elsewhere.any(|file| is_left(file) && may_share(file))
    }
}

impl Machine<'_> {
    /// Notes which functions that register views were called, and the files that have some.
    pub(super) fn note_registrations(&self, noted: &mut Registrations) {
        noted.open.extend(&self.open_registrations);
        // Without an app there is nothing else to register them on.
        if self.apps.is_empty() {
            return;
        }
        for file in self.loaded_files() {
            let functions = &self.program.uses(file).registering.views;
            noted.run.extend(functions.iter().filter(|function| self.has_called(function)));
            noted.loaded.extend((!functions.is_empty()).then_some(file));
        }
    }

    /// Whether views of the app that `app` makes may be registered by a function that nobody has called yet, or on what is
    /// not known.
    pub(super) fn may_get_views(&self, app: FileId, files: &BTreeSet<FileId>, owners: &Owners<'_, '_>) -> bool {
        let is_left = |file: &FileId| {
            let mut functions = self.program.uses(*file).registering.views.iter();
            self.open_registrations.contains(file) || functions.any(|function| !self.has_called(function))
        };
        files.iter().filter(|file| is_left(file)).any(|file| owners.may_share(app, *file))
    }

    /// Notes a call that registers views on what is not known: `container.app().add_url_rule(…)`.
    pub(super) fn note_open_registration(&mut self, function: &Expr, callee: &Value) {
        if matches!(callee.data, Data::Unknown(_))
            && function.as_attribute_expr().is_some_and(|method| registers(method.attr.as_str()))
        {
            let file = self.frame().file;
            self.open_registrations.insert(file);
        }
    }
}
