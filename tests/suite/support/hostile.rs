//! The project's server of hostile feeds, where it and python3 are at hand: its place comes in the
//! environment variable `WIREWATCH_SHARED`.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// The server, on a port of its own; gone with the test.
pub struct HostileServer {
    child: Child,
    address: String,
}

/// One case of its index.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: String,
    pub group: String,
    pub url: String,
    pub expect: String,
    pub accept: Vec<Value>,
    pub polls: u64,
}

impl HostileServer {
    /// Starts it; `None`, said on standard error, where there is none.
    pub fn start() -> Option<HostileServer> {
        HostileServer::start_with(&["--conn-seconds", "60"])
    }

    /// The same with further arguments.
    pub fn start_with(more: &[&str]) -> Option<HostileServer> {
        let found = Self::try_start(more);
        if found.is_none() {
            eprintln!("skipped: WIREWATCH_SHARED is not set, or python3 is missing");
        }
        found
    }

    fn try_start(more: &[&str]) -> Option<HostileServer> {
        let script = Path::new(&std::env::var_os("WIREWATCH_SHARED")?).join("hostile/hostile.py");
        let mut child = Command::new("python3")
            .arg(script)
            .args(["--port", "0", "--lifetime", "300"])
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .ok()?;
        let mut line = String::new();
        BufReader::new(child.stderr.take()?).read_line(&mut line).ok()?;
        let address = line.split("http://").nth(1)?.split('/').next()?.to_owned();
        Some(HostileServer { child, address })
    }

    /// `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Content type and body of an answer as they come, at most `most` bytes of it.
    pub fn get(&self, path: &str, most: u64) -> (Option<String>, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).expect("the server answers");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a socket");
        let host = &self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        // What came before an answer broke off counts.
        let _ = stream.take(most).read_to_end(&mut answer);
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(0);
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let content_type = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-type").then(|| value.trim().to_owned())
        });
        (content_type, answer.split_off((end + 4).min(answer.len())))
    }

    /// What the server says of itself at a path.
    pub fn json(&self, path: &str) -> Value {
        serde_json::from_slice(&self.get(path, u64::MAX).1).expect("JSON")
    }

    /// The cases of some groups.
    pub fn cases(&self, groups: &[&str]) -> Vec<Case> {
        let index = self.json("/");
        let text = |case: &Value, key: &str| case[key].as_str().unwrap_or("").to_owned();
        let one = |case: &Value| Case {
            name: text(case, "name"),
            group: text(case, "group"),
            url: text(case, "url"),
            expect: text(case, "expect"),
            accept: case["accept"].as_array().cloned().unwrap_or_default(),
            polls: case["polls"].as_u64().unwrap_or(1),
        };
        let all = index["cases"].as_array().expect("cases");
        let wanted = all.iter().filter(|case| case["kind"] == "feed").map(one);
        wanted.filter(|case| groups.contains(&case.group.as_str())).collect()
    }

    /// Asserts that nothing was asked for that never must be.
    #[track_caller]
    pub fn expect_no_violations(&self) {
        let found = self.json("/_violations");
        assert_eq!(found.as_array().map(Vec::len), Some(0), "{found}");
    }
}

impl Drop for HostileServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
