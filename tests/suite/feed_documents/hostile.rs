//! The bodies of the hostile server's cases about content, through `feed::read` alone.
//!
//! What needs a network client (transport, redirects, status, limits while streaming) is driven
//! elsewhere; here only what a body can do.

use std::time::Duration;

use serde_json::Value;
use wirewatch::domain::{Document, Limits};
use wirewatch::feed::{Context, Reading, read};

use super::{is_clean, now};
use crate::support::hostile::HostileServer;

const GROUPS: [&str; 7] = ["content", "charset", "xml", "text", "link", "identity", "change"];

#[test]
fn every_hostile_body_ends_as_it_should() {
    let Some(server) = HostileServer::start_with(&["--now", "1772539200"]) else { return };
    let most = (Limits::default().body + 65_536) as u64;
    let mut wrong = Vec::new();
    let cases = server.cases(&GROUPS);
    for case in &cases {
        let path = format!("/c/{}", case.name);
        let (content_type, body) = server.get(&path, most);
        let document = Document {
            url: format!("http://{}{path}", server.address()),
            content_type,
            body,
            ..Document::default()
        };
        let started = std::time::Instant::now();
        let outcome = read(&document, &Context::default(), &Limits::default(), now());
        let took = started.elapsed();
        let shown = match &outcome {
            Ok(reading) => format!("ok items={} {:?}", reading.articles.len(), reading.repaired),
            Err(failure) => format!("error {} ({})", failure.kind, failure.message),
        };
        let met =
            case.accept.is_empty() || case.accept.iter().any(|wanted| meets(wanted, &outcome));
        if !met || !outcome.as_ref().is_ok_and(clean) && outcome.is_ok() {
            wrong.push(format!("{}: {shown}; wanted {}", case.name, case.expect));
        }
        if took > Duration::from_secs(10) {
            wrong.push(format!("{}: took {took:?}", case.name));
        }
    }
    assert!(cases.len() > 50, "{} cases", cases.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn meets(wanted: &Value, outcome: &Result<Reading, wirewatch::domain::Failure>) -> bool {
    match (wanted["outcome"].as_str(), outcome) {
        (Some("error"), Err(failure)) => wanted["kind"].as_str() == Some(failure.kind.name()),
        (Some("ok"), Ok(reading)) => {
            let rule = wanted["items"].as_str().unwrap_or("");
            let found = reading.articles.len();
            let number = |text: &str| text.parse::<usize>().unwrap_or(0);
            if rule == "<=limit" {
                return found <= Limits::default().items;
            }
            if let Some(most) = rule.strip_prefix("<=") {
                return found <= number(most);
            }
            if let Some(least) = rule.strip_prefix(">=") {
                return found >= number(least);
            }
            found == number(rule.trim_start_matches('='))
        }
        _ => false,
    }
}

fn clean(reading: &Reading) -> bool {
    is_clean(&reading.facts.title)
        && reading.articles.iter().all(|article| {
            [&article.title, &article.summary, &article.body, &article.url, &article.id]
                .into_iter()
                .chain(&article.categories)
                .chain([&article.author])
                .all(|text| is_clean(text))
        })
}
