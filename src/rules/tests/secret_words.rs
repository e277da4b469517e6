//! What is said of keys: what they are good for here, when they are used, and what to do.

use super::super::Finding;
use super::{Project, STRONG, from_environment, ids, random, set, unless};
use crate::flask::{Deployment, Evidence, Extension, Gap, GapKind};
use crate::value::{Data, Source, Value, choose, override_with};

const KEY: &str = "SECRET_KEY";
const FALLBACKS: &str = "SECRET_KEY_FALLBACKS";

/// The only finding about a key for an app whose session is not used, changed by `change`.
fn found(change: impl Fn(&Project, &mut Deployment)) -> Finding {
    let project = Project::new("app = Flask(__name__)\nsession['a'] = 1\n");
    let mut app = project.deployment();
    change(&project, &mut app);
    let mut findings = project.judge(&[app]);
    findings.retain(|finding| finding.rule.id.contains("secret-key"));
    assert_eq!(findings.len(), 1, "{:?}", ids(&findings));
    findings.remove(0)
}

fn says(finding: &Finding, part: &str) {
    assert!(finding.message.contains(part), "{part}: {}", finding.message);
}

#[test]
fn a_key_forges_what_the_app_signs_with_it() {
    let constant = |app: &mut Deployment| set(app, KEY, Value::text(STRONG));
    says(&found(|_, app| constant(app)), "can sign whatever `app` signs with it.");
    let tokens = |own: bool| {
        found(|project, app| {
            constant(app);
            app.extensions.insert(Extension::Jwt, project.span("app", 0));
            if own {
                set(app, "JWT_SECRET_KEY", from_environment("K"));
            }
        })
    };
    says(&tokens(false), "can sign a token for any user of `app`.");
    says(&tokens(true), "can sign whatever `app` signs with it.");
    let session = found(|_, app| {
        constant(app);
        app.session = Evidence::Unknown;
    });
    says(&session, "can sign a session for any user of `app`.");
}

#[test]
fn the_rate_of_signatures_is_not_said_of_a_salt() {
    let weak = |setting: &str| {
        found(|project, app| {
            app.extensions.insert(Extension::Security, project.span("app", 0));
            set(app, setting, Value::text("x7Q9z"));
        })
    };
    says(
        &weak(KEY),
        "one GPU finds it in less than a second (at the 5 billion tries a second of hashcat's mode 29100);",
    );
    let token = found(|project, app| {
        app.extensions.insert(Extension::Jwt, project.span("app", 0));
        set(app, "JWT_SECRET_KEY", Value::text("x7Q9z"));
    });
    says(&token, "one GPU finds it in less than a second (at 5 billion tries a second);");
    says(&weak("SECURITY_PASSWORD_SALT"), "With a password and its stolen hash, it can be found by trying;");
}

#[test]
fn what_selects_a_branch_provides_no_key() {
    let other = choose(&from_environment("K"), &Value::text("another one"));
    let value = override_with(&Value::text(STRONG), &other, &["DEBUG".into(), "K".into()]);
    says(&found(|_, app| set(app, KEY, value.clone())), "whenever `K` does not provide one");
    let own = unless(KEY, &Value::text(STRONG));
    says(&found(|_, app| set(app, KEY, own.clone())), "whenever the environment variable `SECRET_KEY` does not");
}

#[test]
fn what_a_file_may_replace_is_removed_and_reads_no_variable() {
    let over = |other: &Value| override_with(&Value::text(STRONG), other, &["local.cfg".into()]);
    let replaced = found(|_, app| set(app, KEY, over(&Value::unknown("it is not in the project"))));
    assert!(replaced.advice.starts_with("Remove this key: `local.cfg` provides the real one."), "{}", replaced.advice);
    assert_eq!(replaced.fix, None);
    let taken = found(|project, app| {
        let message = "settings are taken from something that is not known";
        set(app, KEY, choose(&Value::text(STRONG), &Value::unknown(message)));
        app.gaps.push(Gap { span: project.span("app", 0), message: message.to_owned(), kind: GapKind::Required });
    });
    assert!(taken.advice.starts_with("Remove this key: another source provides the real one."), "{}", taken.advice);
    assert_eq!(taken.fix, None);
    let read = found(|_, app| set(app, KEY, unless("K", &Value::text(STRONG))));
    assert!(read.advice.starts_with("Drop the default"), "{}", read.advice);
    assert!(read.fix.is_some());
}

#[test]
fn a_predictable_key_of_one_branch_is_said_to_be_that() {
    let made = random(Source::Predictable, None);
    let branch = found(|_, app| set(app, KEY, choose(&made, &from_environment("K"))));
    says(&branch, "So it is in one of several branches");
    let always = found(|_, app| set(app, KEY, made.clone()));
    assert!(!always.message.contains("branches"), "{}", always.message);
}

#[test]
fn a_program_that_lets_the_environment_replace_any_setting_asks_for_no_text_of_old_keys() {
    let project = Project::new("app = Flask(__name__)\n");
    let with = |value: &Value| {
        let mut app = project.deployment();
        set(&mut app, FALLBACKS, value.clone());
        ids(&project.judge(&[app])).join(" ")
    };
    let none = Value::of(Data::None);
    assert_eq!(with(&choose(&none, &from_environment(FALLBACKS))), "");
    assert_eq!(with(&choose(&none, &from_environment("OLD_KEY"))), "secret-key-fallbacks-split");
    assert_eq!(with(&from_environment(FALLBACKS)), "secret-key-fallbacks-split");
}
