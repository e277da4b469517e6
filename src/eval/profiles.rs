//! What the profile of an app is called: the class that it is configured by.
//!
//! How classes are loaded is in `config_objects`; what a name says, in `flask`.

use std::path::Path;
use std::sync::Arc;

use super::machine::{App, Machine};
use super::object::Class;
use super::store::Key;
use super::world::{ANOTHER, Choice, SWITCHED_ON, Subject, is_switched_on};
use crate::flask::{Context, Load, LoadedFrom, is_judged_setting};
use crate::source::Span;
use crate::value::{Data, Decider, Value};

/// Fields of an app, under names that no attribute has: the class that something outside chose for its configuration,
/// and the one that is loaded in any case.
const CHOSEN_PROFILE: &str = "chosen profile";
const LOADED_PROFILE: &str = "loaded profile";
/// The module that is loaded for it where a variable is set or where none is.
const PROFILE_OF_VARIABLE: &str = "profile of a variable";

impl Machine<'_> {
    /// Notes the class that an app is configured by. In the heap, so that after a branch it is the one of the path that
    /// holds by default.
    pub(super) fn note_profile(&mut self, app: u32, class: u32) {
        let field = if self.chosen.contains(&class) { CHOSEN_PROFILE } else { LOADED_PROFILE };
        let name = self.name_of_profile(app, class);
        let is_named = self.program.profiles.of_name(&name) != Context::Unnamed;
        self.store.set(self.apps[app as usize].object, Key::text(field), Value::of(Data::Str(name)));
        if self.doubts.speculation > 0 && is_named {
            self.note_profile_of_variable();
        }
    }

    /// Notes the module that an app is configured by, if it is named for a profile and a variable decides whether it is
    /// loaded.
    pub(super) fn note_profile_of_module(&mut self, app: u32, path: &Path) {
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else { return };
        let is_special = self.doubts.speculation > 0;
        let is_decided = is_special || is_switched_on(self.assumptions()) || !self.doubts.spoilers().is_empty();
        if !is_decided || self.program.profiles.of_name(stem) == Context::Unnamed {
            return;
        }
        self.store.set(self.apps[app as usize].object, Key::text(PROFILE_OF_VARIABLE), Value::text(stem));
        if is_special {
            self.note_profile_of_variable();
        }
    }

    /// Notes that an app is configured by what is not in the project. The first class of those names the profile where it
    /// is for use on one machine (`local.LocalConfig`): it is no branch that a server may take.
    pub(super) fn note_absent_profile(&mut self, app: u32, dotted: &str, at: Span) {
        let from = LoadedFrom::Class(Vec::new());
        self.apps[app as usize].loads.push(Load { from, at, is_supposed: false });
        let class = dotted.rsplit(['.', ':']).next().unwrap_or(dotted);
        let is_class = class.starts_with(char::is_uppercase);
        let object = self.apps[app as usize].object;
        if is_class
            && self.program.profiles.of_name(class).is_local()
            && self.store.get(object, LOADED_PROFILE).is_none()
        {
            self.store.set(object, Key::text(LOADED_PROFILE), Value::unknown(class));
        }
    }

    /// What a profile is called that a class is: `ProductionConfig`, and `prod.Config` for the class `Config` of
    /// `settings/prod.py`, where the module says what the class is for or alone tells it from others. What is beside the
    /// app is not set apart so.
    pub(super) fn name_of_profile(&self, app: u32, class: u32) -> Arc<str> {
        let Class { name, module, .. } = &self.classes[class as usize];
        let of_name = |name: &str| self.program.profiles.of_name(name);
        let stem = self.modules[*module as usize].path.file_stem().map(|stem| stem.to_string_lossy());
        let says_more = |stem: &str| {
            let is_apart = *module != self.apps[app as usize].module && of_name(name) == Context::Unnamed;
            let is_for_some = of_name(stem).is_local() || of_name(stem) == Context::Production;
            is_apart && (is_for_some || (self.chosen.contains(&class) && self.has_namesake(class)))
        };
        match stem.filter(|stem| says_more(stem)) {
            Some(stem) => format!("{stem}.{name}").into(),
            None => Arc::clone(name),
        }
    }

    /// A profile that is loaded only where a variable is set: `if os.environ.get("PRODUCTION"):`, or where it is not
    /// development's name, which it has by default.
    fn note_profile_of_variable(&mut self) {
        let Some(name) = self.doubts.set_here.last().filter(|name| matches!(Decider::of(name), Decider::Variable(_)))
        else {
            return;
        };
        let name = Arc::clone(name);
        let subject = if name.contains(':') { Subject::Argument(name) } else { Subject::Environment(name) };
        let is_local = |name: &Arc<str>| self.program.profiles.of_name(name).is_local();
        if self.names_of(&subject).all(is_local) {
            self.note_choice(subject, SWITCHED_ON.map(Into::into).to_vec(), Some("".into()));
        }
    }

    /// What a subject is selected by, and what it is by default.
    fn names_of(&self, subject: &Subject) -> impl Iterator<Item = &Arc<str>> {
        let of_subject = self.choices.iter().filter(move |choice| choice.subject == *subject);
        of_subject.flat_map(|choice| choice.default.iter().chain(&choice.options))
    }

    /// A variable that is compared with names of local profiles alone, of which it is one by default, is something else on a
    /// server: that is a profile, too, where what an app ends with hangs on it.
    pub(super) fn note_other_values(&mut self) {
        let is_local = |name: &Arc<str>| self.program.profiles.of_name(name).is_local();
        let compared = self.choices.iter().filter(|choice| choice.is_comparison && choice.default.iter().any(is_local));
        for Choice { subject, default, .. } in compared.cloned().collect::<Vec<_>>() {
            let (Subject::Environment(name) | Subject::Argument(name)) = &subject else { continue };
            let is_local = |name: &Arc<str>| name.is_empty() || self.program.profiles.of_name(name).is_local();
            if self.names_of(&subject).all(is_local) && self.hangs_on(name) {
                self.note_choice(subject, vec![ANOTHER.into()], default);
            }
        }
    }

    /// Whether a name decides what an app ends with.
    fn hangs_on(&self, name: &Arc<str>) -> bool {
        let hangs = |(key, value): (&Key, &Value)| match (key, &value.data) {
            (Key::Text(setting), Data::Overridable(both)) => is_judged_setting(setting) && both.by.contains(name),
            _ => false,
        };
        self.apps.iter().any(|app| self.store.object(app.config).fields.iter().any(hangs))
    }

    /// The profile that an app ends with by default. A class that is always loaded names none where another one was
    /// chosen.
    pub(super) fn profile_of(&self, app: &App) -> Option<Arc<str>> {
        let named = |field: &str| self.profile_in(app, field)?.as_str().map(Arc::from);
        let is_switch = |choice: &Choice| choice.options.iter().all(|option| SWITCHED_ON.contains(&&**option));
        // What nothing is loaded instead of is no profile.
        let is_told_apart = !self.assumptions().is_empty() || self.choices.iter().any(is_switch);
        let of_variable = || named(PROFILE_OF_VARIABLE).filter(|_| is_told_apart);
        named(CHOSEN_PROFILE).or_else(|| named(LOADED_PROFILE)).or_else(of_variable)
    }

    /// Whether it is one of several classes that an app is configured by.
    pub(super) fn has_undecided_profile(&self, app: &App) -> bool {
        [CHOSEN_PROFILE, LOADED_PROFILE].into_iter().filter_map(|field| self.profile_in(app, field)).any(|name| {
            matches!(&name.data, Data::OneOf(names) if names.iter().filter(|name| name.as_str().is_some()).count() > 1)
        })
    }

    fn profile_in(&self, app: &App, field: &str) -> Option<&Value> {
        let name = self.store.get(app.object, field)?;
        let name = match &name.data {
            // The program does not start with what would be the default.
            Data::Overridable(both) if self.certainly_refuting(&both.by).is_some() => &both.otherwise,
            _ => name.by_default(),
        };
        let Data::OneOf(names) = &name.data else { return Some(name) };
        // What stands in for a class that only a developer's machine has is what servers get.
        let mut there = names.iter().filter(|name| !matches!(name.data, Data::Unknown(_)));
        Some(match (there.next(), there.next()) {
            (Some(only), None) => only,
            _ => name,
        })
    }
}
