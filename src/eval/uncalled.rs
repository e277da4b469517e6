//! What a function does to the app of a module that nothing in the project is seen to call: a console script, the target
//! of a thread, a `main` that another program imports.
//!
//! Which functions those are is for `survey` and `judged` to say.

use std::sync::Arc;

use crate::flask::{Deployment, Origin, SecretSetting, Setting};
use crate::value::{Data, Value, override_with};

/// Adds to what the app has by default what it has where the function `name` is called: somebody may start the program
/// so, as by `if __name__ == "__main__"`.
pub(super) fn allow_for_call(deployment: &mut Deployment, called: &Deployment, name: &str) {
    let by = [Arc::from(format!("{name}()"))];
    for (key, other) in called.settings.iter().filter(|(_, other)| other.origin == Origin::Written) {
        let unset = Setting { origin: Origin::Deleted, value: Value::of(Data::Absent) };
        let setting = deployment.settings.entry(key.clone()).or_insert(unset);
        if setting.origin == Origin::Written {
            continue;
        }
        setting.value = override_with(&setting.value, &other.value, &by);
        // A key counts wherever it is written.
        if SecretSetting::is(key) {
            setting.origin = Origin::Written;
        }
    }
    let new: Vec<_> = called.gaps.iter().filter(|gap| !deployment.gaps.contains(gap)).cloned().collect();
    deployment.gaps.extend(new);
}
