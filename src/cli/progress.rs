//! That something takes long is said at a terminal, and nowhere else.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::ProgressBar;

/// What takes less than this is not worth a word.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the sign moves.
const TICK: Duration = Duration::from_millis(120);

/// Something that may take long; what was said of it is wiped away when it ends.
pub(super) struct Progress {
    ended: Option<Sender<()>>,
    shower: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins; `what` is said if it takes long.
    pub(super) fn of(what: &'static str) -> Progress {
        if !io::stderr().is_terminal() {
            return Progress { ended: None, shower: None };
        }
        let (ended, waits) = channel::<()>();
        let shower = thread::spawn(move || {
            if waits.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::new_spinner().with_message(what);
            bar.enable_steady_tick(TICK);
            let _ = waits.recv();
            bar.finish_and_clear();
        });
        Progress { ended: Some(ended), shower: Some(shower) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.ended.take());
        if let Some(shower) = self.shower.take() {
            // A sign that could not be wiped away is no reason to fail.
            let _ = shower.join();
        }
    }
}
