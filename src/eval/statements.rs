//! Statements in order, and assignment to every kind of target.
//!
//! Branching statements are in `branches` and `loops`, `try` and `with` in `exceptions`,
//! definitions in `functions` and `classes`, imports in `imports`.

use std::sync::Arc;

use super::branches::{Decision, Flow};
use super::calls::Arguments;
use super::hazards::Hazard;
use super::machine::{Eval, Machine};
use super::object::ObjectKind;
use super::open_names::deciders_of;
use super::store::{Key, ObjectId};
use crate::python::ast::{self, Expr, Stmt};
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Overridable, Step, Value, choose};

impl<'p> Machine<'p> {
    /// Runs statements until one leaves.
    pub(super) fn block(&mut self, body: &'p [Stmt]) -> Eval<Flow> {
        for statement in body {
            match self.statement(statement)? {
                Flow::Next => {}
                flow => return Ok(flow),
            }
        }
        Ok(Flow::Next)
    }

    fn statement(&mut self, statement: &'p Stmt) -> Eval<Flow> {
        if !self.burn() {
            self.exhausted(self.span(statement));
            return Ok(Flow::Next);
        }
        match statement {
            Stmt::Expr(_) if self.is_exec_statement(statement) => {
                self.execute(&Arguments::default(), self.span(statement));
            }
            Stmt::Expr(statement) => {
                self.expression(&statement.value)?;
            }
            Stmt::Assign(statement) => self.assign_all(statement)?,
            Stmt::AnnAssign(statement) => self.annotated(statement)?,
            Stmt::AugAssign(statement) => self.augmented(statement)?,
            Stmt::Delete(statement) => self.delete(statement)?,
            Stmt::FunctionDef(definition) => self.define_function(definition)?,
            Stmt::ClassDef(definition) => self.define_class(definition)?,
            Stmt::Import(import) => self.import(import),
            Stmt::ImportFrom(import) => self.import_from(import)?,
            Stmt::Global(names) => {
                let names: Vec<Arc<str>> = names.names.iter().map(|name| name.as_str().into()).collect();
                self.frame_mut().globals.extend(names);
            }
            Stmt::Nonlocal(names) => {
                let names: Vec<Arc<str>> = names.names.iter().map(|name| name.as_str().into()).collect();
                self.frame_mut().nonlocals.extend(names);
            }
            Stmt::Assert(statement) => return self.assert(statement),
            Stmt::Raise(statement) => return self.raise_statement(statement),
            Stmt::Return(statement) => {
                let value = match &statement.value {
                    Some(value) => self.expression(value)?,
                    None => Value::of(Data::None),
                };
                return Ok(Flow::Return(value));
            }
            Stmt::If(statement) => return self.if_statement(statement),
            Stmt::For(statement) => return self.for_loop(statement),
            Stmt::While(statement) => return self.while_loop(statement),
            Stmt::With(statement) => return self.with(statement),
            Stmt::Try(statement) => return self.try_statement(statement),
            Stmt::Match(statement) => return self.match_statement(statement),
            Stmt::Break(_) => return Ok(Flow::Break),
            Stmt::Continue(_) => return Ok(Flow::Continue),
            Stmt::Pass(_) | Stmt::TypeAlias(_) | Stmt::IpyEscapeCommand(_) => {}
        }
        Ok(Flow::Next)
    }

    fn assign_all(&mut self, statement: &'p ast::StmtAssign) -> Eval<()> {
        let value = self.expression(&statement.value)?;
        for target in &statement.targets {
            self.assign(target, &value)?;
        }
        Ok(())
    }

    fn annotated(&mut self, statement: &'p ast::StmtAnnAssign) -> Eval<()> {
        if let Expr::Name(name) = &*statement.target
            && !is_class_variable(&statement.annotation)
        {
            let kind = match &*statement.annotation {
                Expr::Name(kind) => Some(kind.id.as_str()),
                _ => None,
            };
            self.note_annotation(name.id.as_str(), kind);
        }
        let Some(value) = &statement.value else { return Ok(()) };
        let value = self.expression(value)?;
        self.assign(&statement.target, &value)
    }

    /// `x += y` reads the target, applies the operator, and writes; on dicts, lists and the
    /// configuration `|=` and `+=` change the object in place.
    fn augmented(&mut self, statement: &'p ast::StmtAugAssign) -> Eval<()> {
        let current = self.read_target(&statement.target)?;
        let operand = self.expression(&statement.value)?;
        if self.augment_in_place(&current, statement.op, &operand, self.span(statement)) {
            return Ok(());
        }
        let span = self.span(statement);
        let value = self.binary(&current, statement.op, &operand, span);
        let value = self.within_bounds(value, span);
        self.assign(&statement.target, &value)
    }

    fn read_target(&mut self, target: &'p Expr) -> Eval<Value> {
        self.expression(target)
    }

    /// Binds `value` to a target of any kind.
    pub(super) fn assign(&mut self, target: &'p Expr, value: &Value) -> Eval<()> {
        match target {
            Expr::Name(name) => self.bind_name(name.id.as_str(), value.clone()),
            Expr::Attribute(attribute) => {
                let object = self.expression(&attribute.value)?;
                let object = self.open_to_attributes(&attribute.value, attribute.attr.as_str(), object);
                let span = self.span(target);
                self.name_app(attribute.attr.as_str(), value);
                self.set_attribute(&object, attribute.attr.as_str(), value, span)?;
            }
            Expr::Subscript(subscript) => {
                let object = self.expression(&subscript.value)?;
                let key = self.expression(&subscript.slice)?;
                let object = self.open_to_items(&subscript.value, object);
                let span = self.span(target);
                self.set_item(&object, &key, value, span);
            }
            Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
                self.unpack(elts, value)?;
            }
            Expr::Starred(starred) => self.assign(&starred.value, value)?,
            _ => {}
        }
        Ok(())
    }

    fn unpack(&mut self, targets: &'p [Expr], value: &Value) -> Eval<()> {
        if let Data::Overridable(both) = &value.data {
            return self.unpack_either(targets, both);
        }
        let items = self.items_of(value);
        let starred = targets.iter().position(Expr::is_starred_expr);
        for (index, target) in targets.iter().enumerate() {
            let item = match (&items, starred) {
                (Some(items), None) => items.get(index).cloned(),
                (Some(items), Some(star)) if index < star => items.get(index).cloned(),
                (Some(items), Some(star)) if index == star => {
                    let after = targets.len() - star - 1;
                    let middle = items.get(star..items.len().saturating_sub(after)).unwrap_or_default().to_vec();
                    Some(self.new_list(middle))
                }
                (Some(items), Some(_)) => {
                    (items.len() + index).checked_sub(targets.len()).and_then(|at| items.get(at).cloned())
                }
                (None, _) => None,
            };
            let is_external = matches!(value.data, Data::External(_));
            let unknown =
                || if is_external { value.clone() } else { Value::unknown("an item of something that is not known") };
            let item = item.unwrap_or_else(unknown);
            self.assign(target, &item)?;
        }
        Ok(())
    }

    /// What the environment decides: either way of unpacking, as a branch.
    fn unpack_either(&mut self, targets: &'p [Expr], both: &Overridable) -> Eval<()> {
        let decision = Decision::ByDefault(true, Arc::clone(&both.by));
        let unpacked = self.branch(
            &decision,
            &mut |machine| machine.unpack(targets, &both.default).map(|()| Flow::Next),
            &mut |machine| machine.unpack(targets, &both.otherwise).map(|()| Flow::Next),
        );
        unpacked.map(|_| ())
    }

    /// Binds a name in the scope that Python would use.
    pub(super) fn bind_name(&mut self, name: &str, value: Value) {
        let scope = self.scope_for(name);
        self.name_app(name, &value);
        self.store.set(scope, Key::text(name), value);
    }

    fn scope_for(&self, name: &str) -> ObjectId {
        let frame = self.frame();
        if frame.globals.iter().any(|global| **global == *name) {
            return frame.outer.last().copied().unwrap_or(frame.scope);
        }
        if frame.nonlocals.iter().any(|outer| **outer == *name) {
            let found = frame.outer.iter().find(|scope| self.store.get(**scope, name).is_some());
            return found.copied().unwrap_or(frame.scope);
        }
        frame.scope
    }

    fn delete(&mut self, statement: &'p ast::StmtDelete) -> Eval<()> {
        for target in &statement.targets {
            match target {
                Expr::Name(name) => {
                    let scope = self.scope_for(name.id.as_str());
                    self.store.remove(scope, name.id.as_str());
                }
                Expr::Subscript(subscript) => {
                    let object = self.expression(&subscript.value)?;
                    let key = self.expression(&subscript.slice)?;
                    if self.delete_ini_item(&object, self.span(target)) {
                        continue;
                    }
                    if self.items_of(&object).is_some()
                        && let Some(id) = Self::object_of(&object)
                    {
                        let removed = Arguments::of(vec![key]);
                        self.list_method(id, "pop", &removed);
                    } else if let Some(id) = Self::object_of(&object) {
                        match Key::of(&key) {
                            Some(key) => drop(self.store.remove(id, &key)),
                            None => self.change_any_field(id, &Value::of(Data::Absent)),
                        }
                    }
                }
                Expr::Attribute(attribute) => {
                    let object = self.expression(&attribute.value)?;
                    let id = match object.data {
                        Data::Handle(Handle { kind: HandleKind::Class, index }) => {
                            Some(self.classes[index as usize].scope)
                        }
                        Data::Handle(Handle { kind: HandleKind::Module, index }) => {
                            Some(self.modules[index as usize].scope)
                        }
                        _ => Self::object_of(&object),
                    };
                    if let Some(id) = id {
                        self.store.remove(id, attribute.attr.as_str());
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Writes `object[key] = value`.
    pub(super) fn set_item(&mut self, object: &Value, key: &Value, value: &Value, span: Span) {
        if self.native_name(object).as_deref() == Some("os.environ") {
            return self.set_environment(key, value);
        }
        let among = self.apps_among(object);
        if !among.is_empty() {
            return among.iter().for_each(|config| self.set_item(config, key, value, span));
        }
        if let Some(app) = self.config_of(object) {
            return self.set_config_item(app, key, value, span);
        }
        if let Data::Overridable(both) = &object.data {
            self.set_item(&both.default, key, value, span);
            return self.set_item(&both.otherwise, key, value, span);
        }
        if let Data::OneOf(containers) = &object.data {
            return containers.iter().for_each(|one| self.set_item_perhaps(one, key, value, span));
        }
        if self.set_ini_item(object, key, value, span) {
            return;
        }
        let Some(id) = Self::object_of(object) else { return };
        if let Some(key) = Key::of(key.by_default()) {
            self.store.set(id, key, value.via(Step::new(span, "put into a dict here")));
        } else {
            self.change_any_field(id, value);
            let why = self.unless_decided("a key that is not known was written");
            self.write_any(id, value, &why);
        }
    }

    /// Writes `object[key] = value` where `object` is one of several that may be meant.
    fn set_item_perhaps(&mut self, object: &Value, key: &Value, value: &Value, span: Span) {
        let Some((id, ObjectKind::Dict)) = self.kind_of(object) else { return };
        let Some(known) = Key::of(key.by_default()) else { return self.set_item(object, key, value, span) };
        let now = self.store.get(id, &known).cloned().unwrap_or_else(|| Value::of(Data::Absent));
        let written = value.via(Step::new(span, "put into a dict here"));
        self.store.set(id, known, choose(&now, &written));
    }

    /// A write under a key that is not known: any field may be `value` now.
    pub(super) fn change_any_field(&mut self, id: ObjectId, value: &Value) {
        for (key, now) in self.store.object(id).fields.clone() {
            self.store.set(id, key, choose(&now, value));
        }
    }

    /// Notes that an object may hold fields that we do not know.
    pub(super) fn blur(&mut self, id: ObjectId, why: &str) {
        let known = self.store.object(id).blurred.as_deref();
        let why: Arc<str> = match (known, known.and_then(deciders_of), deciders_of(why)) {
            (None, ..) | (_, Some(_), None) => why.into(),
            (Some(known), Some(_), Some(more)) if !known.contains(more) => format!("{known} and {more}").into(),
            (Some(_), ..) => return,
        };
        self.store.object_mut(id).blurred = Some(why);
    }

    fn raise_statement(&mut self, statement: &'p ast::StmtRaise) -> Eval<Flow> {
        let class = match &statement.exc {
            Some(exception) => {
                let value = self.expression(exception)?;
                self.exception_name(&value)
            }
            None => "Exception".into(),
        };
        self.met(Hazard::Call, None);
        self.raise(&class, statement)
    }
}

/// `ClassVar`, also of a type: a name of the class that no instance is given.
fn is_class_variable(annotation: &Expr) -> bool {
    match annotation {
        Expr::Name(name) => name.id.as_str() == "ClassVar",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "ClassVar",
        Expr::Subscript(subscript) => is_class_variable(&subscript.value),
        _ => false,
    }
}
