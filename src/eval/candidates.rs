//! Where a configuration could not be followed: that it is noted, and the keys that it may hold.
//!
//! They never make a setting known. It becomes unknown with alternatives, so that a constant key in a
//! config class is seen even if we do not see how the class is loaded.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::machine::{App, AppRole, Machine};
use super::store::{Key, ObjectId};
use crate::flask::{Gap, GapKind, Origin, Profiles, SUPPOSED, SecretSetting, Setting};
use crate::source::Span;
use crate::value::{Data, Value, choose, override_with};

/// What stands for the names of settings in those of the variables that set them: `FLASK_…`.
pub(super) const ANY_NAME: char = '…';

/// What a setting is that we do not see written.
const PERHAPS: &str = "a setting that a source which we could not follow may hold";

impl Machine<'_> {
    /// Notes that a source of configuration could not be followed.
    pub(super) fn gap(&mut self, app: u32, span: Span, kind: GapKind, message: String) {
        if kind.may_set_anything() {
            self.doubt_settings(app, &message);
            if let Some(bare) = self.apps.get(app as usize).filter(|app| app.role == AppRole::BareConfig) {
                self.blur(bare.config, &message);
            }
        }
        let kind = if self.doubts.speculation > 0 { GapKind::Optional } else { kind };
        let gap = Gap { span, message, kind };
        if let Some(app) = self.apps.get_mut(app as usize)
            && !app.gaps.contains(&gap)
        {
            app.gaps.push(gap);
            app.sources.extend(self.doubts.set_here.iter().cloned());
        }
    }

    /// What a setting that nobody writes is where a source that we could not follow may hold it: without the
    /// source it does not exist.
    pub(super) fn set_by_gap(&self, app: u32, key: &str) -> Option<Value> {
        let App { gaps, sources, .. } = self.apps.get(app as usize)?;
        let (absent, unknown) = (Value::of(Data::Absent), Value::unknown(PERHAPS));
        if gaps.iter().any(|gap| gap.kind.may_set_anything()) {
            return Some(choose(&absent, &unknown));
        }
        let of_key = |source: &Arc<str>| match source.strip_suffix(ANY_NAME) {
            Some(prefix) => format!("{prefix}{key}").into(),
            None => Arc::clone(source),
        };
        let names: Vec<Arc<str>> = sources.iter().map(of_key).collect();
        (!names.is_empty()).then(|| override_with(&absent, &unknown, &names))
    }

    /// What could not be followed may have written any setting, whatever was written before.
    fn doubt_settings(&mut self, app: u32, why: &str) {
        self.doubt_those(app, why, |_| true);
    }

    /// What could not be followed may have written what nobody else writes.
    pub(super) fn doubt_unwritten(&mut self, app: u32, span: Span, message: String) {
        self.doubt_those(app, &message, |value| value.trail.is_empty() && !matches!(value.data, Data::Overridable(_)));
        self.gap(app, span, GapKind::Optional, message);
    }

    fn doubt_those(&mut self, app: u32, why: &str, is_meant: impl Fn(&Value) -> bool) {
        let Some(config) = self.apps.get(app as usize).map(|app| app.config) else { return };
        let unknown = Value::unknown(why);
        let fields = self.store.object(config).fields.iter().filter(|(_, value)| is_meant(value));
        let fields: Vec<(Key, Value)> = fields.map(|(key, value)| (key.clone(), value.clone())).collect();
        for (key, value) in fields {
            self.store.set(config, key, doubted(&value, &unknown));
        }
    }

    /// Fills the secret settings that nobody sets with what the loaded configuration modules and
    /// classes hold, if a source that the program needs could not be followed.
    pub(super) fn suppose_keys(&self, app: &App, settings: &mut BTreeMap<String, Setting>) {
        if !app.gaps.iter().any(|gap| gap.kind.may_set_anything()) {
            return;
        }
        for name in SecretSetting::NAMES {
            if settings.get(name).is_some_and(|setting| setting.origin != Origin::Default) {
                continue;
            }
            let unknown = Value::unknown(SUPPOSED);
            let found = self.possible_values(name);
            if found.is_empty() {
                continue;
            }
            let value = found.iter().fold(unknown, |value, one| choose(one, &value));
            settings.insert(name.to_string(), Setting { origin: Origin::Written, value });
        }
    }

    fn possible_values(&self, name: &str) -> Vec<Value> {
        let constant = |scope: ObjectId| {
            let value = self.store.get(scope, name)?;
            matches!(value.by_default().data, Data::Str(_) | Data::Bytes(_)).then(|| value.clone())
        };
        let profiles = &self.program.profiles;
        let modules = self.modules.iter().filter(|module| {
            let stem = module.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            is_configuration(&stem, profiles) && module.file.is_some()
        });
        let classes = self.classes.iter().filter(|class| is_configuration(&class.name, profiles));
        modules.map(|module| module.scope).chain(classes.map(|class| class.scope)).filter_map(constant).collect()
    }
}

/// What a value is where something else may have taken its place. What only a variable leads to stays apart from what
/// holds by default.
fn doubted(value: &Value, unknown: &Value) -> Value {
    match &value.data {
        Data::Overridable(both) => {
            override_with(&choose(&both.default, unknown), &choose(&both.otherwise, unknown), &both.by)
        }
        _ => choose(value, unknown),
    }
}

/// A key that one source sets and another, which could not be followed, takes the place of: that one may set it too.
/// Flask's own settings exist before, and are doubted when the source is met.
pub(super) fn doubt_absent_keys(app: &App, settings: &mut BTreeMap<String, Setting>) {
    let Some(gap) = app.gaps.first() else { return };
    for name in SecretSetting::NAMES {
        let Some(setting) = settings.get_mut(name) else { continue };
        let unknown = Value::unknown(&gap.message);
        match &setting.value.data {
            Data::Overridable(both) if matches!(both.otherwise.data, Data::Absent) => {
                setting.value = override_with(&both.default, &unknown, &both.by);
            }
            Data::OneOf(values) if values.iter().any(|one| matches!(one.data, Data::Absent)) => {
                let set = values.iter().filter(|one| !matches!(one.data, Data::Absent));
                setting.value = set.fold(unknown, |value, one| choose(one, &value));
            }
            _ => {}
        }
    }
}

/// What nobody sets may be set by a source that there is for certain, and that we do not have.
pub(super) fn doubt_defaults(settings: &mut BTreeMap<String, Setting>) {
    let unknown = Value::unknown(PERHAPS);
    for setting in settings.values_mut().filter(|setting| setting.origin == Origin::Default) {
        *setting = Setting { origin: Origin::Written, value: choose(&setting.value, &unknown) };
    }
}

/// Whether a module or class of this name holds a configuration that production may have.
fn is_configuration(name: &str, profiles: &Profiles) -> bool {
    let lower: Arc<str> = name.to_lowercase().into();
    let is_named = ["config", "configuration", "settings", "conf"].iter().any(|word| lower.contains(word));
    is_named && profiles.of_name(name).is_deployable()
}
