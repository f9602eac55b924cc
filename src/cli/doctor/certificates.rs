//! TLS: whether the system has certificate authorities. Without any no https feed can be read.

use super::finding::Finding;
use super::patient::Patient;
use crate::domain::Fetching;
use crate::fetch::Client;

/// Variables that put the authorities elsewhere.
const PLACES: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

pub(super) fn look(patient: &Patient) -> Vec<Finding> {
    let defaults = Fetching::default();
    let fetching = patient.loaded.as_ref().map_or(&defaults, |loaded| &loaded.settings.fetching);
    let secure = patient.feeds.iter().filter(|feed| feed.asked().starts_with("https:")).count();
    let named =
        PLACES.iter().filter_map(|name| Some(format!("{name}={}", patient.variable(name)?)));
    let named: Vec<String> = named.collect();
    let from = if named.is_empty() { String::new() } else { format!(" ({})", named.join(", ")) };
    let ready = match Client::new(fetching) {
        Ok(client) => client.can_be_secure(),
        Err(error) => return vec![Finding::fail(error.to_string())],
    };
    let found = match ready {
        Ok(()) => Finding::ok(format!("certificate authorities are there{from}")),
        Err(failure) if secure == 0 => Finding::warn(format!("{}{from}", failure.message)),
        Err(failure) => Finding::fail(format!(
            "{}{from}: {secure} feeds cannot be read",
            failure.message
        ))
        .advise(
            "apt install ca-certificates, dnf install ca-certificates, apk add ca-certificates",
        ),
    };
    vec![found]
}
