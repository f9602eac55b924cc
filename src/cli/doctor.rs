//! `wirewatch doctor`: looks at everything that a working wirewatch needs, and says what to do.
//!
//! One file a subject, one row each in [`CHECKS`]; this file runs and prints them. It changes
//! nothing but what opening the store changes.

mod alike;
mod certificates;
mod clock;
mod config;
mod disk;
mod feeds;
mod finding;
mod log;
mod names;
mod notifiers;
mod pace;
mod patient;
mod poller;
mod proxies;
mod secrets;
mod store;
mod targets;
mod terminal;

use std::io::Write;

use serde_json::{Value, json};

use super::args::{DoctorArgs, Global, ListFormat};
use super::paint::Paint;
use super::{Ending, Failure, Status, out};
pub(super) use alike::alike;
use finding::Finding;
pub(super) use finding::Level;
use patient::Patient;
pub(super) use secrets::open_files;
pub(super) use targets::missing;

/// One subject that is looked at.
struct Check {
    name: &'static str,
    look: fn(&Patient) -> Vec<Finding>,
    /// With which status a failure ends: that of the command that would meet it.
    failure: fn(String) -> Failure,
}

/// Every check, in the order in which things are needed.
const CHECKS: &[Check] = &[
    Check { name: "config", look: config::look, failure: Failure::Usage },
    Check { name: "store", look: store::look, failure: Failure::CannotRun },
    Check { name: "disk", look: disk::look, failure: Failure::CannotRun },
    Check { name: "log", look: log::look, failure: Failure::CannotRun },
    Check { name: "clock", look: clock::look, failure: Failure::CannotRun },
    Check { name: "terminal", look: terminal::look, failure: Failure::CannotRun },
    Check { name: "dns", look: names::look, failure: Failure::CannotRun },
    Check { name: "tls", look: certificates::look, failure: Failure::CannotRun },
    Check { name: "proxy", look: proxies::look, failure: Failure::CannotRun },
    Check { name: "poller", look: poller::look, failure: Failure::CannotRun },
    Check { name: "feeds", look: feeds::look, failure: Failure::CannotRun },
    Check { name: "pace", look: pace::look, failure: Failure::CannotRun },
    Check { name: "secrets", look: secrets::look, failure: Failure::Usage },
    Check { name: "notifiers", look: notifiers::look, failure: Failure::Usage },
];

/// Findings of one check that text shows; JSON has all.
const SHOWN: usize = 12;

pub(super) fn run(global: &Global, args: &DoctorArgs) -> Ending {
    let patient = Patient::examine(global)?;
    let looked: Vec<(&Check, Vec<Finding>)> =
        CHECKS.iter().map(|check| (check, (check.look)(&patient))).collect();
    let mut stdout = out::stdout();
    match args.format {
        ListFormat::Json => out::json_line(&mut stdout, &report(&patient, &looked))?,
        ListFormat::Table => print(&looked, Paint::of(global), &mut stdout)?,
    }
    stdout.flush()?;
    ending(&looked)
}

/// The status of the first check that failed, with the names of all that did.
fn ending(looked: &[(&Check, Vec<Finding>)]) -> Ending {
    let failed: Vec<&Check> = looked
        .iter()
        .filter(|(_, found)| found.iter().any(|finding| finding.level == Level::Fail))
        .map(|(check, _)| *check)
        .collect();
    let Some(first) = failed.first() else { return Ok(Status::Done) };
    let names: Vec<&str> = failed.iter().map(|check| check.name).collect();
    Err((first.failure)(format!("not in order: {}", names.join(", "))))
}

fn report(patient: &Patient, looked: &[(&Check, Vec<Finding>)]) -> Value {
    let all = || looked.iter().flat_map(|(_, found)| found);
    let count = |level: Level| all().filter(|finding| finding.level == level).count();
    let lines = looked.iter().flat_map(|(check, found)| {
        found.iter().map(|finding| {
            json!({
                "check": check.name,
                "level": finding.level.name(),
                "message": finding.said,
                "advice": finding.advice,
                "subject": finding.subject,
            })
        })
    });
    json!({
        "schema": "wirewatch.doctor/1",
        "version": env!("CARGO_PKG_VERSION"),
        "time": patient.now,
        "ok": count(Level::Ok),
        "warn": count(Level::Warn),
        "fail": count(Level::Fail),
        "checks": lines.collect::<Vec<_>>(),
    })
}

fn print(
    looked: &[(&Check, Vec<Finding>)],
    paint: Paint,
    out: &mut impl Write,
) -> std::io::Result<()> {
    for (check, found) in looked {
        for finding in found.iter().take(SHOWN) {
            let level = paint.level(finding.level);
            writeln!(out, "{level}  {:<10} {}", check.name, finding.said)?;
            if let Some(advice) = &finding.advice {
                writeln!(out, "{:17}→ {advice}", "")?;
            }
        }
        if let Some(more) = found.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            writeln!(out, "{:17}… {more} more: wirewatch doctor --format json", "")?;
        }
    }
    Ok(())
}
