//! The signals a terminal program answers: end, stop, go on, another size.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To end (terminate, interrupt, hang-up).
    End,
    /// To stop until continued.
    Suspend,
    /// To look at the terminal again: continued, or of another size.
    Look,
}

/// The signals, being listened to.
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
    stop: Signal,
    resumed: Signal,
    resized: Signal,
}

/// SIGTSTP and SIGCONT, which tokio has no name for; the numbers are those of this system.
const STOP: i32 = rustix::process::Signal::TSTP.as_raw();
const CONTINUE: i32 = rustix::process::Signal::CONT.as_raw();

impl Signals {
    /// Listens.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn listen() -> io::Result<Signals> {
        Ok(Signals {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: signal(SignalKind::hangup())?,
            stop: signal(SignalKind::from_raw(STOP))?,
            resumed: signal(SignalKind::from_raw(CONTINUE))?,
            resized: signal(SignalKind::window_change())?,
        })
    }

    /// The next one.
    pub async fn next(&mut self) -> Asked {
        tokio::select! {
            _ = self.terminate.recv() => Asked::End,
            _ = self.interrupt.recv() => Asked::End,
            _ = self.hangup.recv() => Asked::End,
            _ = self.stop.recv() => Asked::Suspend,
            _ = self.resumed.recv() => Asked::Look,
            _ = self.resized.recv() => Asked::Look,
        }
    }
}
