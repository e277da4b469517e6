//! What is done with each reading of a value, as on the two sides of a branch.

use std::sync::Arc;

use super::branches::{Decision, Flow};
use super::machine::Machine;
use crate::value::{Data, Value};

impl Machine<'_> {
    /// Does something with what a value is by default and with what it may be otherwise, or with the first of its
    /// alternatives and with the others: that is for `act` to take apart further. A value of one reading is left alone.
    pub(super) fn in_each_reading(&mut self, value: &Value, act: &dyn Fn(&mut Self, &Value)) {
        let (decision, one, other) = match &value.data {
            Data::Overridable(both) => {
                (Decision::ByDefault(true, Arc::clone(&both.by)), both.default.clone(), both.otherwise.clone())
            }
            Data::OneOf(values) => match values.split_first() {
                Some((only, [])) => return act(self, only),
                Some((one, others)) => (Decision::Open, one.clone(), value.with(Data::OneOf(others.into()))),
                None => return,
            },
            _ => return,
        };
        // Neither side can raise or leave.
        let _ = self.branch(
            &decision,
            &mut |machine| {
                act(machine, &one);
                Ok(Flow::Next)
            },
            &mut |machine| {
                act(machine, &other);
                Ok(Flow::Next)
            },
        );
    }
}
