//! The kinds of things in the heap and in the tables of the interpreter.
//!
//! Data only; what they do is in the files named after the operations.

use std::sync::Arc;

use super::store::{Fields, ObjectId};
use super::validators::Validator;
use crate::python::ast;
use crate::source::{FileId, Span};
use crate::value::Value;

/// A mutable object.
#[derive(Clone)]
pub(super) struct Object {
    pub(super) kind: ObjectKind,
    pub(super) fields: Fields,
    /// Why fields may exist or differ that we do not know of.
    pub(super) blurred: Option<Arc<str>>,
}

impl Object {
    pub(super) fn new(kind: ObjectKind) -> Self {
        Self { kind, fields: Fields::default(), blurred: None }
    }
}

/// What an object is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum ObjectKind {
    /// The names of a module, a function call or a class body.
    Scope,
    /// A dict; fields are its items.
    Dict,
    /// A list; fields are its items by index.
    List,
    /// A set; keys are its items.
    Set,
    /// An instance of a project class.
    Instance(u32),
    /// An instance of a class of the standard library or of an extension, by dotted name.
    Native(Arc<str>),
    /// What is not known, and was written to.
    Outside,
    /// A Flask application.
    App(u32),
    /// The configuration of the application with this index.
    Config(u32),
}

/// A project function, lambda or method.
#[derive(Clone)]
pub(super) struct Function<'p> {
    pub(super) name: Arc<str>,
    pub(super) file: FileId,
    pub(super) span: Span,
    pub(super) parameters: Option<&'p ast::Parameters>,
    pub(super) body: Body<'p>,
    /// The scope that it was defined in.
    pub(super) scope: ObjectId,
    /// The module that it was defined in.
    pub(super) module: u32,
    /// Defaults, evaluated when it was defined, by parameter name.
    pub(super) defaults: Vec<(Arc<str>, Value)>,
    /// The class whose body defines it.
    pub(super) class: Option<u32>,
    pub(super) flavour: Flavour,
}

/// What runs when a function is called.
#[derive(Copy, Clone)]
pub(super) enum Body<'p> {
    Statements(&'p [ast::Stmt]),
    Expression(&'p ast::Expr),
}

/// How a function is bound in a class body, or called.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Flavour {
    Plain,
    Static,
    Class,
    Property,
    /// A command of click.
    Command,
}

/// A project class.
#[derive(Clone)]
pub(super) struct Class {
    pub(super) name: Arc<str>,
    pub(super) span: Span,
    pub(super) module: u32,
    /// The names of its body.
    pub(super) scope: ObjectId,
    /// Method resolution order: indices of project classes, itself first.
    pub(super) order: Vec<u32>,
    /// Dotted names of the bases outside the project, nearest first.
    pub(super) native_bases: Vec<Arc<str>>,
    /// The class of the project that makes it, its own or inherited.
    pub(super) metaclass: Option<u32>,
    /// Whether its fields are dataclass fields.
    pub(super) is_dataclass: bool,
    /// Fields that each instance gets a value of its own for, with what makes it.
    pub(super) factories: Vec<(Arc<str>, Value)>,
    /// Its own fields that are read from the environment, with the defaults that its body states.
    pub(super) settings: Vec<(Arc<str>, Option<Value>)>,
    /// Under which names its own fields are read from the environment that have names of their own there.
    pub(super) variables: Vec<(Arc<str>, Vec<Arc<str>>)>,
    /// Its own functions that check the fields of an instance.
    pub(super) validators: Vec<Validator>,
}

impl Class {
    /// What the environment calls one of its own fields; nothing if as the class does.
    pub(super) fn variables_of(&self, field: &str) -> &[Arc<str>] {
        let found = self.variables.iter().find(|(name, _)| **name == *field);
        found.map_or(&[], |(_, variables)| variables)
    }
}

/// A module of the project.
#[derive(Clone)]
pub(super) struct Module {
    pub(super) name: Arc<str>,
    pub(super) path: std::path::PathBuf,
    pub(super) scope: ObjectId,
    /// `None` for a namespace package: a folder without `__init__.py`.
    pub(super) file: Option<FileId>,
}

/// A function bound to its first argument, or a method of a native value by name.
#[derive(Clone)]
pub(super) struct Bound {
    pub(super) receiver: Value,
    pub(super) target: Target,
}

/// What a [`Bound`] calls.
#[derive(Clone)]
pub(super) enum Target {
    /// A project function.
    Function(u32),
    /// The method of this name of whatever the receiver is.
    Method(Arc<str>),
    /// `functools.partial`: the receiver is the callable, these are the arguments.
    Partial(Vec<Value>, Vec<(Arc<str>, Value)>),
    /// `super()`: attributes are looked up after this class in the receiver's order.
    Super(u32),
}
