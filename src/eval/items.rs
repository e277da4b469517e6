//! Items: `object[key]`, iteration, and the contents of containers.

use std::sync::Arc;

use super::app_values::CURRENT_CONFIG;
use super::branches::{Decision, Flow, Role};
use super::calls::Arguments;
use super::hazards::Hazard;
use super::lists::{existence, item_at};
use super::lookups::Lookup;
use super::machine::{Eval, Machine, Raise};
use super::names::{fill_absent, present};
use super::object::ObjectKind;
use super::open_names::{put_by, unless};
use super::store::{Key, ObjectId};
use crate::python::ast::{self, Expr};
use crate::source::Span;
use crate::value::{
    Data, External, ExternalKind, Form, Generated, Handle, HandleKind, Overridable, Value, choose, override_with,
};

/// The class of objects that only have attributes.
pub(super) const NAMESPACE: &str = "types.SimpleNamespace";
/// How many items a range or repetition may have.
pub(super) const MOST_ITEMS: i64 = 10_000;

impl<'p> Machine<'p> {
    pub(super) fn subscript(&mut self, subscript: &'p ast::ExprSubscript) -> Eval<Value> {
        let object = self.expression(&subscript.value)?;
        let span = self.span(subscript);
        if let Expr::Slice(slice) = &*subscript.slice {
            return self.slice(&object, slice);
        }
        let key = self.expression(&subscript.slice)?;
        match self.native_name(&object).as_deref() {
            Some("os.environ") => return Ok(self.required_environment(&key, span)),
            Some("os.environb") => return Ok(self.required_bytes(&key, span)),
            Some("sys.modules") => return Ok(self.loaded_module(&key)),
            Some(CURRENT_CONFIG) if let Some(config) = self.proxied_app(&object) => {
                return self.lift_result(&config, &key, span);
            }
            Some(_) | None => {}
        }
        if let Some(value) = self.selected(&object, &key, None, span)? {
            return Ok(value);
        }
        if let Some(value) = self.chosen_global(&object, &key, span)? {
            return Ok(value);
        }
        self.note_section(&object, &key);
        self.note_ini_variants(&object, &key);
        self.lift_result(&object, &key, span)
    }

    pub(super) fn lift_result(&mut self, object: &Value, key: &Value, span: Span) -> Eval<Value> {
        let mut failure = None;
        let value = self.lift2(object, key, &mut |machine, object, key| match machine.item(object, key, span) {
            Ok(value) => value,
            Err(raise) => {
                failure.get_or_insert(raise);
                Value::of(Data::Absent)
            }
        });
        match (super::names::present(&value), failure) {
            (Some(value), _) => Ok(value),
            (None, Some(raise)) => Err(raise),
            (None, None) => Ok(Value::unknown("an item that does not exist")),
        }
    }

    /// `object[key]` with both known not to be alternatives.
    pub(super) fn item(&mut self, object: &Value, key: &Value, span: Span) -> Eval<Value> {
        let missing = || Raise { class: "KeyError".into(), span };
        match &object.data {
            Data::Generated(generated) => return Ok(object.with(Data::Generated(generated.part(Some(1))))),
            Data::Str(text) if let Data::Generated(position) = &key.data => {
                return Ok(key.with(picked(position, text.chars().count())));
            }
            Data::Str(text) => return Ok(super::text::letter_at(object, text, key)),
            Data::Bytes(_) => return Ok(Value::unknown("a part of a value")),
            Data::Tuple(items) | Data::List(items) => return item_at(items, key).ok_or_else(missing),
            Data::External(external) => return Ok(object.with(Data::External(external.reshaped()))),
            _ => {}
        }
        if let (Data::Handle(Handle { kind: HandleKind::Class, index }), Some(name)) = (&object.data, key.as_str())
            && self.is_enumeration(*index)
        {
            return self.find_in_class(*index, name).map(|(_, member)| member).ok_or_else(missing);
        }
        if let Some(found) = self.ini_item(object, key, span) {
            return found;
        }
        let Some((id, kind)) = self.kind_of(object) else {
            self.met(Hazard::Missing, None);
            return Ok(Value::unknown("an item of something that is not known"));
        };
        if let ObjectKind::Config(app) = *kind
            && let Some(own) = self.own_config_method(app, "__getitem__")
        {
            return self.call(&own, &Arguments::of(vec![key.clone()]), span);
        }
        let kind = &self.store.object(id).kind;
        match kind {
            ObjectKind::List if self.store.object(id).blurred.is_some() => {
                Ok(Value::unknown("an item of a list that is not fully known"))
            }
            ObjectKind::List => item_at(&self.list_items(id), key).ok_or_else(missing),
            ObjectKind::Dict | ObjectKind::Config(_) | ObjectKind::Scope | ObjectKind::Set => {
                self.dict_item(id, key, Lookup::Item(span)).unwrap_or_else(|| Err(missing()))
            }
            ObjectKind::Outside => self.item_outside(id, key, span),
            ObjectKind::Instance(_) | ObjectKind::Native(_) | ObjectKind::App(_) => {
                self.met(Hazard::Missing, None);
                Ok(Value::unknown("an item of an object that is not modelled"))
            }
        }
    }

    /// What an iterator would go through, `None` if that is not known.
    pub(super) fn iterate(&mut self, value: &Value) -> Option<Vec<Value>> {
        if let Data::Overridable(both) = &value.data {
            let items = self.iterate(&both.default)?;
            let external = decided_by(both);
            return Some(items.iter().map(|item| override_with(item, &external, &both.by)).collect());
        }
        if let Some(items) = self.items_of(value) {
            return Some(items);
        }
        if let Some(options) = self.ini_as_dict(value) {
            return self.iterate(&options);
        }
        if let Some(lines) = self.lines_of_file(value) {
            return self.iterate(&lines);
        }
        match &value.data {
            Data::Str(text) => {
                i64::try_from(text.len()).ok().filter(|length| *length <= MOST_ITEMS)?;
                Some(text.chars().map(|letter| value.with(Data::Str(letter.to_string().into()))).collect())
            }
            Data::Generated(generated) => {
                let length = generated.form.length().filter(|length| i64::from(*length) <= MOST_ITEMS)?;
                let one = value.with(Data::Generated(generated.part(Some(1))));
                Some(vec![one; length as usize])
            }
            Data::Dict(items) => Some(items.iter().map(|(key, _)| key.clone()).collect()),
            _ => {
                let (id, kind) = self.kind_of(value)?;
                let object = self.store.object(id);
                if object.blurred.is_some() {
                    return None;
                }
                match kind {
                    kind if self.is_mapping(kind) => Some(object.fields.keys().map(Key::value).collect()),
                    ObjectKind::Set => Some(object.fields.values().cloned().collect()),
                    _ => None,
                }
            }
        }
    }

    /// Whether an object is a mapping of its fields: a project's instance or a namespace stands for its `__dict__`, which
    /// is all of it that can be used as one.
    pub(super) fn is_mapping(&self, kind: &ObjectKind) -> bool {
        match kind {
            ObjectKind::Dict | ObjectKind::Config(_) | ObjectKind::Scope => true,
            ObjectKind::Instance(class) => {
                let has = |name: &&str| self.find_in_class(*class, name).is_some();
                self.classes[*class as usize].native_bases.is_empty()
                    && !["__iter__", "keys", "__getitem__"].iter().any(has)
            }
            ObjectKind::Native(class) => &**class == NAMESPACE,
            ObjectKind::List | ObjectKind::Set | ObjectKind::Outside | ObjectKind::App(_) => false,
        }
    }

    /// Writes all entries of `source` into the dict `id`.
    pub(super) fn merge_into(&mut self, id: ObjectId, source: &Value) {
        const WHY: &str = "merged with something that is not known";
        let Some(entries) = self.entries(source) else {
            if let Some(rest) = self.rest_outside(source) {
                self.merge_into(id, &rest);
                let written = self.known_entries(source);
                return written.into_iter().for_each(|(key, value)| self.overlay(id, key, value));
            }
            if let Some(deciders) = self.deciders_of_more(source) {
                return self.merge_perhaps(id, source, &deciders);
            }
            let known = self.known_entries(source);
            let why = self.unless_decided(WHY);
            self.write_any(id, &Value::unknown(WHY), &why);
            return known.into_iter().for_each(|(key, value)| self.overlay(id, key, value));
        };
        if let Data::Overridable(both) = &source.data
            && self.entries(&both.otherwise).is_none()
        {
            // What the environment puts in its place may have any key.
            let external = decided_by(both);
            for (key, now) in self.store.object(id).fields.clone() {
                self.store.set(id, key, override_with(&now, &external, &both.by));
            }
        }
        for (key, value) in entries {
            self.overlay(id, key, value);
        }
    }

    /// The same with what is certain of `source`, and any other entry where something says so.
    fn merge_perhaps(&mut self, id: ObjectId, source: &Value, deciders: &Arc<str>) {
        for (key, value) in self.known_entries(source) {
            self.overlay(id, key, value);
        }
        // Neither side can raise or leave.
        let _ = self.branch(
            &Decision::ByDefault(false, [Arc::clone(deciders)].into()),
            &mut |machine| {
                machine.write_any(id, &put_by(deciders), &unless(deciders));
                Ok(Flow::Next)
            },
            &mut |_| Ok(Flow::Next),
        );
    }

    /// Writes an entry over what a dict has under its key: that stays where there is no such entry.
    pub(super) fn overlay(&mut self, id: ObjectId, key: Key, value: Value) {
        let value = self.store.get(id, &key).map_or_else(|| value.clone(), |before| fill_absent(&value, before));
        self.store.set(id, key, value);
    }

    /// The entries of a mapping, or of an iterable of pairs; `None` if they are not all known.
    pub(super) fn entries(&mut self, source: &Value) -> Option<Vec<(Key, Value)>> {
        if let Data::Overridable(both) = &source.data {
            return self.entries_of_either(both);
        }
        if let Data::OneOf(mappings) = &source.data {
            return self.entries_of_any(mappings);
        }
        let options = self.ini_as_dict(source);
        let source = options.as_ref().unwrap_or(source);
        let mapping = self.kind_of(source).filter(|(_, kind)| self.is_mapping(kind)).map(|(id, _)| id);
        if let Some(id) = mapping {
            let object = self.store.object(id);
            let entries = object.fields.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
            return object.blurred.is_none().then_some(entries);
        }
        let pairs = self.steps(source)?;
        pairs.iter().filter_map(|pair| Some(self.entry_of_pair(&present(pair)?, &existence(pair)))).collect()
    }

    /// The entry that a pair stands for, which may be absent where the pair may be.
    fn entry_of_pair(&self, pair: &Value, existence: &Decision) -> Option<(Key, Value)> {
        let items = self.items_of(pair)?;
        let [key, value] = items.as_slice() else { return None };
        let value = match existence {
            Decision::Known(_) => value.clone(),
            decision => Role::of(decision, true).join(value, &Value::of(Data::Absent)),
        };
        Some((Key::of(key)?, value))
    }

    /// The entries of a mapping that the environment decides: each by default as the one mapping has it.
    fn entries_of_either(&mut self, both: &Overridable) -> Option<Vec<(Key, Value)>> {
        let default = self.entries(&both.default)?;
        let Some(otherwise) = self.entries(&both.otherwise) else {
            let external = decided_by(both);
            let either = |(key, value)| (key, override_with(&value, &external, &both.by));
            return Some(default.into_iter().map(either).collect());
        };
        Some(joined_entries(&default, &otherwise, |default, otherwise| override_with(default, otherwise, &both.by)))
    }

    /// The entries of one of several mappings.
    fn entries_of_any(&mut self, mappings: &[Value]) -> Option<Vec<(Key, Value)>> {
        let mut all: Option<Vec<(Key, Value)>> = None;
        for mapping in mappings {
            let entries = self.entries(mapping)?;
            all = Some(all.map_or_else(|| entries.clone(), |known| joined_entries(&known, &entries, choose)));
        }
        all
    }

    fn slice(&mut self, object: &Value, slice: &'p ast::ExprSlice) -> Eval<Value> {
        let mut bounds = [None, None, None];
        for (bound, part) in bounds.iter_mut().zip([&slice.lower, &slice.upper, &slice.step]) {
            if let Some(part) = part {
                match self.expression(part)?.by_default().data {
                    Data::Int(number) => *bound = Some(number),
                    Data::None => {}
                    _ => return Ok(Value::unknown("a part whose bounds are not known")),
                }
            }
        }
        Ok(self.lift(object, &mut |machine, object| match machine.items_of(object) {
            Some(items) => {
                let items = super::text::slice(&items, bounds);
                match object.data {
                    Data::Tuple(_) => object.with(Data::Tuple(items.into())),
                    _ => machine.new_list(items),
                }
            }
            None => super::text::slice_value(object, bounds),
        }))
    }

    /// `range(...)` as a list, `None` if it is too long or not known.
    pub(super) fn range(arguments: &[Value]) -> Option<Vec<Value>> {
        let numbers: Option<Vec<i64>> = arguments
            .iter()
            .map(|value| match value.by_default().data {
                Data::Int(number) => Some(number),
                _ => None,
            })
            .collect();
        let (start, end, step) = match numbers?.as_slice() {
            [end] => (0, *end, 1),
            [start, end] => (*start, *end, 1),
            [start, end, step] if *step > 0 => (*start, *end, *step),
            _ => return None,
        };
        if end.checked_sub(start)? / step > MOST_ITEMS {
            return None;
        }
        let step = usize::try_from(step).ok()?;
        Some((start..end).step_by(step).map(|number| Value::of(Data::Int(number))).collect())
    }
}

/// What two mappings have under each key of either.
fn joined_entries(
    one: &[(Key, Value)],
    other: &[(Key, Value)],
    join: impl Fn(&Value, &Value) -> Value,
) -> Vec<(Key, Value)> {
    let absent = Value::of(Data::Absent);
    let find = |entries: &[(Key, Value)], key: &Key| {
        entries.iter().find(|(known, _)| known == key).map_or_else(|| absent.clone(), |(_, value)| value.clone())
    };
    let extra = other.iter().filter(|(key, _)| !one.iter().any(|(known, _)| known == key));
    let keys = one.iter().chain(extra).map(|(key, _)| key.clone());
    keys.map(|key| (key.clone(), join(&find(one, &key), &find(other, &key)))).collect()
}

/// What the variables that decide a value may make of it.
fn decided_by(both: &Overridable) -> Value {
    let name = both.by.first().cloned().unwrap_or_else(|| "".into());
    Value::of(Data::External(External::new(ExternalKind::Environment, name, false)))
}

/// The character of a text at a random position.
#[expect(clippy::cast_precision_loss, reason = "an estimate of bits is no better than a few digits")]
fn picked(position: &Generated, length: usize) -> Data {
    let each = (length.max(1) as f64).log2();
    Data::Generated(position.written(Form::units(Some(1), each)).limited(each))
}
