//! Statements and modules.

use std::fmt::Write;

use arbitrary::Result;

use super::Writer;

impl Writer<'_, '_> {
    /// A module of up to `most` statements.
    pub(super) fn module(&mut self, most: u32) -> Result<String> {
        let mut text = String::new();
        for _ in 0..=self.choice(most)? {
            text.push_str(&self.statement(0)?);
        }
        Ok(text)
    }

    /// A statement at this indentation, with its line end.
    fn statement(&mut self, indent: usize) -> Result<String> {
        let choice = self.choice(30)?;
        let margin = " ".repeat(indent * 4);
        let lines = self.below(|writer| match choice {
            0..=13 => writer.simple(choice),
            _ => writer.compound(choice, indent),
        })?;
        Ok(format!("{margin}{lines}\n"))
    }

    fn simple(&mut self, choice: u32) -> Result<String> {
        Ok(match choice {
            0..=2 => format!("app.config['{}'] = {}", self.setting()?, self.expression()?),
            3 => format!("{} = {}", self.target()?, self.expression()?),
            4 => format!(
                "{} {}= {}",
                self.one_of(&["x", "key", "app.config", "app.secret_key", "config[x]"])?,
                self.one_of(&["+", "*", "|", "**", "<<", "%"])?,
                self.expression()?
            ),
            5 => format!("app.config.from_object({})", self.expression()?),
            6 => format!("app.config.update({})", self.arguments()?),
            7 => format!("app.config.from_mapping({{{}}})", self.entry()?),
            8 => self.one_of(&IMPORTS)?.to_owned(),
            9 => format!("del {}", self.target()?),
            10 => format!("{} {}", self.one_of(&["raise", "return", "assert", "yield", "await"])?, self.expression()?),
            11 => self.one_of(&["pass", "break", "continue", "global x, app", "nonlocal y", "raise"])?.to_owned(),
            12 => format!("{}, *{} = {}", self.target()?, self.name()?, self.expression()?),
            _ => self.expression()?,
        })
    }

    fn target(&mut self) -> Result<String> {
        Ok(match self.choice(6)? {
            0..=2 => self.name()?.to_owned(),
            3 => format!("{}.{}", self.name()?, self.setting()?.trim_start_matches('\\')),
            4 => format!("{}[{}]", self.name()?, self.expression()?),
            _ => format!("({}, {})", self.name()?, self.name()?),
        })
    }

    fn compound(&mut self, choice: u32, indent: usize) -> Result<String> {
        let heads: Vec<String> = match choice {
            14..=16 => {
                vec![format!("if {}:", self.expression()?), format!("elif {}:", self.expression()?), "else:".into()]
            }
            17 | 18 => vec![format!("for {} in {}:", self.target()?, self.expression()?), "else:".into()],
            19 => vec![format!("while {}:", self.expression()?)],
            20 => vec![
                "try:".into(),
                format!("except {}:", self.one_of(&["KeyError", "Exception", "(A, B)"])?),
                "finally:".into(),
            ],
            21 => vec![format!("with {} as {}:", self.expression()?, self.name()?)],
            22..=24 => vec![self.function()?],
            25 | 26 => vec![self.class()?],
            27 => return self.matched(indent),
            _ => vec![format!(
                "if {}:",
                self.one_of(&["__name__ == '__main__'", "app.debug", "TYPE_CHECKING", "os.getenv('X')"])?
            )],
        };
        let margin = " ".repeat(indent * 4);
        let mut text = String::new();
        for (index, head) in heads.iter().enumerate() {
            let margin = if index == 0 { "" } else { &margin };
            // Writing to a text does not fail.
            let _ = write!(text, "{margin}{head}\n{}", self.block(indent + 1)?);
        }
        Ok(text)
    }

    fn block(&mut self, indent: usize) -> Result<String> {
        let mut text = String::new();
        for _ in 0..=self.choice(3)? {
            text.push_str(&self.statement(indent)?);
        }
        Ok(text)
    }

    fn function(&mut self) -> Result<String> {
        let decorated = self.one_of(&["", "@f\n", "@property\n", "@staticmethod\n", "@app.before_request\n"])?;
        let head = if decorated.is_empty() { "" } else { "if True:\n pass\n" };
        let parameters =
            self.one_of(&["", "app", "x, y=1", "*args, **kwargs", "self", "config='dev', /, *, key=None"])?;
        let name =
            self.one_of(&["f", "g", "make", "create_app", "__init__", "__getattr__", "init_app", "SECRET_KEY"])?;
        // A decorator needs the margin of its function, so it is only written at the top.
        let decorated = if self.depth > 5 { decorated } else { "" };
        let head = if decorated.is_empty() { "" } else { head };
        Ok(format!("{head}{decorated}def {name}({parameters}):"))
    }

    fn class(&mut self) -> Result<String> {
        let name = self.one_of(&["Config", "Base", "Other", "Config.Inner"])?.replace('.', "_");
        let bases = self.several(2, ", ", |writer| {
            Ok(match writer.choice(4)? {
                0 => "object".to_owned(),
                1 => "metaclass=Base".to_owned(),
                _ => writer.one_of(&["Base", "Config", "Other", "dict", "str", "type"])?.to_owned(),
            })
        })?;
        Ok(format!("class {name}({bases}):"))
    }

    fn matched(&mut self, indent: usize) -> Result<String> {
        let margin = " ".repeat((indent + 1) * 4);
        let mut text = format!("match {}:\n", self.expression()?);
        for _ in 0..=self.choice(2)? {
            let pattern = self.one_of(&["_", "1", "'dev'", "[x, *_]", "{'a': y}", "Config(x=1)", "1 | 2", "x if x"])?;
            let _ = write!(text, "{margin}case {pattern}:\n{}", self.block(indent + 2)?);
        }
        Ok(text)
    }
}

const IMPORTS: [&str; 14] = [
    "import settings",
    "from settings import *",
    "from config import *",
    "from config.base import Config, f",
    "from app import app",
    "import app",
    "from . import config",
    "from .. import *",
    "import hashlib, base64, datetime, collections, functools, importlib, copy, random",
    "from pathlib import Path",
    "from environs import Env; env = Env()",
    "from decouple import config",
    "app.config.from_pyfile('site.cfg')",
    "app.config.from_file('site.json', load=json.load)",
];
