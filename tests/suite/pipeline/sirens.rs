//! Sirens, whose notices are of one form and one headline: each town is told, known or unknown, and each attack.
//! Through the real program, as in `every_event`.

use super::every_event::{Item, each_once, growing, told, told_of};

/// Towns near each other, half of them in no table.
const ALARMS: [(&str, &str, [&str; 5]); 3] = [
    (
        "Red alert",
        "Rocket sirens sounded in {}. Rockets fired at the town.",
        ["Sderot", "Ashkelon", "Nirim", "Netivot", "Eilat"],
    ),
    ("צבע אדום", "אזעקות ירי רקטות הופעלו ב{}", ["שדרות", "אשקלון", "נתיבות", "אופקים", "אשדוד"]),
    (
        "Ракетная опасность",
        "Ракетная опасность объявлена: {}. Пройдите в укрытие.",
        ["Белгород", "Шебекино", "Валуйки", "Грайворон", "Губкин"],
    ),
];

#[test]
fn a_siren_is_told_for_each_town_and_not_again_within_minutes() {
    for (title, form, towns) in ALARMS {
        let texts = towns.map(|town| form.replace("{}", town));
        let alarm = |guid: &'static str, town: usize, at| (guid, title, texts[town].as_str(), at);
        let once: Vec<Item<'_>> = ["a0", "a1", "a2", "a3", "a4"]
            .into_iter()
            .enumerate()
            .map(|(town, guid)| alarm(guid, town, 10 + town as i64))
            .collect();
        let again = ["b0", "b1", "b2", "b3", "b4"]
            .into_iter()
            .enumerate()
            .map(|(town, guid)| alarm(guid, town, 16 + town as i64));
        let mut polls = growing(&once);
        polls.push(once.iter().copied().chain(again).collect());
        each_once(title, &polls, &towns);
    }
}

#[test]
fn an_alarm_for_one_town_more_is_told() {
    let texts =
        [["Sderot", "Netivot"], ["Netivot", "Sderot"], ["Sderot", "Ofakim"], ["Ofakim", "Sderot"]]
            .map(|[one, other]| format!("Rocket sirens sounded in {one} and {other}."));
    let guids = ["a", "b", "c", "d"];
    let items: Vec<Item<'_>> =
        (0..4).map(|n| (guids[n], "Red alert", texts[n].as_str(), 10 + n as i64)).collect();
    let lines = told(&growing(&items));
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(lines[1].1.contains("Ofakim"), "{lines:#?}");
}

/// A watch for whatever is sounded or sent out.
const WATCHES: &str = r#"
    defaults = false
    [[watch]]
    name = "sirens"
    say = "Sirens"
    match = 'alert OR sirens OR rocket(s) OR тревога OR צבע OR אזעקות OR إنذار OR тривога'
    weight = 65
"#;

/// Towns that no table knows, and some that one does, with the form of their notices: no weapon is named in any.
const FORMS: [(&str, &str, [&str; 6]); 9] = [
    ("Red Alert", "Sirens in {}", ["Sderot", "Nir Am", "Nir Oz", "Nirim", "Ibim", "Avivim"]),
    ("Red Alert", "{}", ["Sderot", "Nir Am", "Netiv HaAsara", "Erez", "Zikim", "Karmia"]),
    ("Red Alert: {}", "Enter the shelter.", ["Ibim", "Nir Am", "Zikim", "Erez", "Sderot", "Yesha"]),
    ("Sirens in {}", "Sirens in {}", ["Ibim", "Nir Am", "Zikim", "Erez", "Sderot", "Yesha"]),
    (
        "Red Alert",
        "Home Front Command: sirens sounded in the following areas: {}. Enter a protected space and stay there for ten \
         minutes unless told otherwise by officials of the Home Front Command, who will tell when the event is over.",
        ["Ibim", "Nir Am", "Zikim", "Erez", "Sderot", "Yesha"],
    ),
    ("צבע אדום", "אזעקות ב{}", ["שדרות", "ניר עם", "איבים", "ארז", "נתיב העשרה", "זיקים"]),
    (
        "Воздушная тревога",
        "Сирены в {}",
        ["Мерефе", "Чугуеве", "Лозовой", "Балаклее", "Изюме", "Купянске"],
    ),
    (
        "Повітряна тривога",
        "Повітряна тривога: {}",
        ["Марганець", "Нікополь", "Покров", "Томаківка", "Синельникове", "Павлоград"],
    ),
    (
        "إنذار",
        "صفارات الإنذار في {}",
        ["نير عام", "سديروت", "زيكيم", "عسقلان", "كريات شمونة", "المطلة"],
    ),
];

#[test]
fn a_siren_is_told_for_towns_that_are_in_no_table() {
    let guids = ["a0", "a1", "a2", "a3", "a4", "a5"];
    for (title, text, towns) in FORMS {
        let all = towns.map(|town| (title.replace("{}", town), text.replace("{}", town)));
        let items: Vec<Item<'_>> = (0..towns.len())
            .map(|n| (guids[n], all[n].0.as_str(), all[n].1.as_str(), 10 + n as i64))
            .collect();
        let polls = [items[..1].to_vec(), items[..2].to_vec(), items.clone()];
        let lines = told_of(&polls, Some(WATCHES));
        let said = |town: &str| lines.iter().filter(|(_, said)| said.contains(town)).count();
        assert!(towns.iter().all(|town| said(town) == 1), "{title}, {text}: {lines:#?}");
    }
}

#[test]
fn a_list_of_towns_that_grows_is_told_each_time() {
    let towns = ["Sderot", "Sderot, Ibim", "Sderot, Ibim, Nir Am", "Nir Am, Sderot, Ibim"];
    let texts = towns.map(|towns| format!("Rocket alert in {towns}"));
    let titles = towns.map(|towns| format!("Sirens: {towns}"));
    for headline in [false, true] {
        let item = |n: usize| {
            let title = if headline { titles[n].as_str() } else { "Red Alert" };
            ("s", title, texts[n].as_str(), 10)
        };
        let polls: Vec<Vec<Item<'_>>> = (0..towns.len()).map(|n| vec![item(n)]).collect();
        let lines = told_of(&polls, Some(WATCHES));
        let raised = lines.iter().filter(|(change, _)| change == "raised").count();
        assert_eq!(raised, 3, "another order is no news: {lines:#?}");
        assert!(lines[1].1.contains("Ibim") && lines[2].1.contains("Nir Am"), "{lines:#?}");
    }
}

#[test]
fn a_siren_in_the_same_town_is_told_again_when_the_last_one_is_long_over() {
    let text = "Rockets fired at Sderot. Enter the shelter.";
    let items =
        [("a", "Red alert", text, 10), ("b", "Red alert", text, 20), ("c", "Red alert", text, 70)];
    let lines = told(&growing(&items));
    assert!(lines.len() == 2 && lines[1].0 == "raised", "{lines:#?}");
}
