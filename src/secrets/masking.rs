//! Masks the literals that keys were written as, wherever source code is shown.
//!
//! The `Redactor` knows a key as a whole; here are the places of its parts: `"abc" "def"`, or what was
//! hashed to make it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Redactor;
use super::token::{TokenKind, tokens};
use crate::flask::{Deployment, SecretSetting};
use crate::source::{FileId, SourceFile, Span};
use crate::value::{Data, Value};

/// Where the keys of all deployments were written, by file.
pub fn places_of_keys(deployments: &[Deployment]) -> BTreeMap<FileId, BTreeSet<Span>> {
    let mut places: BTreeMap<FileId, BTreeSet<Span>> = BTreeMap::new();
    for deployment in deployments {
        for (name, setting) in deployment.settings.iter().chain(&deployment.after_request) {
            for secret in secrets_in(name, &setting.value) {
                let mut found = Vec::new();
                collect(secret, &mut found);
                for span in found {
                    places.entry(span.file).or_default().insert(span);
                }
            }
        }
    }
    places
}

/// The keys of all deployments.
pub fn keys(deployments: &[Deployment]) -> Vec<Vec<u8>> {
    let mut keys = BTreeSet::new();
    for deployment in deployments {
        for (name, setting) in deployment.settings.iter().chain(&deployment.after_request) {
            for secret in secrets_in(name, &setting.value) {
                collect_keys(secret, &mut keys);
            }
        }
    }
    keys.into_iter().collect()
}

/// What of the value that `name` has is secret: all, or what a dictionary within it has by such names.
fn secrets_in<'a>(name: &str, value: &'a Value) -> Vec<&'a Value> {
    if SecretSetting::is_withheld(name) {
        return vec![value];
    }
    let within = |one: &'a Value| match &one.data {
        Data::Tuple(items) | Data::List(items) => items.iter().flat_map(|item| secrets_in(name, item)).collect(),
        Data::Dict(items) => {
            let of = |(key, item): &'a (Value, Value)| secrets_in(key.as_str().unwrap_or(name), item);
            items.iter().flat_map(of).collect()
        }
        _ => Vec::new(),
    };
    value.alternatives().into_iter().flat_map(within).collect()
}

fn collect_keys(value: &Value, keys: &mut BTreeSet<Vec<u8>>) {
    for value in value.alternatives() {
        match &value.data {
            Data::Str(text) if !text.is_empty() => {
                keys.insert(text.as_bytes().to_vec());
            }
            Data::Bytes(bytes) if !bytes.is_empty() => {
                keys.insert(bytes.to_vec());
            }
            Data::Tuple(items) | Data::List(items) => items.iter().for_each(|item| collect_keys(item, keys)),
            Data::Dict(items) => items.iter().for_each(|(_, item)| collect_keys(item, keys)),
            _ => {}
        }
    }
}

fn collect(value: &Value, found: &mut Vec<Span>) {
    match &value.data {
        Data::Bool(_) | Data::Int(_) | Data::Float(_) | Data::Str(_) | Data::Bytes(_) => {
            found.extend(value.trail.parts());
        }
        Data::Tuple(items) | Data::List(items) | Data::OneOf(items) => {
            items.iter().for_each(|item| collect(item, found));
        }
        Data::Dict(items) => items.iter().for_each(|(_, item)| collect(item, found)),
        Data::Overridable(both) => {
            collect(&both.default, found);
            collect(&both.otherwise, found);
        }
        Data::None
        | Data::Duration(_)
        | Data::Generated(_)
        | Data::External(_)
        | Data::Handle(_)
        | Data::Absent
        | Data::Unknown(_) => {}
    }
}

/// The text of `file` with the literals at `places`, and those that hold a part of a key, replaced by asterisks. As
/// many characters and lines come out as go in.
pub fn masked(file: &SourceFile, places: &BTreeSet<Span>, redactor: &Redactor) -> String {
    let mut ranges: Vec<Range<usize>> = places.iter().flat_map(|span| literals(file, *span)).collect();
    let texts = tokens(&file.text).into_iter().filter(|token| token.kind == TokenKind::Text);
    ranges.extend(
        texts
            .map(|token| token.range)
            .filter(|range| file.text.get(range.clone()).is_some_and(|content| redactor.knows_part(content))),
    );
    let mut hidden = vec![false; file.text.len()];
    for range in ranges {
        hidden.get_mut(range).into_iter().for_each(|part| part.fill(true));
    }
    let is_masked = |at: usize| hidden.get(at).copied().unwrap_or(false);
    let mask = |(at, character): (usize, char)| match character {
        '\r' | '\n' => character,
        _ if is_masked(at) => '*',
        _ => character,
    };
    file.text.char_indices().map(mask).collect()
}

/// The literals within `span`. Within a call, texts in capitals are names of variables and not keys.
fn literals(file: &SourceFile, span: Span) -> Vec<Range<usize>> {
    let text = file.slice(span);
    let is_call = text.starts_with(|first: char| first.is_alphabetic()) && text.contains('(');
    let start = span.start as usize;
    tokens(text)
        .into_iter()
        .filter(|token| {
            let content = text.get(token.range.clone()).unwrap_or("");
            match token.kind {
                TokenKind::Text => !(is_call && is_name_of_variable(content)),
                TokenKind::Number => !is_call,
                TokenKind::Comment => true,
            }
        })
        .map(|token| start + token.range.start..start + token.range.end)
        .collect()
}

fn is_name_of_variable(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text
            .chars()
            .all(|character| character.is_ascii_uppercase() || character.is_ascii_digit() || character == '_')
}
