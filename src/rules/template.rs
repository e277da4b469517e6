//! Fills the templates of a rule's message, advice and label.
//!
//! Braces around anything but a lower-case word are plain text: Python's dicts may stand in advice.

/// What a template can name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fill {
    /// The setting.
    pub(super) setting: String,
    /// Its value as Python writes it; never that of a secret.
    pub(super) value: String,
    /// The app's name.
    pub(super) app: String,
    /// The profile's name, empty without one.
    pub(super) profile: String,
    /// What else may provide the value: environment variables in code marks, or "the environment".
    pub(super) variable: String,
    /// The name of the one environment variable that the value is read from, else the setting's.
    pub(super) read: String,
    /// When a key is a constant, as a clause that goes on with what follows then; empty for settings that hold none.
    pub(super) when: String,
    /// What is particular about this finding, as a clause.
    pub(super) detail: String,
    /// What an attacker needs in order to try keys; empty for settings that hold none.
    pub(super) evidence: String,
    /// How long trying takes, as a clause, or a login lasts, as the end of one; empty where that is not known.
    pub(super) time: String,
    /// What whoever has the key can do, as a verb and its object; empty for settings that hold none.
    pub(super) power: String,
}

/// The placeholders, for an error's next step.
pub(super) const NAMES_IN_WORDS: &str = "use {setting}, {value}, {app}, {profile}, {variable}, {read}, {when}, {detail}, {evidence}, {time} or {power}, or no braces";

/// The first placeholder of `template` that does not exist.
pub(super) fn unknown_name(template: &str) -> Option<String> {
    let nothing = Fill::default();
    names(template).find(|name| nothing.get(name).is_none()).map(str::to_owned)
}

/// `template` with its placeholders filled.
pub(super) fn fill(template: &str, values: &Fill) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let placeholder = after.split_once('}').and_then(|(name, tail)| Some((values.get(name)?, tail)));
        if let Some((value, tail)) = placeholder {
            filled.push_str(value);
            rest = tail;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled + rest
}

impl Fill {
    fn get(&self, name: &str) -> Option<&str> {
        match name {
            "setting" => Some(&self.setting),
            "value" => Some(&self.value),
            "app" => Some(&self.app),
            "profile" => Some(&self.profile),
            "variable" => Some(&self.variable),
            "read" => Some(&self.read),
            "when" => Some(&self.when),
            "detail" => Some(&self.detail),
            "evidence" => Some(&self.evidence),
            "time" => Some(&self.time),
            "power" => Some(&self.power),
            _ => None,
        }
    }
}

fn names(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|after| {
        let (name, _) = after.split_once('}')?;
        (!name.is_empty() && name.chars().all(|letter| letter.is_ascii_lowercase())).then_some(name)
    })
}
