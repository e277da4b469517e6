//! Eve 2.3: a class of apps that loads its settings when an app is made, by a method that projects override.

use super::calls::Arguments;
use super::machine::{Eval, Machine};
use super::object::ObjectKind;
use super::store::Key;
use crate::flask::GapKind;
use crate::source::Span;
use crate::value::{Data, Value};

/// The class, and the same by the module that defines it.
const CLASSES: [&str; 2] = ["eve.Eve", "eve.flaskapp.Eve"];

impl Machine<'_> {
    /// What the constructor of a class outside the project does to an app, if it is Eve's.
    pub(super) fn construct_eve(&mut self, app: &Value, class: &str, arguments: &Arguments, span: Span) -> Eval<()> {
        let Some(index) = self.app_of(app).filter(|_| CLASSES.contains(&class)) else { return Ok(()) };
        let settings = arguments.get(1, "settings").cloned().unwrap_or_else(|| Value::text("settings.py"));
        let object = self.apps[index as usize].object;
        self.store.set(object, Key::text("settings"), settings);
        let own = self.apps[index as usize]
            .class
            .and_then(|class| Some((class, self.find_in_class(class, "load_config")?.1)));
        match own {
            Some((class, load)) => {
                let bound = self.bind_member(&load, app, class, span)?;
                self.call(&bound, &Arguments::default(), span)?;
            }
            None => self.load_settings_of_eve(index, span),
        }
        Ok(())
    }

    /// `super().__init__()` and `super().load_config()` in classes that are derived from Eve's.
    pub(super) fn super_of_eve(&mut self, app: u32, method: &str, arguments: &Arguments, span: Span) -> Eval<()> {
        let Some((class, method)) = method.strip_prefix("super:").and_then(|method| method.rsplit_once('.')) else {
            return Ok(());
        };
        match method {
            "__init__" => {
                let object = Self::object_value(self.apps[app as usize].object);
                self.construct_eve(&object, class, arguments, span)?;
            }
            "load_config" if CLASSES.contains(&class) => self.load_settings_of_eve(app, span),
            _ => {}
        }
        Ok(())
    }

    /// The app's `settings`: a dict, or a file beside the program or on Python's path. The variable `EVE_SETTINGS` may name
    /// another one.
    fn load_settings_of_eve(&mut self, app: u32, span: Span) {
        let object = self.apps[app as usize].object;
        let settings = self.store.get(object, "settings").cloned().unwrap_or_else(|| Value::text("settings.py"));
        if let Some((_, ObjectKind::Dict)) = self.kind_of(&settings) {
            return self.update_config(app, &settings, span);
        }
        let settings = self.plain_path(&settings);
        let Data::Str(name) = &settings.by_default().data else {
            let message = "settings that are not known are loaded by Eve".to_owned();
            return self.gap(app, span, GapKind::Required, message);
        };
        let path = self.full_path(name);
        let path = Arguments::of(vec![settings.with(Data::Str(path.to_string_lossy().into()))]);
        self.from_pyfile(app, &path, span);
        self.gap(
            app,
            span,
            GapKind::Optional,
            "EVE_SETTINGS may name another file, which Eve loads instead".to_owned(),
        );
    }
}
