//! Proxies that the environment names.

use super::finding::Finding;
use super::patient::Patient;
use crate::fetch::proxy_hosts;

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
    vec![Finding::ok(told).advise(
        "the proxy looks names up: private addresses behind a name are its to refuse, not ours",
    )]
}
