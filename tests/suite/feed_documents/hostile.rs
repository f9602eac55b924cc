//! The bodies of the hostile server's cases about content, through `feed::read` alone.
//!
//! What needs a network client (transport, redirects, status, limits while streaming) is driven
//! elsewhere; here only what a body can do.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use wirewatch::domain::{Document, Limits};
use wirewatch::feed::{Context, Reading, read};

use super::{is_clean, now};

const GROUPS: [&str; 7] = ["content", "charset", "xml", "text", "link", "identity", "change"];

struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start() -> Option<Server> {
    let script = Path::new(&std::env::var_os("WIREWATCH_SHARED")?).join("hostile/hostile.py");
    let mut child = Command::new("python3")
        .arg(script)
        .args(["--port", "0", "--now", "1772539200", "--lifetime", "300"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let mut line = String::new();
    BufReader::new(child.stderr.take()?).read_line(&mut line).ok()?;
    let address = line.split("http://").nth(1)?.split('/').next()?.to_owned();
    Some(Server { child, address })
}

impl Server {
    /// Content type and body of an answer, the body up to a little more than the limit.
    fn get(&self, path: &str) -> (Option<String>, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).expect("the server answers");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        )
        .expect("the server listens");
        let mut answer = Vec::new();
        let _ = stream.take((Limits::default().body + 65_536) as u64).read_to_end(&mut answer);
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(0);
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let content_type = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-type").then(|| value.trim().to_owned())
        });
        (content_type, answer.split_off((end + 4).min(answer.len())))
    }
}

#[test]
fn every_hostile_body_ends_as_it_should() {
    let Some(server) = start() else {
        eprintln!("skipped: WIREWATCH_SHARED is not set, or python3 is missing");
        return;
    };
    let (_, index) = server.get("/");
    let index: Value = serde_json::from_slice(&index).expect("an index");
    let mut wrong = Vec::new();
    let mut asked = 0;
    for case in index["cases"].as_array().expect("cases") {
        let text = |key: &str| case[key].as_str().unwrap_or("").to_owned();
        let accept = case["accept"].as_array().cloned().unwrap_or_default();
        let is_ours = GROUPS.contains(&text("group").as_str()) && text("kind") == "feed";
        if !is_ours {
            continue;
        }
        asked += 1;
        let path = format!("/c/{}", text("name"));
        let (content_type, body) = server.get(&path);
        let document = Document {
            url: format!("http://{}{path}", server.address),
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
        let met = accept.is_empty() || accept.iter().any(|wanted| meets(wanted, &outcome));
        if !met || !outcome.as_ref().is_ok_and(clean) && outcome.is_ok() {
            wrong.push(format!("{}: {shown}; wanted {}", text("name"), text("expect")));
        }
        if took > Duration::from_secs(10) {
            wrong.push(format!("{}: took {took:?}", text("name")));
        }
    }
    assert!(asked > 50, "{asked} cases");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
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
