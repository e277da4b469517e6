//! What an option of `configparser` refers to (its `Interpolation`).

use std::sync::Arc;

use super::super::calls::Arguments;
use super::super::machine::Machine;
use super::super::names::present;
use super::super::object::ObjectKind;
use super::super::store::Key;
use super::super::text::{Piece, percent_pieces};
use super::ini::INTERPOLATION;
use super::ini_sections::Section;
use crate::source::Span;
use crate::value::{Data, Value};

/// How deep values may refer to others (`MAX_INTERPOLATION_DEPTH`).
const DEEPEST: usize = 10;

const REFERS: &str = "a value that refers to others";

impl Machine<'_> {
    /// A value with what it refers to.
    pub(super) fn ini_interpolated(&mut self, section: &Section, option: &Key, raw: &Value) -> Value {
        let how = self.store.get(section.parser, INTERPOLATION).cloned().unwrap_or_else(|| Value::of(Data::None));
        if let Some((_, ObjectKind::Instance(_))) = self.kind_of(&how) {
            return self.ini_before_get(section, option, raw, &how);
        }
        let name = self.native_name(&how).or_else(|| match self.kind_of(&how) {
            Some((_, ObjectKind::Native(class))) => Some(Arc::clone(class)),
            _ => None,
        });
        match name.as_deref().map(|name| name.rsplit('.').next().unwrap_or(name)) {
            None | Some("Interpolation") => raw.clone(),
            Some("BasicInterpolation") => self.ini_with_references(section, raw, DEEPEST),
            Some(_) => self.lift(raw, &mut |_, raw| match raw.as_str() {
                Some(text) if text.contains(['%', '$']) => raw.with(Data::Unknown(REFERS.into())),
                _ => raw.clone(),
            }),
        }
    }

    /// What the project's own interpolation makes of a value.
    fn ini_before_get(&mut self, section: &Section, option: &Key, raw: &Value, how: &Value) -> Value {
        let defaults = self.ini_raw_section(section.parser, &section.name).unwrap_or_else(|| Value::of(Data::None));
        let parser = Self::object_value(section.parser);
        self.lift(raw, &mut |machine, raw| {
            if raw.data == Data::Absent {
                return raw.clone();
            }
            let given = vec![parser.clone(), section.name.value(), option.value(), raw.clone(), defaults.clone()];
            let method = machine.attribute(how, "before_get", section.span);
            let read = method.and_then(|method| machine.call(&method, &Arguments::of(given), section.span));
            read.unwrap_or_else(|_| Value::unknown("an option that cannot be read"))
        })
    }

    /// `super().before_get(parser, section, option, value, defaults)`.
    pub(super) fn ini_interpolation_call(&mut self, class: &str, arguments: &Arguments, span: Span) -> Option<Value> {
        let [parser, name, _, raw, ..] = arguments.positional.as_slice() else { return None };
        let section = Section { parser: self.ini_parser(parser)?, name: Key::of(name)?, span };
        Some(match class {
            "configparser.BasicInterpolation" => self.ini_with_references(&section, raw, DEEPEST),
            "configparser.Interpolation" => raw.clone(),
            _ => return None,
        })
    }

    /// `%(option)s` stands for another option of the section, `%%` for a percent sign.
    fn ini_with_references(&mut self, section: &Section, raw: &Value, depth: usize) -> Value {
        self.lift(raw, &mut |machine, raw| match raw.as_str() {
            Some(text) if text.contains('%') => {
                let pieces = machine.ini_pieces(section, raw, text, depth);
                pieces.map_or_else(|| raw.with(Data::Unknown(REFERS.into())), |pieces| machine.concatenate(&pieces))
            }
            _ => raw.clone(),
        })
    }

    fn ini_pieces(&mut self, section: &Section, raw: &Value, text: &str, depth: usize) -> Option<Vec<Value>> {
        let depth = depth.checked_sub(1)?;
        let pieces = percent_pieces(text)?.into_iter().map(|piece| match piece {
            Piece::Literal(literal) => Some(raw.with(Data::Str(literal.into()))),
            Piece::Named(name) => {
                let option = self.ini_option(section.parser, &Value::text(&name), section.span);
                let found = self.ini_raw(section, &Key::of(&option)?);
                Some(self.ini_with_references(section, &present(&found)?, depth))
            }
            Piece::Next => None,
        });
        pieces.collect()
    }
}
