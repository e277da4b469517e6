//! Functions that run at each request besides views: which methods take them, and in which lists they are kept.
//!
//! Read off Flask 3.1: `preprocess_request`, `process_response` before the session is saved, `do_teardown_request`.

use std::collections::BTreeSet;

use super::branches::{Decision, Flow};
use super::calls::Arguments;
use super::machine::Machine;
use super::object::{ObjectKind, Target};
use super::store::{Key, ObjectId};
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value};

/// When a hook runs.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum When {
    /// First of all, with the names in the address.
    Preprocess,
    Before,
    /// Before the session is saved, in the order from last to first.
    After,
    /// At some requests alone, those to views of its blueprint, or once the response is sent.
    Sometimes,
}

/// The lists that each app has.
pub(super) const ALL: [When; 4] = [When::Preprocess, When::Before, When::After, When::Sometimes];

/// When a function runs that this method of an app takes.
pub(super) fn of_app(method: &str) -> Option<When> {
    Some(match method {
        "url_value_preprocessor" => When::Preprocess,
        "before_request" | "before_first_request" => When::Before,
        "after_request" => When::After,
        "teardown_request" | "teardown_appcontext" => When::Sometimes,
        _ => return None,
    })
}

/// When a function runs that this method of a blueprint takes.
pub(super) fn of_blueprint(method: &str) -> Option<When> {
    Some(match method {
        "app_url_value_preprocessor" => When::Preprocess,
        "before_app_request" | "before_app_first_request" => When::Before,
        "after_app_request" => When::After,
        "teardown_app_request" => When::Sometimes,
        _ => return of_app(method).map(|_| When::Sometimes),
    })
}

/// The attribute of an app that has a list, by the name of a blueprint: `app.before_request_funcs[None]`.
fn of_attribute(attribute: &str) -> Option<When> {
    of_app(attribute.strip_suffix("_funcs").or_else(|| attribute.strip_suffix('s'))?)
}

/// The attribute that has a list, if one has it alone.
fn attribute_of(when: When) -> Option<&'static str> {
    match when {
        When::Preprocess => Some("url_value_preprocessors"),
        When::Before => Some("before_request_funcs"),
        When::After => Some("after_request_funcs"),
        When::Sometimes => None,
    }
}

/// Under which a blueprint keeps what runs then.
fn kept_as(when: When) -> &'static str {
    match when {
        When::Preprocess => "hooks: preprocess",
        When::Before => "hooks: before",
        When::After => "hooks: after",
        When::Sometimes => "hooks: sometimes",
    }
}

impl Machine<'_> {
    /// Whether a decorator is one of an app's hooks; the function then runs at requests.
    pub(super) fn app_hook(&mut self, decorator: &Value, function: &Value) -> bool {
        let Data::Handle(Handle { kind: HandleKind::Bound, index }) = decorator.data else { return false };
        let bound = &self.bounds[index as usize];
        let (Target::Method(name), Some(app)) = (&bound.target, self.app_of(&bound.receiver)) else { return false };
        let Some(when) = of_app(name) else { return false };
        // The others need no request.
        self.apps[app as usize].serves |= when != When::Sometimes;
        self.add_hook(app, when, function);
        true
    }

    /// Adds to the hooks of an app.
    pub(super) fn add_hook(&mut self, app: u32, when: When, hook: &Value) {
        let hooks = self.list_of_hooks(app, when);
        self.append_hook(hooks, hook);
    }

    /// Adds to those of a blueprint, which the app gets that registers it.
    pub(super) fn hook_of_blueprint(&mut self, blueprint: &Value, when: When, hook: Option<&Value>) -> Option<Value> {
        let hook = hook?;
        let hooks = self.field(blueprint, kept_as(when)).unwrap_or_else(|| self.new_list([]));
        self.append_hook(Self::object_of(&hooks)?, hook);
        self.store.set(Self::object_of(blueprint)?, Key::text(kept_as(when)), hooks);
        Some(hook.clone())
    }

    /// Gives an app the hooks of a blueprint.
    pub(super) fn take_hooks(&mut self, app: u32, blueprint: &Value) {
        for when in ALL {
            let Some(hooks) = self.field(blueprint, kept_as(when)).as_ref().and_then(Self::object_of) else { continue };
            for hook in self.list_items(hooks) {
                self.add_hook(app, when, &hook);
            }
        }
    }

    fn append_hook(&mut self, hooks: ObjectId, hook: &Value) {
        let next = i64::try_from(self.store.object(hooks).fields.len()).unwrap_or(i64::MAX);
        self.store.set(hooks, Key::Int(next), hook.clone());
    }

    /// `app.before_request_funcs`: a dict with the app's own functions under `None`.
    pub(super) fn dict_of_hooks(&mut self, app: u32, attribute: &str) -> Option<Value> {
        let when = of_attribute(attribute).filter(|_| attribute != "teardown_appcontext_funcs")?;
        let list = Self::object_value(self.apps[app as usize].hooks[when as usize]);
        if attribute == "before_first_request_funcs" {
            return Some(list);
        }
        let (id, dict) = self.new_object(ObjectKind::Dict);
        self.store.set(id, none(), list);
        self.store.set(self.apps[app as usize].object, Key::text(attribute), dict.clone());
        Some(dict)
    }

    fn list_of_hooks(&self, app: u32, when: When) -> ObjectId {
        let state = &self.apps[app as usize];
        let dict = attribute_of(when).and_then(|attribute| self.store.get(state.object, attribute));
        let list = dict.and_then(Self::object_of).and_then(|dict| self.store.get(dict, &none()));
        let is_list = |id: &ObjectId| matches!(self.store.object(*id).kind, ObjectKind::List);
        list.and_then(Self::object_of).filter(is_list).unwrap_or(state.hooks[when as usize])
    }

    /// The hooks of an app, each perhaps one that is only there under a condition.
    fn hooks(&self, app: u32, when: When) -> Vec<Value> {
        self.list_items(self.list_of_hooks(app, when))
    }

    /// The places of the functions that run at requests.
    pub(super) fn places_of_hooks(&self) -> BTreeSet<Span> {
        let apps = 0..u32::try_from(self.apps.len()).unwrap_or(0);
        let hooks = apps.flat_map(|app| ALL.into_iter().flat_map(move |when| self.hooks(app, when)));
        let place = |hook: Value| {
            let Data::Handle(Handle { kind, index }) = hook.data else { return None };
            let function = match (kind, self.bounds.get(index as usize).map(|bound| &bound.target)) {
                (HandleKind::Function, _) => index,
                (HandleKind::Bound, Some(Target::Function(function))) => *function,
                _ => return None,
            };
            Some(self.functions[function as usize].span)
        };
        hooks.filter_map(place).collect()
    }

    /// Whether anything runs at requests.
    pub(super) fn has_hooks(&self, app: u32) -> bool {
        ALL.into_iter().any(|when| !self.hooks(app, when).is_empty() || self.own_step(app, when).is_some())
    }

    /// What the app's own class does at each request before or after it runs its hooks.
    fn own_step(&self, app: u32, when: When) -> Option<(u32, Value)> {
        let name = match when {
            When::Preprocess => "preprocess_request",
            When::After => "process_response",
            When::Before | When::Sometimes => return None,
        };
        self.find_in_class(self.apps[app as usize].class?, name)
    }

    fn run_own_step(&mut self, app: u32, when: When, span: Span) {
        let Some((class, member)) = self.own_step(app, when) else { return };
        let object = Self::object_value(self.apps[app as usize].object);
        if let Ok(step) = self.bind_member(&member, &object, class, span) {
            let _ = self.call(&step, &Arguments::default(), span);
        }
    }

    /// Runs hooks. One that raises answers the request with an error; what it set before stays. Those after one that
    /// always answers never run.
    pub(super) fn run_hooks(&mut self, app: u32, when: When, span: Span) {
        self.run_own_step(app, when, span);
        let mut hooks = self.hooks(app, when);
        if when == When::After {
            hooks.reverse();
        }
        for hook in hooks {
            if when == When::Sometimes {
                let _ = self.branch(
                    &Decision::Open,
                    &mut |machine| {
                        let _ = machine.call(&hook, &Arguments::default(), span);
                        Ok(Flow::Next)
                    },
                    &mut |_| Ok(Flow::Next),
                );
                continue;
            }
            let answer = self.call(&hook, &Arguments::default(), span);
            if when == When::Before && answer.is_ok_and(|answer| matches!(answer.data, Data::Str(_) | Data::Tuple(_))) {
                return;
            }
        }
    }
}

/// The key of what is the app's own.
fn none() -> Key {
    Key::Other("None".into())
}
