//! `try`, `with` and what they catch.
//!
//! A handler runs if the body certainly raises, joins with the body if it may, and is what holds by
//! default where the body only succeeds with a variable or file that is not there.

use std::ops::Range;
use std::sync::Arc;

use super::branches::{Decision, Flow};
use super::calls::Arguments;
use super::hazards::{Hazard, Met};
use super::machine::{Eval, Machine};
use super::object::ObjectKind;
use super::paths::Start;
use crate::flask::GapKind;
use crate::python::ast::{self, ExceptHandler};
use crate::value::{Data, Value};

/// What stands around a body for what that may raise.
enum Handling<'p> {
    /// The clauses of a `try`.
    Try(&'p ast::StmtTry),
    /// `with suppress(…)`: these exceptions are dropped.
    Suppress(Vec<Arc<str>>),
}

/// What runs for an exception.
enum Handler<'p> {
    Clause(&'p ast::ExceptHandlerExceptHandler),
    Nothing,
}

impl Handling<'_> {
    fn may_catch(&self) -> bool {
        match self {
            Self::Try(statement) => !statement.handlers.is_empty(),
            Self::Suppress(names) => !names.is_empty(),
        }
    }
}

impl<'p> Machine<'p> {
    pub(super) fn try_statement(&mut self, statement: &'p ast::StmtTry) -> Eval<Flow> {
        let result = self.try_body(statement);
        if statement.finalbody.is_empty() {
            return result;
        }
        match self.block(&statement.finalbody)? {
            Flow::Next => result,
            flow => Ok(flow),
        }
    }

    fn try_body(&mut self, statement: &'p ast::StmtTry) -> Eval<Flow> {
        let handling = Handling::Try(statement);
        if self.asks_for_python(statement)
            && let Some(handler) = self.handler_for("NameError", &handling)?
        {
            return self.handle(&handler);
        }
        self.guarded(&statement.body, &handling)
    }

    /// Runs a body and what its exceptions lead to.
    fn guarded(&mut self, body: &'p [ast::Stmt], handling: &Handling<'p>) -> Eval<Flow> {
        let hazards_before = self.hazards.len();
        let since = self.now();
        let gaps = self.gaps_since(&[]);
        self.tries += usize::from(handling.may_catch());
        let result = self.block(body);
        self.tries -= usize::from(handling.may_catch());
        let met: Vec<Met> = self.hazards.split_off(hazards_before);
        match result {
            Err(raise) => match self.handler_for(&raise.class, handling)? {
                Some(handler) => {
                    self.take_needed(since.needed);
                    self.handle(&handler)
                }
                None => Err(raise),
            },
            Ok(flow) => {
                let (caught, uncaught): (Vec<Met>, Vec<Met>) =
                    met.into_iter().partition(|met| self.catcher(*met_kind(met), handling).is_some());
                self.hazards.extend(uncaught);
                if caught.is_empty() {
                    return self.finish_body(flow, handling);
                }
                let loaded = self.gaps_since(&gaps);
                self.join_handler(handling, flow, &caught, &since, &loaded)
            }
        }
    }

    /// For each app, which of its gaps came after `before`, which says the same of what was before that.
    fn gaps_since(&self, before: &[Range<usize>]) -> Vec<Range<usize>> {
        let known = |at: usize| before.get(at).map_or(0, |range| range.end);
        self.apps.iter().enumerate().map(|(at, app)| known(at)..app.gaps.len()).collect()
    }

    /// What a body loads that does not succeed by default is optional where the handler does without it.
    fn make_optional(&mut self, loaded: &[Range<usize>]) {
        for (app, range) in self.apps.iter_mut().zip(loaded) {
            app.gaps.iter_mut().take(range.end).skip(range.start).for_each(|gap| gap.kind = GapKind::Optional);
        }
    }

    fn finish_body(&mut self, flow: Flow, handling: &Handling<'p>) -> Eval<Flow> {
        match (flow, handling) {
            (Flow::Next, Handling::Try(statement)) => self.block(&statement.orelse),
            (flow, Handling::Try(_) | Handling::Suppress(_)) => Ok(flow),
        }
    }

    /// The body succeeded as far as we know, and may have raised: both ways go on.
    /// `loaded` are the gaps that it met.
    fn join_handler(
        &mut self,
        handling: &Handling<'p>,
        flow: Flow,
        caught: &[Met],
        since: &Start,
        loaded: &[Range<usize>],
    ) -> Eval<Flow> {
        let names: Vec<Arc<str>> = caught.iter().flat_map(Met::saviours).cloned().collect();
        let decision = if names.is_empty() { Decision::Open } else { Decision::ByDefault(false, names.into()) };
        let kind = *met_kind(&caught[0]);
        let Some(handler) = self.catcher(kind, handling) else { return self.finish_body(flow, handling) };
        let mut body = self.end_path(since);
        // What it is caught for is not needed.
        body.needed = Vec::new();
        let handler_sees_body = kind == Hazard::Call || caught[0].span.is_some();
        self.fork(
            since,
            &body.shared,
            &decision,
            &mut |machine| {
                machine.go_on(&body);
                machine.finish_body(flow.clone(), handling)
            },
            &mut |machine| {
                if handler_sees_body {
                    machine.go_on(&body);
                } else {
                    machine.lend(&body);
                }
                let flow = machine.handle(&handler)?;
                if matches!(decision, Decision::ByDefault(..)) {
                    machine.make_optional(loaded);
                }
                Ok(flow)
            },
        )
    }

    fn handle(&mut self, handler: &Handler<'p>) -> Eval<Flow> {
        let Handler::Clause(handler) = *handler else { return Ok(Flow::Next) };
        if let Some(name) = &handler.name {
            self.bind_name(name.as_str(), Value::unknown("an exception"));
        }
        self.block(&handler.body)
    }

    fn handler_for(&mut self, class: &str, handling: &Handling<'p>) -> Eval<Option<Handler<'p>>> {
        let statement = match handling {
            Handling::Try(statement) => *statement,
            Handling::Suppress(names) => {
                return Ok(names.iter().any(|name| catches(name, class)).then_some(Handler::Nothing));
            }
        };
        for ExceptHandler::ExceptHandler(handler) in &statement.handlers {
            let catches = match &handler.type_ {
                None => true,
                Some(types) => {
                    let value = self.expression(types)?;
                    self.caught_names(&value).iter().any(|name| catches(name, class))
                }
            };
            if catches {
                return Ok(Some(Handler::Clause(handler)));
            }
        }
        Ok(None)
    }

    /// The handler that catches what a hazard of this kind may raise.
    fn catcher(&mut self, hazard: Hazard, handling: &Handling<'p>) -> Option<Handler<'p>> {
        let classes: &[&str] = match hazard {
            Hazard::Import => &["ImportError"],
            Hazard::Missing => &["KeyError", "NoOptionError", "NoSectionError"],
            Hazard::File => &["FileNotFoundError"],
            Hazard::Call => &["Exception", "ValueError", "RuntimeError", "AttributeError", "TypeError"],
        };
        classes.iter().find_map(|class| self.handler_for(class, handling).ok().flatten())
    }

    fn caught_names(&self, value: &Value) -> Vec<Arc<str>> {
        match &value.data {
            Data::Tuple(items) => items.iter().map(|item| self.exception_name(item)).collect(),
            _ => vec![self.exception_name(value)],
        }
    }

    pub(super) fn with(&mut self, statement: &'p ast::StmtWith) -> Eval<Flow> {
        let (contexts, prefixes) = (self.app_contexts.len(), self.prefixes.len());
        let mut suppressed: Vec<Arc<str>> = Vec::new();
        let mut exits: Vec<Value> = Vec::new();
        for item in &statement.items {
            let value = self.expression(&item.context_expr)?;
            suppressed.extend(self.suppressed_by(&value));
            let span = self.span(item);
            let mut entered = self.enter_context(&value, span)?;
            if let Some((_, ObjectKind::Instance(_))) = self.kind_of(&value) {
                let enter = self.attribute(&value, "__enter__", span)?;
                entered = self.call(&enter, &Arguments::default(), span)?;
                exits.push(self.attribute(&value, "__exit__", span)?);
            }
            if let Some(target) = &item.optional_vars {
                self.assign(target, &entered)?;
            }
        }
        let result = match suppressed.as_slice() {
            [] => self.block(&statement.body),
            _ => self.guarded(&statement.body, &Handling::Suppress(suppressed)),
        };
        for exit in exits.into_iter().rev() {
            let no_error = vec![Value::of(Data::None); 3];
            self.call(&exit, &Arguments::of(no_error), self.span(statement))?;
        }
        self.app_contexts.truncate(contexts);
        self.prefixes.truncate(prefixes);
        result
    }
}

fn met_kind(met: &Met) -> &Hazard {
    &met.hazard
}

impl Hazard {
    /// What an exception of this class is taken for.
    pub(super) fn of_class(class: &str) -> Self {
        if catches("ImportError", class) {
            Self::Import
        } else if catches("KeyError", class) || catches("Error", class) {
            Self::Missing
        } else if catches("OSError", class) {
            Self::File
        } else {
            Self::Call
        }
    }
}

/// Whether `except handler` catches an exception of `class`.
pub(super) fn catches(handler: &str, class: &str) -> bool {
    let parents: &[&str] = match class {
        "ModuleNotFoundError" | "ImportStringError" => &["ImportError"],
        "KeyError" | "IndexError" => &["LookupError"],
        "FileNotFoundError" | "PermissionError" | "IsADirectoryError" => &["OSError", "IOError", "EnvironmentError"],
        "OSError" => &["IOError", "EnvironmentError"],
        "NotImplementedError" | "RecursionError" => &["RuntimeError"],
        "UnicodeDecodeError" | "JSONDecodeError" => &["ValueError"],
        // Of configparser.
        "NoOptionError" | "NoSectionError" | "ParsingError" => &["Error"],
        _ => &[],
    };
    let is_exit = matches!(class, "SystemExit" | "KeyboardInterrupt");
    handler == class || parents.contains(&handler) || (handler == "Exception" && !is_exit) || handler == "BaseException"
}
