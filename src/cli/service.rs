//! Tells systemd that we are ready, alive, reading the configuration again and stopping
//! (`sd_notify`), where it asks for that.

use std::ffi::OsStr;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::engine::Pulse;
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

    /// Says that we are ready, again after reading the configuration, and what is wrong with it.
    pub(super) fn ready(&self, problem: Option<&str>) {
        let standing = problem.map_or_else(
            || "running".to_owned(),
            |problem| format!("the old configuration stays in force: {problem}"),
        );
        self.say(&format!("READY=1\nSTATUS={standing}"));
    }

    /// Says that the configuration is being read again.
    pub(super) fn reloading(&self) {
        self.say(&format!("RELOADING=1\nMONOTONIC_USEC={}", monotonic_micros()));
    }

    /// Says that we are alive for as long as the store answers and no piece of the engine's work
    /// takes longer than we may be silent, until `stop`.
    pub(super) fn keep_alive(&self, store: Arc<dyn Store>, pulse: Pulse, stop: CancellationToken) {
        let Some(within) = self.watchdog else { return };
        let service = self.clone();
        tokio::spawn(async move {
            loop {
                let store = store.clone();
                // Even an error is an answer; a thread that hangs is none.
                let answers = tokio::task::spawn_blocking(move || store.revision().is_ok()).await;
                match pulse.hangs(within) {
                    Some((name, lasts)) => {
                        tracing::error!(lasts = lasts.as_secs(), "{name} hangs");
                    }
                    None if answers.is_ok() => service.say("WATCHDOG=1"),
                    None => {}
                }
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(within / 3) => {}
                }
            }
        });
    }
}

/// The time of `CLOCK_MONOTONIC`, which systemd compares with its own.
#[cfg(unix)]
fn monotonic_micros() -> i64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    now.tv_sec * 1_000_000 + now.tv_nsec / 1_000
}

#[cfg(not(unix))]
fn monotonic_micros() -> i64 {
    0
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

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::unix::net::UnixDatagram;

    use super::*;
    use crate::store::memory::MemoryStore;

    /// What was said within a time.
    async fn said(socket: &tokio::net::UnixDatagram, within: Duration) -> Option<String> {
        let mut buffer = [0; 200];
        let length = tokio::time::timeout(within, socket.recv(&mut buffer)).await.ok()?.ok()?;
        Some(String::from_utf8_lossy(buffer.get(..length)?).into_owned())
    }

    #[tokio::test]
    async fn a_hanging_writer_is_not_said_to_be_alive() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("notify");
        let socket = UnixDatagram::bind(&path).unwrap();
        socket.set_nonblocking(true).unwrap();
        let socket = tokio::net::UnixDatagram::from_std(socket).unwrap();
        let within = Duration::from_millis(30);
        let service = Service { socket: Some(path.into_os_string()), watchdog: Some(within) };
        let (pulse, stop) = (Pulse::default(), CancellationToken::new());
        let writing = pulse.begin("writing");
        while pulse.hangs(within).is_none() {
            tokio::task::yield_now().await;
        }
        service.keep_alive(Arc::new(MemoryStore::default()), pulse, stop.clone());
        assert_eq!(said(&socket, within * 5).await, None);
        drop(writing);
        let alive = said(&socket, Duration::from_secs(30)).await;
        assert_eq!(alive.as_deref(), Some("WATCHDOG=1"));
        stop.cancel();
    }
}
