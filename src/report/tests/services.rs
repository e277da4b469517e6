//! What CI services read, and that all formats agree.

use serde_json::Value;

use crate::report::Format;
use crate::report::sample::Sample;
use crate::rules::Finding;

#[test]
fn github_annotations_escape_what_ends_a_property() {
    let mut sample = Sample::of(&[("a,b:c.py", "DEBUG = True\n")]);
    let finding = sample.finding("never-found", "a,b:c.py", "True");
    sample.outcome.findings.push(Finding { message: "100%\nwrong".to_owned(), ..finding });
    let expected =
        "::notice file=a%2Cb%3Ac.py,line=1,endLine=1,col=9,endColumn=13,title=never-found::100%25%0Awrong. Mend it.\n";
    assert_eq!(sample.report(Format::Github), expected);
}

#[test]
fn gitlab_issues_have_what_gitlab_requires() {
    let issues: Value = serde_json::from_str(&Sample::shop().report(Format::Gitlab)).unwrap();
    assert_eq!(issues[0]["check_name"], "hardcoded-secret-key");
    assert_eq!(issues[0]["severity"], "blocker");
    assert_eq!(issues[0]["location"]["path"], "shop/config.py");
    assert_eq!(issues[0]["location"]["lines"]["begin"], 2);
    assert_eq!(issues[1]["description"], "Something is wrong. Mend it.");
    assert_ne!(issues[0]["fingerprint"], issues[1]["fingerprint"]);
}

#[test]
fn a_clean_project_is_an_empty_report() {
    assert_eq!(Sample::of(&[]).report(Format::Github), "");
    assert_eq!(Sample::of(&[]).report(Format::Gitlab), "[]\n");
}

#[test]
fn every_format_has_the_same_findings_in_the_same_order_on_every_run() {
    let mut shop = Sample::shop();
    shop.outcome.findings.reverse();
    for format in [Format::Text, Format::Concise, Format::Json, Format::Sarif, Format::Github, Format::Gitlab] {
        let report = shop.report(format);
        // SARIF lists the rules too, in catalogue order, after the results.
        let first = report.find("session-cookie-secure-disabled").unwrap();
        let second = report.find("hardcoded-secret-key").unwrap();
        assert!(first < second, "{format:?}");
        assert_eq!(report, shop.report(format));
    }
}
