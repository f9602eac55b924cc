//! Stories that people part and join: the choice holds, after a restart and after a rebuilding.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use wirewatch::domain::{
    Act, Alert, AlertState, ArticleId, Change, Deed, Findings, Known, StoryId,
};
use wirewatch::engine::stories::{self, StoryError, Trial};
use wirewatch::store::memory::MemoryStore;
use wirewatch::store::{self, AlertQuery, Batch, REGROUPED, Store};
use wirewatch::triage::{self, Book};

use super::desk::{News, after, news, notices, policy};

fn each(case: impl Fn(&dyn Store)) {
    let home = tempfile::TempDir::new().unwrap();
    let file = home.path().join("wirewatch.db");
    case(store::open(&file, Duration::from_secs(5)).unwrap().as_ref());
    let memory: Arc<dyn Store> = Arc::new(MemoryStore::default());
    case(memory.as_ref());
}

/// What an engine does: reads the live stories, decides, commits.
fn poll(store: &dyn Store, batch: &[News]) {
    let now = batch.iter().map(|n| n.fetched).max().unwrap();
    let book = Book::load(store.stories_since(Timestamp::MIN).unwrap(), now);
    let findings: Vec<Findings> = batch.iter().map(News::findings).collect();
    let items = || findings.iter().flat_map(|f| &f.items);
    let lookups: Vec<_> =
        items().map(|i| i.identity).chain(items().filter_map(|i| i.alias)).collect();
    let asked = Batch { lookups: &lookups, ..Batch::at(now) };
    store
        .commit(&asked, &mut |known| triage::decide(&findings, known, &book, &policy(), now))
        .unwrap();
}

/// What goes out at a minute.
fn due(store: &dyn Store, minute: i64) -> Vec<(String, String)> {
    let now = after(minute);
    let book = Book::load(store.stories_since(Timestamp::MIN).unwrap(), now);
    let asked = Batch::at(now);
    let mut told = Vec::new();
    let mut tell = |_: &Known| {
        let changes = triage::due(&book, now);
        told = notices(&changes);
        changes
    };
    store.commit(&asked, &mut tell).unwrap();
    told
}

/// The stories that stand, each with the titles it holds.
fn told(store: &dyn Store) -> Vec<(StoryId, Vec<(ArticleId, String)>)> {
    let mut stories: Vec<_> = store.stories_since(Timestamp::MIN).unwrap();
    stories.retain(|s| s.state.merged.is_none());
    let titles = |id| {
        let articles = store.story(id, 100).unwrap();
        articles.into_iter().map(|a| (a.id, a.article.title)).collect()
    };
    let mut told: Vec<_> = stories.iter().map(|s| (s.id, titles(s.id))).collect();
    told.sort_by_key(|(_, titles): &(StoryId, Vec<(ArticleId, String)>)| {
        titles.first().map(|t| t.0)
    });
    told
}

fn sizes(store: &dyn Store) -> Vec<usize> {
    told(store).iter().map(|(_, titles)| titles.len()).collect()
}

fn event() -> Vec<News> {
    vec![
        news("a.example", "Rocket hits house near embassy in Baghdad").at(0),
        news("b.example", "Rocket strikes house near Baghdad embassy").at(5),
        news("c.example", "Rocket hits house near embassy in Baghdad, officials say").at(9),
    ]
}

fn alert(store: &dyn Store, story: StoryId) -> Alert {
    let all = store.alerts(&AlertQuery { limit: 99, ..AlertQuery::default() }).unwrap();
    all.into_iter().find(|alert| alert.story == story).unwrap()
}

#[test]
fn a_split_holds_and_its_piece_is_told_like_any_new_alert() {
    each(|store| {
        poll(store, &event());
        let (story, titles) = told(store).remove(0);
        assert_eq!(titles.len(), 3);
        assert_eq!(due(store, 15).len(), 1);
        let before = store.last_notice().unwrap();
        let own = stories::split(store, &policy(), (story, &[titles[1].0]), after(20)).unwrap();
        assert_eq!(store.last_notice().unwrap(), before);
        assert_eq!(sizes(store), [2, 1]);
        assert_eq!(told(store)[1].0, own);
        assert_eq!(store.cursor(REGROUPED).unwrap(), Some(1));
        let alerts = store.alerts(&AlertQuery { limit: 9, ..AlertQuery::default() }).unwrap();
        assert_eq!(alerts.len(), 2);
        assert_eq!(store.cursor("held").unwrap(), Some(1), "the next round looks what waits");
        assert_eq!(due(store, 22), [("raised".to_owned(), String::new())]);
        assert_eq!(alert(store, own).line.seq, before + 1);
        assert_eq!(alert(store, story).line.seq, before);
        stories::rebuild(store, &policy(), (Timestamp::MIN, Trial::No), after(30)).unwrap();
        assert_eq!(sizes(store), [2, 1], "a rebuilding keeps the choice");
        assert_eq!(due(store, 40), []);
    });
}

#[test]
fn what_people_take_out_of_an_old_story_is_told_to_nobody() {
    each(|store| {
        poll(store, &event());
        let (story, titles) = told(store).remove(0);
        assert_eq!(due(store, 15).len(), 1);
        let later = after(25 * 60);
        stories::split(store, &policy(), (story, &[titles[1].0]), later).unwrap();
        assert_eq!(due(store, 26 * 60), []);
    });
}

#[test]
fn stories_that_are_merged_and_split_again_are_the_alerts_they_were() {
    each(|store| {
        poll(store, &event()[..1]);
        poll(store, &[news("d.example", "Militia storms embassy in Caracas, two killed").at(8)]);
        let [(into, _), (other, titles)] = &told(store)[..] else { panic!("two stories") };
        assert_eq!(due(store, 9).len(), 2);
        let ids = vec![alert(store, *other).id];
        let done = Act { ids, deed: Deed::Acknowledge, who: "ana".into() };
        store.act(&done, after(10)).unwrap();
        let before = [*into, *other].map(|story| alert(store, story));
        for alert in &before {
            assert!(alert.line.reason.contains(" + close ("), "{}", alert.line.reason);
        }
        stories::merge(store, &policy(), (*into, &[*other]), after(20)).unwrap();
        let whole = alert(store, *into).line;
        assert!(whole.reason.contains(" + close ("), "{}", whole.reason);
        assert!(whole.reason.contains(" + 2 killed 8"), "{}", whole.reason);
        let own = stories::split(store, &policy(), (*into, &[titles[0].0]), after(21)).unwrap();
        assert_eq!(own, *other);
        for before in before {
            let now = alert(store, before.story);
            assert_eq!((now.line.reason, now.line.seq), (before.line.reason, before.line.seq));
            assert_eq!((now.id, now.state, now.by), (before.id, before.state, before.by));
        }
        assert_eq!(due(store, 40), [], "both were told");
        let more = "Militia storms embassy in Caracas, five killed, say police";
        poll(store, &[news("d.example", more).at(50)]);
        assert_eq!(due(store, 60), [("updated".to_owned(), "killed 2 → 5".to_owned())]);
    });
}

#[test]
fn a_story_that_people_take_out_again_does_not_carry_the_last_news_of_the_whole() {
    each(|store| {
        poll(store, &event()[..1]);
        poll(store, &[news("d.example", "Militia storms embassy in Caracas, two killed").at(8)]);
        let [(into, _), (other, titles)] = &told(store)[..] else { panic!("two stories") };
        due(store, 9);
        stories::merge(store, &policy(), (*into, &[*other]), after(20)).unwrap();
        poll(store, &[news("e.example", &format!("{}: 19 killed", event()[0].title)).at(21)]);
        due(store, 30);
        let whole = alert(store, *into).line;
        assert!(whole.note.contains("killed 2 → 19"), "{}", whole.note);
        stories::split(store, &policy(), (*into, &[titles[0].0]), after(31)).unwrap();
        let piece = alert(store, *other).line;
        assert_eq!((piece.change, piece.note.as_str()), (Change::Raised, ""));
        assert_eq!(alert(store, *into).line.note, whole.note);
    });
}

#[test]
fn what_people_merge_stands_with_the_highest_toll() {
    each(|store| {
        poll(store, &[news("a.example", "Rocket hits embassy in Caracas, two killed")]);
        poll(store, &[news("b.example", "Rocket hits embassy in Baghdad, five killed").at(30)]);
        let [(into, _), (other, _)] = &told(store)[..] else { panic!("two stories") };
        stories::merge(store, &policy(), (*into, &[*other]), after(40)).unwrap();
        let line = alert(store, *into).line;
        assert_eq!(line.article.title, "Rocket hits embassy in Baghdad, five killed");
        assert!(line.reason.contains(" + 5 killed 8"), "{}", line.reason);
    });
}

#[test]
fn a_merge_holds_and_resolves_the_alert_that_went() {
    each(|store| {
        poll(store, &event()[..1]);
        poll(store, &[news("d.example", "Militia storms embassy in Caracas").at(8)]);
        let [(into, _), (other, _)] = &told(store)[..] else { panic!("two stories") };
        stories::merge(store, &policy(), (*into, &[*other]), after(20)).unwrap();
        assert_eq!(sizes(store), [2]);
        let alerts = store.alerts(&AlertQuery { limit: 9, ..AlertQuery::default() }).unwrap();
        let states: Vec<_> = alerts.iter().map(|a| (a.story == *into, a.state)).collect();
        assert_eq!(states, [(true, AlertState::Open), (false, AlertState::Resolved)]);
        stories::rebuild(store, &policy(), (Timestamp::MIN, Trial::No), after(30)).unwrap();
        assert_eq!(sizes(store), [2], "a rebuilding keeps the choice");
        poll(store, &[news("e.example", "Militia storms embassy in Caracas, say police").at(40)]);
        assert_eq!(sizes(store), [3], "news of either goes to the story that stays");
    });
}

/// The bars of the stories that stand, those without any left out.
fn bars(store: &dyn Store) -> Vec<(StoryId, Vec<StoryId>)> {
    let mut stories = store.stories_since(Timestamp::MIN).unwrap();
    stories.retain(|s| s.state.merged.is_none() && !s.state.apart.is_empty());
    let mut bars: Vec<_> = stories.into_iter().map(|s| (s.id, s.state.apart)).collect();
    bars.sort();
    bars
}

#[test]
fn a_split_holds_for_the_story_that_its_piece_goes_into() {
    each(|store| {
        poll(store, &event());
        let (story, titles) = told(store).remove(0);
        let own = stories::split(store, &policy(), (story, &[titles[1].0]), after(20)).unwrap();
        poll(store, &[news("d.example", "Militia storms embassy in Caracas").at(21)]);
        let other = told(store).pop().unwrap().0;
        stories::merge(store, &policy(), (other, &[own]), after(22)).unwrap();
        let mut both = vec![(story, vec![other]), (other, vec![story])];
        both.sort();
        assert_eq!(bars(store), both);
        stories::rebuild(store, &policy(), (Timestamp::MIN, Trial::No), after(30)).unwrap();
        assert_eq!(sizes(store), [2, 2]);
        assert_eq!(bars(store), both);
    });
}

#[test]
fn the_last_word_on_two_articles_counts() {
    each(|store| {
        poll(store, &event());
        let (story, titles) = told(store).remove(0);
        let pieces = [titles[1].0, titles[2].0];
        let own = stories::split(store, &policy(), (story, &pieces), after(20)).unwrap();
        stories::merge(store, &policy(), (story, &[own]), after(21)).unwrap();
        assert_eq!(bars(store), []);
        stories::rebuild(store, &policy(), (Timestamp::MIN, Trial::No), after(22)).unwrap();
        assert_eq!(sizes(store), [3]);
        let again = stories::split(store, &policy(), (story, &pieces[..1]), after(23)).unwrap();
        stories::rebuild(store, &policy(), (Timestamp::MIN, Trial::No), after(24)).unwrap();
        assert_eq!(sizes(store), [2, 1]);
        // The piece has the alert again that was void meanwhile.
        let alerts = store.alerts(&AlertQuery { limit: 9, ..AlertQuery::default() }).unwrap();
        let open = alerts.iter().filter(|alert| alert.state == AlertState::Open);
        assert_eq!(open.map(|alert| alert.story).collect::<BTreeSet<_>>(), [story, again].into());
    });
}

#[test]
fn notes_stay_when_people_merge() {
    each(|store| {
        poll(store, &event()[..1]);
        poll(store, &[news("d.example", "Militia storms embassy in Caracas").at(8)]);
        let [(into, _), (other, _)] = &told(store)[..] else { panic!("two stories") };
        let alert = |story| {
            let all = store.alerts(&AlertQuery { limit: 9, ..AlertQuery::default() }).unwrap();
            all.into_iter().find(|alert| alert.story == story).unwrap()
        };
        let ids = vec![alert(*other).id];
        let note = Act { ids, deed: Deed::Note("called the desk".into()), who: "ana".into() };
        store.act(&note, after(9)).unwrap();
        stories::merge(store, &policy(), (*into, &[*other]), after(20)).unwrap();
        assert_eq!((alert(*into).notes, alert(*other).notes), (1, 0));
        let told = store.history(alert(*into).id).unwrap();
        assert!(told.iter().any(|event| event.text == "called the desk"), "{told:?}");
    });
}

fn rebuild(store: &dyn Store) {
    stories::rebuild(store, &policy(), (Timestamp::MIN, Trial::No), after(90)).unwrap();
}

/// Numbers of the articles of a store, by title.
fn numbered(store: &dyn Store) -> std::collections::BTreeMap<String, ArticleId> {
    told(store).into_iter().flat_map(|(_, titles)| titles).map(|(id, title)| (title, id)).collect()
}

#[test]
fn news_of_the_smaller_part_finds_what_people_merged() {
    each(|store| {
        let report = |i| format!("Rocket attack on Kharkiv market kills three, report {i}");
        let many: Vec<News> = (0..10).map(|i| news("k.example", &report(i)).at(i)).collect();
        poll(store, &many);
        let siege = |site, title: &str, at| news(site, title).at(at);
        poll(
            store,
            &[
                siege("a.example", "Militia gunmen storm hotel in Mogadishu", 20),
                siege("b.example", "Siege at Mogadishu hotel after militia gunmen storm in", 21),
            ],
        );
        let stories: Vec<StoryId> = told(store).iter().map(|(id, _)| *id).collect();
        assert_eq!(sizes(store), [10, 2]);
        stories::merge(store, &policy(), (stories[0], &stories[1..]), after(30)).unwrap();
        let later = "Mogadishu hotel siege: militia gunmen still inside";
        poll(store, &[siege("c.example", later, 40)]);
        assert_eq!(sizes(store), [13]);
        poll(store, &[siege("d.example", "Rocket attack on market in Kharkiv: a fourth dies", 41)]);
        assert_eq!(sizes(store), [14]);
        rebuild(store);
        assert_eq!(sizes(store), [14], "a rebuilding draws them too");
    });
}

#[test]
fn a_merge_binds_every_article_of_both() {
    each(|store| {
        poll(store, &event());
        let siege =
            |site, title: &str, at| news(site, &format!("Militia {title} in Mogadishu")).at(at);
        poll(
            store,
            &[
                siege("d.example", "storms hotel", 10),
                siege("e.example", "besieges hotel, guests trapped", 12),
                siege("f.example", "leader behind hotel siege named", 14),
            ],
        );
        let stories: Vec<StoryId> = told(store).iter().map(|(id, _)| *id).collect();
        stories::merge(store, &policy(), (stories[0], &stories[1..]), after(20)).unwrap();
        rebuild(store);
        assert_eq!(sizes(store), [6]);
    });
}

#[test]
fn pieces_that_are_parted_one_by_one_stay_three() {
    each(|store| {
        poll(store, &event());
        let story = told(store)[0].0;
        let ids: Vec<ArticleId> = numbered(store).into_values().collect();
        stories::split(store, &policy(), (story, &ids[2..]), after(20)).unwrap();
        stories::split(store, &policy(), (story, &ids[..1]), after(21)).unwrap();
        rebuild(store);
        assert_eq!(sizes(store), [1, 1, 1]);
        rebuild(store);
        assert_eq!(sizes(store), [1, 1, 1]);
    });
}

#[test]
fn a_split_parts_all_of_both_sides() {
    each(|store| {
        poll(store, &event());
        poll(
            store,
            &[news("d.example", "Rocket hits house near embassy in Baghdad, police say").at(11)],
        );
        let (story, titles) = told(store).remove(0);
        assert_eq!(titles.len(), 4);
        let out: Vec<ArticleId> =
            titles.iter().map(|(id, _)| *id).filter(|id| id.0 % 2 == 0).collect();
        stories::split(store, &policy(), (story, &out), after(20)).unwrap();
        let before = told(store);
        rebuild(store);
        assert_eq!(told(store), before);
    });
}

#[test]
fn what_waits_to_be_told_of_a_story_is_told_by_the_one_it_goes_into() {
    each(|store| {
        poll(store, &event()[..1]);
        let site = news("d.example", "Drone and rocket strike dam guard post near Mosul");
        poll(store, &[site.at(8)]);
        let [(into, _), (other, _)] = &told(store)[..] else { panic!("two stories") };
        // The first notice of either is out; what comes next waits.
        due(store, 9);
        let more = "Drone and rocket strike dam guard post near Mosul, killing 30";
        poll(store, &[news("d.example", more).at(10)]);
        stories::merge(store, &policy(), (*into, &[*other]), after(11)).unwrap();
        let due = due(store, 30);
        assert_eq!(due.len(), 1, "{due:?}");
        assert!(due[0].1.contains("killed 0 → 30"), "{due:?}");
    });
}

#[test]
fn a_rebuilding_owes_nothing_to_arrival() {
    each(|store| {
        for news in event().iter().rev() {
            poll(store, std::slice::from_ref(news));
        }
        let before = told(store);
        let done =
            stories::rebuild(store, &policy(), (Timestamp::MIN, Trial::No), after(30)).unwrap();
        assert_eq!(sizes(store), [3]);
        assert_eq!(done.moved, 0, "{before:?}");
        let again =
            stories::rebuild(store, &policy(), (Timestamp::MIN, Trial::Yes), after(31)).unwrap();
        assert_eq!((again.moved, again.merged, again.founded), (0, 0, 0));
    });
}

#[test]
fn what_cannot_be_is_refused() {
    each(|store| {
        poll(store, &event());
        let (story, titles) = told(store).remove(0);
        let all: Vec<ArticleId> = titles.iter().map(|(id, _)| *id).collect();
        let split = |ids: &[ArticleId]| stories::split(store, &policy(), (story, ids), after(9));
        assert!(matches!(split(&all), Err(StoryError::NothingLeft(_))));
        assert!(matches!(split(&[ArticleId(99)]), Err(StoryError::NotIn(..))));
        let merge = |ids: &[StoryId]| stories::merge(store, &policy(), (story, ids), after(9));
        assert!(matches!(merge(&[story]), Err(StoryError::Same)));
        assert!(matches!(merge(&[StoryId(7)]), Err(StoryError::NoStory(_))));
    });
}

#[test]
fn articles_are_of_the_origin_that_the_story_lists() {
    each(|store| {
        let text = "A rocket landed inside the fortified zone of the capital early on Tuesday and \
            damaged an empty house near the embassy, two security officials said.";
        let own = news("a.example", "Rocket hits house near embassy in Baghdad").saying(text);
        poll(store, &[own.clone().guid("7")]);
        let credited = format!("BAGHDAD (AP) — {text}");
        poll(store, &[news("b.example", "House near Baghdad embassy hit").saying(&credited).at(5)]);
        let origins = || {
            let story = told(store)[0].0;
            let articles = store.story(story, 9).unwrap();
            articles.into_iter().map(|one| one.origin).collect::<Vec<_>>()
        };
        assert_eq!(origins(), ["AP", "AP"]);
        let mut edited = own.guid("7").fetched(9);
        edited.title.push_str(", two hurt");
        poll(store, &[edited]);
        assert_eq!(origins(), ["AP", "AP"], "an edited copy stays one");
    });
}

#[test]
fn an_origin_that_people_part_and_join_again_is_told_once() {
    each(|store| {
        for (minute, one) in [
            news("a.example", "Rocket hits bridge at Basra"),
            news("b.example", "Bridge at Basra struck by rocket"),
            news("c.example", "Basra: rocket lands on bridge"),
        ]
        .into_iter()
        .enumerate()
        {
            let minute = i64::try_from(minute).unwrap() * 10;
            poll(store, &[one.at(minute)]);
            due(store, minute + 9);
        }
        let (story, titles) = told(store).remove(0);
        assert_eq!(titles.len(), 3);
        let own = stories::split(store, &policy(), (story, &[titles[2].0]), after(40)).unwrap();
        assert_eq!(due(store, 41), [("raised".to_owned(), String::new())]);
        poll(store, &[news("a.example", "Basra bridge: rocket had hit pillar, six killed").at(41)]);
        assert_eq!(due(store, 50).len(), 1);
        poll(store, &[news("d.example", "Basra rocket: bridge shut after hit").at(51)]);
        assert_eq!(due(store, 58), [], "a third origin was told before");
        stories::merge(store, &policy(), (story, &[own]), after(59)).unwrap();
        poll(store, &[news("a.example", "Rocket on bridge of Basra: what we know").at(60)]);
        assert_eq!(due(store, 70), []);
        poll(store, &[news("e.example", "Pictures of Basra bridge that rocket hit").at(72)]);
        let told = due(store, 90);
        assert!(told[0].1.contains("fifth origin: e.example"), "{told:?}");
    });
}
