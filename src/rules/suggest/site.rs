//! How an expression reaches a setting in the source. Only forms are known in which an edit of the expression changes
//! that setting, or the one name that hands it on.

use crate::python::ast::visitor::{Visitor, walk_expr, walk_keyword, walk_stmt};
use crate::python::ast::{Expr, Keyword, Ranged, Stmt};
use crate::source::Span;

/// What surrounds an expression, or the expression itself.
#[derive(Copy, Clone)]
pub(super) enum Node<'a> {
    Statement(&'a Stmt),
    Expression(&'a Expr),
    Keyword(&'a Keyword),
}

/// Where an expression stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Site {
    /// `SETTING = …`, `config["SETTING"] = …`, `SETTING=…` in a call, `{"SETTING": …}`.
    Direct,
    /// `name = …`: a name that hands it on.
    Name,
    /// Within another expression, or elsewhere.
    Other,
}

/// The nodes around the expression at `span`, outermost first; the last is the expression. `None` if there is none.
pub(super) fn way_to(body: &[Stmt], span: Span) -> Option<Vec<Node<'_>>> {
    let mut finder = Finder { span, way: Vec::new(), is_found: false };
    finder.visit_body(body);
    finder.is_found.then_some(finder.way)
}

/// How the last node of `way` reaches `setting`.
pub(super) fn site_of(way: &[Node<'_>], setting: &str) -> Site {
    let [.., parent, Node::Expression(value)] = way else { return Site::Other };
    let is_text = |key: &Expr| key.as_string_literal_expr().is_some_and(|key| key.value.to_str() == setting);
    match parent {
        Node::Statement(Stmt::Assign(assign)) if assign.value.range() == value.range() => {
            match assign.targets.as_slice() {
                [target] => site_of_target(target, setting),
                _ => Site::Other,
            }
        }
        Node::Statement(Stmt::AnnAssign(assign)) => {
            let is_value = assign.value.as_ref().is_some_and(|own| own.range() == value.range());
            if is_value { site_of_target(&assign.target, setting) } else { Site::Other }
        }
        Node::Keyword(keyword) if keyword.arg.as_ref().is_some_and(|name| stands_for(name, setting)) => Site::Direct,
        Node::Expression(Expr::Dict(dict)) => {
            let item = dict.items.iter().find(|item| item.value.range() == value.range());
            if item.is_some_and(|item| item.key.as_ref().is_some_and(is_text)) { Site::Direct } else { Site::Other }
        }
        Node::Expression(Expr::Tuple(pair)) => match pair.elts.as_slice() {
            [key, own] if is_text(key) && own.range() == value.range() => Site::Direct,
            _ => Site::Other,
        },
        Node::Statement(_) | Node::Expression(_) | Node::Keyword(_) => Site::Other,
    }
}

fn site_of_target(target: &Expr, setting: &str) -> Site {
    match target {
        Expr::Name(name) if name.id.as_str() == setting => Site::Direct,
        Expr::Name(_) => Site::Name,
        Expr::Attribute(attribute) if stands_for(&attribute.attr, setting) => Site::Direct,
        Expr::Subscript(item) => {
            let is_key = item.slice.as_string_literal_expr().is_some_and(|key| key.value.to_str() == setting);
            if is_key { Site::Direct } else { Site::Other }
        }
        _ => Site::Other,
    }
}

/// Attributes and arguments that stand for a setting have its name in small letters: `app.secret_key`,
/// `login_manager.session_protection`, `app.run(debug=…)`.
fn stands_for(name: &str, setting: &str) -> bool {
    name == setting || name.to_uppercase() == setting
}

/// What is given to `setting` directly, anywhere in `body`.
pub(super) fn values_of<'a>(body: &'a [Stmt], setting: &str) -> Vec<&'a Expr> {
    let mut writes = Writes { setting, values: Vec::new() };
    writes.visit_body(body);
    writes.values
}

struct Writes<'a, 's> {
    setting: &'s str,
    values: Vec<&'a Expr>,
}

impl<'a> Visitor<'a> for Writes<'a, '_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let (target, value) = match statement {
            Stmt::Assign(assign) => (assign.targets.first(), Some(&*assign.value)),
            Stmt::AnnAssign(assign) => (Some(&*assign.target), assign.value.as_deref()),
            _ => (None, None),
        };
        if target.is_some_and(|target| site_of_target(target, self.setting) == Site::Direct) {
            self.values.extend(value);
        }
        walk_stmt(self, statement);
    }

    fn visit_keyword(&mut self, keyword: &'a Keyword) {
        if keyword.arg.as_ref().is_some_and(|name| name.as_str() == self.setting) {
            self.values.push(&keyword.value);
        }
        walk_keyword(self, keyword);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Dict(dict) = expression {
            let is_key =
                |key: &Expr| key.as_string_literal_expr().is_some_and(|key| key.value.to_str() == self.setting);
            let items = dict.items.iter().filter(|item| item.key.as_ref().is_some_and(is_key));
            let values: Vec<&Expr> = items.map(|item| &item.value).collect();
            self.values.extend(values);
        }
        walk_expr(self, expression);
    }
}

struct Finder<'a> {
    span: Span,
    way: Vec<Node<'a>>,
    is_found: bool,
}

impl<'a> Finder<'a> {
    fn holds(&self, node: &impl Ranged) -> bool {
        node.start().to_u32() <= self.span.start && self.span.end <= node.end().to_u32()
    }

    /// Enters a node around the place; what is found there stays on the way.
    fn enter(&mut self, node: Node<'a>, walk: impl FnOnce(&mut Self)) {
        self.way.push(node);
        walk(self);
        if !self.is_found {
            self.way.pop();
        }
    }
}

impl<'a> Visitor<'a> for Finder<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if !self.is_found && self.holds(statement) {
            self.enter(Node::Statement(statement), |finder| walk_stmt(finder, statement));
        }
    }

    fn visit_keyword(&mut self, keyword: &'a Keyword) {
        if !self.is_found && self.holds(keyword) {
            self.enter(Node::Keyword(keyword), |finder| walk_keyword(finder, keyword));
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if self.is_found || !self.holds(expression) {
            return;
        }
        self.enter(Node::Expression(expression), |finder| {
            if expression.start().to_u32() == finder.span.start && expression.end().to_u32() == finder.span.end {
                finder.is_found = true;
            } else {
                walk_expr(finder, expression);
            }
        });
    }
}
