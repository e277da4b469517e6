//! The syntax of `.env` files, as python-dotenv 1.x reads it (its `parser.py` and `variables.py`).
//!
//! Plain functions over texts: what a `${VARIABLE}` stands for is for the machine to say.

/// `NAME=value` of a `.env` text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Binding {
    pub(super) name: String,
    /// Without quotes and escapes; variables are not expanded.
    pub(super) value: String,
    /// The bytes of the value in the text, without its quotes.
    pub(super) start: u32,
    pub(super) end: u32,
}

/// A part of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part<'t> {
    Text(&'t str),
    /// `${name:-default}`
    Variable {
        name: &'t str,
        default: Option<&'t str>,
    },
}

/// The bindings of a `.env` text. A line that python-dotenv refuses is left out, as it does.
pub(super) fn bindings(text: &str) -> Vec<Binding> {
    let mut reader = Reader { text, at: 0 };
    let mut found = Vec::new();
    while !reader.rest().trim_start().is_empty() {
        let before = reader.at;
        if let Ok(binding) = reader.binding() {
            found.extend(binding);
        } else {
            reader.at = before;
            reader.skip_line();
        }
    }
    found
}

/// The parts of a value that python-dotenv expands.
pub(super) fn parts(value: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((inner, after)) = after.split_once('}') else { break };
        let (name, default) = match inner.split_once(':') {
            Some((name, default)) => match default.strip_prefix('-') {
                Some(default) => (name, Some(default)),
                None => break,
            },
            None => (inner, None),
        };
        if !before.is_empty() {
            parts.push(Part::Text(before));
        }
        parts.push(Part::Variable { name, default });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

/// A line that python-dotenv does not read.
struct Refused;

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    fn skip_spaces(&mut self) {
        self.take_while(|letter| letter.is_whitespace() && !is_end_of_line(letter));
    }

    fn skip_line(&mut self) {
        self.take_while(char::is_whitespace);
        self.take_while(|letter| !is_end_of_line(letter));
    }

    /// The next binding; `None` for a comment or a name without a value.
    fn binding(&mut self) -> Result<Option<Binding>, Refused> {
        self.take_while(char::is_whitespace);
        if let Some(after) = self.rest().strip_prefix("export")
            && after.starts_with([' ', '\t'])
        {
            self.at += "export".len();
            self.skip_spaces();
        }
        let name = self.name()?;
        self.skip_spaces();
        let mut value = None;
        if self.rest().starts_with('=') {
            self.at += 1;
            self.skip_spaces();
            value = Some(self.value().ok_or(Refused)?);
        }
        self.skip_spaces();
        if self.rest().starts_with('#') {
            self.take_while(|letter| !is_end_of_line(letter));
        }
        if !self.rest().is_empty() && !self.rest().starts_with(is_end_of_line) {
            return Err(Refused);
        }
        Ok(name.zip(value).map(|(name, (value, start, end))| Binding { name, value, start, end }))
    }

    fn name(&mut self) -> Result<Option<String>, Refused> {
        if self.rest().starts_with('#') {
            return Ok(None);
        }
        if self.rest().starts_with('\'') {
            self.at += 1;
            let name = self.take_while(|letter| letter != '\'');
            self.at += 1;
            let is_closed = self.at <= self.text.len();
            return if name.is_empty() || !is_closed { Err(Refused) } else { Ok(Some(name.to_owned())) };
        }
        let name = self.take_while(|letter| letter != '=' && letter != '#' && !letter.is_whitespace());
        if name.is_empty() { Err(Refused) } else { Ok(Some(name.to_owned())) }
    }

    fn value(&mut self) -> Option<(String, u32, u32)> {
        if let Some(quote @ ('"' | '\'')) = self.rest().chars().next() {
            return self.quoted(quote);
        }
        let start = self.at;
        let line = self.take_while(|letter| !is_end_of_line(letter));
        let comment = line.char_indices().find(|(at, letter)| {
            *letter == '#' && line.get(..*at).is_some_and(|before| before.ends_with(char::is_whitespace))
        });
        let value = comment.map_or(line, |(at, _)| line.get(..at).unwrap_or(line)).trim_end();
        place(value.to_owned(), start, start + value.len())
    }

    fn quoted(&mut self, quote: char) -> Option<(String, u32, u32)> {
        let escaped: &[char] =
            if quote == '"' { &['\\', '\'', '"', 'a', 'b', 'f', 'n', 'r', 't', 'v'] } else { &['\\', '\''] };
        let start = self.at + 1;
        let inner = self.text.get(start..)?;
        let mut value = String::new();
        let mut letters = inner.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            match (letter, letters.peek()) {
                ('\\', Some((_, next))) if escaped.contains(next) => {
                    value.push(unescaped(*next));
                    letters.next();
                }
                _ if letter == quote => {
                    self.at = start + at + 1;
                    return place(value, start, start + at);
                }
                _ => value.push(letter),
            }
        }
        None
    }
}

fn place(value: String, start: usize, end: usize) -> Option<(String, u32, u32)> {
    Some((value, u32::try_from(start).ok()?, u32::try_from(end).ok()?))
}

fn is_end_of_line(letter: char) -> bool {
    matches!(letter, '\n' | '\r')
}

fn unescaped(letter: char) -> char {
    match letter {
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, bindings, parts};

    #[test]
    fn every_notation_is_read_as_python_dotenv_does() {
        let text = "# comment\nA=1\nexport B = two # note\nC='it''s'\nD=\"a\\nb\" # c\nE=a#b\nF=\n G\nH='x\ny'\n'I'=k\nJ=\"open\nK=9\n";
        let found: Vec<(String, String)> = bindings(text).into_iter().map(|one| (one.name, one.value)).collect();
        let wanted =
            [("A", "1"), ("B", "two"), ("D", "a\nb"), ("E", "a#b"), ("F", ""), ("H", "x\ny"), ("I", "k"), ("K", "9")];
        let found: Vec<(&str, &str)> = found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(found, wanted);
        let place = bindings("KEY = 'abc'\n").remove(0);
        assert_eq!((place.start, place.end), (7, 10));
    }

    #[test]
    fn variables_are_told_from_text() {
        let variable = |name, default| Part::Variable { name, default };
        assert_eq!(
            parts("a${B}c${D:-e}"),
            [Part::Text("a"), variable("B", None), Part::Text("c"), variable("D", Some("e"))]
        );
        assert_eq!(parts("$B {C}"), [Part::Text("$B {C}")]);
    }
}
