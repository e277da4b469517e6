//! Classes: bodies, inheritance, and `dir()` as Flask's `from_object` sees it.

use std::sync::Arc;

use indexmap::IndexMap;

use super::branches::Flow;
use super::calls::Arguments;
use super::frame::Frame;
use super::inheritance::TOO_MANY_BASES;
use super::machine::{Eval, Machine};
use super::names::{fill_absent, present};
use super::object::{Class, Flavour, ObjectKind, Target};
use super::open_names::is_nothing_by_default;
use super::store::{Key, ObjectId};
use crate::flask::GapKind;
use crate::python::ast;
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value, choose};

/// Why nothing is known of what a class inherits from a library.
const UNKNOWN_BASE: &str = "a base class that is not known";

impl<'p> Machine<'p> {
    pub(super) fn define_class(&mut self, definition: &'p ast::StmtClassDef) -> Eval<()> {
        let name: Arc<str> = definition.name.as_str().into();
        let span = self.span(&definition.name);
        let arguments = match &definition.arguments {
            Some(arguments) => self.arguments(arguments)?,
            None => Arguments::default(),
        };
        let class = self.add_class(&name, span, &arguments.positional);
        self.set_metaclass(class, &arguments);
        self.run_class_body(class, &definition.body)?;
        self.finish_class(class, &arguments);
        let mut value = self.make_by_metaclass(class, &arguments, span)?;
        self.tell_base(class, &arguments, span)?;
        for decorator in definition.decorator_list.iter().rev() {
            value = self.decorate(&value, &decorator.expression)?;
        }
        self.bind_name(&name, value);
        Ok(())
    }

    /// A base with `__init_subclass__` hears of each class that is derived from it.
    fn tell_base(&mut self, class: u32, arguments: &Arguments, span: Span) -> Eval<()> {
        let bases = self.classes[class as usize].order.iter().skip(1).copied().collect::<Vec<u32>>();
        let hook = bases
            .iter()
            .find_map(|base| self.store.get(self.classes[*base as usize].scope, "__init_subclass__").cloned());
        let Some(Value { data: Data::Handle(Handle { kind: HandleKind::Function, index }), .. }) = hook else {
            return Ok(());
        };
        let mut arguments = Arguments { named: arguments.named.clone(), ..Arguments::default() };
        arguments.named.retain(|(name, _)| &**name != "metaclass");
        let bound = self.bind(Value::handle(HandleKind::Class, class), Target::Function(index));
        self.call(&bound, &arguments, span).map(|_| ())
    }

    /// `Class.__subclasses__()`: those that are derived from it without another in between.
    pub(super) fn subclasses(&mut self, class: u32) -> Value {
        let derives = |one: &Class, base: u32| one.order.iter().skip(1).any(|known| *known == base);
        let direct = self.classes.iter().enumerate().filter(|(_, one)| {
            let is_between = |other: &u32| *other != class && derives(&self.classes[*other as usize], class);
            derives(one, class) && !one.order.iter().skip(1).any(is_between)
        });
        let direct: Vec<Value> = direct
            .filter_map(|(index, _)| Some(Value::handle(HandleKind::Class, u32::try_from(index).ok()?)))
            .collect();
        self.new_list(direct)
    }

    /// A class without a body yet, as `class name(bases)` or `type(name, bases, {})` makes it.
    pub(super) fn add_class(&mut self, name: &Arc<str>, span: Span, bases: &[Value]) -> u32 {
        let index = u32::try_from(self.classes.len()).unwrap_or(u32::MAX);
        let scope = self.store.add(ObjectKind::Scope);
        let bases: Vec<Value> = bases.iter().map(|base| base.by_default().clone()).collect();
        let found = self.resolution_order(index, &bases);
        if found.is_none() {
            self.limit(span, TOO_MANY_BASES);
            self.blur(scope, TOO_MANY_BASES);
        }
        let (order, native_bases) = found.unwrap_or_else(|| (vec![index], Vec::new()));
        if bases.iter().any(|base| matches!(base.data, Data::Unknown(_) | Data::External(_))) {
            self.blur(scope, UNKNOWN_BASE);
        }
        let is_dataclass = native_bases.iter().any(|base| super::extensions::is_settings_base(base));
        let module = self.frame().module;
        let metaclass = order.iter().skip(1).find_map(|base| self.classes[*base as usize].metaclass);
        let (factories, settings, variables, validators) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let name = Arc::clone(name);
        self.class_scopes.insert(scope, ());
        let class = Class {
            name,
            span,
            module,
            scope,
            order,
            native_bases,
            metaclass,
            is_dataclass,
            factories,
            settings,
            variables,
            validators,
        };
        self.classes.push(class);
        self.doubt_later_bases(scope, &bases);
        index
    }

    /// A base class that is not known may overrule those that stand after it.
    fn doubt_later_bases(&mut self, scope: ObjectId, bases: &[Value]) {
        let may_have_settings = |base: &&Value| match base.data {
            Data::Unknown(_) | Data::External(_) => true,
            _ => self.native_name(base).is_some_and(|name| super::extensions::may_have_settings(&name)),
        };
        let later = bases.iter().skip_while(|base| !may_have_settings(base)).filter_map(|base| match base.data {
            Data::Handle(Handle { kind: HandleKind::Class, index }) => Some(index),
            _ => None,
        });
        let settings: Vec<(Arc<str>, Value)> = later.flat_map(|class| self.settings_of_class(class)).collect();
        for (name, value) in settings {
            self.store.set(scope, Key::Text(name), choose(&value, &Value::unknown(UNKNOWN_BASE)));
        }
    }

    fn run_class_body(&mut self, class: u32, body: &'p [ast::Stmt]) -> Eval<()> {
        let scope = self.classes[class as usize].scope;
        let frame = self.frame();
        let mut outer = vec![frame.scope];
        outer.extend(frame.outer.iter().copied());
        let (module, file, under_main_guard) = (frame.module, frame.file, frame.under_main_guard);
        self.enclosing.insert(scope, outer.as_slice().into());
        let own = Frame::of_module(module, scope, file);
        self.frames.push(Frame { outer, class: Some(class), under_main_guard, ..own });
        let result = self.block(body);
        self.frames.pop();
        result.map(|_: Flow| ())
    }

    /// `X: str = d` fields become constructor parameters; one with a factory is no attribute of the class.
    pub(super) fn make_dataclass(&mut self, value: &Value) {
        let Data::Handle(Handle { kind: HandleKind::Class, index }) = value.data else { return };
        self.classes[index as usize].is_dataclass = true;
        let scope = self.classes[index as usize].scope;
        for field in self.annotations.get(&index).cloned().unwrap_or_default() {
            let key = Key::Text(Arc::clone(&field));
            let declared = self.store.get(scope, &key).cloned();
            if let Some(factory) = declared.and_then(|declared| self.factory_of(&declared)) {
                self.store.remove(scope, &key);
                self.classes[index as usize].factories.push((field, factory));
            }
        }
    }

    /// The factory of `dataclasses.field(default_factory=...)`.
    fn factory_of(&self, declared: &Value) -> Option<Value> {
        match self.kind_of(declared)? {
            (_, ObjectKind::Native(name)) if &**name == "dataclasses.Field" => self.field(declared, "default_factory"),
            _ => None,
        }
    }

    /// Notes `name: type` in a class body: a dataclass field even without a value.
    pub(super) fn note_annotation(&mut self, name: &str, kind: Option<&str>) {
        if let Some(class) = self.frame().class
            && self.frame().function.is_none()
        {
            let mut names = self.annotations.get(&class).cloned().unwrap_or_default();
            names.push(name.into());
            self.annotations.insert(class, names);
            if let Some(kind) = kind {
                self.annotation_types.insert((class, name.into()), kind.into());
            }
        }
    }

    /// `__annotations__` of a class: its own. Of the types those that Python has itself are known.
    pub(super) fn annotations_of(&mut self, class: u32) -> Value {
        const TYPES: [&str; 7] = ["str", "int", "bool", "float", "bytes", "list", "dict"];
        let (dict, value) = self.new_object(ObjectKind::Dict);
        for name in self.annotations.get(&class).cloned().unwrap_or_default() {
            let kind = self.annotation_types.get(&(class, Arc::clone(&name))).cloned();
            let kind = match kind.filter(|kind| TYPES.contains(&&**kind)) {
                Some(kind) => self.native(&format!("builtins.{kind}")),
                None => Value::unknown("a type"),
            };
            self.store.set(dict, Key::Text(name), kind);
        }
        value
    }

    /// The value of a name on a class, and the class that defines it.
    pub(super) fn find_in_class(&self, class: u32, name: &str) -> Option<(u32, Value)> {
        let order = &self.classes[class as usize].order;
        order.iter().find_map(|one| {
            let value = self.store.get(self.classes[*one as usize].scope, name)?;
            Some((*one, value.clone()))
        })
    }

    /// A name on a class, where a branch may have left it undefined joined with what a base says.
    pub(super) fn member(&self, class: u32, name: &str) -> Option<Value> {
        let mut result: Option<Value> = None;
        for one in &self.classes[class as usize].order {
            let Some(value) = self.store.get(self.classes[*one as usize].scope, name) else { continue };
            let joined = match &result {
                None => value.clone(),
                Some(partial) => fill_absent(partial, value),
            };
            let is_complete = !joined.alternatives().iter().any(|value| matches!(value.data, Data::Absent));
            result = Some(joined);
            if is_complete {
                break;
            }
        }
        result
    }

    pub(super) fn class_attribute(&mut self, class: u32, name: &str, span: Span) -> Eval<Value> {
        match name {
            "__name__" | "__qualname__" => {
                let name = Arc::clone(&self.classes[class as usize].name);
                return Ok(Value::of(Data::Str(name)));
            }
            "__module__" => {
                let module = self.classes[class as usize].module;
                return Ok(Value::of(Data::Str(Arc::clone(&self.modules[module as usize].name))));
            }
            "__dict__" => return Ok(Self::object_value(self.classes[class as usize].scope)),
            "__annotations__" => return Ok(self.annotations_of(class)),
            _ => {}
        }
        let receiver = Value::handle(HandleKind::Class, class);
        let metaclass = self.classes[class as usize].metaclass;
        if let Some(metaclass) = metaclass
            && let Some(value) = self.by_getattribute(&receiver, metaclass, name, span)?
        {
            return Ok(value);
        }
        match self.member(class, name).and_then(|value| present(&value)) {
            Some(value) => {
                let is_class_method = matches!(value.data, Data::Handle(Handle { kind: HandleKind::Function, index })
                    if self.functions[index as usize].flavour == Flavour::Class);
                if is_class_method { self.bind_member(&value, &receiver, class, span) } else { Ok(value) }
            }
            None => match metaclass {
                Some(metaclass) => Ok(self
                    .made_by_getattr(&receiver, metaclass, name, span)?
                    .unwrap_or_else(|| self.missing_member(class, &receiver, name))),
                None => Ok(self.missing_member(class, &receiver, name)),
            },
        }
    }

    /// The function that a class has under a name, unless it is being run: then its base's is meant.
    pub(super) fn waiting_function(&self, class: u32, name: &str) -> Option<u32> {
        let (_, member) = self.find_in_class(class, name)?;
        let Data::Handle(Handle { kind: HandleKind::Function, index }) = member.data else { return None };
        let is_running = self.frames.iter().any(|frame| frame.function == Some(index));
        (!is_running).then_some(index)
    }

    /// What a class' own `__getattribute__` makes of a name of its instance, or a metaclass' of one of its class.
    pub(super) fn by_getattribute(
        &mut self,
        object: &Value,
        class: u32,
        name: &str,
        span: Span,
    ) -> Eval<Option<Value>> {
        let Some(index) = self.waiting_function(class, "__getattribute__") else { return Ok(None) };
        let bound = self.bind(object.clone(), Target::Function(index));
        self.call(&bound, &Arguments::of(vec![Value::text(name)]), span).map(Some)
    }

    /// Whether reading a name of a class, or of an instance of it, runs code of the project.
    pub(super) fn has_getattribute(&self, class: u32, is_instance: bool) -> bool {
        let of = if is_instance { Some(class) } else { self.classes[class as usize].metaclass };
        of.is_some_and(|class| self.find_in_class(class, "__getattribute__").is_some())
    }

    pub(super) fn missing_member(&mut self, class: u32, receiver: &Value, name: &str) -> Value {
        let base = self.classes[class as usize].native_bases.first().cloned();
        match base {
            Some(base) if &*base == "enum.Enum" => Value::unknown("a member of an enumeration"),
            None if self.is_blurred(class) => Value::unknown("an attribute that a base class may define"),
            Some(_) | None => self.method(receiver, name),
        }
    }

    /// Whether a class or one of its bases may have attributes that we do not know of.
    pub(super) fn is_blurred(&self, class: u32) -> bool {
        let order = &self.classes[class as usize].order;
        order.iter().any(|one| self.store.object(self.classes[*one as usize].scope).blurred.is_some())
    }

    /// Why a configuration class may have attributes that we do not know of. It need not have them where only the
    /// environment adds them (Flask-Env).
    pub(super) fn gap_of_class(&self, class: u32) -> Option<(GapKind, String)> {
        let Class { order, native_bases, .. } = &self.classes[class as usize];
        let scopes = order.iter().map(|one| self.store.object(self.classes[*one as usize].scope));
        let mut reasons: Vec<&str> = scopes.filter_map(|scope| scope.blurred.as_deref()).collect();
        if native_bases.iter().any(|base| super::extensions::may_have_settings(base)) {
            reasons.push(UNKNOWN_BASE);
        }
        let is_optional = reasons.iter().all(|why| is_nothing_by_default(why));
        let why = match *reasons.first()? {
            UNKNOWN_BASE => "a base of the configuration class is not in the project",
            why => why,
        };
        Some((if is_optional { GapKind::Optional } else { GapKind::Required }, why.into()))
    }

    /// `super().name`: looked up after `class` in the order of the receiver's class.
    pub(super) fn super_attribute(&mut self, receiver: &Value, class: u32, name: &str, span: Span) -> Eval<Value> {
        let start = match (&receiver.data, self.kind_of(receiver)) {
            (Data::Handle(Handle { kind: HandleKind::Class, index }), _)
            | (_, Some((_, ObjectKind::Instance(index)))) => *index,
            (_, Some((_, ObjectKind::App(app)))) => self.apps[*app as usize].class.unwrap_or(class),
            (_, Some((_, ObjectKind::Config(app)))) => self.config_class(*app).unwrap_or(class),
            _ => class,
        };
        let order = self.classes[start as usize].order.clone();
        let after = order.iter().skip_while(|one| **one != class).skip(1);
        for one in after {
            if let Some(value) = self.store.get(self.classes[*one as usize].scope, name).cloned() {
                return self.bind_member(&value, receiver, start, span);
            }
        }
        let base = self.classes[start as usize].native_bases.first().cloned();
        Ok(match base {
            Some(base) => self.bind(receiver.clone(), Target::Method(format!("super:{base}.{name}").into())),
            None => self.method(receiver, name),
        })
    }

    /// The upper-case names that `dir()` lists on a class, with their values, nearest class first.
    pub(super) fn settings_of_class(&self, class: u32) -> Vec<(Arc<str>, Value)> {
        self.members_named(class, crate::flask::is_setting_name)
    }

    /// The names that `dir()` lists on a class, as far as they are `wanted`, with their values, nearest class first.
    pub(super) fn members_named(&self, class: u32, wanted: impl Fn(&str) -> bool) -> Vec<(Arc<str>, Value)> {
        let mut members: IndexMap<Arc<str>, Value> = IndexMap::new();
        for one in &self.classes[class as usize].order {
            for key in self.store.object(self.classes[*one as usize].scope).fields.keys() {
                let Key::Text(name) = key else { continue };
                if !wanted(name) || members.contains_key(name) {
                    continue;
                }
                if let Some(value) = self.member(class, name) {
                    members.insert(Arc::clone(name), value);
                }
            }
        }
        members.into_iter().collect()
    }
}
