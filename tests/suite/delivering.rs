//! Ways out: each kind against a receiver on loopback, then the whole program with receivers that
//! fail, hang and come back.

#![allow(clippy::unwrap_used, reason = "builders and helpers of tests")]

use std::path::Path;

use wirewatch::domain::{AlertId, Notice};
use wirewatch::notify::{self, DeliveryError, Parcel, Problem, Raw, Way};

use crate::support::server::{FeedServer, Response};

mod again;
mod answers;
mod email;
mod kinds;
mod program;
mod programs;
mod sinks;

/// A notifier of a section as it stands in a file.
fn build(section: &str, folder: &Path) -> Result<Way, Problem> {
    read(section, folder, notify::build)
}

fn read(
    section: &str,
    folder: &Path,
    make: impl Fn(&Raw<'_>) -> Result<Way, Problem>,
) -> Result<Way, Problem> {
    let document: toml_edit::DocumentMut = section.parse().unwrap();
    let table = document.as_table();
    let text = |key| table.get(key).and_then(toml_edit::Item::as_str).unwrap_or_default();
    let env = |name: &str| (name == "DESK_TOKEN").then(|| "from-env".to_owned());
    let raw = Raw { name: text("name"), kind: text("kind"), table, folder, env: &env };
    make(&raw)
}

fn way(section: &str) -> Way {
    build(section, Path::new("/nowhere")).unwrap()
}

/// A notice as the store keeps it.
fn notice(seq: u64, severity: &str, title: &str) -> Notice {
    let raised = "2026-05-19T04:20:00Z";
    let json = format!(
        r#"{{"schema":"wirewatch.alert/1","seq":{seq},"id":"00000000000000aa-{seq}","change":"raised","note":"","severity":"{severity}","score":96,"reason":"rocket 30","watches":["rocket","embassy"],"article":{{"title":"{title}","summary":"An empty house was hit.","body":"","url":"https://example.org/a?b=1&c=2","id":"1","outlet":"Example Wire","feed":"News","author":"","language":"en","published":"{raised}","categories":[]}},"hits":[],"story":{{"id":"00000000000000aa","articles":4,"outlets":["Example Wire","Other"],"origins":["AP"],"first_seen":"{raised}","last_seen":"{raised}"}},"times":{{"published":"{raised}","fetched":"{raised}","raised":"{raised}"}}}}"#
    );
    Notice { seq, alert: AlertId(1), raised: raised.parse().unwrap(), json }
}

fn one() -> Parcel {
    Parcel::of([&notice(17, "flash", "Rocket hits <near> Embassy & more")]).unwrap()
}

fn three() -> Parcel {
    let all = [
        notice(17, "priority", "First"),
        notice(18, "flash", "Second"),
        notice(19, "routine", "Third"),
    ];
    Parcel::of(&all).unwrap()
}

fn deliver(way: &Way, parcel: &Parcel) -> Result<(), DeliveryError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(way.deliver(parcel))
}

#[test]
fn a_notifier_whose_secret_is_not_there_keeps_what_it_cannot_send() {
    for (kind, keeps) in [("pagerduty", true), ("telegram", false)] {
        let key = if keeps { "key_env" } else { "chat = \"1\"\ntoken_env" };
        let section = format!("name = \"desk\"\nkind = \"{kind}\"\n{key} = \"UNSET\"");
        let lacks = build(&section, Path::new("/nowhere")).unwrap_err();
        assert!(lacks.is_absent, "{lacks}");
        let way = read(&section, Path::new("/nowhere"), |raw| notify::waiting(raw, &lacks));
        let way = way.unwrap();
        assert_eq!(way.keeps_incidents, keeps, "{kind}");
        let refused = deliver(&way, &one()).unwrap_err();
        assert!(refused.to_string().contains("UNSET is not set"), "{refused}");
    }
}
