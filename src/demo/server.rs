//! The embedded HTTP server of the demo: feeds and article pages on a loopback port.
//!
//! Bounded connections, a deadline for every request head, GET and HEAD only, and an orderly end
//! by token. What it answers is decided by `answer`.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::answer::Stage;

/// Connections at once: a poll of every outlet and a browser beside it, with room.
const CONNECTIONS: usize = 64;

/// For a request head to arrive, and for an idle connection to be used again.
const HEAD: Duration = Duration::from_secs(20);

/// For connections to finish once the server is to end.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Wait after a failed accept (out of file descriptors) before the next.
const BREATH: Duration = Duration::from_millis(100);

/// Opens a loopback port that the system picks.
pub(super) async fn listen() -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves until `stop`; then lets open connections finish, but not for long.
pub(super) async fn serve(listener: TcpListener, stage: Arc<Stage>, stop: CancellationToken) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let open = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = accept(&listener, &room) => accepted,
        };
        match accepted {
            Ok((stream, permit)) => {
                let (stage, stop) = (Arc::clone(&stage), stop.clone());
                open.spawn(async move {
                    connection(stream, stage, stop).await;
                    drop(permit);
                });
            }
            Err(error) => {
                tracing::debug!(%error, "demo server: accept");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    open.close();
    open.wait().await;
}

/// The next connection, once there is room for it.
async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> io::Result<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(room).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, _) = listener.accept().await?;
    Ok((stream, permit))
}

async fn connection(stream: TcpStream, stage: Arc<Stage>, stop: CancellationToken) {
    let service = service_fn(|request: Request<Incoming>| {
        let stage = Arc::clone(&stage);
        async move { Ok::<Response<Full<Bytes>>, Infallible>(stage.reply(&request).await) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(16 << 10)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(served);
    tokio::select! {
        _ = served.as_mut() => return,
        () = stop.cancelled() => served.as_mut().graceful_shutdown(),
    }
    // Whoever still reads after that has been told enough.
    let _ = tokio::time::timeout(LAST_WORDS, served).await;
}
