//! How an app's own code uses the session cookie and extensions: `flask.session`, `flash()`, logins that
//! are remembered, CSRF forms, tokens in cookies.
//!
//! It reads syntax, not values: views are not run. An import alone is no use.

mod forms;
mod meanings;
mod reads;
mod registering;
mod session_reads;
mod signs;
mod sockets;

use std::collections::{BTreeMap, BTreeSet};

use super::imported_names::{ImportedNames, imported_names};
use super::local_names::{names_of_body, names_of_comprehension, names_of_function, names_of_parameters};
use super::program::Program;
use super::token_cookies::sets_token_cookie;
use crate::flask::{
    Deployment, Evidence, Extension, IgnoredWrite, Unread, Version, Views, is_named_for_cookie, unread,
};
use crate::python::ast::visitor::{Visitor, walk_expr, walk_stmt};
use crate::python::ast::{self, Expr, ExprContext, Ranged, Stmt};
use crate::source::{FileId, Span};
use forms::{checks_csrf, has_no_token, is_checked};
use registering::Registering;
use session_reads::{has_package, leaves_session_alone};
use signs::{Kind, is_form, remembers, shown_by_method, shows_session_use, shows_use_of};
use sockets::Sockets;

pub(super) use reads::reads_variable;
pub(super) use registering::registers;
pub(super) use signs::{is_telling, telling_names};

/// What a file, or several, show of how their app is used.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses {
    /// The first use of the session cookie of each kind, in order, by which views.
    session: Vec<(Kind, Option<Views>, Evidence)>,
    /// Whether Flask-Login sends visitors to a page to log in, with a message in the session.
    sends_to_login: bool,
    /// Whether there may be a view whose requests `CSRFProtect` checks.
    has_checked_view: bool,
    /// Whether Flask-Login takes users out of each request.
    loads_from_request: bool,
    /// The first use of each kind that concerns extensions.
    pub(super) extensions: BTreeMap<Extension, Span>,
    /// Settings that Flask has given up and attributes that it does not have, where the code reads them itself or names
    /// them.
    reads: BTreeSet<String>,
    /// Settings that not every Flask has, where the code reads them for something else than to set them.
    own_reads: BTreeSet<String>,
    /// The functions that register views on something.
    pub(super) registering: Registering,
}

impl Uses {
    /// The uses in a file.
    pub(super) fn of(program: &Program<'_>, file: FileId) -> Self {
        let names = imported_names(program, file);
        let body = &program.tree(file).body;
        let mut search = Search {
            program,
            file,
            sockets: Sockets::of(&names, body),
            names,
            passed_on: BTreeMap::new(),
            locals: BTreeSet::new(),
            function: None,
            innermost: None,
            views: None,
            is_in_socket_handler: false,
            only_read: BTreeSet::new(),
            written: None,
            found: Self::default(),
        };
        search.visit_body(body);
        search.found
    }

    /// Whether a file shows nothing of the kind.
    pub(super) fn is_empty(&self) -> bool {
        !self.has_checked_view && self.shows_no_use()
    }

    /// Whether nothing but a view is shown, whose requests something else may check.
    pub(super) fn shows_no_use(&self) -> bool {
        let is_silent_on_login = !self.sends_to_login && !self.loads_from_request;
        self.session.is_empty()
            && is_silent_on_login
            && self.extensions.is_empty()
            && self.reads.is_empty()
            && self.own_reads.is_empty()
    }

    /// The views that use the session cookie.
    pub(super) fn views(&self) -> impl Iterator<Item = &Views> {
        self.session.iter().filter_map(|(_, views, _)| views.as_ref())
    }

    /// Whether what uses the session at `place` is a form, whose views may be anywhere.
    pub(super) fn has_form(&self, place: Span) -> bool {
        let is_meant = |evidence: &Evidence| matches!(evidence, Evidence::Found(at, _) if *at == place);
        self.session.iter().any(|(kind, _, evidence)| *kind == Kind::Form && is_meant(evidence))
    }

    /// The first use of the session cookie by an app. Where users only come from requests, nobody is logged in by it, and a
    /// user loader finds none there (Flask-Login 0.6.3).
    pub(super) fn session(&self, app: &Deployment) -> Option<Evidence> {
        let by_request_only = self.loads_from_request && !self.sends_to_login;
        let csrf = app.settings.get("WTF_CSRF_ENABLED");
        let has_tokens = csrf.map_or(Some(true), |csrf| csrf.value_by_default().truth());
        let may_have = |extension| app.extensions.contains_key(&extension) || !app.gaps.is_empty();
        // Before it looks for a token by itself it asks both (Flask-WTF 1.2).
        let is = |key: &str, on| app.settings.get(key).is_some_and(|one| one.value_by_default().truth() == Some(on));
        let checks = app.extensions.contains_key(&Extension::CsrfChecks)
            || !["WTF_CSRF_ENABLED", "WTF_CSRF_CHECK_DEFAULT"].into_iter().any(|key| is(key, false));
        let own = || self.of_app(app);
        let is_protected = checks && may_have(Extension::CsrfProtect);
        // Whoever gets the app may log visitors in by what each request brings.
        let nobody_else_may = app.packages.as_ref().is_some_and(|all| all.iter().all(|one| leaves_session_alone(one)));
        let sets_up_login = [Extension::Login, Extension::Security].iter().any(|one| app.extensions.contains_key(one));
        let is_use = |kind| match kind {
            Kind::LoginRequired => !by_request_only && (sets_up_login || nobody_else_may),
            Kind::Form => has_tokens == Some(true),
            Kind::Protection => is_protected && self.has_checked_view,
            Kind::SetUp(module) => has_package(app, module),
            Kind::SetUpUnless(module, setting) => has_package(app, module) && !is(setting, true),
            Kind::Session | Kind::Whatever => true,
            Kind::Read => false,
        };
        let is_written = own().any(|(kind, ..)| is_use(*kind));
        let mut shown = own().filter(|(kind, ..)| is_use(*kind) || (is_written && *kind == Kind::Read));
        let first = shown.next().map(|(.., evidence)| evidence.clone());
        // A page may have a token without a view that asks for one.
        let may_be_use = own().any(|(kind, ..)| match kind {
            Kind::Form => has_tokens.is_none(),
            Kind::Protection => is_protected,
            Kind::LoginRequired => !by_request_only,
            Kind::Session | Kind::Whatever | Kind::Read | Kind::SetUp(_) | Kind::SetUpUnless(..) => false,
        });
        first.or_else(|| may_be_use.then_some(Evidence::Unknown))
    }

    /// What is known of a session that an app does not use otherwise: who reads one expects that somebody writes it, and that
    /// may be an extension that we do not know.
    pub(super) fn read_session(&self, app: &Deployment) -> Option<Evidence> {
        let (.., evidence) = self.of_app(app).find(|(kind, ..)| *kind == Kind::Read)?;
        let are_silent = app.packages.as_ref().is_some_and(|all| all.iter().all(|one| leaves_session_alone(one)));
        Some(match evidence {
            Evidence::Found(place, what) if are_silent => Evidence::OnlyRead(*place, what.clone()),
            _ => Evidence::Unknown,
        })
    }

    /// The uses of the session, without those of views that are not the app's.
    fn of_app(&self, app: &Deployment) -> impl Iterator<Item = &(Kind, Option<Views>, Evidence)> {
        let is_own = |views: &Option<Views>| views.as_ref().is_none_or(|views| !app.foreign_views.contains(views));
        self.session.iter().filter(move |(_, views, _)| is_own(views))
    }

    /// Adds the uses to the extensions that are set up on an app.
    pub(super) fn note_in(&self, extensions: &mut BTreeMap<Extension, Span>) {
        for (extension, place) in &self.extensions {
            if extension.base().is_none_or(|base| extensions.contains_key(&base)) {
                extensions.entry(*extension).or_insert(*place);
            }
        }
    }

    /// Takes away the writes of settings that Flask does not read, or of attributes, but the code does.
    pub(super) fn spare_in(&self, ignored: &mut Vec<IgnoredWrite>, flask: Version) {
        let is_read = |key: &str| match unread(flask, key) {
            Some(Unread::NoMore) => self.reads.contains(key),
            Some(Unread::NotYet) => self.own_reads.contains(key),
            None => is_named_for_cookie(key) && self.reads.contains(key),
        };
        ignored.retain(|write| !is_read(&write.key));
    }

    /// Adds what another file shows, where this one shows nothing.
    pub(super) fn complete(&mut self, other: &Self) {
        for (kind, views, evidence) in &other.session {
            self.note_session(*kind, views.as_ref(), evidence.clone());
        }
        self.has_checked_view |= other.has_checked_view;
        self.sends_to_login |= other.sends_to_login;
        self.loads_from_request |= other.loads_from_request;
        for (extension, place) in &other.extensions {
            self.extensions.entry(*extension).or_insert(*place);
        }
        self.reads.extend(other.reads.iter().cloned());
        self.own_reads.extend(other.own_reads.iter().cloned());
    }

    fn note_session(&mut self, kind: Kind, views: Option<&Views>, evidence: Evidence) {
        if !self.session.iter().any(|(known, of, _)| *known == kind && of.as_ref() == views) {
            self.session.push((kind, views.cloned(), evidence));
        }
    }
}

struct Search<'p> {
    program: &'p Program<'p>,
    file: FileId,
    sockets: Sockets,
    names: ImportedNames,
    /// What modules of the project pass on, by the dotted names that it has here.
    passed_on: BTreeMap<String, Option<String>>,
    /// What functions around bind.
    locals: BTreeSet<String>,
    /// The outermost function around, with the names that its body binds.
    function: Option<(Span, BTreeSet<String>)>,
    /// The name of the innermost one.
    innermost: Option<Span>,
    /// The views that are looked at.
    views: Option<Views>,
    is_in_socket_handler: bool,
    /// Where the session may stand and is only read.
    only_read: BTreeSet<Span>,
    /// The setting that is being given a value.
    written: Option<String>,
    found: Uses,
}

impl Search<'_> {
    fn span(&self, of: &impl Ranged) -> Span {
        let range = of.range();
        Span::new(self.file, range.start().to_u32(), range.end().to_u32())
    }

    fn note_extension(&mut self, extension: Extension, expression: &Expr) {
        let span = self.span(expression);
        self.found.extensions.entry(extension).or_insert(span);
    }

    /// `@manager.request_loader`, `manager.login_view = …`: where Flask-Login takes users from, and whether it sends others
    /// to a page, with a message in the session.
    fn note_login(&mut self, attribute: &str) {
        match attribute {
            "request_loader" | "header_loader" => self.found.loads_from_request = true,
            "login_view" | "blueprint_login_views" => self.found.sends_to_login = true,
            _ => {}
        }
    }

    /// The views that a function is one of: of names of the module, or of the outermost function, all of which decorate it.
    fn views_of(&self, definition: &ast::StmtFunctionDef) -> Option<Views> {
        let decorators = definition.decorator_list.iter().map(|decorator| &decorator.expression);
        let names = decorators.filter_map(|decorator| {
            let method = decorator.as_call_expr().map_or(decorator, |call| &call.func);
            Some(method.as_attribute_expr()?.value.as_name_expr()?.id.to_string())
        });
        let names: Vec<String> = names.collect();
        let are_all = |test: &dyn Fn(&String) -> bool| !names.is_empty() && names.iter().all(test);
        let around = self.function.as_ref();
        let function = around.filter(|(_, own)| are_all(&|name| own.contains(name))).map(|(span, _)| *span);
        let is_known = function.is_some() || are_all(&|name| !self.locals.contains(name));
        is_known.then_some(Views { file: self.file, names, function })
    }

    fn visit_function(&mut self, definition: &ast::StmtFunctionDef) {
        let views = self.views_of(definition).or_else(|| self.views.clone());
        let around = std::mem::replace(&mut self.views, views);
        for decorator in &definition.decorator_list {
            self.note_registering_by(&decorator.expression);
            self.visit_expr(&decorator.expression);
        }
        let name = self.span(&definition.name);
        let innermost = self.innermost.replace(name);
        let names = names_of_function(definition);
        let locals = &self.locals | &names;
        let locals = std::mem::replace(&mut self.locals, locals);
        let is_outermost = self.function.is_none();
        if is_outermost {
            let own = &names_of_body(&definition.body) - &names_of_parameters(Some(&definition.parameters));
            self.function = Some((self.span(definition), own));
        }
        self.without(&names, |search| {
            search.visit_parameters(&definition.parameters);
            search.visit_body(&definition.body);
        });
        if is_outermost {
            self.function = None;
        }
        self.innermost = innermost;
        self.locals = locals;
        self.views = around;
    }

    fn note_use(&mut self, kind: Kind, what: &str, expression: &Expr) {
        if self.is_in_socket_handler {
            return;
        }
        let span = self.span(expression);
        let is_read = kind == Kind::Session && self.only_read.contains(&span);
        let kind = if is_read { Kind::Read } else { kind };
        self.found.note_session(kind, self.views.as_ref(), Evidence::Found(span, what.to_string()));
    }

    fn note_name(&mut self, dotted: &str, expression: &Expr) {
        if let Some((kind, what)) = shows_session_use(dotted) {
            self.note_use(kind, what, expression);
        }
        if let Some(extension) = shows_use_of(dotted) {
            self.note_extension(extension, expression);
        }
    }
}

impl<'a> Visitor<'a> for Search<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let around = self.is_in_socket_handler;
        let written = std::mem::replace(&mut self.written, reads::written_by(statement));
        self.note_read_by(statement);
        self.found.has_checked_view |= is_checked(statement);
        self.is_in_socket_handler |= self.sockets.answers(statement, |base| self.dotted(base));
        match statement {
            Stmt::FunctionDef(definition) => self.visit_function(definition),
            Stmt::ClassDef(class) if has_no_token(class) => {
                let is_form = |base: &Expr| self.dotted(base).is_some_and(|dotted| is_form(&dotted));
                let bases: Vec<&Expr> = class.bases().iter().filter(|base| !is_form(base)).collect();
                for base in bases {
                    self.visit_expr(base);
                }
                self.visit_body(&class.body);
            }
            _ => walk_stmt(self, statement),
        }
        self.is_in_socket_handler = around;
        self.written = written;
    }

    fn visit_keyword(&mut self, keyword: &'a ast::Keyword) {
        let name = keyword.arg.as_ref().map(ToString::to_string);
        self.writing(name, |search| search.visit_expr(&keyword.value));
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Call(call) = expression {
            self.note_registering(call);
            let is_remembered = self.meaning(&call.func).is_some_and(|dotted| remembers(&dotted, call));
            if is_remembered {
                self.note_extension(Extension::RememberMe, expression);
            }
            if sets_token_cookie(call) {
                self.note_extension(Extension::JwtCookiesByHand, expression);
            }
            if checks_csrf(call) {
                self.note_extension(Extension::CsrfChecks, expression);
            }
        }
        if let Some(dotted) = self.meaning(expression) {
            self.note_name(&dotted, expression);
        }
        if let Expr::Attribute(attribute) = expression {
            self.note_login(attribute.attr.as_str());
            if let Some((kind, what)) = shown_by_method(attribute.attr.as_str()) {
                self.note_use(kind, what, expression);
            }
        }
        self.note_read(expression);
        self.note_read_in(expression);
        match expression {
            Expr::Lambda(lambda) => {
                self.without(&names_of_parameters(lambda.parameters.as_deref()), |search| {
                    walk_expr(search, expression);
                });
            }
            Expr::ListComp(ast::ExprListComp { generators, .. })
            | Expr::SetComp(ast::ExprSetComp { generators, .. })
            | Expr::DictComp(ast::ExprDictComp { generators, .. })
            | Expr::Generator(ast::ExprGenerator { generators, .. }) => {
                self.without(&names_of_comprehension(generators), |search| walk_expr(search, expression));
            }
            // The keys that are written are no reads.
            Expr::Subscript(item) if item.ctx != ExprContext::Load && item.slice.is_string_literal_expr() => {
                self.visit_expr(&item.value);
            }
            Expr::Dict(dict) => {
                for item in &dict.items {
                    item.key.iter().filter(|key| !key.is_string_literal_expr()).for_each(|key| self.visit_expr(key));
                    let key = item.key.as_ref().and_then(Expr::as_string_literal_expr);
                    let key = key.map(|key| key.value.to_str().to_owned());
                    self.writing(key, |search| search.visit_expr(&item.value));
                }
            }
            _ => walk_expr(self, expression),
        }
    }
}
