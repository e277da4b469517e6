//! In which order a class and those that it inherits from are looked through.
//!
//! It knows nothing of what stands in the classes.

use std::sync::Arc;

use super::machine::Machine;
use crate::value::{Data, Handle, HandleKind, Value};

/// How many classes one class with several bases may inherit from. Finding their order takes the cube of it.
const MOST_BASES: usize = 128;
/// How many classes may stand in one line above a class: each keeps all of them.
const LONGEST_LINE: usize = 1_000;
/// Why nothing is known of what such a class inherits.
pub(super) const TOO_MANY_BASES: &str = "so many base classes that they are not followed";

impl Machine<'_> {
    /// The order of a project class; nothing for any other value.
    fn order_of(&self, base: &Value) -> &[u32] {
        match base.data {
            Data::Handle(Handle { kind: HandleKind::Class, index }) => &self.classes[index as usize].order,
            _ => &[],
        }
    }

    /// Python's C3 order of the class `index`, by merging, and the native classes among its bases; ties that C3 would
    /// refuse keep the order of the bases. `None` if there are too many.
    pub(super) fn resolution_order(&self, index: u32, bases: &[Value]) -> Option<(Vec<u32>, Vec<Arc<str>>)> {
        if let [base] = bases
            && let Data::Handle(Handle { kind: HandleKind::Class, index: above }) = base.data
        {
            let above = &self.classes[above as usize];
            let order = std::iter::once(index).chain(above.order.iter().copied()).collect();
            return (above.order.len() < LONGEST_LINE).then(|| (order, above.native_bases.clone()));
        }
        if bases.iter().map(|base| self.order_of(base).len()).sum::<usize>() > MOST_BASES {
            return None;
        }
        let mut sequences: Vec<Vec<u32>> = Vec::new();
        let mut direct = Vec::new();
        let mut natives: Vec<Arc<str>> = Vec::new();
        for base in bases {
            match base.data {
                Data::Handle(Handle { kind: HandleKind::Class, index }) => {
                    let class = &self.classes[index as usize];
                    sequences.push(class.order.clone());
                    direct.push(index);
                    // Each once: a class that is inherited by many ways has many ways to each of its bases.
                    natives.extend(
                        class.native_bases.iter().filter(|base| !natives.contains(base)).cloned().collect::<Vec<_>>(),
                    );
                }
                _ => natives.extend(self.native_name(base)),
            }
        }
        sequences.push(direct);
        let mut order = vec![index];
        while let Some(next) = next_in_order(&sequences) {
            order.push(next);
            for sequence in &mut sequences {
                sequence.retain(|class| *class != next);
            }
        }
        natives.dedup();
        Some((order, natives))
    }
}

/// The first class that heads a sequence and stands in no other's tail.
fn next_in_order(sequences: &[Vec<u32>]) -> Option<u32> {
    let heads = || sequences.iter().filter_map(|sequence| sequence.first().copied());
    let in_a_tail = |class: u32| sequences.iter().any(|sequence| sequence.iter().skip(1).any(|one| *one == class));
    heads().find(|class| !in_a_tail(*class)).or_else(|| heads().next())
}
