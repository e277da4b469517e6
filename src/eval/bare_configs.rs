//! `flask.Config(...)` objects that a program makes itself, and what an app's configuration takes of another one.
//!
//! Each stands in the list of apps, as what its methods write to; it is no deployment.

use super::calls::Arguments;
use super::config_classes::is_of_config;
use super::machine::{App, AppRole, Eval, Machine};
use crate::source::Span;
use crate::value::Value;

impl Machine<'_> {
    /// `flask.Config(root_path, defaults)`, or a class of the project that is derived from it: a configuration without an
    /// app, of which others take their settings.
    pub(super) fn make_bare_config(&mut self, class: Option<u32>, arguments: &Arguments, span: Span) -> Eval<Value> {
        let (index, _) = self.add_app(None, &Arguments::default(), span);
        let root = arguments.get(0, "root_path").map(|root| self.plain_path(root));
        let root = root.and_then(|root| root.by_default().as_str().map(|root| self.full_path(root)));
        let app = &mut self.apps[index as usize];
        (app.root_path, app.role) = (root, AppRole::BareConfig);
        let config = Self::object_value(app.config);
        match class {
            Some(class) => self.construct_config(index, class, arguments, span)?,
            None => self.init_config(index, arguments, span),
        }
        Ok(config)
    }

    /// What an app's configuration takes of another one comes from the sources of that.
    pub(super) fn take_sources(&mut self, app: u32, other: u32) {
        let App { gaps, sources, loads, object, .. } = self.apps[other as usize].clone();
        let fields = self.store.object(object).fields.clone();
        let to = &mut self.apps[app as usize];
        to.gaps.extend(gaps);
        to.sources.extend(sources);
        to.loads.extend(loads);
        let to = to.object;
        for (key, value) in fields.into_iter().filter(|(key, _)| !is_of_config(key)) {
            self.store.set(to, key, value);
        }
    }
}
