//! Stories parted and joined at the shell while `run` polls: the choice holds for what comes, after
//! a restart and after a rebuilding. The real program on a store of its own.

use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::support;
use crate::support::home::{Home, Running};
use crate::support::server::{FeedServer, Response};

const FERRY: &str = "Rocket hits ferry in Alexandria harbour";
const CRANE: &str = "Rocket hits ferry in Alexandria harbour, crane operators hurt";

/// Headlines of each feed, as they come.
struct Desk {
    server: FeedServer,
    home: Home,
    said: [Vec<&'static str>; 2],
}

impl Desk {
    fn new() -> Desk {
        let server = FeedServer::start();
        let home = Home::new().with_feeds(&[server.url("/0"), server.url("/1")]);
        home.write("config.toml", "[poll]\ninterval = \"1s\"\n[stories]\ngroup_wait = \"0s\"\n");
        home.write(
            "watches.toml",
            "defaults = false\n[[watch]]\nname = \"rocket\"\nmatch = 'rocket'\nweight = 50\n",
        );
        Desk { server, home, said: [vec![], vec![]] }
    }

    fn say(&mut self, feed: usize, title: &'static str) {
        self.said[feed].push(title);
        let items: Vec<_> =
            self.said[feed].iter().enumerate().map(|(n, t)| (n.to_string(), *t)).collect();
        let items = items.iter().map(|(guid, title)| (guid.as_str(), *title, ""));
        self.server.feed(&format!("/{feed}"), Response::ok(support::rss::rss(items)));
    }

    fn start(&self) -> Running {
        Running(self.home.command(&["run", "--since", "all"]).spawn().unwrap())
    }

    /// The titles of each story, once that many articles are stored.
    fn stories(&self, articles: usize) -> Vec<(String, Vec<(u64, String)>)> {
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            let list = self.home.run(&["story", "list", "--format", "json"]);
            assert!([0, 3].contains(&list.status), "3: there is no store yet; {}", list.stderr);
            let mut stories: Vec<_> = list.json_lines().iter().map(|s| self.story(s)).collect();
            stories.sort_by(|a, b| a.1.cmp(&b.1));
            if stories.iter().map(|(_, titles)| titles.len()).sum::<usize>() == articles {
                return stories;
            }
            assert!(Instant::now() < until, "{articles} articles are awaited: {stories:?}");
        }
    }

    fn story(&self, story: &Value) -> (String, Vec<(u64, String)>) {
        let id = story["id"].as_str().unwrap().to_owned();
        let show = self.home.run(&["story", "show", &id, "--format", "json"]);
        let articles = show.json_lines();
        let told = |one: &Value| {
            let title = one["article"]["title"].as_str().unwrap().to_owned();
            (one["number"].as_u64().unwrap(), title)
        };
        let mut titles: Vec<_> = articles.iter().map(told).collect();
        titles.sort();
        (id, titles)
    }

    /// The titles alone.
    fn groups(&self, articles: usize) -> Vec<Vec<String>> {
        let titles = |(_, told): (_, Vec<(u64, String)>)| told.into_iter().map(|(_, t)| t);
        self.stories(articles).into_iter().map(|story| titles(story).collect()).collect()
    }
}

fn end(mut running: Running) {
    let id = Pid::from_raw(running.0.id().cast_signed()).unwrap();
    kill_process(id, Signal::TERM).unwrap();
    assert!(running.0.wait().unwrap().success());
}

#[test]
fn what_people_part_and_join_holds_while_run_polls_and_after() {
    let mut desk = Desk::new();
    desk.say(0, FERRY);
    desk.say(1, CRANE);
    let running = desk.start();
    let [(story, titles)] = &desk.stories(2)[..] else { panic!("one story of both") };
    let piece = titles.iter().find(|(_, title)| title == CRANE).unwrap().0.to_string();
    desk.home.run(&["story", "split", story, &piece]).expect_status(0);
    assert_eq!(desk.groups(2), [[FERRY], [CRANE]]);

    // News of either goes where it belongs, and what tells of both brings them no nearer.
    let more = [
        (1, "Crane operators hurt as rocket hits harbour"),
        (0, "Rocket hits ferry in Alexandria"),
        (1, "Crane operators hurt by rocket in Alexandria harbour, ferry hit"),
        (0, "Ferry in Alexandria harbour hit by rocket, crane operators hurt"),
    ];
    for (n, (feed, title)) in more.into_iter().enumerate() {
        desk.say(feed, title);
        desk.stories(3 + n);
    }
    let parted = desk.groups(6);
    assert_eq!(parted.len(), 2, "{parted:?}");
    assert!(parted[0].contains(&more[1].1.to_owned()), "{parted:?}");
    assert!(parted[1].contains(&more[0].1.to_owned()), "{parted:?}");
    end(running);

    desk.home.run(&["run", "--once"]).expect_status(0);
    assert_eq!(desk.groups(6), parted, "a restart changes nothing");
    desk.home.run(&["story", "rebuild"]).expect_status(0);
    let rebuilt = desk.groups(6);
    assert_eq!(rebuilt.len(), 2, "a rebuilding keeps them apart: {rebuilt:?}");

    // The other way round, again while it polls.
    let running = desk.start();
    let [(one, _), (other, _)] = &desk.stories(6)[..] else { panic!("two stories") };
    desk.home.run(&["story", "merge", one, other]).expect_status(0);
    desk.say(0, "Ferry and crane in Alexandria harbour: rocket debris shown");
    assert_eq!(desk.groups(7).len(), 1);
    end(running);
    desk.home.run(&["story", "rebuild"]).expect_status(0);
    assert_eq!(desk.groups(7).len(), 1);
}
