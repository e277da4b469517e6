//! What happens where the program is larger than is followed: the value becomes unknown with a
//! reason, and the place is noted.
//!
//! The sizes themselves stand beside the code that they bound.

use super::calls::Arguments;
use super::items::MOST_ITEMS;
use super::machine::{DEEPEST_CALL, Eval, Machine, Raise};
use super::object::ObjectKind;
use super::operators::LONGEST_TEXT;
use super::store::Mark;
use crate::flask::{GapKind, Limit};
use crate::python::ast::TextRange;
use crate::source::{FileId, Span};
use crate::value::{Data, Step, Value};

/// Why a world ends early.
const EXHAUSTED: &str = "the program is too large to be followed to its end";
/// Why a call ends early.
const TOO_LARGE: &str = "a call that is too large to be followed to its end";
/// What part of the fuel a call leaves to what comes after it: one in so many.
const SHARE_KEPT: u64 = 4;
/// How deep calls are nested that leave something: what those within them burn is theirs.
const DEPTH_OF_SHARES: usize = 4;
/// How deep tuples and alternatives may be nested in each other: what walks them recurses.
const DEEPEST_VALUE: usize = 100;
/// Texts are copied and searched: so many bytes take as long as an expression.
const BYTES_OF_FUEL: u64 = 256;
/// So many parts of a value take as long as an expression.
const ITEMS_OF_FUEL: u64 = 2;
/// Why a list is not fully known.
const TOO_MANY: &str = "a collection that is too large to be kept";

impl Machine<'_> {
    /// Notes that a bound was reached at `span`.
    pub(super) fn limit(&mut self, span: Span, message: &str) {
        let limit = Limit { span, message: message.to_owned() };
        if !self.limits.contains(&limit) {
            self.limits.push(limit);
        }
    }

    /// What stands for all that is not run any more once the fuel is gone.
    pub(super) fn exhausted(&mut self, span: Span) -> Value {
        if self.exhausted.is_none() {
            self.exhausted = Some(span);
            self.limit(span, EXHAUSTED);
        }
        Value::unknown(EXHAUSTED)
    }

    /// Runs a call that may burn most of the fuel, but not all: what comes after it is followed too. What it would have
    /// changed, had it been followed to its end, is not known.
    pub(super) fn with_share_of_fuel(
        &mut self,
        arguments: &Arguments,
        span: Span,
        call: impl FnOnce(&mut Self) -> Eval<Value>,
    ) -> Eval<Value> {
        let depth = self.frames.iter().filter(|frame| frame.function.is_some()).count();
        if self.exhausted.is_some() || depth >= DEPTH_OF_SHARES {
            return call(self);
        }
        let kept = self.fuel / SHARE_KEPT;
        self.fuel -= kept;
        let apps = self.apps.len();
        let value = call(self);
        self.fuel += kept;
        if self.exhausted.take().is_none() {
            return value;
        }
        self.limits.retain(|limit| limit.message != EXHAUSTED);
        self.cut_call.get_or_insert(span);
        for app in apps..self.apps.len() {
            // What makes an app mostly goes on to configure it.
            self.gap(u32::try_from(app).unwrap_or(0), span, GapKind::Rest, TOO_LARGE.to_owned());
        }
        Ok(self.call_not_followed(arguments, span, TOO_LARGE))
    }

    /// Why the body of a module is not run. What starts while it is settled that the fuel does not last is a file by itself.
    pub(super) fn leaves_out(&mut self, file: FileId) -> Option<&'static str> {
        const NESTED: &str = "imports that are nested too deeply to be followed";
        if self.frames.len() >= DEEPEST_CALL * 4 {
            let span = self.span_of(TextRange::default());
            self.limit(span, NESTED);
            return Some(NESTED);
        }
        let is_start = self.frames.first().is_none_or(|frame| frame.file == file);
        (self.exhausted.is_some() && !is_start).then_some(EXHAUSTED)
    }

    /// Every app of a world whose fuel ran out may have been configured by what did not run.
    pub(super) fn settle_exhaustion(&mut self) {
        let Some(span) = self.exhausted else { return };
        for app in 0..u32::try_from(self.apps.len()).unwrap_or(0) {
            self.gap(app, span, GapKind::Rest, EXHAUSTED.to_owned());
            // What nobody has set so far may be set by the rest.
            let config = self.apps[app as usize].config;
            let fields = &self.store.object(config).fields;
            let unset = fields.iter().filter(|(_, value)| value.trail.is_empty()).map(|(key, _)| key.clone());
            for key in unset.collect::<Vec<_>>() {
                let unknown = Value::unknown(EXHAUSTED).via(Step::new(span, "not followed from here on"));
                self.store.set(config, key, unknown);
            }
        }
    }

    /// What a call that was not followed to its end has put anywhere may reach every app, also one that is made later.
    pub(super) fn settle_cut_calls(&mut self) {
        let Some(span) = self.cut_call else { return };
        for app in 0..u32::try_from(self.apps.len()).unwrap_or(0) {
            self.gap(app, span, GapKind::Optional, TOO_LARGE.to_owned());
        }
    }

    /// Where the program was not followed to its end, if that is so.
    pub(super) fn left_off(&self) -> Option<Span> {
        self.exhausted.or(self.cut_call)
    }

    /// What is chosen only where something else is set that is not by default makes no difference there. Unless the
    /// program does not start without that.
    pub(super) fn drop_doubted_choices(&mut self) {
        let mut choices = std::mem::take(&mut self.choices);
        choices.retain(|choice| choice.doubted_by.is_empty() || self.refuting(&choice.doubted_by).is_some());
        self.choices = choices;
    }

    /// Where a program ends that takes a name for none of several options, it takes nothing but those.
    pub(super) fn refuse_rest(&mut self) {
        if !self.stopped.is_empty() {
            self.choices.iter_mut().filter(|choice| choice.is_rest).for_each(|choice| choice.default = None);
        }
    }

    /// Notes that a module or the function that a program starts with ended with an exception.
    pub(super) fn stopped(&mut self, module: u32, raise: Raise) {
        if self.doubts.speculation == 0 {
            self.stopped.push((module, raise));
        }
    }

    /// The exceptions that the program ended with because something is missing.
    pub(super) fn stops(&self) -> impl Iterator<Item = &Raise> {
        let is_ours = |raise: &&Raise| matches!(&*raise.class, "KeyError" | "AttributeError" | "IndexError");
        self.stopped.iter().map(|(_, raise)| raise).filter(is_ours)
    }

    /// A program that anybody runs does not end so: rather, it is we who do not follow it. What comes after may set
    /// anything, unless it is a profile that is not known to start at all, where the program does `by_default`.
    pub(super) fn settle_stops(&mut self, by_default: bool) {
        let kind = if by_default { GapKind::RestOfProfile } else { GapKind::Rest };
        for raise in self.stops().cloned().collect::<Vec<_>>() {
            let file = self.program.sources.file(raise.span.file);
            let place = format!("{}:{}", file.name, file.position(raise.span.start).line);
            let message = format!("the program seems to end at {place} with {}", raise.class);
            for app in 0..u32::try_from(self.apps.len()).unwrap_or(0) {
                self.gap(app, raise.span, kind, message.clone());
            }
        }
    }

    /// The value of an expression at `span`, unless it is too large to be kept.
    pub(super) fn within_bounds(&mut self, value: Value, span: Span) -> Value {
        let mut size = Size::default();
        size.add(&value, 0);
        self.spend(size.bytes / BYTES_OF_FUEL + size.items.unsigned_abs() / ITEMS_OF_FUEL);
        if size.is_too_large {
            self.limit(span, "a text or collection that is too large to be kept");
            return value.with(Data::Unknown("a text or collection that is too large to be kept".into()));
        }
        if let Some((id, _)) = self.kind_of(&value)
            && self.store.object(id).blurred.as_deref() == Some(TOO_MANY)
        {
            self.limit(span, TOO_MANY);
        }
        value
    }

    /// Whether a container of this length may take one more item; if not, it is not fully known any more.
    pub(super) fn has_room(&mut self, container: super::store::ObjectId, length: usize) -> bool {
        if i64::try_from(length).is_ok_and(|length| length < MOST_ITEMS) {
            return true;
        }
        self.blur(container, TOO_MANY);
        false
    }

    /// What stands for an expression that is not evaluated, since it would take too much stack.
    pub(super) fn too_deep(&mut self, span: Span) -> Value {
        const WHY: &str = "expressions that are nested too deeply to be followed";
        self.limit(span, WHY);
        Value::unknown(WHY)
    }

    /// A call that is nested too deeply: what it would have changed among its arguments is not known.
    pub(super) fn call_too_deep(&mut self, arguments: &Arguments, span: Span) -> Value {
        self.call_not_followed(arguments, span, "calls that are nested too deeply to be followed")
    }

    fn call_not_followed(&mut self, arguments: &Arguments, span: Span, why: &str) -> Value {
        self.limit(span, why);
        let given: Vec<Value> = arguments.all().cloned().collect();
        for value in &given {
            if let Some(app) = self.app_of(value).or_else(|| self.config_of(value)) {
                self.gap(app, span, GapKind::Required, why.to_owned());
            } else if let Some((id, ObjectKind::List | ObjectKind::Dict | ObjectKind::Set)) = self.kind_of(value) {
                self.blur(id, why);
            } else if let Some((id, ObjectKind::Outside)) = self.kind_of(value) {
                self.write_any(id, &Value::unknown(why), why);
            }
        }
        Value::unknown(why)
    }

    /// A loop that was left before its end: whatever it changed since `mark` is not known, but for what each of its passes
    /// sets to the same.
    pub(super) fn leave_loop(&mut self, mark: Mark, span: Span) {
        const WHY: &str = "a loop that runs too often to be followed";
        self.limit(span, WHY);
        let settled = self.store.settled_since(mark);
        for ((id, key), now) in self.store.changes_since(mark) {
            if settled.contains(&(id, key.clone())) {
                continue;
            }
            let kind = &self.store.object(id).kind;
            if matches!(kind, ObjectKind::List | ObjectKind::Dict | ObjectKind::Set) {
                self.blur(id, WHY);
            }
            let trail = now.map(|value| value.trail).unwrap_or_default();
            self.store.set(id, key, Value { data: Data::Unknown(WHY.into()), trail });
        }
    }
}

/// How large a value is. Values share their parts, so the whole may be exponentially larger than what is kept of it:
/// whoever walks it walks the whole.
#[derive(Default)]
struct Size {
    /// The texts in it, in bytes.
    bytes: u64,
    /// The values in it, itself included.
    items: i64,
    /// Whether it is larger than we keep.
    is_too_large: bool,
}

impl Size {
    fn add(&mut self, value: &Value, depth: usize) {
        self.items += 1;
        if self.items > MOST_ITEMS || depth > DEEPEST_VALUE {
            self.is_too_large = true;
        }
        if self.is_too_large {
            return;
        }
        match &value.data {
            Data::Str(text) => self.add_text(text.len()),
            Data::Bytes(bytes) => self.add_text(bytes.len()),
            Data::Tuple(items) | Data::List(items) | Data::OneOf(items) => {
                items.iter().for_each(|item| self.add(item, depth + 1));
            }
            Data::Overridable(both) => {
                self.add(&both.default, depth + 1);
                self.add(&both.otherwise, depth + 1);
            }
            Data::None
            | Data::Bool(_)
            | Data::Int(_)
            | Data::Float(_)
            | Data::Dict(_)
            | Data::Duration(_)
            | Data::Generated(_)
            | Data::External(_)
            | Data::Handle(_)
            | Data::Absent
            | Data::Unknown(_) => {}
        }
    }

    fn add_text(&mut self, length: usize) {
        self.bytes += length as u64;
        self.is_too_large |= length > LONGEST_TEXT;
    }
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;
