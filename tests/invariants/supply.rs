//! Where the dependencies come from, under which licences, and that none of them can reach a network.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// The packages of the build, as Cargo knows them.
fn metadata() -> Value {
    let cargo = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    serde_json::from_slice(&cargo.stdout).unwrap()
}

/// The strings of a list in `deny.toml`.
fn list(table: &str, key: &str) -> BTreeSet<String> {
    let text = include_str!("../../deny.toml").parse::<toml::Table>().unwrap();
    let items = text[table][key].as_array().unwrap();
    items.iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}

/// The names of what the program itself is built from: normal dependencies, and those of them.
fn built_in(metadata: &Value) -> BTreeSet<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let nodes: BTreeMap<&str, &Value> = nodes.iter().map(|node| (node["id"].as_str().unwrap(), node)).collect();
    let packages = metadata["packages"].as_array().unwrap();
    let names: BTreeMap<&str, &str> =
        packages.iter().map(|one| (one["id"].as_str().unwrap(), one["name"].as_str().unwrap())).collect();
    let mut open = vec![metadata["resolve"]["root"].as_str().unwrap()];
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !found.insert(id) {
            continue;
        }
        for dependency in nodes[id]["deps"].as_array().unwrap() {
            let kinds = dependency["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|kind| kind["kind"].is_null()) {
                open.push(dependency["pkg"].as_str().unwrap());
            }
        }
    }
    found.into_iter().map(|id| names[id].to_owned()).collect()
}

#[test]
fn nothing_that_is_built_in_can_reach_a_network() {
    let metadata = metadata();
    let built_in = built_in(&metadata);
    assert!(built_in.contains("clap") && built_in.len() > 50, "{built_in:?}");
    let banned = list("bans", "deny");
    assert!(banned.contains("reqwest"));
    assert_eq!(built_in.intersection(&banned).collect::<Vec<_>>(), Vec::<&String>::new());
    let deny = include_str!("../../deny.toml").parse::<toml::Table>().unwrap();
    for ban in deny["bans"]["features"].as_array().unwrap() {
        let banned = ban["deny"].as_array().unwrap();
        let features = features(&metadata, ban["crate"].as_str().unwrap());
        assert!(banned.iter().all(|feature| !features.contains(feature.as_str().unwrap())), "{ban}: {features:?}");
    }
}

/// The features that a package is built with.
fn features(metadata: &Value, name: &str) -> BTreeSet<String> {
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == name).unwrap();
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let node = nodes.iter().find(|node| node["id"] == package["id"]).unwrap();
    node["features"].as_array().unwrap().iter().map(|feature| feature.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_program_itself_opens_no_socket() {
    for file in crate::sources() {
        for name in [
            "std::net::Tcp",
            "std::net::Udp",
            "ToSocketAddrs",
            "TcpStream",
            "UdpSocket",
            "UnixStream",
            "Command::new",
            "std::process::Command",
        ] {
            assert!(!crate::code(&file.text).contains(name), "{}: {name}", file.path);
        }
    }
}

/// Whether a licence expression of Cargo's can be met with what is allowed. Parentheses hold alternatives only.
fn holds(licence: &str, allowed: &BTreeSet<String>) -> bool {
    let one = |name: &str| allowed.contains(name.trim().trim_matches(['(', ')']));
    if licence.contains('(') {
        return licence.split(" AND ").all(|part| part.split(" OR ").any(one));
    }
    licence.split(" OR ").any(|part| part.split(" AND ").all(one))
}

#[test]
fn a_licence_holds_if_all_that_it_demands_is_allowed() {
    let allowed = BTreeSet::from(["A".to_owned(), "B".to_owned()]);
    for licence in ["A", "A OR X", "X OR A", "A AND B", "(X OR A) AND B", "X AND Y OR A"] {
        assert!(holds(licence, &allowed), "{licence}");
    }
    for licence in ["", "X", "A AND X", "(A OR B) AND X", "X OR A AND Y"] {
        assert!(!holds(licence, &allowed), "{licence}");
    }
}

#[test]
fn every_package_comes_from_the_registry_under_a_licence_that_is_allowed() {
    let metadata = metadata();
    let allowed = list("licenses", "allow");
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        if name == "flask-sec-lint" {
            continue;
        }
        let source = package["source"].as_str().unwrap_or("a path");
        assert!(source.starts_with("registry+https://github.com/rust-lang/crates.io-index"), "{name}: {source}");
        let licence = package["license"].as_str().unwrap_or_default().replace('/', " OR ");
        let holds = holds(&licence, &allowed);
        assert!(holds, "{name}: {licence}");
    }
}
