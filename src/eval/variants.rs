//! What a configuration may be that something outside chooses by its name: the classes, modules and files
//! beside the one that is chosen by default.
//!
//! How each is loaded is in `config_objects` and `config_files`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::machine::{App, Machine};
use super::object::{Class, ObjectKind};
use super::program::words_in;
use super::store::{Key, ObjectId};
use super::world::{Choice, Subject};
use crate::flask::{Context, Profiles, is_judged_setting, is_setting_name};
use crate::python::ast::{Expr, Stmt};
use crate::source::{FileId, Span};
use crate::value::{Data, Handle, HandleKind, Value};

/// Where configurations usually are.
const MODULES: [&str; 4] = ["config", "settings", "configs", "configuration"];
/// How many files or classes beside one another may be told apart.
const MOST_SIBLINGS: usize = 12;

impl Machine<'_> {
    /// Whether a configuration may be loaded from a value: from one that has settings, or from a class or an instance
    /// of which not all attributes are known.
    pub(super) fn may_hold_settings(&self, value: &Value) -> bool {
        value.alternatives().into_iter().all(|one| {
            let class = match (&one.data, self.kind_of(one)) {
                (Data::Handle(Handle { kind: HandleKind::Class, index }), _)
                | (_, Some((_, ObjectKind::Instance(index)))) => Some(*index),
                _ => None,
            };
            class.is_some_and(|class| self.is_blurred(class)) || self.holds_settings(one)
        })
    }

    /// Whether a configuration can be loaded from a value, whichever it is: a class, module or mapping with settings, or
    /// the name of one.
    pub(super) fn holds_settings(&self, value: &Value) -> bool {
        value.alternatives().into_iter().any(|one| match (&one.data, self.kind_of(one)) {
            (Data::Handle(Handle { kind: HandleKind::Class, index }), _) => self.has_settings(*index),
            (Data::Handle(Handle { kind: HandleKind::Module, .. }), _) => true,
            (Data::Str(text), _) => self.is_import_string(text),
            (_, Some((id, ObjectKind::Instance(class)))) => self.has_settings(*class) || self.has_setting_keys(id),
            (_, Some((id, ObjectKind::Dict))) => self.has_setting_keys(id),
            _ => false,
        })
    }

    fn has_settings(&self, class: u32) -> bool {
        !self.settings_of_class(class).is_empty()
    }

    fn has_setting_keys(&self, id: ObjectId) -> bool {
        let is_setting = |key: &Key| matches!(key, Key::Text(name) if is_setting_name(name));
        self.store.object(id).fields.keys().any(is_setting)
    }

    /// `config.ProductionConfig`, `config:ProductionConfig`, where the project has that module.
    fn is_import_string(&self, text: &str) -> bool {
        let is_part =
            |part: &str| !part.is_empty() && part.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
        let here = self.current_path();
        text.split(['.', ':']).all(is_part)
            && text.rsplit_once(['.', ':']).is_some_and(|(module, _)| {
                self.program.find_absolute(&here, module).or_else(|| self.program.find_absolute(&here, text)).is_some()
            })
    }

    /// Import strings of the classes with settings in the project's usual configuration modules and in that of
    /// `default`; where there are no classes, of the modules themselves.
    pub(super) fn config_candidates(&mut self, default: Option<&str>) -> Vec<Arc<str>> {
        let package = self.frame().module;
        let package = self.modules[package as usize].name.split('.').next().unwrap_or_default().to_string();
        let here = self.current_path();
        let find = |name: &str| self.program.find_absolute(&here, name);
        // What is found inside the package has the package's name everywhere else.
        let is_own = |name: &&str| find(name).is_some() && find(name) == find(&format!("{package}.{name}"));
        let mut dotted: Vec<String> = MODULES.into_iter().filter(|name| !is_own(name)).map(Into::into).collect();
        dotted.extend(MODULES.iter().map(|name| format!("{package}.{name}")));
        let beside = default.and_then(|text| text.rsplit_once(['.', ':'])).map(|(module, _)| module.to_owned());
        if let Some(beside) = beside {
            // It has the name that the program gives it, and no other.
            let file = find(&beside);
            dotted.retain(|name| *name == beside || file.is_none() || find(name) != file);
            if !dotted.contains(&beside) {
                dotted.push(beside);
            }
        }
        let classes: Vec<_> = dotted.iter().flat_map(|name| self.classes_with_settings(name)).collect();
        let mut candidates = self.without_bases(&classes);
        if let (Some(default), [] | [_]) = (default, candidates.as_slice()) {
            candidates.extend(self.classes_beside(default));
        }
        if candidates.is_empty() {
            candidates = dotted.iter().flat_map(|name| self.modules_with_settings(name)).collect();
        }
        if candidates.is_empty() {
            candidates = default.map(|default| self.modules_beside(default)).unwrap_or_default();
        }
        candidates
    }

    /// Modules with settings in the folder of the module `default` whose names begin with the same word:
    /// `config_production` for `config_development`.
    fn modules_beside(&self, default: &str) -> Vec<Arc<str>> {
        let package = default.rsplit_once('.').map_or("", |(package, _)| package);
        let stem = default.rsplit('.').next().unwrap_or(default);
        let Some((word, _)) = stem.split_once('_') else { return Vec::new() };
        let Some(found) = self.program.find_absolute(&self.current_path(), default) else { return Vec::new() };
        let is_alike = |stem: &str| stem.strip_prefix(word).is_some_and(|rest| rest.starts_with('_'));
        let is_wanted = |stem: &str, file| is_alike(stem) && states_settings(&self.program.tree(file).body);
        let modules = self.modules_in(found.parent(), package, is_wanted);
        self.without_imported(modules).into_iter().map(|(name, _)| name.into()).collect()
    }

    /// Where nothing that is known decides between classes, of which some are named for local use and others are not,
    /// each is a profile of its own: the one that this world has.
    pub(super) fn class_of_world(&mut self, source: &Value, span: Span) -> Option<Value> {
        let Data::OneOf(values) = &source.data else { return None };
        let named: Vec<Option<(Arc<str>, Context)>> = values.iter().map(|value| self.name_of_class(value)).collect();
        let is_local = |one: &Option<(Arc<str>, Context)>| one.as_ref().is_some_and(|(_, context)| context.is_local());
        if named.iter().any(Option::is_none) || named.iter().all(is_local) || !named.iter().any(is_local) {
            return None;
        }
        let options: Vec<Arc<str>> = named.into_iter().flatten().map(|(name, _)| name).collect();
        let subject = Subject::Site(span);
        let Some(assumed) = self.assumed(&subject) else {
            self.note_choice(subject, options, None);
            return None;
        };
        let at = options.iter().position(|option| *option == assumed)?;
        values.get(at).cloned()
    }

    /// The dotted name of a class of the project, and what it is named for.
    fn name_of_class(&self, value: &Value) -> Option<(Arc<str>, Context)> {
        let Data::Handle(Handle { kind: HandleKind::Class, index }) = value.data else { return None };
        let class = &self.classes[index as usize];
        let dotted = format!("{}.{}", self.modules[class.module as usize].name, class.name);
        Some((dotted.into(), self.program.profiles.of_name(&class.name)))
    }

    /// Import strings of the classes with settings of a module, and the classes.
    fn classes_with_settings(&mut self, module: &str) -> Vec<(Arc<str>, u32)> {
        let importer = self.current_path();
        if self.program.find_absolute(&importer, module).is_none() {
            return Vec::new();
        }
        let Data::Handle(Handle { kind: HandleKind::Module, index }) = self.import_absolute(module).data else {
            return Vec::new();
        };
        let classes = self.config_classes(index).into_iter();
        classes.map(|(name, class)| (format!("{module}.{name}").into(), class)).collect()
    }

    /// The classes that a module defines for configurations, by name, and those that a package has from its own modules.
    fn config_classes(&self, module: u32) -> Vec<(Arc<str>, u32)> {
        let path = &self.modules[module as usize].path;
        let package = path.parent().filter(|_| path.ends_with("__init__.py"));
        let mut classes = self.classes_for_settings(module);
        classes.retain(|(_, class)| {
            let of = self.classes[*class as usize].module;
            of == module || package.is_some_and(|folder| self.modules[of as usize].path.parent() == Some(folder))
        });
        classes
    }

    /// The classes of a module that have settings, by name, and beside such ones those that are named for a profile, which
    /// need not state anything themselves: `class ProdConfig: pass`.
    pub(super) fn classes_for_settings(&self, module: u32) -> Vec<(Arc<str>, u32)> {
        let scope = self.modules[module as usize].scope;
        let classes = self.store.object(scope).fields.iter().filter_map(|(key, value)| match (key, &value.data) {
            (Key::Text(name), Data::Handle(Handle { kind: HandleKind::Class, index })) => Some((name, *index)),
            _ => None,
        });
        let mut classes: Vec<(Arc<str>, u32)> = classes.map(|(name, class)| (Arc::clone(name), class)).collect();
        let has_any = classes.iter().any(|(_, class)| self.has_settings(*class));
        classes.retain(|(name, class)| self.has_settings(*class) || has_any && self.is_bare_profile(name, *class));
        classes
    }

    /// Whether a class is named for a profile and nothing but a configuration, as far as its bases say.
    fn is_bare_profile(&self, name: &str, class: u32) -> bool {
        let mut bases = self.classes[class as usize].native_bases.iter();
        self.program.profiles.of_name(name) != Context::Unnamed && bases.all(|base| &**base == "builtins.object")
    }

    /// Modules of a package that state settings.
    fn modules_with_settings(&self, package: &str) -> Vec<Arc<str>> {
        let modules = self.modules_with(package, |machine, file| states_settings(&machine.program.tree(file).body));
        self.without_imported(modules).into_iter().map(|(name, _)| name.into()).collect()
    }

    /// Modules of a package, by name, with their files. They are not run: only the chosen one is.
    fn modules_with(&self, package: &str, is_wanted: impl Fn(&Self, FileId) -> bool) -> Vec<(String, FileId)> {
        let Some(found) = self.program.find_absolute(&self.current_path(), package) else { return Vec::new() };
        let folder = if found.ends_with("__init__.py") { found.parent() } else { Some(&*found) };
        self.modules_in(folder, package, |_, file| is_wanted(self, file))
    }

    /// The modules that a folder holds, by name, with their files: below `package`, if that is not empty.
    fn modules_in(
        &self,
        folder: Option<&Path>,
        package: &str,
        is_wanted: impl Fn(&str, FileId) -> bool,
    ) -> Vec<(String, FileId)> {
        let files = folder.into_iter().flat_map(|folder| self.program.sources.files_in(folder));
        let modules = files.filter(|path| path.extension().is_some_and(|ending| ending == "py")).filter_map(|path| {
            let stem = path.file_stem()?.to_str()?;
            let file = self.program.sources.load(&path)?;
            let name = if package.is_empty() { stem.to_owned() } else { format!("{package}.{stem}") };
            (stem != "__init__" && is_wanted(stem, file)).then_some((name, file))
        });
        modules.take(MOST_SIBLINGS).collect()
    }

    /// Import strings of the classes that state settings in the modules beside that of `default`, or are called as it is:
    /// `settings.production.ProductionConfig` for `settings.development.DevelopmentConfig`. They are not run.
    fn classes_beside(&self, default: &str) -> Vec<Arc<str>> {
        let Some((module, default)) = default.rsplit_once(['.', ':']) else { return Vec::new() };
        let Some((package, _)) = module.rsplit_once('.') else { return Vec::new() };
        let profiles = &self.program.profiles;
        let class_in = |statement| class_with_settings(statement, default, profiles);
        let modules = self.modules_with(package, |machine, file| {
            machine.program.tree(file).body.iter().any(|statement| class_in(statement).is_some())
        });
        let modules = self.without_imported(modules);
        let classes = modules.into_iter().filter(|(name, _)| name != module).flat_map(|(name, file)| {
            let classes = self.program.tree(file).body.iter().filter_map(class_in);
            classes.map(|class| format!("{name}.{class}").into()).collect::<Vec<_>>()
        });
        classes.take(MOST_SIBLINGS).collect()
    }

    /// Whether a module beside that of a class has a class of the same name.
    pub(super) fn has_namesake(&self, class: u32) -> bool {
        let Class { name, module, .. } = &self.classes[class as usize];
        let path = &self.modules[*module as usize].path;
        let is_namesake = |statement: &Stmt| matches!(statement, Stmt::ClassDef(one) if *one.name.as_str() == **name);
        let others = self.modules_in(path.parent(), "", |stem, file| {
            path.file_stem().is_none_or(|own| own != stem) && self.program.tree(file).body.iter().any(is_namesake)
        });
        !others.is_empty()
    }

    /// The candidate that a name is made of which could not be imported: in the world that assumes
    /// `config.ProductionConfig`, `f"config.{env}Config"` is `config.config.ProductionConfigConfig`.
    pub(super) fn candidate_in(&mut self, text: &str, span: Span) -> Option<Value> {
        let lower = text.to_lowercase();
        let options = self.assumed_options();
        let inside = options.into_iter().filter(|option| **option != *text && option.contains('.'));
        inside
            .filter(|option| lower.contains(&option.to_lowercase()))
            .find_map(|option| self.import_text(&option, span))
    }

    /// A path from the folder where the program is started, which is usually one above its packages.
    pub(super) fn where_it_may_run(&self, path: PathBuf, app: &App) -> PathBuf {
        let sources = self.program.sources;
        let Ok(relative) = path.strip_prefix(self.start_folder()) else { return path };
        if sources.is_file(&path) {
            return path;
        }
        let above = app.root_path.iter().flat_map(|root| root.ancestors().skip(1));
        let inside = above.take_while(|folder| folder.starts_with(sources.root()));
        inside.map(|folder| folder.join(relative)).find(|one| sources.is_file(one)).unwrap_or(path)
    }

    /// The module that `import_module` loads, or the class that `import_string` finds: each module of settings and each
    /// class beside the default one is a variant where something outside chooses the name.
    pub(super) fn chosen_module(&mut self, name: &Value, default: &Arc<str>, span: Span) -> Arc<str> {
        match (&name.data, default.rsplit_once('.')) {
            (Data::Overridable(_), Some((package, _))) => {
                let is_module = self.program.find_absolute(&self.current_path(), default).is_some();
                let options =
                    if is_module { self.modules_with_settings(package) } else { self.config_candidates(Some(default)) };
                self.chosen_beside(name, default, options, span)
            }
            _ => Arc::clone(default),
        }
    }

    /// The file that a loader reads: each file of settings beside the default one is a variant where something
    /// outside chooses the name.
    pub(super) fn chosen_file(&mut self, name: &Value, path: PathBuf, span: Span) -> PathBuf {
        let (Data::Overridable(_), Some(folder)) = (&name.data, path.parent()) else { return path };
        let Some(default) = path.file_name().and_then(|name| name.to_str()).map(Arc::<str>::from) else { return path };
        let sources = self.program.sources;
        let alike = sources.files_in(folder).into_iter().filter(|one| one.extension() == path.extension());
        let beside = alike.filter_map(|one| {
            let file = self.file_of_settings(&one)?;
            Some((one.file_stem()?.to_str()?.to_owned(), file))
        });
        let beside = self.without_imported(beside.collect());
        let names =
            beside.into_iter().filter_map(|(_, file)| Some(sources.file(file).path.file_name()?.to_str()?.into()));
        let names = names.collect();
        let chosen = self.chosen_beside(name, &default, names, span);
        path.with_file_name(&*chosen)
    }

    /// The file at a path, if it states settings.
    pub(super) fn file_of_settings(&self, path: &Path) -> Option<FileId> {
        let sources = self.program.sources;
        if path.extension().is_some_and(|ending| ending == "py") {
            return sources.load(path).filter(|file| states_settings(&self.program.tree(*file).body));
        }
        sources.load_data(path).filter(|file| words_in(&sources.file(*file).text).any(is_judged_setting))
    }

    fn chosen_beside(&mut self, name: &Value, default: &Arc<str>, mut options: Vec<Arc<str>>, span: Span) -> Arc<str> {
        if let Some(option) = self.assumed(&Subject::Site(span)) {
            return option;
        }
        if let Data::Overridable(both) = &name.data {
            let folder = both.default.as_str().and_then(|path| path.strip_suffix(&**default)).unwrap_or_default();
            let may_be = |option: &str| both.otherwise.may_be_text(&format!("{folder}{option}"));
            // A file that is named in another way than the default one is not told apart.
            let is_named_so = may_be(default);
            options.retain(|option| !is_named_so || may_be(option));
        }
        // A profile need not state anything itself.
        if !options.contains(default) && self.program.profiles.of_name(default) != Context::Unnamed {
            options.push(Arc::clone(default));
        }
        let is_among = options.contains(default) && (2..=MOST_SIBLINGS).contains(&options.len());
        if is_among && !self.is_chosen_elsewhere(name) {
            let by: &[Arc<str>] = if let Data::Overridable(both) = &name.data { &both.by } else { &[] };
            let doubted_by = self.doubters(by);
            let choice = Choice::of(Subject::Site(span), options, Some(Arc::clone(default)));
            self.add_choice(Choice { doubted_by, ..choice });
        }
        Arc::clone(default)
    }

    /// Whether one of these names, or whatever is read at `span`, selects a variant.
    pub(super) fn selects_variant(&mut self, names: &[Arc<str>], span: Span) -> bool {
        let site = Subject::Site(span);
        self.assumed(&site).is_some()
            || self.choices.iter().any(|choice| match &choice.subject {
                Subject::Environment(subject) | Subject::Argument(subject) => names.contains(subject),
                Subject::Site(_) => choice.subject == site,
            })
    }

    /// Whether what decides `name` selects a variant already: then that one decides here too.
    fn is_chosen_elsewhere(&self, name: &Value) -> bool {
        let Data::Overridable(both) = &name.data else { return false };
        self.choices.iter().any(|choice| match &choice.subject {
            Subject::Environment(subject) | Subject::Argument(subject) => both.by.contains(subject),
            Subject::Site(_) => false,
        })
    }
}

/// Those of the options that a name which something outside decides may be: `f"config.{env.title()}Config"` is never
/// `config.LDAPConfig`. All, where the names are not written as the one that holds by default, or no option is.
pub(super) fn possible(options: Vec<Arc<str>>, name: &Value, default: Option<&str>) -> Vec<Arc<str>> {
    let with_colon = |option: &str| option.rsplit_once('.').map(|(module, class)| format!("{module}:{class}"));
    let may_be =
        |option: &str| name.may_be_text(option) || with_colon(option).is_some_and(|option| name.may_be_text(&option));
    let is_written_so = match default {
        Some(default) => may_be(default),
        None => options.iter().any(|option| may_be(option)),
    };
    options.into_iter().filter(|option| !is_written_so || may_be(option)).collect()
}

/// Whether a dotted name has the text of `None` in it: it was made of a name that nobody gave.
pub(super) fn is_made_of_none(dotted: &str) -> bool {
    dotted.split(['.', ':']).any(|part| part == "None")
}

/// Whether statements assign a setting.
fn states_settings(statements: &[Stmt]) -> bool {
    let is_setting = |target: &Expr| match target {
        Expr::Name(name) => is_judged_setting(name.id.as_str()),
        _ => false,
    };
    statements.iter().any(|statement| match statement {
        Stmt::Assign(assignment) => assignment.targets.iter().any(is_setting),
        Stmt::AnnAssign(assignment) => is_setting(&assignment.target),
        _ => false,
    })
}

/// The name of the class that a statement defines with settings in it, or under the name `wanted`, or that of a profile
/// which has what its base states.
fn class_with_settings<'p>(statement: &'p Stmt, wanted: &str, profiles: &Profiles) -> Option<&'p str> {
    let Stmt::ClassDef(class) = statement else { return None };
    let name = class.name.as_str();
    let is_variant = || !class.bases().is_empty() && profiles.of_name(name) != Context::Unnamed;
    (name == wanted || states_settings(&class.body) || is_variant()).then_some(name)
}
