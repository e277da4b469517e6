//! Blueprints: what they write to an app's configuration when they are registered.

use std::sync::Arc;

use super::calls::Arguments;
use super::machine::{Eval, Machine};
use super::object::ObjectKind;
use super::store::Key;
use crate::source::Span;
use crate::value::{Data, Value};

/// Under which a blueprint keeps those that are registered with it.
const NESTED: &str = "nested";

impl Machine<'_> {
    /// Registers a blueprint and those that are registered with it, each once.
    pub(super) fn register_blueprint(
        &mut self,
        app: u32,
        blueprint: &Value,
        arguments: &Arguments,
        span: Span,
    ) -> Eval<()> {
        self.register_alone(app, blueprint, arguments, span)?;
        let mut known = vec![blueprint.clone()];
        let mut at = 0;
        while let Some(outer) = known.get(at) {
            at += 1;
            let nested = self.field(outer, NESTED).and_then(|nested| self.items_of(&nested)).unwrap_or_default();
            for one in nested {
                if known.iter().all(|known| known.data != one.data) {
                    self.register_alone(app, &one, &Arguments::default(), span)?;
                    known.push(one);
                }
            }
        }
        Ok(())
    }

    /// A blueprint of a project's own class may do more than Flask's.
    fn register_alone(&mut self, app: u32, blueprint: &Value, arguments: &Arguments, span: Span) -> Eval<()> {
        self.note_registered(app, blueprint);
        let options = self.new_object(ObjectKind::Dict);
        for (name, value) in &arguments.named {
            self.store.set(options.0, Key::Text(Arc::clone(name)), value.clone());
        }
        if let Some((_, ObjectKind::Instance(class))) = self.kind_of(blueprint)
            && let Some((class, register)) = self.find_in_class(*class, "register")
        {
            let object = Self::object_value(self.apps[app as usize].object);
            let bound = self.bind_member(&register, blueprint, class, span)?;
            self.call(&bound, &Arguments::of(vec![object, options.1.clone()]), span)?;
        }
        self.take_hooks(app, blueprint);
        self.run_recorded(app, blueprint, &options.1, span)
    }

    /// `Blueprint.register_blueprint(blueprint)`: it is registered on an app with the other one.
    pub(super) fn nest_blueprint(&mut self, blueprint: &Value, arguments: &Arguments) -> Option<Value> {
        let id = Self::object_of(blueprint)?;
        self.lend_blueprints(arguments);
        let nested = self.field(blueprint, NESTED).unwrap_or_else(|| self.new_list([]));
        let added = Value::of(Data::Tuple([arguments.get(0, "blueprint")?.clone()].into()));
        self.extend_list(Self::object_of(&nested)?, &added);
        self.store.set(id, Key::text(NESTED), nested);
        Some(Value::of(Data::None))
    }

    /// `Blueprint.record(f)`: f runs with the app when the blueprint is registered.
    fn run_recorded(&mut self, app: u32, blueprint: &Value, options: &Value, span: Span) -> Eval<()> {
        let Some(recorded) = self.field(blueprint, "recorded") else { return Ok(()) };
        let object = Self::object_value(self.apps[app as usize].object);
        let prefix = self.field(options, "url_prefix").or_else(|| self.field(blueprint, "url_prefix"));
        for function in self.items_of(&recorded).unwrap_or_default() {
            let (id, state) = self.new_object(ObjectKind::Native("flask.BlueprintSetupState".into()));
            let url_prefix = prefix.clone().unwrap_or_else(|| Value::unknown("the prefix of a blueprint"));
            let fields =
                [("app", &object), ("blueprint", blueprint), ("options", options), ("url_prefix", &url_prefix)];
            for (name, value) in fields {
                self.store.set(id, Key::text(name), value.clone());
            }
            self.call(&function, &Arguments::of(vec![state]), span)?;
        }
        Ok(())
    }
}
