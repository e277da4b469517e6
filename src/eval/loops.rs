//! `if`, `match`, loops and `assert`.
//!
//! A loop over known items is unrolled; any other runs once with an unknown item, as something
//! that may or may not happen.

use super::branches::{Decision, Flow};
use super::exits::RegionKind;
use super::lists::existence;
use super::machine::{Eval, Machine, Raise};
use super::names::present;
use super::object::{Module, ObjectKind};
use super::open_names::put_by;
use super::procfile::{Server, served_as};
use super::store::Key;
use crate::python::ast::{self, Expr, Pattern, Stmt};
use crate::source::is_gateway_script;
use crate::value::{Data, Value};

/// What decides where any variable may.
pub(super) const THE_ENVIRONMENT: &str = "the environment";
/// How many iterations are unrolled.
const MOST_ITERATIONS: usize = 1_000;
/// How often a `while` whose condition stays true is run.
const MOST_WHILE: usize = 100;
/// How often it is run where something unknown may end it each time: a menu that asks a person, a wait for a server.
/// Menus lead to menus, and each further time leads to all of them again.
const MOST_OPEN_WHILE: usize = 3;

impl<'p> Machine<'p> {
    pub(super) fn if_statement(&mut self, statement: &'p ast::StmtIf) -> Eval<Flow> {
        self.note_exhaustive(statement);
        self.if_chain(&statement.test, &statement.body, &statement.elif_else_clauses)
    }

    fn if_chain(&mut self, test: &'p Expr, body: &'p [Stmt], rest: &'p [ast::ElifElseClause]) -> Eval<Flow> {
        let mut decision = self.test(test)?;
        let is_main = Self::is_main_guard(test);
        if is_main && rest.is_empty() && self.is_in_main_file() {
            decision = Decision::Known(true);
        }
        let divided = self.divide(test, &decision);
        let flow = self.branch(
            &decision,
            &mut |machine| {
                let narrowed = machine.narrow(test, true, &decision);
                machine.show_side(&divided, true);
                let outer = std::mem::replace(&mut machine.frame_mut().under_main_guard, is_main);
                machine.frame_mut().under_main_guard |= outer;
                let flow = machine.on_side(true, &decision, test, |machine| machine.guarded_block(&decision, body));
                machine.frame_mut().under_main_guard = outer;
                if let Err(raise) = &flow {
                    machine.note_refusal(test, &decision, raise);
                }
                machine.widen(narrowed);
                flow
            },
            &mut |machine| {
                let narrowed = machine.narrow(test, false, &decision);
                machine.show_side(&divided, false);
                let flow = machine.on_side(false, &decision, test, |machine| match rest.split_first() {
                    None => Ok(Flow::Next),
                    Some((clause, rest)) => match &clause.test {
                        Some(test) => machine.if_chain(test, &clause.body, rest),
                        None => machine.block(&clause.body),
                    },
                });
                if let (Err(raise), [ast::ElifElseClause { test: None, .. }]) = (&flow, rest) {
                    machine.note_refusal(test, &negated(&decision), raise);
                }
                machine.widen(narrowed);
                flow
            },
        );
        self.unite(divided);
        flow
    }

    /// Whether the file that starts runs now and is always a script: `__main__.py`, which nobody imports that has nothing
    /// for whoever does, one that a web server starts, or the file that is said to be started.
    fn is_in_main_file(&self) -> bool {
        let module = self.frame().module;
        let Module { path, file, .. } = &self.modules[module as usize];
        let is_started = || {
            let served = file.and_then(|file| served_as(self.program, file));
            served.is_some_and(|served| served.by == Server::Script)
        };
        self.entry_module == Some(module) && (path.ends_with("__main__.py") || is_gateway_script(path) || is_started())
    }

    pub(super) fn assert(&mut self, statement: &'p ast::StmtAssert) -> Eval<Flow> {
        let decision = self.test(&statement.test)?;
        self.branch(&decision, &mut |_| Ok(Flow::Next), &mut |machine| {
            let raise = Raise { class: "AssertionError".into(), span: machine.span(statement) };
            machine.note_refusal(&statement.test, &negated(&decision), &raise);
            Err(raise)
        })
    }

    pub(super) fn for_loop(&mut self, statement: &'p ast::StmtFor) -> Eval<Flow> {
        let iterable = self.expression(&statement.iter)?;
        let items = self.steps(&iterable).filter(|items| items.len() <= MOST_ITERATIONS);
        let is_too_long = items.is_none() && self.steps(&iterable).is_some();
        let span = self.span(&*statement.target);
        let mark = self.store.mark();
        let end = self.region(RegionKind::Loop, |machine| match &items {
            Some(items) => machine.unroll(statement, items),
            None => machine.loop_over_more(statement, &iterable),
        });
        if is_too_long {
            self.leave_loop(mark, span);
        }
        end.map(end_of_loop)
    }

    /// Runs a loop over something of which not all is known. Of the environment no item matters by default.
    fn loop_over_more(&mut self, statement: &'p ast::StmtFor, iterable: &Value) -> Eval<Flow> {
        let (decision, item) = match self.deciders_of_more(iterable) {
            Some(by) => {
                let known = self.items_for_sure(iterable);
                match self.unroll(statement, &known)? {
                    Flow::Next | Flow::Continue => {}
                    flow => return Ok(flow),
                }
                let item = if matches!(iterable.data, Data::External(_)) { item_of(iterable) } else { put_by(&by) };
                (Decision::ByDefault(false, [by].into()), item)
            }
            None => (Decision::Open, item_of(iterable)),
        };
        self.branch(&decision, &mut |machine| machine.iteration(statement, &item).map(end_of_iteration), &mut |_| {
            Ok(Flow::Next)
        })
    }

    fn unroll(&mut self, statement: &'p ast::StmtFor, items: &[Value]) -> Eval<Flow> {
        for item in items {
            let mut step = |machine: &mut Self| match present(item) {
                Some(item) => machine.iteration(statement, &item).map(end_of_iteration),
                None => Ok(Flow::Next),
            };
            match self.branch(&existence(item), &mut step, &mut |_| Ok(Flow::Next))? {
                Flow::Next | Flow::Continue => {}
                flow => return Ok(flow),
            }
        }
        self.block(&statement.orelse)
    }

    fn iteration(&mut self, statement: &'p ast::StmtFor, item: &Value) -> Eval<Flow> {
        self.assign(&statement.target, item)?;
        self.region(RegionKind::Iteration, |machine| machine.block(&statement.body))
    }

    pub(super) fn while_loop(&mut self, statement: &'p ast::StmtWhile) -> Eval<Flow> {
        self.region(RegionKind::Loop, |machine| {
            let mark = machine.store.mark();
            let (mut exits, mut open) = (machine.exits_so_far(), 0);
            for _ in 0..MOST_WHILE {
                match machine.test(&statement.test)? {
                    Decision::Known(false) => return machine.block(&statement.orelse),
                    Decision::Known(true) => {}
                    decision => {
                        return machine.branch(
                            &decision,
                            &mut |machine| {
                                let flow =
                                    machine.region(RegionKind::Iteration, |machine| machine.block(&statement.body))?;
                                Ok(if matches!(flow, Flow::Return(_)) { flow } else { Flow::Next })
                            },
                            &mut |_| Ok(Flow::Next),
                        );
                    }
                }
                match machine.region(RegionKind::Iteration, |machine| machine.block(&statement.body))? {
                    Flow::Next | Flow::Continue => {}
                    flow => return Ok(flow),
                }
                open += usize::from(machine.exits_so_far() > exits);
                if open == MOST_OPEN_WHILE {
                    break;
                }
                exits = machine.exits_so_far();
            }
            machine.leave_loop(mark, machine.span(&*statement.test));
            Ok(Flow::Next)
        })
        .map(end_of_loop)
    }

    pub(super) fn match_statement(&mut self, statement: &'p ast::StmtMatch) -> Eval<Flow> {
        let subject = self.expression(&statement.subject)?;
        self.cases(&subject, &statement.cases)
    }

    fn cases(&mut self, subject: &Value, cases: &'p [ast::MatchCase]) -> Eval<Flow> {
        let Some((case, rest)) = cases.split_first() else { return Ok(Flow::Next) };
        let matched = self.matches(subject, &case.pattern)?;
        let matched = match &case.guard {
            Some(guard) => {
                let guard = self.expression(guard)?;
                self.both_true(&matched, &guard)
            }
            None => matched,
        };
        let decision = self.decide(&matched);
        self.branch(&decision, &mut |machine| machine.block(&case.body), &mut |machine| machine.cases(subject, rest))
    }

    /// `case [first, *others]`.
    fn matches_sequence(&mut self, subject: &Value, patterns: &'p [Pattern]) -> Eval<Value> {
        if matches!(subject.data, Data::Str(_) | Data::Bytes(_) | Data::None | Data::Int(_) | Data::Bool(_))
            || matches!(self.kind_of(subject), Some((_, ObjectKind::Dict)))
        {
            return Ok(known(false));
        }
        let items = if matches!(subject.data, Data::Overridable(_)) { None } else { self.items_of(subject) };
        let Some(items) = items else { return Ok(Value::unknown("a sequence that is not known")) };
        let star = patterns.iter().position(Pattern::is_match_star);
        let fixed = patterns.len() - usize::from(star.is_some());
        if items.len() < fixed || (star.is_none() && items.len() > fixed) {
            return Ok(known(false));
        }
        let mut all = known(true);
        for (index, pattern) in patterns.iter().enumerate() {
            if let Pattern::MatchStar(rest) = pattern {
                let rest_items = items.get(index..items.len() - (fixed - index)).unwrap_or_default().to_vec();
                if let Some(name) = &rest.name {
                    let list = self.new_list(rest_items);
                    self.bind_name(name.as_str(), list);
                }
                continue;
            }
            let at = if star.is_some_and(|star| index > star) { items.len() + index - patterns.len() } else { index };
            let one = self.matches(&items[at], pattern)?;
            all = self.both_true(&all, &one);
        }
        Ok(all)
    }

    /// `case {"key": pattern, **rest}`.
    fn matches_mapping(&mut self, subject: &Value, pattern: &'p ast::PatternMatchMapping) -> Eval<Value> {
        if matches!(subject.data, Data::Str(_) | Data::Bytes(_) | Data::None | Data::Int(_) | Data::Bool(_))
            || self.items_of(subject).is_some()
        {
            return Ok(known(false));
        }
        let Some(mut entries) = self.entries(subject).filter(|_| !matches!(subject.data, Data::Overridable(_))) else {
            return Ok(Value::unknown("a mapping that is not known"));
        };
        let mut all = known(true);
        for (key, pattern) in pattern.keys.iter().zip(&pattern.patterns) {
            let Some(key) = Key::of(&self.expression(key)?) else {
                return Ok(Value::unknown("a key that is not known"));
            };
            let Some(at) = entries.iter().position(|(one, _)| *one == key) else { return Ok(known(false)) };
            let (_, value) = entries.remove(at);
            let one = self.matches(&value, pattern)?;
            all = self.both_true(&all, &one);
        }
        if let Some(rest) = &pattern.rest {
            let (id, value) = self.new_object(ObjectKind::Dict);
            for (key, entry) in entries {
                self.store.set(id, key, entry);
            }
            self.bind_name(rest.as_str(), value);
        }
        Ok(all)
    }

    /// `case str(name)`: a builtin type with the value itself inside.
    fn matches_class(&mut self, subject: &Value, pattern: &'p ast::PatternMatchClass) -> Eval<Value> {
        let class = self.expression(&pattern.cls)?;
        let unknown = || Ok(Value::unknown("a pattern that is not modelled"));
        let is_builtin = self.native_name(&class).is_some_and(|name| {
            matches!(&*name, "builtins.str" | "builtins.int" | "builtins.bool" | "builtins.dict" | "builtins.list")
        });
        if !is_builtin || !pattern.arguments.keywords.is_empty() || pattern.arguments.patterns.len() > 1 {
            return unknown();
        }
        let is_instance = self.is_instance(subject, &class);
        match pattern.arguments.patterns.first() {
            Some(inner) => {
                let inner = self.matches(subject, inner)?;
                Ok(self.both_true(&is_instance, &inner))
            }
            None => Ok(is_instance),
        }
    }

    fn matches(&mut self, subject: &Value, pattern: &'p Pattern) -> Eval<Value> {
        Ok(match pattern {
            Pattern::MatchValue(pattern) => {
                let expected = self.expression(&pattern.value)?;
                self.note_comparison(subject, &expected);
                self.equals(subject, &expected)
            }
            Pattern::MatchSingleton(pattern) => {
                let expected = match pattern.value {
                    ast::Singleton::None => Data::None,
                    ast::Singleton::True => Data::Bool(true),
                    ast::Singleton::False => Data::Bool(false),
                };
                self.equals(subject, &Value::of(expected))
            }
            Pattern::MatchOr(pattern) => {
                let mut any = Value::of(Data::Bool(false));
                for alternative in &pattern.patterns {
                    let one = self.matches(subject, alternative)?;
                    any = self.either_true(&any, &one);
                }
                any
            }
            Pattern::MatchAs(pattern) => {
                let matched = match &pattern.pattern {
                    Some(inner) => self.matches(subject, inner)?,
                    None => Value::of(Data::Bool(true)),
                };
                if let Some(name) = &pattern.name {
                    self.bind_name(name.as_str(), subject.clone());
                }
                matched
            }
            Pattern::MatchSequence(pattern) => self.matches_sequence(subject, &pattern.patterns)?,
            Pattern::MatchMapping(pattern) => self.matches_mapping(subject, pattern)?,
            Pattern::MatchClass(pattern) => self.matches_class(subject, pattern)?,
            Pattern::MatchStar(_) => Value::unknown("a pattern that is not modelled"),
        })
    }
}

fn known(truth: bool) -> Value {
    Value::of(Data::Bool(truth))
}

/// An item of something that is not known: external if that is.
fn item_of(iterable: &Value) -> Value {
    match &iterable.data {
        Data::External(external) => iterable.with(Data::External(external.reshaped())),
        _ => Value::unknown("an item of something that is not known"),
    }
}

/// The decision of the opposite condition.
fn negated(decision: &Decision) -> Decision {
    match decision {
        Decision::Known(truth) => Decision::Known(!truth),
        Decision::ByDefault(truth, by) => Decision::ByDefault(!truth, by.clone()),
        Decision::Open => Decision::Open,
    }
}

/// What a loop's own `break` and `continue` leave for the statement after it.
fn end_of_iteration(flow: Flow) -> Flow {
    if matches!(flow, Flow::Continue) { Flow::Next } else { flow }
}

fn end_of_loop(flow: Flow) -> Flow {
    match flow {
        Flow::Return(value) => Flow::Return(value),
        Flow::Next | Flow::Break | Flow::Continue => Flow::Next,
    }
}
