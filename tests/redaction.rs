//! No text shows a key, however it is written, and columns hold.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use fastrand::Rng;
use flask_sec_lint::secrets::Redactor;

fn redact(keys: &[&[u8]], text: &str) -> String {
    let redacted = Redactor::new(keys.iter().map(|key| key.to_vec())).redact(text).into_owned();
    assert_eq!(redacted.chars().count(), text.chars().count(), "{redacted}");
    redacted
}

fn each(key: &str, write: impl Fn(u8) -> String) -> String {
    key.bytes().map(write).collect()
}

fn letters(key: &str, write: impl Fn(u32) -> String) -> String {
    key.chars().map(|character| write(u32::from(character))).collect()
}

/// The characters by their names in Unicode, as Python takes them.
fn by_name(key: &str) -> String {
    let name = |character| unicode_names2::name(character).expect("a character with a name");
    key.chars().map(|character| format!("\\N{{{}}}", name(character))).collect::<Vec<_>>().concat()
}

#[test]
fn a_key_is_masked_in_every_encoding() {
    let key = "p4/\"Ä<k\\&y é";
    let forms = [
        key.to_owned(),
        format!("{key:?}"),
        serde_json::to_string(key).expect("a string"),
        serde_json::to_string(&format!("{key:?}")).expect("a string"),
        each(key, |byte| format!("\\x{byte:02x}")),
        each(key, |byte| format!("\\x{byte:02X}")),
        each(key, |byte| format!("\\{byte:03o}")),
        each(key, |byte| format!("%{byte:02X}")),
        each(key, |byte| format!("{byte:02x}")),
        each(key, |byte| format!("{byte:02X}")),
        letters(key, |code| format!("\\u{code:04x}")),
        letters(key, |code| format!("\\U{code:08x}")),
        letters(key, |code| format!("&#{code};")),
        by_name(key),
        serde_json::to_string(&by_name(key)).expect("a string"),
        key.replace('k', "\\\nk").replace('y', "\\\r\ny"),
        key.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;"),
        "p4\\/\\\"\\xc4<k\\\\&y \\351".to_owned(),
    ];
    for form in forms {
        let text = format!("before {form} after");
        let redacted = redact(&[key.as_bytes()], &text);
        let inner = redacted.strip_prefix("before ").and_then(|rest| rest.strip_suffix(" after")).expect("the frame");
        assert!(
            inner.trim_matches(['"', '\\', '*', '\r', '\n']).chars().all(|one| "*\r\n".contains(one)),
            "{form} -> {redacted}"
        );
    }
}

#[test]
fn base64_of_a_key_is_masked() {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};
    let key = b"\xff\xfe\xfd k3y?>";
    for form in [STANDARD.encode(key), URL_SAFE.encode(key)] {
        assert!(redact(&[key], &form).trim_matches(['*', '=']).is_empty(), "{form}");
    }
}

#[test]
fn bytes_that_are_no_text_are_masked_as_they_are_shown() {
    let key = b"\xfd{H\xe5<\x95\xf9";
    assert_eq!(redact(&[key], r"k = b'\xfd{H\xe5<\x95\xf9'"), format!("k = b'{}'", "*".repeat(19)));
    assert_eq!(redact(&[key], "\u{fd}{H\u{e5}<\u{95}\u{f9}"), "*******");
    assert_eq!(redact(&[key], &String::from_utf8_lossy(key)), "*******");
}

#[test]
fn rule_and_setting_names_stay_readable() {
    let keys: [&[u8]; 8] =
        [b"secret", b"session", b"flask", b"SECRET_KEY", b"secret-key", b"key", b"development", b"banana"];
    for text in [
        "hardcoded-secret-key: SECRET_KEY of the app is a constant, session cookies can be forged",
        "app.config[\"SECRET_KEY\"] = os.environ[\"SECRET_KEY\"]",
        "from flask import Flask, session",
        "banana_split/banana.py:3:1: banana-bread",
        "{\"session\": 1, \"secret\": 2}",
    ] {
        assert_eq!(redact(&keys, text), text);
    }
}

#[test]
fn ordinary_words_are_masked_where_they_are_values() {
    let cases = [
        ("secret", "SECRET_KEY = \"secret\"", "SECRET_KEY = \"******\""),
        ("secret", "secret_key=b'secret')", "secret_key=b'******')"),
        ("secret", "{\"snippet\": \"key = \\\"secret\\\"\"}", "{\"snippet\": \"key = \\\"******\\\"\"}"),
        ("secret", "if key == \"secret\":", "if key == \"******\":"),
        ("secret", "FALLBACKS = [\"secret\"]", "FALLBACKS = [\"******\"]"),
        ("secret", "SECRET_KEY=secret\nDEBUG=1", "SECRET_KEY=******\nDEBUG=1"),
        ("dev", "secret_key: dev  # for developers", "secret_key: ***  # for developers"),
        ("dev", "get('SECRET_KEY', 'dev')", "get('SECRET_KEY', '***')"),
        ("a", "a = 'a' + ab", "a = '*' + ab"),
        ("SECRET_KEY", "config[\"SECRET_KEY\"] = \"SECRET_KEY\"", "config[\"SECRET_KEY\"] = \"**********\""),
        ("banana", "the key is banana.", "the key is ******."),
        ("banana", "redis://banana@host", "redis://******@host"),
        ("1234", "app.py:12345: '1234'", "app.py:12345: '****'"),
        ("    ", "    x = '    '", "    x = '    '"),
    ];
    for (key, text, expected) in cases {
        assert_eq!(redact(&[key.as_bytes()], text), expected, "{key}");
    }
}

#[test]
fn sentences_keep_their_own_words() {
    let cases = [
        ("not set", "SECRET_KEY is not set, so it is \"not set\"", "SECRET_KEY is not set, so it is \"*******\""),
        ("flask.session", "it uses flask.session", "it uses flask.session"),
        ("requests", "requests that write `requests` fail", "requests that write `********` fail"),
        ("otters-7kQ2", "it is otters-7kQ2", "it is ***********"),
    ];
    for (key, text, expected) in cases {
        assert_eq!(Redactor::new([key.as_bytes().to_vec()]).redact_sentence(text), expected, "{key}");
    }
    assert_eq!(redact(&[b"not set"], "# it is not set"), "# it is *******");
}

#[test]
fn names_of_apps_stay_readable() {
    let redactor = Redactor::sparing(&BTreeSet::from(["shop", "k3y!"]), [b"shop".to_vec(), b"k3y!".to_vec()]);
    assert_eq!(redactor.redact_sentence("for `shop`, which is \"shop\""), "for `shop`, which is \"****\"");
    assert_eq!(redactor.redact("shop = Flask('shop')"), "shop = Flask('****')");
    assert_eq!(redactor.redact_sentence("the profile `k3y!`"), "the profile `****`");
}

#[test]
fn overlapping_keys_are_masked_together() {
    assert_eq!(redact(&[b"k3y-one", b"one-tw0", b"k3y-one-tw0-three"], "x k3y-one-tw0 y"), "x *********** y");
}

#[test]
fn parts_and_lines_of_a_key_are_masked() {
    assert_eq!(redact(&[b"abc9def9", b"abc9", b"def9"], "'abc9' + 'def9'"), "'****' + '****'");
    assert_eq!(redact(&[b"f1rst line\nsec0nd line"], "  f1rst line\n  sec0nd line\n"), "  **********\n  ***********\n");
    assert_eq!(redact(&[b"f1rst\nsec0nd"], "f1rst\nsec0nd"), "*****\n******");
}

#[test]
fn nothing_is_masked_without_keys() {
    assert_eq!(redact(&[], "k3y"), "k3y");
    assert_eq!(redact(&[b""], "k3y"), "k3y");
    assert_eq!(Redactor::off().redact("k3y"), "k3y");
}

/// Writes each character of a key in a way that is chosen at random, as source code may.
fn scrambled(rng: &mut Rng, key: &str) -> String {
    key.chars().fold(String::new(), |mut text, character| {
        let code = u32::from(character);
        let _ = match rng.u8(0..6) {
            4 => write!(text, "{}", by_name(&character.to_string())),
            0 => write!(text, "\\x{code:02x}"),
            1 => write!(text, "\\u{code:04X}"),
            2 => write!(text, "\\{code:03o}"),
            3 => write!(text, "\\U{code:08x}"),
            _ if "\\\"".contains(character) => write!(text, "\\{character}"),
            _ => write!(text, "{character}"),
        };
        text
    })
}

#[test]
fn planted_keys_are_never_shown() {
    let mut rng = Rng::with_seed(7);
    for _ in 0..500 {
        let length = rng.usize(8..40);
        let key: String = (0..length).map(|_| char::from(rng.u8(33..127))).collect();
        let source = format!("app.secret_key = \"{}\"", scrambled(&mut rng, &key));
        let document = serde_json::to_string(&source).expect("a string");
        for text in [source, document] {
            let redacted = redact(&[key.as_bytes()], &text);
            let hidden = redacted.chars().filter(|character| *character == '*').count();
            let frame = text.replace("app.secret_key = ", "").trim_matches(['"', '\\']).chars().count();
            assert!(hidden + 2 >= frame, "{text} -> {redacted}");
        }
    }
}
