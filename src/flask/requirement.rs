//! Which versions a requirement admits: the operators of pip (PEP 440), Poetry and conda.
//!
//! It knows no package and no file. A clause that it does not understand admits everything.

use super::version::Version;

/// The clauses of a requirement; all must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Specifiers {
    clauses: Vec<Clause>,
}

/// The versions from `from` on and before `below`, or all but those.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct Clause {
    from: Version,
    below: Option<Version>,
    is_excluded: bool,
    is_exact: bool,
}

/// What a version without an operator, and `~` and `^`, mean.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// pip, pipenv, PEP 508: there is none.
    Pip,
    /// Poetry.
    Poetry,
    /// conda: `=2.3` is `2.3.*`.
    Conda,
}

impl Specifiers {
    /// The clauses of a text like `>=2,<3`.
    pub fn parse(text: &str, dialect: Dialect) -> Self {
        if text.contains("||") {
            return Self::default();
        }
        let clauses = text.split(',').filter_map(|clause| Clause::parse(clause.trim(), dialect)).collect();
        Self { clauses }
    }

    /// The only version that is admitted, if it is named.
    pub fn exact(&self) -> Option<Version> {
        self.clauses.iter().find(|clause| clause.is_exact).map(|clause| clause.from)
    }

    /// Whether every version is admitted.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Whether `version` is admitted.
    pub fn admits(&self, version: Version) -> bool {
        self.clauses.iter().all(|clause| {
            let is_inside = clause.from <= version && clause.below.is_none_or(|below| version < below);
            is_inside != clause.is_excluded
        })
    }
}

impl Clause {
    fn parse(text: &str, dialect: Dialect) -> Option<Self> {
        let operators = ["===", "==", "~=", ">=", "<=", "!=", "^", "~", ">", "<", "="];
        let operator = operators.into_iter().find(|operator| text.starts_with(operator)).unwrap_or("");
        let rest = text.strip_prefix(operator)?.trim();
        let (version, given) = Version::parse(rest)?;
        let is_prefix = rest.contains('*');
        let only = Self { from: version, below: Some(version.bumped(2)), is_excluded: false, is_exact: true };
        let until = |position: usize| Self { below: Some(version.bumped(position.min(2))), is_exact: false, ..only };
        Some(match operator {
            "==" | "===" if is_prefix => until(given - 1),
            "==" | "===" => only,
            "!=" if is_prefix => Self { is_excluded: true, ..until(given - 1) },
            "!=" => Self { is_excluded: true, is_exact: false, ..only },
            "~=" => until(given.saturating_sub(2)),
            ">=" => Self { below: None, is_exact: false, ..only },
            ">" => Self { from: version.bumped(2), below: None, is_exact: false, ..only },
            "<=" => Self { from: Version::new(0, 0, 0), is_exact: false, ..only },
            "<" => Self { from: Version::new(0, 0, 0), below: Some(version), is_exact: false, ..only },
            "^" => until(first_nonzero(version).min(given - 1)),
            "~" => until(given.min(2) - 1),
            "" | "=" => match dialect {
                Dialect::Pip => return None,
                Dialect::Poetry | Dialect::Conda if is_prefix => until(given - 1),
                Dialect::Conda if given < 3 => until(given - 1),
                Dialect::Poetry | Dialect::Conda => only,
            },
            _ => return None,
        })
    }
}

/// The position that `^` counts up: `^2.3` is below 3, `^0.12` below 0.13.
fn first_nonzero(version: Version) -> usize {
    if version >= Version::new(1, 0, 0) {
        return 0;
    }
    if version >= Version::new(0, 1, 0) { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(text: &str, dialect: Dialect) -> Vec<&'static str> {
        let specifiers = Specifiers::parse(text, dialect);
        let known = ["0.12.5", "1.1.4", "2.0.0", "2.0.3", "2.2.5", "2.3.3", "3.0.3", "3.1.3"];
        known.into_iter().filter(|text| specifiers.admits(Version::parse(text).unwrap().0)).collect()
    }

    #[test]
    fn the_operators_of_pip() {
        let pip = |text| admitted(text, Dialect::Pip);
        assert_eq!(pip("==2.0"), ["2.0.0"]);
        assert_eq!(pip("==2.0.*"), ["2.0.0", "2.0.3"]);
        assert_eq!(pip(" >=2, <2.3 "), ["2.0.0", "2.0.3", "2.2.5"]);
        assert_eq!(pip("~=2.0"), ["2.0.0", "2.0.3", "2.2.5", "2.3.3"]);
        assert_eq!(pip("~=2.0.1"), ["2.0.3"]);
        assert_eq!(pip(">2.0.3,!=3.0.*,<=3.1.3"), ["2.2.5", "2.3.3", "3.1.3"]);
        assert_eq!(pip("").len(), 8);
    }

    #[test]
    fn the_operators_of_poetry_and_conda() {
        assert_eq!(admitted("^2.0.1", Dialect::Poetry), ["2.0.3", "2.2.5", "2.3.3"]);
        assert_eq!(admitted("^0.12", Dialect::Poetry), ["0.12.5"]);
        assert_eq!(admitted("~2.0", Dialect::Poetry), ["2.0.0", "2.0.3"]);
        assert_eq!(admitted("2.*", Dialect::Poetry), ["2.0.0", "2.0.3", "2.2.5", "2.3.3"]);
        assert_eq!(admitted("2.0.3", Dialect::Poetry), ["2.0.3"]);
        assert_eq!(admitted("=2.0", Dialect::Conda), ["2.0.0", "2.0.3"]);
        assert_eq!(admitted("*", Dialect::Poetry).len(), 8);
    }

    #[test]
    fn only_an_equality_is_exact() {
        let exact = |text| Specifiers::parse(text, Dialect::Pip).exact().map(|version| version.to_string());
        assert_eq!(exact("==2.0.3"), Some("2.0.3".to_owned()));
        assert_eq!(exact("===2.0.3"), Some("2.0.3".to_owned()));
        for range in ["==2.0.*", "~=2.0.3", "!=2.0.3", "", ">=2.0.3,<=2.0.3"] {
            assert_eq!(exact(range), None, "{range}");
        }
    }
}
