//! From the state at the end of a world to deployments: the values of the settings without handles,
//! what requests change, and whether the session is used.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::candidates::{doubt_absent_keys, doubt_defaults};
use super::example_folders::holds_program;
use super::machine::{App, AppRole, Machine};
use super::names::fill_absent;
use super::object::ObjectKind;
use super::owners::{Owners, may_be_used};
use super::program::Program;
use super::store::{Key, ObjectId};
use super::uses::Uses;
use crate::flask::{self, AppPlace, Context, Deployment, Evidence, ExtensionCall, Guard, LoadedFrom, Origin, Setting};
use crate::source::FileId;
use crate::value::{Data, Value};

/// The setting of keys that nobody misses: an app without old keys has none.
const FALLBACKS: &str = "SECRET_KEY_FALLBACKS";

impl Machine<'_> {
    /// The deployments of all apps that this world made, with the files that it loaded.
    pub(super) fn deployments(&mut self, profile: Option<&Arc<str>>) -> Vec<Deployment> {
        self.settle_exhaustion();
        self.settle_cut_calls();
        let files: BTreeSet<FileId> = self.modules.iter().filter_map(|module| module.file).collect();
        // An app that is made elsewhere has its views though nobody makes it in this world.
        let made = self.apps.iter().filter(|app| app.role != AppRole::BareConfig);
        let made = made.map(|app| (app.span.file, app.name.as_deref().unwrap_or_default()));
        let makers = made.chain(files.iter().map(|file| (*file, "")));
        let owners = Owners::among(self.program, makers);
        let uses: Vec<Uses> = self.apps.iter().map(|app| self.uses(app.span.file, &files, &owners)).collect();
        let apps = (0..u32::try_from(self.apps.len()).unwrap_or(0)).zip(&uses);
        let mut deployments: Vec<Deployment> = apps.map(|(app, uses)| self.deployment(app, profile, uses)).collect();
        for deployment in deployments.iter_mut().filter(|one| !one.serves) {
            if self.may_get_views(deployment.app.span.file, &files, &owners) {
                deployment.session = Evidence::Unknown;
            }
        }
        for (app, run) in self.runs_of_commands() {
            deployments[app].runs.push(run);
        }
        deployments
    }

    fn deployment(&mut self, app: u32, profile: Option<&Arc<str>>, uses: &Uses) -> Deployment {
        let written = self.settings_now(app);
        let mut guards = self.guards_of(&self.apps[app as usize], &written);
        let mut settings = self.judged_settings(app, &written, &mut guards);
        let mut after_request = self.after_request(app, &settings);
        let state = &self.apps[app as usize];
        let profile = self.profile_of(state).or_else(|| profile.cloned());
        let context = self.context_of(state, profile.as_deref(), &settings);
        let mut extensions = state.extensions.clone();
        for (name, value) in self.settle_session_interface(state, &settings, &mut extensions) {
            after_request.remove(name);
            settings.insert(name.to_owned(), Setting { origin: Origin::Written, value });
        }
        // What was not followed to its end may answer requests.
        let serves = state.serves || self.left_off().is_some();
        if serves {
            uses.note_in(&mut extensions);
        }
        let mut ignored = state.ignored.clone();
        uses.spare_in(&mut ignored, state.installed.release.flask);
        let name = state.name.as_deref().unwrap_or("app").to_string();
        let mut deployment = Deployment {
            app: AppPlace { span: state.span, name, factory: state.factory.as_ref().map(ToString::to_string) },
            flask_version: state.installed.clone(),
            profile: profile.map(|profile| profile.to_string()),
            is_default: self.assumptions().is_empty(),
            made_by: state.made_by,
            called_at: state.called_at,
            serves,
            context,
            is_judged: !self.is_scratch(state),
            session: Evidence::Absent,
            settings,
            after_request,
            loads: state.loads.clone(),
            gaps: state.gaps.clone(),
            limits: self.limits.clone(),
            ignored,
            guards,
            foreign_views: self.foreign_views(app, uses),
            packages: self.packages_with(state),
            extensions,
            calls: self.calls_of(app),
            runs: state.runs.clone(),
        };
        if serves {
            deployment.session = uses.session(&deployment).unwrap_or(Evidence::Unknown);
        }
        deployment
    }

    /// What may be said of the settings that the program ends with, where they are `written`.
    pub(super) fn judged_settings(
        &self,
        app: u32,
        written: &BTreeMap<String, Setting>,
        guards: &mut Vec<Guard>,
    ) -> BTreeMap<String, Setting> {
        let state = &self.apps[app as usize];
        let mut settings = self.without_refuted(state, written, guards);
        self.suppose_keys(state, &mut settings);
        doubt_absent_keys(state, &mut settings);
        // A source that the program does not start without may set whatever it likes.
        if state.is_filled || self.needs_source(&state.sources) {
            doubt_defaults(&mut settings);
        }
        settings
    }

    /// A test or example by the path of the file that makes the app; else what its profile is named for.
    fn context_of(&self, app: &App, profile: Option<&str>, settings: &BTreeMap<String, Setting>) -> Context {
        let file = self.program.sources.file(app.span.file);
        let context = context_of_path(&file.path, self.program);
        if context != Context::Unnamed {
            return context;
        }
        // An app that a test makes by calling the project's factory is a test's.
        let entry = self.entry_module.map(|module| context_of_path(&self.modules[module as usize].path, self.program));
        if let Some(context @ (Context::Testing | Context::Example)) = entry {
            return context;
        }
        // Under the name of a local environment even the class of production is what that environment has.
        let assumed = self.assumptions().values().map(|option| self.program.profiles.of_name(option));
        let assumed: Vec<Context> = assumed.collect();
        let local = assumed.iter().filter(|context| !context.is_deployable()).min();
        let of_class = profile.map_or(Context::Unnamed, |profile| self.program.profiles.of_name(profile));
        if of_class != Context::Unnamed {
            return if of_class.is_deployable() { *local.unwrap_or(&of_class) } else { of_class };
        }
        // Over a class for tests a file may be loaded that is not known.
        let is_testing = settings.get("TESTING").is_some_and(|testing| {
            testing.value_by_default().alternatives().into_iter().any(|one| one.truth() == Some(true))
        });
        if is_testing && self.inherits_from_tests(app) {
            return Context::Testing;
        }
        assumed.into_iter().min().unwrap_or(Context::Unnamed)
    }

    /// Whether the class that was loaded last derives from one that is named for tests.
    fn inherits_from_tests(&self, app: &App) -> bool {
        let Some(LoadedFrom::Class(order)) = app.loads.last().map(|load| &load.from) else { return false };
        let bases = self.classes.iter().filter(|class| order.contains(&class.span));
        bases.into_iter().any(|class| self.program.profiles.of_name(&class.name) == Context::Testing)
    }

    pub(super) fn settings_now(&self, app: u32) -> BTreeMap<String, Setting> {
        let config = self.apps[app as usize].config;
        let mut settings = BTreeMap::new();
        for (key, default) in flask::settings_in(self.flask_of(app)) {
            let setting = match self.store.get(config, key) {
                // Only `FLASK_ENV` can change it.
                Some(value) if key == "ENV" && value.trail.is_empty() => Setting::default(default),
                // Only `FLASK_DEBUG` can.
                Some(value) if key == "DEBUG" && is_untouched_debug(value) => Setting::default(default),
                Some(value) => self.setting(&self.where_made(app, value)),
                None => Setting { origin: Origin::Deleted, value: default },
            };
            let is_key = flask::SecretSetting::is(key) && !(key == FALLBACKS && is_from_outside(&setting.value));
            let setting = if is_key { setting } else { unless_by_default(setting) };
            settings.insert(key.to_string(), setting);
        }
        for (key, value) in &self.store.object(config).fields {
            let Key::Text(name) = key else { continue };
            if flask::is_judged_setting(name) && !settings.contains_key(&**name) {
                settings.insert(name.to_string(), self.setting(&self.where_made(app, value)));
            }
        }
        self.shadow_secret_key(app, &mut settings);
        self.add_extension_settings(app, &mut settings);
        settings
    }

    /// What extensions read and nobody wrote to the configuration: attributes of their managers, and their defaults.
    fn add_extension_settings(&self, app: u32, settings: &mut BTreeMap<String, Setting>) {
        let state = &self.apps[app as usize];
        for (extension, manager) in &state.managers {
            for (attribute, key) in flask::settings_of_manager(*extension) {
                if let Some(value) = self.attribute_of_manager(*manager, attribute) {
                    settings.entry((*key).to_owned()).or_insert_with(|| self.setting(&value));
                }
            }
        }
        for extension in state.extensions.keys() {
            for (key, default) in flask::settings_of_extension(*extension, state.installed.login.0) {
                // The extension asks for it: where nobody writes it, the default counts.
                let setting = match settings.remove(key) {
                    Some(setting) => unless_by_default(self.setting(&fill_absent(&setting.value, &default))),
                    None => Setting::default(default),
                };
                settings.insert(key.to_owned(), setting);
            }
        }
    }

    /// What is written to an extension's object, or to a class of the project that it is made from.
    fn attribute_of_manager(&self, manager: ObjectId, name: &str) -> Option<Value> {
        let object = self.store.object(manager);
        let own = object.fields.get(name).cloned();
        own.or_else(|| match object.kind {
            ObjectKind::Instance(class) => self.find_in_class(class, name).map(|(_, value)| value),
            _ => None,
        })
    }

    /// A class attribute `secret_key` on a Flask subclass hides the alias: sessions use it.
    fn shadow_secret_key(&self, app: u32, settings: &mut BTreeMap<String, Setting>) {
        let Some(class) = self.apps[app as usize].class else { return };
        if let Some((_, value)) = self.find_in_class(class, "secret_key") {
            settings.insert("SECRET_KEY".into(), self.setting(&value));
        }
    }

    fn setting(&self, value: &Value) -> Setting {
        let value = self.plain_setting_value(value);
        let is_joined = matches!(value.data, Data::Overridable(_) | Data::OneOf(_) | Data::Unknown(_));
        let origin = match value.data {
            Data::Absent => Origin::Deleted,
            _ if value.trail.is_empty() && !is_joined => Origin::Default,
            _ => Origin::Written,
        };
        Setting { origin, value }
    }

    /// How the code that this world loaded for the app of this file uses the session and extensions.
    fn uses(&self, app: FileId, files: &BTreeSet<FileId>, owners: &Owners<'_, '_>) -> Uses {
        let mut sorted: Vec<(String, FileId)> =
            files.iter().map(|file| (self.program.sources.file(*file).name.clone(), *file)).collect();
        sorted.sort();
        let entry = self.entry_module.and_then(|entry| self.modules[entry as usize].file);
        let is_used =
            |file| file == app || Some(file) == entry || may_be_used(self.program, file, files.iter().copied());
        let mut uses = Uses::default();
        for (_, file) in sorted {
            let shown = self.program.uses(file);
            if !shown.is_empty() && owners.may_share(app, file) && is_used(file) {
                uses.complete(shown);
            }
        }
        uses
    }

    /// The calls that set up extensions, without handles in their arguments.
    fn calls_of(&self, app: u32) -> Vec<ExtensionCall> {
        let calls = self.apps[app as usize].calls.iter();
        let plain = |call: &ExtensionCall| {
            let arguments = call.arguments.iter();
            let arguments = arguments.map(|(name, value)| (name.clone(), self.without_handles(value)));
            ExtensionCall { arguments: arguments.collect(), ..call.clone() }
        };
        calls.map(plain).collect()
    }
}

/// Whether `DEBUG` is what the constructor made of it.
pub(super) fn is_untouched_debug(value: &Value) -> bool {
    match &value.data {
        Data::Overridable(both) => {
            both.default.trail.is_empty() && both.otherwise == Value::of(Data::Bool(true)) && both.by.len() == 1
        }
        _ => false,
    }
}

/// Whether the program itself gives no value, but something outside may.
fn is_from_outside(value: &Value) -> bool {
    let Data::Overridable(both) = &value.data else { return false };
    let may_be_anything = |one: &Value| matches!(one.data, Data::External(_) | Data::Unknown(_) | Data::Absent);
    both.otherwise.alternatives().into_iter().all(may_be_anything)
}

/// A value that only a branch writes which does not run by default leaves Flask's default in place.
fn unless_by_default(setting: Setting) -> Setting {
    let Data::Overridable(both) = &setting.value.data else { return setting };
    match both.default.data {
        Data::Absent => Setting { origin: Origin::Deleted, ..setting },
        // Flask's own may be one of several.
        Data::OneOf(_) | Data::Unknown(_) => setting,
        _ if both.default.trail.is_empty() => Setting { origin: Origin::Default, ..setting },
        _ => setting,
    }
}

/// What a file is for by the folders and the name of its path below the root.
pub(super) fn context_of_path(path: &std::path::Path, program: &Program<'_>) -> Context {
    if let Some(context) = program.profiles.said_of_path(path) {
        return context;
    }
    let relative = path.strip_prefix(program.sources.root()).unwrap_or(path);
    let mut context = Context::Unnamed;
    let parts = relative.iter().count();
    let is_program = |position: usize| {
        let folder: std::path::PathBuf = relative.iter().take(position + 1).collect();
        holds_program(program, &program.sources.root().join(folder))
    };
    for (position, part) in relative.iter().enumerate() {
        let part = part.to_string_lossy();
        let is_file = position + 1 == parts;
        let name = part.strip_suffix(".py").unwrap_or(&part);
        if let Some(context) = program.profiles.said_of_name(name) {
            return context;
        }
        let meant = if is_file { Context::of_name(name) } else { Context::of_folder(name) };
        let of_part = match meant {
            Context::Testing
                if name == "conftest" || name.starts_with("test") || name.ends_with("_test") || !is_file =>
            {
                Context::Testing
            }
            Context::Example if is_file && name.contains("example") || !is_file && !is_program(position) => {
                Context::Example
            }
            _ if name == "conftest" => Context::Testing,
            _ => Context::Unnamed,
        };
        if of_part != Context::Unnamed && context != Context::Testing {
            context = of_part;
        }
    }
    context
}
