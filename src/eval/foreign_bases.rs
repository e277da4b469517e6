//! What a base class outside the project makes of the instances of a project class.
//!
//! Its constructor may fill their attributes from where we do not see, as pydantic does from the environment: what the
//! class says is what holds by default. What a class has itself of such a base is in `classes`.

use std::sync::Arc;

use super::extensions::may_have_settings;
use super::machine::Machine;
use super::object::ObjectKind;
use super::store::Key;
use crate::flask::is_setting_name;
use crate::value::{Data, External, ExternalKind, Value, override_with};

impl Machine<'_> {
    /// The name of a base that is not in the project, in words.
    pub(super) fn base_outside(&self, class: u32) -> Option<Arc<str>> {
        let base = self.classes[class as usize].native_bases.iter().find(|base| may_have_settings(base))?;
        let name = base.rsplit('.').next().unwrap_or(base);
        Some(format!("the base class {name}").into())
    }

    /// The constructor of a base that is not in the project has run on an instance: each attribute that is the class'
    /// may be the instance's own now.
    pub(super) fn filled_by_base(&mut self, object: &Value) {
        let Some((id, ObjectKind::Instance(class))) = self.kind_of(object) else { return };
        let class = *class;
        let Some(base) = self.base_outside(class) else { return };
        let kind = ExternalKind::Store;
        let given = Value::of(Data::External(External::new(kind, Arc::clone(&base), false)));
        let is_for_settings = self.is_for_settings(class);
        for name in self.constants_of_class(class).into_iter().filter(|name| is_for_settings || is_setting_name(name)) {
            let key = Key::Text(Arc::clone(&name));
            if self.store.get(id, &key).is_none()
                && let Some(value) = self.member(class, &name)
            {
                let value = override_with(&value, &given, &[Arc::clone(&base)]);
                self.store.set(id, key, value);
            }
        }
    }

    /// Whether a class is named for settings, or its base outside the project is. A row of a table has a base as well,
    /// and what its class says decides nothing of the configuration.
    fn is_for_settings(&self, class: u32) -> bool {
        const WORDS: [&str; 6] = ["conf", "setting", "option", "param", "secret", "env"];
        let class = &self.classes[class as usize];
        let mut names = class.native_bases.iter().chain([&class.name]).map(|name| name.to_lowercase());
        names.any(|name| WORDS.iter().any(|word| name.contains(word)))
    }

    /// The names on a class and its bases that hold values: neither methods and classes, nor what Python itself defines.
    fn constants_of_class(&self, class: u32) -> Vec<Arc<str>> {
        let scopes = self.classes[class as usize].order.iter().map(|one| self.classes[*one as usize].scope);
        let fields = scopes.flat_map(|scope| self.store.object(scope).fields.iter());
        fields
            .filter_map(|(key, value)| match key {
                Key::Text(name) if !name.starts_with("__") && !holds_handle(value) => Some(Arc::clone(name)),
                _ => None,
            })
            .collect()
    }
}

fn holds_handle(value: &Value) -> bool {
    value.alternatives().iter().any(|one| matches!(one.data, Data::Handle(_)))
}
