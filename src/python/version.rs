//! Which Python runs a project. The grammar does not depend on it: what any Python 3 takes is parsed.

use std::fmt;
use std::str::FromStr;

/// A minor version of Python 3.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PythonVersion {
    minor: u8,
}

impl PythonVersion {
    /// `sys.version_info` of its first release, as far as it is made of numbers.
    pub fn numbers(self) -> [i64; 3] {
        [3, i64::from(self.minor), 0]
    }
}

impl Default for PythonVersion {
    /// The one that Flask 3.1 was measured on.
    fn default() -> Self {
        Self { minor: 11 }
    }
}

impl fmt::Display for PythonVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "3.{}", self.minor)
    }
}

/// A text that is no version of Python 3.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no version of Python 3: write its first two numbers, for example 3.12")]
pub struct PythonVersionError(String);

impl FromStr for PythonVersion {
    type Err = PythonVersionError;

    fn from_str(text: &str) -> Result<Self, PythonVersionError> {
        let digits = text.strip_prefix("3.").filter(|minor| minor.chars().all(|one| one.is_ascii_digit()));
        let minor = digits.and_then(|minor| minor.parse().ok());
        minor.map(|minor| Self { minor }).ok_or_else(|| PythonVersionError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_the_first_two_numbers() {
        let parse = |text: &str| text.parse::<PythonVersion>().map(|version| version.to_string());
        assert_eq!(parse("3.12").as_deref(), Ok("3.12"));
        for text in ["2.7", "3", "3.12.1", "3.x", "py312", "3.", "3.+1"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
