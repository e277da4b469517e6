//! Which modules may make an app when they are imported, not only by a function that somebody has to call.
//!
//! It looks at names alone and supposes too much rather than too little: a call of anything that is called like a
//! function or method which makes one, or a plain call of what is called like a function that leads to such a call, makes
//! one. Only methods that call makers of other names are left out, as too many are called alike, and a program is supposed to
//! call nothing that only tests define.

use std::collections::{BTreeMap, BTreeSet};

use super::foreign_apps::is_named_after_flask;
use super::machine::Machine;
use super::survey::names_app_class;
use crate::flask::FACTORIES;
use crate::python::ast::visitor::{Visitor, walk_expr, walk_stmt};
use crate::python::ast::{AnyParameterRef, Expr, ExprCall, Stmt};
use crate::source::FileId;

/// A name that code calls, or hands to a call.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Callee<'a> {
    name: &'a str,
    /// Whether it is no attribute of anything.
    is_plain: bool,
}

impl<'a> Callee<'a> {
    fn of(expression: &'a Expr) -> Option<Self> {
        match expression {
            Expr::Name(name) => Some(Self { name: name.id.as_str(), is_plain: true }),
            Expr::Attribute(attribute) => Some(Self { name: attribute.attr.as_str(), is_plain: false }),
            _ => None,
        }
    }

    fn makes_app(self) -> bool {
        names_app_class(self.name) || FACTORIES.contains(&self.name)
    }
}

/// What the code of one file calls.
#[derive(Default)]
pub(super) struct Called<'a> {
    /// Each with a function that it stands in, or the class that makes an instance by it.
    inside: Vec<(&'a str, Callee<'a>)>,
    /// Each with the method that it stands in.
    inside_methods: Vec<(&'a str, Callee<'a>)>,
    /// When the file is imported.
    by_body: BTreeSet<Callee<'a>>,
}

impl<'a> Called<'a> {
    /// What a file with these statements calls; `is_library` says of a module whether it is not in the project.
    pub(super) fn of(body: &'a [Stmt], is_library: &dyn Fn(&str) -> bool) -> Self {
        let called = Self::default();
        let mut reader =
            Reader { called, is_library, of_libraries: BTreeSet::new(), class: None, functions: Vec::new() };
        reader.visit_body(body);
        reader.called
    }
}

/// Reads what the code of one file calls.
struct Reader<'a, 'l> {
    called: Called<'a>,
    is_library: &'l dyn Fn(&str) -> bool,
    /// The names that it imports of libraries.
    of_libraries: BTreeSet<&'a str>,
    class: Option<&'a str>,
    /// The functions around, outermost first, each with whether it is a method.
    functions: Vec<(&'a str, bool)>,
}

impl<'a> Reader<'a, '_> {
    fn note(&mut self, expression: &'a Expr) {
        let Some(callee) = Callee::of(expression) else { return };
        if self.functions.is_empty() {
            self.called.by_body.insert(callee);
        }
        for (function, is_method) in &self.functions {
            let noted = if *is_method { &mut self.called.inside_methods } else { &mut self.called.inside };
            noted.push((function, callee));
        }
    }

    /// Whether this is the class of a library that is named after Flask and, told no import name, makes no app:
    /// `FlaskWebpackExt()`.
    fn is_extension(&self, call: &ExprCall) -> bool {
        let name = call.func.as_name_expr().map_or("", |name| name.id.as_str());
        call.arguments.is_empty() && self.of_libraries.contains(name) && is_named_after_flask(name)
    }

    fn function(&mut self, name: &'a str, statement: &'a Stmt) {
        let around = self.functions.len();
        let class = self.class.take();
        self.functions.push((name, class.is_some()));
        // Whoever calls the class calls what makes its instances.
        self.functions.extend(class.filter(|_| matches!(name, "__init__" | "__new__")).map(|class| (class, false)));
        walk_stmt(self, statement);
        self.class = class;
        self.functions.truncate(around);
    }
}

impl<'a> Visitor<'a> for Reader<'a, '_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(definition) => {
                // Decorators are called when the function is defined, and so are its defaults. What a decorator is given
                // (`@click.group(create_app=…)`) is mostly called later.
                for decorator in &definition.decorator_list {
                    let called = decorator.expression.as_call_expr().map(|call| &*call.func);
                    self.note(called.unwrap_or(&decorator.expression));
                }
                for default in definition.parameters.iter().filter_map(AnyParameterRef::default) {
                    self.visit_expr(default);
                }
                self.function(definition.name.as_str(), statement);
            }
            Stmt::ClassDef(definition) => {
                let outer = self.class.replace(definition.name.as_str());
                walk_stmt(self, statement);
                self.class = outer;
            }
            // Whoever imports the file does not run it.
            Stmt::If(condition) if Machine::is_main_guard(&condition.test) => {}
            Stmt::ImportFrom(import) => {
                // Whoever calls the other name calls this.
                let renamed = import.names.iter().filter_map(|alias| Some((alias.asname.as_ref()?, &alias.name)));
                let callee = |name: &'a str| Callee { name, is_plain: true };
                self.called.inside.extend(renamed.map(|(name, meant)| (name.as_str(), callee(meant.as_str()))));
                if import.level == 0 && import.module.as_ref().is_some_and(|module| (self.is_library)(module.as_str()))
                {
                    let names = import.names.iter().map(|alias| alias.asname.as_ref().unwrap_or(&alias.name).as_str());
                    self.of_libraries.extend(names);
                }
            }
            Stmt::Assign(assignment) => {
                let names = assignment.targets.iter().filter_map(Expr::as_name_expr);
                let callee = Callee::of(&assignment.value);
                self.called.inside.extend(names.filter_map(|name| Some((name.id.as_str(), callee?))));
                walk_stmt(self, statement);
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Call(call) = expression
            && !self.is_extension(call)
        {
            self.note(&call.func);
            if Callee::of(&call.func).is_some_and(|callee| matches!(callee.name, "isinstance" | "issubclass")) {
                return walk_expr(self, expression);
            }
            let keywords = call.arguments.keywords.iter().map(|keyword| &keyword.value);
            call.arguments.args.iter().chain(keywords).for_each(|argument| self.note(argument));
        }
        walk_expr(self, expression);
    }
}

/// What makes an app when it is called, by name.
struct Makers<'a> {
    /// Those that call a class of apps.
    direct: BTreeSet<&'a str>,
    /// Those and the functions that lead to such a call.
    all: BTreeSet<&'a str>,
}

impl<'a> Makers<'a> {
    fn among<'c>(called: impl Iterator<Item = &'c Called<'a>> + Clone) -> Self
    where
        'a: 'c,
    {
        let inside = || called.clone().flat_map(|called| called.inside.iter().copied());
        let methods = called.clone().flat_map(|called| called.inside_methods.iter().copied());
        let of_apps = |(_, callee): &(&str, Callee<'_>)| callee.makes_app();
        let direct: BTreeSet<&str> = inside().chain(methods).filter(of_apps).map(|(caller, _)| caller).collect();
        let mut callers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (caller, callee) in inside().filter(|(_, callee)| callee.is_plain || direct.contains(callee.name)) {
            callers.entry(callee.name).or_default().push(caller);
        }
        let mut all = direct.clone();
        let mut waiting: Vec<&str> = direct.iter().copied().collect();
        while let Some(name) = waiting.pop() {
            let found = callers.get(name).into_iter().flatten().copied();
            waiting.extend(found.filter(|caller| all.insert(*caller)));
        }
        Self { direct, all }
    }

    fn are_called_by_body(&self, called: &Called<'_>) -> bool {
        let known = |callee: &Callee<'_>| if callee.is_plain { &self.all } else { &self.direct };
        called.by_body.iter().any(|callee| callee.makes_app() || known(callee).contains(callee.name))
    }
}

/// The files, each with what it calls, that may make an app when they are imported; `is_test` says which are tests.
pub(super) fn making(files: &[(FileId, Called<'_>)], is_test: impl Fn(FileId) -> bool) -> BTreeSet<FileId> {
    let (tests, programs): (Vec<_>, Vec<_>) = files.iter().partition(|(file, _)| is_test(*file));
    let of_programs = Makers::among(programs.iter().map(|(_, called)| called));
    let of_all = Makers::among(files.iter().map(|(_, called)| called));
    let makers = [(programs, of_programs), (tests, of_all)];
    let making = makers.iter().flat_map(|(files, makers)| {
        files.iter().filter(|(_, called)| makers.are_called_by_body(called)).map(|(file, _)| *file)
    });
    making.collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Called, making};
    use crate::python::parse;
    use crate::source::Sources;

    const FACTORY: &str = "from flask import Flask\ndef build():\n    return Flask('shop')\ndef shop():\n    return build()\n\
                           class Site:\n    def __init__(self):\n        self.app = build()\n    def get(self):\n        \
                           return build()\n    def start(self):\n        return Flask('site')\n";

    /// Whether a file with this body makes an app when it is imported, beside one that has functions which do.
    fn makes(body: &str) -> bool {
        makes_beside(body, false)
    }

    fn makes_beside(body: &str, is_factory_of_tests: bool) -> bool {
        let texts = [("factory.py".to_owned(), FACTORY.to_owned()), ("a.py".to_owned(), body.to_owned())];
        let sources = Sources::in_memory(texts);
        let files = ["/factory.py", "/a.py"].map(|path| sources.load(Path::new(path)).unwrap());
        let parsed = files.map(|file| parse(&sources, file));
        let is_library = |module: &str| module != "factory";
        let called = files.iter().zip(&parsed).map(|(file, parsed)| (*file, Called::of(&parsed.body, &is_library)));
        let is_test = |file| is_factory_of_tests && file == files[0];
        let making = making(&called.collect::<Vec<_>>(), is_test);
        assert!(!making.contains(&files[0]), "it only has functions that do");
        making.contains(&files[1])
    }

    #[test]
    fn what_calls_a_maker_when_it_is_imported_makes_an_app() {
        for body in [
            "app = Flask('a')",
            "app = factory.build()",
            "from factory import shop as make\nif ready:\n    app = make()",
            "make = build\nclass A:\n    app = make()",
            "site = Site()",
            "app = site.start()",
            "serve(shop)",
            "manager = Manager(app=factory.build)",
            "@shop\ndef f(): ...",
            "def own():\n    return shop()\nown()",
            "def f(app=build()): ...",
        ] {
            assert!(makes(body), "{body}");
        }
    }

    #[test]
    fn what_only_has_functions_makes_none() {
        for body in [
            "def f():\n    return build()",
            "from factory import build, Site",
            "class A:\n    def f(self):\n        return shop()",
            "if __name__ == '__main__':\n    shop()",
            "value = table.get()",
            "isinstance(x, FlaskLike)",
            "class B(Site): ...",
            "from flask_shop import FlaskShop\nshops = FlaskShop()",
        ] {
            assert!(!makes(body), "{body}");
        }
    }

    #[test]
    fn a_class_named_after_flask_makes_one_unless_a_library_has_it_and_is_told_nothing() {
        for body in [
            "from flask_shop import FlaskShop\nshop = FlaskShop(__name__)",
            "from factory import FlaskShop\nshop = FlaskShop()",
            "class FlaskShop(Base): ...\nshop = FlaskShop()",
        ] {
            assert!(makes(body), "{body}");
        }
    }

    #[test]
    fn what_a_test_defines_makes_no_app_of_a_program() {
        assert!(makes_beside("app = build()", false) && !makes_beside("app = build()", true));
        assert!(makes_beside("app = Flask(__name__)", true));
    }
}
