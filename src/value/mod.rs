//! Floor 2: abstract values, their joins, and the trail of places that each went through.
//!
//! A value is data: it knows nothing of scopes or of the syntax tree. Things that live in the
//! interpreter's heap (functions, classes, mutable containers) are opaque [`Handle`]s here.

mod decider;
mod generated;
mod join;
mod shape;
mod trail;

pub use decider::{Decider, is_file_of_variables};
pub use generated::{BITS_OF_BASE64, BITS_OF_BYTE, BITS_OF_HEX, Form, Generated, Source, units_of_slice};
pub use join::{choose, each_via, for_each, override_with};
pub use shape::{Letters, Shape};
pub use trail::{Change, Step, Trail};

use std::sync::Arc;

/// A value and the places that it went through.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What it is.
    pub data: Data,
    /// Where it comes from.
    pub trail: Trail,
}

/// What a value is, as far as it is known without running the program.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Python's `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// An integer that fits 64 bits; larger ones are unknown.
    Int(i64),
    /// A floating point number.
    Float(f64),
    /// A text.
    Str(Arc<str>),
    /// Bytes.
    Bytes(Arc<[u8]>),
    /// A tuple.
    Tuple(Arc<[Value]>),
    /// A list, as it was when it reached the setting.
    List(Arc<[Value]>),
    /// A dict in insertion order, as it was when it reached the setting.
    Dict(Arc<[(Value, Value)]>),
    /// A `timedelta`, in microseconds.
    Duration(i64),
    /// Made by a generator of random or unique values when the program starts.
    Generated(Generated),
    /// Not in the source: from the environment, a secret store, a file that we do not have.
    External(External),
    /// One value when the environment sets nothing, perhaps another when it does.
    Overridable(Arc<Overridable>),
    /// One of several, by branches that could not be decided.
    OneOf(Arc<[Value]>),
    /// A thing in the interpreter's heap.
    Handle(Handle),
    /// Nothing: the name or key does not exist in this branch. Only inside alternatives.
    Absent,
    /// Not known; the text says why.
    Unknown(Arc<str>),
}

/// Something that the source does not contain.
#[derive(Clone, Debug, PartialEq)]
pub struct External {
    /// What provides it.
    pub kind: ExternalKind,
    /// The name of the environment variable, file or entry; empty if not known.
    pub name: Arc<str>,
    /// Whether it is sure to be a text: the variable itself, and not what something made of it.
    pub is_text: bool,
    /// What it can be, if it is a text.
    pub shape: Shape,
}

impl External {
    /// What `kind` provides under `name`. If it is a text, it may be any.
    pub fn new(kind: ExternalKind, name: Arc<str>, is_text: bool) -> Self {
        Self { kind, name, is_text, shape: Shape::default() }
    }

    /// What was made of it, which may have any type.
    #[must_use]
    pub fn converted(&self) -> Self {
        Self { is_text: false, ..self.reshaped() }
    }
}

/// What provides an [`External`] value.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ExternalKind {
    /// An environment variable.
    Environment,
    /// A file that is not in the project, or a secret store.
    Store,
    /// An argument that the caller of an entry point chooses.
    Argument,
}

/// A value with two readings.
#[derive(Clone, Debug, PartialEq)]
pub struct Overridable {
    /// What it is when the environment sets nothing (and no optional file exists). Never itself overridable.
    pub default: Value,
    /// What it may be otherwise.
    pub otherwise: Value,
    /// Names of the environment variables or files that decide.
    pub by: Arc<[Arc<str>]>,
}

/// An opaque reference to a thing in the interpreter's heap.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Handle {
    /// What sort of thing it is.
    pub kind: HandleKind,
    /// Its index in the interpreter's table of that kind.
    pub index: u32,
}

/// The sorts of things in the interpreter's heap.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HandleKind {
    /// A project function or lambda.
    Function,
    /// A project class.
    Class,
    /// A module of the project.
    Module,
    /// A mutable object: list, dict, set, instance, namespace.
    Object,
    /// A function, class or module of the standard library or of an extension, by its dotted name.
    Native,
    /// A function or native bound to its first argument.
    Bound,
}

impl Value {
    /// A value without a trail.
    pub fn of(data: Data) -> Self {
        Self { data, trail: Trail::default() }
    }

    /// A value that starts its trail at `step`.
    pub fn at(data: Data, step: Step) -> Self {
        Self { data, trail: Trail::default().then(step) }
    }

    /// A value that is not known, and why.
    pub fn unknown(why: &str) -> Self {
        Self::of(Data::Unknown(why.into()))
    }

    /// A text without a trail.
    pub fn text(text: &str) -> Self {
        Self::of(Data::Str(text.into()))
    }

    /// The same value, having also passed `step`.
    #[must_use]
    pub fn via(&self, step: Step) -> Self {
        Self { data: self.data.clone(), trail: self.trail.then(step) }
    }

    /// The same trail with other data: what was computed from this value.
    #[must_use]
    pub fn with(&self, data: Data) -> Self {
        Self { data, trail: self.trail.clone() }
    }

    /// What this is when the environment sets nothing.
    pub fn by_default(&self) -> &Value {
        match &self.data {
            Data::Overridable(both) => both.default.by_default(),
            _ => self,
        }
    }

    /// A thing in the interpreter's heap.
    pub fn handle(kind: HandleKind, index: u32) -> Self {
        Self::of(Data::Handle(Handle { kind, index }))
    }

    /// The text, if this is a known text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::Str(text) => Some(text),
            _ => None,
        }
    }

    /// What Flask signs with, if this is a known text or known bytes: a text counts as UTF-8 (Flask 3.1,
    /// itsdangerous' `want_bytes`).
    pub fn key_bytes(&self) -> Option<&[u8]> {
        match &self.data {
            Data::Str(text) => Some(text.as_bytes()),
            Data::Bytes(bytes) => Some(bytes),
            Data::None
            | Data::Bool(_)
            | Data::Int(_)
            | Data::Float(_)
            | Data::Tuple(_)
            | Data::List(_)
            | Data::Dict(_)
            | Data::Duration(_)
            | Data::Generated(_)
            | Data::External(_)
            | Data::Overridable(_)
            | Data::OneOf(_)
            | Data::Handle(_)
            | Data::Absent
            | Data::Unknown(_) => None,
        }
    }

    /// Every alternative that this value may be, in order: defaults first.
    pub fn alternatives(&self) -> Vec<&Value> {
        match &self.data {
            Data::Overridable(both) => {
                let mut all = both.default.alternatives();
                all.extend(both.otherwise.alternatives());
                all
            }
            Data::OneOf(values) => values.iter().flat_map(Value::alternatives).collect(),
            _ => vec![self],
        }
    }

    /// Whether Python's `bool()` of this value is known, and which it is. Ignores overrides:
    /// ask for [`Value::by_default`] first where they matter.
    pub fn truth(&self) -> Option<bool> {
        match &self.data {
            Data::None => Some(false),
            Data::Bool(value) => Some(*value),
            Data::Int(value) => Some(*value != 0),
            Data::Float(value) => Some(*value != 0.0),
            Data::Str(text) => Some(!text.is_empty()),
            Data::Bytes(bytes) => Some(!bytes.is_empty()),
            Data::Tuple(items) | Data::List(items) => Some(!items.is_empty()),
            Data::Dict(items) => Some(!items.is_empty()),
            Data::Duration(microseconds) => Some(*microseconds != 0),
            // A number may be zero: `random.randint(0, 1)`, `os.getuid()`.
            Data::Generated(made) => (made.form != Form::Opaque).then_some(true),
            Data::Handle(handle) => match handle.kind {
                // An attribute of something that is not known may be no method at all.
                HandleKind::Object | HandleKind::Bound => None,
                HandleKind::Function | HandleKind::Class | HandleKind::Module | HandleKind::Native => Some(true),
            },
            Data::OneOf(values) => {
                let first = values.first()?.truth()?;
                values.iter().all(|value| value.truth() == Some(first)).then_some(first)
            }
            Data::Overridable(both) => {
                let default = both.default.truth()?;
                (both.otherwise.truth() == Some(default)).then_some(default)
            }
            Data::External(_) | Data::Unknown(_) | Data::Absent => None,
        }
    }
}

#[cfg(test)]
mod algebra;
