//! Whether a changed project is what its fixes promised: their findings are gone, nothing new is wrong, and every other
//! setting is what it was. Pure: who interprets the changed project hands in what came of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::flask::{Context, Deployment, Evidence, Extension, GapKind, Origin, Setting};
use crate::rules::Finding;
use crate::source::{Problem, Sources};
use crate::value::{Data, Overridable, Value};

/// A project as it was interpreted and judged.
#[derive(Copy, Clone)]
pub struct Judged<'a> {
    /// What is wrong with it.
    pub findings: &'a [Finding],
    /// What its apps end with.
    pub deployments: &'a [Deployment],
    /// What could not be read or parsed.
    pub problems: &'a [Problem],
    /// Where the places of the findings are.
    pub sources: &'a Sources,
}

/// Why `after` is not what fixing the findings `mended` of `before` promises, as a clause; `None` if it is.
pub fn objection(before: Judged<'_>, after: Judged<'_>, mended: &[&Finding]) -> Option<String> {
    new_problem(before, after)
        .or_else(|| findings_that_stay(before, after, mended))
        .or_else(|| other_apps(before, after))
        .or_else(|| {
            let may_change = mended.iter().filter_map(|finding| finding.fix.as_ref()).flat_map(|fix| &fix.changes);
            let may_change: BTreeSet<&str> = may_change.map(String::as_str).collect();
            let apps = before.deployments.iter().zip(after.deployments);
            apps.into_iter().find_map(|(old, new)| change_of_app(old, new, &may_change))
        })
}

fn new_problem(before: Judged<'_>, after: Judged<'_>) -> Option<String> {
    let is_known =
        |new: &Problem| before.problems.iter().any(|old| (&old.path, &old.message) == (&new.path, &new.message));
    let new = after.problems.iter().find(|problem| !is_known(problem))?;
    Some(format!("`{}` would have a problem: {}", new.path, new.message))
}

/// A finding by what stays the same where lines move.
type Identity = (String, String, Option<String>);

fn identity(finding: &Finding, sources: &Sources) -> Identity {
    (finding.rule.id.clone(), sources.file(finding.span.file).name.clone(), finding.setting.clone())
}

fn counted<'a>(findings: impl Iterator<Item = &'a Finding>, sources: &Sources) -> BTreeMap<Identity, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(identity(finding, sources)).or_default() += 1;
    }
    counts
}

fn findings_that_stay(before: Judged<'_>, after: Judged<'_>, mended: &[&Finding]) -> Option<String> {
    let old = counted(before.findings.iter(), before.sources);
    let was_hidden = |rule: &str, path: &str, setting: &Option<String>| {
        before.findings.iter().any(|finding| {
            let hides = finding.rule.supersedes.iter().any(|hidden| hidden == rule);
            hides && finding.setting == *setting && before.sources.file(finding.span.file).name == path
        })
    };
    let gone = counted(mended.iter().copied(), before.sources);
    let of = |counts: &BTreeMap<Identity, usize>, key: &Identity| counts.get(key).copied().unwrap_or(0);
    counted(after.findings.iter(), after.sources).into_iter().find_map(|(key, count)| {
        let (had, mended) = (of(&old, &key), of(&gone, &key));
        let (rule, path, setting) = &key;
        match count > had - mended.min(had) {
            true if was_hidden(rule, path, setting) => None,
            true if mended > 0 => Some(format!("{rule} would still hold for `{path}`")),
            true => Some(format!("{rule} would be found in `{path}`")),
            false => None,
        }
    })
}

/// What tells the deployments of a project apart.
fn name_of(deployment: &Deployment) -> (&str, Option<&str>, Option<&str>, Context, bool, bool) {
    (
        &deployment.app.name,
        deployment.app.factory.as_deref(),
        deployment.profile.as_deref(),
        deployment.context,
        deployment.is_default,
        deployment.is_judged,
    )
}

fn other_apps(before: Judged<'_>, after: Judged<'_>) -> Option<String> {
    let (old, new) = (before.deployments.iter().map(name_of), after.deployments.iter().map(name_of));
    (!old.eq(new)).then(|| "other apps or profiles would be found".to_owned())
}

fn change_of_app(old: &Deployment, new: &Deployment, may_change: &BTreeSet<&str>) -> Option<String> {
    let surroundings = (gaps(old), old.limits.len(), extensions(old));
    // Forms that get their tokens keep them in the session.
    let is_used_alike = uses_session(old) == uses_session(new) || may_change.contains("WTF_CSRF_ENABLED");
    if surroundings != (gaps(new), new.limits.len(), extensions(new)) || !is_used_alike {
        return Some(format!("what is known of `{}` would change", told(old)));
    }
    let maps = [(&old.settings, &new.settings), (&old.after_request, &new.after_request)];
    maps.into_iter().find_map(|(old_map, new_map)| {
        let names: BTreeSet<&String> = old_map.keys().chain(new_map.keys()).collect();
        names.into_iter().find_map(|name| {
            let why = match (old_map.get(name), new_map.get(name)) {
                (Some(was), Some(is)) if is_same(was, is) => return None,
                _ if !may_change.contains(name.as_str()) => format!("{name} of `{}` would change too", told(old)),
                (Some(was), Some(is)) => why_not(name, was, is, old)?,
                // What the first request changes may be nothing any more.
                (_, _) => return None,
            };
            Some(why)
        })
    })
}

fn told(deployment: &Deployment) -> String {
    match &deployment.profile {
        Some(profile) => format!("{} in {profile}", deployment.app.name),
        None => deployment.app.name.clone(),
    }
}

fn gaps(deployment: &Deployment) -> Vec<(&str, GapKind)> {
    let mut gaps: Vec<_> = deployment.gaps.iter().map(|gap| (gap.message.as_str(), gap.kind)).collect();
    gaps.sort_unstable();
    gaps
}

fn uses_session(deployment: &Deployment) -> Option<bool> {
    match deployment.session {
        Evidence::Found(..) => Some(true),
        Evidence::OnlyRead(..) | Evidence::Absent => Some(false),
        Evidence::Unknown => None,
    }
}

fn extensions(deployment: &Deployment) -> Vec<&Extension> {
    deployment.extensions.keys().collect()
}

fn is_same(one: &Setting, other: &Setting) -> bool {
    one.state() == other.state() && bare(&one.value) == bare(&other.value)
}

/// Why a setting that a fix is about may not change so: a development profile keeps its plain HTTP, and what the
/// environment gives stays what it was.
fn why_not(name: &str, was: &Setting, is: &Setting, deployment: &Deployment) -> Option<String> {
    let app = told(deployment);
    let is_for_work = deployment.context == Context::Development && !deployment.is_judged;
    if is_for_work && name.ends_with("_COOKIE_SECURE") {
        let is_kept = bare(was.value_by_default()) == bare(is.value_by_default());
        return (!is_kept).then(|| format!("`{app}` would get it too, and development may need plain HTTP"));
    }
    let Data::Overridable(both) = &was.value.data else {
        // What is added must count, not only in one of several branches.
        let is_settled = !matches!(is.value_by_default().data, Data::OneOf(_));
        let may_be_overridden = || deployment.gaps.iter().any(|gap| !gap.kind.may_set_anything());
        let counts = was.origin != Origin::Default || is_settled || may_be_overridden();
        return (!counts).then(|| format!("{name} would hold for `{app}` only in one of several branches"));
    };
    let (otherwise, default) = match &is.value.data {
        Data::Overridable(now) => (&now.otherwise, Some(bare(&now.default))),
        _ => (&is.value, None),
    };
    // `os.environ.get("K") or "dev"` is the default also where the variable is empty, and a file that may replace what
    // is added may leave it.
    let besides = |value: &Value, now: Option<&Data>| -> Vec<Data> {
        let all = value.alternatives().into_iter().map(bare);
        all.filter(|one| *one != bare(&both.default) && Some(one) != now).collect()
    };
    let (before, after) = (besides(&both.otherwise, None), besides(otherwise, default.as_ref()));
    // A file that leaves what nobody writes may replace what is added.
    let is_kept = before.iter().all(|one| after.contains(one))
        && after.iter().all(|one| before.contains(one) || matches!(one, Data::External(_)));
    (!is_kept).then(|| format!("{name} of `{app}` would no longer be what the environment says"))
}

/// The value without the places that it went through, which move.
fn bare(value: &Value) -> Data {
    let all = |items: &Arc<[Value]>| items.iter().map(|item| Value::of(bare(item))).collect();
    match &value.data {
        Data::Tuple(items) => Data::Tuple(all(items)),
        Data::List(items) => Data::List(all(items)),
        Data::OneOf(items) => Data::OneOf(all(items)),
        Data::Dict(items) => {
            Data::Dict(items.iter().map(|(key, item)| (Value::of(bare(key)), Value::of(bare(item)))).collect())
        }
        Data::Overridable(both) => Data::Overridable(Arc::new(Overridable {
            default: Value::of(bare(&both.default)),
            otherwise: Value::of(bare(&both.otherwise)),
            by: Arc::clone(&both.by),
        })),
        Data::Unknown(_) => Data::Unknown("".into()),
        Data::None
        | Data::Bool(_)
        | Data::Int(_)
        | Data::Float(_)
        | Data::Str(_)
        | Data::Bytes(_)
        | Data::Duration(_)
        | Data::Generated(_)
        | Data::External(_)
        | Data::Handle(_)
        | Data::Absent => value.data.clone(),
    }
}
