//! DNS: whether the names of some feeds lead to an address.

use std::net::ToSocketAddrs;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::finding::Finding;
use super::patient::Patient;
use super::proxies;

/// Names that are looked up: enough to tell a broken resolver from a broken name.
const SAMPLE: usize = 8;

/// For all of them together.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    if patient.loaded.is_err() {
        return vec![Finding::ok("not looked at: the configuration cannot be read")];
    }
    let hosts = patient.hosts();
    if hosts.is_empty() {
        return vec![Finding::ok("no feed has a name that must be looked up")];
    }
    if !proxies::hosts(patient).is_empty() {
        return vec![Finding::ok("names are looked up by the proxy")];
    }
    let step = hosts.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<String> = hosts.into_iter().step_by(step).collect();
    vec![verdict(&sample, &unknown(&sample))]
}

/// Which of the names lead nowhere, or not in time.
fn unknown(sample: &[String]) -> Vec<String> {
    let (found_in, found) = mpsc::channel();
    for host in sample.iter().cloned() {
        let found_in = found_in.clone();
        // A thread that the resolver holds ends with this process.
        thread::spawn(move || {
            let leads =
                (host.as_str(), 443).to_socket_addrs().is_ok_and(|mut all| all.next().is_some());
            // Nobody listens any more when it took too long.
            let _ = found_in.send((host, leads));
        });
    }
    drop(found_in);
    let deadline = Instant::now() + PATIENCE;
    let mut missing = sample.to_vec();
    while let Ok((host, leads)) =
        found.recv_timeout(deadline.saturating_duration_since(Instant::now()))
    {
        if leads {
            missing.retain(|name| *name != host);
        }
    }
    missing
}

fn verdict(sample: &[String], missing: &[String]) -> Finding {
    let (asked, lost) = (sample.len(), missing.len());
    let names = missing.join(", ");
    match lost {
        0 => Finding::ok(format!("{asked} of {asked} names of feeds have an address")),
        // One alone does not tell a broken resolver from a broken name.
        1 if asked == 1 => {
            Finding::warn(format!("the only name of a feed has no address: {names}")).advise(
                "see whether the site has moved; if other names fail too, look at the network and \
                 at /etc/resolv.conf",
            )
        }
        n if n == asked => Finding::fail(format!(
            "no name of a feed leads to an address ({names})"
        ))
        .advise("look at the network and at /etc/resolv.conf; `wirewatch demo` works without"),
        n => Finding::warn(format!("{n} of {asked} names of feeds have no address: {names}"))
            .advise("`wirewatch feed check` on these feeds; they may have moved"),
    }
}

#[cfg(test)]
mod tests {
    use super::verdict;
    use crate::cli::doctor::finding::Level;

    #[test]
    fn one_lost_name_warns_and_all_lost_fail() {
        let sample = ["a.example".to_owned(), "b.example".to_owned()];
        assert_eq!(verdict(&sample, &[]).level, Level::Ok);
        assert_eq!(verdict(&sample, &sample[..1]).level, Level::Warn);
        assert_eq!(verdict(&sample, &sample).level, Level::Fail);
        let alone = &sample[..1];
        assert_eq!(verdict(alone, alone).level, Level::Warn, "the name itself may be the fault");
    }
}
