//! The structure of formats that have no JSON schema here: `JUnit`'s XML by the rules of Jenkins' `junit-10.xsd`,
//! reviewdog's diagnostics by its `reviewdog.proto`.

use std::fs;

use roxmltree::{Document, Node};
use serde_json::Value;

use crate::shop::{Place, place};
use crate::top;

/// Elements, their attributes (a `!` marks those that must be there), and what they may hold, in the order of the schema.
const JUNIT: [(&str, &[&str], &[&str]); 6] = [
    ("testsuites", &["name", "time", "tests", "failures", "errors", "disabled"], &["testsuite"]),
    (
        "testsuite",
        &["name!", "tests!", "failures", "errors", "time", "timestamp", "hostname", "id", "package", "skipped"],
        &["properties", "testcase", "system-out", "system-err"],
    ),
    (
        "testcase",
        &["name!", "classname", "time", "status", "assertions", "group"],
        &["skipped", "error", "failure", "system-out", "system-err"],
    ),
    ("failure", &["message", "type"], &[]),
    ("system-err", &[], &[]),
    ("system-out", &[], &[]),
];

/// Fails unless `report` is built as the schema says and its counts are right.
pub(crate) fn check_junit(report: &str) {
    let document = Document::parse(report).unwrap();
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    for node in root.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        let (_, attributes, children) = JUNIT.iter().find(|(known, ..)| *known == name).unwrap();
        for attribute in node.attributes() {
            let is_known = attributes.iter().any(|known| known.trim_end_matches('!') == attribute.name());
            assert!(is_known, "{name} has {}", attribute.name());
        }
        for needed in attributes.iter().filter_map(|known| known.strip_suffix('!')) {
            assert!(node.has_attribute(needed), "{name} without {needed}");
        }
        let order: Vec<Option<usize>> = node
            .children()
            .filter(Node::is_element)
            .map(|child| children.iter().position(|known| *known == child.tag_name().name()))
            .collect();
        assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{name}: {order:?}");
    }
    let count = |node: Node<'_, '_>, name: &str| {
        node.descendants().filter(|one| one.tag_name().name() == name).count().to_string()
    };
    for node in root.descendants().filter(|node| node.has_attribute("tests")) {
        assert_eq!(node.attribute("tests"), Some(count(node, "testcase").as_str()));
        assert_eq!(node.attribute("failures"), Some(count(node, "failure").as_str()));
    }
}

/// Where the findings of a `JUnit` report are.
pub(crate) fn places_of_junit(report: &str) -> Vec<Place> {
    let document = Document::parse(report).unwrap();
    let cases = document.descendants().filter(|node| node.tag_name().name() == "testcase");
    let place = |case: Node<'_, '_>| {
        let path = case.attribute("classname").unwrap();
        let text = case.children().find(Node::is_element).and_then(|failure| failure.text()).unwrap();
        let line = text.strip_prefix(path).unwrap().split(':').nth(1).unwrap().parse().unwrap();
        (case.attribute("name").unwrap().to_owned(), path.to_owned(), line)
    };
    cases.map(place).collect()
}

/// Fails unless `report` has what reviewdog's messages have, and ranges lie in the files.
pub(crate) fn check_rdjson(report: &Value) {
    assert_eq!(keys(report), ["source", "diagnostics"]);
    assert_eq!(keys(&report["source"]), ["name"]);
    let diagnostics = report["diagnostics"].as_array().unwrap();
    for diagnostic in diagnostics {
        let known = ["message", "location", "severity", "code", "suggestions"];
        assert!(keys(diagnostic).iter().all(|key| known.contains(key)), "{diagnostic}");
        assert!(["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"].contains(&diagnostic["severity"].as_str().unwrap()));
        assert!(!diagnostic["message"].as_str().unwrap().is_empty());
        assert_eq!(keys(&diagnostic["code"]), ["value"]);
        let location = &diagnostic["location"];
        let text = fs::read_to_string(top().join(location["path"].as_str().unwrap())).unwrap();
        check_range(&location["range"], &text);
        for suggestion in diagnostic["suggestions"].as_array().into_iter().flatten() {
            assert_eq!(keys(suggestion), ["range", "text"]);
            check_range(&suggestion["range"], &text);
        }
    }
    assert!(diagnostics.iter().any(|one| one["suggestions"].is_array()), "the shop has a fix");
}

/// Lines and columns from 1, columns in bytes and not beyond the line, the end not before the start.
fn check_range(range: &Value, text: &str) {
    let position = |name: &str| {
        let number = |part: &str| usize::try_from(range[name][part].as_u64().unwrap()).unwrap();
        let line = text.lines().nth(number("line") - 1).unwrap_or("");
        assert!(line.is_char_boundary(number("column") - 1), "{range}");
        (number("line"), number("column"))
    };
    assert!(position("start") <= position("end"), "{range}");
}

/// Where the findings of a reviewdog report are.
pub(crate) fn places_of_rdjson(report: &Value) -> Vec<Place> {
    let diagnostics = report["diagnostics"].as_array().unwrap();
    let location = |diagnostic: &Value| {
        let at = &diagnostic["location"];
        place(&diagnostic["code"]["value"], &at["path"], &at["range"]["start"]["line"])
    };
    diagnostics.iter().map(location).collect()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}
