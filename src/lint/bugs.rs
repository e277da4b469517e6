//! Bugs of this program: told by their place in it, never by their message, which may quote the code that is linted
//! and so a key.

use std::backtrace::Backtrace;
use std::io::Write;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// Where the last bug showed up. Threads may race for it: two bugs at once are told as one.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Says nothing of a bug at its place; the run reports it.
pub fn keep_quiet() {
    std::panic::set_hook(Box::new(note));
}

/// Prints how a bug was reached, and nothing of its message.
pub fn trace() {
    std::panic::set_hook(Box::new(|bug| {
        note(bug);
        // Without stderr there is nobody to tell.
        let _ = writeln!(std::io::stderr(), "bug at {}\n{}", place(bug), Backtrace::force_capture());
    }));
}

/// What `stage` yields, or where its bug is.
pub(super) fn survive<T>(stage: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(stage)).map_err(|_| {
        let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner).take();
        place.unwrap_or_else(|| "at a place that is not known".to_owned())
    })
}

fn note(bug: &PanicHookInfo<'_>) {
    *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = Some(place(bug));
}

fn place(bug: &PanicHookInfo<'_>) -> String {
    bug.location().map_or_else(|| "unknown".to_owned(), |place| format!("{}:{}", place.file(), place.line()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bug_is_told_without_its_message() {
        let key = "Zq7vK3mX9tR2wB8nJ5cYp4Hd";
        let told = survive(|| panic!("no place 99 in {key:?}")).unwrap_err();
        assert!(!told.contains("Zq7v") && !told.contains("no place"), "{told}");
        assert_eq!(survive(|| 1), Ok(1));
    }
}
