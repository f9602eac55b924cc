//! Tells systemd that we are ready, alive and stopping (`sd_notify`), where it asks for that.

use std::ffi::OsStr;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::store::Store;

/// What the service manager asked for in the environment.
#[derive(Clone, Debug, Default)]
pub(super) struct Service {
    socket: Option<std::ffi::OsString>,
    /// It wants to hear from us within this time.
    watchdog: Option<Duration>,
}

impl Service {
    /// Reads what the service manager left in the environment.
    pub(super) fn from_environment() -> Service {
        let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
        let mine = number("WATCHDOG_PID").is_none_or(|pid| pid == u64::from(std::process::id()));
        let watchdog = number("WATCHDOG_USEC").filter(|micros| mine && *micros > 0);
        Service {
            socket: std::env::var_os("NOTIFY_SOCKET").filter(|socket| !socket.is_empty()),
            watchdog: watchdog.map(Duration::from_micros),
        }
    }

    /// Says a word, if somebody listens. Nobody waits for it.
    pub(super) fn say(&self, word: &str) {
        if let Some(socket) = &self.socket
            && let Err(error) = send(socket, word)
        {
            tracing::debug!(%error, word, "the service manager does not listen");
        }
    }

    /// Says that we are alive for as long as the store answers, until `stop`.
    pub(super) fn keep_alive(&self, store: Arc<dyn Store>, stop: CancellationToken) {
        let Some(within) = self.watchdog else { return };
        let service = self.clone();
        tokio::spawn(async move {
            loop {
                let store = store.clone();
                // Even an error is an answer; a thread that hangs is none.
                if tokio::task::spawn_blocking(move || store.revision().is_ok()).await.is_ok() {
                    service.say("WATCHDOG=1");
                }
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(within / 3) => {}
                }
            }
        });
    }
}

#[cfg(target_os = "linux")]
fn send(socket: &OsStr, word: &str) -> std::io::Result<()> {
    use std::os::linux::net::SocketAddrExt;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::net::{SocketAddr, UnixDatagram};

    let address = match socket.as_bytes().strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name)?,
        None => SocketAddr::from_pathname(socket)?,
    };
    let sender = UnixDatagram::unbound()?;
    sender.set_nonblocking(true)?;
    sender.send_to_addr(word.as_bytes(), &address).map(|_| ())
}

#[cfg(not(target_os = "linux"))]
fn send(_: &OsStr, _: &str) -> std::io::Result<()> {
    Ok(())
}
