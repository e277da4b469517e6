//! Worlds: the same program under different assumptions about what selects a profile.
//!
//! A world without assumptions is what runs when the environment sets nothing. Whatever selects
//! between known variants is noted as a choice while a world runs; each option then gets a world of
//! its own. Nothing is executed here.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::flask::SecretSetting;

/// What an assumption is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Subject {
    /// The value of an environment variable.
    Environment(Arc<str>),
    /// The value of an argument of an entry function, as `function:parameter`.
    Argument(Arc<str>),
    /// The key or name that is selected at a place (file index and offset).
    Site(crate::source::Span),
}

impl Subject {
    /// Whether it is called so that its value is to be kept secret: it is what it is compared with in order to refuse
    /// it, and selects no profile.
    pub(super) fn names_secret(&self) -> bool {
        match self {
            Self::Environment(name) | Self::Argument(name) => {
                SecretSetting::is_withheld(name.rsplit(':').next().unwrap_or(name))
            }
            Self::Site(_) => false,
        }
    }
}

/// What a world takes for granted.
pub(super) type Assumptions = BTreeMap<Subject, Arc<str>>;

/// A selection between known variants that a world met.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Choice {
    pub(super) subject: Subject,
    pub(super) options: Vec<Arc<str>>,
    /// The option that holds when the environment sets nothing.
    pub(super) default: Option<Arc<str>>,
    /// Whether the default stands for every name that is no option. That the program may refuse to go on with.
    pub(super) is_rest: bool,
    /// Whether it is only that the subject is compared with the option.
    pub(super) is_comparison: bool,
    /// What decides whether it is met at all, where it is not by default and the subject does not decide that itself.
    pub(super) doubted_by: Vec<Arc<str>>,
}

impl Choice {
    pub(super) fn of(subject: Subject, options: Vec<Arc<str>>, default: Option<Arc<str>>) -> Self {
        Self { subject, options, default, is_rest: false, is_comparison: false, doubted_by: Vec::new() }
    }

    /// Whether it is the same selection, whatever decides whether it is met.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let rest = |choice: &Self| (choice.is_rest, choice.is_comparison);
        self.subject == other.subject
            && self.options == other.options
            && self.default == other.default
            && rest(self) == rest(other)
    }

    /// Whether what nobody told is meant to be the option that is called so.
    pub(super) fn has_named_default(&self) -> bool {
        self.is_rest && self.options.iter().any(|option| is_default_name(option))
    }
}

/// Whether an option is the one to take where nothing is said.
pub(super) fn is_default_name(option: &str) -> bool {
    option == "default"
}

/// What a variable is set to that switches something on. No profile is named so.
pub(super) const SWITCHED_ON: [&str; 2] = ["1", "true"];

/// Whether a world takes for granted that something is switched on.
pub(super) fn is_switched_on(assumptions: &Assumptions) -> bool {
    assumptions.values().any(|option| SWITCHED_ON.contains(&&**option))
}

/// What stands for any name that a variable is not compared with. No profile is named so.
pub(super) const ANOTHER: &str = "other";

/// Whether a world takes for granted that a variable is none of the names that it is compared with.
pub(super) fn is_of_another(assumptions: &Assumptions) -> bool {
    assumptions.values().any(|option| **option == *ANOTHER)
}

/// How many worlds one entry may have; more variants than this are not told apart.
pub(super) const MOST_WORLDS: usize = 24;

/// The assumptions of the worlds that follow from what one world met. If a choice had no default,
/// the world itself says nothing and only its successors count.
pub(super) fn successors(assumptions: &Assumptions, choices: &[Choice]) -> (bool, Vec<Assumptions>) {
    if let Some(open) = choices.iter().find(|choice| choice.default.is_none()) {
        let worlds = open.options.iter().map(|option| assume(assumptions, &open.subject, option)).collect();
        return (false, worlds);
    }
    if !assumptions.is_empty() {
        return (true, Vec::new());
    }
    let mut worlds = Vec::new();
    for choice in choices {
        let others = choice.options.iter().filter(|option| Some(*option) != choice.default.as_ref());
        for option in others {
            let world = assume(assumptions, &choice.subject, option);
            if !worlds.contains(&world) {
                worlds.push(world);
            }
        }
    }
    (true, worlds)
}

fn assume(assumptions: &Assumptions, subject: &Subject, option: &Arc<str>) -> Assumptions {
    let mut world = assumptions.clone();
    world.insert(subject.clone(), Arc::clone(option));
    world
}
