//! One configured notifier: what it wants, its manners, and the way out itself. Made of a
//! `[[notify]]` section by the table of kinds.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::digest::Digest;
use super::kinds::{COMMON, KINDS, Kind};
use super::quiet::Quiet;
use super::rate::Rate;
use super::section::{Problem, Raw, Read1, read_file};
use super::{BoxFuture, DeliveryError, Notifier, Parcel};
use crate::domain::{Route, Severity};

/// How a notifier behaves toward its receiver.
#[derive(Clone, Debug, PartialEq)]
pub struct Manners {
    /// When it keeps quiet.
    pub quiet: Option<Quiet>,
    /// What it gathers.
    pub digest: Option<Digest>,
    /// How much it sends.
    pub rate: Rate,
    /// Whether it is also told what becomes of feeds.
    pub sources: bool,
}

/// One configured notifier.
#[derive(Clone)]
pub struct Way {
    /// Which notices it wants; holds its name.
    pub route: Route,
    /// Its kind.
    pub kind: &'static str,
    /// How it behaves.
    pub manners: Manners,
    /// Equal for equal sections.
    pub print: u64,
    /// Whether its receiver is to be told when an alert is over.
    pub keeps_incidents: bool,
    notifier: Arc<dyn Notifier>,
}

impl Way {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.route.notifier
    }

    /// Hands a parcel over.
    ///
    /// # Errors
    /// When the receiver did not say that it has it.
    pub async fn deliver(&self, parcel: &Parcel) -> Result<(), DeliveryError> {
        self.notifier.deliver(parcel).await
    }
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Way").field("route", &self.route).field("kind", &self.kind).finish()
    }
}

/// Makes a notifier of its section.
///
/// # Errors
/// The first thing that is wrong with the section.
pub fn build(raw: &Raw<'_>) -> Result<Way, Problem> {
    made(raw, |kind| (kind.build)(raw))
}

/// A notifier whose section is right but for a secret that is not there for this process: what it
/// is to send waits, and is tried until a process that has the secret polls.
///
/// # Errors
/// The first thing that is wrong with the rest of the section.
pub fn waiting(raw: &Raw<'_>, lacks: &Problem) -> Result<Way, Problem> {
    made(raw, |_| Ok(Box::new(Waiting { why: lacks.message.clone() })))
}

struct Waiting {
    why: String,
}

impl Notifier for Waiting {
    fn deliver<'a>(&'a self, _: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>> {
        Box::pin(async { Err(DeliveryError::retry(self.why.clone())) })
    }
}

fn made(
    raw: &Raw<'_>,
    notifier: impl Fn(&Kind) -> Read1<Box<dyn Notifier>>,
) -> Result<Way, Problem> {
    let Some(kind) = KINDS.iter().find(|kind| kind.name == raw.kind) else {
        let known = KINDS.iter().map(|kind| kind.name).collect();
        let message = format!("no kind of notifier is called \"{}\"", raw.kind);
        let known = Some((raw.kind.to_owned(), known));
        return Err(Problem { key: Some("kind".to_owned()), message, known, is_absent: false });
    };
    unknown_keys(raw, kind)?;
    let route = Route {
        notifier: raw.name.to_owned(),
        min_severity: severity(raw, "min_severity")?.unwrap_or(Severity::Priority),
        watches: raw.texts("watches")?,
    };
    let mut print = DefaultHasher::new();
    raw.table.to_string().hash(&mut print);
    // A changed secret is a changed section.
    for (key, item) in raw.table.iter().filter(|(key, _)| key.ends_with("_file")) {
        let file = item.as_str().map(|file| raw.folder.join(file));
        (key, file.and_then(|file| read_file(&file).ok())).hash(&mut print);
    }
    Ok(Way {
        route,
        kind: kind.name,
        manners: Manners {
            quiet: quiet(raw)?,
            digest: digest(raw)?,
            rate: rate(raw, kind)?,
            sources: raw.flag("sources")?.unwrap_or(false),
        },
        print: print.finish(),
        keeps_incidents: kind.keeps_incidents,
        notifier: Arc::from(notifier(kind)?),
    })
}

fn unknown_keys(raw: &Raw<'_>, kind: &Kind) -> Read1<()> {
    let known = || COMMON.iter().chain(kind.keys).map(|(name, _)| *name);
    for (key, _) in raw.table.iter() {
        if !known().any(|name| name == key) {
            let message = format!("a notifier of kind \"{}\" has no key \"{key}\"", kind.name);
            let known = Some((key.to_owned(), known().collect()));
            return Err(Problem { key: Some(key.to_owned()), message, known, is_absent: false });
        }
    }
    Ok(())
}

fn severity(raw: &Raw<'_>, key: &str) -> Read1<Option<Severity>> {
    let Some(text) = raw.text(key)? else { return Ok(None) };
    text.parse().map(Some).map_err(|_: String| {
        let message = format!("\"{text}\" is no severity");
        let known = Some((text.clone(), Severity::ALL.map(Severity::name).to_vec()));
        Problem { key: Some(key.to_owned()), message, known, is_absent: false }
    })
}

fn quiet(raw: &Raw<'_>) -> Read1<Option<Quiet>> {
    let except = severity(raw, "quiet_except")?.unwrap_or(Severity::Flash);
    let zone = match raw.text("zone")? {
        None => TimeZone::system(),
        Some(name) => TimeZone::get(&name)
            .map_err(|_| Problem::at("zone", format!("no time zone is called \"{name}\"")))?,
    };
    let Some(text) = raw.text("quiet")? else { return Ok(None) };
    let (from, until) = Quiet::times(&text)
        .ok_or_else(|| Problem::at("quiet", "expected two times such as \"22:00-06:00\""))?;
    Ok(Some(Quiet { from, until, zone, except }))
}

fn digest(raw: &Raw<'_>) -> Read1<Option<Digest>> {
    let except = severity(raw, "quiet_except")?.unwrap_or(Severity::Flash);
    Ok(raw.span("digest", 10..=86_400)?.map(|span| Digest { span, except }))
}

fn rate(raw: &Raw<'_>, kind: &Kind) -> Read1<Rate> {
    let most = raw.number("most", 0..=100_000)?.and_then(|most| u32::try_from(most).ok());
    let per = raw.span("per", 1..=86_400)?.unwrap_or(Duration::from_secs(60));
    Ok(Rate { most: most.unwrap_or(kind.most), per })
}
