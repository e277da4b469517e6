//! A body that is being executed, and where its names are looked up.
//!
//! Data only; what pushes and pops frames is in `functions`, `classes` and `imports`.

use std::sync::Arc;

use super::calls::Arguments;
use super::store::ObjectId;
use crate::source::{FileId, Span};

/// A function, module or class body that is being executed.
#[derive(Clone)]
pub(super) struct Frame {
    pub(super) scope: ObjectId,
    /// Scopes in which names are looked up after this one, nearest first; the last is the module's.
    pub(super) outer: Vec<ObjectId>,
    pub(super) module: u32,
    pub(super) file: FileId,
    pub(super) function: Option<u32>,
    pub(super) class: Option<u32>,
    pub(super) globals: Vec<Arc<str>>,
    pub(super) nonlocals: Vec<Arc<str>>,
    pub(super) under_main_guard: bool,
    /// The call that entered it, of a function.
    pub(super) call: Option<Call>,
}

/// A call that entered a function.
#[derive(Clone)]
pub(super) struct Call {
    pub(super) at: Span,
    pub(super) arguments: Arguments,
    /// How many conditions around it are not decided.
    pub(super) doubts: usize,
}

impl Frame {
    /// A frame of a module's own code.
    pub(super) fn of_module(module: u32, scope: ObjectId, file: FileId) -> Self {
        Self {
            scope,
            outer: Vec::new(),
            module,
            file,
            function: None,
            class: None,
            globals: Vec::new(),
            nonlocals: Vec::new(),
            under_main_guard: false,
            call: None,
        }
    }
}
