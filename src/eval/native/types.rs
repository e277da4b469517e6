//! Of which classes values are: `isinstance` and `issubclass`.
//!
//! Only what is certain is said: a class of a library that we do not have may have any bases, and the abstract classes
//! of `collections.abc` are instances by what a class defines.

use std::sync::Arc;

use super::super::machine::Machine;
use super::super::object::ObjectKind;
use crate::value::{Data, ExternalKind, Handle, HandleKind, Value};

/// The modules of the abstract classes, and where Python 2 had them.
const ABSTRACT: [&str; 4] = ["collections.abc", "typing", "numbers", "collections"];
/// Abstract classes, each with the types that are instances of it; `docs.python.org/3/library/collections.abc.html` and
/// `numbers.html`.
const INSTANCES: [(&str, &[&str]); 18] = [
    ("Mapping", &["dict"]),
    ("MutableMapping", &["dict"]),
    ("Dict", &["dict"]),
    ("Sequence", &["str", "bytes", "tuple", "list"]),
    ("MutableSequence", &["list"]),
    ("List", &["list"]),
    ("Tuple", &["tuple"]),
    ("Set", &["set"]),
    ("MutableSet", &["set"]),
    ("Iterable", &["str", "bytes", "tuple", "list", "dict", "set"]),
    ("Container", &["str", "bytes", "tuple", "list", "dict", "set"]),
    ("Collection", &["str", "bytes", "tuple", "list", "dict", "set"]),
    ("Sized", &["str", "bytes", "tuple", "list", "dict", "set"]),
    ("Number", &["int", "float", "bool"]),
    ("Real", &["int", "float", "bool"]),
    ("Integral", &["int", "bool"]),
    ("Callable", &["type"]),
    ("Text", &["str"]),
];
/// Bases that make no instance one of another class.
const PLAIN_BASES: [&str; 4] = ["abc.ABC", "enum.Enum", "typing.Generic", "typing.Protocol"];
const BUILTIN: &str = "builtins.";
/// The classes that Python has itself, exceptions aside.
const CLASSES: [&str; 18] = [
    "NoneType",
    "bool",
    "bytearray",
    "bytes",
    "complex",
    "dict",
    "float",
    "frozenset",
    "int",
    "list",
    "memoryview",
    "property",
    "range",
    "set",
    "slice",
    "str",
    "tuple",
    "type",
];

/// A class that a value may be of.
enum Class {
    /// One of the project.
    Own(u32),
    /// One of the standard library or an extension, by its dotted name.
    Library(Arc<str>),
}

impl Machine<'_> {
    /// What `isinstance(object, classes)` is.
    pub(in super::super) fn is_instance(&mut self, object: &Value, classes: &Value) -> Value {
        self.is_any(object, classes, Self::is_instance_of)
    }

    /// What `issubclass(object, classes)` is.
    pub(super) fn is_subclass(&mut self, object: &Value, classes: &Value) -> Value {
        self.is_any(object, classes, |machine, object, class| match object.data {
            Data::Handle(Handle { kind: HandleKind::Class, index }) => machine.derives_from(index, class),
            _ => None,
        })
    }

    fn is_any(
        &mut self,
        object: &Value,
        classes: &Value,
        is_of: impl Fn(&Self, &Value, &Class) -> Option<bool>,
    ) -> Value {
        let classes = self.classes_among(classes);
        self.lift(object, &mut |machine, object| {
            let each = || classes.iter().map(|class| is_of(machine, object, class.as_ref()?));
            if each().any(|is| is == Some(true)) {
                return object.with(Data::Bool(true));
            }
            if each().all(|is| is == Some(false)) {
                return object.with(Data::Bool(false));
            }
            Value::unknown("of what class")
        })
    }

    /// The classes of a class or a tuple of them; `None` for what is no class that is known.
    fn classes_among(&self, classes: &Value) -> Vec<Option<Class>> {
        match classes.data {
            Data::Tuple(ref items) => items.iter().flat_map(|item| self.classes_among(item)).collect(),
            Data::Handle(Handle { kind: HandleKind::Class, index }) => vec![Some(Class::Own(index))],
            _ => vec![self.native_name(classes).map(Class::Library)],
        }
    }

    fn is_instance_of(&self, object: &Value, class: &Class) -> Option<bool> {
        if let Some((_, ObjectKind::Instance(own))) = self.kind_of(object) {
            return self.derives_from(*own, class);
        }
        if let (Some((_, ObjectKind::App(app))), Class::Own(_)) = (self.kind_of(object), class) {
            return self.apps[*app as usize].class.map_or(Some(false), |own| self.derives_from(own, class));
        }
        match (self.type_name(object), class) {
            (Some(kind), Class::Library(class)) => is_of_library(kind, class),
            (Some(_), Class::Own(class)) => (!self.has_own_rule(*class)).then_some(false),
            (None, _) => None,
        }
    }

    /// Whether a class of the project is `class` or derives from it.
    fn derives_from(&self, own: u32, class: &Class) -> Option<bool> {
        let bases = &self.classes[own as usize].native_bases;
        let is = match class {
            Class::Own(class) => self.classes[own as usize].order.contains(class),
            Class::Library(class) => {
                &**class == "builtins.object" || bases.iter().any(|base| is_of_library(base, class) == Some(true))
            }
        };
        // A base that is not here may have any others.
        let is_closed = |base: &Arc<str>| base.starts_with(BUILTIN) || PLAIN_BASES.contains(&&**base);
        let is_known = !self.is_blurred(own) && bases.iter().all(is_closed);
        let is_not = match class {
            Class::Own(class) => !self.is_blurred(own) && !self.has_own_rule(*class),
            Class::Library(class) => is_known && is_builtin_class(class),
        };
        if is { Some(true) } else { is_not.then_some(false) }
    }

    /// Whether a class may say itself what its instances are, as `abc.ABC` and protocols do.
    fn has_own_rule(&self, class: u32) -> bool {
        self.is_blurred(class)
            || self.classes[class as usize].native_bases.iter().any(|base| !base.starts_with(BUILTIN))
    }

    /// The dotted name of the class of a value that is no instance of a class of the project.
    fn type_name(&self, value: &Value) -> Option<&'static str> {
        Some(match &value.data {
            Data::Str(_) => "builtins.str",
            Data::Bytes(_) => "builtins.bytes",
            Data::Int(_) => "builtins.int",
            Data::Float(_) => "builtins.float",
            Data::Bool(_) => "builtins.bool",
            Data::None => "builtins.NoneType",
            Data::Tuple(_) => "builtins.tuple",
            Data::Duration(_) => "datetime.timedelta",
            Data::External(external) if external.kind == ExternalKind::Environment => "builtins.str",
            Data::Handle(Handle { kind: HandleKind::Class, .. }) => "builtins.type",
            Data::Handle(Handle { kind: HandleKind::Module, .. }) => "types.ModuleType",
            Data::Handle(Handle { kind: HandleKind::Function, .. }) => "types.FunctionType",
            _ => match self.kind_of(value)?.1 {
                ObjectKind::Dict | ObjectKind::Config(_) => "builtins.dict",
                ObjectKind::List => "builtins.list",
                ObjectKind::Set => "builtins.set",
                ObjectKind::Native(class) if &**class == "pathlib.Path" => "pathlib.PosixPath",
                _ => return None,
            },
        })
    }
}

/// Whether this is a class that Python has itself: what no file defines has no other name.
fn is_builtin_class(name: &str) -> bool {
    name.strip_prefix(BUILTIN).is_some_and(|name| {
        CLASSES.contains(&name) || ["Error", "Exception", "Exit", "Warning"].iter().any(|end| name.ends_with(end))
    })
}

/// Whether what is of the library class `kind` is an instance of the library class `class`.
fn is_of_library(kind: &str, class: &str) -> Option<bool> {
    let is_bool = kind == "builtins.bool" && class == "builtins.int";
    // Servers are no Windows.
    let is_path = kind == "pathlib.PosixPath"
        && matches!(class, "pathlib.Path" | "pathlib.PurePath" | "pathlib.PurePosixPath" | "os.PathLike");
    if kind == class || class == "builtins.object" || is_bool || is_path {
        return Some(true);
    }
    let (module, name) = class.rsplit_once('.')?;
    if ABSTRACT.contains(&module) {
        let (_, instances) = INSTANCES.iter().find(|(one, _)| *one == name)?;
        // A metaclass may make a class a container, as that of enumerations does.
        let kind = kind.strip_prefix(BUILTIN).filter(|kind| *kind != "type" || name == "Callable")?;
        return Some(instances.contains(&kind));
    }
    // Classes that are written in full, and have no others as instances.
    let is_closed =
        |name: &str| is_builtin_class(name) || name.starts_with("datetime.") || name.starts_with("pathlib.");
    (is_closed(class) && (is_closed(kind) || kind.starts_with("types."))).then_some(false)
}
