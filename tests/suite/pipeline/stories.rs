//! Which articles make one story, which stay apart, and what of it does not depend on arrival.

use super::desk::{Desk, after, news, noon};
use wirewatch::triage::Book;

const AP: &str = "BAGHDAD (AP) — A Katyusha rocket landed inside the fortified zone of the capital \
    early on Tuesday and damaged an empty house, two security officials said.";

#[test]
fn reports_of_one_event_are_one_story_with_one_alert() {
    let mut desk = Desk::new();
    let changes = desk.take(&[
        news("a.example", "Rocket hits near US embassy in Baghdad"),
        news("b.example", "Rocket lands near American embassy in Baghdad, no one hurt").at(1),
        news("c.example", "Baghdad: rocket strikes close to US embassy").at(2),
    ]);
    assert_eq!((changes.stories.len(), changes.alerts.len()), (1, 1));
    let state = &changes.stories[0].state;
    assert_eq!((state.articles, state.origins.len()), (3, 3));
}

#[test]
fn unrelated_attacks_of_one_day_stay_apart() {
    let mut desk = Desk::new();
    let changes = desk.take(&[
        news("a.example", "Rocket hits near US embassy in Baghdad"),
        news("b.example", "Militia attacks village in northern Congo").at(1),
        news("c.example", "Rocket fired from Gaza lands in open field").at(2),
        news("d.example", "Parliament passes budget after long debate").at(3),
    ]);
    assert_eq!(changes.stories.len(), 4);
    assert_eq!(changes.alerts.len(), 3);
}

#[test]
fn another_country_is_another_event() {
    let mut desk = Desk::new();
    let changes = desk.take(&[
        news("a.example", "Rocket hits embassy compound in Baghdad at night"),
        news("b.example", "Rocket hits embassy compound in Kabul at night").at(1),
    ]);
    assert_eq!(changes.stories.len(), 2);
}

#[test]
fn five_copies_of_an_agency_are_one_origin() {
    let mut desk = Desk::new();
    let sites = ["a.example", "b.example", "c.example", "d.example", "e.example"];
    let batch: Vec<_> = (0..)
        .zip(sites)
        .map(|(i, site)| news(site, "Rocket hits near US embassy in Baghdad").saying(AP).at(i))
        .collect();
    let changes = desk.take(&batch);
    let state = &changes.stories[0].state;
    assert_eq!(state.origins.iter().map(|(o, _)| o.as_str()).collect::<Vec<_>>(), ["AP"]);
    assert_eq!((state.articles, state.outlets.len()), (5, 5));
    assert!(!changes.alerts[0].line.reason.contains("origins"));
}

#[test]
fn outlets_of_one_owner_are_one_origin() {
    let mut desk = Desk::new();
    let outlets = ["a.example", "b.example"].map(str::to_owned).to_vec();
    let owner = wirewatch::domain::Owner { name: "Holding".into(), outlets };
    desk.policy.owners = [owner].into_iter().collect();
    let changes = desk.take(&[
        news("a.example", "Rocket hits near US embassy in Baghdad"),
        news("b.example", "Rocket lands near American embassy in Baghdad").at(1),
    ]);
    let origins = &changes.stories[0].state.origins;
    assert_eq!(changes.stories.len(), 1);
    assert_eq!(origins.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["Holding"]);
    desk.wait(2);
    let more = desk.take(&[news("c.example", "Baghdad: American embassy struck by rocket").at(3)]);
    let told = [super::desk::notices(&more), super::desk::notices(&desk.wait(9))].concat();
    assert!(told.iter().any(|(_, note)| note.contains("second origin: c.example")), "{told:?}");
}

#[test]
fn the_same_polls_in_any_order_give_the_same_stories() {
    let batch = [
        news("a.example", "Rocket hits near US embassy in Baghdad"),
        news("b.example", "Rocket lands near embassy in Baghdad").at(1),
        news("c.example", "Six killed as militia storms market in Mogadishu").at(1),
        news("d.example", "Militia storms Mogadishu market").at(2),
        news("a.example", "Rocket hits near US embassy in Baghdad").fetched(3),
    ];
    let stories = |order: &[usize]| {
        let findings: Vec<_> = order.iter().map(|i| batch[*i].findings()).collect();
        format!("{:?}", Desk::new().take_findings(&findings, after(5)))
    };
    let first = stories(&[0, 1, 2, 3, 4]);
    for order in [[4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [3, 4, 1, 0, 2]] {
        assert_eq!(stories(&order), first);
    }
}

#[test]
fn twice_delivered_is_nothing_new() {
    let mut desk = Desk::new();
    let batch = [news("a.example", "Rocket hits house"), news("b.example", "Rocket hits house")];
    desk.take(&batch);
    assert!(desk.take(&batch).is_empty());
    let twice: Vec<_> = batch.iter().chain(&batch).cloned().collect();
    assert!(desk.take(&twice).is_empty());
}

#[test]
fn the_same_guid_twice_in_one_document_is_one_article() {
    let mut desk = Desk::new();
    let mut findings = news("a.example", "Rocket hits house").guid("7").findings();
    findings.items.extend(news("a.example", "Rocket hits a house").guid("7").findings().items);
    let changes = desk.take_findings(std::slice::from_ref(&findings), after(0));
    assert_eq!(changes.articles.len(), 1);
    findings.items.reverse();
    assert!(desk.take_findings(&[findings], after(5)).is_empty());
}

#[test]
fn the_same_title_and_link_under_a_new_guid_is_the_same_article() {
    let mut desk = Desk::new();
    let mut first = news("a.example", "Rocket hits house").findings();
    desk.take_findings(std::slice::from_ref(&first), after(0));
    let item = &mut first.items[0];
    std::sync::Arc::make_mut(&mut item.article).id = "reissued".into();
    let marks = wirewatch::triage::marks("https://a.example/rss", &item.article);
    item.identity = marks.identity;
    assert!(desk.take_findings(&[first], after(5)).is_empty());
}

#[test]
fn a_story_ends_after_three_days() {
    let mut desk = Desk::new();
    desk.take(&[news("a.example", "Rocket hits near US embassy in Baghdad")]);
    desk.wait(1);
    let late = 73 * 60;
    let changes =
        desk.take(&[news("b.example", "Rocket hits near US embassy in Baghdad").at(late)]);
    assert_eq!(changes.stories[0].state.articles, 1);
    assert_eq!(desk.book.len(), 1);
}

#[test]
fn a_reloaded_book_decides_as_the_one_that_lived_on() {
    let mut lived = Desk::new();
    let first = lived.take(&[
        news("a.example", "Rocket hits near US embassy in Baghdad"),
        news("c.example", "Six killed as militia storms market in Mogadishu").at(1),
    ]);
    let mut loaded = Desk::new();
    loaded.known = lived.known.clone();
    loaded.book = Book::load(first.stories, after(1));
    let next = [
        news("b.example", "Rocket lands near American embassy in Baghdad").at(2),
        news("d.example", "Mogadishu market stormed by militia").at(3),
    ];
    assert_eq!(format!("{:?}", lived.take(&next)), format!("{:?}", loaded.take(&next)));
}

/// Two stories of one event, told in other words until reports come that use both.
fn strangers() -> [super::desk::News; 2] {
    [
        news("a.example", "Rocket slams fortified compound").saying("Katyusha landed overnight"),
        news("b.example", "Missile strikes diplomatic quarter")
            .saying("embassy windows shattered")
            .at(1),
    ]
}

fn bridges() -> impl Iterator<Item = super::desk::News> {
    let sites = ["c.example", "d.example", "e.example", "f.example", "g.example"];
    (2..).zip(sites).map(|(minute, site)| {
        news(site, "Rocket slams fortified compound, missile strikes diplomatic quarter")
            .saying("Katyusha landed overnight, embassy windows shattered")
            .at(minute)
    })
}

#[test]
fn two_stories_that_turn_out_to_be_one_become_one_with_one_alert() {
    let mut desk = Desk::new();
    let apart = desk.take(&strangers());
    assert_eq!((apart.stories.len(), apart.alerts.len()), (2, 2));
    desk.wait(2);
    let mut merges = Vec::new();
    let mut told = Vec::new();
    for report in bridges() {
        let changes = desk.take(&[report]);
        told.extend(super::desk::notices(&changes));
        merges.extend(changes.merges.iter().map(|merge| (merge.from, merge.into)));
        let gone = changes.alerts.iter().filter(|alert| alert.line.note.starts_with("is part of"));
        assert_eq!(gone.count(), changes.merges.len());
    }
    assert_eq!((merges.len(), desk.book.len()), (1, 1), "{told:?}");
    assert!(told.iter().all(|(change, _)| change != "raised"), "{told:?}");
    let story = desk.book.story(merges[0].1).unwrap();
    assert_eq!(story.state.articles, 7);
    assert!(desk.book.story(merges[0].0).is_none());
}

#[test]
fn a_first_notice_that_waits_is_told_by_the_story_that_it_joins() {
    let mut desk = Desk::new();
    // Only what comes later is news: the reports that bring the two together are not.
    desk.policy.pace.first_notice = 0;
    let [told, waits] = strangers();
    desk.take(&[told]);
    assert_eq!(desk.wait(1).alerts.len(), 1);
    let late = waits.saying("windows shattered, militia is blamed").at(2);
    assert!(super::desk::notices(&desk.take(&[late])).is_empty());
    let bridges: Vec<_> = bridges().map(|news| news.at(1).fetched(2).first_poll()).collect();
    let changes = desk.take(&bridges);
    assert_eq!((changes.merges.len(), desk.book.len()), (1, 1));
    let mut told = super::desk::notices(&changes);
    told.extend(super::desk::notices(&desk.wait(9)));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.contains("new watch: militia"), "{told:?}");
}

#[test]
fn stories_that_people_parted_stay_apart_whatever_joins_them() {
    let mut desk = Desk::new();
    let mut apart = desk.take(&strangers());
    let names: Vec<_> = apart.stories.iter().map(|story| story.id).collect();
    for (story, other) in apart.stories.iter_mut().zip(names.iter().rev()) {
        story.state.apart = vec![*other];
    }
    desk.book.apply(&apart, super::desk::after(1));
    for report in bridges() {
        assert!(desk.take(&[report]).merges.is_empty());
    }
    assert_eq!(desk.book.len(), 2);
}

#[test]
fn stories_that_become_one_do_so_in_any_order_of_a_batch() {
    let stories = |backward: bool| {
        let mut batch: Vec<_> = strangers().into_iter().chain(bridges()).collect();
        if backward {
            batch.reverse();
        }
        let mut desk = Desk::new();
        let changes = desk.take(&batch);
        assert_eq!(changes.stories.len(), 1);
        assert!(changes.articles.iter().all(|a| a.story == changes.stories[0].id));
        format!("{changes:?}")
    };
    assert_eq!(stories(false), stories(true));
}

#[test]
fn an_origin_reports_since_its_article_was_published() {
    let mut desk = Desk::new();
    let changes = desk.take(&[news("a.example", "Rocket hits embassy in Basra").fetched(50)]);
    assert_eq!(changes.stories[0].state.origins, [("a.example".to_owned(), noon())]);
    let mut later = news("b.example", "Rocket hits embassy in Basra, police say").at(70);
    later.published = None;
    let changes = desk.take(&[later]);
    assert_eq!(changes.stories[0].state.origins[1].1, after(70));
}

#[test]
fn events_under_one_headline_are_parted_by_the_places_in_their_texts() {
    let mut desk = Desk::new();
    for (minute, place) in (0..).step_by(10).zip(["Odesa", "Kharkiv", "Sumy", "Kherson"]) {
        let text = format!("Rocket sirens sounded in {place}: rockets fired at the city.");
        desk.take(&[news("sirens.example", "Red alert").saying(&text).guid(place).at(minute)]);
    }
    assert_eq!(desk.book.len(), 4);
    let again = "Rocket sirens sounded in Sumy: rockets fired at the city, a mayor said.";
    let mayor = news("sirens.example", "Red alert").saying(again).guid("mayor").at(31);
    assert_eq!(desk.take(&[mayor]).stories[0].state.articles, 2, "where the place is the same");
}
