//! What people on duty may say and do, checked before it goes to the store: names, notes, silences.
//! Front ends and the command line both come through here.

use jiff::{SignedDuration, Timestamp};

use super::trial::{QueryFault, Question};
use crate::config::{Settings, suggest};
use crate::domain::{AlertId, NewSilence, Severity, Undone};
use crate::text::scrub;
use crate::watch::Vocabulary;

/// Characters of a name and of a reason.
const NAME: usize = 60;
const REASON: usize = 300;
/// Bytes of the longest note; what is beyond is cut.
pub const NOTE: usize = 4_000;

/// Variables of the environment that may name the person, the first that is set wins. The
/// configuration stands between ours and those of the system.
const OURS: &str = "WIREWATCH_USER";
const SYSTEM: [&str; 3] = ["USER", "LOGNAME", "USERNAME"];

/// Who does what is done in this process: `WIREWATCH_USER`, else `[duty] name`, else the name of
/// the user of the operating system.
#[must_use]
pub fn who(settings: &Settings) -> String {
    let env = |name: &str| std::env::var(name).ok();
    let configured = || Some(settings.duty.name.clone());
    let system = || SYSTEM.iter().filter_map(|name| env(name)).map(Some);
    let all = [env(OURS), configured()].into_iter().chain(system());
    let named = all.flatten().map(|name| scrub::line(&name, NAME)).find(|name| !name.is_empty());
    named.unwrap_or_else(system_user)
}

/// The name of this process's user, of whom the environment says nothing.
#[cfg(unix)]
fn system_user() -> String {
    let number = rustix::process::getuid().as_raw().to_string();
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let mine = users.lines().find(|line| line.split(':').nth(2) == Some(number.as_str()));
    let name = mine.and_then(|line| line.split(':').next());
    let name = name.map(|name| scrub::line(name, NAME)).filter(|name| !name.is_empty());
    name.unwrap_or_else(|| format!("user {number}"))
}

#[cfg(not(unix))]
fn system_user() -> String {
    "unknown".to_owned()
}

/// A note as it is kept; `None`: nothing is left of it.
#[must_use]
pub fn note(text: &str) -> Option<String> {
    Some(scrub::lines(text, NOTE)).filter(|text| !text.is_empty())
}

/// What came of undoing, in one line.
#[must_use]
pub fn undone_words(undone: Option<&Undone>) -> String {
    let named = |ids: &[AlertId]| match ids {
        [one] => format!("alert {one}"),
        many => format!("{} alerts", many.len()),
    };
    match undone {
        None => "nothing to undo".to_owned(),
        Some(Undone { restored, kept, .. }) if restored.is_empty() => {
            format!("not undone: {} changed again since", named(kept))
        }
        Some(Undone { what, restored, kept }) if kept.is_empty() => {
            format!("undone: {what}, {}", named(restored))
        }
        Some(Undone { what, restored, kept }) => {
            format!("undone: {what}, {}; {} changed again since", named(restored), named(kept))
        }
    }
}

/// A silence as a person asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SilenceDraft {
    /// The query as typed.
    pub query: String,
    /// Only alerts that no other watch flags; empty: any.
    pub watches: Vec<String>,
    /// The highest severity it holds back; without one it leaves flash alone.
    pub max_severity: Option<Severity>,
    /// Why.
    pub reason: String,
    /// For how long, seconds.
    pub seconds: u32,
}

/// Checks a silence against the watches in force.
///
/// # Errors
/// What is wrong with the query, with a watch's name or with the span.
pub fn silence(
    vocabulary: &Vocabulary,
    draft: &SilenceDraft,
    who: &str,
    now: Timestamp,
) -> Result<NewSilence, QueryFault> {
    let query = draft.query.split_whitespace().collect::<Vec<_>>().join(" ");
    Question::new(vocabulary, &query, None)?;
    let fault = |message: String, hint: &str| QueryFault { span: None, message, hint: hint.into() };
    let known = |name: &String| vocabulary.watches.iter().any(|watch| watch.name == *name);
    if let Some(unknown) = draft.watches.iter().find(|name| !known(name)) {
        let names = vocabulary.watches.iter().map(|watch| watch.name.as_str());
        let hint = suggest::hint(unknown, names);
        return Err(fault(format!("no watch is named \"{unknown}\""), &hint));
    }
    let span = SignedDuration::from_secs(i64::from(draft.seconds));
    let until = now.checked_add(span).ok().filter(|_| draft.seconds > 0);
    let until = until.ok_or_else(|| {
        fault("a silence needs an end that can be reached".to_owned(), "for example --for 6h")
    })?;
    Ok(NewSilence {
        query,
        watches: draft.watches.clone(),
        max_severity: draft.max_severity.unwrap_or(Severity::Immediate),
        reason: scrub::line(&draft.reason, REASON),
        who: who.to_owned(),
        until,
    })
}
