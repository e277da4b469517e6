//! Adds an item to the arguments of a call or to a dict, in the style of those that are there.

use super::page::Page;
use crate::python::ast::Ranged;
use crate::rules::Edit;

/// The edits that put `item` after `anchor`, an item of a call or display that is closed later.
pub(super) fn after(page: &Page, anchor: &impl Ranged, item: &str) -> Vec<Edit> {
    let (start, end) = (anchor.start().to_u32(), anchor.end().to_u32());
    let insert = |offset: u32, text: String| Edit { span: page.at(offset), text };
    let rest = page.slice(end, page.line_end(end));
    let blanks = rest.len() - rest.trim_start().len();
    let comma = rest.trim_start().starts_with(',').then(|| end + blanks as u32 + 1);
    let has_own_line = page.indentation(start).filter(|_| page.ends_line(comma.unwrap_or(end)));
    let Some(indentation) = has_own_line else {
        return vec![insert(end, format!(", {item}"))];
    };
    let line = format!("{}{indentation}{item}", page.newline());
    let line_end = page.line_end(end);
    match comma {
        Some(_) => vec![insert(line_end, format!("{line},"))],
        // `B=2  # why`: the comma before the comment, the item after it.
        None if line_end > end => vec![insert(end, ",".to_owned()), insert(line_end, line)],
        None => vec![insert(end, format!(",{line}"))],
    }
}
