//! What `from library import *` binds: the names that modules of configuration use, and those that hide others.
//!
//! Read off Flask 3.1.3 (which has no `__all__`, so that its modules are among them), `CPython` 3.11 to 3.13, python-dotenv
//! 1.1 and python-decouple 3.8. A library that is not here binds nothing that we know.

use super::super::machine::Machine;

impl Machine<'_> {
    /// `from library import *`, for a library that is modelled.
    pub(in super::super) fn bind_exports(&mut self, library: &str) {
        for name in exports(library) {
            let value = self.native_attribute(library, name);
            self.bind_name(name, value);
        }
    }
}

/// The names that a star import of the library with this dotted name binds.
fn exports(library: &str) -> &'static [&'static str] {
    match library {
        "flask" | "aioflask" => &[
            "Blueprint",
            "Config",
            "Flask",
            "Request",
            "Response",
            "abort",
            "after_this_request",
            "app",
            "blueprints",
            "cli",
            "config",
            "copy_current_request_context",
            "ctx",
            "current_app",
            "flash",
            "g",
            "get_flashed_messages",
            "get_template_attribute",
            "globals",
            "has_app_context",
            "has_request_context",
            "helpers",
            "json",
            "jsonify",
            "logging",
            "make_response",
            "redirect",
            "render_template",
            "render_template_string",
            "request",
            "send_file",
            "send_from_directory",
            "session",
            "sessions",
            "signals",
            "stream_template",
            "stream_template_string",
            "stream_with_context",
            "templating",
            "typing",
            "url_for",
            "wrappers",
        ],
        "os" => &[
            "environ", "environb", "getcwd", "getenv", "getenvb", "getpid", "listdir", "makedirs", "mkdir", "name",
            "open", "path", "putenv", "remove", "sep", "system", "uname", "urandom",
        ],
        "os.path" => &["abspath", "basename", "dirname", "exists", "isdir", "isfile", "join", "realpath"],
        "datetime" => &["date", "datetime", "time", "timedelta", "timezone"],
        "pathlib" => &["Path", "PurePath"],
        "secrets" => &["SystemRandom", "choice", "randbelow", "randbits", "token_bytes", "token_hex", "token_urlsafe"],
        "random" => &[
            "SystemRandom",
            "choice",
            "choices",
            "getrandbits",
            "randbytes",
            "randint",
            "random",
            "randrange",
            "sample",
        ],
        "string" => &["ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "hexdigits", "punctuation"],
        "hashlib" => &["md5", "new", "pbkdf2_hmac", "sha1", "sha256", "sha512"],
        "uuid" => &["UUID", "uuid1", "uuid4"],
        "time" => &["time", "time_ns"],
        "json" => &["dumps", "load", "loads"],
        "configparser" => &["BasicInterpolation", "ConfigParser", "NoOptionError", "NoSectionError", "RawConfigParser"],
        "dotenv" => &["dotenv_values", "find_dotenv", "load_dotenv"],
        "decouple" => &["AutoConfig", "Config", "Csv", "RepositoryEnv", "RepositoryIni", "config"],
        // Of extensions, the class that is given the app.
        "flask_bcrypt" => &["Bcrypt"],
        "flask_caching" => &["Cache"],
        "flask_cors" => &["CORS"],
        "flask_jwt_extended" => &["JWTManager"],
        "flask_login" => &["LoginManager"],
        "flask_mail" => &["Mail"],
        "flask_migrate" => &["Migrate"],
        "flask_restful" => &["Api", "Resource"],
        "flask_session" => &["Session"],
        "flask_socketio" => &["SocketIO"],
        "flask_sqlalchemy" => &["SQLAlchemy"],
        "flask_talisman" => &["Talisman"],
        "flask_wtf" | "flask_wtf.csrf" => &["CSRFProtect"],
        _ => &[],
    }
}
