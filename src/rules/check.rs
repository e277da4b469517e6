//! The closed vocabulary of what a rule can check, as `check = { … }` in its file states it.
//!
//! These are plain data: `predicate` says when a predicate holds, `judge` what follows from it.

use serde::Deserialize;

use crate::flask::Extension;

/// What a rule looks for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Check {
    /// The value of a setting, or that nobody sets it.
    Setting(SettingCheck),
    /// A problem of a setting that holds a secret.
    Secret(SecretCheck),
    /// A write that has no effect.
    Ignored(IgnoredCheck),
    /// An ignore comment that is of no use; triage looks for them.
    UnusedIgnore(UnusedIgnoreCheck),
    /// What an extension is told when it is set up.
    Argument(ArgumentCheck),
    /// Debug mode.
    Debug(DebugCheck),
}

/// Looks at one setting, and perhaps at others beside it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SettingCheck {
    /// The setting that the finding is about.
    pub key: String,
    /// What is wrong with it.
    pub is: Predicate,
    /// All of these hold too.
    #[serde(default)]
    pub with: Vec<Condition>,
    /// At least one of these holds too, unless the list is empty.
    #[serde(default)]
    pub with_any: Vec<Condition>,
    /// None of these holds.
    #[serde(default)]
    pub unless: Vec<Condition>,
    /// What the app must use for this to matter.
    pub needs: Option<Need>,
    /// What the app must not use.
    #[serde(default)]
    pub unless_used: Vec<Need>,
    /// Said, at low confidence, of a value that is falsy but neither `False` nor `None`: versions differ on those.
    pub ambiguous: Option<String>,
}

/// Something about another setting; Flask's default counts as its value.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Condition {
    /// The other setting.
    pub key: String,
    /// What is true of it.
    pub is: Predicate,
}

/// Something that is or is not true of a value. Texts compare without regard to case, as Werkzeug and browsers do.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Predicate {
    /// Nobody sets it: Flask's default holds.
    Missing,
    /// Python's `None`.
    None,
    /// `bool()` of it is false.
    Falsy,
    /// `bool()` of it is true.
    Truthy,
    /// It is this constant.
    Equals(Constant),
    /// It is a value, but none of these. `None` is no value.
    NotIn(Vec<Constant>),
    /// It is a text that starts so.
    StartsWith(String),
    /// It is a whole number that has at least one of these bits.
    HasBits(i64),
    /// It is a duration (`timedelta`, or a number of seconds) of more than so many days.
    LongerThanDays(f64),
    /// At least one of these is true of it.
    AnyOf(Vec<Predicate>),
}

/// A constant in a predicate.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Constant {
    /// `True` or `False`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
}

/// What an app must use for a check to matter.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// The session.
    Session,
    /// Flask-Login.
    Login,
    /// Flask-Login's remember-me cookie.
    RememberMe,
    /// Forms with a CSRF token of Flask-WTF's.
    Forms,
    /// Flask-WTF's `CSRFProtect`.
    CsrfProtect,
    /// `CSRFProtect` with `csrf.protect()` in views.
    CsrfChecks,
    /// Flask-JWT-Extended.
    Jwt,
    /// Flask-JWT-Extended with tokens in cookies.
    JwtCookies,
    /// Flask-JWT-Extended with tokens that the app alone puts into cookies.
    JwtCookiesByHand,
    /// Another session interface than Flask's own.
    ServerSideSession,
    /// Flask-Session.
    FlaskSession,
    /// Flask-Talisman.
    Talisman,
    /// Flask-Security.
    Security,
}

impl Need {
    /// The extension that must be set up, or how it must be used; `None` for the session.
    pub fn extension(self) -> Option<Extension> {
        match self {
            Self::Session => None,
            Self::Login => Some(Extension::Login),
            Self::RememberMe => Some(Extension::RememberMe),
            Self::Forms => Some(Extension::Forms),
            Self::CsrfProtect => Some(Extension::CsrfProtect),
            Self::CsrfChecks => Some(Extension::CsrfChecks),
            Self::Jwt => Some(Extension::Jwt),
            Self::JwtCookies => Some(Extension::JwtCookies),
            Self::JwtCookiesByHand => Some(Extension::JwtCookiesByHand),
            Self::ServerSideSession => Some(Extension::ServerSideSession),
            Self::FlaskSession => Some(Extension::FlaskSession),
            Self::Talisman => Some(Extension::Talisman),
            Self::Security => Some(Extension::Security),
        }
    }

    /// What must be used for the cookie to be sent that `setting` is about; `None` if it is about no cookie.
    pub fn of_cookie(setting: &str) -> Option<Self> {
        let cookies = [
            ("SESSION_COOKIE_", Self::Session),
            ("REMEMBER_COOKIE_", Self::RememberMe),
            ("JWT_COOKIE_", Self::JwtCookies),
        ];
        cookies.into_iter().find(|(prefix, _)| setting.starts_with(prefix)).map(|(_, need)| need)
    }
}

/// Looks at every setting that holds a secret.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SecretCheck {
    /// The problem to report.
    pub problem: SecretProblem,
}

/// What can be wrong with a secret, worst first: a key that has several is reported once, for the first.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretProblem {
    /// A constant that stands in a public list.
    Published,
    /// A text where Flask wants a list of old keys: each of its characters is a key.
    Split,
    /// A constant that can be guessed, or one made from too few random bits.
    Weak,
    /// Any other constant.
    Hardcoded,
    /// A constant where the environment, or another branch, provides none.
    Fallback,
    /// Made at start from what others can know.
    Predictable,
    /// None, though the session is used.
    Missing,
    /// An old key that is the current one.
    Repeated,
    /// Old keys under the Flask that signs with them.
    SignedWithFallback,
    /// Random, but made at each start.
    Ephemeral,
}

/// Looks at the writes that have no effect.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct IgnoredCheck {
    /// Template of what to do about a setting that only a later Flask reads, in place of the rule's advice.
    pub advice_not_yet: Option<String>,
    /// Template of what to do about a setting that only earlier Flasks read, in place of the rule's advice.
    pub advice_no_more: Option<String>,
    /// Template of what to do about a dict that is given to what reads attributes, in place of the rule's advice.
    pub advice_mapping: Option<String>,
}

/// Looks at the comments that hide findings.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnusedIgnoreCheck {}

/// Looks at the named arguments of the call that sets up an extension.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ArgumentCheck {
    /// The extension.
    pub of: Need,
    /// The argument.
    pub name: String,
    /// What is wrong with it.
    pub is: Predicate,
    /// The setting that the argument decides about, if there is one.
    pub about: Option<String>,
    /// All of these hold too.
    #[serde(default)]
    pub with: Vec<Condition>,
}

/// Looks at the setting `DEBUG` and at calls of `app.run` and the like.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DebugCheck {}
