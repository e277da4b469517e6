//! `config.from_object(...)`: classes, instances, modules, import strings, and objects that something
//! outside chooses.

use std::path::PathBuf;
use std::sync::Arc;

use super::branches::{Decision, Flow};
use super::conditions::subject_of;
use super::extensions::may_have_settings;
use super::hazards::Hazard;
use super::machine::Machine;
use super::names::{fill_absent, present};
use super::object::{Module, ObjectKind};
use super::open_names::is_nothing_by_default;
use super::store::{Key, ObjectId};
use super::variants::{is_made_of_none, possible};
use super::world::Subject;
use crate::flask::{self, Context, FROM_MAPPING, GapKind, Load, LoadedFrom};
use crate::source::{FileId, Span};
use crate::value::{Data, Handle, HandleKind, Overridable, Step, Value, each_via};

#[expect(clippy::wrong_self_convention, reason = "named after the methods of Flask's configuration")]
impl Machine<'_> {
    /// `config.from_object(source)`: a class, an instance, a module, or an import string.
    pub(super) fn from_object(&mut self, app: u32, source: &Value, span: Span) {
        match self.class_of_world(source, span) {
            Some(class) => {
                self.note_chosen(&class);
                self.from_source(app, &class, span);
            }
            None => self.from_source(app, source, span),
        }
    }

    fn from_source(&mut self, app: u32, source: &Value, span: Span) {
        match &source.data {
            Data::Overridable(both) => {
                let mut others = both.otherwise.alternatives().into_iter();
                if let (Data::Str(default), true) = (&both.default.data, others.any(|one| subject_of(one).is_some())) {
                    return self.from_chosen(app, default, both, span);
                }
                self.in_each_reading(source, &|machine, one| machine.from_source(app, one, span));
            }
            Data::OneOf(_) => self.in_each_reading(source, &|machine, one| machine.from_source(app, one, span)),
            Data::Str(text) if self.supposes_argument(text) => self.from_supposed(app, text, span),
            Data::Str(text) => self.from_import_string(app, text, span),
            Data::Handle(handle) => self.from_handle(app, source, *handle, span),
            Data::External(_) | Data::Unknown(_) => self.from_candidates(app, source, span),
            _ => {}
        }
    }

    /// `from_object(os.environ.get("APP_SETTINGS", "config.DevelopmentConfig"))`: the default, and each
    /// other configuration class as a profile of its own.
    fn from_chosen(&mut self, app: u32, default: &Arc<str>, both: &Overridable, span: Span) {
        // What the variable says may be a part of the string only, so it is the string that is assumed.
        let subject = Subject::Site(span);
        if let Some(option) = self.assumed(&subject) {
            self.note_chosen_text(&option, span);
            return self.from_import_string(app, &option, span);
        }
        let is_there = self.note_chosen_text(default, span);
        let mut options = possible(self.config_candidates(Some(default)), &both.otherwise, Some(default));
        options.retain(|option| !self.has_loaded(&self.apps[app as usize], option));
        if !is_there && is_made_of_none(default) && !options.is_empty() {
            // Whoever gives no name does not start it.
            return self.note_choice(subject, options, None);
        }
        if !options.contains(default) {
            options.push(Arc::clone(default));
        }
        if options.len() == 1 {
            return self.from_only_candidate(app, default, &both.by, span);
        }
        self.from_import_string(app, default, span);
        self.note_choice(subject, options, Some(Arc::clone(default)));
    }

    /// An object that something outside may replace by one that we do not find.
    fn from_only_candidate(&mut self, app: u32, default: &Arc<str>, by: &Arc<[Arc<str>]>, span: Span) {
        // Neither side can raise or leave.
        let _ = self.branch(
            &Decision::ByDefault(true, Arc::clone(by)),
            &mut |machine| {
                machine.from_import_string(app, default, span);
                Ok(Flow::Next)
            },
            &mut |machine| {
                let message = "another configuration may be chosen, which is not in the project".to_string();
                machine.gap(app, span, GapKind::Required, message);
                Ok(Flow::Next)
            },
        );
    }

    /// Whether there is something of that name.
    fn note_chosen_text(&mut self, text: &str, span: Span) -> bool {
        let object = self.import_text(text, span);
        object.inspect(|object| self.note_chosen(object)).is_some()
    }

    /// Notes that something outside chose this class among others.
    pub(super) fn note_chosen(&mut self, object: &Value) {
        let class = match (&object.data, self.kind_of(object)) {
            (Data::Handle(Handle { kind: HandleKind::Class, index }), _)
            | (_, Some((_, ObjectKind::Instance(index)))) => Some(*index),
            _ => None,
        };
        self.chosen.extend(class);
    }

    fn from_import_string(&mut self, app: u32, text: &str, span: Span) {
        let found = self.import_text(text, span).or_else(|| self.candidate_in(text, span));
        if let Some(object) = found {
            self.from_object(app, &object, span);
        } else if flask::settings_of_module(text).is_some() {
            self.from_library(app, text, span);
        } else {
            self.met(Hazard::Import, None);
            self.note_absent_profile(app, text, span);
            let shown = self.program.sources.name_of(std::path::Path::new(text));
            self.gap(app, span, GapKind::Required, format!("{shown} is not in the project"));
        }
    }

    fn from_handle(&mut self, app: u32, source: &Value, handle: Handle, span: Span) {
        match handle.kind {
            HandleKind::Class => self.from_class(app, handle.index, None, span),
            HandleKind::Module => {
                let Module { scope, file, ref path, .. } = self.modules[handle.index as usize];
                let is_code = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "py");
                if file.is_none() && !self.program.sources.files_in(path).iter().any(is_code) {
                    // Nobody loads a folder without code: its module is made where the program runs.
                    let shown = self.program.sources.name_of(&path.join("__init__.py"));
                    return self.gap(app, span, GapKind::Required, format!("{shown} is not in the project"));
                }
                let path = path.clone();
                self.note_load(app, file, span);
                self.note_profile_of_module(app, &path);
                self.from_scope(app, scope, span);
            }
            HandleKind::Object => match self.kind_of(source).map(|(id, kind)| (id, kind.clone())) {
                Some((id, ObjectKind::Instance(class))) => self.from_class(app, class, Some(id), span),
                Some((id, ObjectKind::Native(class))) => {
                    if may_have_settings(&class) {
                        self.from_library(app, &class, span);
                    }
                    self.from_scope(app, id, span);
                }
                Some((id, ObjectKind::Scope)) => self.from_scope(app, id, span),
                Some((id, ObjectKind::Outside)) => {
                    if let Some(rest) = self.rest_outside(source) {
                        self.from_source(app, &rest, span);
                    }
                    self.load_written(app, self.settings_outside(id), span);
                }
                Some((_, ObjectKind::Dict)) => {
                    self.note_ignored(
                        app,
                        "from_object",
                        FROM_MAPPING,
                        "from_object() reads attributes, and a dict has none that are settings",
                        span,
                    );
                }
                _ => {}
            },
            HandleKind::Native => {
                let name = self.native_name(source).unwrap_or_else(|| "an object".into());
                self.from_library(app, &name, span);
                self.load_written(app, self.settings_in_library(&name), span);
            }
            // An attribute of something that is not known: `from_object(config.FLASK)`.
            HandleKind::Bound => self.from_candidates(app, source, span),
            HandleKind::Function => {}
        }
    }

    /// What the program wrote to an object of which the rest is not known.
    fn load_written(&mut self, app: u32, settings: Vec<(String, Value)>, span: Span) {
        for (key, value) in settings {
            self.write_setting(app, &key, &value.via(Step::new(span, "loaded here")), span);
        }
    }

    /// A module of a library: few are known.
    fn from_library(&mut self, app: u32, name: &str, span: Span) {
        let Some(settings) = flask::settings_of_module(name) else {
            self.note_absent_profile(app, name, span);
            let message = format!("{name} is not in the project");
            if !self.is_of_extension(name) {
                return self.gap(app, span, GapKind::Required, message);
            }
            // RQ Dashboard's has it.
            self.write_setting(app, "DEBUG", &Value::unknown(&message), span);
            return self.gap(app, span, GapKind::Optional, message);
        };
        for (key, value) in settings {
            let value = value.via(Step::new(span, "set by the library"));
            self.write_setting(app, key, &value, span);
        }
    }

    /// Whether a module of another package has defaults of what that package does, as `rq_dashboard.default_settings`:
    /// an app that has no settings of its own in it starts without.
    fn is_of_extension(&self, dotted: &str) -> bool {
        let Some((package, module)) = dotted.split_once('.') else { return false };
        let is_elsewhere = self.program.find_absolute(&self.current_path(), package).is_none();
        is_elsewhere && matches!(module, "default_settings" | "default_config" | "defaults")
    }

    /// The upper-case names of a class, or of an instance whose fields come first and whose properties
    /// are evaluated.
    fn from_class(&mut self, app: u32, class: u32, instance: Option<ObjectId>, span: Span) {
        self.note_profile(app, class);
        let order = self.classes[class as usize].order.iter().map(|one| self.classes[*one as usize].span);
        let from = LoadedFrom::Class(order.collect());
        self.apps[app as usize].loads.push(Load { from, at: span, is_supposed: false });
        if let Some((kind, why)) = self.gap_of_class(class) {
            self.gap(app, span, kind, why);
        }
        if let Some(why) = instance.and_then(|id| self.store.object(id).blurred.clone()) {
            let kind = if is_nothing_by_default(&why) { GapKind::Optional } else { GapKind::Required };
            self.gap(app, span, kind, why.to_string());
        }
        let mut settings = self.settings_of_class(class);
        if instance.is_none() {
            settings.retain(|(name, _)| !self.is_field_of_model(class, name));
        }
        if let Some(id) = instance {
            let receiver = Self::object_value(id);
            for (_, value) in &mut settings {
                if let Some(present) = present(value) {
                    *value = self
                        .bind_member(&present, &receiver, class, span)
                        .unwrap_or_else(|_| Value::unknown("a property that raises"));
                }
            }
            for (key, value) in self.settings_in(id) {
                match settings.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, of_class)) => *of_class = fill_absent(&value, of_class),
                    None => settings.push((key, value)),
                }
            }
        }
        if self.has_getattribute(class, instance.is_some()) {
            let object = instance.map_or_else(|| Value::handle(HandleKind::Class, class), Self::object_value);
            for (key, value) in &mut settings {
                let read = self.attribute(&object, key, span);
                *value = read.unwrap_or_else(|_| Value::unknown("an attribute that raises"));
            }
        }
        for (key, value) in settings {
            let is_shared = self.shares(app, class, &key);
            let value = if is_shared {
                each_via(&value, &Step::shared(span))
            } else {
                value.via(Step::new(span, "loaded here"))
            };
            self.write_setting(app, &key, &value, span);
        }
        self.note_lower_case(app, class, span);
    }

    /// Whether a development class has a setting from a class that is not one.
    fn shares(&self, app: u32, class: u32, key: &Arc<str>) -> bool {
        let context = |class: u32| self.program.profiles.of_name(&self.name_of_profile(app, class));
        let key = Key::Text(Arc::clone(key));
        let has = |class: &&u32| self.store.get(self.classes[**class as usize].scope, &key).is_some();
        let by = self.classes[class as usize].order.iter().find(has);
        context(class) == Context::Development && by.is_some_and(|by| context(*by) == Context::Unnamed)
    }

    /// Notes the file that configuration is loaded from.
    pub(super) fn note_load(&mut self, app: u32, file: Option<FileId>, at: Span) {
        let from = file.map(LoadedFrom::File);
        self.apps[app as usize].loads.extend(from.map(|from| Load { from, at, is_supposed: false }));
    }

    /// The upper-case names of a module or namespace.
    pub(super) fn from_scope(&mut self, app: u32, scope: ObjectId, span: Span) {
        if let Some(why) = self.store.object(scope).blurred.clone() {
            let message = if why.contains("imported") {
                "the configuration module imports names from outside the project".to_owned()
            } else {
                format!("the configuration module is not fully known: {why}")
            };
            self.gap(app, span, GapKind::Optional, message);
        }
        for (key, value) in self.settings_in(scope) {
            let value = value.via(Step::new(span, "loaded here"));
            self.write_setting(app, &key, &value, span);
        }
        if scope != self.modules[self.frame().module as usize].scope {
            self.note_lower_case_in(app, scope, span);
        }
    }

    pub(super) fn settings_in(&self, scope: ObjectId) -> Vec<(Arc<str>, Value)> {
        let fields = &self.store.object(scope).fields;
        fields
            .iter()
            .filter_map(|(key, value)| match key {
                Key::Text(name) if flask::is_setting_name(name) => Some((Arc::clone(name), value.clone())),
                _ => None,
            })
            .collect()
    }

    /// One of the configurations that the project has, in place of what is not known.
    fn from_supposed(&mut self, app: u32, option: &str, span: Span) {
        let loaded = self.apps[app as usize].loads.len();
        self.from_import_string(app, option, span);
        self.apps[app as usize].loads.iter_mut().skip(loaded).for_each(|load| load.is_supposed = true);
    }

    /// Whether an argument is supposed to be this import string.
    fn supposes_argument(&self, text: &Arc<str>) -> bool {
        self.assumptions().iter().any(|(subject, option)| matches!(subject, Subject::Argument(_)) && option == text)
    }

    /// An object that the environment or a caller chooses: each config class that the project has
    /// is a profile of its own.
    fn from_candidates(&mut self, app: u32, source: &Value, span: Span) {
        let subject = subject_of(source).unwrap_or(Subject::Site(span));
        if let Some(option) = self.assumed(&subject) {
            return self.from_supposed(app, &option, span);
        }
        let candidates = possible(self.config_candidates(None), source, None);
        let message = "the configuration is an object that is not known here".to_string();
        self.gap(app, span, GapKind::Required, message);
        if !candidates.is_empty() && subject_of(source).is_some() {
            self.note_choice(subject, candidates, None);
        }
    }
}
