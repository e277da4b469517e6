//! What messages say of a key: what can be done with it, what it takes to find it, and what is wrong with it.

use super::check::SecretProblem;
use super::draft::effective;
use super::finding::Related;
use crate::flask::{Deployment, Evidence, Extension, Origin, Requirement};
use crate::secrets::{Judgement, Tier};
use crate::source::Span;
use crate::value::{Data, Generated, Value};

/// What to do about a constant that one of several branches has.
pub(super) const ADVICE_IN_BRANCH: &str = "If production may run this branch, let it read the key from the environment, too: `os.environ[\"{setting}\"]`. Make the key of each deployment with `python -c 'import secrets; print(secrets.token_hex())'`.";

/// What to do about a key that a file or a store may replace: what reads the environment in its place would run all the
/// same.
pub(super) const ADVICE_BESIDE_FILE: &str = "Remove this key: {variable} provides the real one. Let the start fail without it: `if not app.config[\"{setting}\"]: raise RuntimeError(\"no {setting}\")`. Make the key of each deployment with `python -c 'import secrets; print(secrets.token_hex())'`.";

/// What to do about a key beside a variable that only leads to another one.
pub(super) const ADVICE_BESIDE_SWITCH: &str = "Remove this key, if there always is another one where {variable} is set. Let the start fail without one: `if not app.config[\"{setting}\"]: raise RuntimeError(\"no {setting}\")`. Make the key of each deployment with `python -c 'import secrets; print(secrets.token_hex())'`.";

/// Whether the session is not in the cookie that Flask signs with its key.
pub(super) fn has_other_sessions(deployment: &Deployment) -> bool {
    deployment.extensions.contains_key(&Extension::ServerSideSession)
}

/// What needs a key, and where: Flask's sessions, or the tokens of `CSRFProtect`, which it signs whatever keeps the session
/// and checks with each form (Flask-WTF 1.2).
pub(super) fn needed_by(deployment: &Deployment) -> Option<(Span, String)> {
    let Evidence::Found(place, what) = &deployment.session else { return None };
    if !has_other_sessions(deployment) {
        return Some((*place, what.clone()));
    }
    let is_off = |key| effective(deployment, key).is_some_and(|one| one.value_by_default().truth() == Some(false));
    let has_own = effective(deployment, "WTF_CSRF_SECRET_KEY").is_some_and(|one| one.origin == Origin::Written);
    let place = deployment.extensions.get(&Extension::CsrfProtect)?;
    let checks = !has_own && !["WTF_CSRF_ENABLED", "WTF_CSRF_CHECK_DEFAULT"].into_iter().any(is_off);
    checks.then(|| (*place, "CSRFProtect".to_owned()))
}

/// Whether the key is there for Flask-JWT-Extended, which takes it where it has none of its own (4.7.4), and no session
/// is used.
fn signs_tokens(deployment: &Deployment) -> bool {
    let is_written = |key| effective(deployment, key).is_some_and(|setting| setting.origin == Origin::Written);
    let has_own = ["JWT_SECRET_KEY", "JWT_PRIVATE_KEY"].into_iter().any(is_written);
    deployment.session == Evidence::Absent && deployment.extensions.contains_key(&Extension::Jwt) && !has_own
}

/// Whether Flask-JWT-Extended leaves its key alone: it signs with the private key then, and checks with the public one
/// (4.7.4; the algorithms are `requires_cryptography` of `PyJWT` 2.10).
pub(super) fn is_unused(setting: &str, deployment: &Deployment) -> bool {
    let is_of_pair = |name: &str| ["RS", "ES", "PS", "EdDSA"].iter().any(|family| name.starts_with(family));
    let algorithm = || effective(deployment, "JWT_ALGORITHM");
    setting == "JWT_SECRET_KEY"
        && deployment.extensions.contains_key(&Extension::Jwt)
        && algorithm().is_some_and(|one| matches!(&one.value.data, Data::Str(name) if is_of_pair(name)))
}

/// What whoever has the key in `setting` can do to the app.
pub(super) fn power(setting: &str, deployment: &Deployment) -> String {
    let app = &deployment.app.name;
    match setting {
        "JWT_SECRET_KEY" => format!("sign a token for any user of `{app}`"),
        "WTF_CSRF_SECRET_KEY" => format!("make the CSRF tokens that `{app}` accepts"),
        "SECURITY_PASSWORD_SALT" => format!("attack stolen password hashes of `{app}` as if they had no secret salt"),
        _ if has_other_sessions(deployment) => {
            format!(
                "sign whatever `{app}` signs with it besides Flask's own sessions: CSRF tokens, remembered logins, links"
            )
        }
        "SECRET_KEY" if signs_tokens(deployment) => format!("sign a token for any user of `{app}`"),
        _ if deployment.session == Evidence::Absent => format!("sign whatever `{app}` signs with it"),
        _ => format!("sign a session for any user of `{app}`"),
    }
}

/// `1 bit is random`, `32 bits are random`.
pub(super) fn random_bits(bits: f64) -> String {
    let are = if (1.0..2.0).contains(&bits) { "bit is" } else { "bits are" };
    format!("{:.0} {are} random", bits.floor())
}

pub(super) fn required(requirement: &Requirement) -> Related {
    Related { span: requirement.span, message: format!("`{}` is required here", requirement.text) }
}

/// What an attacker needs to try keys in `setting`, without asking the server.
pub(super) fn evidence(setting: &str, deployment: &Deployment) -> &'static str {
    match setting {
        "JWT_SECRET_KEY" => "one token",
        "WTF_CSRF_SECRET_KEY" => "one CSRF token",
        "SECURITY_PASSWORD_SALT" => "a password and its stolen hash",
        "SECRET_KEY" if signs_tokens(deployment) => "one token",
        _ if has_other_sessions(deployment) || deployment.session == Evidence::Absent => {
            "one token that is signed with it"
        }
        _ => "one session cookie",
    }
}

/// How long it takes to find a key, as a clause. The rate is that of a signature, and a salt costs a password hash.
pub(super) fn time(setting: &str, problem: SecretProblem, words: &str) -> String {
    match problem {
        _ if setting == "SECURITY_PASSWORD_SALT" => "it can be found by trying".to_owned(),
        // Tokens are signed in another way, which has a mode of its own.
        SecretProblem::Weak if setting == "JWT_SECRET_KEY" => format!("{words} (at 5 billion tries a second)"),
        SecretProblem::Weak => format!("{words} (at the 5 billion tries a second of hashcat's mode 29100)"),
        _ => words.to_owned(),
    }
}

/// What made a value: a call in code marks, or a noun.
pub(super) fn made_by(generated: &Generated) -> String {
    if generated.name.contains('(') { format!("`{}`", generated.name) } else { generated.name.to_string() }
}

pub(super) fn problem_of(value: &Value, strength: Option<&Judgement>) -> SecretProblem {
    match strength.map(|judged| judged.tier) {
        Some(Tier::BelowRecommendation | Tier::Strong) if value.trail.is_hashed() => SecretProblem::Predictable,
        Some(Tier::Published) => SecretProblem::Published,
        Some(Tier::Placeholder | Tier::Weak | Tier::Short) => SecretProblem::Weak,
        Some(Tier::BelowRecommendation | Tier::Strong) | None => SecretProblem::Hardcoded,
    }
}

pub(super) fn detail(problem: SecretProblem, strength: Option<&Judgement>) -> String {
    if problem == SecretProblem::Predictable {
        return "a hash of what stands in the source".to_owned();
    }
    let Some(judged) = strength else { return "a constant".to_owned() };
    match (judged.tier, &judged.origin) {
        (Tier::Published, Some(origin)) => origin.clone(),
        (Tier::Published, None) => "a public list of keys".to_owned(),
        (Tier::Placeholder | Tier::Weak | Tier::Short | Tier::BelowRecommendation | Tier::Strong, _) => {
            judged.reason.clone()
        }
    }
}
