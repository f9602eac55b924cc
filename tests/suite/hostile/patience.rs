//! Hosts that ask for patience get it, in the next round too.

use super::{PATIENCE, home, known, open, round};
use crate::support::hostile::HostileServer;

#[test]
fn a_host_that_asks_for_patience_is_left_alone() {
    let Some(server) = HostileServer::start() else { return };
    let mut cases = server.cases(&["status"]);
    let others = ["s_410", "etag_good"];
    cases.retain(|case| {
        PATIENCE.contains(&case.name.as_str()) || others.contains(&case.name.as_str())
    });
    let home = home(&server, &cases);
    round(&home);
    let first = known(open(&home).as_ref());
    for name in PATIENCE {
        assert_eq!(first[*name].state.name(), "rate-limited", "{name}");
        assert_eq!(first[*name].error.as_ref().unwrap().kind.name(), "rate_limited", "{name}");
    }
    assert_eq!(first["s_410"].state.name(), "gone");
    let huge = &first["s_429_huge"];
    let wait = huge.next_poll.unwrap().duration_since(huge.last_poll.unwrap()).as_hours();
    assert!((23..=27).contains(&wait), "a day at most, and it is shown: {wait} h");
    round(&home);
    let second = known(open(&home).as_ref());
    for (name, feed) in &first {
        assert_eq!(second[name].polls, feed.polls, "{name}: the whole host is held");
    }
    server.expect_no_violations();
}
