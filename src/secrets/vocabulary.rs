//! The words that the program's own messages are made of, and how that decides where a key is masked.
//!
//! Many keys are ordinary words. Masking `secret` wherever it stands would turn `hardcoded-secret-key` and
//! `SECRET_KEY` into stars, and tell the reader what the key is.

/// Where a key counts as itself and not as a part of something else.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Wherever its characters stand.
    Anywhere,
    /// As a word of its own: not inside a longer name or a path.
    Word,
    /// As a literal in quotes, or as the value at the end of a line `name = value`.
    Literal,
    /// As [`Standing::Literal`], but not in backticks, in which messages name what has a name in the code.
    Value,
}

/// Shorter keys stand in every text.
const SHORTEST: usize = 4;
/// Longer names are nobody's variable.
const LONGEST_NAME: usize = 24;
/// Longer numbers are no line or column.
const LONGEST_NUMBER: usize = 8;

/// Rules, settings, names of Flask and of Python, and the words between them, in small letters.
static VOCABULARY: &str = "\
published-secret-key weak-secret-key hardcoded-secret-key secret-key-fallback predictable-secret-key missing-secret-key
secret-key-fallbacks-split secret-key-fallbacks-repeated secret-key-fallbacks-bug
ephemeral-secret-key session-cookie-secure-disabled session-cookie-secure-missing session-cookie-httponly-disabled
session-cookie-samesite-missing session-cookie-samesite-disabled session-cookie-samesite-insecure
session-cookie-samesite-invalid session-cookie-domain-broad session-cookie-prefix-violated
session-cookie-partitioned-insecure session-lifetime-long ignored-setting remember-cookie-secure-disabled
remember-cookie-secure-missing remember-cookie-httponly-disabled remember-cookie-samesite-missing
session-protection-disabled jwt-cookie-secure-disabled jwt-cookie-secure-missing jwt-cookie-csrf-disabled
jwt-cookie-samesite-missing csrf-protection-disabled debug-enabled talisman-weakened session-serializer-pickle unused-ignore
secret_key secret_key_fallbacks session_cookie_name session_cookie_domain session_cookie_path session_cookie_httponly
session_cookie_secure session_cookie_samesite session_cookie_partitioned permanent_session_lifetime
session_refresh_each_request jwt_secret_key jwt_cookie_secure jwt_cookie_csrf_protect jwt_cookie_samesite jwt_token_location
wtf_csrf_enabled wtf_csrf_secret_key wtf_csrf_check_default security_password_salt remember_cookie_secure
remember_cookie_httponly remember_cookie_samesite session_protection session_type session_serialization_format
trusted_hosts preferred_url_scheme application_root server_name max_content_length max_form_memory_size max_form_parts
max_cookie_size propagate_exceptions templates_auto_reload explain_template_loading trap_bad_request_errors
trap_http_exceptions use_x_sendfile send_file_max_age_default provide_automatic_options
flask_secret_key flask_debug flask_env
flask-sec-lint app.secret_key app.config current_app os.environ.get os.getenv os.urandom secrets.token_hex token_urlsafe
token_bytes uuid4 random.choice hashlib from_object from_mapping from_pyfile from_envvar from_prefixed_env from_file
from_json setdefault create_app init_app __init__.py __name__ __main__ config.py settings.py
developmentconfig productionconfig testingconfig baseconfig config settings application
import class return lambda print while true false none self string bytes integer float
default production development testing example unnamed profile deployment environment variable secret key
published guessable guessed hardcoded placeholder phrase common words characters hexadecimal digits long random
wordlist public list documentation tutorial generated predictable fallback constant value literal written
setting session cookie browser server flask python extension password token signature signed sign forge login user users
account admin critical high medium low info error warning note help advice message severity confidence rule finding
findings problem problems summary files parsed seconds path line column end_line end_column related fix title safety
edits fingerprint version known unset unknown external overridable state anybody anyone whoever reads repository
source code sessions can find less than second minute hours days years about read from instead never with without
this that which when where what does not only every each same whose such should could would must
";

/// More words of the program's sentences. Code is not made of them: a key that is one of them is masked there.
static SENTENCES: &str = "\
a above accept accepted accepts across add address adds after again all alone along already always an and another any
anything apart app appended applied apps are argument arguments around as ask asked asks at attack attacker attribute
attributes away backticks base be before behave behind below beside better between billion binding bits body both
branch branches browsers but by call called caller calls came cannot cfg change changed changelog changes character
check checked choice choose chosen classes clear client come comes command comment condition conditions configuration
configured console contained container contains content context cookies copied correct counts csrf csrfprotect current
dashboard data database day debug debugger debugging decides defaults defined deleted depends dict did direct do
domain dotenv drop dynaconf effect either else elsewhere embed empty end ends enough entry env everybody everything
everywhere examples exception exec exist exists expired extended extensions factory fail fails failure far few fewer
file filesystem filled finds first flash flask-unsign folder folders follow followed for forged forgets form format
forms found full fully function gets give given gives goes gpu guess guessing gunicorn had happened has hash hashed
hashes have header here hidden hide hides history hold holds host hosts how http httponly https if ignored imported in
inherits inside instance into invalid is it item items its itself json jwt keep keeps keys keyword kind know knows
large larger last later leads leaked least leave leaves left let letters library like listens lives loaded loads local
log logged logins logs longer looks loop lost machine made make makes many mapping masked matters may mean meanwhile
messages method methods minutes missing mode module more most much name named names need needed needs neither new
newer no nobody nor nothing nowhere number numbers oauth object of off offers often old older on once one open opened
openid options or order ordinary other others otherwise out outside over overwrite own package page parent part
partitioned parts passed passes pin pinned place plain please position prefix present process profiles program project
promises property protection provide provided provides purpose put puts queries quotes ran range reached reaches
reader real receives redis refused refuses rejects remember-me remembered remembers remove removed repeated repeats
replace replaced reported reports request requests require required response rest restart result retired right rotated
rotation rst rules run running runs safe salt samesite save saves say says script scripts secrets secure security see
seems seen sees selected selects send sent sequence served set sets several share short shortest show shown signatures
signs since site sites size small so some somebody something stand stands stars start started starts statement stays
still stolen stopped stops store stored strong table tables take taken takes talisman team tell template tests text
the them then there these they those though three time times to tokens told toml too toolbars treat tries truth trying
turn turned turns two type under unless unsafe until up update upgrade upper-case use used uses uuid values variables
variants versions view visible visitors waitress want was way weak went were werkzeug whatever whenever wherever
whether whole why word work worked workers working works write wrong wsgi year yet you yours
";

/// Where `key` is to be masked.
pub(super) fn standing(key: &str) -> Standing {
    let length = key.chars().count();
    if length < SHORTEST || !key.contains(char::is_alphanumeric) || is_ours(key) {
        Standing::Literal
    } else if is_number(key, length) || is_name(key, length) {
        Standing::Word
    } else {
        Standing::Anywhere
    }
}

/// Where `key` is to be masked in a sentence of the program's own. `not set` looks like a part of such a sentence, and
/// counts only where the sentence quotes it.
pub(super) fn standing_in_sentences(key: &str) -> Standing {
    let small = key.to_lowercase();
    let words = || small.split(|one: char| !one.is_alphanumeric() && !"-_".contains(one)).filter(|one| !one.is_empty());
    let is_known = |word| [VOCABULARY, SENTENCES].iter().any(|list| list.split_whitespace().any(|one| one == word));
    if words().next().is_some() && words().all(is_known) { Standing::Literal } else { standing(key) }
}

/// Where a key that is also a name of something in the code is masked: `shop = Flask(…)`, and the key is `shop`.
pub(super) fn standing_of_name(key: &str) -> Option<Standing> {
    is_name(key, key.chars().count()).then_some(Standing::Value)
}

fn is_ours(key: &str) -> bool {
    let small = key.to_lowercase();
    !small.contains('\n') && VOCABULARY.contains(&small)
}

fn is_number(key: &str, length: usize) -> bool {
    length <= LONGEST_NUMBER && key.chars().all(|character| character.is_ascii_digit())
}

fn is_name(key: &str, length: usize) -> bool {
    length <= LONGEST_NAME && key.chars().all(|character| character.is_ascii_alphabetic() || "_-".contains(character))
}

/// Whether a key between `before` and `after` counts as itself.
pub(super) fn stands(standing: Standing, before: &str, after: &str) -> bool {
    match standing {
        Standing::Anywhere => true,
        Standing::Word => !continues_before(before) && !continues_after(after),
        Standing::Literal => is_quoted("\"'`", before, after) || is_value(before, after),
        Standing::Value => is_quoted("\"'", before, after) || is_value(before, after),
    }
}

/// Whether a name or path goes on to the left. The `//` of a URL begins something new.
fn continues_before(before: &str) -> bool {
    let mut characters = before.chars().rev();
    match (characters.next(), characters.next()) {
        (Some('/'), Some('/')) | (None, _) => false,
        (Some(last), _) => last.is_alphanumeric() || "_-/\\.".contains(last),
    }
}

/// Whether a name or path goes on to the right. A full stop ends a sentence if nothing follows it.
fn continues_after(after: &str) -> bool {
    let mut characters = after.chars();
    match (characters.next(), characters.next()) {
        (Some('.'), next) => next.is_some_and(char::is_alphanumeric),
        (Some(first), _) => first.is_alphanumeric() || "_-/\\".contains(first),
        (None, _) => false,
    }
}

/// Whether it is a literal, and neither the name of an entry nor a subscript: `{"secret": 1}`, `config["secret"]`.
fn is_quoted(quotes: &str, before: &str, after: &str) -> bool {
    let Some(quote) = before.chars().next_back().filter(|quote| quotes.contains(*quote)) else { return false };
    let (Some(before), Some(after)) = (before.strip_suffix(quote), after.strip_prefix(quote)) else { return false };
    !is_subscript(before, after) && !is_entry(before, after)
}

fn is_subscript(before: &str, after: &str) -> bool {
    let owner = before.strip_suffix('[').and_then(|before| before.chars().next_back());
    after.starts_with(']') && owner.is_some_and(|owner| owner.is_alphanumeric() || "_)]".contains(owner))
}

fn is_entry(before: &str, after: &str) -> bool {
    let opens = before.trim_end().chars().next_back().is_none_or(|last| "{,".contains(last));
    opens && after.trim_start_matches(' ').starts_with(':')
}

/// Whether it is all that a line gives a name: `SECRET_KEY=dev`, `secret_key: dev  # comment`.
fn is_value(before: &str, after: &str) -> bool {
    let name = before.trim_end_matches([' ', '\t']).strip_suffix(['=', ':']).map(str::trim_end);
    let named =
        name.and_then(|name| name.chars().next_back()).is_some_and(|last| last.is_alphanumeric() || last == '_');
    let rest = after.trim_start_matches([' ', '\t']);
    named && rest.chars().next().is_none_or(|next| "\r\n#;}".contains(next))
}
