//! What Python 2 and old extensions called otherwise than today: names of built-ins, methods of dicts, modules.
//!
//! It translates names; what they do is where today's names are. Syntax that is gone is in `python::older`.

use super::calls::Arguments;
use super::frame::Frame;
use super::hazards::Hazard;
use super::machine::{DEEPEST_CALL, Eval, Machine};
use super::native::text_of_path;
use super::uses::reads_variable;
use crate::flask::GapKind;
use crate::python::ast::{ExceptHandler, Expr, Stmt, StmtTry};
use crate::source::{FileId, Span};
use crate::value::{Data, Value};

/// Built-ins of Python 2 that Python 3 lacks, with what they are called there, if anything (docs.python.org/3/whatsnew/3.0.html).
const GONE: [(&str, Option<&str>); 14] = [
    ("basestring", Some("str")),
    ("unicode", Some("str")),
    ("long", Some("int")),
    ("xrange", Some("range")),
    ("raw_input", Some("input")),
    ("unichr", Some("chr")),
    ("execfile", None),
    ("file", None),
    ("reduce", None),
    ("reload", None),
    ("cmp", None),
    ("buffer", None),
    ("coerce", None),
    ("intern", None),
];

/// What code names may be that is not known.
const EXECUTED: &str = "exec() ran code that is not known";

/// Today's name of a built-in.
pub(super) fn builtin(name: &str) -> &str {
    GONE.iter().find(|(gone, _)| *gone == name).and_then(|(_, now)| *now).unwrap_or(name)
}

/// Today's name of a method of dicts: `iteritems` is `items`.
pub(super) fn dict_method(name: &str) -> &str {
    let plain = name.strip_prefix("iter").or_else(|| name.strip_prefix("view"));
    plain.filter(|plain| matches!(*plain, "items" | "keys" | "values")).unwrap_or(name)
}

/// Old names of extension modules mean the current ones: `flask.ext.login` is `flask_login`, and so is `flaskext.login`.
pub(super) fn extension_module(dotted: &str) -> String {
    match dotted.strip_prefix("flask.ext.").or_else(|| dotted.strip_prefix("flaskext.")) {
        Some(extension) => format!("flask_{extension}"),
        None => dotted.to_string(),
    }
}

impl<'p> Machine<'p> {
    /// Whether a `try` asks which Python it is: its first statement reads a built-in that Python 3 lacks, and a handler
    /// is for `NameError`.
    pub(super) fn asks_for_python(&self, statement: &'p StmtTry) -> bool {
        let is_for_names = |handler: &ExceptHandler| {
            let ExceptHandler::ExceptHandler(handler) = handler;
            matches!(handler.type_.as_deref(), Some(Expr::Name(name)) if name.id.as_str() == "NameError")
        };
        let first = statement.body.get(..1).unwrap_or_default();
        let reads = |name: &str| reads_variable(first, name) && self.find_name(name).is_none();
        statement.handlers.iter().any(is_for_names) && GONE.iter().any(|(name, _)| reads(name))
    }

    /// `exec code`, which the parser takes for a name and an expression after it.
    pub(super) fn is_exec_statement(&self, statement: &Stmt) -> bool {
        let Stmt::Expr(statement) = statement else { return false };
        matches!(&*statement.value, Expr::Name(name) if name.id.as_str() == "exec") && self.find_name("exec").is_none()
    }

    /// `exec(code, names)`: what it does to names and apps is not known.
    pub(super) fn execute(&mut self, arguments: &Arguments, span: Span) -> Value {
        let apps = u32::try_from(self.apps.len()).unwrap_or(0);
        for app in 0..apps {
            self.gap(app, span, GapKind::Required, "exec() runs code that is not known".into());
        }
        let given = arguments.positional.get(1).and_then(Self::object_of);
        let scope = given.unwrap_or_else(|| self.frame().scope);
        self.write_any(scope, &Value::unknown(EXECUTED), EXECUTED);
        Value::of(Data::None)
    }

    /// `execfile(path, names)`: the file's code runs among the caller's names.
    pub(super) fn execute_file(&mut self, arguments: &Arguments, span: Span) -> Eval<Value> {
        let path = arguments.first().map(|path| self.plain_path(path));
        let path = path.as_ref().filter(|path| !matches!(path.data, Data::Overridable(_))).and_then(text_of_path);
        let file = path.and_then(|path| self.program.sources.load(&self.full_path(path)));
        let Some(file) = file.filter(|file| !self.is_executing(*file)) else {
            self.met(Hazard::File, None);
            return Ok(self.execute(arguments, span));
        };
        let given = arguments.positional.get(1).and_then(Self::object_of);
        let own = self.frame().clone();
        let scope = given.unwrap_or(own.scope);
        self.frames.push(Frame { scope, file, ..own });
        let body = &self.program.tree(file).body;
        let result = self.block(body);
        self.frames.pop();
        result.map(|_| Value::of(Data::None))
    }

    fn is_executing(&self, file: FileId) -> bool {
        self.frames.len() >= DEEPEST_CALL || self.frames.iter().any(|frame| frame.file == file)
    }
}
