//! Flask-DotEnv 0.1.2: each line of a `.env` file becomes a setting.

use super::calls::Arguments;
use super::documents::ini::offset;
use super::machine::Machine;
use crate::flask::GapKind;
use crate::source::Span;
use crate::value::{Data, Step, Value};

impl Machine<'_> {
    /// `DotEnv(app)` and `DotEnv().init_app(app, env_file)`: the file, or `.env` of the working folder, over what was
    /// written before.
    pub(super) fn attach_flask_dotenv(&mut self, app: u32, arguments: &Arguments, span: Span) {
        let file = arguments.get(1, "env_file").map(|file| self.plain_path(file).by_default().clone());
        let name = match file.as_ref().map(|file| &file.data) {
            None | Some(Data::None) => ".env".to_owned(),
            Some(Data::Str(name)) => name.to_string(),
            Some(_) => {
                let message = "a file whose name is not known is loaded by Flask-DotEnv".to_owned();
                return self.gap(app, span, GapKind::Required, message);
            }
        };
        let path = self.full_path(&name);
        let Some(file) = self.program.sources.load_data(&path) else {
            let shown = self.program.sources.name_of(&path);
            self.gap(
                app,
                span,
                GapKind::Optional,
                format!("{shown} is loaded by Flask-DotEnv and is not in the project"),
            );
            return self.override_written(app, &shown, span);
        };
        let text = self.program.sources.file(file).text.clone();
        for (name, start, end) in settings(&text) {
            let place = Span::new(file, start, end);
            let written = text.get(start as usize..end as usize).unwrap_or_default();
            let value = Value::at(Data::Str(written.into()), Step::new(place, "written here"));
            self.write_setting(app, name, &value.via(Step::new(span, "loaded here")), span);
        }
    }
}

/// The settings of a text, with the bytes of their values.
fn settings(text: &str) -> impl Iterator<Item = (&str, u32, u32)> {
    text.lines().filter_map(move |line| {
        let line = line.trim();
        let (name, value) = line.strip_prefix("export").unwrap_or(line).split_once('=')?;
        let value = value.strip_prefix(['"', '\'']).unwrap_or(value);
        let value = value.strip_suffix(['"', '\'']).unwrap_or(value);
        let start = u32::try_from(offset(text, value)).ok()?;
        Some((name.trim_start(), start, start + u32::try_from(value.len()).ok()?))
    })
}
