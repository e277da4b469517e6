//! Functions: what `def` and `lambda` make, decorators, and entering a call.

use std::sync::Arc;

use super::branches::Flow;
use super::calls::Arguments;
use super::exits::RegionKind;
use super::frame::{Call, Frame};
use super::hooks;
use super::machine::{DEEPEST_CALL, Eval, Machine};
use super::names::fill_absent;
use super::object::{Body, Flavour, Function, ObjectKind, Target};
use super::options::Declared;
use super::store::{Key, ObjectId};
use crate::python::ast::visitor::{Visitor, walk_expr, walk_stmt};
use crate::python::ast::{self, Expr, Ranged};
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Step, Value};

/// Whether a decorator makes an argument of each annotated name of a class: `dataclasses`, and `attrs` 25 under its two names.
fn makes_dataclass(decorator: &str) -> bool {
    let of_attrs = decorator.strip_prefix("attrs.").or_else(|| decorator.strip_prefix("attr."));
    decorator == "dataclasses.dataclass"
        || of_attrs.is_some_and(|name| matches!(name, "define" | "mutable" | "frozen" | "dataclass" | "s" | "attrs"))
}

impl<'p> Machine<'p> {
    pub(super) fn define_function(&mut self, definition: &'p ast::StmtFunctionDef) -> Eval<()> {
        let name: Arc<str> = definition.name.as_str().into();
        let defaults = self.defaults(Some(&definition.parameters));
        let frame = self.frame();
        let function = Function {
            name: Arc::clone(&name),
            file: frame.file,
            span: self.span(&definition.name),
            parameters: Some(&definition.parameters),
            body: Body::Statements(&definition.body),
            scope: frame.scope,
            module: frame.module,
            defaults,
            class: frame.class,
            flavour: Flavour::Plain,
        };
        let mut value = self.add_function(function);
        self.note_command(definition, &value);
        for decorator in definition.decorator_list.iter().rev() {
            value = self.decorate(&value, &decorator.expression)?;
        }
        self.bind_name(&name, value);
        Ok(())
    }

    pub(super) fn add_function(&mut self, function: Function<'p>) -> Value {
        let index = u32::try_from(self.functions.len()).unwrap_or(u32::MAX);
        self.functions.push(function);
        Value::handle(HandleKind::Function, index)
    }

    pub(super) fn defaults(&mut self, parameters: Option<&'p ast::Parameters>) -> Vec<(Arc<str>, Value)> {
        let mut defaults = Vec::new();
        for parameter in parameters.into_iter().flat_map(ast::Parameters::iter_non_variadic_params) {
            if let Some(default) = &parameter.default {
                let value = self.expression(default).unwrap_or_else(|_| Value::unknown("a default that raises"));
                defaults.push((parameter.parameter.name.as_str().into(), value));
            }
        }
        defaults
    }

    /// What a decorator makes of a function or class. One that we do not have is taken to return
    /// what it decorates, as nearly all do.
    pub(super) fn decorate(&mut self, value: &Value, decorator: &'p Expr) -> Eval<Value> {
        if let Expr::Call(call) = decorator {
            // `@dataclass(frozen=True)`, `@lru_cache(maxsize=None)`: options change nothing of what is modelled.
            let callee = self.expression(&call.func)?;
            if let Some(name) = self.native_name(&callee).filter(|name| makes_dataclass(name)) {
                return Ok(self.decorate_natively(value, &name));
            }
            if let Some(declared) = self.native_name(&callee).and_then(|name| Declared::by(&name)) {
                let arguments = self.arguments(&call.arguments)?;
                self.note_declared(value, declared, &arguments, self.span(decorator));
                return Ok(value.clone());
            }
            if let Some(name) = self.native_name(&callee).filter(|name| name.starts_with("pydantic.")) {
                let arguments = self.arguments(&call.arguments)?;
                self.note_validator(&name, &arguments, value);
                return Ok(value.clone());
            }
            if self.makes_typer_command(&callee) {
                self.note_typer_command(value)?;
                return Ok(value.clone());
            }
        }
        let decorator_value = self.expression(decorator)?;
        if self.connects(&decorator_value) {
            self.call(&decorator_value, &Arguments::of(vec![value.clone()]), self.span(decorator))?;
            return Ok(value.clone());
        }
        if let Some(name) = self.native_name(&decorator_value) {
            return Ok(self.decorate_natively(value, &name));
        }
        if self.app_hook(&decorator_value, value) {
            return Ok(value.clone());
        }
        let Data::Handle(handle) = decorator_value.data else { return Ok(value.clone()) };
        match handle.kind {
            HandleKind::Function | HandleKind::Class => {
                let arguments = Arguments::of(vec![value.clone()]);
                let result = self.call(&decorator_value, &arguments, self.span(decorator))?;
                Ok(if matches!(result.data, Data::Unknown(_)) { value.clone() } else { result })
            }
            HandleKind::Bound if self.is_called_as_decorator(handle.index) => {
                let arguments = Arguments::of(vec![value.clone()]);
                let result = self.call(&decorator_value, &arguments, self.span(decorator))?;
                Ok(if matches!(result.data, Data::Unknown(_) | Data::None) { value.clone() } else { result })
            }
            HandleKind::Object if self.has_own_call(&decorator_value) => {
                let arguments = Arguments::of(vec![value.clone()]);
                let result = self.call(&decorator_value, &arguments, self.span(decorator))?;
                Ok(if matches!(result.data, Data::Unknown(_)) { value.clone() } else { result })
            }
            HandleKind::Bound | HandleKind::Module | HandleKind::Object | HandleKind::Native => Ok(value.clone()),
        }
    }

    /// An object of the project whose class says what calling it does.
    fn has_own_call(&self, object: &Value) -> bool {
        match self.kind_of(object) {
            Some((_, ObjectKind::Instance(class))) => self.find_in_class(*class, "__call__").is_some(),
            _ => false,
        }
    }

    /// A method of a project's object (`@registry.add`), such a function with arguments (`@partial(named, "shop")`), or
    /// one that keeps what it decorates.
    fn is_called_as_decorator(&self, bound: u32) -> bool {
        match &self.bounds[bound as usize].target {
            Target::Function(_) => true,
            Target::Method(name) => matches!(&**name, "record" | "record_once") || hooks::of_blueprint(name).is_some(),
            Target::Partial(..) => {
                let receiver = &self.bounds[bound as usize].receiver;
                matches!(receiver.data, Data::Handle(Handle { kind: HandleKind::Function | HandleKind::Class, .. }))
            }
            Target::Super(_) => false,
        }
    }

    fn decorate_natively(&mut self, value: &Value, decorator: &str) -> Value {
        let flavour = match decorator {
            "builtins.staticmethod" => Flavour::Static,
            "builtins.classmethod" => Flavour::Class,
            "builtins.property" | "functools.cached_property" | "werkzeug.utils.cached_property" => Flavour::Property,
            _ if makes_dataclass(decorator) => {
                self.make_dataclass(value);
                return value.clone();
            }
            _ => return value.clone(),
        };
        if let Data::Handle(handle) = value.data
            && handle.kind == HandleKind::Function
        {
            self.functions[handle.index as usize].flavour = flavour;
        }
        value.clone()
    }

    /// Enters a project function.
    pub(super) fn enter(&mut self, index: u32, arguments: &Arguments, span: Span) -> Eval<Value> {
        if self.frames.len() >= DEEPEST_CALL || self.recurs_for_nothing(index, arguments) || !self.burn() {
            return Ok(self.call_too_deep(arguments, span));
        }
        let span_of_definition = self.functions[index as usize].span;
        self.note_call(span_of_definition);
        let (scope, _) = self.new_object(ObjectKind::Scope);
        self.bind_parameters(index, arguments, scope, span);
        let call = Call { at: span, arguments: arguments.clone(), doubts: self.doubts.open };
        let value = self.with_share_of_fuel(arguments, span, |machine| machine.run_function(index, scope, call))?;
        let function = &self.functions[index as usize];
        let receivers = usize::from(function.class.is_some() && function.flavour != Flavour::Static);
        let is_told_what = arguments.positional.len() + arguments.named.len() > receivers;
        Ok(if is_told_what { self.placed_at_call(index, &value, span) } else { value })
    }

    /// The call in the code of a module that led here; none if we make it.
    pub(super) fn call_of_module(&self) -> Option<Span> {
        let of_module = self.frames.iter().rposition(|frame| frame.function.is_none())?;
        let entered = self.frames.get(of_module + 1)?;
        let function = self.functions.get(entered.function? as usize)?;
        entered.call.as_ref().map(|call| call.at).filter(|call| *call != function.span)
    }

    /// A flag that a helper of many settings decides (`def env_bool(name, default=False)`) is changed where
    /// the helper is called for this one, with arguments; a text, above all a key, where it stands.
    fn placed_at_call(&mut self, index: u32, value: &Value, span: Span) -> Value {
        let Some(extent) = self.extent_of(index) else { return value.clone() };
        self.lift(value, &mut |_, value| match (&value.data, value.trail.origin()) {
            (Data::Bool(_) | Data::None, Some(origin)) if extent.contains(origin) => {
                let trail = value.trail.restarted(Step::new(span, "decided here"), "what it is by default");
                Value { data: value.data.clone(), trail }
            }
            _ => value.clone(),
        })
    }

    /// From a function's parameters to the end of its body.
    fn extent_of(&self, index: u32) -> Option<Span> {
        let function = &self.functions[index as usize];
        let Body::Statements(statements) = function.body else { return None };
        let end = statements.last()?.range().end().to_u32();
        Some(Span::new(function.file, function.span.start, end))
    }

    /// Whether a function that is running calls itself so that it does not show where that ends: too often, or with
    /// the same arguments where nothing that is known decides whether it does.
    fn recurs_for_nothing(&self, index: u32, arguments: &Arguments) -> bool {
        let mut running = self.frames.iter().rev().filter(|frame| frame.function == Some(index));
        let Some(call) = running.next().and_then(|frame| frame.call.as_ref()) else { return false };
        let is_decided = call.doubts == self.doubts.open;
        running.count() > 1 || !is_decided && call.arguments.are_like(arguments)
    }

    fn run_function(&mut self, index: u32, scope: ObjectId, call: Call) -> Eval<Value> {
        let function = &self.functions[index as usize];
        let (body, file, module, class) = (function.body, function.file, function.module, function.class);
        let outer = self.outer_scopes(function.scope, module);
        let under_main_guard = self.frames.last().is_some_and(|frame| frame.under_main_guard);
        let own = Frame::of_module(module, scope, file);
        self.frames.push(Frame { outer, function: Some(index), class, under_main_guard, call: Some(call), ..own });
        let yields = is_generator(body).then(|| self.new_list([]));
        self.yielded.push(yields.clone());
        let result = match body {
            Body::Expression(expression) => self.expression(expression).map(Flow::Return),
            Body::Statements(statements) => self.region(RegionKind::Function, |machine| machine.block(statements)),
        };
        self.frames.pop();
        self.yielded.pop();
        let result = result?;
        // A generator is run at once: its items are what it would yield, in order.
        if let Some(yields) = yields {
            return Ok(yields);
        }
        Ok(match result {
            Flow::Return(value) => value,
            Flow::Next | Flow::Break | Flow::Continue => Value::of(Data::None),
        })
    }

    /// The scopes around a function: those of enclosing functions, then its module's. Class bodies
    /// are not among them.
    fn outer_scopes(&self, defined_in: ObjectId, module: u32) -> Vec<ObjectId> {
        let module_scope = self.modules[module as usize].scope;
        let mut scopes = Vec::new();
        if self.class_scopes.get(&defined_in).is_none() && defined_in != module_scope {
            scopes.push(defined_in);
        }
        if let Some(around) = self.enclosing.get(&defined_in) {
            scopes.extend(around.iter().copied().filter(|scope| *scope != module_scope));
        }
        scopes.push(module_scope);
        scopes
    }

    fn bind_parameters(&mut self, index: u32, arguments: &Arguments, scope: ObjectId, span: Span) {
        let function = &self.functions[index as usize];
        let parameters = function.parameters;
        let defaults = function.defaults.clone();
        let enclosing = self.outer_scopes(function.scope, function.module);
        self.enclosing.insert(scope, enclosing.into());
        let Some(parameters) = parameters else { return };
        let step = Step::passed(span);
        // A command is called with the words of a command line.
        let is_command = function.flavour == Flavour::Command;
        let mut positional = if is_command { &[] } else { arguments.positional.as_slice() }.iter();
        let mut taken: Vec<&str> = Vec::new();
        let by_position = parameters.posonlyargs.iter().chain(&parameters.args);
        for (parameter, by_position) in
            by_position.map(|one| (one, true)).chain(parameters.kwonlyargs.iter().map(|one| (one, false)))
        {
            let name = parameter.parameter.name.as_str();
            let given = if by_position { positional.next().cloned() } else { None };
            let given = given.or_else(|| arguments.keyword(name).cloned()).map(|value| value.via(step.clone()));
            let default = || defaults.iter().find(|(known, _)| **known == *name).map(|(_, value)| value.clone());
            let value = if let Some(value) = given {
                // What a mapping has only perhaps.
                default().map_or_else(|| value.clone(), |default| fill_absent(&value, &default))
            } else {
                let by_default = self.unless_given(arguments, name, by_position, default());
                by_default.unwrap_or_else(|| Value::unknown("an argument that is not given"))
            };
            taken.push(name);
            self.store.set(scope, Key::text(name), value);
        }
        self.bind_variadic(parameters, arguments, scope, positional.cloned().collect(), &taken);
    }

    fn bind_variadic(
        &mut self,
        parameters: &'p ast::Parameters,
        arguments: &Arguments,
        scope: ObjectId,
        rest: Vec<Value>,
        taken: &[&str],
    ) {
        if let Some(vararg) = &parameters.vararg {
            let value = Value::of(Data::Tuple(rest.into()));
            self.store.set(scope, Key::text(vararg.name.as_str()), value);
        }
        if let Some(kwarg) = &parameters.kwarg {
            let (dict, value) = self.new_object(ObjectKind::Dict);
            for (name, argument) in &arguments.named {
                if !taken.contains(&&**name) {
                    self.store.set(dict, Key::Text(Arc::clone(name)), argument.clone());
                }
            }
            if let Some(why) = self.reason_for_more(arguments) {
                self.blur(dict, &why);
            }
            self.store.set(scope, Key::text(kwarg.name.as_str()), value);
        }
    }
}

/// Whether a body yields, those of functions in it aside.
fn is_generator(body: Body<'_>) -> bool {
    struct Search(bool);
    impl<'a> Visitor<'a> for Search {
        fn visit_stmt(&mut self, statement: &'a ast::Stmt) {
            if !matches!(statement, ast::Stmt::FunctionDef(_) | ast::Stmt::ClassDef(_)) {
                walk_stmt(self, statement);
            }
        }
        fn visit_expr(&mut self, expression: &'a Expr) {
            match expression {
                Expr::Yield(_) | Expr::YieldFrom(_) => self.0 = true,
                Expr::Lambda(_) => {}
                _ => walk_expr(self, expression),
            }
        }
    }
    let Body::Statements(statements) = body else { return false };
    let mut search = Search(false);
    for statement in statements {
        search.visit_stmt(statement);
    }
    search.0
}
