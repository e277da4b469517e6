//! What a text can be of which something outside decides a part: the constant texts around that part, and whether its
//! letters are small or capital. `f"{env.capitalize()}Config"` can be `ProdConfig`, and never `LDAPConfig`.
//!
//! It only ever says what a text cannot be; which of the others it is, nobody knows.

use std::sync::Arc;

use super::{Data, External, Value};

/// How many parts are kept. A text of more may be anything, as far as is known.
const MOST_PARTS: usize = 7;
/// How long the constant texts may be that are kept, in bytes.
const LONGEST_TEXT: usize = 200;

/// The parts of a text; none if it may be any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape(Option<Arc<[Part]>>);

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(Arc<str>),
    Open(Letters),
}

/// How the letters of a text are written by the method of Python's texts that made it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Letters {
    /// As something outside writes them.
    Any,
    /// `lower()`.
    Small,
    /// `upper()`.
    Capital,
    /// `capitalize()`: only the first is a capital.
    FirstCapital,
    /// `title()`: only the first of each word is a capital.
    WordsCapital,
}

impl External {
    /// A part of it, or what else was made of it, which need not look like it.
    #[must_use]
    pub fn reshaped(&self) -> Self {
        Self { shape: Shape::default(), ..self.clone() }
    }

    /// It with other letters.
    #[must_use]
    pub fn lettered(&self, letters: Letters) -> Self {
        Self { shape: self.shape.lettered(letters), ..self.clone() }
    }

    /// The text that begins with `one` and goes on with `other`, of which something outside says at least one.
    #[must_use]
    pub fn joined(one: &Data, other: &Data) -> Option<Self> {
        let ((Data::External(external), _) | (_, Data::External(external))) = (one, other) else { return None };
        let parts = parts_of(one).into_iter().chain(parts_of(other)).collect();
        Some(Self { shape: Shape::of(parts), ..external.clone() })
    }

    /// The path that is called `name` below `folder`, of which something outside says at least one. What begins a path
    /// may be the root.
    #[must_use]
    pub fn joined_as_path(folder: &Data, name: &Data) -> Option<Self> {
        let ((Data::External(external), _) | (_, Data::External(external))) = (folder, name) else { return None };
        let (mut parts, name) = (parts_of(folder), parts_of(name));
        match (parts.last(), name.first()) {
            (_, Some(Part::Text(text))) if text.starts_with('/') => parts.clear(),
            (_, Some(Part::Open(_)) | None) => parts = vec![Part::Open(Letters::Any)],
            (Some(Part::Text(text)), Some(Part::Text(_))) if text.is_empty() || text.ends_with('/') => {}
            (Some(Part::Text(_)), Some(Part::Text(_))) => parts.push(Part::Text("/".into())),
            (Some(Part::Open(_)) | None, Some(Part::Text(_))) => parts.push(Part::Open(Letters::Any)),
        }
        Some(Self { shape: Shape::of(parts.into_iter().chain(name).collect()), ..external.clone() })
    }

    /// The same path below a folder that is not known.
    #[must_use]
    pub fn below_any_folder(&self) -> Self {
        let parts = self.shape.0.iter().flat_map(|parts| parts.iter().cloned());
        let parts = std::iter::once(Part::Open(Letters::Any)).chain(parts).collect();
        Self { shape: Shape::of(parts), ..self.clone() }
    }
}

impl Value {
    /// Whether a constant text stands beside what something outside says.
    pub fn has_constant_parts(&self) -> bool {
        let is_text = |part: &Part| matches!(part, Part::Text(_));
        self.alternatives().into_iter().any(|one| match &one.data {
            Data::External(external) => external.shape.0.as_ref().is_some_and(|parts| parts.iter().any(is_text)),
            _ => false,
        })
    }

    /// Whether this may be the text `text`, as far as is known.
    pub fn may_be_text(&self, text: &str) -> bool {
        self.alternatives().into_iter().any(|one| match &one.data {
            Data::Str(known) => **known == *text,
            Data::External(external) => external.shape.0.as_ref().is_none_or(|parts| matches(parts, text)),
            Data::Unknown(_) | Data::Generated(_) | Data::Handle(_) => true,
            Data::None
            | Data::Bool(_)
            | Data::Int(_)
            | Data::Float(_)
            | Data::Bytes(_)
            | Data::Tuple(_)
            | Data::List(_)
            | Data::Dict(_)
            | Data::Duration(_)
            | Data::Overridable(_)
            | Data::OneOf(_)
            | Data::Absent => false,
        })
    }
}

impl Shape {
    /// Parts beside each other.
    fn of(parts: Vec<Part>) -> Self {
        let mut joined: Vec<Part> = Vec::new();
        for part in parts {
            let one = match (joined.last(), part) {
                (_, Part::Text(text)) if text.is_empty() => continue,
                (Some(Part::Text(before)), Part::Text(text)) => Part::Text(format!("{before}{text}").into()),
                (Some(Part::Open(_)), Part::Open(_)) => Part::Open(Letters::Any),
                (_, part) => {
                    joined.push(part);
                    continue;
                }
            };
            joined.pop();
            joined.push(one);
        }
        let length: usize = joined.iter().map(|part| if let Part::Text(text) = part { text.len() } else { 0 }).sum();
        let is_any = *joined == [Part::Open(Letters::Any)] || joined.len() > MOST_PARTS || length > LONGEST_TEXT;
        Self((!is_any).then(|| joined.into()))
    }

    fn lettered(&self, letters: Letters) -> Self {
        let lettered = |part: &Part| match (part, letters) {
            (Part::Text(text), Letters::Small) => Part::Text(text.to_lowercase().into()),
            (Part::Text(text), Letters::Capital) => Part::Text(text.to_uppercase().into()),
            (Part::Text(_) | Part::Open(_), _) => Part::Open(letters),
        };
        let any = [Part::Open(Letters::Any)];
        let parts = self.0.as_deref().unwrap_or(&any);
        match letters {
            Letters::Small | Letters::Capital => Self::of(parts.iter().map(lettered).collect()),
            Letters::Any | Letters::FirstCapital | Letters::WordsCapital => Self::of(vec![Part::Open(letters)]),
        }
    }
}

impl Letters {
    fn allow(self, text: &str) -> bool {
        let mut is_inside = false;
        text.chars().all(|letter| {
            let is_fitting = match self {
                Self::Any => true,
                Self::Small => !letter.is_uppercase(),
                Self::FirstCapital | Self::WordsCapital if is_inside => !letter.is_uppercase(),
                Self::Capital | Self::FirstCapital | Self::WordsCapital => !letter.is_lowercase(),
            };
            is_inside = self == Self::FirstCapital || letter.is_alphabetic();
            is_fitting
        })
    }
}

fn parts_of(data: &Data) -> Vec<Part> {
    match data {
        Data::Str(text) => vec![Part::Text(Arc::clone(text))],
        Data::External(External { shape: Shape(Some(parts)), .. }) => parts.to_vec(),
        _ => vec![Part::Open(Letters::Any)],
    }
}

fn matches(parts: &[Part], text: &str) -> bool {
    match parts.split_first() {
        None => text.is_empty(),
        Some((Part::Text(known), rest)) => text.strip_prefix(&**known).is_some_and(|text| matches(rest, text)),
        Some((Part::Open(letters), rest)) => {
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            ends.filter_map(|end| text.split_at_checked(end))
                .any(|(own, others)| letters.allow(own) && matches(rest, others))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Data, External, Letters, Value};
    use crate::value::ExternalKind;

    fn outside(letters: Letters) -> External {
        let name = "APP_ENV".into();
        let external = External::new(ExternalKind::Environment, name, true);
        external.lettered(letters)
    }

    fn between(before: &str, letters: Letters, after: &str) -> Value {
        let text = |text: &str| Data::Str(text.into());
        let begun = External::joined(&text(before), &Data::External(outside(letters))).unwrap();
        Value::of(Data::External(External::joined(&Data::External(begun), &text(after)).unwrap()))
    }

    #[test]
    fn a_text_is_only_what_the_texts_around_it_and_its_letters_allow() {
        let name = between("config.", Letters::FirstCapital, "Config");
        for possible in ["config.ProdConfig", "config.Prod_euConfig", "config.Config", "config.9thConfig"] {
            assert!(name.may_be_text(possible), "{possible}");
        }
        for impossible in ["config.LDAPConfig", "config.prodConfig", "config.BaseConfig_v2", "settings.ProdConfig"] {
            assert!(!name.may_be_text(impossible), "{impossible}");
        }
        assert!(between("", Letters::WordsCapital, "Config").may_be_text("Prod_EuConfig"));
        assert!(!between("", Letters::WordsCapital, "Config").may_be_text("Prod_euConfig"));
        assert!(between("", Letters::Any, "Config").may_be_text("LDAPConfig"));
        assert!(between("", Letters::Capital, "_CONFIG").may_be_text("PROD_CONFIG"));
    }

    #[test]
    fn what_is_made_of_a_text_in_a_way_that_is_not_modelled_may_be_any() {
        let Data::External(external) = between("Prod", Letters::Small, "").data else { unreachable!() };
        assert!(Value::of(Data::External(external.reshaped())).may_be_text("Else"));
        assert!(Value::of(Data::External(external.converted())).may_be_text("Else"));
        let upper = Value::of(Data::External(external.lettered(Letters::Capital)));
        assert!(upper.may_be_text("PRODUCTION") && !upper.may_be_text("Production"));
    }

    #[test]
    fn a_path_is_what_its_folder_and_its_name_allow() {
        let text = |text: &str| Data::Str(text.into());
        let name = between("config_", Letters::Small, ".py").data;
        let path = |folder: &str| Value::of(Data::External(External::joined_as_path(&text(folder), &name).unwrap()));
        for folder in ["/srv/conf", "/srv/conf/"] {
            assert!(path(folder).may_be_text("/srv/conf/config_prod.py"), "{folder}");
            assert!(!path(folder).may_be_text("/srv/conf/other.py"), "{folder}");
        }
        let open = between("", Letters::Any, ".py").data;
        let any = Value::of(Data::External(External::joined_as_path(&text("conf"), &open).unwrap()));
        assert!(
            any.may_be_text("conf/prod.py") && any.may_be_text("/etc/prod.py") && !any.may_be_text("conf/prod.cfg")
        );
        let folder = Data::External(outside(Letters::Any));
        let below = Value::of(Data::External(External::joined_as_path(&folder, &text("prod.py")).unwrap()));
        assert!(below.may_be_text("prod.py") && below.may_be_text("/a/prod.py") && !below.may_be_text("/a/dev.py"));
    }

    #[test]
    fn long_texts_and_many_parts_are_not_kept() {
        assert!(between(&"a".repeat(500), Letters::Any, "").may_be_text("b"));
        let mut text = Data::External(outside(Letters::Small));
        for _ in 0..20 {
            text = Data::External(External::joined(&text, &Data::Str("-".into())).unwrap());
            text = Data::External(External::joined(&text, &Data::External(outside(Letters::Small))).unwrap());
        }
        assert!(Value::of(text).may_be_text("b"));
    }
}
