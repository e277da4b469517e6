//! Takes a rule file apart: heading, metadata, texts, examples. It knows Markdown's headings and
//! fences and nothing of what the metadata mean.

use super::error::RuleError;
use super::rule::{Example, ExampleFile};

/// What a rule file starts with.
#[derive(Default)]
pub(super) struct Front {
    /// The heading.
    pub(super) title: String,
    /// The metadata's TOML, after as many line ends as lines precede it: errors in it show the file's lines.
    pub(super) metadata: String,
    /// The first paragraph, on one line.
    pub(super) summary: String,
}

/// What a rule file says of its rule, for people.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// It in Markdown, without metadata and examples.
    pub text: String,
    /// The headings of its sections.
    pub(super) sections: Vec<String>,
    /// Examples that the rule reports, the lines marked `# error: [id]`.
    pub bad: Vec<Example>,
    /// Examples that are clean under every rule.
    pub good: Vec<Example>,
}

/// Where in the page a line stands.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Part {
    Text,
    Bad,
    Good,
}

/// A fenced block.
struct Fence<'a> {
    info: &'a str,
    /// The file up to its text.
    before: &'a str,
    text: &'a str,
}

impl Fence<'_> {
    /// The number of the line that it begins on.
    fn line(&self) -> usize {
        self.before.lines().count()
    }
}

/// The heading, metadata and summary of the rule file called `file`, which stand before its first section.
pub(super) fn front(file: &str, text: &str) -> Result<Front, RuleError> {
    let mut reader = Reader::new(file, text)?;
    while !reader.rest.starts_with("## ")
        && let Some(line) = reader.next_line()
    {
        reader.line(line)?;
    }
    if reader.front.metadata.is_empty() {
        let next_step = "add a ```toml block below the heading, as in the rules that come with the program";
        return Err(RuleError::new(file, reader.number().min(2), "no metadata", next_step));
    }
    Ok(Front { summary: first_paragraph(&reader.page.text), ..reader.front })
}

/// The page of the rule file called `file`.
pub(super) fn read(file: &str, text: &str) -> Result<Page, RuleError> {
    let mut reader = Reader::new(file, text)?;
    while let Some(line) = reader.next_line() {
        reader.line(line)?;
    }
    let mut page = reader.page;
    page.text.truncate(page.text.trim_end().len());
    page.text.push('\n');
    Ok(page)
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    /// What has not been read.
    rest: &'a str,
    front: Front,
    page: Page,
    part: Part,
}

impl<'a> Reader<'a> {
    /// It has read the heading.
    fn new(file: &'a str, text: &'a str) -> Result<Self, RuleError> {
        let mut reader =
            Self { file, text, rest: text, front: Front::default(), page: Page::default(), part: Part::Text };
        let Some(title) = reader.next_line().and_then(|line| line.strip_prefix("# ")) else {
            let next_step = "start the file with `# ` and what is wrong in a few words";
            return Err(RuleError::new(file, 1, "no heading", next_step));
        };
        reader.front.title = title.trim().to_owned();
        reader.page.text = format!("# {}\n", title.trim());
        Ok(reader)
    }

    fn next_line(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        self.rest = rest;
        Some(line)
    }

    fn read_so_far(&self) -> &'a str {
        self.text.strip_suffix(self.rest).unwrap_or(self.text)
    }

    /// The number of the line that was read last.
    fn number(&self) -> usize {
        self.read_so_far().lines().count()
    }

    fn line(&mut self, line: &'a str) -> Result<(), RuleError> {
        if let Some(info) = line.strip_prefix("```") {
            let fence = self.fence(info.trim())?;
            return self.block(&fence);
        }
        if let Some(heading) = line.strip_prefix("## ") {
            return self.section(heading.trim());
        }
        match self.part {
            Part::Text => self.push(line),
            Part::Bad | Part::Good => self.example_heading(line),
        }
        Ok(())
    }

    /// The block that the line before begins, up to a line of three backticks.
    fn fence(&mut self, info: &'a str) -> Result<Fence<'a>, RuleError> {
        let before = self.read_so_far();
        for (at, mark) in self.rest.match_indices("```") {
            let (text, rest) = self.rest.split_at(at);
            let (line, rest) = rest.split_once('\n').unwrap_or((rest, ""));
            if (text.is_empty() || text.ends_with('\n')) && line.trim_end() == mark {
                self.rest = rest;
                return Ok(Fence { info, before, text });
            }
        }
        let next_step = "end it with a line of three backticks";
        Err(RuleError::new(self.file, self.number(), "a fenced block without an end", next_step))
    }

    fn section(&mut self, heading: &str) -> Result<(), RuleError> {
        if self.page.sections.iter().any(|known| known == heading) {
            let next_step = "keep one section of that name";
            return Err(RuleError::new(self.file, self.number(), format!("a second section `{heading}`"), next_step));
        }
        self.page.sections.push(heading.to_owned());
        self.part = match heading {
            "Bad" => Part::Bad,
            "Good" => Part::Good,
            _ => Part::Text,
        };
        if self.part == Part::Text {
            self.push(&format!("## {heading}"));
        }
        Ok(())
    }

    fn example_heading(&mut self, line: &str) {
        if let Some(name) = line.strip_prefix("### ") {
            let example = Example { name: name.trim().to_owned(), files: Vec::new(), fixed: Vec::new() };
            self.examples().push(example);
        }
    }

    fn examples(&mut self) -> &mut Vec<Example> {
        match self.part {
            Part::Text | Part::Bad => &mut self.page.bad,
            Part::Good => &mut self.page.good,
        }
    }

    fn block(&mut self, fence: &Fence<'_>) -> Result<(), RuleError> {
        if self.front.metadata.is_empty() && fence.info == "toml" {
            self.front.metadata = "\n".repeat(fence.line()) + fence.text;
            return Ok(());
        }
        match self.part {
            Part::Text => self.push(&format!("```{}\n{}```", fence.info, fence.text)),
            Part::Bad | Part::Good => return self.example_file(fence),
        }
        Ok(())
    }

    fn example_file(&mut self, fence: &Fence<'_>) -> Result<(), RuleError> {
        let file = self.file;
        let Some(path) = title_of(fence.info) else {
            let next_step = "write it as ```py title=\"app.py\"";
            return Err(RuleError::new(file, fence.line(), "an example's file without a name", next_step));
        };
        let part = ExampleFile { path, text: fence.text.to_owned() };
        let Some(example) = self.examples().last_mut() else {
            let next_step = "put a line `### in words what it shows` above it";
            return Err(RuleError::new(file, fence.line(), "an example without a heading", next_step));
        };
        let files = if fence.info.ends_with(" fixed") { &mut example.fixed } else { &mut example.files };
        files.push(part);
        Ok(())
    }

    /// Adds to the text; of several empty lines only the first.
    fn push(&mut self, line: &str) {
        let line = line.trim_end();
        if !line.is_empty() || !self.page.text.ends_with("\n\n") {
            self.page.text.push_str(line);
            self.page.text.push('\n');
        }
    }
}

/// The `title="…"` of a fence's info string.
fn title_of(info: &str) -> Option<String> {
    let (_, rest) = info.split_once("title=\"")?;
    let (title, _) = rest.split_once('"')?;
    (!title.is_empty()).then(|| title.to_owned())
}

fn first_paragraph(text: &str) -> String {
    let body = text.lines().skip(1).skip_while(|line| line.is_empty());
    let lines: Vec<&str> = body.take_while(|line| !line.is_empty() && !line.starts_with('#')).collect();
    lines.join(" ")
}
