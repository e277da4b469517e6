//! No report contains a key, nor a part of one.

use serde_json::Value;

use crate::report::sample::{KEY, Sample, options, written};
use crate::report::{Format, Options, Outcome, Secrets};
use crate::secrets::Redactor;
use crate::value::{Data, Value as Abstract};

const FORMATS: [Format; 6] =
    [Format::Text, Format::Concise, Format::Json, Format::Sarif, Format::Github, Format::Gitlab];

fn shown(format: Format) -> Options {
    Options { secrets: Secrets::Shown, ..options(format) }
}

#[test]
fn no_format_contains_a_key() {
    let mut shop = Sample::shop();
    shop.problem("shop/old.py", None, &format!("cannot read {KEY}"));
    for format in FORMATS {
        let options = options(format);
        for report in [shop.report_with(&options), shop.config(&options)] {
            for part in KEY.split(' ') {
                assert!(!report.contains(part), "{format:?}\n{report}");
            }
        }
    }
}

#[test]
fn the_masked_literal_is_as_wide_as_the_key() {
    assert!(Sample::shop().report(Format::Text).contains("SECRET_KEY = \"**************\" \"*******\"\n"));
}

#[test]
fn keys_are_shown_on_request() {
    let shop = Sample::shop();
    for format in FORMATS {
        assert!(shop.report_with(&shown(format)).contains("correct horse battery"), "{format:?}");
    }
    assert!(shop.config(&shown(Format::Json)).contains(KEY));
    assert!(shop.config(&shown(Format::Text)).contains(KEY));
}

#[test]
fn fingerprints_do_not_tell_whether_keys_are_shown() {
    let shop = Sample::shop();
    let fingerprint = |options: &Options| {
        let report: Value = serde_json::from_str(&shop.report_with(options)).unwrap();
        report["findings"][0]["fingerprint"].clone()
    };
    assert_eq!(fingerprint(&options(Format::Json)), fingerprint(&shown(Format::Json)));
}

#[test]
fn every_kind_of_key_is_withheld() {
    let list = Abstract::of(Data::List([Abstract::text("old"), Abstract::of(Data::Int(77))].into()));
    let values = [
        ("SECRET_KEY", Abstract::of(Data::Bytes([0xde, 0xad].into())), "\"<redacted>\""),
        ("SECRET_KEY", Abstract::of(Data::None), "null"),
        ("SECRET_KEY", Abstract::text(""), "\"\""),
        ("SECRET_KEY_FALLBACKS", list, "[\"<redacted>\",\"<redacted>\"]"),
        ("MAIL_SENDER", Abstract::text(&format!("<{KEY}>")), "\"<*********************>\""),
    ];
    for (name, value, expected) in values {
        let mut shop = Sample::shop();
        shop.outcome.deployments[0].settings.insert(name.to_owned(), written(value));
        let report: Value = serde_json::from_str(&shop.config(&options(Format::Json))).unwrap();
        assert_eq!(report["apps"][0]["settings"][name]["value"].to_string(), expected);
    }
}

#[test]
fn what_a_key_is_computed_from_is_masked() {
    let text = "app.secret_key = sha256(b\"seed of it\" + os.getenv(\"SALT\", \"pepper\")).hexdigest()\n";
    let mut sample = Sample::of(&[("app.py", text)]);
    let call = text.trim_end().strip_prefix("app.secret_key = ").unwrap();
    let key = Abstract::at(Data::Str("0123456789".into()), sample.step("app.py", call));
    let mut deployment = Sample::shop().outcome.deployments.remove(0);
    deployment.settings = [("SECRET_KEY".to_owned(), written(key))].into();
    sample.outcome = Outcome {
        findings: vec![sample.finding("never-found", "app.py", "app")],
        deployments: vec![deployment],
        ..sample.outcome
    };
    let secrets = Secrets::Hidden(Redactor::new([]));
    let report = sample.report_with(&Options { secrets, ..options(Format::Text) });
    assert!(report.contains("sha256(b\"**********\" + os.getenv(\"SALT\", \"******\"))"), "{report}");
}
