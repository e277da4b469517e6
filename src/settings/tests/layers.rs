//! Files that extend others, and flags on top.

use super::{Flags, folder, resolve};
use crate::settings::{Origin, Settings};

fn enabled(settings: &Settings) -> Vec<&str> {
    settings.selection.rules.iter().map(crate::triage::RuleName::as_str).collect()
}

#[test]
fn a_file_that_extends_another_says_what_is_different() {
    let folder = folder(&[
        ("base.toml", "min-severity = 'high'\napp = 'base'\nextend-exclude = ['a']\nextend = 'org/base.toml'"),
        ("org/base.toml", "app = 'org'\nflask-version = '2.2'\nwordlist = 'keys.txt'\nextend-exclude = ['b']"),
        ("org/keys.txt", "k3y-of-the-org"),
        ("flask-sec-lint.toml", "extend = 'base.toml'\nmin-severity = 'low'\nextend-exclude = ['c']"),
    ]);
    let settings = resolve(folder.path(), Flags::default()).unwrap();
    assert_eq!(settings.selection.min_severity.name(), "low");
    assert_eq!(settings.interpretation.app.as_deref(), Some("base"));
    assert_eq!(settings.interpretation.flask, "2.2.5".parse().ok());
    assert!(settings.wordlist.contains(b"k3y-of-the-org"));
    let entries = settings.account.entries.iter().filter(|entry| entry.name == "extend-exclude");
    let origins: Vec<&Origin> = entries.map(|entry| &entry.origin).collect();
    let at = |path: &str, line| Origin::File { path: path.to_owned(), line };
    assert_eq!(origins, [&at("org/base.toml", 4), &at("base.toml", 3), &at("flask-sec-lint.toml", 3)]);
}

#[test]
fn each_layer_of_rules_changes_what_the_layers_below_it_came_to() {
    let folder = folder(&[
        ("base.toml", "select = ['*-samesite-*']\nignore = ['*-missing']"),
        ("flask-sec-lint.toml", "extend = 'base.toml'\nextend-select = ['weak-secret-key']"),
    ]);
    let of = |flags: Flags| {
        let settings = resolve(folder.path(), flags).unwrap();
        enabled(&settings).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let samesite = ["disabled", "insecure", "invalid"].map(|end| format!("session-cookie-samesite-{end}"));
    assert_eq!(of(Flags::default()), [samesite.as_slice(), &["weak-secret-key".to_owned()]].concat());
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let ignored = of(Flags { ignore: names(&["session-*"]), ..Flags::default() });
    assert_eq!(ignored, ["weak-secret-key"]);
    // A `select` starts afresh: what a file ignores can be asked for.
    let missing = "session-cookie-samesite-missing";
    assert_eq!(of(Flags { select: Some(names(&[missing])), ..Flags::default() }), [missing]);
    let added = of(Flags { extend_select: names(&["ignored-setting"]), ..Flags::default() });
    assert_eq!(added.len(), 5);
}

#[test]
fn the_severity_of_a_rule_and_its_place_on_githubs_scale_can_be_set() {
    let folder = folder(&[("flask-sec-lint.toml", "[severity]\nweak-secret-key = 'low'\n'session-*' = 'critical'")]);
    let catalogue = resolve(folder.path(), Flags::default()).unwrap().catalogue;
    let of = |id: &str| {
        let rule = catalogue.get(id).unwrap();
        (rule.severity.name(), rule.security_severity)
    };
    assert_eq!(of("weak-secret-key"), ("low", 3.9));
    assert_eq!(of("session-lifetime-long"), ("critical", 9.0));
    assert!(catalogue.get("hardcoded-secret-key").unwrap().imposed_severity.is_none());
}
