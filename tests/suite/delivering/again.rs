//! After a kill: what may have been sent goes again as it was, and the flood behind it in a digest.

use super::program::{counts, hook};
use super::*;
use crate::support::home::Running;

/// A feed of such headlines.
fn feed(titles: &[&str]) -> Response {
    let items: String = titles
        .iter()
        .enumerate()
        .map(|(number, title)| {
            format!(
                "<item><title>{title}</title><link>https://example.org/{number}</link>\
                 <guid>{number}</guid></item>"
            )
        })
        .collect();
    let rss = format!("<rss version=\"2.0\"><channel><title>Wire</title>{items}</channel></rss>");
    Response::ok(rss)
}

const TITLES: [&str; 4] = [
    "Zeppelin lands in Alexandria harbour",
    "Bathyscaphe subsidies split the northern parliament",
    "Court frees zeppelin pilot accused of smuggling pearls",
    "Museum of the bathyscaphe burns down in Geneva",
];

#[test]
fn what_may_have_been_sent_is_tried_alone_and_the_flood_follows_in_a_digest() {
    let server = FeedServer::start();
    server.feed("/feed.xml", feed(&TITLES[..1])).feed("/hook", Response::silence());
    let notify = hook("desk", &server.url("/hook")) + "most = 1\nper = \"1s\"\n";
    let home = super::program::home(&server, &notify);
    server.feed("/feed.xml", feed(&TITLES[..1]));
    let mut running = Running(home.command(&["run", "--since", "all"]).spawn().unwrap());
    server.wait_for_hits("/hook", 1);
    running.0.kill().unwrap();
    running.0.wait().unwrap();
    assert_eq!(counts(&home, "desk"), [1, 0, 0]);

    server.feed("/feed.xml", feed(&TITLES)).feed("/hook", Response::ok("ok"));
    home.run(&["run", "--once", "--since", "all"]).expect_status(0);
    let sent = server.received("/hook");
    assert_eq!(sent.len(), 3, "the try that hung, the same again, a digest");
    let alike = |header: &str| sent[0].header(header) == sent[1].header(header);
    assert!(alike("webhook-id") && sent[0].body == sent[1].body, "{:?}", sent[1].json());
    assert_eq!(sent[2].json()["data"]["count"], TITLES.len() - 1);
    assert_ne!(sent[2].header("webhook-id"), sent[0].header("webhook-id"));
    assert_eq!(counts(&home, "desk"), [0, 4, 0]);
}
