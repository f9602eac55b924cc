//! Watches that are edited or switched off: what they found leaves the reason of open stories.

use std::sync::Arc;

use jiff::Timestamp;
use wirewatch::domain::{Act, AlertLine, AlertState, Deed, Findings, What};
use wirewatch::engine::{RuleSet, revising};
use wirewatch::store::memory::MemoryStore;
use wirewatch::store::{AlertQuery, Batch, Duty, Store};
use wirewatch::triage::{self, Book};
use wirewatch::watch::Scratch;
use wirewatch::{config, domain};

use super::desk::{News, after, news, notices};

/// The rules of a user's own watches, each by its query, all of them switched on but the named one.
fn rules(watches: &[(&str, &str)], off: &str) -> RuleSet {
    let mut loaded = config::defaults();
    let model = loaded.vocabulary.watches[0].clone();
    loaded.vocabulary.lists.clear();
    loaded.vocabulary.watches = watches
        .iter()
        .map(|(name, query)| {
            let mut watch = model.clone();
            (*name).clone_into(&mut watch.name);
            (*query).clone_into(&mut watch.query);
            (watch.mask, watch.enabled) = (None, *name != off);
            watch
        })
        .collect();
    loaded.matcher = None;
    RuleSet::build(loaded, &[]).unwrap()
}

fn poll(store: &dyn Store, rules: &RuleSet, batch: &[News]) -> Vec<(String, String)> {
    let now = batch.iter().map(|one| one.fetched).max().unwrap();
    let book = Book::load(store.stories_since(Timestamp::MIN).unwrap(), now);
    let mut findings: Vec<Findings> = batch.iter().map(News::findings).collect();
    for item in findings.iter_mut().flat_map(|poll| &mut poll.items) {
        let meta = wirewatch::watch::Meta::default();
        item.matches = rules.matcher().unwrap().scan(&item.article, &meta, &mut Scratch::default());
    }
    let lookups: Vec<_> = findings.iter().flat_map(|f| &f.items).map(|i| i.identity).collect();
    let asked = Batch { lookups: &lookups, ..Batch::at(now) };
    let mut told = Vec::new();
    let mut decide = |known: &domain::Known| {
        let changes = triage::decide(&findings, known, &book, &rules.policy, now);
        told = notices(&changes);
        changes
    };
    store.commit(&asked, &mut decide).unwrap();
    told
}

/// What goes out at a minute.
fn due(store: &dyn Store, minute: i64) -> Vec<(String, String)> {
    let now = after(minute);
    let book = Book::load(store.stories_since(Timestamp::MIN).unwrap(), now);
    let asked = Batch::at(now);
    let mut told = Vec::new();
    let mut tell = |_: &domain::Known| {
        let changes = triage::due(&book, now);
        told = notices(&changes);
        changes
    };
    store.commit(&asked, &mut tell).unwrap();
    told
}

/// Everything that is told of news and of what waits behind it.
fn all_told(store: &dyn Store, rules: &RuleSet, news: News) -> Vec<(String, String)> {
    let now = news.fetched.duration_since(after(0)).as_mins();
    [poll(store, rules, &[news]), due(store, now + 19)].concat()
}

fn alert(store: &dyn Store) -> (Arc<AlertLine>, AlertState) {
    let alerts = store.alerts(&AlertQuery { limit: 9, ..AlertQuery::default() }).unwrap();
    assert_eq!(alerts.len(), 1);
    (alerts[0].line.clone().into(), alerts[0].state)
}

const ALL: &[(&str, &str)] = &[("fire", "rocket(s)"), ("port", "harbour"), ("men", "militia")];
const TITLE: &str = "Rocket hits harbour office of militia in Basra";

#[test]
fn what_a_watch_finds_no_longer_leaves_the_reason_of_an_open_story() {
    let edited = [ALL[0], ("port", "airport"), ALL[2]];
    let cases = [
        ("switched off", rules(ALL, "port")),
        ("taken away", rules(&[ALL[0], ALL[2]], "")),
        ("finds it no longer", rules(&edited, "")),
    ];
    for (how, changed) in cases {
        let store = MemoryStore::default();
        let old = rules(ALL, "");
        poll(&store, &old, &[news("a.example", TITLE)]);
        assert_eq!(revising::revise(&store, &old, after(1)).unwrap(), 0, "{how}");
        let (before, _) = alert(&store);
        assert!(before.reason.contains("+ port 12"), "{}", before.reason);
        let last = store.last_notice().unwrap();
        assert_eq!(revising::revise(&store, &changed, after(2)).unwrap(), 1, "{how}");
        let (line, state) = alert(&store);
        assert_eq!(line.watches, ["fire", "men"], "{how}");
        assert!(!line.reason.contains("port") && line.score < before.score, "{}", line.reason);
        assert!(line.hits.iter().all(|hit| hit.watch != "port"), "{how}");
        assert_eq!((state, store.last_notice().unwrap()), (AlertState::Open, last), "{how}");
        assert_eq!(revising::revise(&store, &changed, after(3)).unwrap(), 0, "{how}: once");
        assert_eq!(revising::revise(&store, &old, after(4)).unwrap(), 1, "{how}: back");
        assert_eq!(alert(&store).0.reason, before.reason, "{how}");
        assert_eq!(store.last_notice().unwrap(), last, "{how}");
        revising::revise(&store, &changed, after(5)).unwrap();
        let more = news("a.example", "Rocket hits harbour office of militia in Basra, police say");
        let told = poll(&store, &changed, &[more.at(30)]);
        assert!(told.iter().all(|(change, _)| change == "raised"), "{how}: {told:?}");
    }
}

#[test]
fn what_nobody_has_taken_stays_open_with_a_remark_when_no_watch_flags_it_any_more() {
    let store = MemoryStore::default();
    all_told(&store, &rules(&[ALL[1]], ""), news("a.example", TITLE));
    let (before, _) = alert(&store);
    assert_eq!(revising::revise(&store, &rules(&[ALL[0]], ""), after(22)).unwrap(), 1);
    let (line, state) = alert(&store);
    assert_eq!(state, AlertState::Open);
    assert!(line.is_unwatched());
    assert_eq!((&line.reason, &line.watches), (&before.reason, &before.watches));
    assert_eq!(events(&store).last().unwrap().1, domain::UNWATCHED);
    assert_eq!(revising::revise(&store, &rules(&[ALL[1]], ""), after(23)).unwrap(), 1);
    let (line, state) = alert(&store);
    assert_eq!((line.is_unwatched(), state, line.seq), (false, AlertState::Open, before.seq));
    assert_eq!(events(&store).last().unwrap().1, "watches flag its story again");
    assert_eq!(due(&store, 40), []);
}

#[test]
fn what_somebody_has_taken_is_over_when_no_watch_flags_it_any_more() {
    let store = MemoryStore::default();
    all_told(&store, &rules(&[ALL[1]], ""), news("a.example", TITLE));
    let id = store.alerts(&AlertQuery { limit: 9, ..AlertQuery::default() }).unwrap()[0].id;
    let act = Act { ids: vec![id], deed: Deed::Acknowledge, who: "ana".into() };
    store.act(&act, after(20)).unwrap();
    revising::revise(&store, &rules(&[ALL[0]], ""), after(22)).unwrap();
    assert_eq!(alert(&store).1, AlertState::Resolved);
    assert_eq!(events(&store).last().unwrap(), &(What::Resolved, domain::UNWATCHED.to_owned()));
}

/// What happened to the only alert.
fn events(store: &dyn Store) -> Vec<(What, String)> {
    let alerts = store.alerts(&AlertQuery { limit: 9, ..AlertQuery::default() }).unwrap();
    let history = store.history(alerts[0].id).unwrap();
    history.into_iter().map(|event| (event.what, event.text)).collect()
}

#[test]
fn an_alert_comes_back_with_its_watches_as_people_left_it_and_nothing_is_told_twice() {
    for deed in [None, Some(Deed::Acknowledge)] {
        let store = MemoryStore::default();
        let old = rules(ALL, "");
        let first = all_told(&store, &old, news("a.example", &format!("{TITLE}, two killed")));
        assert_eq!(first.len(), 1, "{first:?}");
        let off = deed.as_ref().map_or(AlertState::Open, |_| AlertState::Resolved);
        if let Some(deed) = deed {
            let alerts = store.alerts(&AlertQuery { limit: 9, ..AlertQuery::default() }).unwrap();
            let act = Act { ids: vec![alerts[0].id], deed, who: "ana".into() };
            store.act(&act, after(20)).unwrap();
        }
        let (before, marked) = alert(&store);
        let none = rules(&[("zoo", "zebra")], "");
        assert_eq!(revising::revise(&store, &none, after(21)).unwrap(), 1);
        assert_eq!(alert(&store).1, off);
        assert_eq!(revising::revise(&store, &old, after(22)).unwrap(), 1);
        let (line, state) = alert(&store);
        assert_eq!((&line.reason, line.seq, state), (&before.reason, before.seq, marked));
        assert_eq!(due(&store, 40), []);
        let same = news("a.example", &format!("{TITLE}, two killed, police say")).at(41);
        assert_eq!(all_told(&store, &old, same), []);
        let five = news("a.example", &format!("{TITLE}, five killed")).at(90);
        let told = all_told(&store, &old, five);
        assert_eq!(told, [("updated".to_owned(), "killed 2 → 5".to_owned())]);
    }
}

#[test]
fn one_watch_that_is_back_is_no_news() {
    let store = MemoryStore::default();
    let old = rules(ALL, "");
    assert_eq!(all_told(&store, &old, news("a.example", TITLE)).len(), 1);
    revising::revise(&store, &rules(ALL, "port"), after(21)).unwrap();
    revising::revise(&store, &old, after(22)).unwrap();
    let same = news("a.example", &format!("{TITLE}, police say")).at(41);
    assert_eq!(all_told(&store, &old, same), []);
}

/// Which watches find the articles of the only story, in order of their headlines.
fn found(store: &dyn Store) -> Vec<Vec<String>> {
    let stories = store.stories_since(Timestamp::MIN).unwrap();
    assert_eq!(stories.len(), 1);
    let mut articles = store.story(stories[0].id, 9).unwrap();
    articles.sort_by(|a, b| a.article.title.cmp(&b.article.title));
    let watches = |one: domain::Match| one.watch;
    articles.into_iter().map(|one| one.matches.into_iter().map(watches).collect()).collect()
}

#[test]
fn what_came_while_a_watch_was_off_is_found_when_it_is_back_and_not_told() {
    let store = MemoryStore::default();
    let old = rules(ALL, "");
    assert_eq!(all_told(&store, &old, news("a.example", TITLE)).len(), 1);
    let off = rules(ALL, "port");
    revising::revise(&store, &off, after(21)).unwrap();
    let second = news("b.example", &format!("{TITLE}, police say")).at(22);
    all_told(&store, &off, second);
    assert_eq!(found(&store)[1], ["fire", "men"]);
    assert_eq!(revising::revise(&store, &old, after(50)).unwrap(), 1);
    assert_eq!(found(&store)[1], ["fire", "port", "men"]);
    assert_eq!(alert(&store).0.watches.len(), 3);
    assert_eq!(due(&store, 90), []);
}

#[test]
fn what_an_edited_query_finds_is_kept_as_it_finds_it_now() {
    let store = MemoryStore::default();
    all_told(&store, &rules(ALL, ""), news("a.example", TITLE));
    all_told(&store, &rules(ALL, ""), news("b.example", "Rocket hits militia in Basra").at(5));
    let edited = [("fire", "rocket(s) NEAR/3 harbour"), ALL[1], ALL[2]];
    revising::revise(&store, &rules(&edited, ""), after(30)).unwrap();
    assert_eq!(found(&store), [vec!["fire", "port", "men"], vec!["men"]]);
    let stories = store.stories_since(Timestamp::MIN).unwrap();
    let articles = store.story(stories[0].id, 9).unwrap();
    let first = articles.iter().find(|one| one.article.title == TITLE).unwrap();
    let fire = first.matches.iter().find(|one| one.watch == "fire").unwrap();
    assert!(fire.hits.iter().any(|hit| hit.text == "harbour"), "{fire:?}");
}
