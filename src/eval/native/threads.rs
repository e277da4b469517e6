//! Threads: what they are told to run, runs when they are started, where its own code starts a server or speaks of a
//! configuration. Most threads work on something else, and to follow them costs more than the program. What a process sets
//! stays in that process: it is followed where it starts the server itself, and so is what serves.

use super::super::calls::Arguments;
use super::super::hazards::Hazard;
use super::super::machine::Machine;
use super::super::object::{Body, ObjectKind, Target};
use super::super::store::Key;
use crate::python::ast::visitor::{Visitor, walk_expr};
use crate::python::ast::{Expr, Ranged, TextRange};
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value};

/// Signs of code that serves or configures an app.
const SIGNS: [&str; 6] = [".run(", "serve(", "serve_forever(", ".config", "secret_key", "SECRET_KEY"];

/// Classes whose instances run something apart, by the place of what they run among the arguments, its name, and the
/// places of its own arguments.
const CLASSES: [(&str, usize, &str, [usize; 2]); 3] = [
    ("threading.Thread", 1, "target", [3, 4]),
    ("threading.Timer", 1, "function", [2, 3]),
    (PROCESS, 1, "target", [3, 4]),
];
const PROCESS: &str = "multiprocessing.Process";
const POOL: &str = "concurrent.futures.ThreadPoolExecutor";
/// Those of the signs that a server is started.
const SIGNS_OF_SERVER: [&str; 3] = [".run(", "serve(", "serve_forever("];

impl Machine<'_> {
    /// Makes a thread, or starts one by a function.
    pub(super) fn thread_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Option<Value> {
        if let Some((class, at, target, [args, kwargs])) = CLASSES.into_iter().find(|(class, ..)| *class == name) {
            let (id, thread) = self.new_object(ObjectKind::Native(class.into()));
            for (at, name, field) in [(at, target, "target"), (args, "args", "args"), (kwargs, "kwargs", "kwargs")] {
                if let Some(value) = arguments.get(at, name) {
                    self.store.set(id, Key::text(field), value.clone());
                }
            }
            return Some(thread);
        }
        match (name, arguments.positional.as_slice()) {
            ("_thread.start_new_thread" | "thread.start_new_thread", [target, args, rest @ ..]) => {
                self.run_apart(target, Some(args), rest.first(), span, &SIGNS);
            }
            ("gevent.spawn" | "eventlet.spawn" | "eventlet.spawn_n" | "asyncio.to_thread", [target, rest @ ..]) => {
                self.call_apart(target, &Arguments { positional: rest.to_vec(), ..arguments.clone() }, span, &SIGNS);
            }
            _ => return None,
        }
        Some(Value::unknown("a thread"))
    }

    /// A method of a thread or process, which may be an instance of a class of the project, or of a pool of threads.
    pub(super) fn thread_method(
        &mut self,
        thread: &Value,
        class: &str,
        name: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Option<Value> {
        if let (POOL, "submit", [target, rest @ ..]) = (class, name, arguments.positional.as_slice()) {
            self.call_apart(target, &Arguments { positional: rest.to_vec(), ..arguments.clone() }, span, &SIGNS);
            return Some(Value::unknown("the result of a thread"));
        }
        let signs: &[&str] = if class == PROCESS { &SIGNS_OF_SERVER } else { &SIGNS };
        if !CLASSES.iter().any(|(known, ..)| *known == class) {
            return None;
        }
        match name {
            "start" | "run" => match self.kind_of(thread) {
                Some((_, ObjectKind::Instance(own))) if self.find_in_class(*own, "run").is_some() => {
                    let run = self.attribute(thread, "run", span).ok()?;
                    self.call_apart(&run, &Arguments::default(), span, signs);
                }
                _ => {
                    let [target, args, kwargs] = ["target", "args", "kwargs"].map(|field| self.field(thread, field));
                    self.run_apart(&target?, args.as_ref(), kwargs.as_ref(), span, signs);
                }
            },
            "join" | "cancel" | "terminate" | "kill" | "close" | "setDaemon" | "set_daemon" | "setName" => {}
            _ => return None,
        }
        Some(Value::of(Data::None))
    }

    /// Calls `target` with what `args` and `kwargs` hold.
    fn run_apart(&mut self, target: &Value, args: Option<&Value>, kwargs: Option<&Value>, span: Span, signs: &[&str]) {
        let mut arguments = Arguments::default();
        if let Some(args) = args {
            self.spread_items(args, &mut arguments);
        }
        if let Some(kwargs) = kwargs {
            self.spread(kwargs, &mut arguments);
        }
        self.call_apart(target, &arguments, span, signs);
    }

    /// Calls what runs apart, if its own code has one of these `signs`. What ends it ends nothing else.
    fn call_apart(&mut self, target: &Value, arguments: &Arguments, span: Span, signs: &[&str]) {
        if self.may_concern_app(target, signs) {
            let _ended = self.call(target, arguments, span);
            return;
        }
        if signs != SIGNS {
            // A process has copies of all that it is given.
            return;
        }
        self.met(Hazard::Call, None);
        if !self.only_uses_attributes(target, arguments) {
            self.passed_away(arguments, span, "a thread");
        }
    }

    /// Whether a function of the project passes no app on that it is given: `app.app_context()` is all that it wants.
    fn only_uses_attributes(&self, callee: &Value, arguments: &Arguments) -> bool {
        let (function, bound) = match callee.by_default().data {
            Data::Handle(Handle { kind: HandleKind::Function, index }) => (index, 0),
            Data::Handle(Handle { kind: HandleKind::Bound, index }) => match &self.bounds[index as usize].target {
                Target::Function(function) => (*function, 1),
                Target::Method(_) | Target::Partial(..) | Target::Super(_) => return false,
            },
            _ => return false,
        };
        let function = &self.functions[function as usize];
        let Some(parameters) = function.parameters.filter(|_| !arguments.is_open) else { return false };
        let names: Vec<&str> = parameters.iter_non_variadic_params().map(|one| one.parameter.name.as_str()).collect();
        let by_position = arguments.positional.iter().enumerate();
        let by_position = by_position.map(|(at, value)| (names.get(at + bound).copied(), value));
        let by_name = arguments.named.iter().map(|(name, value)| (Some(&**name), value));
        let mut apps = by_position.chain(by_name).filter(|(_, value)| self.app_of(value).is_some());
        apps.all(|(name, _)| name.is_some_and(|name| !passes_on(function.body, name)))
    }

    /// Whether a function's own code shows by one of these `signs` that it serves or configures an app.
    fn may_concern_app(&self, callee: &Value, signs: &[&str]) -> bool {
        let function = match callee.by_default().data {
            Data::Handle(Handle { kind: HandleKind::Function, index }) => index,
            Data::Handle(Handle { kind: HandleKind::Bound, index }) => match &self.bounds[index as usize].target {
                Target::Function(function) => *function,
                Target::Method(_) => return signs == SIGNS && self.is_method_of_app(callee),
                Target::Partial(..) => return self.may_concern_app(&self.bounds[index as usize].receiver, signs),
                Target::Super(_) => return false,
            },
            _ => return false,
        };
        let function = &self.functions[function as usize];
        let range = match function.body {
            Body::Statements([]) => return false,
            Body::Statements([first, .., last]) => TextRange::new(first.range().start(), last.range().end()),
            Body::Statements([only]) => only.range(),
            Body::Expression(expression) => expression.range(),
        };
        let code = Span::new(function.file, range.start().to_u32(), range.end().to_u32());
        let source = self.program.sources.file(function.file);
        signs.iter().any(|sign| source.slice(code).contains(sign))
    }
}

/// Whether a body does anything with a name but to read its attributes.
fn passes_on(body: Body<'_>, name: &str) -> bool {
    struct Search<'n> {
        name: &'n str,
        is_found: bool,
    }
    impl<'a> Visitor<'a> for Search<'_> {
        fn visit_expr(&mut self, expression: &'a Expr) {
            match expression {
                Expr::Attribute(attribute) if attribute.value.is_name_expr() => {}
                Expr::Name(name) => self.is_found |= name.id.as_str() == self.name,
                _ => walk_expr(self, expression),
            }
        }
    }
    let mut search = Search { name, is_found: false };
    match body {
        Body::Statements(statements) => search.visit_body(statements),
        Body::Expression(expression) => search.visit_expr(expression),
    }
    search.is_found
}
