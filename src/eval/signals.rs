//! Signals of blinker, Flask's and the project's own: what receivers do when one is sent.
//!
//! Read off blinker 1.9 and Flask 3.1. Receivers of a signal are in a set, so that their order is not known. Receivers for
//! a while (`connected_to`), and those that another library connects, are not followed.

use std::sync::Arc;

use super::branches::{Decision, Flow};
use super::calls::Arguments;
use super::machine::{Eval, Machine};
use super::object::{ObjectKind, Target};
use super::store::{Key, ObjectId};
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value, choose};

/// What Flask sends in each request before functions of `before_request` run.
pub(super) const BEFORE_HOOKS: [&str; 2] = ["appcontext_pushed", "request_started"];
/// What it sends in each request after that.
pub(super) const AFTER_HOOKS: [&str; 4] =
    ["request_finished", "request_tearing_down", "appcontext_tearing_down", "appcontext_popped"];
/// Receivers beyond these are run in one order only.
const MOST_ORDERS: usize = 8;

impl Machine<'_> {
    /// A function of blinker, or a method of one of Flask's own signals, by its dotted name.
    pub(super) fn signal_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Eval<Option<Value>> {
        if matches!(name, "blinker.signal" | "blinker.base.signal") {
            let name = arguments.get(0, "name").and_then(|name| name.by_default().as_str().map(str::to_owned));
            return Ok(name.map(|name| self.named_signal(&format!("named {name}"))));
        }
        let Some((dotted, method)) = name.rsplit_once('.') else { return Ok(None) };
        let Some(signal) = of_flask(dotted) else { return Ok(None) };
        let connect = self.native_attribute(dotted, "connect");
        self.method_of_signal(signal, &connect, method, arguments, span)
    }

    /// A method of an object that blinker's classes make.
    pub(super) fn signal_method(
        &mut self,
        receiver: &Value,
        id: ObjectId,
        class: &str,
        method: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Eval<Option<Value>> {
        let Some((module, class)) = class.rsplit_once('.') else { return Ok(None) };
        if !matches!(module, "blinker" | "blinker.base" | "flask.signals") {
            return Ok(None);
        }
        match class {
            "Namespace" | "WeakNamespace" if method == "signal" => {
                let name = arguments.get(0, "name").and_then(|name| name.by_default().as_str().map(str::to_owned));
                Ok(name.map(|name| self.named_signal(&format!("{} {name}", id.0))))
            }
            "Signal" | "NamedSignal" => {
                let own = self.field(receiver, "signal").and_then(|signal| signal.as_str().map(str::to_owned));
                let callee = self.method(receiver, "connect");
                self.method_of_signal(&own.unwrap_or_else(|| id.0.to_string()), &callee, method, arguments, span)
            }
            _ => Ok(None),
        }
    }

    fn named_signal(&mut self, signal: &str) -> Value {
        let (id, value) = self.new_object(ObjectKind::Native("blinker.Signal".into()));
        self.store.set(id, Key::text("signal"), Value::text(signal));
        value
    }

    /// Whether a decorator connects what it decorates: `@signal.connect`.
    pub(super) fn connects(&self, decorator: &Value) -> bool {
        if let Some(name) = self.native_name(decorator) {
            return name.strip_suffix(".connect").is_some_and(|signal| of_flask(signal).is_some());
        }
        let Data::Handle(Handle { kind: HandleKind::Bound, index }) = decorator.data else { return false };
        let bound = &self.bounds[index as usize];
        match &bound.target {
            Target::Method(name) if &**name == "connect" => {
                matches!(self.kind_of(&bound.receiver), Some((_, ObjectKind::Native(class))) if class.ends_with("Signal"))
            }
            // That of `connect_via`.
            Target::Partial(..) => self.connects(&bound.receiver),
            Target::Method(_) | Target::Function(_) | Target::Super(_) => false,
        }
    }

    fn method_of_signal(
        &mut self,
        signal: &str,
        connect: &Value,
        method: &str,
        arguments: &Arguments,
        span: Span,
    ) -> Eval<Option<Value>> {
        Ok(match method {
            "connect" => self.connect_receiver(signal, arguments),
            "connect_via" => arguments.get(0, "sender").map(|sender| {
                let is_weak = arguments.get(1, "weak").cloned().unwrap_or_else(|| Value::of(Data::Bool(false)));
                let named = vec![("sender".into(), sender.clone()), ("weak".into(), is_weak)];
                self.bind(connect.clone(), Target::Partial(Vec::new(), named))
            }),
            "disconnect" => arguments.get(0, "receiver").map(|receiver| {
                self.disconnect(signal, receiver, arguments.get(1, "sender").is_some());
                Value::of(Data::None)
            }),
            "send" => {
                let sender = arguments.first().cloned().unwrap_or_else(|| Value::of(Data::None));
                let mut arguments = arguments.clone();
                arguments.positional = vec![sender];
                self.send_signal(signal, &arguments, span)?;
                Some(Value::unknown("what receivers of a signal return"))
            }
            _ => None,
        })
    }

    /// `signal.connect(receiver, sender=ANY, weak=True)`. What code outside the project does is not known.
    fn connect_receiver(&mut self, signal: &str, arguments: &Arguments) -> Option<Value> {
        let receiver = arguments.get(0, "receiver")?;
        let Data::Handle(Handle { kind, .. }) = receiver.data else { return None };
        if matches!(kind, HandleKind::Native | HandleKind::Module) {
            return None;
        }
        let sender = arguments.get(1, "sender").cloned().unwrap_or_else(|| self.native("blinker.ANY"));
        let is_weak = arguments.get(2, "weak").cloned().unwrap_or_else(|| Value::of(Data::Bool(true)));
        let connected = Value::of(Data::Tuple([receiver.clone(), sender, is_weak].into()));
        let id = self.signals;
        let key = Key::Text(format!("{signal}#{}", self.store.object(id).fields.len()).into());
        self.store.set(id, key, connected);
        Some(receiver.clone())
    }

    fn disconnect(&mut self, signal: &str, receiver: &Value, is_for_one: bool) {
        let absent = Value::of(Data::Absent);
        for (key, connected) in self.connected(signal) {
            let is_same = |one: &Value| matches!(&one.data, Data::Tuple(parts) if parts[0].data == receiver.data);
            if connected.alternatives().into_iter().any(is_same) {
                let is_certain = !is_for_one && is_same(&connected);
                let left = if is_certain { absent.clone() } else { choose(&absent, &connected) };
                self.store.set(self.signals, key, left);
            }
        }
    }

    /// What is connected to a signal, and under which key that is kept.
    fn connected(&self, signal: &str) -> Vec<(Key, Value)> {
        let is_of_signal = |key: &Key| matches!(key, Key::Text(text) if is_key_of(text, signal));
        let all = self.store.object(self.signals).fields.iter();
        all.filter(|(key, _)| is_of_signal(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// Whether anything is connected to any signal.
    pub(super) fn has_receivers(&self) -> bool {
        !self.store.object(self.signals).fields.is_empty()
    }

    /// Flask sends one of its signals for an app. A receiver that raises keeps the others from their work.
    pub(super) fn app_sends(&mut self, app: u32, signal: &str, span: Span) -> Eval<()> {
        if !self.has_receivers() {
            return Ok(());
        }
        let sender = Self::object_value(self.apps[app as usize].object);
        self.send_signal(signal, &Arguments::of(vec![sender]), span)
    }

    /// Makes an app the current one, of which Flask tells.
    pub(super) fn push_app_context(&mut self, app: u32, span: Span) -> Eval<()> {
        self.app_contexts.push(app);
        self.app_sends(app, "appcontext_pushed", span)
    }

    fn send_signal(&mut self, signal: &str, arguments: &Arguments, span: Span) -> Eval<()> {
        let receivers: Vec<Value> = self.connected(signal).into_iter().map(|(_, connected)| connected).collect();
        self.in_any_order(&receivers, receivers.len().min(MOST_ORDERS), arguments, span)
    }

    /// Runs all, so that each of the first `orders` is the last in one of the branches.
    fn in_any_order(&mut self, receivers: &[Value], orders: usize, arguments: &Arguments, span: Span) -> Eval<()> {
        let mut turned = receivers.to_vec();
        if orders < 2 {
            return turned.iter().try_for_each(|one| self.receive(one, arguments, span));
        }
        turned.rotate_left(orders - 1);
        self.either(
            &Decision::Open,
            &mut |machine| turned.iter().try_for_each(|one| machine.receive(one, arguments, span)),
            &mut |machine| machine.in_any_order(receivers, orders - 1, arguments, span),
        )
    }

    fn either(
        &mut self,
        decision: &Decision,
        one: &mut dyn FnMut(&mut Self) -> Eval<()>,
        other: &mut dyn FnMut(&mut Self) -> Eval<()>,
    ) -> Eval<()> {
        let next = |()| Flow::Next;
        self.branch(decision, &mut |machine| one(machine).map(next), &mut |machine| other(machine).map(next))?;
        Ok(())
    }

    /// Runs a receiver if it is connected, to this sender.
    fn receive(&mut self, connected: &Value, arguments: &Arguments, span: Span) -> Eval<()> {
        match &connected.data {
            Data::Overridable(both) => self.either(
                &Decision::ByDefault(true, Arc::clone(&both.by)),
                &mut |machine| machine.receive(&both.default, arguments, span),
                &mut |machine| machine.receive(&both.otherwise, arguments, span),
            ),
            Data::OneOf(values) => {
                let Some((first, rest)) = values.split_first() else { return Ok(()) };
                if rest.is_empty() {
                    return self.receive(first, arguments, span);
                }
                let rest = Value::of(Data::OneOf(rest.into()));
                self.either(&Decision::Open, &mut |machine| machine.receive(first, arguments, span), &mut |machine| {
                    machine.receive(&rest, arguments, span)
                })
            }
            Data::Tuple(parts) => {
                let [receiver, sender, is_weak] = &**parts else { return Ok(()) };
                let is_meant = arguments.first().map_or(Some(false), |sent| self.is_sender(sender, sent));
                let is_there = if self.still_exists(receiver, is_weak) { Some(true) } else { None };
                let decision = match (is_meant, is_there) {
                    (Some(false), _) => return Ok(()),
                    (Some(true), Some(_)) => Decision::Known(true),
                    (Some(true) | None, _) => Decision::Open,
                };
                self.either(&decision, &mut |machine| machine.call(receiver, arguments, span).map(|_| ()), &mut |_| {
                    Ok(())
                })
            }
            _ => Ok(()),
        }
    }

    /// Whether what is sent by `sent` reaches those connected to `sender`: they are compared by identity, texts by value.
    fn is_sender(&self, sender: &Value, sent: &Value) -> Option<bool> {
        let name = self.native_name(sender);
        if name.as_deref().is_some_and(|name| name.rsplit('.').next() == Some("ANY")) {
            return Some(true);
        }
        match (&sender.data, &sent.data) {
            (Data::Handle(one), Data::Handle(other)) => match (one.kind, other.kind) {
                (HandleKind::Bound, HandleKind::Bound) => None,
                (HandleKind::Native, HandleKind::Native) if one.index != other.index => None,
                _ => Some(one == other),
            },
            (Data::Str(one), Data::Str(other)) => Some(one == other),
            (Data::None, Data::None) => Some(true),
            (Data::Handle(_), Data::Str(_) | Data::None) | (Data::Str(_) | Data::None, Data::Handle(_)) => Some(false),
            _ => None,
        }
    }

    /// Whether a receiver still exists: only a name holds what is connected weakly.
    fn still_exists(&self, receiver: &Value, is_weak: &Value) -> bool {
        if is_weak.data == Data::Bool(false) {
            return true;
        }
        let Data::Handle(Handle { kind: HandleKind::Function, index }) = receiver.data else { return false };
        let function = &self.functions[index as usize];
        let is_running = || self.frames.iter().any(|frame| frame.scope == function.scope);
        let is_lasting = self.modules[function.module as usize].scope == function.scope
            || self.class_scopes.get(&function.scope).is_some()
            || is_running();
        let named = self.store.get(function.scope, &*function.name);
        is_lasting && named.is_some_and(|named| named.data == receiver.data)
    }
}

/// Which of Flask's signals has this dotted name.
fn of_flask(dotted: &str) -> Option<&str> {
    let signal = dotted.strip_prefix("flask.")?;
    let signal = signal.strip_prefix("signals.").unwrap_or(signal);
    let is_sent = BEFORE_HOOKS.contains(&signal) || AFTER_HOOKS.contains(&signal);
    is_sent.then_some(signal)
}

fn is_key_of(key: &str, signal: &str) -> bool {
    key.rsplit_once('#').is_some_and(|(of, _)| of == signal)
}
