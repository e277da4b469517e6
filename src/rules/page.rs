//! Takes a rule file apart: heading, metadata, texts, examples. It knows Markdown's headings and
//! fences and nothing of what the metadata mean.

use super::error::RuleError;
use super::rule::{Example, ExampleFile};

/// A rule file, taken apart.
pub(super) struct Page {
    /// The heading.
    pub(super) title: String,
    /// The metadata's TOML, after as many line ends as lines precede it: errors in it show the file's lines.
    pub(super) metadata: String,
    /// The first paragraph, on one line.
    pub(super) summary: String,
    /// The page in Markdown, without metadata and examples.
    pub(super) text: String,
    /// The headings of its sections.
    pub(super) sections: Vec<String>,
    /// The examples below `## Bad`.
    pub(super) bad: Vec<Example>,
    /// The examples below `## Good`.
    pub(super) good: Vec<Example>,
}

/// Where in the page a line stands.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Part {
    Text,
    Bad,
    Good,
}

/// A fenced block that is being read.
struct Fence {
    info: String,
    line: usize,
    text: String,
}

/// Takes apart the text of the rule file called `file`.
pub(super) fn read(file: &str, text: &str) -> Result<Page, RuleError> {
    let Some(title) = text.lines().next().and_then(|line| line.strip_prefix("# ")) else {
        return Err(RuleError::new(file, 1, "no heading", "start the file with `# ` and what is wrong in a few words"));
    };
    let mut reader = Reader::new(file, title);
    for (index, line) in text.lines().enumerate().skip(1) {
        reader.line(index + 1, line)?;
    }
    reader.finish(text.lines().count())
}

struct Reader<'a> {
    file: &'a str,
    page: Page,
    part: Part,
    fence: Option<Fence>,
}

impl<'a> Reader<'a> {
    fn new(file: &'a str, title: &str) -> Self {
        let page = Page {
            title: title.trim().to_owned(),
            metadata: String::new(),
            summary: String::new(),
            text: format!("# {}\n", title.trim()),
            sections: Vec::new(),
            bad: Vec::new(),
            good: Vec::new(),
        };
        Self { file, page, part: Part::Text, fence: None }
    }

    fn line(&mut self, number: usize, line: &str) -> Result<(), RuleError> {
        if let Some(fence) = &mut self.fence {
            if line.trim_end() == "```" {
                return self.close();
            }
            fence.text.push_str(line);
            fence.text.push('\n');
            return Ok(());
        }
        if let Some(info) = line.strip_prefix("```") {
            self.fence = Some(Fence { info: info.trim().to_owned(), line: number, text: String::new() });
            return Ok(());
        }
        if let Some(heading) = line.strip_prefix("## ") {
            return self.section(number, heading.trim());
        }
        match self.part {
            Part::Text => self.push(line),
            Part::Bad | Part::Good => self.example_heading(line),
        }
        Ok(())
    }

    fn section(&mut self, number: usize, heading: &str) -> Result<(), RuleError> {
        if self.page.sections.iter().any(|known| known == heading) {
            let next_step = "keep one section of that name";
            return Err(RuleError::new(self.file, number, format!("a second section `{heading}`"), next_step));
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

    fn close(&mut self) -> Result<(), RuleError> {
        let Some(fence) = self.fence.take() else { return Ok(()) };
        if self.page.metadata.is_empty() && fence.info == "toml" {
            self.page.metadata = "\n".repeat(fence.line) + &fence.text;
            return Ok(());
        }
        match self.part {
            Part::Text => self.push(&format!("```{}\n{}```", fence.info, fence.text)),
            Part::Bad | Part::Good => return self.example_file(fence),
        }
        Ok(())
    }

    fn example_file(&mut self, fence: Fence) -> Result<(), RuleError> {
        let file = self.file;
        let Some(path) = title_of(&fence.info) else {
            let next_step = "write it as ```py title=\"app.py\"";
            return Err(RuleError::new(file, fence.line, "an example's file without a name", next_step));
        };
        let part = ExampleFile { path, text: fence.text };
        let Some(example) = self.examples().last_mut() else {
            let next_step = "put a line `### in words what it shows` above it";
            return Err(RuleError::new(file, fence.line, "an example without a heading", next_step));
        };
        let files = if fence.info.ends_with(" fixed") { &mut example.fixed } else { &mut example.files };
        files.push(part);
        Ok(())
    }

    fn push(&mut self, line: &str) {
        self.page.text.push_str(line.trim_end());
        self.page.text.push('\n');
    }

    fn finish(mut self, last: usize) -> Result<Page, RuleError> {
        if let Some(fence) = self.fence {
            let next_step = "end it with a line of three backticks";
            return Err(RuleError::new(self.file, fence.line, "a fenced block without an end", next_step));
        }
        if self.page.metadata.is_empty() {
            let next_step = "add a ```toml block below the heading, as in the rules that come with the program";
            return Err(RuleError::new(self.file, last.min(2), "no metadata", next_step));
        }
        self.page.text = without_double_blanks(&self.page.text);
        self.page.summary = first_paragraph(&self.page.text);
        Ok(self.page)
    }
}

/// The `title="…"` of a fence's info string.
fn title_of(info: &str) -> Option<String> {
    let (_, rest) = info.split_once("title=\"")?;
    let (title, _) = rest.split_once('"')?;
    (!title.is_empty()).then(|| title.to_owned())
}

fn without_double_blanks(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for line in text.lines() {
        if !(line.is_empty() && kept.last().is_some_and(|last| last.is_empty())) {
            kept.push(line);
        }
    }
    kept.join("\n").trim_end().to_owned() + "\n"
}

fn first_paragraph(text: &str) -> String {
    let body = text.lines().skip(1).skip_while(|line| line.is_empty());
    let lines: Vec<&str> = body.take_while(|line| !line.is_empty() && !line.starts_with('#')).collect();
    lines.join(" ")
}
