//! One article under one name that its publisher fills in or rewrites: what it became is told, and is no second
//! alert where it is of the same event. Through the real program, as in `every_event`.

use super::every_event::{Item, told, told_of};

const WATCHES: &str = r#"
    defaults = false
    [[watch]]
    name = "attacks"
    say = "Attacks"
    match = 'attack* OR rockets OR bomb OR explosion OR gunmen OR drone OR mortar OR missiles OR militants'
    weight = 65
"#;

/// Versions of one article, each polled once.
fn versions<'a>(versions: &[(&'a str, &'a str)]) -> Vec<Vec<Item<'a>>> {
    versions.iter().map(|(title, text)| vec![("7-news", *title, *text, 10)]).collect()
}

const NEWS: [(&str, &str, &str); 4] = [
    (
        "Kirkuk",
        "Rockets land beside the airfield at Kirkuk",
        "Four rockets struck the Kirkuk airfield at dawn, police said.",
    ),
    (
        "Aden",
        "Bomb attack at the fish market of Aden",
        "A car bomb tore through stalls in the port quarter of Aden.",
    ),
    (
        "Beirut",
        "Drone strike kills commander in Beirut",
        "A drone fired at a car in the south of Beirut, killing two.",
    ),
    (
        "Odesa",
        "Missile attack sets silo ablaze in Odesa",
        "Missiles ignited a grain terminal in the port of Odesa after the attack.",
    ),
];

#[test]
fn placeholders_that_a_watch_flags_are_told_as_what_they_become() {
    for (title, text) in [
        ("Attack reported", "More soon."),
        ("Breaking: explosion – details to follow", ""),
        ("Rocket attack: more follows", "This is a developing story."),
    ] {
        let guids = ["p0", "p1", "p2", "p3"];
        let item = |event: usize, poll: usize| {
            let (_, real, told) = NEWS[event];
            let (title, text) = if poll > event + 1 { (real, told) } else { (title, text) };
            (guids[event], title, text, 10 + event as i64)
        };
        let polls: Vec<Vec<Item<'_>>> =
            (0..6).map(|poll| (0..=poll.min(3)).map(|event| item(event, poll)).collect()).collect();
        let lines = told_of(&polls, Some(WATCHES));
        for (place, ..) in NEWS {
            let of = lines.iter().filter(|(_, said)| said.contains(place)).count();
            assert_eq!(of, 1, "{title}, {place}: {lines:#?}");
        }
    }
}

#[test]
fn a_placeholder_that_stands_alone_is_one_alert_with_what_it_becomes() {
    let (_, title, text) = NEWS[0];
    let polls = versions(&[("Rocket attack: more follows", ""), (title, text), (title, text)]);
    let lines = told_of(&polls, Some(WATCHES));
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(lines[0].0 == "raised" && lines[1].0 != "raised", "{lines:#?}");
    assert!(lines[1].1.contains("Kirkuk"), "{lines:#?}");
}

#[test]
fn a_report_in_words_of_its_own_is_told_as_what_became_of_its_alert() {
    for rewrite in [
        [
            ("Missile attack on tanker in Red Sea", "A tanker was hit off Hodeidah, UKMTO said."),
            (
                "Crew abandons burning ship after Houthi attack",
                "The 25 crew were rescued by a French frigate; the vessel is adrift.",
            ),
        ],
        [
            ("Attack on train in Balochistan", "Gunmen attacked the Jaffar Express near Sibi."),
            (
                "Militants hold hundreds of passengers hostage",
                "The separatist BLA said it would execute captives unless prisoners are freed.",
            ),
        ],
        [
            ("US consulate in Erbil: loud explosions", "Residents report several explosions."),
            (
                "Iran fires ballistic missiles at 'Mossad base'",
                "The Revolutionary Guards said they had hit a spy centre. Four people were killed.",
            ),
        ],
    ] {
        let lines = told(&versions(&rewrite));
        let raised = lines.iter().filter(|(change, _)| change == "raised").count();
        let shown = lines.last().is_some_and(|(_, said)| said.contains(rewrite[1].0));
        assert!(raised == 1 && lines.len() == 2 && shown, "{lines:#?}");
    }
}
