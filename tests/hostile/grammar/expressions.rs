//! Expressions.

use arbitrary::Result;

use super::Writer;
use super::words::{BINARY, COMPARE, FUNCTIONS, LITERALS, METHODS, NAMES, SETTINGS};

impl Writer<'_, '_> {
    pub(super) fn name(&mut self) -> Result<&'static str> {
        self.one_of(&NAMES)
    }

    pub(super) fn literal(&mut self) -> Result<String> {
        self.one_of(&LITERALS).map(str::to_owned)
    }

    pub(super) fn setting(&mut self) -> Result<&'static str> {
        self.one_of(&SETTINGS)
    }

    pub(super) fn expression(&mut self) -> Result<String> {
        let choice = self.choice(26)?;
        self.below(|writer| writer.expression_of(choice))
    }

    fn expression_of(&mut self, choice: u32) -> Result<String> {
        Ok(match choice {
            0 | 1 => self.literal()?,
            2..=4 => self.name()?.to_owned(),
            5 | 6 => format!("({} {} {})", self.expression()?, self.one_of(&BINARY)?, self.expression()?),
            7 => format!("({}{})", self.one_of(&["not ", "-", "~", "+"])?, self.expression()?),
            8 => format!("({} {} {})", self.expression()?, self.one_of(&COMPARE)?, self.expression()?),
            9 => format!("({} {} {})", self.expression()?, self.one_of(&["and", "or"])?, self.expression()?),
            10 => format!("({} if {} else {})", self.expression()?, self.expression()?, self.expression()?),
            11..=13 => format!("{}({})", self.one_of(&FUNCTIONS)?, self.arguments()?),
            14 | 15 => format!("({}).{}({})", self.expression()?, self.one_of(&METHODS)?, self.arguments()?),
            16 => format!("({}).{}", self.expression()?, self.one_of(&METHODS)?),
            17 => format!("({})[{}]", self.expression()?, self.index()?),
            18 => self.collection()?,
            19 => self.comprehension()?,
            20 => format!("(lambda {}: {})", self.one_of(&["", "x", "*x", "**x", "x=1, *y"])?, self.expression()?),
            21 => self.formatted()?,
            22 => format!("os.environ.get('{}', {})", self.setting()?, self.expression()?),
            23 => format!("app.config['{}']", self.setting()?),
            24 => format!("({} := {})", self.name()?, self.expression()?),
            _ => format!("os.environ[{}]", self.expression()?),
        })
    }

    /// Positional arguments before the others, as Python wants them.
    pub(super) fn arguments(&mut self) -> Result<String> {
        let positional = self.several(3, ", ", Self::positional)?;
        let named = self.several(2, ", ", Self::named)?;
        let between = if positional.is_empty() || named.is_empty() { "" } else { ", " };
        Ok(format!("{positional}{between}{named}"))
    }

    fn positional(&mut self) -> Result<String> {
        let star = self.one_of(&["", "", "", "", "*"])?;
        Ok(format!("{star}{}", self.expression()?))
    }

    fn named(&mut self) -> Result<String> {
        Ok(match self.choice(2)? {
            0 => format!("{}={}", self.setting()?.trim_start_matches('\\'), self.expression()?),
            _ => format!("**{}", self.expression()?),
        })
    }

    fn index(&mut self) -> Result<String> {
        Ok(match self.choice(5)? {
            0 => "0".to_owned(),
            1 => format!("{}:{}", self.expression()?, self.expression()?),
            2 => format!("::{}", self.expression()?),
            3 => format!("'{}'", self.setting()?),
            _ => self.expression()?,
        })
    }

    fn collection(&mut self) -> Result<String> {
        let choice = self.choice(4)?;
        Ok(match choice {
            0 => format!("[{}]", self.several(4, ", ", Self::item)?),
            1 => format!("({},)", self.several(4, ", ", Self::item)?),
            2 => format!("{{{}}}", self.several(4, ", ", Self::entry)?),
            _ => format!("{{{}, 1}}", self.several(4, ", ", Self::item)?),
        })
    }

    fn item(&mut self) -> Result<String> {
        Ok(match self.choice(6)? {
            5 => format!("*{}", self.expression()?),
            _ => self.expression()?,
        })
    }

    pub(super) fn entry(&mut self) -> Result<String> {
        Ok(match self.choice(6)? {
            5 => format!("**{}", self.expression()?),
            3 | 4 => format!("{}: {}", self.expression()?, self.expression()?),
            _ => format!("'{}': {}", self.setting()?, self.expression()?),
        })
    }

    fn comprehension(&mut self) -> Result<String> {
        let (open, close) = [("[", "]"), ("(", ")"), ("{", "}")][self.choice(3)? as usize];
        let element = self.expression()?;
        let element = if open == "{" { format!("{element}: {}", self.expression()?) } else { element };
        let clauses = self.several(2, " ", Self::clause)?;
        Ok(format!("{open}{element} for {} in {} {clauses}{close}", self.name()?, self.expression()?))
    }

    fn clause(&mut self) -> Result<String> {
        Ok(match self.choice(2)? {
            0 => format!("if {}", self.expression()?),
            _ => format!("for {} in {}", self.name()?, self.expression()?),
        })
    }

    /// An f-string without quotes inside: names and numbers only.
    fn formatted(&mut self) -> Result<String> {
        let name = self.name()?;
        let spec = self.one_of(&["", "!r", ":>10", ":>999999999", ":{x}", ":x", "!s:^{y}.{z}", "="])?;
        Ok(format!("f'{name} {{{name}{spec}}}{{{}}}'", self.name()?))
    }
}
