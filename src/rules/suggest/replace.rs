//! Gives a setting another value: where a literal says otherwise, or by adding the setting where production's
//! configuration is written.
//!
//! A development profile that needs plain HTTP keeps it: where it shares the place, it is told to.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Subject;
use super::insert::{Entry, insert, quoted};
use super::page::Page;
use super::place::{Place, place_of};
use super::site::{Node, Site, site_of, values_of, way_to};
use crate::flask::{Context, Deployment, LoadedFrom, Origin, Setting};
use crate::python::ast::Expr;
use crate::rules::Edit;
use crate::source::{FileId, Span};
use crate::value::{Data, Value};

/// The settings without which local work over plain HTTP goes on.
const NEED_HTTPS: [&str; 3] = ["SESSION_COOKIE_SECURE", "REMEMBER_COOKIE_SECURE", "JWT_COOKIE_SECURE"];

/// The edits that give a setting another value.
pub(super) fn set(subject: &Subject<'_>, entry: Entry<'_>) -> Option<Vec<Edit>> {
    if let Some(value) = argument_of(subject, entry.setting) {
        return argument(subject, entry, value);
    }
    let concerned: Vec<&Deployment> = subject.concerned().filter(|one| one.is_judged).collect();
    let concerned = if concerned.is_empty() { subject.concerned().collect() } else { concerned };
    let written = concerned.iter().filter_map(|one| one.settings.get(entry.setting));
    let origins: Option<Vec<Span>> =
        written.filter(|setting| setting.origin == Origin::Written).map(|setting| setting.trail().origin()).collect();
    let origins = origins?;
    match origins.split_first() {
        None => add(subject, entry, &concerned),
        Some((first, others)) if origins.len() == concerned.len() && others.iter().all(|other| other == first) => {
            let sharing = subject.deployments.iter().filter(|one| !one.is_judged && keeps_http(one, entry.setting));
            let shares = sharing.filter_map(|one| one.settings.get(entry.setting)).any(|one| is_at(one, *first));
            if shares { override_in_class(subject, entry, &concerned) } else { in_place(subject, entry, *first) }
        }
        Some(_) => None,
    }
}

/// Whether a profile is one that plain HTTP may be needed for.
fn keeps_http(deployment: &Deployment, setting: &str) -> bool {
    NEED_HTTPS.contains(&setting) && deployment.context.is_local()
}

fn is_at(setting: &Setting, origin: Span) -> bool {
    setting.origin == Origin::Written && setting.trail().origin() == Some(origin)
}

/// The value that was found wrong, if no setting has it: `app.run(debug=True)`.
fn argument_of<'a>(subject: &Subject<'a>, setting: &str) -> Option<&'a Value> {
    let best = subject.best();
    let app = best.deployment;
    let mut settings = [&app.settings, &app.after_request].into_iter().filter_map(|all| all.get(setting));
    let is_setting = best.setting != setting || settings.any(|setting| is_at(setting, best.span));
    best.value.filter(|_| !is_setting)
}

/// Replaces what a call is told by a named argument.
fn argument(subject: &Subject<'_>, entry: Entry<'_>, value: &Value) -> Option<Vec<Edit>> {
    let span = subject.best().span;
    let page = subject.pages.open(span.file)?;
    let way = way_to(&page.body, span)?;
    let is_named = matches!(way.as_slice(), [.., Node::Keyword(_), Node::Expression(_)]);
    let is_plain = is_named && is_written_as(subject.pages.sources.file(span.file).slice(span), value);
    is_plain.then(|| vec![Edit { span, text: entry.value.to_owned() }])
}

/// Replaces the literal at `span`.
fn in_place(subject: &Subject<'_>, entry: Entry<'_>, span: Span) -> Option<Vec<Edit>> {
    let file = subject.pages.sources.file(span.file);
    let value = subject.concerned().find_map(|one| one.settings.get(entry.setting))?.value_by_default();
    if let Some(page) = subject.pages.open(span.file) {
        let way = way_to(&page.body, span)?;
        let quote = file.slice(span).chars().next_back().filter(|last| matches!(last, '\'' | '"'));
        let text = quoted(entry.value, quote.unwrap_or_else(|| page.quote()));
        let is_plain = site_of(&way, entry.setting) == Site::Direct && is_written_as(file.slice(span), value);
        return if is_plain { Some(vec![Edit { span, text }]) } else { at_write(subject, entry) };
    }
    let is_data = file.path.extension().is_some_and(|extension| extension == "json" || extension == "toml");
    let is_flag = file.slice(span) == "false" && value.data == Data::Bool(false) && entry.value == "True";
    (is_data && is_flag).then(|| vec![Edit { span, text: "true".to_owned() }])
}

/// Replaces the name of a constant where it is given to the setting: the constant may serve others too.
fn at_write(subject: &Subject<'_>, entry: Entry<'_>) -> Option<Vec<Edit>> {
    let best = subject.best();
    let setting = best.deployment.settings.get(entry.setting)?;
    if matches!(setting.value.data, Data::Overridable(_) | Data::OneOf(_)) {
        return None;
    }
    let (page, value) = sole_value(subject, entry.setting)?;
    let is_name = way_to(&page.body, value)
        .is_some_and(|way| matches!(way.last(), Some(Node::Expression(Expr::Name(_) | Expr::Attribute(_)))));
    is_name.then(|| vec![Edit { span: value, text: quoted(entry.value, page.quote()) }])
}

/// The place of what is given to `setting`, if the files that the value goes through have one such place only.
pub(super) fn sole_value(subject: &Subject<'_>, setting: &str) -> Option<(Rc<Page>, Span)> {
    let deployment = subject.best().deployment;
    let classes = deployment.loads.iter().map(|load| match &load.from {
        LoadedFrom::Class(names) => names.iter().map(|name| name.file).collect::<Vec<_>>(),
        LoadedFrom::File(file) => vec![*file],
    });
    let trail = deployment.settings.get(setting)?.trail();
    let files: BTreeSet<FileId> = trail.way().iter().map(|step| step.span.file).chain(classes.flatten()).collect();
    let pages: Vec<Rc<Page>> = files.iter().filter_map(|file| subject.pages.open(*file)).collect();
    let mut places = Vec::new();
    for page in pages {
        let spans: Vec<Span> = values_of(&page.body, setting).into_iter().map(|value| page.span(value)).collect();
        match spans.as_slice() {
            [] => {}
            [span] => places.push((page, *span)),
            _ => return None,
        }
    }
    let place = places.pop()?;
    places.is_empty().then_some(place)
}

/// Adds the setting to each class in force, above the one that says otherwise for development too.
fn override_in_class(subject: &Subject<'_>, entry: Entry<'_>, concerned: &[&Deployment]) -> Option<Vec<Edit>> {
    let places = places(subject, concerned);
    let are_classes = places.iter().all(|place| matches!(place, Place::Class(_)));
    let are_own = !subject
        .deployments
        .iter()
        .any(|one| !one.is_judged && keeps_http(one, entry.setting) && places.iter().any(|place| loads(one, place)));
    (are_classes && are_own).then(|| all(&places, entry, subject)).flatten()
}

/// Adds the setting where it is missing.
fn add(subject: &Subject<'_>, entry: Entry<'_>, concerned: &[&Deployment]) -> Option<Vec<Edit>> {
    let places = places(subject, concerned);
    let mut edits = all(&places, entry, subject)?;
    for other in subject.deployments.iter().filter(|one| !one.is_judged && keeps_http(one, entry.setting)) {
        let is_missing = other.settings.get(entry.setting).is_some_and(|setting| setting.origin == Origin::Default);
        if !is_missing || !places.iter().any(|place| loads(other, place)) {
            continue;
        }
        match place_of(other, subject.pages) {
            Place::Class(name) if !places.contains(&Place::Class(name)) && is_for_work(other, name, subject) => {
                let own = Place::Class(name);
                let off = Entry { value: "False", ..entry };
                edits.extend(
                    insert(&own, off, subject.pages)?
                        .into_iter()
                        .filter(|edit| !edits.contains(edit))
                        .collect::<Vec<_>>(),
                );
            }
            // Tests that run production's own configuration go with it.
            _ if other.context == Context::Testing => {}
            _ => return None,
        }
    }
    Some(edits)
}

/// Whether a class is for work on the project, whoever loads it: a test that loads production's does not make it so.
fn is_for_work(deployment: &Deployment, name: Span, subject: &Subject<'_>) -> bool {
    match Context::of_name(subject.pages.sources.file(name.file).slice(name)) {
        Context::Development | Context::Testing => true,
        Context::Unnamed => deployment.context == Context::Development,
        Context::Production | Context::Example => false,
    }
}

/// Where the settings of all that are concerned are written; a class has what one of its bases is given.
fn places(subject: &Subject<'_>, concerned: &[&Deployment]) -> Vec<Place> {
    let mut places: Vec<Place> = concerned.iter().map(|one| place_of(one, subject.pages)).collect();
    places.sort();
    places.dedup();
    let loads = concerned.iter().flat_map(|one| &one.loads);
    let lines: Vec<(Place, &[Span])> = loads
        .filter_map(|load| match &load.from {
            LoadedFrom::Class(names) => names.split_first().map(|(name, bases)| (Place::Class(*name), bases)),
            LoadedFrom::File(_) => None,
        })
        .collect();
    let is_given = |base: &Span| places.contains(&Place::Class(*base));
    let inherits = |place: &Place| lines.iter().any(|(class, bases)| class == place && bases.iter().any(is_given));
    places.iter().filter(|place| !inherits(place)).cloned().collect()
}

fn all(places: &[Place], entry: Entry<'_>, subject: &Subject<'_>) -> Option<Vec<Edit>> {
    let edits: Option<Vec<Vec<Edit>>> = places.iter().map(|place| insert(place, entry, subject.pages)).collect();
    edits.map(|edits| edits.concat())
}

/// Whether what is written at `place` reaches `deployment`.
fn loads(deployment: &Deployment, place: &Place) -> bool {
    match place {
        Place::Class(name) => deployment.loads.iter().any(|load| match &load.from {
            LoadedFrom::Class(names) => names.contains(name),
            LoadedFrom::File(_) => false,
        }),
        Place::File(file) => deployment.loads.iter().any(|load| load.from == LoadedFrom::File(*file)),
        Place::App(span) => deployment.app.span == *span,
        Place::Write(span) => deployment.settings.values().any(|setting| setting.trail().end() == Some(*span)),
    }
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
