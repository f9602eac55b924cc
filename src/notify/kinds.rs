//! The table of kinds: a row for each notifier, with its keys and how it is made. Validation, help
//! and "did you mean" are made from it.

use url::Url;

use super::Notifier;
use super::section::{Problem, Raw, Read1};
use super::{
    alertmanager, command, desktop, discord, email, file, matrix, ntfy, pagerduty, slack, telegram,
    webhook,
};

/// A key with what it is for.
pub type Key = (&'static str, &'static str);

/// A kind of notifier.
#[derive(Clone, Copy)]
pub struct Kind {
    /// Its name in the configuration.
    pub name: &'static str,
    /// What it does, in a few words.
    pub help: &'static str,
    /// Its own keys, beside [`COMMON`].
    pub keys: &'static [Key],
    /// Deliveries a minute unless `most` says otherwise; 0: no limit.
    pub most: u32,
    /// Whether the receiver keeps an incident for each alert, and is to be told of its end.
    pub keeps_incidents: bool,
    /// Makes one of its section.
    pub(super) build: fn(&Raw<'_>) -> Read1<Box<dyn Notifier>>,
}

/// The keys of every kind.
pub const COMMON: &[Key] = &[
    ("name", "a name of its own"),
    ("kind", "which kind of notifier"),
    ("min_severity", "only this severity and above (default priority)"),
    ("watches", "only alerts of these watches (default all)"),
    ("quiet", "hours in which it keeps quiet, such as \"22:00-06:00\"; then one digest"),
    ("zone", "where these hours are counted, such as \"Asia/Baghdad\" (default this machine's)"),
    ("quiet_except", "goes out at once all the same, this severity and above (default flash)"),
    ("digest", "gathers what is below quiet_except for so long, such as \"15m\", into one digest"),
    ("most", "most deliveries in any span `per`; more go out as one digest; 0: no limit"),
    ("per", "that span (default \"1m\")"),
    ("sources", "true: it is also told of feeds that break, fall silent, move or come back"),
];

/// Every kind.
pub const KINDS: &[Kind] = &[
    Kind {
        name: "webhook",
        help: "POSTs each alert as JSON, signed (Standard Webhooks)",
        keys: webhook::KEYS,
        most: 60,
        keeps_incidents: false,
        build: webhook::build,
    },
    Kind {
        name: "command",
        help: "runs a program with the alert as JSON on its standard input",
        keys: command::KEYS,
        most: 60,
        keeps_incidents: false,
        build: command::build,
    },
    Kind {
        name: "file",
        help: "appends each alert to a file, one JSON line each",
        keys: file::KEYS,
        most: 0,
        keeps_incidents: false,
        build: file::build,
    },
    Kind {
        name: "email",
        help: "mails by SMTP, encrypted; `digest = \"15m\"` gathers",
        keys: email::KEYS,
        most: 10,
        keeps_incidents: false,
        build: email::build,
    },
    Kind {
        name: "ntfy",
        help: "pushes to phones through an ntfy server",
        keys: ntfy::KEYS,
        most: 12,
        keeps_incidents: false,
        build: ntfy::build,
    },
    Kind {
        name: "slack",
        help: "posts to a Slack channel (incoming webhook)",
        keys: slack::KEYS,
        most: 30,
        keeps_incidents: false,
        build: slack::build,
    },
    Kind {
        name: "discord",
        help: "posts to a Discord channel (webhook)",
        keys: discord::KEYS,
        most: 20,
        keeps_incidents: false,
        build: discord::build,
    },
    Kind {
        name: "telegram",
        help: "sends through a Telegram bot",
        keys: telegram::KEYS,
        most: 20,
        keeps_incidents: false,
        build: telegram::build,
    },
    Kind {
        name: "matrix",
        help: "posts to a Matrix room; a repeated try shows once",
        keys: matrix::KEYS,
        most: 30,
        keeps_incidents: false,
        build: matrix::build,
    },
    Kind {
        name: "alertmanager",
        help: "posts to a Prometheus Alertmanager",
        keys: alertmanager::KEYS,
        most: 60,
        keeps_incidents: true,
        build: alertmanager::build,
    },
    Kind {
        name: "pagerduty",
        help: "triggers a PagerDuty incident a story (Events v2)",
        keys: pagerduty::KEYS,
        most: 60,
        keeps_incidents: true,
        build: pagerduty::build,
    },
    Kind {
        name: "desktop",
        help: "shows a desktop notification (notify-send)",
        keys: desktop::KEYS,
        most: 6,
        keeps_incidents: false,
        build: desktop::build,
    },
];

/// The address of `url`, or the receiver's usual one.
pub(super) fn address_or(raw: &Raw<'_>, usual: &str) -> Read1<Url> {
    match raw.address("url")? {
        Some(url) => Ok(url),
        None => Url::parse(usual).map_err(|_| Problem::at("url", "expected an address")),
    }
}

/// An address below another; every part is one segment, whatever is in it.
pub(super) fn below(server: &Url, parts: &[&str]) -> Url {
    let mut url = server.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(parts);
    }
    url
}
