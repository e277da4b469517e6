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
/// How many parts one value may be put together of.
const MOST_REFERENCES: usize = 1_000;

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
            Some("BasicInterpolation") => self.ini_with_references(section, raw),
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
            "configparser.BasicInterpolation" => self.ini_with_references(&section, raw),
            "configparser.Interpolation" => raw.clone(),
            _ => return None,
        })
    }

    /// `%(option)s` stands for another option of the section, `%%` for a percent sign.
    fn ini_with_references(&mut self, section: &Section, raw: &Value) -> Value {
        self.lift(raw, &mut |machine, raw| {
            let mut left = MOST_REFERENCES;
            let whole = machine.ini_expanded(section, raw, DEEPEST, &mut left);
            whole.unwrap_or_else(|| raw.with(Data::Unknown(REFERS.into())))
        })
    }

    /// `None` for what Python refuses, and for more than may be followed.
    fn ini_expanded(&mut self, section: &Section, raw: &Value, depth: usize, left: &mut usize) -> Option<Value> {
        let refers = |one: &Value| one.as_str().is_some_and(|text| text.contains('%'));
        let Some(text) = raw.as_str().filter(|_| refers(raw)) else {
            // What one of several files refers to is not followed.
            return (!raw.alternatives().into_iter().any(refers)).then(|| raw.clone());
        };
        let depth = depth.checked_sub(1)?;
        let mut pieces = Vec::new();
        for piece in percent_pieces(text)? {
            *left = left.checked_sub(1)?;
            pieces.push(match piece {
                Piece::Literal(literal) => raw.with(Data::Str(literal.into())),
                Piece::Named(name) => {
                    let option = self.ini_option(section.parser, &Value::text(&name), section.span);
                    let found = present(&self.ini_raw(section, &Key::of(&option)?))?;
                    self.ini_expanded(section, &found, depth, left)?
                }
                Piece::Next => return None,
            });
        }
        Some(self.concatenate(&pieces))
    }
}
