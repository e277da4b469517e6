//! What Dynaconf is told when it is made: which sections of its files count, and whether it loads `.env` (Dynaconf 3.3).

use std::path::Path;
use std::sync::Arc;

use super::calls::Arguments;
use super::documents::Format;
use super::machine::Machine;
use crate::value::{Data, Value};

/// The environment that counts where nothing says which.
const DEVELOPMENT: &str = "development";

/// Which sections of its files count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sections {
    /// Files have none: what they say counts as it stands.
    None,
    /// That of one environment, whatever else is said, beside those that always count.
    Always(Arc<str>),
    /// That of the environment that a variable names, or else of this one.
    ByDefault(Arc<str>),
}

impl Sections {
    /// By the options of Dynaconf, or those of `FlaskDynaconf`, whose files have sections unless it is told otherwise;
    /// `None` if that is not known.
    pub(super) fn of(arguments: &Arguments, are_usual: bool) -> Option<Self> {
        if option(arguments, &["DEFAULT_ENV", "ENV_SWITCHER"]).is_some() {
            return None;
        }
        // A list of their names says that there are some.
        let says = |value: &Value| if matches!(value.data, Data::Handle(_)) { Some(true) } else { value.truth() };
        let are_there = option(arguments, &["ENVIRONMENTS"]).map_or(Some(are_usual), says)?;
        let named = |name: &str| option(arguments, &[name]).map(|value| value.as_str().map(str::to_lowercase));
        Some(match (are_there, named("FORCE_ENV"), named("ENV")) {
            (false, ..) => Self::None,
            (true, Some(forced), _) => Self::Always(forced?.into()),
            (true, None, Some(given)) => Self::ByDefault(given?.into()),
            (true, None, None) => Self::ByDefault(DEVELOPMENT.into()),
        })
    }
}

/// An option of Dynaconf's, by any of these names, in any case and with or without `_FOR_DYNACONF`.
pub(super) fn option<'a>(arguments: &'a Arguments, names: &[&str]) -> Option<&'a Value> {
    let is_meant = |name: &str| {
        let name = name.to_uppercase();
        names.contains(&name.strip_suffix("_FOR_DYNACONF").unwrap_or(&name))
    };
    arguments.named.iter().find(|(name, _)| is_meant(name)).map(|(_, value)| value)
}

/// How a file of settings is written, by its ending; `None` for those that are not read.
pub(super) fn format_of(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()? {
        "toml" | "tml" => Some(Format::Toml),
        "yaml" | "yml" => Some(Format::Yaml),
        "json" => Some(Format::Json),
        _ => None,
    }
}

/// Texts like `@int 3` and `@format {this.x}` stand for something else.
pub(super) fn without_markers(value: Value) -> Value {
    match value.as_str() {
        Some(text) if text.starts_with('@') => value.with(Data::Unknown("a value that Dynaconf computes".into())),
        _ => value,
    }
}

impl Machine<'_> {
    /// What `.env` says of the variables with a prefix, by the names of the settings: Dynaconf loads that file itself where
    /// it is told to, as `FlaskDynaconf` is. What is written as a list or a table is not known.
    pub(super) fn dynaconf_variables(&mut self, prefix: &str) -> Vec<(String, Value)> {
        let Some(path) = self.find_upwards(".env") else { return Vec::new() };
        let variables = self.variables_of_file(&path).unwrap_or_default();
        let own = variables.into_iter().filter_map(|(name, value)| {
            let name = name.strip_prefix(prefix)?.strip_prefix('_')?.to_uppercase();
            (!name.contains("__")).then(|| (name, as_toml(value)))
        });
        own.collect()
    }
}

/// A variable's text as TOML has it: `true` is no text, and neither is `1`.
fn as_toml(value: Value) -> Value {
    let Some(text) = value.as_str().map(str::to_owned) else { return value };
    if let Ok(number) = text.parse::<i64>() {
        return value.with(Data::Int(number));
    }
    match text.to_lowercase().as_str() {
        "true" => value.with(Data::Bool(true)),
        "false" => value.with(Data::Bool(false)),
        _ if text.starts_with(['[', '{', '"', '\'']) => value.with(Data::Unknown("a value that Dynaconf reads".into())),
        _ => without_markers(value),
    }
}
