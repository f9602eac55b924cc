//! Receivers that misbehave, as the project's hostile server plays them: what each of its `sink_*`
//! cases expects, through the whole program.

use std::collections::{BTreeMap, HashSet};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::program::{counts, home, hook, terminate};
use crate::support::home::{Home, Running};
use crate::support::hostile::HostileServer;
use crate::support::server::FeedServer;

const SINKS: [&str; 8] = [
    "sink_ok",
    "sink_500_twice",
    "sink_reset_after_body",
    "sink_hang",
    "sink_429",
    "sink_400",
    "sink_redirect",
    "sink_endless",
];

/// What each sink received, in order.
fn received(server: &HostileServer) -> BTreeMap<String, Vec<Value>> {
    let mut all: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for one in server.json("/_sink").as_array().unwrap() {
        all.entry(one["sink"].as_str().unwrap().to_owned()).or_default().push(one.clone());
    }
    all
}

/// Key and bytes of a notification.
fn letter(one: &Value) -> (&str, &str) {
    (one["headers"]["webhook-id"].as_str().unwrap(), one["body"].as_str().unwrap())
}

/// Deliveries of a notifier: state, tries, answer, when it is due next, seconds after it was raised.
fn log(home: &Home, name: &str) -> Vec<(String, i64, String, i64)> {
    let ran = home.run(&["notify", "log", "--notifier", name, "--format", "json"]).expect_status(0);
    let second =
        |value: &Value| value.as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_second();
    let one = |each: &Value| {
        let text = |key: &str| each[key].as_str().unwrap().to_owned();
        let waits = second(&each["due"]) - second(&each["raised"]);
        (text("state"), each["attempts"].as_i64().unwrap(), text("answer"), waits)
    };
    ran.json_lines()[0].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn every_hostile_receiver_gets_what_is_due_and_harms_no_other() {
    let Some(hostile) = HostileServer::start() else { return };
    let server = FeedServer::start();
    let address = hostile.address();
    let notify: String =
        SINKS.iter().map(|name| hook(name, &format!("http://{address}/c/{name}"))).collect();
    let home = home(&server, &notify);
    let mut running = Running(home.command(&["run", "--since", "all"]).spawn().unwrap());
    // The second tries come some five seconds after the first.
    let until = Instant::now() + Duration::from_secs(40);
    let told = |all: &BTreeMap<String, Vec<Value>>, name: &str, times: usize| {
        all.get(name).is_some_and(|all| all.len() >= times)
    };
    let all = loop {
        let all = received(&hostile);
        let again = told(&all, "sink_500_twice", 2) && told(&all, "sink_reset_after_body", 2);
        if again && SINKS.iter().all(|name| told(&all, name, 1)) || Instant::now() > until {
            break all;
        }
        std::thread::yield_now();
    };
    terminate(running.0.id());
    assert!(running.0.wait().unwrap().success());

    for name in SINKS {
        let letters: Vec<_> = all[name].iter().map(letter).collect();
        let ids: HashSet<_> = letters.iter().map(|(id, _)| id).collect();
        let bytes: HashSet<_> = letters.iter().collect();
        assert_eq!(ids.len(), bytes.len(), "{name}: the same key, the same bytes");
    }
    assert_eq!((all["sink_ok"].len(), counts(&home, "sink_ok")), (2, [0, 2, 0]), "each once");
    let [_, delivered, failed] = counts(&home, "sink_reset_after_body");
    assert!(delivered >= 1 && failed == 0, "the second try is taken");
    assert_eq!(counts(&home, "sink_hang"), [2, 0, 0], "kept, and its age is shown");
    assert_eq!(counts(&home, "sink_400"), [0, 0, 2]);
    for (state, tries, answer, _) in log(&home, "sink_400") {
        assert_eq!((state.as_str(), tries), ("failed", 1), "{answer}");
        assert!(!answer.contains('\u{1b}') && answer.contains("400"), "{answer}");
    }
    let tried = log(&home, "sink_429").into_iter().find(|(_, tries, ..)| *tries > 0).unwrap();
    assert!(tried.0 == "due" && tried.3 >= 30, "Retry-After is obeyed: {tried:?}");
    let redirected = counts(&home, "sink_redirect");
    assert_eq!(redirected[1], 0, "a redirect is not followed");
    let endless = counts(&home, "sink_endless");
    assert!(endless[1] + endless[2] + endless[0] == 2 && endless[0] < 2, "{endless:?}");
    hostile.expect_no_violations();
}
