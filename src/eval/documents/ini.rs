//! INI files as `configparser` reads them with its default syntax (`RawConfigParser._read`, `CPython` 3.13).
//!
//! Names of options stay as they are written: what their case means is for the parser's `optionxform` to say, and what
//! `%` and `$` in a value mean for its interpolation.

use super::{Content, Node};
use crate::value::Data;

/// An option of a section.
struct Entry<'t> {
    name: &'t str,
    /// Its lines, each without blanks around it; `None` for a name alone.
    lines: Option<Vec<&'t str>>,
    place: (usize, usize),
}

/// A section, in the order of the file.
struct Section<'t> {
    name: &'t str,
    entries: Vec<Entry<'t>>,
}

/// The sections of a text, each a map of its options: a text, or `None` for a name alone (`allow_no_value`).
/// `None` if the parser refuses it: an option before any section, a line without a name.
pub(in super::super) fn parse(text: &str) -> Option<Node> {
    let mut sections: Vec<Section> = Vec::new();
    let mut indent = 0;
    for line in text.split_inclusive('\n') {
        let value = line.trim();
        let is_comment = value.starts_with(['#', ';']);
        let open = sections.last_mut().and_then(|section| section.entries.last_mut());
        if value.is_empty() || is_comment {
            if let (false, Some(Entry { lines: Some(lines), .. })) = (is_comment, open) {
                lines.push("");
            }
            continue;
        }
        let start = offset(text, value);
        let depth = line.len() - line.trim_start().len();
        if let (true, Some(Entry { lines, place, .. })) = (depth > indent, open) {
            lines.as_mut()?.push(value);
            place.1 = start + value.len();
            continue;
        }
        indent = depth;
        if let Some((name, _)) = value.strip_prefix('[').and_then(|rest| rest.rsplit_once(']')) {
            (!name.is_empty()).then_some(())?;
            sections.push(Section { name, entries: Vec::new() });
            continue;
        }
        sections.last_mut()?.entries.push(entry(text, value)?);
    }
    Some(Node { content: Content::Map(sections.into_iter().map(of_section).collect()), place: None })
}

/// `name = value`, `name: value` or `name`.
fn entry<'t>(text: &str, line: &'t str) -> Option<Entry<'t>> {
    let (name, value) = match line.split_once(['=', ':']) {
        Some((name, value)) => (name.trim_end(), Some(value.trim_start())),
        None => (line, None),
    };
    let start = offset(text, value.unwrap_or(name));
    let place = (start, start + value.unwrap_or(name).len());
    (!name.is_empty()).then(|| Entry { name, lines: value.map(|value| vec![value]), place })
}

fn of_section(section: Section) -> (Data, Node) {
    let entries = section.entries.into_iter().map(|entry| {
        let data = entry.lines.map_or(Data::None, |lines| Data::Str(lines.join("\n").trim_end().into()));
        let place = u32::try_from(entry.place.0).ok().zip(u32::try_from(entry.place.1).ok());
        (Data::Str(entry.name.into()), Node { content: Content::Scalar(data), place })
    });
    (Data::Str(section.name.into()), Node { content: Content::Map(entries.collect()), place: None })
}

/// Where a part of a text starts in it.
pub(in crate::eval) fn offset(text: &str, part: &str) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

#[cfg(test)]
mod tests {
    use super::super::{Content, Data};
    use super::parse;

    /// `section.option=value`, one after the other, with each value's place.
    fn shown(text: &str) -> Option<Vec<(String, String)>> {
        let Content::Map(sections) = parse(text)?.content else { panic!("sections") };
        let mut found = Vec::new();
        for (section, node) in sections {
            let Content::Map(entries) = node.content else { panic!("options") };
            for (option, node) in entries {
                let (start, end) = node.place.expect("a place");
                let value = match &node.content {
                    Content::Scalar(Data::Str(value)) => format!("={value}"),
                    Content::Scalar(Data::None) => String::new(),
                    other => panic!("{other:?}"),
                };
                let name = |data: &Data| format!("{data:?}").replace("Str(", "").replace([')', '"'], "");
                let written = text.get(start as usize..end as usize).expect("a part of the text").to_owned();
                found.push((format!("{}.{}{value}", name(&section), name(&option)), written));
            }
        }
        Some(found)
    }

    #[test]
    fn a_value_goes_on_in_lines_that_are_indented() {
        let text = "# top\n[one]\nA = 1\n\n  more ; with this\n  # not this\nb:two = 2\nC =\n[t]\n D\n";
        let found: Vec<_> = shown(text).expect("it is read");
        let values: Vec<&str> = found.iter().map(|(value, _)| value.as_str()).collect();
        assert_eq!(values, ["one.A=1\n\nmore ; with this", "one.b=two = 2", "one.C=", "t.D"]);
        let places: Vec<&str> = found.iter().map(|(_, place)| place.as_str()).collect();
        assert_eq!(places, ["1\n\n  more ; with this", "two = 2", "", "D"]);
    }

    #[test]
    fn what_python_refuses_is_no_document() {
        for refused in ["A = 1\n", "[one]\n= 1\n", "[]\n", "[one]\nA\n  b\n"] {
            assert_eq!(shown(refused), None, "{refused}");
        }
    }
}
