//! YAML as `PyYAML`'s `safe_load` reads it: the events of a parser, and YAML 1.1's meaning of plain words
//! (`PyYAML` 6.0, `resolver.py` and `constructor.py`).
//!
//! A file that `safe_load` refuses (an unknown tag, several documents) is no tree. What has no value here
//! (dates, sets, numbers past 64 bits) is unknown.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};

use super::{Content, DEEPEST, Node, unknown};
use crate::value::Data;

/// How many nodes a document may have, those that aliases repeat included.
const MOST_NODES: usize = 20_000;

/// The only document of a text.
pub(super) fn parse(text: &str) -> Option<Node> {
    let mut reader =
        Reader { parser: Parser::new_from_str(text), anchors: HashMap::new(), bytes: byte_of_char(text), nodes: 0 };
    let mut root = None;
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamEnd => break,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
            _ if root.is_some() => return None,
            event => root = Some(reader.node(event, span, DEEPEST)?),
        }
    }
    Some(root.unwrap_or(Node { content: Content::Scalar(Data::None), place: None }))
}

/// The byte at which each character starts, and the end.
fn byte_of_char(text: &str) -> Vec<u32> {
    let starts = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
    starts.map(|byte| u32::try_from(byte).unwrap_or(u32::MAX)).collect()
}

struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    anchors: HashMap<usize, Node>,
    bytes: Vec<u32>,
    nodes: usize,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        self.parser.next_event()?.ok()
    }

    /// The node that starts with `event`; `None` if `PyYAML` refuses it, or if there are too many.
    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Option<Node> {
        self.nodes += 1;
        if self.nodes > MOST_NODES || depth == 0 {
            return None;
        }
        let (content, anchor) = match event {
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor)?.clone();
                self.nodes += size(&node);
                return (self.nodes <= MOST_NODES).then_some(node);
            }
            Event::Scalar(text, style, anchor, tag) => (Content::Scalar(scalar(&text, style, tag)?), anchor),
            Event::SequenceStart(anchor, tag) => {
                let items = self.sequence(depth)?;
                (if is_plain(tag, "seq")? { Content::List(items) } else { unknown("a tagged list") }, anchor)
            }
            Event::MappingStart(anchor, tag) => {
                let content = self.mapping(depth)?;
                (if is_plain(tag, "map")? { content } else { unknown("a tagged mapping") }, anchor)
            }
            _ => return None,
        };
        let node = Node { content, place: self.place(span) };
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Some(node)
    }

    fn sequence(&mut self, depth: usize) -> Option<Vec<Node>> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                return Some(items);
            }
            items.push(self.node(event, span, depth - 1)?);
        }
    }

    /// A mapping; what `<<` merges counts only where the mapping itself says nothing.
    fn mapping(&mut self, depth: usize) -> Option<Content> {
        let (mut own, mut merged) = (Vec::new(), Vec::new());
        let mut is_known = true;
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                break;
            }
            let is_merge = matches!(&event, Event::Scalar(text, ScalarStyle::Plain, _, None) if text == "<<");
            let key = self.node(event, span, depth - 1)?;
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth - 1)?;
            if is_merge {
                merge(&value, &mut merged)?;
                continue;
            }
            match key.content {
                Content::Scalar(Data::Unknown(_)) => is_known = false,
                Content::Scalar(key) => set(&mut own, key, value),
                // Lists and mappings are no keys in Python.
                Content::List(_) | Content::Map(_) => return None,
            }
        }
        for (key, value) in own {
            set(&mut merged, key, value);
        }
        Some(if is_known { Content::Map(merged) } else { unknown("a mapping with keys that are not known") })
    }

    /// Where a scalar stands, without its quotes.
    fn place(&self, span: Span) -> Option<(u32, u32)> {
        let at = |index: usize| self.bytes.get(index).copied();
        Some((at(span.start.index())?, at(span.end.index())?))
    }
}

/// Takes over the entries of a merged mapping, or of several of which the first counts most.
fn merge(value: &Node, into: &mut Vec<(Data, Node)>) -> Option<()> {
    match &value.content {
        Content::Map(entries) => {
            for (key, value) in entries {
                set(into, key.clone(), value.clone());
            }
        }
        Content::List(items) => {
            for item in items.iter().rev() {
                let Content::Map(_) = item.content else { return None };
                merge(item, into)?;
            }
        }
        Content::Scalar(_) => return None,
    }
    Some(())
}

fn set(entries: &mut Vec<(Data, Node)>, key: Data, value: Node) {
    match entries.iter_mut().find(|(known, _)| *known == key) {
        Some((_, known)) => *known = value,
        None => entries.push((key, value)),
    }
}

/// How many nodes there are in this one.
fn size(node: &Node) -> usize {
    match &node.content {
        Content::Scalar(_) => 1,
        Content::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Content::Map(entries) => 1 + entries.iter().map(|(_, value)| size(value)).sum::<usize>(),
    }
}

/// A tag that `safe_load` refuses.
struct Refused;

/// The name of a tag of YAML's own, if there is one; any other is refused.
fn own_tag(tag: Option<Cow<'_, Tag>>) -> Result<Option<String>, Refused> {
    match tag {
        None => Ok(None),
        Some(tag) if tag.is_yaml_core_schema() => Ok(Some(tag.suffix.clone())),
        Some(tag) if tag.handle == "!" && tag.suffix.is_empty() => Ok(Some("str".to_owned())),
        Some(_) => Err(Refused),
    }
}

/// Whether a container is what its brackets say: it has no tag, or the tag that says the same.
fn is_plain(tag: Option<Cow<'_, Tag>>, name: &str) -> Option<bool> {
    Some(own_tag(tag).ok()?.is_none_or(|tag| tag == name))
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<Cow<'_, Tag>>) -> Option<Data> {
    Some(match own_tag(tag).ok()?.as_deref() {
        None if style == ScalarStyle::Plain => plain(text),
        None | Some("str") => Data::Str(text.into()),
        Some(_) => Data::Unknown("a tagged value".into()),
    })
}

/// What a word without quotes means.
fn plain(text: &str) -> Data {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Data::None,
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => return Data::Bool(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => return Data::Bool(false),
        "=" => return Data::Unknown("YAML's default value".into()),
        _ => {}
    }
    let (sign, digits) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (if text.starts_with('-') { -1 } else { 1 }, rest),
        None => (1, text),
    };
    if is_date(text) {
        return Data::Unknown("a date".into());
    }
    if is_integer(digits) {
        let value = integer(digits).and_then(|value| value.checked_mul(sign));
        return value.map_or_else(|| Data::Unknown("a number that is too large".into()), Data::Int);
    }
    if is_float(digits, digits.len() == text.len()) {
        return match digits.replace('_', "").parse::<f64>() {
            #[expect(clippy::cast_precision_loss, reason = "the sign is 1 or -1")]
            Ok(value) => Data::Float(value * sign as f64),
            Err(_) => Data::Unknown("a number in a notation of its own".into()),
        };
    }
    Data::Str(text.into())
}

/// The integers of YAML 1.1: binary, octal with a leading zero, decimal, hexadecimal, base 60.
fn is_integer(digits: &str) -> bool {
    let all = |text: &str, is: fn(char) -> bool| !text.is_empty() && text.chars().all(|one| is(one) || one == '_');
    if let Some(binary) = digits.strip_prefix("0b") {
        return all(binary, |one| matches!(one, '0' | '1'));
    }
    if let Some(hexadecimal) = digits.strip_prefix("0x") {
        return all(hexadecimal, |one| one.is_ascii_hexdigit());
    }
    if let Some(octal) = digits.strip_prefix('0') {
        return octal.is_empty() || all(octal, |one| matches!(one, '0'..='7'));
    }
    let (first, rest) = digits.split_once(':').unwrap_or((digits, "0"));
    first.starts_with(|one: char| one.is_ascii_digit())
        && all(first, |one| one.is_ascii_digit())
        && rest.split(':').all(is_sixtieth)
}

/// `[0-5]?[0-9]`
fn is_sixtieth(text: &str) -> bool {
    match text.as_bytes() {
        [one] => one.is_ascii_digit(),
        [ten, one] => matches!(ten, b'0'..=b'5') && one.is_ascii_digit(),
        _ => false,
    }
}

fn integer(digits: &str) -> Option<i64> {
    let digits = digits.replace('_', "");
    if let Some(binary) = digits.strip_prefix("0b") {
        return i64::from_str_radix(binary, 2).ok();
    }
    if let Some(hexadecimal) = digits.strip_prefix("0x") {
        return i64::from_str_radix(hexadecimal, 16).ok();
    }
    if let Some(octal) = digits.strip_prefix('0').filter(|octal| !octal.is_empty()) {
        return i64::from_str_radix(octal, 8).ok();
    }
    digits.split(':').try_fold(0_i64, |value, part| value.checked_mul(60)?.checked_add(part.parse().ok()?))
}

/// The floats of YAML 1.1: a point is needed, and a sign in the exponent; `.5` takes no sign before it.
fn is_float(digits: &str, is_unsigned: bool) -> bool {
    if matches!(digits, ".inf" | ".Inf" | ".INF") || (is_unsigned && matches!(digits, ".nan" | ".NaN" | ".NAN")) {
        return true;
    }
    let (number, exponent) = digits.split_once(['e', 'E']).map_or((digits, None), |(one, two)| (one, Some(two)));
    let is_exponent = |text: &str| {
        let digits = text.strip_prefix(['+', '-']);
        digits.is_some_and(|digits| !digits.is_empty() && digits.chars().all(|one| one.is_ascii_digit()))
    };
    let Some((whole, fraction)) = number.split_once('.') else { return false };
    let are_digits = |text: &str| text.chars().all(|one| one.is_ascii_digit() || one == '_');
    let starts_with_digit = |text: &str| text.starts_with(|one: char| one.is_ascii_digit());
    let has_digits =
        if whole.is_empty() { is_unsigned && starts_with_digit(fraction) } else { starts_with_digit(whole) };
    let is_sexagesimal = whole.contains(':') && whole.split(':').skip(1).all(is_sixtieth);
    let is_whole = are_digits(whole) || is_sexagesimal;
    has_digits && is_whole && are_digits(fraction) && exponent.is_none_or(is_exponent)
}

/// What `PyYAML` takes for a timestamp, or might: four digits, a minus, and digits.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let are_digits = |part: Option<&str>, most: usize| {
        part.is_some_and(|part| (1..=most).contains(&part.len()) && part.bytes().all(|one| one.is_ascii_digit()))
    };
    are_digits(parts.next().filter(|year| year.len() == 4), 4)
        && are_digits(parts.next(), 2)
        && parts.next().is_some_and(|rest| rest.starts_with(|one: char| one.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Content, Data, parse, plain};

    #[test]
    fn plain_words_mean_what_pyyaml_says() {
        let cases = [
            ("yes", Data::Bool(true)),
            ("Off", Data::Bool(false)),
            ("y", Data::Str("y".into())),
            ("~", Data::None),
            ("010", Data::Int(8)),
            ("08", Data::Str("08".into())),
            ("0x1F", Data::Int(31)),
            ("-0b101", Data::Int(-5)),
            ("1_000", Data::Int(1000)),
            ("1:30", Data::Int(90)),
            ("1.5", Data::Float(1.5)),
            ("1e3", Data::Str("1e3".into())),
            ("1.0e+3", Data::Float(1000.0)),
            ("-.5", Data::Str("-.5".into())),
            ("1.2.3", Data::Str("1.2.3".into())),
            ("-", Data::Str("-".into())),
            ("_1", Data::Str("_1".into())),
        ];
        for (text, meaning) in cases {
            assert_eq!(plain(text), meaning, "{text}");
        }
        assert!(matches!(plain("2024-01-31"), Data::Unknown(_)));
        assert!(matches!(plain("99999999999999999999"), Data::Unknown(_)));
    }

    #[test]
    fn aliases_cannot_make_a_small_file_large() {
        let level = |level: usize| {
            let all = vec![format!("*a{}", level - 1); 9].join(", ");
            format!("a{level}: &a{level} [{all}]\n")
        };
        let bomb: String =
            std::iter::once("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned()).chain((1..12).map(level)).collect();
        assert_eq!(parse(&bomb), None);
        assert_eq!(parse(&"[".repeat(100_000)), None);
        assert_eq!(parse(&format!("{}{}", "[".repeat(100), "]".repeat(100))), None);
        assert_eq!(parse("a: &a [*a]"), None);
    }

    #[test]
    fn what_safe_load_refuses_is_no_tree() {
        assert_eq!(parse("a: !secret x"), None);
        assert_eq!(parse("--- 1\n--- 2\n"), None);
        assert_eq!(parse("a: [1"), None);
        let Some(empty) = parse("# nothing\n") else { panic!("an empty file is read") };
        assert_eq!(empty.content, Content::Scalar(Data::None));
    }
}
