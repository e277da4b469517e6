//! The state of one interpretation: tables, frames, bounds, and what it noted on the way.
//!
//! One machine runs one world: one entry under one set of assumptions. What the statements and
//! expressions do is in the files named after them.

mod sharing;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use sharing::Consulted;

use super::branches::Doubts;
use super::frame::Frame;
use super::hazards::Met;
use super::object::{Bound, Class, Function, Module, ObjectKind, Target};
use super::paths::Paths;
use super::program::Program;
use super::store::{Key, ObjectId, Store};
use super::table::{Entries, Table};
use super::world::{Assumptions, Choice};
use crate::flask::{Extension, ExtensionCall, Gap, Guard, IgnoredWrite, Installed, Limit, Load, MadeBy, RunCall};
use crate::python::ast::{Ranged, TextRange};
use crate::source::{FileId, Span};
use crate::value::{Data, Handle, HandleKind, Step, Value};

/// Statements and expressions that one world may evaluate; fewer in unit tests, to reach the end soon. Of 3,700 worlds of
/// 171 repositories that could be followed to their end, none took more than 1.44 million, and all but 42 less than 0.5.
pub(super) const FUEL: u64 = if cfg!(test) { 300_000 } else { 1_600_000 };
/// What one write to a field burns: its old value is kept, so it takes some hundred bytes until the end.
const FUEL_OF_WRITE: u64 = 3;
/// Calls within calls. Python's own limit is 1000; configuration code stays far below either.
pub(super) const DEEPEST_CALL: usize = 48;

/// An exception on its way up.
#[derive(Clone, Debug)]
pub(super) struct Raise {
    /// The name of its class, without the module.
    pub(super) class: Arc<str>,
    pub(super) span: Span,
}

/// What an expression yields.
pub(super) type Eval<T> = Result<T, Raise>;

/// What an app stands for.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum AppRole {
    /// Itself.
    Own,
    /// What the other side of a conditional expression would make.
    OtherSide,
    /// A `flask.Config` that the program makes itself, without an app.
    BareConfig,
}

/// What is noted about an app besides its configuration. Notes of a branch that was undone stay:
/// they say what may happen.
#[derive(Clone)]
pub(super) struct App {
    pub(super) object: ObjectId,
    pub(super) config: ObjectId,
    pub(super) span: Span,
    /// The name it is first bound to.
    pub(super) name: Option<Arc<str>>,
    pub(super) factory: Option<Arc<str>>,
    pub(super) module: u32,
    pub(super) class: Option<u32>,
    /// The Flask that it runs under.
    pub(super) installed: Installed,
    pub(super) root_path: Option<PathBuf>,
    pub(super) instance_path: Option<PathBuf>,
    pub(super) instance_relative: bool,
    pub(super) loads: Vec<Load>,
    pub(super) gaps: Vec<Gap>,
    /// The files and variables that may set anything, and that it starts without.
    pub(super) sources: Vec<Arc<str>>,
    /// Whether it reads what only can come from where we could not follow: its configuration was loaded there.
    pub(super) is_filled: bool,
    pub(super) ignored: Vec<IgnoredWrite>,
    pub(super) guards: Vec<Guard>,
    pub(super) extensions: BTreeMap<Extension, Span>,
    /// The objects of extensions that are set up on it.
    pub(super) managers: Vec<(Extension, ObjectId)>,
    pub(super) calls: Vec<ExtensionCall>,
    /// The packages of the extensions that were set up for it, by name.
    pub(super) packages: ObjectId,
    /// The packages that have the app, not only for development or tests; none where code that is not known has it.
    pub(super) users: Option<BTreeSet<Arc<str>>>,
    pub(super) runs: Vec<RunCall>,
    /// What decides whether it is made, where it is not by default.
    pub(super) deciders: Vec<Arc<str>>,
    pub(super) role: AppRole,
    /// Whether it answers requests, as far as we see: a script that only wants the database does not.
    pub(super) serves: bool,
    /// The blueprints whose views it serves.
    pub(super) registered: super::views::Registered,
    pub(super) made_by: MadeBy,
    /// The call in a module's own code that leads to it, where a function makes it.
    pub(super) called_at: Option<Span>,
    /// The lists of functions that run at requests, in the order of `hooks::ALL`.
    pub(super) hooks: [ObjectId; 4],
    /// What Talisman sets at each request unless the app is in debug mode, by setting.
    pub(super) at_request: ObjectId,
}

#[derive(Clone)]
pub(super) struct Machine<'p> {
    pub(super) program: &'p Program<'p>,
    pub(super) store: Store,
    pub(super) functions: Table<Function<'p>>,
    pub(super) classes: Table<Class>,
    pub(super) modules: Table<Module>,
    /// The place of each module in `modules`, by its path.
    pub(super) module_index: Entries<PathBuf, u32>,
    pub(super) apps: Vec<App>,
    pub(super) bounds: Table<Bound>,
    natives: Table<Arc<str>>,
    native_index: Entries<Arc<str>, u32>,
    pub(super) frames: Vec<Frame>,
    pub(super) regions: Vec<super::exits::Region>,
    /// How many changes the exits of all regions hold.
    pub(super) changes_kept: usize,
    assumptions: Assumptions,
    /// What they were asked about so far, whether they say anything or not.
    consulted: Consulted,
    /// What it started with.
    full: u64,
    pub(super) choices: Vec<Choice>,
    /// Functions that are commands of the program and may start a server.
    pub(super) commands: Vec<u32>,
    pub(super) hazards: Vec<Met>,
    /// Variables that `load_dotenv` or an assignment to `os.environ` provides.
    pub(super) environment: ObjectId,
    /// Variables that environs has read from files.
    pub(super) environs: ObjectId,
    /// Attributes that the program sets on Flask itself: `Flask.config_class = Settings`.
    pub(super) of_flask: ObjectId,
    /// Names of settings that it sets in modules that are not in the project, by dotted name.
    pub(super) of_libraries: ObjectId,
    /// What is connected to signals.
    pub(super) signals: ObjectId,
    pub(super) app_contexts: Vec<u32>,
    /// What each running function has yielded so far; `None` for one that is no generator.
    pub(super) yielded: Vec<Option<Value>>,
    /// What branches around us see more narrowly.
    pub(super) narrowed: Vec<super::narrowing::Narrowed>,
    /// Why what is run now may not run.
    pub(super) doubts: Doubts,
    pub(super) fuel: u64,
    /// How many expressions are being evaluated within each other.
    pub(super) depth: usize,
    /// Where the fuel ran out.
    pub(super) exhausted: Option<Span>,
    /// The first call that was not followed to its end: with more fuel it would have been, perhaps.
    pub(super) cut_call: Option<Span>,
    /// Bounds that were reached.
    pub(super) limits: Vec<Limit>,
    /// The functions that were called, by place: by a script where only code below its main guard calls them.
    pub(super) called: Entries<Span, MadeBy>,
    /// The files that register views on what is not known.
    pub(super) open_registrations: BTreeSet<FileId>,
    /// The module that the program was started with.
    pub(super) entry_module: Option<u32>,
    /// The scopes around each function call and class body.
    pub(super) enclosing: Entries<ObjectId, Arc<[ObjectId]>>,
    /// The scopes of class bodies.
    pub(super) class_scopes: Entries<ObjectId, ()>,
    /// How many `try` bodies are being run that have handlers.
    pub(super) tries: usize,
    /// The classes that metaclasses are making, innermost last.
    pub(super) in_making: Vec<u32>,
    /// The annotated names of class bodies, in order.
    pub(super) annotations: Entries<u32, Vec<Arc<str>>>,
    /// Checks that ended a path.
    pub(super) refusals: Vec<super::guards::Refusal>,
    /// Where servers have copies of the project.
    pub(super) server_folders: Vec<super::server_folders::ServerFolder>,
    pub(super) switches: super::switches::Switches,
    /// The classes with settings that something outside chose among others.
    pub(super) chosen: std::collections::BTreeSet<u32>,
    /// The entries of dicts that are dicts themselves and were read by a known name.
    pub(super) sections_read: std::collections::BTreeSet<(ObjectId, Arc<str>)>,
    /// What each `defaultdict` makes of a key that it lacks.
    pub(super) factories: std::collections::HashMap<ObjectId, Value>,
    /// What the paths around us and beside us have loaded.
    pub(super) paths: Paths,
    /// The files that the program has written.
    pub(super) written_files: std::collections::BTreeSet<PathBuf>,
    /// Modules whose body raised, and what.
    pub(super) stopped: Vec<(u32, Raise)>,
    /// The prefixes of environs' `with env.prefixed(...)` around us.
    pub(super) prefixes: Vec<Arc<str>>,
    /// The types of annotated names of class bodies, where they are plain names.
    pub(super) annotation_types: std::collections::HashMap<(u32, Arc<str>), Arc<str>>,
}

impl<'p> Machine<'p> {
    pub(super) fn new(program: &'p Program<'p>, assumptions: Assumptions, fuel: u64) -> Self {
        let mut store = Store::default();
        let environment = store.add(ObjectKind::Dict);
        let environs = store.add(ObjectKind::Dict);
        let of_flask = store.add(ObjectKind::Scope);
        let of_libraries = store.add(ObjectKind::Scope);
        let signals = store.add(ObjectKind::Dict);
        Self {
            program,
            store,
            functions: Table::default(),
            classes: Table::default(),
            modules: Table::default(),
            module_index: Entries::default(),
            apps: Vec::new(),
            bounds: Table::default(),
            natives: Table::default(),
            native_index: Entries::default(),
            frames: Vec::new(),
            regions: Vec::new(),
            changes_kept: 0,
            assumptions,
            consulted: Consulted::default(),
            full: fuel,
            choices: Vec::new(),
            commands: Vec::new(),
            hazards: Vec::new(),
            environment,
            environs,
            of_flask,
            of_libraries,
            signals,
            app_contexts: Vec::new(),
            yielded: Vec::new(),
            narrowed: Vec::new(),
            doubts: Doubts::default(),
            fuel,
            depth: 0,
            exhausted: None,
            cut_call: None,
            limits: Vec::new(),
            called: Entries::default(),
            open_registrations: BTreeSet::new(),
            entry_module: None,
            enclosing: Entries::default(),
            class_scopes: Entries::default(),
            tries: 0,
            in_making: Vec::new(),
            annotations: Entries::default(),
            refusals: Vec::new(),
            server_folders: Vec::new(),
            switches: super::switches::Switches::default(),
            sections_read: std::collections::BTreeSet::new(),
            factories: std::collections::HashMap::new(),
            paths: Paths::default(),
            written_files: std::collections::BTreeSet::new(),
            stopped: Vec::new(),
            prefixes: Vec::new(),
            chosen: std::collections::BTreeSet::new(),
            annotation_types: std::collections::HashMap::new(),
        }
    }

    /// Burns a unit of fuel; false when there is none left.
    pub(super) fn burn(&mut self) -> bool {
        let writes = self.store.take_writes();
        self.spend(writes.saturating_mul(FUEL_OF_WRITE).saturating_add(1));
        self.fuel > 0
    }

    /// Burns fuel for work that takes longer than an expression usually does.
    pub(super) fn spend(&mut self, work: u64) {
        self.fuel = self.fuel.saturating_sub(work);
    }

    pub(super) fn frame(&self) -> &Frame {
        self.frames.last().expect("code runs in a frame")
    }

    pub(super) fn frame_mut(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("code runs in a frame")
    }

    /// The place of a syntax node of the file that is being executed.
    pub(super) fn span(&self, node: &impl Ranged) -> Span {
        self.span_of(node.range())
    }

    pub(super) fn span_of(&self, range: TextRange) -> Span {
        Span::new(self.frame().file, range.start().to_u32(), range.end().to_u32())
    }

    /// A value written at `node`.
    pub(super) fn written(&self, data: Data, node: &impl Ranged) -> Value {
        Value::at(data, Step::new(self.span(node), "written here"))
    }

    /// The value of something outside the project, by its dotted name.
    pub(super) fn native(&mut self, dotted: &str) -> Value {
        let index = if let Some(index) = self.native_index.get(dotted) {
            *index
        } else {
            let name: Arc<str> = dotted.into();
            let index = u32::try_from(self.natives.len()).unwrap_or(u32::MAX);
            self.natives.push(Arc::clone(&name));
            self.native_index.insert(name, index);
            index
        };
        Value::handle(HandleKind::Native, index)
    }

    /// The dotted name of a native value.
    pub(super) fn native_name(&self, value: &Value) -> Option<Arc<str>> {
        match value.data {
            Data::Handle(Handle { kind: HandleKind::Native, index }) => self.natives.get(index as usize).cloned(),
            _ => None,
        }
    }

    /// The object that a value refers to.
    pub(super) fn object_of(value: &Value) -> Option<ObjectId> {
        match value.by_default().data {
            Data::Handle(Handle { kind: HandleKind::Object, index }) => Some(ObjectId(index)),
            _ => None,
        }
    }

    /// The object and its kind.
    pub(super) fn kind_of(&self, value: &Value) -> Option<(ObjectId, &ObjectKind)> {
        let id = Self::object_of(value)?;
        Some((id, &self.store.object(id).kind))
    }

    pub(super) fn object_value(id: ObjectId) -> Value {
        Value::handle(HandleKind::Object, id.0)
    }

    pub(super) fn new_object(&mut self, kind: ObjectKind) -> (ObjectId, Value) {
        let id = self.store.add(kind);
        (id, Self::object_value(id))
    }

    pub(super) fn new_list(&mut self, items: impl IntoIterator<Item = Value>) -> Value {
        let (id, value) = self.new_object(ObjectKind::List);
        for (index, item) in items.into_iter().enumerate() {
            if !self.has_room(id, index) {
                break;
            }
            self.store.set(id, Key::Int(i64::try_from(index).unwrap_or(i64::MAX)), item);
        }
        value
    }

    pub(super) fn bind(&mut self, receiver: Value, target: Target) -> Value {
        let index = u32::try_from(self.bounds.len()).unwrap_or(u32::MAX);
        self.bounds.push(Bound { receiver, target });
        Value::handle(HandleKind::Bound, index)
    }

    /// A method of a value of any kind, by name.
    pub(super) fn method(&mut self, receiver: &Value, name: &str) -> Value {
        self.bind(receiver.clone(), Target::Method(name.into()))
    }

    pub(super) fn raise<T>(&self, class: &str, node: &impl Ranged) -> Eval<T> {
        Err(Raise { class: class.into(), span: self.span(node) })
    }
}
