//! Floor 3: what Flask and its extensions do, as plain data and functions without a syntax tree.
//!
//! Everything here is a fact about Flask, with its source: the versions that it holds for, a measurement. It does not
//! know how a project's code was understood.

mod catalogue;
mod cookie;
mod deployment;
mod extension_settings;
mod package;
mod profiles;
mod requirement;
mod setting;
mod version;

pub use catalogue::{
    SecretSetting, Unread, default_in, default_of, has_loader, is_extension_setting, is_judged_setting,
    is_named_for_cookie, is_security_setting, is_setting_name, knows, meant_by, security_settings,
    setting_of_attribute, settings_in, settings_of_constructor, turns_debug_on, unread, was_given_up, why_unknown,
};
pub use cookie::set_cookie;
pub use deployment::{
    AppPlace, Context, Deployment, Evidence, Extension, ExtensionCall, FACTORIES, FROM_MAPPING, Gap, GapKind, Guard,
    IgnoredWrite, Limit, Load, LoadedFrom, MadeBy, RunCall, SUPPOSED, Views, is_for_builds, is_for_migrations,
};
pub use extension_settings::{settings_of_extension, settings_of_manager, why_unknown_to_login};
pub use package::{PackageDefault, package_of_defaults, set_by_package, sets_in_namespace, settings_of_module};
pub use profiles::{ProfilePattern, Profiles};
pub use requirement::{Dialect, Specifiers};
pub use setting::{Origin, Setting, State};
pub use version::{
    Basis, Installed, Login, Release, Requirement, Talisman, Version, VersionError, flask_versions, login_versions,
    talisman_versions, werkzeug_versions,
};
