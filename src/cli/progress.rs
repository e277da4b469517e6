//! A line on the terminal that tells, once a run takes long, that it goes on. It is gone when the run ends.

use std::io::{self, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// After this time a person begins to wonder; the line is renewed as often.
const TICK: Duration = Duration::from_secs(1);

/// Whether somebody looks at standard error.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// It is a terminal.
    Person,
    /// It is a file or a pipe.
    Nobody,
}

/// Tells how long a run has taken, until it is dropped.
pub(super) struct Progress {
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to count; nothing is shown in the first second, nor to nobody.
    pub(super) fn start(audience: Audience) -> Self {
        let running = match audience {
            Audience::Nobody => None,
            Audience::Person => {
                let (done, wait) = channel::<()>();
                let show = move || {
                    let started = Instant::now();
                    let mut is_shown = false;
                    while wait.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                        // It is for a person who waits; a closed stderr has none.
                        let _ = write!(io::stderr(), "\r\x1b[Klinting… {} s", started.elapsed().as_secs());
                        let _ = io::stderr().flush();
                        is_shown = true;
                    }
                    if is_shown {
                        let _ = write!(io::stderr(), "\r\x1b[K");
                    }
                };
                Some((done, thread::spawn(show)))
            }
        };
        Self { running }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, shown)) = self.running.take() {
            drop(done);
            // The line must be gone before anything else is printed.
            let _ = shown.join();
        }
    }
}
