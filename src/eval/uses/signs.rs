//! What the names of libraries say about the session cookie and extensions, where code uses them.

use super::forms::is_false;
use crate::flask::Extension;
use crate::python::ast::ExprCall;

/// What a use of the session cookie depends on.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Flask-Login's `login_required` only writes the session where visitors are sent to log in.
    LoginRequired,
    /// A form of Flask-WTF's has its token there unless the setting turns that off.
    Form,
    /// `CSRFProtect` has its token there once it is set up, and checks it.
    Protection,
    /// What a package brings along does nothing until it has the app: the module that has it.
    SetUp(&'static str),
    /// Nor does it where this setting is on.
    SetUpUnless(&'static str, &'static str),
    /// `flask.session` is written, unless the code around only reads it.
    Session,
    /// A session that is only read is sent nowhere.
    Read,
    /// Nothing.
    Whatever,
}

/// A name of a library that tells something when it is used.
struct Sign {
    module: &'static str,
    name: &'static str,
    /// What is seen that writes or reads the session cookie, and what that depends on.
    session: Option<(Kind, &'static str)>,
    extension: Option<Extension>,
}

const SIGNS: &[Sign] = &[
    kept("flask", "flask.session"),
    kept("quart", "quart.session"),
    session("flask", "flash", "flash()"),
    session("quart", "flash", "flash()"),
    // Where no message is, it only looks (Flask 3.1.3).
    Sign { module: "flask", name: "get_flashed_messages", session: Some((Kind::Read, "flash()")), extension: None },
    session("flask_login", "login_user", "login_user()"),
    session("flask_login", "confirm_login", "login_user()"),
    login_required("flask_login", "login_required"),
    login_required("flask_login", "fresh_login_required"),
    session("flask_security", "login_required", "login_required"),
    session("flask_security", "auth_required", "login_required"),
    form("flask_wtf", "FlaskForm"),
    form("flask_wtf", "Form"),
    protection("flask_wtf", "CSRFProtect"),
    protection("flask_wtf", "CsrfProtect"),
    session("flask_wtf", "generate_csrf", "a CSRF token"),
    extension("flask_seasurf", "SeaSurf", "a CSRF token"),
    session("flask_oauthlib.client", "OAuth", "an OAuth client"),
    session("flask_oauth", "OAuth", "an OAuth client"),
    extension("flask_discord", "DiscordOAuth2Session", "an OAuth client"),
    unless("flask_oidc", "OpenIDConnect", "an OpenID client", "OIDC_RESOURCE_SERVER_ONLY"),
    session("flask_openid", "OpenID", "an OpenID client"),
    extension("flask_pyoidc", "OIDCAuthentication", "an OpenID client"),
    extension("flask_security", "Security", "logins"),
    session("flask_security", "login_user", "logins"),
    extension("flask_user", "UserManager", "logins"),
    extension("flask_appbuilder", "AppBuilder", "logins"),
    extension("flask_simplelogin", "SimpleLogin", "logins"),
    extension("flask_cas", "CAS", "logins"),
    extension("dash_auth", "OIDCAuth", "logins"),
    // The decorators that keep what a login needs and brings (1.9.7).
    session("flask_cognito_lib.decorators", "cognito_login", "logins"),
    session("flask_cognito_lib.decorators", "cognito_login_callback", "logins"),
    // The nonce of each answer 401 (4.8.1).
    session("flask_httpauth", "HTTPDigestAuth", "HTTPDigestAuth"),
    extension("flask_session_captcha", "FlaskSessionCaptcha", "a captcha"),
    // At each request (0.3.0).
    extension("flask_paranoid", "Paranoid", "Flask-Paranoid"),
    extension("flask_multipass", "Multipass", "logins"),
    // Its blueprint, which the app gets, keeps who was logged in (0.3.0).
    session("flask_saml2.sp", "ServiceProvider", "logins"),
    extension("identity.flask", "Auth", "logins"),
    // The signal, upon which Flask-Principal keeps who it is in the session; `Principal` alone only reads it (0.4.0).
    session("flask_principal", "identity_changed", "logins"),
    cookies("set_access_cookies"),
    cookies("set_refresh_cookies"),
];

/// The session itself.
const fn kept(module: &'static str, what: &'static str) -> Sign {
    Sign { module, name: "session", session: Some((Kind::Session, what)), extension: None }
}

const fn session(module: &'static str, name: &'static str, what: &'static str) -> Sign {
    Sign { module, name, session: Some((Kind::Whatever, what)), extension: None }
}

/// An extension, which does nothing until it is given the app.
const fn extension(module: &'static str, name: &'static str, what: &'static str) -> Sign {
    Sign { module, name, session: Some((Kind::SetUp(module), what)), extension: None }
}

/// An extension that uses no session where a setting says so.
const fn unless(module: &'static str, name: &'static str, what: &'static str, setting: &'static str) -> Sign {
    Sign { module, name, session: Some((Kind::SetUpUnless(module, setting), what)), extension: None }
}

const fn login_required(module: &'static str, name: &'static str) -> Sign {
    Sign { module, name, session: Some((Kind::LoginRequired, "login_required")), extension: None }
}

const fn form(module: &'static str, name: &'static str) -> Sign {
    let session = Some((Kind::Form, "a form with a CSRF token"));
    Sign { module, name, session, extension: Some(Extension::Forms) }
}

const fn protection(module: &'static str, name: &'static str) -> Sign {
    Sign { module, name, session: Some((Kind::Protection, "CSRFProtect")), extension: None }
}

const fn cookies(name: &'static str) -> Sign {
    Sign { module: "flask_jwt_extended", name, session: None, extension: Some(Extension::JwtCookies) }
}

fn sign(dotted: &str) -> Option<&'static Sign> {
    let (module, name) = dotted.rsplit_once('.')?;
    let module = public_module(module);
    SIGNS.iter().find(|sign| sign.name == name && sign.module == module)
}

/// The module that the table names, for one that defines what this passes on: what editors import is `flask.helpers.flash`.
fn public_module(module: &str) -> &str {
    match module {
        "flask.globals" | "flask.helpers" | "aioflask" => "flask",
        "quart.globals" | "quart.helpers" => "quart",
        "flask_login.utils" => "flask_login",
        "flask_wtf.csrf" | "flask_wtf.form" => "flask_wtf",
        "flask_security.decorators" | "flask_security.utils" => "flask_security",
        "flask_jwt_extended.utils" => "flask_jwt_extended",
        "flask_saml2.sp.sp" => "flask_saml2.sp",
        other => other,
    }
}

/// Whether a name is telling in some module, though not where this one is.
pub(super) fn may_be_passed_on(dotted: &str) -> bool {
    let name = dotted.rsplit_once('.').map(|(_, name)| name);
    name.is_some_and(|name| SIGNS.iter().any(|sign| sign.name == name)) && sign(dotted).is_none()
}

/// The names of a library's module that tell something: what `from module import *` may bring along.
pub(in crate::eval) fn telling_names(module: &str) -> impl Iterator<Item = &'static str> {
    let module = public_module(module);
    SIGNS.iter().filter(move |sign| sign.module == module).map(|sign| sign.name)
}

/// Whether some library has a name of this kind that tells something, or is called so itself.
pub(in crate::eval) fn is_telling(name: &str) -> bool {
    SIGNS.iter().any(|sign| sign.name == name || sign.module == name)
}

/// What is seen of a library that writes or reads the session cookie, and what that depends on.
pub(super) fn shows_session_use(dotted: &str) -> Option<(Kind, &'static str)> {
    let by_name = sign(dotted).and_then(|sign| sign.session);
    by_name.or_else(|| shown_by_family(dotted))
}

/// What is seen where a method of this name is called. Authlib's clients only keep something where visitors are sent to log in
/// or come back (1.9); with those that are registered for something else it stays away from the session.
pub(super) fn shown_by_method(name: &str) -> Option<(Kind, &'static str)> {
    matches!(name, "authorize_redirect" | "authorize_access_token" | "save_authorize_data")
        .then_some((Kind::SetUp("authlib"), "an OAuth client"))
}

/// What is seen of libraries that have one module for each provider or database.
fn shown_by_family(dotted: &str) -> Option<(Kind, &'static str)> {
    if dotted.starts_with("flask_dance.contrib.") && dotted.ends_with("_blueprint") {
        return Some((Kind::Whatever, "an OAuth client"));
    }
    // Its views flash what they have saved.
    let is_admin_view = dotted.ends_with(".ModelView") || dotted.ends_with(".FileAdmin");
    let shown = (Kind::SetUp("flask_admin"), "a Flask-Admin view");
    (is_admin_view && dotted.starts_with("flask_admin.contrib.")).then_some(shown)
}

/// Whether a name is a class of Flask-WTF's forms.
pub(super) fn is_form(dotted: &str) -> bool {
    sign(dotted).is_some_and(|sign| sign.extension == Some(Extension::Forms))
}

/// What is seen of extensions by the names that are used.
pub(super) fn shows_use_of(dotted: &str) -> Option<Extension> {
    let by_name = sign(dotted).and_then(|sign| sign.extension);
    by_name.or_else(|| dotted.starts_with("flask_security.").then_some(Extension::Security))
}

/// `login_user(user, remember=…)`, unless it says `False`.
pub(super) fn remembers(dotted: &str, call: &ExprCall) -> bool {
    let is_login = matches!(
        dotted,
        "flask_login.login_user"
            | "flask_login.utils.login_user"
            | "flask_security.login_user"
            | "flask_security.utils.login_user"
    );
    let argument = call.arguments.find_argument_value("remember", 1);
    is_login && argument.is_some_and(|value| !is_false(value))
}
