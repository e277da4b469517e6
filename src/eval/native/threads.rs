//! Threads and processes: what they are told to run, runs when they are started. What ends it ends nothing else.

use super::super::calls::Arguments;
use super::super::machine::Machine;
use super::super::object::ObjectKind;
use super::super::store::Key;
use crate::source::Span;
use crate::value::{Data, Value};

/// Classes whose instances run something apart, by the place of what they run among the arguments, its name, and the
/// places of its own arguments.
const CLASSES: [(&str, usize, &str, [usize; 2]); 3] = [
    ("threading.Thread", 1, "target", [3, 4]),
    ("multiprocessing.Process", 1, "target", [3, 4]),
    ("threading.Timer", 1, "function", [2, 3]),
];

impl Machine<'_> {
    /// Makes a thread, or starts one by a function.
    pub(super) fn thread_call(&mut self, name: &str, arguments: &Arguments, span: Span) -> Option<Value> {
        if let Some((class, at, target, [args, kwargs])) = CLASSES.into_iter().find(|(class, ..)| *class == name) {
            let (id, thread) = self.new_object(ObjectKind::Native(class.into()));
            for (at, name, field) in [(at, target, "target"), (args, "args", "args"), (kwargs, "kwargs", "kwargs")] {
                if let Some(value) = arguments.get(at, name) {
                    self.store.set(id, Key::text(field), value.clone());
                }
            }
            return Some(thread);
        }
        match (name, arguments.positional.as_slice()) {
            ("_thread.start_new_thread" | "thread.start_new_thread", [target, args, rest @ ..]) => {
                self.run_apart(target, Some(args), rest.first(), span);
            }
            ("gevent.spawn" | "eventlet.spawn" | "eventlet.spawn_n", [target, rest @ ..]) => {
                let given = Arguments { positional: rest.to_vec(), ..arguments.clone() };
                // What ends it ends nothing else.
                let _ended = self.call(target, &given, span);
            }
            _ => return None,
        }
        Some(Value::unknown("a thread"))
    }

    /// A method of a thread, which may be an instance of a class of the project.
    pub(super) fn thread_method(&mut self, thread: &Value, class: &str, name: &str, span: Span) -> Option<Value> {
        if !CLASSES.iter().any(|(known, ..)| *known == class) {
            return None;
        }
        match name {
            "start" | "run" => match self.kind_of(thread) {
                Some((_, ObjectKind::Instance(own))) if self.find_in_class(*own, "run").is_some() => {
                    let run = self.attribute(thread, "run", span).ok()?;
                    let _ended = self.call(&run, &Arguments::default(), span);
                }
                _ => {
                    let [target, args, kwargs] = ["target", "args", "kwargs"].map(|field| self.field(thread, field));
                    self.run_apart(&target?, args.as_ref(), kwargs.as_ref(), span);
                }
            },
            "join" | "cancel" | "setDaemon" | "set_daemon" | "setName" => {}
            _ => return None,
        }
        Some(Value::of(Data::None))
    }

    /// Calls `target` with what `args` and `kwargs` hold.
    fn run_apart(&mut self, target: &Value, args: Option<&Value>, kwargs: Option<&Value>, span: Span) {
        let mut arguments = Arguments::default();
        match args.map(|args| self.iterate(args)) {
            Some(Some(items)) => arguments.positional = items,
            Some(None) => arguments.is_open = true,
            None => {}
        }
        if let Some(kwargs) = kwargs {
            self.spread(kwargs, &mut arguments);
        }
        // What ends it ends nothing else.
        let _ended = self.call(target, &arguments, span);
    }
}
