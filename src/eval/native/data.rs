//! Other modules of the standard library: `json`, `datetime`, `functools`, `importlib`, `types`, `sys` …

use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::documents::{self, Content, Format, Node};
use super::super::machine::{Eval, Machine, Raise};
use super::super::object::ObjectKind;
use super::super::store::Key;
use crate::python;
use crate::source::{FileId, Span};
use crate::value::{Data, External, ExternalKind, Step, Value};

/// How many levels of lists within lists a copy goes down.
pub(super) const DEEPEST_COPY: usize = 8;

impl Machine<'_> {
    pub(super) fn data_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Eval<Option<Value>> {
        Ok(match name {
            "datetime.timedelta" => duration(arguments).map(|data| Value::at(data, Step::new(span, "written here"))),
            "functools.partial" => self.partial(arguments),
            "importlib.import_module" | "werkzeug.utils.import_string" => {
                self.import_text_call(name, arguments, span)?
            }
            "importlib.__import__" => self.import_call(arguments, span),
            "sys.exit" => return Err(Raise { class: "SystemExit".into(), span }),
            "types.SimpleNamespace" => {
                let (id, value) = self.new_object(ObjectKind::Native("types.SimpleNamespace".into()));
                for (name, argument) in &arguments.named {
                    self.store.set(id, Key::Text(Arc::clone(name)), argument.clone());
                }
                Some(value)
            }
            "copy.copy" | "copy.deepcopy" => {
                let levels = (name == "copy.deepcopy").then_some(DEEPEST_COPY);
                arguments.first().cloned().map(|value| self.copied(&value, levels))
            }
            "textwrap.dedent" => arguments.first().cloned().map(|text| {
                self.lift(&text, &mut |_, text| match &text.data {
                    Data::Str(known) => text.with(Data::Str(dedented(known).into())),
                    Data::External(_) => text.clone(),
                    _ => text.with(Data::Unknown("a text that is not known".into())),
                })
            }),
            "importlib.reload" => {
                let module = arguments.first().cloned();
                module.inspect(|module| self.reload(module))
            }
            "distutils.util.strtobool" => arguments.first().cloned().map(|value| {
                self.lift(&value, &mut |_, value| match value.as_str().and_then(boolean) {
                    Some(flag) => value.with(Data::Int(i64::from(flag))),
                    None => value.with(Data::Unknown("a truth value that is not known".into())),
                })
            }),
            "ast.literal_eval" => arguments.first().cloned().map(|text| {
                self.lift(&text, &mut |_, text| {
                    let literal = text.as_str().and_then(|text| python::parse_expression(text.trim()));
                    let literal = literal.and_then(|literal| super::super::entries::literal(&literal));
                    match (literal, &text.data) {
                        (Some(literal), _) => text.with(literal.data),
                        (None, Data::External(_)) => text.clone(),
                        (None, _) => text.with(Data::Unknown("a literal that is not known".into())),
                    }
                })
            }),
            "json.dumps" => Some(Value::unknown("a JSON text")),
            _ => self.document_call(name, arguments),
        })
    }

    /// `json.load(file)`, `yaml.safe_load(text)` and the like.
    fn document_call(&mut self, name: &str, arguments: &Arguments) -> Option<Value> {
        let format = Format::of_loader(name)?;
        if let (Format::Yaml, Some(loader)) = (format, arguments.get(1, "Loader")) {
            let loader = self.native_name(loader)?;
            // `BaseLoader` leaves all words texts.
            let loaders =
                ["SafeLoader", "FullLoader", "Loader", "UnsafeLoader", "CSafeLoader", "CLoader", "CFullLoader"];
            if !loaders.iter().any(|known| loader.rsplit('.').next() == Some(known)) {
                return None;
            }
        }
        let source = arguments.first()?.clone();
        Some(self.parse_data(&source, format))
    }

    /// A container of its own with the same items, or with copies of them for so many levels.
    pub(super) fn copied(&mut self, value: &Value, levels: Option<usize>) -> Value {
        let Some((id, kind)) = self.kind_of(value).map(|(id, kind)| (id, kind.clone())) else { return value.clone() };
        if !matches!(kind, ObjectKind::List | ObjectKind::Dict | ObjectKind::Set | ObjectKind::Instance(_)) {
            return value.clone();
        }
        let (copy, result) = self.new_object(kind);
        if self.store.object(id).blurred.is_some() {
            self.blur(copy, "a copy of something that is not fully known");
        }
        for (key, item) in self.store.object(id).fields.clone() {
            let item = match levels {
                Some(levels) if self.kind_of(&item).is_some() => self.copied_below(&item, levels),
                Some(_) | None => item,
            };
            self.store.set(copy, key, item);
        }
        Value { trail: value.trail.clone(), ..result }
    }

    /// Lists may contain themselves.
    fn copied_below(&mut self, item: &Value, levels: usize) -> Value {
        match levels.checked_sub(1) {
            Some(levels) if self.burn() => self.copied(item, Some(levels)),
            Some(_) | None => Value::unknown("a copy of something that is too large to be followed"),
        }
    }

    /// The file whose whole text this is: what is made of it has its places there.
    fn file_with_text(&self, text: &Value) -> Option<FileId> {
        let file = self.program.sources.file(text.trail.origin()?.file);
        let is_whole = match &text.data {
            Data::Str(known) => *file.text == **known,
            Data::Bytes(known) => file.text.as_bytes() == &**known,
            _ => false,
        };
        is_whole.then_some(file.id)
    }

    /// The file of data whose lines a text is made of, in their order: a loader leaves some out, comments say. With each
    /// line's start in the text, that in the file.
    fn file_with_lines(&self, text: &Value) -> Option<(FileId, Vec<(u32, u32)>)> {
        let file = self.program.sources.file(text.trail.origin()?.file);
        let text = text.as_str().filter(|_| file.path.extension().is_none_or(|ending| ending != "py"))?;
        let mut lines =
            file.text.split_inclusive('\n').scan(0, |at, line| Some((std::mem::replace(at, *at + line.len()), line)));
        let mut start = 0;
        let mut found = Vec::new();
        for line in text.split_inclusive('\n') {
            // Without blanks at its end it is the line all the same.
            let (at, _) = lines.find(|(_, own)| own.trim_end() == line.trim_end())?;
            found.push((u32::try_from(start).ok()?, u32::try_from(at).ok()?));
            start += line.len();
        }
        Some((file.id, found))
    }

    /// What a text, or the file that it is read from, holds.
    fn parse_data(&mut self, text: &Value, format: Format) -> Value {
        self.lift(text, &mut |machine, text| {
            let text = &machine.opened_source(text);
            let node = match &text.data {
                Data::Str(known) => documents::parse(known, format),
                Data::Bytes(known) => std::str::from_utf8(known).ok().and_then(|known| documents::parse(known, format)),
                _ => None,
            };
            if let Some(mut node) = node {
                let mut file = machine.file_with_text(text);
                if file.is_none()
                    && let Some((found, lines)) = machine.file_with_lines(text)
                {
                    move_to_lines(&mut node, &lines);
                    file = Some(found);
                }
                return machine.value_of_node(&node, text, file);
            }
            if let Some(value) = machine.data_of_file(text, format) {
                return value;
            }
            match &text.data {
                Data::External(external) => text.with(Data::External(external.converted())),
                _ => text.with(Data::Unknown("data that is not known".into())),
            }
        })
    }
}

/// Gives what was parsed of a text its places in the file that the text's `lines` are from.
fn move_to_lines(node: &mut Node, lines: &[(u32, u32)]) {
    let moved = |at: u32| {
        let line = lines.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        let (start, in_file) = lines.get(line)?;
        Some(in_file + (at - start))
    };
    node.place = node.place.and_then(|(start, end)| Some((moved(start)?, moved(end)?)));
    match &mut node.content {
        Content::Scalar(_) => {}
        Content::List(items) => items.iter_mut().for_each(|item| move_to_lines(item, lines)),
        Content::Map(entries) => entries.iter_mut().for_each(|(_, entry)| move_to_lines(entry, lines)),
    }
}

/// Something that a file or secret store holds.
pub(in super::super) fn stored(name: &Arc<str>, span: Span) -> Value {
    let external = External::new(ExternalKind::Store, Arc::clone(name), false);
    Value::at(Data::External(external), Step::new(span, "read from a file here"))
}

/// The truth that `strtobool`, decouple and environs read from a text.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "y" | "yes" | "t" | "true" | "on" | "1" => Some(true),
        "n" | "no" | "f" | "false" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// `textwrap.dedent`: without the blanks that all lines start with.
fn dedented(text: &str) -> String {
    let is_blank = |letter: char| letter == ' ' || letter == '\t';
    let margin_of = |line: &'_ str| line.len() - line.trim_start_matches(is_blank).len();
    let lines: Vec<&str> = text.split('\n').map(|line| if line.chars().all(is_blank) { "" } else { line }).collect();
    let margins = lines.iter().filter(|line| !line.is_empty()).map(|line| line.get(..margin_of(line)).unwrap_or(""));
    let margin = margins.reduce(|one, other| {
        let same = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
        one.get(..same).unwrap_or("")
    });
    let margin = margin.unwrap_or("");
    let stripped: Vec<&str> = lines.into_iter().map(|line| line.strip_prefix(margin).unwrap_or(line)).collect();
    stripped.join("\n")
}

fn duration(arguments: &Arguments) -> Option<Data> {
    const UNITS: [(&str, i64); 7] = [
        ("days", 86_400_000_000),
        ("seconds", 1_000_000),
        ("microseconds", 1),
        ("milliseconds", 1_000),
        ("minutes", 60_000_000),
        ("hours", 3_600_000_000),
        ("weeks", 604_800_000_000),
    ];
    let mut total: i64 = 0;
    for (position, (unit, microseconds)) in UNITS.iter().enumerate() {
        let Some(value) = arguments.get(position, unit) else { continue };
        let part = match value.by_default().data {
            Data::Int(number) => number.checked_mul(*microseconds)?,
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "rounded like timedelta")]
            Data::Float(number) => (number * *microseconds as f64).round() as i64,
            _ => return Some(Data::Unknown("a duration that is not known".into())),
        };
        total = total.checked_add(part)?;
    }
    Some(Data::Duration(total))
}
