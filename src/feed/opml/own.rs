//! What OPML has no attribute for: how a feed is polled, whether it is, and where its credentials are kept,
//! in attributes of our own, which other readers pass over. Never a secret itself.

use super::put;
use crate::domain::{Access, FeedSpec, Secret};

const ENABLED: &str = "wirewatch:enabled";
const INTERVAL: &str = "wirewatch:interval";
const PRIVATE: &str = "wirewatch:allowPrivate";
const USER: &str = "wirewatch:user";

/// The files and variables that hold a password, and those that hold a header.
const PASSWORD: [&str; 2] = ["wirewatch:passwordFile", "wirewatch:passwordEnv"];
const HEADER: [&str; 2] = ["wirewatch:headerFile", "wirewatch:headerEnv"];

/// Writes what is not as usual.
pub(super) fn write(out: &mut String, feed: &FeedSpec) {
    if !feed.enabled {
        put(out, ENABLED, "false");
    }
    if let Some(seconds) = feed.interval {
        put(out, INTERVAL, &seconds.to_string());
    }
    if feed.allow_private {
        put(out, PRIVATE, "true");
    }
    let mut place = |names: [&str; 2], secret: &Secret| match (secret, names) {
        // Only the address holds it, and is written without.
        (Secret::Given(_), _) => {}
        (Secret::File(path), [file, _]) => put(out, file, &path.to_string_lossy()),
        (Secret::Environment(name), [_, variable]) => put(out, variable, name),
    };
    match feed.access.as_deref() {
        None | Some(Access::Basic { password: Secret::Given(_), .. }) => {}
        Some(Access::Basic { user, password }) => {
            place(PASSWORD, password);
            put(out, USER, user);
        }
        Some(Access::Header(secret)) => place(HEADER, secret),
    }
}

/// Takes in what an outline says of it, by the names of its attributes; returns what of that cannot be.
pub(super) fn read(
    value: impl Fn(&str) -> Option<String>,
    feed: &mut FeedSpec,
) -> Vec<&'static str> {
    let mut wrong = Vec::new();
    feed.enabled = value(ENABLED).is_none_or(|said| said != "false");
    if let Some(said) = value(INTERVAL) {
        let seconds = said.parse().ok();
        feed.interval = seconds.filter(|seconds| FeedSpec::INTERVALS.contains(seconds));
        if feed.interval.is_none() {
            wrong.push("its interval is not within a day, in seconds: polled without it");
        }
    }
    feed.allow_private = value(PRIVATE).is_some_and(|said| said == "true");
    let variable = |name: &str| {
        let named = |text: &String| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        value(name).filter(named).map(Secret::Environment)
    };
    let kept = |[file, environment]: [&str; 2]| {
        let in_file = value(file).map(|path| Secret::File(path.into()));
        in_file.or_else(|| variable(environment))
    };
    let basic = value(USER).zip(kept(PASSWORD));
    let basic = basic.map(|(user, password)| Access::Basic { user, password });
    feed.access = basic.or_else(|| kept(HEADER).map(Access::Header)).map(Box::new);
    let said = [USER, PASSWORD[1], HEADER[1]].iter().any(|name| value(name).is_some());
    if said && feed.access.is_none() {
        wrong.push("where its credentials are kept is not said: polled without them");
    }
    wrong
}
