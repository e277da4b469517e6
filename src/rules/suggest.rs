//! Proposes the change of code that mends a finding. Edits only where they are simple and sure; otherwise
//! the fix is shown, with what to write. Applying edits is the business of `fix`.

use super::draft::Draft;
use super::fallbacks::FALLBACKS;
use super::finding::{Edit, Fix, Safety};
use super::literal::{Site, import_offset, imports_os, site_of};
use super::rule::FixPlan;
use super::template::fill;
use crate::python;
use crate::source::{SourceFile, Sources, Span};
use crate::value::{Data, Value};

/// How to mend what `draft` found, as its rule proposes.
pub(super) fn fix(draft: &Draft<'_>, sources: &Sources) -> Option<Fix> {
    let plan = draft.rule.fix.as_ref()?;
    if plan.from_environment && draft.setting == FALLBACKS {
        // A variable holds a text, which Flask would take apart.
        return None;
    }
    let title = fill(&plan.title, &draft.fill);
    let edits = edits(plan, draft, sources).unwrap_or_default();
    let safety = if edits.is_empty() { Safety::Display } else { plan.safety };
    Some(Fix { title, safety, edits, changes: vec![draft.setting.clone()] })
}

fn edits(plan: &FixPlan, draft: &Draft<'_>, sources: &Sources) -> Option<Vec<Edit>> {
    let value = draft.value?;
    let file = sources.file(draft.span.file);
    if !is_python(&file) || plan.safety == Safety::Display {
        return None;
    }
    let module = python::parse(sources, draft.span.file);
    if !module.errors.is_empty() {
        return None;
    }
    let site = site_of(&module.body, draft.span, &draft.setting)?;
    if plan.from_environment {
        return Some(read_environment(&module, site, draft));
    }
    let text = plan.set.as_ref()?;
    is_written_as(file.slice(draft.span), value).then(|| vec![Edit { span: draft.span, text: text.clone() }])
}

/// Python files, and the `.cfg` files that `from_pyfile` runs.
fn is_python(file: &SourceFile) -> bool {
    file.path.extension().is_some_and(|extension| extension == "py" || extension == "cfg")
}

/// Replaces the key by a read of the environment that fails where the variable is not set.
fn read_environment(module: &python::Parsed, site: Site, draft: &Draft<'_>) -> Vec<Edit> {
    let (span, variable) = match site {
        Site::Direct => (draft.span, draft.setting.clone()),
        Site::Default { expression, variable } => (expression, variable),
    };
    let mut edits = Vec::new();
    if !imports_os(&module.body, span.start)
        && let Some(offset) = import_offset(&module.body)
    {
        edits.push(Edit { span: Span::new(module.file, offset, offset), text: "import os\n".to_owned() });
    }
    edits.push(Edit { span, text: format!("os.environ[\"{variable}\"]") });
    edits
}

/// Whether `text` is the plain literal of `value`: nothing else hangs on it that an edit would change.
fn is_written_as(text: &str, value: &Value) -> bool {
    match &value.data {
        Data::None => text == "None",
        Data::Bool(true) => text == "True",
        Data::Bool(false) => text == "False",
        Data::Int(number) => text == number.to_string(),
        Data::Str(content) => text == format!("\"{content}\"") || text == format!("'{content}'"),
        Data::Float(_)
        | Data::Bytes(_)
        | Data::Tuple(_)
        | Data::List(_)
        | Data::Dict(_)
        | Data::Duration(_)
        | Data::Generated(_)
        | Data::External(_)
        | Data::Overridable(_)
        | Data::OneOf(_)
        | Data::Handle(_)
        | Data::Absent
        | Data::Unknown(_) => false,
    }
}
