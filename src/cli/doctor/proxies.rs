//! Proxies that the environment names, and whether they take a connection.

use std::net::{TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::finding::Finding;
use super::patient::Patient;
use crate::fetch::{proxy_hosts, proxy_places};

/// For all of them together.
const PATIENCE: Duration = Duration::from_secs(4);

/// The hosts of the proxies in force.
pub(super) fn hosts(patient: &Patient) -> Vec<String> {
    let environment = patient.environment.iter().map(|(k, v)| (k.clone(), v.clone()));
    let mut hosts = proxy_hosts(environment);
    hosts.sort();
    hosts.dedup();
    hosts
}

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    let hosts = hosts(patient);
    if hosts.is_empty() {
        return vec![Finding::ok("none: feeds are asked straight")];
    }
    let but = patient.variable("no_proxy").or(patient.variable("NO_PROXY"));
    let but = but.map(|list| format!(", but for {list}")).unwrap_or_default();
    let told = format!("through {}{but}", hosts.join(", "));
    let environment = patient.environment.iter().map(|(k, v)| (k.clone(), v.clone()));
    let dead = dead(proxy_places(environment));
    if !dead.is_empty() {
        let told = format!("{told}: no connection to {}", dead.join(", "));
        return vec![Finding::fail(told).advise(
            "start the proxy, or put http_proxy, https_proxy and all_proxy right: no feed is reached without it",
        )];
    }
    vec![Finding::ok(told).advise(
        "the proxy looks names up: private addresses behind a name are its to refuse, not ours",
    )]
}

/// The proxies that take no connection, or not in time.
fn dead(places: Vec<(String, u16)>) -> Vec<String> {
    let (told_in, told) = mpsc::channel();
    let mut dead: Vec<String> = Vec::new();
    for (host, port) in places {
        dead.push(format!("{host}:{port}"));
        let told_in = told_in.clone();
        // A thread that the resolver holds ends with this process.
        thread::spawn(move || {
            let mut all = (host.as_str(), port).to_socket_addrs().into_iter().flatten();
            let taken = all.any(|place| TcpStream::connect_timeout(&place, PATIENCE).is_ok());
            // Nobody listens any more when it took too long.
            let _ = told_in.send((format!("{host}:{port}"), taken));
        });
    }
    drop(told_in);
    while let Ok((place, taken)) = told.recv_timeout(PATIENCE) {
        dead.retain(|other| !taken || *other != place);
    }
    dead
}
