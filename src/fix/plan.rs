//! From edits to new texts. Pure: no file is written here.
//!
//! Edits come in groups, one for each thing that is mended. A group is applied as a whole or not at all; of groups
//! that contradict each other the first is applied. The same insertion (an import) of several groups is made once.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::rules::Edit;
use crate::source::{FileId, Sources};

/// A file and what it becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// Absolute path.
    pub path: PathBuf,
    /// The path as reports show it.
    pub name: String,
    /// The text as it was read.
    pub old_text: String,
    /// The text that it becomes.
    pub new_text: String,
    /// The bytes as they were read.
    pub old_bytes: Vec<u8>,
    /// The bytes that they become.
    pub new_bytes: Vec<u8>,
}

/// What comes of groups of edits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The files that change, in the order of their names.
    pub rewrites: Vec<Rewrite>,
    /// Groups, by their index, that contradict earlier ones: they may be applied to the result.
    pub deferred: Vec<usize>,
    /// Groups, by their index, that cannot be applied, and why, as a sentence without its end.
    pub refused: Vec<(usize, String)>,
}

/// Applies groups of edits to the texts that they are about.
pub fn plan(groups: &[&[Edit]], sources: &Sources) -> Plan {
    let mut plan = Plan::default();
    let mut chosen: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for (index, group) in groups.iter().enumerate() {
        if let Some(why) = refusal(group, sources) {
            plan.refused.push((index, why));
        } else if group.iter().any(|edit| contradicts(edit, chosen.get(&edit.span.file))) {
            plan.deferred.push(index);
        } else {
            for edit in *group {
                let known = chosen.entry(edit.span.file).or_default();
                if !known.contains(edit) {
                    known.push(edit.clone());
                }
            }
        }
    }
    plan.rewrites = chosen.iter().filter_map(|(file, edits)| rewrite(*file, edits, sources).ok()).collect();
    plan.rewrites.sort_by(|one, other| one.name.cmp(&other.name));
    plan
}

/// `text` after `edits`, which do not contradict each other. Edits at the same place follow in their order.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (mut new, mut done) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        new.push_str(text.get(done..edit.span.start as usize).unwrap_or(""));
        new.push_str(&edit.text);
        done = edit.span.end as usize;
    }
    new.push_str(text.get(done..).unwrap_or(""));
    new
}

/// Why a file of the group cannot be changed.
fn refusal(group: &[Edit], sources: &Sources) -> Option<String> {
    let mut files: Vec<FileId> = group.iter().map(|edit| edit.span.file).collect();
    files.sort();
    files.dedup();
    files.into_iter().find_map(|file| {
        let edits: Vec<Edit> = group.iter().filter(|edit| edit.span.file == file).cloned().collect();
        let why = rewrite(file, &edits, sources).err()?;
        Some(format!("`{}` {why}", sources.file(file).name))
    })
}

fn rewrite(file: FileId, edits: &[Edit], sources: &Sources) -> Result<Rewrite, String> {
    let original = sources.original(file)?;
    let file = sources.file(file);
    let new_text = apply(&file.text, edits);
    Ok(Rewrite {
        path: file.path.clone(),
        name: file.name.clone(),
        old_text: file.text.clone(),
        new_bytes: original.with_text(&new_text)?,
        new_text,
        old_bytes: original.bytes().to_vec(),
    })
}

/// Whether `edit` and those that are chosen cannot both be made. Insertions at one place can, in their order, and so
/// can what only touches.
fn contradicts(edit: &Edit, chosen: Option<&Vec<Edit>>) -> bool {
    let overlap = |known: &Edit| {
        let (one, other) = (edit.span, known.span);
        let is_inside = |at: u32, start: u32, end: u32| start < at && at < end;
        (one.start < one.end && other.start < other.end && one.start < other.end && other.start < one.end)
            || is_inside(one.start, other.start, other.end)
            || is_inside(other.start, one.start, one.end)
    };
    chosen.is_some_and(|chosen| chosen.iter().any(|known| known != edit && overlap(known)))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Plan, plan};
    use crate::rules::Edit;
    use crate::source::{FileId, Sources, Span};

    fn sources(text: &str) -> (Sources, FileId) {
        let sources = Sources::in_memory([("a.py".to_owned(), text.to_owned())]);
        let file = sources.load(Path::new("/a.py")).unwrap();
        (sources, file)
    }

    fn planned(text: &str, groups: &[&[(u32, u32, &str)]]) -> (Plan, String) {
        let (sources, file) = sources(text);
        let edit =
            |&(start, end, text): &(u32, u32, &str)| Edit { span: Span::new(file, start, end), text: text.to_owned() };
        let groups: Vec<Vec<Edit>> = groups.iter().map(|group| group.iter().map(edit).collect()).collect();
        let groups: Vec<&[Edit]> = groups.iter().map(Vec::as_slice).collect();
        let plan = plan(&groups, &sources);
        let text = plan.rewrites.first().map_or_else(|| text.to_owned(), |rewrite| rewrite.new_text.clone());
        (plan, text)
    }

    #[test]
    fn an_import_that_several_need_is_inserted_once() {
        let (plan, text) = planned("a b", &[&[(0, 0, "i "), (0, 1, "A")], &[(0, 0, "i "), (2, 3, "B")]]);
        assert_eq!((text.as_str(), plan.deferred.len()), ("i A B", 0));
    }

    #[test]
    fn of_two_that_overlap_the_first_is_applied_whole_and_the_other_deferred() {
        let (plan, text) = planned("abcdef", &[&[(1, 3, "X")], &[(0, 0, "+"), (2, 4, "Y")], &[(3, 4, "Z")]]);
        assert_eq!((text.as_str(), plan.deferred), ("aXZef", vec![1]));
    }

    #[test]
    fn different_insertions_at_one_place_follow_in_their_order() {
        assert_eq!(planned("ab", &[&[(1, 1, "1")], &[(1, 1, "2")]]).1, "a12b");
    }

    #[test]
    fn an_insertion_inside_what_goes_is_deferred() {
        assert_eq!(planned("abcd", &[&[(1, 3, "")], &[(2, 2, "x")]]).0.deferred, [1]);
        assert_eq!(planned("abcd", &[&[(2, 2, "x")], &[(1, 3, "")]]).0.deferred, [1]);
        assert_eq!(planned("abcd", &[&[(1, 3, "")], &[(1, 1, "x")], &[(3, 3, "y")]]).1, "axyd");
    }

    #[test]
    fn a_group_whose_file_cannot_be_changed_is_refused_with_the_reason() {
        let path = Path::new("/a.py");
        let sources = Sources::in_memory([]).with_overlay(path, b"# coding: latin-1\nx".to_vec());
        let file = sources.load(path).unwrap();
        let edit = Edit { span: Span::new(file, 0, 0), text: "\u{20AC}".to_owned() };
        let plan = plan(&[&[edit]], &sources);
        assert!(plan.rewrites.is_empty());
        assert!(matches!(plan.refused.as_slice(), [(0, why)] if why.contains("`a.py` is in Latin-1")), "{plan:?}");
    }
}
