//! One setting of one app: its value, and what may be said of it.

use crate::value::{Data, External, ExternalKind, Trail, Value, is_file_of_variables};

/// How a setting came to have its value.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody sets it: Flask's default.
    Default,
    /// The program writes it.
    Written,
    /// The program deletes it; reading it fails.
    Deleted,
}

/// A setting of an app's final configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// How it came to have its value.
    pub origin: Origin,
    /// Its value; Flask's default if nobody sets it.
    pub value: Value,
}

/// What may be said of a setting: the `state` of `--show-config`'s JSON.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It has this value when the environment sets nothing; `overridable` tells whether the environment can change it.
    Known {
        /// Whether the environment, or an optional file, can change it.
        overridable: bool,
    },
    /// Nobody sets it: Flask's default.
    Default,
    /// Deleted from the configuration.
    Unset,
    /// Cannot be told without running the program.
    Unknown,
    /// Random at start.
    Generated,
    /// No value without the environment, or the program does not start.
    External,
}

impl Setting {
    /// Flask's default, which nobody changed.
    pub fn default(value: Value) -> Self {
        Self { origin: Origin::Default, value }
    }

    /// What may be said of it.
    pub fn state(&self) -> State {
        match self.origin {
            Origin::Default => State::Default,
            Origin::Deleted => State::Unset,
            Origin::Written => state_of(&self.value),
        }
    }

    /// The value when the environment sets nothing.
    pub fn value_by_default(&self) -> &Value {
        self.value.by_default()
    }

    /// The trail of the value when the environment sets nothing.
    pub fn trail(&self) -> &Trail {
        &self.value_by_default().trail
    }
}

fn state_of(value: &Value) -> State {
    match &value.data {
        Data::Overridable(both) => match state_of(&both.default) {
            State::Known { .. } if is_absent(&both.default) && comes_from_outside(&both.otherwise) => State::External,
            State::Known { .. } => State::Known { overridable: true },
            other => other,
        },
        Data::Generated(_) => State::Generated,
        Data::External(_) => State::External,
        Data::Unknown(_) | Data::OneOf(_) | Data::Handle(_) | Data::Absent => State::Unknown,
        Data::Tuple(items) | Data::List(items) => state_of_all(items.iter()),
        Data::Dict(items) => state_of_all(items.iter().map(|(_, value)| value)),
        Data::None
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Float(_)
        | Data::Str(_)
        | Data::Bytes(_)
        | Data::Duration(_) => State::Known { overridable: false },
    }
}

/// A collection is known if all its items are; otherwise it is what its first unknown item is.
fn state_of_all<'a>(items: impl Iterator<Item = &'a Value>) -> State {
    let mut overridable = false;
    for item in items {
        match state_of(item) {
            State::Known { overridable: one } => overridable |= one,
            other => return other,
        }
    }
    State::Known { overridable }
}

/// Nothing, or an empty text or collection: what a variable that is not set is read as.
fn is_absent(value: &Value) -> bool {
    let may_be = matches!(value.data, Data::None | Data::Str(_) | Data::Tuple(_) | Data::List(_) | Data::Dict(_));
    may_be && value.truth() == Some(false)
}

/// Whether the environment gives it, or a file of variables that is read without them (`dotenv_values(".env")`).
fn comes_from_outside(value: &Value) -> bool {
    let is_variable = |external: &External| match external.kind {
        ExternalKind::Environment => true,
        ExternalKind::Store => is_file_of_variables(&external.name),
        ExternalKind::Argument => false,
    };
    value.alternatives().iter().any(|one| matches!(&one.data, Data::External(external) if is_variable(external)))
}
