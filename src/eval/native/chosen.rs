//! An attribute of a module under a name that something outside says: `getattr(config, f"{env}Config")`,
//! `globals()[f"{env}Config"]`. Each class that can be meant is a profile.

use std::sync::Arc;

use super::super::machine::{Eval, Machine};
use super::super::object::ObjectKind;
use super::super::store::Key;
use super::super::variants::possible;
use super::super::world::Subject;
use crate::source::Span;
use crate::value::{Data, Handle, HandleKind, Value, choose};

impl Machine<'_> {
    /// `globals()[name]`, `vars(module)[name]`.
    pub(in super::super) fn chosen_global(&mut self, names: &Value, name: &Value, span: Span) -> Eval<Option<Value>> {
        if Key::of(name).is_some() {
            return Ok(None);
        }
        let Some((id, ObjectKind::Scope)) = self.kind_of(names) else { return Ok(None) };
        let Some(module) = self.modules.iter().position(|module| module.scope == id) else { return Ok(None) };
        let index = u32::try_from(module).unwrap_or(u32::MAX);
        let default = name.by_default().as_str();
        if default.is_some_and(|default| self.classes_for_settings(index).iter().all(|(class, _)| **class != *default))
        {
            return Ok(None);
        }
        let module = Value::handle(HandleKind::Module, index);
        self.chosen_of_module(&module, name, span)
    }

    /// What a module has under a name that something outside says, where that can be a configuration.
    pub(super) fn chosen_of_module(&mut self, module: &Value, name: &Value, span: Span) -> Eval<Option<Value>> {
        match &name.data {
            Data::Overridable(both) => match &both.default.data {
                Data::Str(default) => {
                    self.chosen_attribute(module, (&Arc::clone(default), &both.otherwise), None, span).map(Some)
                }
                _ => Ok(None),
            },
            Data::External(_) => self.required_attribute(module, name, span),
            _ => Ok(None),
        }
    }

    /// The same where nothing is meant by default.
    fn required_attribute(&mut self, module: &Value, name: &Value, span: Span) -> Eval<Option<Value>> {
        let Data::Handle(Handle { kind: HandleKind::Module, index }) = module.data else { return Ok(None) };
        let subject = Subject::Site(span);
        if let Some(option) = self.assumed(&subject) {
            let chosen = self.attribute(module, &option, span)?;
            self.note_chosen(&chosen);
            return Ok(Some(chosen));
        }
        let options = self.classes_for_settings(index).into_iter().map(|(name, _)| name).collect();
        let options = possible(options, name, None);
        let mut meant: Option<Value> = None;
        for option in &options {
            let one = self.attribute(module, option, span)?;
            meant = Some(meant.map_or_else(|| one.clone(), |others| choose(&others, &one)));
        }
        self.note_choice(subject, options, None);
        Ok(meant)
    }
}
