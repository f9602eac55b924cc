//! `wirewatch feed check`: one poll of a feed with all there is to say of it: the way to it, who
//! answered, what came, what had to be repaired, and what the watches would match. Stores nothing.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::io::Write;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::super::args::{FeedCheck, Global};
use super::super::table::age;
use super::super::{Ending, Failure, Status, out, place, run};
use super::spaced::{Spaced, wait_of};
use super::{Progress, of_now};
use crate::config;
use crate::config::feed_names::{self, Known};
use crate::domain::{
    ErrorKind, Failure as Failed, Feed, FeedId, FeedLine, FeedSpec, Findings, Outcome, Poll,
};
use crate::engine::RuleSet;
use crate::fetch::{Check, Client, Hop, Named, Request, health};
use crate::triage;

/// Feeds checked at once; those of one host one after the other.
const AT_ONCE: usize = 16;

/// Characters shown of an ETag.
const VALIDATOR: usize = 100;

/// Headlines shown of what the watches would match.
const HEADLINES: usize = 3;

pub(super) fn run(global: &Global, args: &FeedCheck) -> Ending {
    let (_, loaded) = place::load(global)?;
    let specs = wanted(args, &loaded.feeds)?;
    if specs.is_empty() {
        let told = "no feed is configured and switched on: `wirewatch feed add URL` adds one";
        writeln!(out::stderr(), "wirewatch: {told}")?;
        return Ok(Status::Done);
    }
    let settings = &loaded.settings;
    let client = Client::with_body_limit(&settings.fetching, settings.limits.body)
        .map_err(|error| Failure::CannotRun(error.to_string()))?;
    let spacing = settings.fetching.spacing;
    // What only many polls tell; a store that cannot be read keeps nobody from a check.
    let known = super::feeds(global).unwrap_or_default();
    let known = known
        .iter()
        .filter_map(|feed| Some((feed.spec.url.clone(), feed.clock()?.to_owned())))
        .collect();
    let rules = RuleSet::build(loaded, &[]).map_err(Failure::Usage)?;
    let matcher = rules.matcher().map_err(Failure::Usage)?;
    let rules = triage::Rules { matcher, limits: &rules.settings.limits };
    let hosts = Arc::new(Spaced::new(spacing));
    let (checked, failed) =
        run::runtime()?.block_on(check_all((client, hosts), (specs, known), rules))?;
    match checked == failed {
        false => Ok(Status::Done),
        true if checked == 1 => Err(Failure::CannotRun("the feed failed; see above".to_owned())),
        true => Err(Failure::CannotRun(format!("every one of the {checked} feeds failed"))),
    }
}

/// The feeds to check: as configured where they are.
fn wanted(args: &FeedCheck, known: &[FeedSpec]) -> Result<Vec<FeedSpec>, Failure> {
    let mut wanted = Vec::new();
    for typed in &args.urls {
        if typed == "all" {
            wanted.extend(known.iter().filter(|feed| feed.enabled).cloned());
            continue;
        }
        match config::address_of(typed) {
            Some(url) => {
                let spec = known.iter().find(|feed| feed.url == url).cloned();
                let mut spec =
                    spec.unwrap_or_else(|| FeedSpec { url, enabled: true, ..FeedSpec::default() });
                spec.access = config::credentials_of(typed).or(spec.access);
                wanted.push(spec);
            }
            None => wanted.extend(named(typed, known)?.into_iter().cloned()),
        }
    }
    let mut seen = HashSet::new();
    wanted.retain(|spec| seen.insert(spec.url.clone()));
    wanted.iter_mut().for_each(|spec| spec.allow_private |= args.allow_private);
    Ok(wanted)
}

/// The configured feeds of a host or an outlet.
fn named<'a>(typed: &str, known: &'a [FeedSpec]) -> Result<Vec<&'a FeedSpec>, Failure> {
    let names: Vec<Known<'_>> =
        known.iter().map(|spec| Known { url: &spec.url, outlet: &spec.outlet }).collect();
    let urls = feed_names::named(typed, &names);
    if urls.is_empty() {
        let hint = feed_names::hint(typed, &names);
        let hint = hint.unwrap_or_else(|| "write an address in full, with https://".to_owned());
        let shown = config::shown_address(typed);
        let said =
            format!("\"{shown}\" is no address, and no feed is of that host or outlet; {hint}");
        return Err(Failure::Usage(said));
    }
    Ok(known.iter().filter(|spec| urls.contains(&spec.url.as_str())).collect())
}

/// Addresses with what is known of the clocks behind them.
type Clocks = Vec<(String, String)>;

/// Checks feeds and prints each as it ends; returns how many there were and how many failed.
async fn check_all(
    (client, hosts): (Client, Arc<Spaced>),
    (specs, known): (Vec<FeedSpec>, Clocks),
    rules: triage::Rules<'_>,
) -> Result<(usize, usize), Failure> {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let progress = Progress::new(specs.len());
    let count = specs.len();
    let mut checks = JoinSet::new();
    for spec in specs {
        let (client, places, hosts) = (client.clone(), places.clone(), hosts.clone());
        checks.spawn(async move {
            let mut host = hosts.turn(&spec.url).await;
            if let Some(wait) = &host.wait {
                return (spec, Err(wait.clone()));
            }
            // Never closed.
            let _place = places.acquire_owned().await;
            let check = client.check(&Request::from(&Feed::unpolled(spec.clone()))).await;
            host.wait = wait_of(&check.poll);
            (spec, Ok(check))
        });
    }
    progress.wait("waiting for the first answers");
    let mut failed = 0;
    while let Some(ended) = checks.join_next().await {
        let Ok((spec, check)) = ended else { continue };
        let (mut text, fine) = match check {
            Ok(check) => told(&spec, &check, rules, Timestamp::now()),
            Err(wait) => (format!("  {:<11}not asked: {}\n", "problem", of_now(&wait)), false),
        };
        if let Some(clock) = known
            .iter()
            .find(|(url, _)| *url == spec.url && !text.contains(FeedLine::CLOCK))
            .map(|(_, said)| said)
        {
            line(&mut text, "clock", clock);
        }
        failed += usize::from(!fine);
        progress.clear();
        let mut stdout = out::stdout();
        writeln!(stdout, "{}\n{text}", spec.url)?;
        stdout.flush()?;
        progress.step(&format!("the last was {}", spec.url));
    }
    Ok((count, failed))
}

/// Everything about one check, and whether it ended well.
fn told(
    spec: &FeedSpec,
    check: &Check,
    rules: triage::Rules<'_>,
    now: Timestamp,
) -> (String, bool) {
    let mut text = String::new();
    let refused = matches!(&check.poll.outcome, Outcome::Failed(f) if f.kind == ErrorKind::Connect);
    for (at, name) in check.names.iter().enumerate() {
        let tried = refused && at + 1 == check.names.len();
        line(&mut text, "name", &named_as(name, tried));
    }
    check.hops.iter().for_each(|hop| line(&mut text, "asked", &way(hop)));
    let Poll { outcome, hints, moved, .. } = &check.poll;
    if let Some(to) = moved {
        line(&mut text, "moved", &format!("for good to {to}; put that address into feeds.toml"));
    }
    if let Some(seconds) = hints.max_age.filter(|seconds| *seconds > 0) {
        line(&mut text, "pace", &format!("the answer is good for {seconds} s"));
    }
    let document = match outcome {
        Outcome::Document(document) => document,
        Outcome::NotModified(_) => {
            line(&mut text, "problem", "nothing came back");
            return (text, false);
        }
        Outcome::Failed(failure) => {
            problem(&mut text, failure);
            return (text, false);
        }
    };
    let kind = document.content_type.as_deref().unwrap_or("no type said");
    let kind = crate::text::scrub::line(kind, 100);
    line(&mut text, "document", &format!("{} bytes, {kind}", document.body.len()));
    let validators = &document.validators;
    let both = [("ETag", &validators.etag), ("Last-Modified", &validators.last_modified)];
    let shown = |value: &[u8]| crate::text::scrub::line(&String::from_utf8_lossy(value), VALIDATOR);
    let sent: Vec<String> = both
        .iter()
        .filter_map(|(name, value)| Some(format!("{name} {}", shown(value.as_deref()?))))
        .collect();
    let sent = if sent.is_empty() {
        "none: the whole document comes at each poll".to_owned()
    } else {
        sent.join(", ")
    };
    line(&mut text, "validators", &sent);
    let called = &spec.url;
    let source = triage::Source { feed: FeedId(0), spec, called, first_poll: true, fetched: now };
    match triage::examine(document, &source, &rules) {
        Ok(findings) => {
            of_findings(&mut text, &findings, now);
            (text, true)
        }
        Err(failure) => {
            problem(&mut text, &failure);
            (text, false)
        }
    }
}

fn problem(text: &mut String, failure: &Failed) {
    line(text, "problem", &format!("{} ({})", of_now(&failure.message), failure.kind));
}

/// `news.example is 93.184.216.34 and 2606:2800:220:1::1`, and whether none of them took a connection.
fn named_as(name: &Named, tried: bool) -> String {
    let shown: Vec<String> = name.addresses.iter().map(ToString::to_string).collect();
    let tried = match (tried, shown.len()) {
        (false, _) => "",
        (true, 1) => "; it was tried",
        (true, _) => "; each was tried",
    };
    format!("{} is {}{tried}", name.host, shown.join(", "))
}

/// `https://… → 200 in 34 ms from 93.184.216.34:443, TLS`.
fn way(hop: &Hop) -> String {
    let peer = hop.peer.map(|peer| format!(" from {peer}")).unwrap_or_default();
    let tls = if hop.url.starts_with("https:") { ", TLS, certificate valid" } else { ", no TLS" };
    format!("{} → {} in {} ms{peer}{tls}", hop.url, hop.status, hop.took.as_millis())
}

fn of_findings(text: &mut String, findings: &Findings, now: Timestamp) {
    let facts = &findings.facts;
    let language = if facts.language.is_empty() { "no language said" } else { &facts.language };
    line(text, "feed", &format!("{}, {language}", facts.title));
    let dated: Vec<Timestamp> =
        findings.items.iter().filter_map(|item| item.article.published).collect();
    let all: Vec<Timestamp> = dated.iter().chain(&facts.ahead).copied().collect();
    if let Some(ahead) = health::ahead(&all, now) {
        line(text, "clock", &ahead);
    }
    let mut items = findings.items.len().to_string();
    if let Some(newest) = dated.iter().max() {
        let _ = write!(items, ", the newest {} old", age(Some((*newest).min(now)), now));
    }
    if dated.len() < findings.items.len() {
        let _ = write!(items, ", {} without a date", findings.items.len() - dated.len());
    }
    if findings.cut > 0 {
        let _ = write!(items, ", {} more beyond [limits] items", findings.cut);
    }
    line(text, "items", &items);
    if let Some(ttl) = facts.rhythm.ttl {
        line(text, "pace", &format!("the feed asks for {ttl} s between polls"));
    }
    if let Some(why) = &findings.repaired {
        line(text, "repaired", why);
    }
    let mut watches: BTreeMap<&str, usize> = BTreeMap::new();
    for found in findings.items.iter().flat_map(|item| &item.matches) {
        *watches.entry(&found.watch).or_default() += 1;
    }
    let counts: Vec<String> = watches.iter().map(|(name, n)| format!("{name} {n}")).collect();
    let counts =
        if counts.is_empty() { "no watch matches now".to_owned() } else { counts.join(", ") };
    line(text, "watches", &counts);
    for item in findings.items.iter().filter(|item| !item.matches.is_empty()).take(HEADLINES) {
        line(text, "", &item.article.title);
    }
}

fn line(text: &mut String, name: &str, said: &str) {
    let _ = writeln!(text, "  {name:<11}{said}");
}
