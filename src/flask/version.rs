//! Versions of Flask and Werkzeug: which there are, and which of them run together.
//!
//! What differs between them is said where it matters: defaults in `catalogue`, headers in `cookie`.
//! How a project's version is found is not here.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::catalogue::knows;
use crate::source::Span;

/// A release by its first three numbers; `2.0` is `2.0.0`, and `2.0.0rc1` counts as it too.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    numbers: [u16; 3],
}

/// Flask's releases that we know: minor version and number of the last patch. Each had all patches before it.
const FLASK: [(Version, u16); 11] = [
    (Version::new(0, 10, 0), 1),
    (Version::new(0, 11, 0), 1),
    (Version::new(0, 12, 0), 5),
    (Version::new(1, 0, 0), 4),
    (Version::new(1, 1, 0), 4),
    (Version::new(2, 0, 0), 3),
    (Version::new(2, 1, 0), 3),
    (Version::new(2, 2, 0), 5),
    (Version::new(2, 3, 0), 3),
    (Version::new(3, 0, 0), 3),
    (Version::new(3, 1, 0), 3),
];

/// The Werkzeug that a minor version of Flask was measured with, and the oldest that it takes.
const PAIRS: [(Version, Version, Version); 9] = [
    (Version::new(0, 10, 0), Version::new(0, 16, 1), Version::new(0, 7, 0)),
    (Version::new(1, 0, 0), Version::new(0, 16, 1), Version::new(0, 14, 0)),
    (Version::new(1, 1, 0), Version::new(1, 0, 1), Version::new(0, 15, 0)),
    (Version::new(2, 0, 0), Version::new(2, 0, 3), Version::new(2, 0, 0)),
    (Version::new(2, 1, 0), Version::new(2, 1, 2), Version::new(2, 0, 0)),
    (Version::new(2, 2, 0), Version::new(2, 2, 3), Version::new(2, 2, 0)),
    (Version::new(2, 3, 0), Version::new(2, 3, 8), Version::new(2, 3, 0)),
    (Version::new(3, 0, 0), Version::new(3, 0, 6), Version::new(3, 0, 0)),
    (Version::new(3, 1, 0), Version::new(3, 1, 9), Version::new(3, 1, 0)),
];

impl Version {
    /// `major.minor.patch`.
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self { numbers: [major, minor, patch] }
    }

    /// The version after this one if the number at `position` (0 major, 1 minor, 2 patch) is counted up.
    #[must_use]
    pub fn bumped(self, position: usize) -> Self {
        let mut numbers = [0; 3];
        for (at, number) in self.numbers.iter().enumerate().take(position + 1) {
            numbers[at] = if at == position { number.saturating_add(1) } else { *number };
        }
        Self { numbers }
    }

    /// Whether both are of one minor version.
    pub fn is_patch_of(self, other: Self) -> bool {
        self.numbers[..2] == other.numbers[..2]
    }

    /// The version of a text, and how many numbers it gives (1 to 3 count).
    pub fn parse(text: &str) -> Option<(Self, usize)> {
        let text = text.trim();
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let mut numbers = [0; 3];
        let mut given = 0;
        for part in text.split('.').take(3) {
            let digits = part.chars().take_while(char::is_ascii_digit).count();
            let Some(number) = part.get(..digits).and_then(|digits| digits.parse().ok()) else { break };
            numbers[given] = number;
            given += 1;
            if digits < part.len() {
                break;
            }
        }
        (given > 0).then_some((Self { numbers }, given))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.numbers;
        write!(formatter, "{major}.{minor}.{patch}")
    }
}

/// All releases of Flask that we know, oldest first.
pub fn flask_versions() -> impl Iterator<Item = Version> {
    FLASK.iter().flat_map(|(minor, last)| {
        let [major, minor, _] = minor.numbers;
        (0..=*last).map(move |patch| Version::new(major, minor, patch))
    })
}

/// One release of Werkzeug for each behaviour that we know, oldest first.
pub fn werkzeug_versions() -> impl Iterator<Item = Version> {
    [(0, 7, 0), (0, 14, 1), (0, 15, 6)]
        .into_iter()
        .map(|(major, minor, patch)| Version::new(major, minor, patch))
        .chain(PAIRS.iter().skip(1).map(|(_, werkzeug, _)| *werkzeug))
}

/// The Flask that an app runs under, with its Werkzeug.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release {
    /// Flask's version.
    pub flask: Version,
    /// Werkzeug's version.
    pub werkzeug: Version,
}

impl Release {
    /// What is installed where nothing says otherwise.
    pub const CURRENT: Self = Self { flask: Version::new(3, 1, 3), werkzeug: Version::new(3, 1, 9) };

    /// A Flask with the Werkzeug of its time.
    pub fn of(flask: Version) -> Self {
        let pair = PAIRS.iter().rev().find(|(minor, ..)| *minor <= flask).unwrap_or(&PAIRS[0]);
        Self { flask, werkzeug: pair.1 }
    }

    /// Whether pip installs this Flask beside this Werkzeug.
    pub fn is_possible(self) -> bool {
        let pair = PAIRS.iter().rev().find(|(minor, ..)| *minor <= self.flask).unwrap_or(&PAIRS[0]);
        pair.2 <= self.werkzeug
    }
}

impl Default for Release {
    fn default() -> Self {
        Self::CURRENT
    }
}

/// A text that is no version of Flask.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no version of Flask: write its numbers, for example 2.3 or 3.0.3")]
pub struct VersionError(String);

impl FromStr for Release {
    type Err = VersionError;

    /// `3.0.3`, or `3.0` or `3` for its newest release.
    fn from_str(text: &str) -> Result<Self, VersionError> {
        let is_plain = text.split('.').all(|part| !part.is_empty() && part.chars().all(|one| one.is_ascii_digit()));
        let parsed = Version::parse(text).filter(|_| is_plain && text.split('.').count() <= 3);
        let (version, given) = parsed.ok_or_else(|| VersionError(text.to_owned()))?;
        let end = version.bumped(given - 1);
        let newest = flask_versions().filter(|known| given < 3 && version <= *known && *known < end).last();
        Ok(Self::of(newest.unwrap_or(version)))
    }
}

/// The release that an app runs under, and how we know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Installed {
    /// The versions.
    pub release: Release,
    /// How we know.
    pub basis: Basis,
    /// Flask-Login's version, where the project uses it.
    pub login: Login,
    /// Flask-Talisman's version, where the project uses it.
    pub talisman: Talisman,
    /// Whether the project asks for python-dotenv, by which the `flask` command loads `.env` and `.flaskenv`.
    pub has_dotenv: bool,
    /// The releases that the project's requirement admits, where it names no single one.
    pub admitted: Vec<Release>,
    /// The setting that the program reads and that newer versions than this one do not have.
    pub older_for: Option<Arc<str>>,
}

impl Installed {
    /// Whether nothing says which version it is.
    pub fn is_supposed(&self) -> bool {
        self.basis.is_supposed() || self.older_for.is_some()
    }

    /// The newest release that may be installed and has a setting that this one does not have.
    pub fn older_with(&self, setting: &str) -> Option<Self> {
        if knows(self.release.flask, setting) {
            return None;
        }
        let all = || flask_versions().map(Release::of).collect();
        let possible: Vec<Release> = match self.basis {
            Basis::Supposed => all(),
            Basis::Newest(_) => self.admitted.clone(),
            Basis::Given | Basis::Pinned(_) | Basis::Disputed(..) => Vec::new(),
        };
        let release = possible.into_iter().rfind(|release| knows(release.flask, setting))?;
        Some(Self { release, older_for: Some(setting.into()), ..self.clone() })
    }
}

/// A version of Flask-Login; the current one where nothing says otherwise.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Login(pub Version);

impl Default for Login {
    fn default() -> Self {
        Self(Version::new(0, 6, 3))
    }
}

/// Flask-Login's releases that we know, oldest first.
pub fn login_versions() -> impl Iterator<Item = Version> {
    [(0, 2, 11), (0, 3, 0), (0, 3, 2), (0, 4, 0), (0, 4, 1), (0, 5, 0), (0, 6, 0), (0, 6, 1), (0, 6, 2), (0, 6, 3)]
        .into_iter()
        .map(|(major, minor, patch)| Version::new(major, minor, patch))
}

/// A version of Flask-Talisman; the current one where nothing says otherwise.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Talisman(pub Version);

impl Talisman {
    /// Whether it sets `SESSION_COOKIE_SAMESITE`, which 0.8.0 was the first to do (its source).
    pub fn sets_same_site(self) -> bool {
        self.0 >= Version::new(0, 8, 0)
    }
}

impl Default for Talisman {
    fn default() -> Self {
        Self(Version::new(1, 1, 0))
    }
}

/// Flask-Talisman's releases that we know, oldest first.
pub fn talisman_versions() -> impl Iterator<Item = Version> {
    [(0, 3, 2), (0, 4, 0), (0, 5, 1), (0, 6, 0), (0, 7, 0), (0, 8, 0), (0, 8, 1), (1, 0, 0), (1, 1, 0)]
        .into_iter()
        .map(|(major, minor, patch)| Version::new(major, minor, patch))
}

/// How a version of Flask is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// Nothing names one: the current release is supposed.
    #[default]
    Supposed,
    /// The user says so.
    Given,
    /// The project pins it.
    Pinned(Requirement),
    /// The project pins it twice, and the two disagree: which of them is installed nobody knows, so that the current
    /// release is supposed.
    Disputed(Requirement, Requirement),
    /// The project restricts it; of the releases that we know this is the newest that satisfies.
    Newest(Requirement),
}

impl Basis {
    /// Whether nothing says which version it is.
    pub fn is_supposed(&self) -> bool {
        matches!(self, Self::Supposed | Self::Disputed(..))
    }
}

/// What a project says of the Flask that it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Where.
    pub span: Span,
    /// As it is written: `flask~=3.0`.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_by_their_numbers() {
        let parse = |text| Version::parse(text).unwrap().0;
        assert!(parse("2.10") > parse("2.9.1"));
        assert_eq!(parse("2.0"), parse("2.0.0rc1"));
        assert_eq!(Version::parse("3"), Some((Version::new(3, 0, 0), 1)));
        assert_eq!(Version::parse("2.0.0.post1"), Some((Version::new(2, 0, 0), 3)));
        assert_eq!(Version::parse("latest"), None);
        assert_eq!(Version::new(2, 3, 4).bumped(1), Version::new(2, 4, 0));
    }

    #[test]
    fn a_minor_version_stands_for_its_newest_release() {
        let flask = |text: &str| text.parse::<Release>().map(|release| release.flask.to_string());
        assert_eq!(flask("3.1").as_deref(), Ok("3.1.3"));
        assert_eq!(flask("2").as_deref(), Ok("2.3.3"));
        assert_eq!(flask("2.2.0").as_deref(), Ok("2.2.0"));
        assert_eq!(flask("4.2").as_deref(), Ok("4.2.0"));
        for wrong in ["", "three", "3.x", "3.", "1.2.3.4", "==3.0"] {
            assert!(flask(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_flask_comes_with_the_werkzeug_of_its_time() {
        let werkzeug = |text: &str| text.parse::<Release>().unwrap().werkzeug.to_string();
        assert_eq!(werkzeug("0.12"), "0.16.1");
        assert_eq!(werkzeug("2.2.5"), "2.2.3");
        assert_eq!(werkzeug("3.1"), Release::CURRENT.werkzeug.to_string());
        assert_eq!("3.1.3".parse(), Ok(Release::CURRENT));
    }

    #[test]
    fn an_old_werkzeug_excludes_a_new_flask() {
        let with = |flask: &str| Release { werkzeug: Version::new(2, 2, 3), ..flask.parse().unwrap() };
        assert!(with("2.2").is_possible());
        assert!(!with("2.3").is_possible());
    }
}
