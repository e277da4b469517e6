//! The more is known of a program, the more is stated of it, and nothing else: in place of a literal that is not known
//! any more, a setting is what it was, or it is not known.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use arbitrary::{Result, Unstructured};
use flask_sec_lint::eval;
use flask_sec_lint::flask::State;
use flask_sec_lint::source::Sources;

const PROGRAMS: u64 = 400;
const SETTINGS: [&str; 5] =
    ["SECRET_KEY", "SESSION_COOKIE_NAME", "SESSION_COOKIE_PATH", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_SAMESITE"];

/// Writes programs that no value of their literals makes fail.
struct Writer<'w, 'b> {
    bytes: &'w mut Unstructured<'b>,
    depth: u32,
    literals: usize,
}

impl Writer<'_, '_> {
    fn choice(&mut self, choices: u32) -> Result<u32> {
        if self.depth == 0 || self.bytes.is_empty() { Ok(0) } else { self.bytes.int_in_range(0..=choices - 1) }
    }

    fn below<T>(&mut self, write: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let depth = self.depth;
        self.depth = depth.saturating_sub(1);
        let written = write(self);
        self.depth = depth;
        written
    }

    /// A literal with its number, so that another text can stand there.
    fn literal(&mut self, text: &str) -> String {
        self.literals += 1;
        format!("<{}:{text}>", self.literals - 1)
    }

    fn name(&mut self) -> Result<&'static str> {
        self.bytes.choose(&["a", "b", "c"]).copied()
    }

    fn text(&mut self) -> Result<String> {
        let choice = self.choice(12)?;
        self.below(|writer| {
            Ok(match choice {
                0 | 1 => {
                    let text = writer.bytes.choose(&["'x'", "'Lax'", "''", "'dev-key'", "'a,b'"]).copied()?;
                    writer.literal(text)
                }
                2 | 3 => writer.name()?.to_owned(),
                4 => format!("({} + {})", writer.text()?, writer.text()?),
                5 => format!("f'{{{}}}-{{{}}}'", writer.name()?, writer.name()?),
                6 => format!("({} if {} else {})", writer.text()?, writer.flag()?, writer.text()?),
                7 => format!("({} or {})", writer.text()?, writer.text()?),
                8 => format!("str({}).lower()", writer.text()?),
                9 => format!(
                    "{{'x': {}, 'y': {}}}.get({}, {})",
                    writer.text()?,
                    writer.text()?,
                    writer.text()?,
                    writer.text()?
                ),
                10 => format!("pick({}, {})", writer.text()?, writer.flag()?),
                _ => format!("','.join([{}, {}])", writer.text()?, writer.text()?),
            })
        })
    }

    fn flag(&mut self) -> Result<String> {
        let choice = self.choice(8)?;
        self.below(|writer| {
            Ok(match choice {
                0 => {
                    let text = writer.bytes.choose(&["True", "False"]).copied()?;
                    writer.literal(text)
                }
                1 | 2 => format!("({} == {})", writer.text()?, writer.text()?),
                3 => format!("(not {})", writer.flag()?),
                4 => format!("({} and {})", writer.flag()?, writer.flag()?),
                5 => format!("({} or {})", writer.flag()?, writer.flag()?),
                6 => format!("({} in ({}, {}))", writer.text()?, writer.text()?, writer.text()?),
                _ => format!("bool({})", writer.text()?),
            })
        })
    }

    fn statement(&mut self, margin: &str) -> Result<String> {
        let choice = self.choice(10)?;
        let setting = self.bytes.choose(&SETTINGS).copied()?;
        self.below(|writer| {
            let inner = format!("{margin}    ");
            Ok(match choice {
                0..=2 => format!("{margin}app.config['{setting}'] = {}\n", writer.text()?),
                3 | 4 => format!("{margin}{} = {}\n", writer.name()?, writer.text()?),
                5 => format!(
                    "{margin}if {}:\n{}{margin}else:\n{}",
                    writer.flag()?,
                    writer.statement(&inner)?,
                    writer.statement(&inner)?
                ),
                6 => format!("{margin}app.config.update({setting}={}, TESTING={})\n", writer.text()?, writer.flag()?),
                7 => format!(
                    "{margin}for {} in [{}, {}]:\n{}",
                    writer.name()?,
                    writer.text()?,
                    writer.text()?,
                    writer.statement(&inner)?
                ),
                8 => format!(
                    "{margin}class C:\n{inner}{setting} = {}\n{margin}app.config.from_object(C)\n",
                    writer.text()?
                ),
                _ => format!("{margin}app.config.setdefault('{setting}', {})\n", writer.text()?),
            })
        })
    }
}

fn program(bytes: &mut Unstructured<'_>) -> Result<(String, usize)> {
    let mut writer = Writer { bytes, depth: 5, literals: 0 };
    let mut text = String::from(
        "from flask import Flask\nfrom somewhere_else import unknown\napp = Flask(__name__)\n\
         a = 'p'\nb = 'q'\nc = ''\ndef pick(text, flag):\n    if flag:\n        return text\n    return 'other'\n",
    );
    for _ in 0..writer.bytes.int_in_range(2..=7)? {
        text.push_str(&writer.statement("")?);
    }
    Ok((text, writer.literals))
}

/// The program with each literal but one, which is not known.
fn without(program: &str, missing: Option<usize>) -> String {
    let mut text = String::new();
    for (index, part) in program.split('<').enumerate() {
        let Some((literal, rest)) = part.split_once('>').filter(|_| index > 0) else {
            text.push_str(part);
            continue;
        };
        let (number, literal) = literal.split_once(':').unwrap();
        let is_missing = missing == Some(number.parse().unwrap());
        // Writing to a text does not fail.
        let _ = write!(text, "{}{rest}", if is_missing { "unknown" } else { literal });
    }
    text
}

/// What is stated of the app's settings, whatever the environment says.
fn stated(text: &str) -> BTreeMap<&'static str, String> {
    let sources = Sources::in_memory([("app.py".to_owned(), text.to_owned())]);
    let file = sources.load(Path::new("/app.py")).unwrap();
    let deployments = eval::interpret(&sources, &[file], &eval::Options::default()).deployments;
    assert_eq!(deployments.len(), 1, "{text}");
    let mut stated = BTreeMap::new();
    for name in SETTINGS {
        let setting = &deployments[0].settings[name];
        let is_definite = match setting.state() {
            State::Known { overridable } => !overridable,
            State::Default | State::Unset => true,
            State::Unknown | State::Generated | State::External => false,
        };
        if is_definite {
            stated.insert(name, format!("{:?}", setting.value.data));
        }
    }
    stated
}

#[test]
fn what_is_not_known_any_more_changes_no_answer_into_another() {
    let mut compared = 0;
    for seed in 0..PROGRAMS {
        let mut random = fastrand::Rng::with_seed(seed);
        let bytes: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(1_000).collect();
        let (program, literals) = program(&mut Unstructured::new(&bytes)).expect("bytes enough");
        let known = stated(&without(&program, None));
        for missing in 0..literals.min(12) {
            let text = without(&program, Some(missing));
            for (name, less) in stated(&text) {
                let Some(more) = known.get(name) else {
                    panic!(
                        "seed {seed}: {name} is {less} only where less is known\n{}\n{text}",
                        without(&program, None)
                    );
                };
                assert_eq!(more, &less, "seed {seed}: {name}\n{}\n{text}", without(&program, None));
                compared += 1;
            }
        }
    }
    assert!(compared > 3_000, "{compared}");
}
