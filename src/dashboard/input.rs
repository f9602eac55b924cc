//! Reads the terminal on a thread of its own and sends what its bytes mean.
//!
//! Not by crossterm's reader: that one (0.29) spins for ever once a terminal has hung up, and
//! forgets a key that arrives together with a resize.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::sync::mpsc;

use super::decode::Decoder;
use super::message::Message;

/// Messages on their way: a paste or a wild wheel fits, and a full queue only makes the reader wait.
const QUEUE: usize = 256;
/// How long the rest of a sequence may take; then an escape byte was the key.
const REST: Timespec = Timespec { tv_sec: 0, tv_nsec: 30_000_000 };

/// Begins to read. The end of the queue is the end of the terminal.
///
/// # Errors
/// When there is no terminal to read.
pub fn begin() -> io::Result<mpsc::Receiver<Message>> {
    let (to, from) = mpsc::channel(QUEUE);
    let stdin = io::stdin();
    let terminal: OwnedFd = if stdin.is_terminal() {
        stdin.as_fd().try_clone_to_owned()?
    } else {
        File::open("/dev/tty")?.into()
    };
    // Not a blocking task of the runtime: it waits in the system until the terminal ends, and the
    // runtime's shutdown would wait with it.
    std::thread::Builder::new()
        .name("input".to_owned())
        .spawn(move || read(&terminal, &to))
        .map(|_| from)
}

fn read(terminal: &OwnedFd, to: &mpsc::Sender<Message>) {
    let mut decoder = Decoder::default();
    let mut bytes = [0_u8; 4096];
    loop {
        let rest = decoder.is_waiting().then_some(&REST);
        let messages = match wait(terminal, rest) {
            Ready::Bytes if to.is_closed() => return,
            Ready::Bytes => match rustix::io::read(terminal, &mut bytes) {
                Ok(0) => return,
                Ok(count) => decoder.take(bytes.get(..count).unwrap_or_default()),
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => Vec::new(),
                Err(_) => return,
            },
            Ready::Nothing => decoder.give_up().into_iter().collect(),
            Ready::Gone => return,
        };
        for message in messages {
            if to.blocking_send(message).is_err() {
                return;
            }
        }
    }
}

enum Ready {
    Bytes,
    Nothing,
    Gone,
}

fn wait(terminal: &OwnedFd, limit: Option<&Timespec>) -> Ready {
    let mut fds = [PollFd::new(terminal, PollFlags::IN)];
    loop {
        match poll(&mut fds, limit) {
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return Ready::Gone,
            Ok(0) => return Ready::Nothing,
            Ok(_) => break,
        }
    }
    let [fd] = &fds;
    if fd.revents().contains(PollFlags::IN) { Ready::Bytes } else { Ready::Gone }
}
