//! Writes random projects that configure Flask apps: from bytes, so that a fuzzer steers it and a seed repeats it.
//!
//! Most of what it writes is Python that parses; nothing that it writes needs to run. It leans to what hurts: huge
//! numbers, texts that grow, recursion, loops without end. The fuzz targets under `fuzz/` share this file.

mod expressions;
mod fixable;
mod statements;
mod words;

use arbitrary::{Result, Unstructured};

pub(crate) use fixable::fixable;

/// The path and the text of each file of a project.
pub(crate) type Files = Vec<(String, String)>;

/// Files that stand beside `app.py`, as it names them.
const BESIDE: [&str; 5] = ["settings.py", "config/__init__.py", "config/base.py", "site.cfg", "instance/site.cfg"];

/// A project. Every choice takes bytes; without bytes the shortest choice is taken, so it ends.
pub(crate) fn project(bytes: &mut Unstructured<'_>) -> Result<Files> {
    let mut files = vec![("app.py".to_owned(), app(bytes)?)];
    for path in BESIDE {
        if bytes.ratio(1, 4)? {
            files.push((path.to_owned(), Writer::new(bytes).module(6)?));
        }
    }
    if bytes.ratio(1, 6)? {
        files.push(("site.json".to_owned(), data(bytes, "{\"SECRET_KEY\": ", "}")?));
    }
    if bytes.ratio(1, 6)? {
        files.push(("site.toml".to_owned(), data(bytes, "SECRET_KEY = ", "\n")?));
    }
    if bytes.ratio(1, 8)? {
        files.push((".env".to_owned(), data(bytes, "SECRET_KEY=", "\nAPP_ENV=production\n")?));
    }
    if bytes.ratio(1, 3)? {
        damage(bytes, &mut files)?;
    }
    Ok(files)
}

fn app(bytes: &mut Unstructured<'_>) -> Result<String> {
    let mut writer = Writer::new(bytes);
    let body = writer.module(12)?;
    Ok(format!("import os, json, secrets\nfrom flask import Flask, session\napp = Flask(__name__)\n{body}"))
}

/// A file of data: mostly a literal, sometimes nonsense.
fn data(bytes: &mut Unstructured<'_>, before: &str, after: &str) -> Result<String> {
    let value = match bytes.int_in_range(0..=3)? {
        0 => format!("[{}", "[".repeat(bytes.int_in_range(0..=400)?)),
        1 => String::from_utf8_lossy(bytes.bytes(bytes.len().min(20))?).into_owned(),
        _ => Writer::new(bytes).literal()?,
    };
    Ok(format!("{before}{value}{after}"))
}

/// Puts raw characters at a random place of a random file, or takes the rest of it away.
fn damage(bytes: &mut Unstructured<'_>, files: &mut Files) -> Result<()> {
    let index = bytes.choose_index(files.len())?;
    let Some((_, text)) = files.get_mut(index) else { return Ok(()) };
    let mut at = bytes.int_in_range(0..=text.len())?;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    if bytes.ratio(1, 3)? {
        text.truncate(at);
        return Ok(());
    }
    let raw = String::from_utf8_lossy(bytes.bytes(bytes.len().min(8))?).into_owned();
    text.insert_str(at, &raw);
    Ok(())
}

/// Writes code with the choices that `bytes` makes.
struct Writer<'w, 'b> {
    bytes: &'w mut Unstructured<'b>,
    /// How many more levels of expressions or blocks may be opened.
    depth: u32,
    /// How many more expressions and statements may be written: what a small input can make is bounded.
    budget: u32,
}

impl<'w, 'b> Writer<'w, 'b> {
    fn new(bytes: &'w mut Unstructured<'b>) -> Self {
        Self { bytes, depth: 7, budget: 400 }
    }

    /// One of `words`; the first without bytes.
    fn one_of(&mut self, words: &[&'static str]) -> Result<&'static str> {
        if self.bytes.is_empty() {
            return Ok(words.first().copied().unwrap_or_default());
        }
        self.bytes.choose(words).copied()
    }

    /// A number below `choices`; 0 where nothing more may be nested.
    fn choice(&mut self, choices: u32) -> Result<u32> {
        if self.depth == 0 || self.budget == 0 || self.bytes.is_empty() {
            return Ok(0);
        }
        self.budget -= 1;
        self.bytes.int_in_range(0..=choices - 1)
    }

    /// One level further down.
    fn below<T>(&mut self, write: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let depth = self.depth;
        self.depth = depth.saturating_sub(1);
        let written = write(self);
        self.depth = depth;
        written
    }

    /// Up to `most` things, with `between` between them.
    fn several(&mut self, most: u32, between: &str, write: fn(&mut Self) -> Result<String>) -> Result<String> {
        let count = self.choice(most + 1)?;
        let things = (0..count).map(|_| write(self)).collect::<Result<Vec<_>>>()?;
        Ok(things.join(between))
    }
}
