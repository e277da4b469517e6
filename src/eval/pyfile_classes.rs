//! Classes in files that `from_pyfile` loads: of such a file only the names arrive, and what its classes hold does not,
//! unless it comes to a configuration by another way.

use super::glances::names;
use super::machine::Machine;
use super::program::Program;
use super::store::ObjectId;
use crate::flask::{self, Deployment, IgnoredWrite, LoadedFrom};
use crate::source::{FileId, Span};
use crate::value::{Data, Handle, HandleKind};

/// Why what such a class holds has no effect.
const WHY: &str =
    "it is in a class of a file that is loaded with from_pyfile(), which takes only the names of the file itself";

impl Machine<'_> {
    /// Notes what the classes hold whose names are in `scope`: that of such a file.
    pub(super) fn note_classes(&mut self, app: u32, scope: ObjectId) {
        let classes: Vec<u32> = self
            .store
            .object(scope)
            .fields
            .values()
            .filter_map(|value| match value.data {
                Data::Handle(Handle { kind: HandleKind::Class, index }) => Some(index),
                _ => None,
            })
            .collect();
        for class in classes {
            for (key, value) in self.settings_of_class(class) {
                if let (true, Some(at)) = (flask::is_security_setting(&key), value.trail.origin()) {
                    self.note_ignored(app, &key, "", WHY, at);
                }
            }
        }
    }
}

/// Takes away what comes to a configuration by another way, or may: an import leads to its file from one of the `seeds`,
/// or one of the `deployments` has a class of the file, or the value.
pub(super) fn spare_loaded(program: &Program<'_>, seeds: &[FileId], deployments: &mut [&mut Deployment]) {
    let noted = deployments.iter().flat_map(|one| &one.ignored).filter(|write| write.why == WHY);
    let noted: Vec<IgnoredWrite> = noted.cloned().collect();
    for write in noted {
        let is_imported = || seeds.iter().any(|seed| names(program, *seed, write.span.file));
        if deployments.iter().any(|one| has(one, write.span)) || is_imported() {
            for one in deployments.iter_mut() {
                one.ignored.retain(|other| *other != write);
            }
        }
    }
}

/// Whether a deployment has what is written at `place`, or loads a class of that file.
fn has(deployment: &Deployment, place: Span) -> bool {
    let is_of_file = |from: &LoadedFrom| match from {
        LoadedFrom::Class(order) => order.iter().any(|class| class.file == place.file),
        LoadedFrom::File(_) => false,
    };
    deployment.loads.iter().any(|load| is_of_file(&load.from))
        || deployment
            .settings
            .values()
            .any(|setting| setting.value.alternatives().into_iter().any(|value| value.trail.parts().contains(&place)))
}
