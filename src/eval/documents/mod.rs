//! Data files as Python's loaders read them: JSON, TOML and YAML as one tree of values with places.
//!
//! Plain functions over texts: nothing here knows the machine. What a loader makes of something that has
//! no value here (a date, a number past 64 bits) is unknown; a text that it refuses is no tree at all.

pub(super) mod ini;
mod yaml;

pub(super) use ini::parse as parse_ini;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::operators::LONGEST_TEXT;
use crate::value::Data;

/// How deep a document may be nested; what lies below is unknown.
const DEEPEST: usize = 32;

/// How many bytes may be looked through to find the places of keys: a second's work.
const MOST_WORK: usize = 1 << 30;

/// The syntax that a loader reads.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Format {
    Json,
    Toml,
    Yaml,
}

/// A value of a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) content: Content,
    /// Where it is written, in bytes; `None` if that is not known.
    pub(super) place: Option<(u32, u32)>,
}

impl Node {
    /// What stands under `key`, if it is a map.
    pub(super) fn entry(&self, key: &str) -> Option<&Self> {
        let Content::Map(entries) = &self.content else { return None };
        entries.iter().find(|(one, _)| matches!(one, Data::Str(one) if **one == *key)).map(|(_, node)| node)
    }

    /// What it holds, if it is a list.
    pub(super) fn items(&self) -> &[Self] {
        if let Content::List(items) = &self.content { items } else { &[] }
    }

    /// The text that it is, or a number that it is written as.
    pub(super) fn text(&self) -> Option<String> {
        match &self.content {
            Content::Scalar(Data::Str(text)) => Some(text.to_string()),
            Content::Scalar(Data::Int(number)) => Some(number.to_string()),
            Content::Scalar(_) | Content::List(_) | Content::Map(_) => None,
        }
    }
}

/// What a [`Node`] is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// Anything but a container.
    Scalar(Data),
    List(Vec<Node>),
    /// In order, each key once.
    Map(Vec<(Data, Node)>),
}

impl Format {
    /// What the function with this dotted name reads.
    pub(super) fn of_loader(name: &str) -> Option<Self> {
        Some(match name {
            "json.load" | "json.loads" | "flask.json.load" | "flask.json.loads" => Self::Json,
            "tomllib.load" | "tomllib.loads" | "tomli.load" | "tomli.loads" | "toml.load" | "toml.loads" => Self::Toml,
            "yaml.safe_load" | "yaml.load" | "yaml.full_load" | "yaml.unsafe_load" => Self::Yaml,
            _ => return None,
        })
    }
}

/// The tree of a text, `None` if the loader refuses it, or if it is too large to be configuration.
pub(super) fn parse(text: &str, format: Format) -> Option<Node> {
    if text.len() > LONGEST_TEXT || work(text) > MOST_WORK {
        return None;
    }
    match format {
        Format::Json => serde_json::from_str(text).ok().map(|json| of_json(&json, text, None, DEEPEST)),
        Format::Toml => {
            let table = toml::from_str(text).ok()?;
            let places = DeTable::parse(text).ok()?;
            let places = DeValue::Table(places.into_inner());
            Some(of_toml(&toml::Value::Table(table), text, (None, Some(&places)), DEEPEST))
        }
        Format::Yaml => yaml::parse(text),
    }
}

/// How many bytes are looked through at the most to find the places of all keys.
fn work(text: &str) -> usize {
    text.len().saturating_mul(text.matches([':', '=']).count())
}

fn unknown(why: &str) -> Content {
    Content::Scalar(Data::Unknown(why.into()))
}

/// The node of a value with its place, if it has one of its own: keys in it stand after that.
fn of_json(json: &serde_json::Value, text: &str, place: Option<(u32, u32)>, depth: usize) -> Node {
    let content = match json {
        serde_json::Value::Null => Content::Scalar(Data::None),
        serde_json::Value::Bool(flag) => Content::Scalar(Data::Bool(*flag)),
        serde_json::Value::Number(number) => Content::Scalar(of_number(number)),
        serde_json::Value::String(string) => Content::Scalar(Data::Str(string.as_str().into())),
        _ if depth == 0 => unknown("nested too deeply"),
        serde_json::Value::Array(items) => {
            Content::List(items.iter().map(|item| of_json(item, text, place, depth - 1)).collect())
        }
        serde_json::Value::Object(entries) => {
            let after = place.map_or(0, |(start, _)| start);
            let entry = |(key, item): (&String, &serde_json::Value)| {
                let place = place_after(text, after, key);
                (Data::Str(key.as_str().into()), of_json(item, text, place, depth - 1))
            };
            Content::Map(entries.iter().map(entry).collect())
        }
    };
    Node { content, place }
}

/// Integers past 64 bits come as floats: Python keeps them.
fn of_number(number: &serde_json::Number) -> Data {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match (number.as_i64(), number.as_f64()) {
        (Some(number), _) => Data::Int(number),
        (None, Some(number)) if number.abs() < EXACT => Data::Float(number),
        (None, _) => Data::Unknown("a number that is too large".into()),
    }
}

/// A value's place in a text, with what stands in it.
type Place<'v> = (Option<(u32, u32)>, Option<&'v DeValue<'v>>);

fn of_toml(value: &toml::Value, text: &str, (place, inner): Place<'_>, depth: usize) -> Node {
    let content = match value {
        toml::Value::String(string) => Content::Scalar(Data::Str(string.as_str().into())),
        toml::Value::Integer(number) => Content::Scalar(Data::Int(*number)),
        toml::Value::Float(number) => Content::Scalar(Data::Float(*number)),
        toml::Value::Boolean(flag) => Content::Scalar(Data::Bool(*flag)),
        toml::Value::Datetime(_) => unknown("a date"),
        _ if depth == 0 => unknown("nested too deeply"),
        toml::Value::Array(items) => {
            let inner = inner.and_then(DeValue::as_array);
            let item = |(index, item): (usize, &toml::Value)| {
                of_toml(item, text, place_in_toml(text, inner.and_then(|items| items.get(index))), depth - 1)
            };
            Content::List(items.iter().enumerate().map(item).collect())
        }
        toml::Value::Table(entries) => {
            let inner = inner.and_then(DeValue::as_table);
            let entry = |(key, item): (&String, &toml::Value)| {
                let place = place_in_toml(text, inner.and_then(|table| table.get(key.as_str())));
                (Data::Str(key.as_str().into()), of_toml(item, text, place, depth - 1))
            };
            Content::Map(entries.iter().map(entry).collect())
        }
    };
    Node { content, place }
}

/// The place of a value in a TOML text, without its quotes.
fn place_in_toml<'v>(text: &str, value: Option<&'v Spanned<DeValue<'v>>>) -> Place<'v> {
    let Some(value) = value else { return (None, None) };
    let span = value.span();
    let whole = text.get(span.clone()).unwrap_or_default();
    let is_text = matches!(value.get_ref(), DeValue::String(_));
    let inner = if is_text { whole.trim_matches(['"', '\'']) } else { whole };
    let before = whole.find(inner).unwrap_or(0);
    let start = u32::try_from(span.start + before).ok();
    let end = u32::try_from(span.start + before + inner.len()).ok();
    (start.zip(end), Some(value.get_ref()))
}

/// The place of a key's value in a JSON text, without its quotes, at or after an offset.
fn place_after(text: &str, offset: u32, key: &str) -> Option<(u32, u32)> {
    let offset = offset as usize;
    let (start, end) =
        text.get(offset..)?.match_indices(key).find_map(|(at, _)| value_after(text, offset + at, key))?;
    Some((u32::try_from(start).ok()?, u32::try_from(end).ok()?))
}

/// The value that follows the key at `at`, if what stands there is a key.
fn value_after(text: &str, at: usize, key: &str) -> Option<(usize, usize)> {
    let before = text.get(..at)?.chars().next_back();
    if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
        return None;
    }
    let rest = text.get(at + key.len()..)?.trim_start_matches(['"', ' ']);
    let value = rest.strip_prefix(':')?.trim_start();
    let start = text.len() - value.len();
    if let Some(inner) = value.strip_prefix('"') {
        return Some((start + 1, start + 1 + inner.find('"')?));
    }
    let end = value.find([',', '}', '\n']).unwrap_or(value.len());
    Some((start, start + value.get(..end)?.trim_end().len()))
}

#[cfg(test)]
mod tests {
    use super::{Content, Data, Format, Node, parse};

    fn value(node: &Node, key: &str) -> Data {
        let Content::Map(entries) = &node.content else { panic!("{node:?}") };
        let (_, node) = entries.iter().find(|(known, _)| *known == Data::Str(key.into())).expect("it is there");
        match &node.content {
            Content::Scalar(data) => data.clone(),
            other => panic!("{other:?}"),
        }
    }

    /// Where a key of a section is written.
    fn place(text: &str, format: Format, section: &str, key: &str) -> Option<String> {
        let named = |node: &Node, key: &str| {
            let Content::Map(entries) = &node.content else { panic!("{node:?}") };
            entries.iter().find(|(known, _)| *known == Data::Str(key.into())).map(|(_, node)| node.clone())
        };
        let (start, end) = named(&named(&parse(text, format)?, section)?, key)?.place?;
        Some(format!("{start}: {}", text.get(start as usize..end as usize)?))
    }

    #[test]
    fn a_key_of_several_sections_has_its_own_place_in_each() {
        let toml = "[default]\nKEY = 'one'\n\n[shop]\nKEY = \"two\"\n";
        assert_eq!(place(toml, Format::Toml, "default", "KEY").as_deref(), Some("17: one"));
        assert_eq!(place(toml, Format::Toml, "shop", "KEY").as_deref(), Some("37: two"));
        let json = r#"{"default": {"KEY": "one"}, "shop": {"KEY": "two", "N": 1}}"#;
        assert_eq!(place(json, Format::Json, "default", "KEY").as_deref(), Some("21: one"));
        assert_eq!(place(json, Format::Json, "shop", "KEY").as_deref(), Some("45: two"));
        assert_eq!(place(json, Format::Json, "shop", "N").as_deref(), Some("56: 1"));
    }

    #[test]
    fn what_has_no_value_here_is_unknown() {
        let toml = parse("WHEN = 2024-01-01\nMANY = inf\n", Format::Toml).expect("it is TOML");
        assert!(matches!(value(&toml, "WHEN"), Data::Unknown(_)));
        assert_eq!(value(&toml, "MANY"), Data::Float(f64::INFINITY));
        let json = parse(r#"{"BIG": 36893488147419103232, "HALF": 0.5}"#, Format::Json).expect("it is JSON");
        assert!(matches!(value(&json, "BIG"), Data::Unknown(_)));
        assert_eq!(value(&json, "HALF"), Data::Float(0.5));
    }
}
