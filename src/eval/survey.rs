//! What a file's syntax says before anything is run: what it imports from the project, and which of its
//! functions make or configure an app.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use indexmap::IndexSet;

use super::commands::is_command_for_server;
use super::config_writes::{calls_elsewhere, is_config_write, names_app_of_instance, root_name};
use super::foreign_apps::is_named_after_flask;
use super::program::Program;
use crate::flask::FACTORIES;
use crate::python::ast::visitor::{Visitor, walk_expr, walk_stmt};
use crate::python::ast::{self, Expr, Stmt};
use crate::source::{FileId, Sources, Span};

/// The survey of one file.
pub(super) struct Survey<'a, 's> {
    program: &'a Program<'s>,
    file: FileId,
    /// Paths of the project's modules that it imports.
    pub(super) imported: BTreeSet<Arc<Path>>,
    /// Functions that make an app, or that configure one of their module.
    factories: Vec<FunctionName>,
    /// Those of them that make one.
    makers: Vec<FunctionName>,
    /// Methods that make an app, or that configure one of their module or their class.
    methods: Vec<FunctionName>,
    /// Functions that configure an app that they are given, with the parameter that it is.
    configurers: Vec<(FunctionName, String)>,
    /// Functions that a server calls for each request: `application(environ, start_response)`, `handler(event, context)`.
    pub(super) applications: BTreeSet<Span>,
    /// Calls of plain names, by the function that they stand in.
    calls: Vec<(FunctionName, String)>,
    /// Calls of classes of other modules, by their last names, by the function that they stand in.
    dotted_calls: Vec<(FunctionName, String)>,
    /// Calls by the last name, by the method that they stand in.
    calls_of_methods: Vec<(FunctionName, String)>,
    /// Classes with the last names of their bases.
    classes: Vec<(String, Vec<String>)>,
    /// Whether its body makes an app.
    pub(super) makes_app: bool,
    function: Option<Outermost>,
    class: Option<Around>,
}

/// What sort of class is around a statement.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Around {
    Tests,
    Class,
}

/// The name of a function, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct FunctionName {
    text: String,
    span: Span,
}

/// The outermost function around a statement.
struct Outermost {
    name: FunctionName,
    parameters: Vec<String>,
    /// A view or a hook runs at requests, a fixture for a test. What a command does to an app counts where it starts the
    /// server for it.
    is_called_elsewhere: bool,
}

impl<'a, 's> Survey<'a, 's> {
    pub(super) fn of(program: &'a Program<'s>, file: FileId) -> Self {
        let mut survey = Self {
            program,
            file,
            imported: BTreeSet::new(),
            factories: Vec::new(),
            makers: Vec::new(),
            methods: Vec::new(),
            configurers: Vec::new(),
            applications: BTreeSet::new(),
            calls: Vec::new(),
            dotted_calls: Vec::new(),
            calls_of_methods: Vec::new(),
            classes: Vec::new(),
            makes_app: false,
            function: None,
            class: None,
        };
        for statement in &program.tree(file).body {
            survey.visit_stmt(statement);
        }
        survey
    }

    fn note_import(&mut self, dotted: &str, level: u32) {
        let path = &self.program.sources.file(self.file).path;
        self.imported.extend(self.program.find_import(path, level, dotted));
    }

    fn note_import_from(&mut self, import: &ast::StmtImportFrom) {
        let module = import.module.as_ref().map_or("", |name| name.as_str());
        self.note_import(module, import.level);
        for alias in &import.names {
            let dotted = if module.is_empty() { alias.name.to_string() } else { format!("{module}.{}", alias.name) };
            self.note_import(&dotted, import.level);
        }
    }

    fn function(&mut self, definition: &ast::StmtFunctionDef, statement: &Stmt) {
        let is_outermost = self.function.is_none();
        if is_outermost {
            let named: Vec<&str> = definition.parameters.iter().map(|parameter| parameter.name().as_str()).collect();
            let is_application = matches!(*named, ["environ" | "env", "start_response"] | ["event", "context"]);
            let range = definition.name.range;
            let span = Span::new(self.file, range.start().to_u32(), range.end().to_u32());
            self.applications.extend(is_application.then_some(span));
            self.function = Some(Outermost {
                name: FunctionName { text: definition.name.to_string(), span },
                parameters: named.into_iter().map(ToOwned::to_owned).collect(),
                is_called_elsewhere: definition
                    .decorator_list
                    .iter()
                    .any(|decorator| calls_elsewhere(&decorator.expression))
                    && !is_command_for_server(definition),
            });
        }
        walk_stmt(self, statement);
        if is_outermost {
            self.function = None;
        }
    }

    /// Methods are reached through instances, which entries make.
    fn class(&mut self, definition: &ast::StmtClassDef, statement: &Stmt) {
        let bases = definition.bases().iter().map(|base| last_name(base).to_owned());
        self.classes.push((definition.name.to_string(), bases.collect()));
        let (factories, makers, calls) = (self.factories.len(), self.makers.len(), self.calls.len());
        let (configurers, dotted_calls) = (self.configurers.len(), self.dotted_calls.len());
        let is_test = |base: &Expr| last_name(base).ends_with("TestCase");
        let is_of_tests = definition.name.starts_with("Test") || definition.bases().iter().any(is_test);
        let around = self.class.replace(if is_of_tests { Around::Tests } else { Around::Class });
        walk_stmt(self, statement);
        self.class = around;
        self.configurers.truncate(configurers);
        self.makers.truncate(makers);
        self.methods.extend(self.factories.drain(factories..));
        self.calls_of_methods.extend(self.calls.drain(calls..).chain(self.dotted_calls.drain(dotted_calls..)));
    }

    /// The functions that configure an app that they are given, by place, with the name of the parameter.
    pub(super) fn configurers(&self) -> Vec<(Span, String)> {
        self.configurers.iter().map(|(function, parameter)| (function.span, parameter.clone())).collect()
    }

    fn note_factory(&mut self) {
        if let Some(function) = &self.function
            && !self.factories.contains(&function.name)
        {
            self.factories.push(function.name.clone());
        }
    }

    fn note_call(&mut self, callee: &Expr, name: &str) {
        let Some(function) = &self.function else {
            self.makes_app |= names_app_class(name) || FACTORIES.contains(&name);
            return;
        };
        if names_app_class(name) {
            self.makers.push(function.name.clone());
            self.note_factory();
        } else if callee.is_name_expr() {
            self.calls.push((function.name.clone(), name.to_string()));
        } else if name.starts_with(char::is_uppercase) {
            self.dotted_calls.push((function.name.clone(), name.to_string()));
        }
    }

    /// A write to the configuration of an app: of its module, or of one that the function is given.
    fn note_write(&mut self, target: &Expr) {
        let Some(function) = &self.function else { return };
        let Some(root) = root_name(target) else { return };
        if function.is_called_elsewhere || self.class == Some(Around::Tests) || !is_config_write(target) {
            return;
        }
        if self.class.is_some() && function.parameters.first().is_some_and(|receiver| receiver == root) {
            if names_app_of_instance(target) && mentions_flask(self.program.sources, self.file) {
                self.note_factory();
            }
            return;
        }
        if !function.parameters.iter().any(|name| name == root) {
            return self.note_factory();
        }
        let configurer = (function.name.clone(), root.to_string());
        // A test is given an app that the project makes elsewhere, and there are many of them.
        let is_test = configurer.0.text.starts_with("test");
        if !is_test && self.is_named_as_app(root) && !self.configurers.contains(&configurer) {
            self.configurers.push(configurer);
        }
    }

    /// Whether a parameter may well be a Flask app: much else has a `config`, and other frameworks have apps.
    fn is_named_as_app(&self, parameter: &str) -> bool {
        let is_app = parameter == "app" || parameter == "application" || parameter.ends_with("_app");
        is_app && mentions_flask(self.program.sources, self.file)
    }
}

impl<'a> Visitor<'a> for Survey<'_, '_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(import) => {
                for alias in &import.names {
                    self.note_import(alias.name.as_str(), 0);
                }
            }
            Stmt::ImportFrom(import) => self.note_import_from(import),
            Stmt::FunctionDef(definition) => self.function(definition, statement),
            Stmt::ClassDef(definition) if self.function.is_none() => self.class(definition, statement),
            Stmt::Assign(assignment) => {
                assignment.targets.iter().for_each(|target| self.note_write(target));
                walk_stmt(self, statement);
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Call(call) = expression {
            let name = last_name(&call.func);
            self.note_call(&call.func, name);
            if name.starts_with("from_") || name == "update" {
                self.note_write(&call.func);
            }
        }
        walk_expr(self, expression);
    }
}

/// Whether a file says anything of Flask.
pub(super) fn mentions_flask(sources: &Sources, file: FileId) -> bool {
    ["flask", "Flask"].iter().any(|name| sources.file(file).text.contains(name))
}

/// The last name of a dotted one.
pub(super) fn last_name(expression: &Expr) -> &str {
    match expression {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => "",
    }
}

/// Whether something of this name makes an app when it is called.
pub(super) fn names_app_class(name: &str) -> bool {
    matches!(name, "OpenAPI" | "Quart" | "FlaskApp") || name.ends_with("Flask") || is_named_after_flask(name)
}

/// The names of the project's own classes of apps.
fn app_classes<'s>(surveys: &'s [Survey<'_, '_>]) -> BTreeSet<&'s str> {
    let mut classes: BTreeSet<&str> = BTreeSet::new();
    loop {
        let is_app = |base: &String| names_app_class(base) || classes.contains(base.as_str());
        let all = surveys.iter().flat_map(|one| &one.classes);
        let found: BTreeSet<&str> =
            all.filter(|(_, bases)| bases.iter().any(is_app)).map(|(name, _)| name.as_str()).collect();
        if found.len() == classes.len() {
            return found;
        }
        classes = found;
    }
}

/// The functions that make or configure an app, by place. One that calls a maker by its name makes an app too, and so does
/// one that calls a class of apps.
pub(super) fn factories(surveys: &[Survey<'_, '_>]) -> IndexSet<Span> {
    let mut factories: IndexSet<Span> = surveys.iter().flat_map(|one| &one.factories).map(|one| one.span).collect();
    let mut makers: IndexSet<&FunctionName> = surveys.iter().flat_map(|one| &one.makers).collect();
    let classes = app_classes(surveys);
    let calls = || surveys.iter().flat_map(|one| &one.calls);
    let dotted_calls = surveys.iter().flat_map(|one| &one.dotted_calls);
    makers.extend(
        calls().chain(dotted_calls).filter(|(_, callee)| classes.contains(callee.as_str())).map(|(caller, _)| caller),
    );
    let mut next = 0;
    while let Some(maker) = makers.get_index(next).copied() {
        next += 1;
        makers.extend(calls().filter(|(_, callee)| *callee == maker.text).map(|(caller, _)| caller));
    }
    factories.extend(makers.iter().map(|maker| maker.span));
    factories
}

/// The methods that make an app, by place: one of Flask's, or of a class of the project's own.
pub(super) fn methods(surveys: &[Survey<'_, '_>]) -> IndexSet<Span> {
    let classes = app_classes(surveys);
    let calls = surveys.iter().flat_map(|one| &one.calls_of_methods);
    let callers = calls.filter(|(_, callee)| classes.contains(callee.as_str())).map(|(caller, _)| caller);
    surveys.iter().flat_map(|one| &one.methods).chain(callers).map(|method| method.span).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Options;
    use super::super::pins::Pins;
    use super::*;

    #[test]
    fn a_factory_that_configures_an_app_of_its_own_class_is_one() {
        let text = "from flask import Flask\nclass Shop(Flask):\n    pass\n\
                    def make():\n    app = Shop('shop')\n    app.config['A'] = 1\n    return app\n\
                    def again():\n    return make()\n";
        let sources = Sources::in_memory([("app.py".to_owned(), text.to_owned())]);
        let file = sources.load(Path::new("/app.py")).unwrap();
        let options = Options::default();
        let program = Program::new(&sources, Pins::of(&sources, &[file], None), &options);
        let names = |span: &Span| text.get(span.start as usize..span.end as usize).unwrap();
        let found = factories(&[Survey::of(&program, file)]);
        assert_eq!(found.iter().map(names).collect::<Vec<_>>(), ["make", "again"]);
    }

    #[test]
    fn a_class_of_apps_is_called_by_functions_and_methods_by_whatever_name() {
        let text = "import shop\nfrom flask import Flask\nclass Site(Flask):\n    pass\n\
                    class Repo:\n    def of(self):\n        return Site(self)\n    def there(self):\n        \
                    return shop.Site(self)\n    def other(self):\n        return shop.Shelf(self)\n\
                    def make():\n    return shop.Site('shop')\n";
        let sources = Sources::in_memory([("app.py".to_owned(), text.to_owned())]);
        let file = sources.load(Path::new("/app.py")).unwrap();
        let options = Options::default();
        let program = Program::new(&sources, Pins::of(&sources, &[file], None), &options);
        let names = |span: &Span| text.get(span.start as usize..span.end as usize).unwrap();
        let surveys = [Survey::of(&program, file)];
        assert_eq!(methods(&surveys).iter().map(names).collect::<Vec<_>>(), ["of", "there"]);
        assert_eq!(factories(&surveys).iter().map(names).collect::<Vec<_>>(), ["make"]);
    }
}
