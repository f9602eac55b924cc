//! What a commit under a backlog leaves for the next calm one: new articles are found a moment later,
//! and by whoever comes after a process that did not live to see that.

use super::*;

fn commit_under(load: Load, store: &dyn Store, changes: Changes) {
    let mut changes = Some(changes);
    let batch = Batch { load, ..Batch::at(at(1)) };
    store.commit(&batch, &mut |_| changes.take().unwrap()).unwrap();
}

fn found(store: &dyn Store, words: &str) -> Vec<i64> {
    store.search(words, 0, 99).unwrap().iter().map(|found| found.id.0).collect()
}

#[test]
fn articles_of_a_backlog_are_found_when_it_is_over() {
    each(|store| {
        commit_under(Load::Calm, store, articles(vec![new(1, "Rocket one")]));
        for number in 2..=4 {
            commit_under(Load::Backlog, store, articles(vec![new(number, "Rocket more")]));
        }
        assert_eq!(store.counts(at(9)).unwrap().articles, 4);
        commit_under(Load::Calm, store, Changes::default());
        assert_eq!(found(store, "rocket"), [4, 3, 2, 1]);
    });
}

#[test]
fn many_articles_of_a_backlog_are_found_before_it_is_over() {
    each(|store| {
        let long: Vec<String> = (0..40_000).map(|word| format!("word{word}")).collect();
        for number in 1..=8 {
            let mut change = new(number, "Rocket");
            Arc::make_mut(&mut change.article).body = long.join(" ");
            commit_under(Load::Backlog, store, articles(vec![change]));
        }
        assert!(found(store, "rocket").len() > 4);
    });
}

#[test]
fn an_article_that_is_edited_before_it_is_found_is_found_as_it_is() {
    each(|store| {
        commit_under(
            Load::Backlog,
            store,
            articles(vec![new(1, "Rocket one"), new(2, "Rocket two")]),
        );
        let mut edited = new(1, "Missile one");
        (edited.fate, edited.content) = (ArticleFate::Edited(ArticleId(1)), 77);
        Arc::make_mut(&mut edited.article).summary = String::new();
        commit_under(Load::Backlog, store, articles(vec![edited]));
        commit_under(Load::Calm, store, Changes::default());
        assert_eq!(found(store, "rocket"), [2]);
        assert_eq!(found(store, "missile"), [1]);
    });
}

#[test]
fn a_story_whose_alert_is_behind_comes_back_with_the_line_that_is_written() {
    let home = TempDir::new().unwrap();
    let store = on_disk(&home);
    let store = store.as_ref();
    commit_under(Load::Calm, store, alerts(vec![raise(1, Severity::Flash)]));
    let known = StoryMemo { behind: true, ..StoryMemo::default() };
    let mut ahead = line(1, Severity::Flash, &["rocket"]);
    ahead.story.articles = 7;
    let state = StoryState {
        articles: 7,
        line: Some(Arc::new(ahead)),
        memo: Some(Box::new(known)),
        ..StoryState::default()
    };
    let behind = story(1, state);
    let stories = vec![behind.clone()];
    commit_under(Load::Backlog, store, Changes { stories, ..Changes::default() });
    let read = store.standing(behind.id).unwrap().unwrap();
    assert!(read.state.memo.unwrap().behind && read.state.articles == 7);
    assert_eq!(read.state.line.unwrap().story.articles, 1);
}

#[test]
fn what_a_process_left_unfound_the_next_one_finds() {
    let home = TempDir::new().unwrap();
    let store = on_disk(&home);
    commit_under(Load::Calm, store.as_ref(), articles(vec![new(1, "Rocket one")]));
    commit_under(Load::Backlog, store.as_ref(), articles(vec![new(2, "Rocket two")]));
    drop(store);
    let store = on_disk(&home);
    commit_under(Load::Calm, store.as_ref(), articles(vec![new(3, "Rocket three")]));
    assert_eq!(found(store.as_ref(), "rocket"), [3, 2, 1]);
    let checked = Connection::open(home.path().join("wirewatch.db")).unwrap();
    checked
        .execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 0)", [])
        .unwrap();
}

#[test]
fn a_full_text_that_comes_from_elsewhere_meanwhile_is_found_once() {
    let home = TempDir::new().unwrap();
    let (store, other) = (on_disk(&home), on_disk(&home));
    commit_under(Load::Backlog, store.as_ref(), articles(vec![new(1, "Rocket"), new(2, "Rocket")]));
    let full =
        FullText { fetched: at(2), url: "https://example.org/a".into(), text: "Hangar".into() };
    assert!(other.keep_text(ArticleId(2), &full).unwrap());
    commit_under(Load::Calm, store.as_ref(), Changes::default());
    assert_eq!(found(store.as_ref(), "rocket"), [2, 1]);
    let retention = Retention { keep_at_most: Some(0), ..Retention::default() };
    store.prune(&retention).unwrap();
    assert!(found(store.as_ref(), "rocket").is_empty());
}
