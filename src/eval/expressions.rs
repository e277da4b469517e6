//! Expressions: one arm a syntax node, each handed to the file that knows it.

use std::sync::Arc;

use super::branches::{Decision, Role};
use super::machine::{App, AppRole, Eval, Machine};
use super::methods::is_dict_method;
use super::object::{Body, Flavour, Function, ObjectKind};
use super::store::Key;
use crate::python::ast::{self, BoolOp, Expr, Number, UnaryOp};
use crate::value::{Data, Step, Value, choose, override_with};

/// How many expressions may be evaluated within each other, through calls too: each takes some kilobytes of stack.
const DEEPEST_EXPRESSION: usize = 12_000;

impl<'p> Machine<'p> {
    /// The value of an expression. What is not understood is unknown.
    pub(super) fn expression(&mut self, expression: &'p Expr) -> Eval<Value> {
        let span = self.span(expression);
        if !self.burn() {
            return Ok(self.exhausted(span));
        }
        self.depth += 1;
        let value = if self.depth > DEEPEST_EXPRESSION { Ok(self.too_deep(span)) } else { self.evaluate(expression) };
        self.depth -= 1;
        Ok(self.within_bounds(value?, span))
    }

    fn evaluate(&mut self, expression: &'p Expr) -> Eval<Value> {
        match expression {
            Expr::StringLiteral(text) => Ok(self.written(Data::Str(text.value.to_str().into()), text)),
            Expr::BytesLiteral(bytes) => {
                let bytes: Vec<u8> = bytes.value.bytes().collect();
                Ok(self.written(Data::Bytes(bytes.into()), expression))
            }
            Expr::NumberLiteral(number) => Ok(self.number(number)),
            Expr::BooleanLiteral(boolean) => Ok(self.written(Data::Bool(boolean.value), boolean)),
            Expr::NoneLiteral(none) => Ok(self.written(Data::None, none)),
            Expr::FString(text) => self.f_string(text),
            Expr::Name(name) => Ok(self.read_name(name.id.as_str())),
            Expr::Attribute(attribute) => {
                let object = self.expression(&attribute.value)?;
                let is_dict = is_dict_of(&attribute.value) && is_dict_method(attribute.attr.as_str());
                if is_dict && self.kind_of(&object).is_some_and(|(_, kind)| self.is_mapping(kind)) {
                    return Ok(self.method(&object, attribute.attr.as_str()));
                }
                self.attribute(&object, attribute.attr.as_str(), self.span(attribute))
            }
            Expr::Subscript(subscript) => self.subscript(subscript),
            Expr::Call(call) => self.call_expression(call),
            Expr::BoolOp(operation) => self.bool_op(operation.op, &operation.values),
            Expr::UnaryOp(operation) => self.unary(operation),
            Expr::BinOp(operation) => {
                let left = self.expression(&operation.left)?;
                let right = self.expression(&operation.right)?;
                Ok(self.binary(&left, operation.op, &right, self.span(operation)))
            }
            Expr::Compare(compare) => self.compare(compare),
            Expr::If(conditional) => self.conditional(conditional),
            Expr::Named(named) => {
                let value = self.expression(&named.value)?;
                self.assign(&named.target, &value)?;
                Ok(value)
            }
            Expr::Dict(dict) => self.dict(dict),
            Expr::List(list) => {
                let items = self.elements(&list.elts)?;
                Ok(self.place(items, expression))
            }
            Expr::Set(set) => self.set_display(&set.elts),
            Expr::Tuple(tuple) => {
                let items = self.elements(&tuple.elts)?.map_or_else(
                    || Data::Unknown("a tuple of items that are not known".into()),
                    |items| Data::Tuple(items.into()),
                );
                Ok(self.written(items, tuple))
            }
            Expr::Lambda(lambda) => Ok(self.lambda(lambda)),
            Expr::ListComp(comprehension) => {
                self.comprehension(&comprehension.elt, &comprehension.generators, expression)
            }
            Expr::SetComp(comprehension) => {
                self.comprehension(&comprehension.elt, &comprehension.generators, expression)
            }
            Expr::Generator(comprehension) => {
                self.comprehension(&comprehension.elt, &comprehension.generators, expression)
            }
            Expr::DictComp(comprehension) => self.dict_comprehension(comprehension),
            Expr::Await(awaited) => self.expression(&awaited.value),
            Expr::Starred(starred) => self.expression(&starred.value),
            Expr::Yield(one) => {
                let item = one.value.as_ref().map_or(Ok(Value::of(Data::None)), |value| self.expression(value))?;
                Ok(self.yield_items(&Value::of(Data::Tuple([item].into()))))
            }
            Expr::YieldFrom(all) => {
                let items = self.expression(&all.value)?;
                Ok(self.yield_items(&items))
            }
            Expr::TString(_) => Ok(Value::unknown("a template string")),
            Expr::Slice(_) | Expr::EllipsisLiteral(_) | Expr::IpyEscapeCommand(_) => {
                Ok(Value::unknown("a value of a kind that is not modelled"))
            }
        }
    }

    fn number(&self, number: &ast::ExprNumberLiteral) -> Value {
        let data = match &number.value {
            Number::Int(value) => value.as_i64().map(Data::Int),
            Number::Float(value) => Some(Data::Float(*value)),
            Number::Complex { .. } => None,
        };
        self.written(data.unwrap_or_else(|| Data::Unknown("a number that is too large".into())), number)
    }

    /// A list of known items, or one of which nothing is known.
    pub(super) fn place(&mut self, items: Option<Vec<Value>>, node: &'p Expr) -> Value {
        let step = Step::new(self.span(node), "written here");
        if let Some(items) = items {
            self.new_list(items).via(step)
        } else {
            let list = self.new_list([]);
            if let Some(id) = Self::object_of(&list) {
                self.blur(id, "made from something that is not known");
            }
            list.via(step)
        }
    }

    /// The items of a display, starred ones spread; `None` if a starred one is not known.
    fn elements(&mut self, elements: &'p [Expr]) -> Eval<Option<Vec<Value>>> {
        let mut items = Some(Vec::new());
        for element in elements {
            let value = self.expression(element)?;
            let more = if element.is_starred_expr() { self.iterate(&value) } else { Some(vec![value]) };
            items = match (items, more) {
                (Some(mut items), Some(more)) => {
                    items.extend(more);
                    Some(items)
                }
                _ => None,
            };
        }
        Ok(items)
    }

    fn set_display(&mut self, elements: &'p [Expr]) -> Eval<Value> {
        let items = self.elements(elements)?;
        let (id, value) = self.new_object(ObjectKind::Set);
        if items.is_none() {
            self.blur(id, "made from something that is not known");
        }
        for item in items.unwrap_or_default() {
            match Key::of(&item) {
                Some(key) => self.store.set(id, key, item),
                None => self.blur(id, "an item that is not known"),
            }
        }
        Ok(value)
    }

    fn dict(&mut self, dict: &'p ast::ExprDict) -> Eval<Value> {
        let (id, value) = self.new_object(ObjectKind::Dict);
        for item in &dict.items {
            let entry = self.expression(&item.value)?;
            match &item.key {
                Some(key) => {
                    let key = self.expression(key)?;
                    match Key::of(key.by_default()) {
                        Some(key) => self.store.set(id, key, entry),
                        None => self.write_any(id, &entry, "a key that is not known"),
                    }
                }
                None => self.merge_into(id, &entry),
            }
        }
        Ok(value.via(Step::new(self.span(dict), "written here")))
    }

    fn lambda(&mut self, lambda: &'p ast::ExprLambda) -> Value {
        let parameters = lambda.parameters.as_deref();
        let defaults = self.defaults(parameters);
        let frame = self.frame();
        let function = Function {
            name: "<lambda>".into(),
            file: frame.file,
            span: self.span(lambda),
            parameters,
            body: Body::Expression(&lambda.body),
            scope: frame.scope,
            module: frame.module,
            defaults,
            class: None,
            flavour: Flavour::Plain,
        };
        self.add_function(function)
    }

    /// `a and b`, `a or b`: each operand is evaluated only where the ones before let it.
    fn bool_op(&mut self, operation: BoolOp, values: &'p [Expr]) -> Eval<Value> {
        let Some((first, rest)) = values.split_first() else { return Ok(Value::unknown("nothing")) };
        let value = self.expression(first)?;
        if rest.is_empty() {
            return Ok(value);
        }
        let stops = operation == BoolOp::Or;
        match self.decide(&value) {
            Decision::Known(truth) if truth == stops => Ok(value),
            Decision::Known(_) => self.rest_of(operation, rest),
            decision @ (Decision::ByDefault(..) | Decision::Open) => {
                let role = Role::of(&decision, !stops);
                let needed = self.count_needed();
                let next = match self.in_role(&role, |machine| machine.rest_of(operation, rest)) {
                    Ok(next) => next,
                    Err(raise) => {
                        self.survive(&raise, &role);
                        self.need_other_than(&role);
                        let stays = self.of_truth(&value, stops);
                        return Ok(match &decision {
                            Decision::ByDefault(_, by) => self.unless_switched(&stays, by),
                            Decision::Known(_) | Decision::Open => stays,
                        });
                    }
                };
                let needed = self.take_needed(needed);
                let meeting = self.meet(&role, needed.clone(), Vec::new());
                self.need(&meeting.needed);
                // `os.getenv("K") or "dev"` beside a file that gives K.
                let missing = value.alternatives().into_iter().find(|one| self.truth(one) == Some(!stops));
                let next = match missing.and_then(|one| one.trail.fallback()) {
                    Some(step) => next.via(step.clone()),
                    None => next,
                };
                if !needed.is_empty() {
                    return Ok(meeting.join(&next, &self.of_truth(&value, stops)));
                }
                Ok(self.lift(&value, &mut |machine, value| match machine.truth(value) {
                    Some(truth) if truth == stops => value.clone(),
                    Some(_) => next.clone(),
                    None => choose(value, &next),
                }))
            }
        }
    }

    /// The operands after the first: one level further down, and there may be as many as the file holds.
    fn rest_of(&mut self, operation: BoolOp, values: &'p [Expr]) -> Eval<Value> {
        self.depth += 1;
        let value = match values.first() {
            Some(first) if self.depth > DEEPEST_EXPRESSION => Ok(self.too_deep(self.span(first))),
            Some(_) | None => self.bool_op(operation, values),
        };
        self.depth -= 1;
        value
    }

    fn unary(&mut self, operation: &'p ast::ExprUnaryOp) -> Eval<Value> {
        let operand = self.expression(&operation.operand)?;
        let step = Step::new(self.span(operation), "written here");
        Ok(match operation.op {
            UnaryOp::Not => self.not(&operand),
            UnaryOp::USub => self.lift(&operand, &mut |_, value| match &value.data {
                Data::Int(number) => match number.checked_neg() {
                    Some(number) => Value::at(Data::Int(number), step.clone()),
                    None => value.with(Data::Unknown("a number that is too large".into())),
                },
                Data::Float(number) => Value::at(Data::Float(-number), step.clone()),
                _ => value.with(Data::Unknown("the negative of something that is not a known number".into())),
            }),
            UnaryOp::UAdd => operand,
            UnaryOp::Invert => operand.with(Data::Unknown("an inverted number".into())),
        })
    }

    fn conditional(&mut self, conditional: &'p ast::ExprIf) -> Eval<Value> {
        let decision = self.test(&conditional.test)?;
        if let Decision::Known(truth) = decision {
            return self.expression(if truth { &conditional.body } else { &conditional.orelse });
        }
        let made_before = self.apps.len();
        let needed_before = self.count_needed();
        let then = self.side(conditional, true, &decision);
        let needed = self.take_needed(needed_before);
        let other = self.side(conditional, false, &decision);
        let role = Role::of(&decision, true);
        match (then, other) {
            (Ok(then), Ok(other)) => {
                let others = self.take_needed(needed_before);
                let meeting = self.meet(&role, needed, others);
                self.need(&meeting.needed);
                Ok(self.one_app(conditional, meeting.join(&then, &other), made_before))
            }
            (Ok(value), Err(raise)) => {
                self.take_needed(needed_before);
                self.need(&needed);
                self.survive(&raise, &role.reversed());
                self.need_other_than(&role.reversed());
                Ok(value)
            }
            (Err(raise), Ok(value)) => {
                self.survive(&raise, &role);
                self.need_other_than(&role);
                Ok(value)
            }
            (Err(raise), Err(_)) => Err(raise),
        }
    }

    fn side(&mut self, conditional: &'p ast::ExprIf, branch: bool, decision: &Decision) -> Eval<Value> {
        let narrowed = self.narrow(&conditional.test, branch, decision);
        let side = if branch { &conditional.body } else { &conditional.orelse };
        let value = self.in_role(&Role::of(decision, branch), |machine| machine.expression(side));
        self.widen(narrowed);
        let local = self.local_side(&conditional.test, decision);
        Ok(self.of_side(branch, local, &conditional.test, value?))
    }

    /// `Flask(name) if condition else Flask(name, instance_path=path)` makes one app: the call that holds by default
    /// stands for both.
    fn one_app(&mut self, conditional: &'p ast::ExprIf, value: Value, since: usize) -> Value {
        let range = self.span(conditional);
        let apps: Option<Vec<u32>> = value.alternatives().into_iter().map(|one| self.app_of(one)).collect();
        let Some((first, others)) = apps.as_deref().and_then(<[u32]>::split_first) else { return value };
        let made = &self.apps[*first as usize];
        let is_made_alike = |app: &u32| {
            let App { span, class, .. } = &self.apps[*app as usize];
            *app as usize >= since && range.contains(*span) && *class == made.class
        };
        if others.is_empty() || !others.iter().chain([first]).all(is_made_alike) {
            return value;
        }
        for other in others {
            self.apps[*other as usize].role = AppRole::OtherSide;
        }
        Self::object_value(self.apps[*first as usize].object)
    }

    /// Applies `each` to every alternative of a value and keeps their structure.
    pub(super) fn lift(&mut self, value: &Value, each: &mut dyn FnMut(&mut Self, &Value) -> Value) -> Value {
        match &value.data {
            Data::Overridable(both) => {
                let default = self.lift(&both.default, each);
                let otherwise = self.lift(&both.otherwise, each);
                override_with(&default, &otherwise, &both.by)
            }
            Data::OneOf(values) => {
                let lifted: Vec<Value> = values.iter().map(|value| self.lift(value, each)).collect();
                lifted.into_iter().reduce(|one, other| choose(&one, &other)).unwrap_or_else(|| value.clone())
            }
            _ => each(self, value),
        }
    }

    /// The same for two operands.
    pub(super) fn lift2(
        &mut self,
        one: &Value,
        other: &Value,
        each: &mut dyn FnMut(&mut Self, &Value, &Value) -> Value,
    ) -> Value {
        self.lift(one, &mut |machine, one| machine.lift(other, &mut |machine, other| each(machine, one, other)))
    }

    /// An exception's class name from the value that `raise` or `except` names.
    pub(super) fn exception_name(&self, value: &Value) -> Arc<str> {
        let dotted = self.native_name(value).or_else(|| match self.kind_of(value) {
            Some((_, ObjectKind::Native(name))) => Some(Arc::clone(name)),
            Some((_, ObjectKind::Instance(class))) => {
                self.classes.get(*class as usize).map(|class| Arc::clone(&class.name))
            }
            _ => None,
        });
        match dotted {
            Some(name) => name.rsplit('.').next().unwrap_or("Exception").into(),
            None => "Exception".into(),
        }
    }
}

/// Whether an expression is the `__dict__` of something: `vars(settings)`, `self.__dict__`. What it is asked for is a method of
/// dicts, whatever methods of that name the object has.
fn is_dict_of(expression: &Expr) -> bool {
    match expression {
        Expr::Attribute(attribute) => attribute.attr.as_str() == "__dict__",
        Expr::Call(call) => call.func.as_name_expr().is_some_and(|name| name.id.as_str() == "vars"),
        _ => false,
    }
}
