//! The keys of `config.toml`: one row each, with how it is read and how it is shown. The reader,
//! `config show`, "did you mean" and the tests walk this table.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use toml_edit::{Item, Value};

use super::private::{parse_rule, rule_text};
use super::settings::{CALLS, POPUPS, Settings, THEMES};
use super::value::{
    Wrong, boolean, duration, duration_text, mismatch, number, quoted, quoted_list, seconds,
    seconds_text, size, size_text, string, strings, word,
};
use super::zone;

/// One section.
pub(super) struct Section {
    pub name: &'static str,
    pub keys: &'static [Key],
}

/// One key: its name, how it is read into the settings, how it is shown.
pub(super) struct Key {
    pub name: &'static str,
    pub read: fn(&mut Settings, &Item) -> Result<(), Wrong>,
    pub show: fn(&Settings) -> String,
}

/// A row: `key!("name", place in the settings, reader, printer)`.
macro_rules! key {
    ($name:literal, $($place:ident).+, $read:expr, $show:expr) => {
        Key {
            name: $name,
            read: |settings, item| {
                settings.$($place).+ = $read(item)?;
                Ok(())
            },
            show: |settings| $show(&settings.$($place).+),
        }
    };
}

const DAY: u64 = 86_400;

/// Every section but `[[notify]]`, in the order in which they are shown.
pub(super) const SECTIONS: &[Section] = &[
    Section { name: "poll", keys: POLL },
    Section { name: "fetch", keys: FETCH },
    Section { name: "limits", keys: LIMITS },
    Section { name: "stories", keys: STORIES },
    Section { name: "severity", keys: SEVERITY },
    Section { name: "store", keys: STORE },
    Section { name: "dashboard", keys: DASHBOARD },
    Section { name: "duty", keys: DUTY },
];

const DUTY: &[Key] = &[key!("name", duty.name, string, |s: &String| quoted(s))];

const POLL: &[Key] = &[
    key!("interval", pace.interval, interval, interval_text),
    key!("floor", pace.floor, |i| seconds(i, 1..=DAY), |s: &u32| time(*s)),
    key!("ceiling", pace.ceiling, |i| seconds(i, 1..=7 * DAY), |s: &u32| time(*s)),
    key!("first_notice", pace.first_notice, |i| seconds(i, 0..=3_650 * DAY), |s: &u32| time(*s)),
    key!("late", pace.late, |i| seconds(i, 60..=3_650 * DAY), |s: &u32| time(*s)),
];

const FETCH: &[Key] = &[
    key!("contact", fetching.contact, contact, |s: &String| quoted(s)),
    key!("request", fetching.request, |i| wait(i, 1..=600), span),
    key!("connect", fetching.connect, |i| wait(i, 1..=600), span),
    key!("idle", fetching.idle, |i| wait(i, 1..=600), span),
    key!("redirects", fetching.redirects, |i| number(i, 0..=20), usize::to_string),
    key!("concurrent", fetching.concurrent, |i| number(i, 1..=1_024), usize::to_string),
    key!("per_host", fetching.per_host, |i| number(i, 1..=64), usize::to_string),
    key!("spacing", fetching.spacing, |i| wait(i, 0..=60), span),
    Key {
        name: "allow_private",
        read: |settings, item| {
            let rules = strings(item)?;
            let one = |(at, text): (usize, &String)| {
                let value = item.as_array().and_then(|array| array.get(at));
                parse_rule(text).map_err(|wrong| wrong.at(value.and_then(toml_edit::Value::span)))
            };
            settings.fetching.allow_private =
                rules.iter().enumerate().map(one).collect::<Result<_, _>>()?;
            Ok(())
        },
        show: |settings| {
            let rules: Vec<String> =
                settings.fetching.allow_private.iter().map(rule_text).collect();
            quoted_list(&rules)
        },
    },
];

const LIMITS: &[Key] = &[
    key!("body", limits.body, |i| size(i, 1 << 10..=1 << 30), bytes),
    key!("items", limits.items, |i| number(i, 1..=100_000), usize::to_string),
    key!("title", limits.title, |i| number(i, 16..=100_000), usize::to_string),
    key!("text", limits.text, |i| size(i, 1 << 10..=64 << 20), bytes),
    key!("link", limits.link, |i| size(i, 64..=64 << 10), bytes),
    key!("nesting", limits.nesting, |i| number(i, 16..=4_096), usize::to_string),
];

const STORIES: &[Key] = &[
    key!("window", storying.window, |i| seconds(i, 60..=30 * DAY), |s: &u32| time(*s)),
    key!("most", storying.most, |i| number(i, 100..=1_000_000), usize::to_string),
    key!("group_wait", storying.group_wait, |i| seconds(i, 0..=DAY), |s: &u32| time(*s)),
    key!("group_interval", storying.group_interval, |i| seconds(i, 0..=DAY), |s: &u32| time(*s)),
    key!("silence", storying.silence, |i| seconds(i, 60..=30 * DAY), |s: &u32| time(*s)),
    key!("origin_steps", storying.origin_steps, |i| steps(i, 2..=10), |s: &Vec<u32>| format!(
        "{s:?}"
    )),
    key!("toll_steps", storying.toll_steps, |i| steps(i, 1..=1_000_000), |s: &Vec<u32>| format!(
        "{s:?}"
    )),
];

const SEVERITY: &[Key] = &[
    key!("flash", scoring.flash, |i| number(i, 1..=100), i32::to_string),
    key!("immediate", scoring.immediate, |i| number(i, 1..=100), i32::to_string),
    key!("priority", scoring.priority, |i| number(i, 1..=100), i32::to_string),
    key!("other_watch", scoring.other_watch, points, i32::to_string),
    key!("other_watches_max", scoring.other_watches_max, points, i32::to_string),
    key!("close", scoring.close, points, i32::to_string),
    key!("close_words", scoring.close_words, |i| number(i, 0..=1_000), u32::to_string),
    key!("title", scoring.title, points, i32::to_string),
    key!("lead", scoring.lead, points, i32::to_string),
    key!("term", scoring.term, points, i32::to_string),
    key!("terms_max", scoring.terms_max, points, i32::to_string),
    key!("harm", scoring.harm, points, i32::to_string),
    key!("harm_many", scoring.harm_many, points, i32::to_string),
    key!("many", scoring.many, |i| number(i, 1..=100_000), u32::to_string),
    key!("no_harm", scoring.no_harm, points, i32::to_string),
    key!("origins", scoring.origins, three_points, |p: &[i32; 3]| format!("{p:?}")),
    key!("wire", scoring.wire, points, i32::to_string),
    key!("aggregator", scoring.aggregator, points, i32::to_string),
    key!("forum", scoring.forum, points, i32::to_string),
    key!("tone", scoring.tone, points, i32::to_string),
    key!("name_only_cap", scoring.name_only_cap, |i| number(i, 0..=99), i32::to_string),
    key!("ages", scoring.ages, ages, ages_text),
    key!("kept", scoring.kept, percents, |p: &[i32; 5]| format!("{p:?}")),
];

const STORE: &[Key] = &[
    Key {
        name: "path",
        read: |settings, item| {
            let text = string(item)?;
            settings.store.path = (!text.is_empty()).then(|| text.into());
            Ok(())
        },
        show: |settings| {
            let path = settings.store.path.as_deref().unwrap_or("".as_ref());
            quoted(&path.to_string_lossy())
        },
    },
    key!("keep_days", store.keep_days, |i| number(i, 1..=36_500), u32::to_string),
    key!(
        "keep_articles",
        store.keep_articles,
        |i| number(i, 1_000..=1_000_000_000),
        u64::to_string
    ),
];

const DASHBOARD: &[Key] = &[
    key!("theme", dashboard.theme, |i| word(i, THEMES), |s: &String| quoted(s)),
    key!("sound", dashboard.sound, boolean, bool::to_string),
    key!("bell", dashboard.bell, |i| word(i, CALLS), |s: &String| quoted(s)),
    key!("flash", dashboard.flash, |i| word(i, CALLS), |s: &String| quoted(s)),
    key!("notify", dashboard.notify, |i| word(i, CALLS), |s: &String| quoted(s)),
    key!("popups", dashboard.popups, |i| word(i, POPUPS), |s: &String| quoted(s)),
    key!("ascii", dashboard.ascii, boolean, bool::to_string),
    key!("zone", dashboard.zone, zone::read, |z: &Option<String>| quoted(
        z.as_deref().unwrap_or("")
    )),
    Key {
        name: "keys",
        read: |settings, item| {
            pairs(item, "{ acknowledge = \"a <C-a>\" }", &mut settings.dashboard.keys)
        },
        show: |settings| pairs_text(&settings.dashboard.keys),
    },
    Key {
        name: "colours",
        read: |settings, item| {
            pairs(item, "{ flash = \"#ff5f5f\" }", &mut settings.dashboard.colours)
        },
        show: |settings| pairs_text(&settings.dashboard.colours),
    },
];

/// A table of texts.
fn pairs(item: &Item, such_as: &str, into: &mut BTreeMap<String, String>) -> Result<(), Wrong> {
    let wanted = format!("a table such as {such_as}");
    let table = item.as_table_like().ok_or_else(|| mismatch(item, &wanted))?;
    for (name, item) in table.iter() {
        let text = string(item).map_err(|wrong| wrong.at(item.span()))?;
        into.insert(name.to_owned(), text);
    }
    Ok(())
}

fn pairs_text(pairs: &BTreeMap<String, String>) -> String {
    let pair = |(name, text): (&String, &String)| format!("{} = {}", quoted(name), quoted(text));
    let pairs: Vec<String> = pairs.iter().map(pair).collect();
    if pairs.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", pairs.join(", ")) }
}

/// `"auto"` or a time from 1 s.
fn interval(item: &Item) -> Result<Option<u32>, Wrong> {
    if item.as_str() == Some("auto") {
        return Ok(None);
    }
    seconds(item, 1..=DAY).map(Some)
}

fn interval_text(interval: &Option<u32>) -> String {
    interval.map_or_else(|| quoted("auto"), time)
}

fn contact(item: &Item) -> Result<String, Wrong> {
    let text = string(item)?;
    let sendable = text.len() <= 200 && text.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    if sendable { Ok(text) } else { Err(Wrong::new("at most 200 plain ASCII characters")) }
}

fn points(item: &Item) -> Result<i32, Wrong> {
    number(item, -99..=99)
}

fn three_points(item: &Item) -> Result<[i32; 3], Wrong> {
    of_each(item, "three whole numbers, for 2, 3 and 4 origins", points)
}

fn percents(item: &Item) -> Result<[i32; 5], Wrong> {
    of_each(item, "five percents, for the four ages and beyond", |i| number(i, 0..=100))
}

fn ages(item: &Item) -> Result<[u32; 4], Wrong> {
    let wanted = "four times, each longer than the last, such as [\"1h\", \"6h\", \"1d\", \"3d\"]";
    let ages: [u32; 4] = of_each(item, wanted, |i| seconds(i, 60..=365 * DAY))?;
    rising(&ages).then_some(ages).ok_or_else(|| Wrong::new(wanted))
}

fn ages_text(ages: &[u32; 4]) -> String {
    format!("[{}]", ages.map(time).join(", "))
}

/// Most steps of one key.
const MOST_STEPS: usize = 16;

fn steps(item: &Item, within: RangeInclusive<i64>) -> Result<Vec<u32>, Wrong> {
    let wanted = "at most 16 whole numbers, each larger than the last, such as [2, 3, 5]";
    let steps = each(item, wanted, |i| number(i, within.clone()))?;
    let fit = steps.len() <= MOST_STEPS && rising(&steps);
    fit.then_some(steps).ok_or_else(|| Wrong::new(wanted))
}

fn rising(list: &[u32]) -> bool {
    list.is_sorted_by(|one, next| one < next)
}

/// A list of exactly so many.
fn of_each<T, const N: usize>(
    item: &Item,
    wanted: &str,
    read: impl Fn(&Item) -> Result<T, Wrong>,
) -> Result<[T; N], Wrong> {
    each(item, wanted, read)?.try_into().map_err(|_| mismatch(item, wanted))
}

/// A list, each of its values read.
fn each<T>(
    item: &Item,
    wanted: &str,
    read: impl Fn(&Item) -> Result<T, Wrong>,
) -> Result<Vec<T>, Wrong> {
    let array = item.as_array().ok_or_else(|| mismatch(item, wanted))?;
    let one =
        |value: &Value| read(&Item::Value(value.clone())).map_err(|wrong| wrong.at(value.span()));
    array.iter().map(one).collect()
}

fn wait(item: &Item, seconds: RangeInclusive<u64>) -> Result<Duration, Wrong> {
    let (least, most) =
        (Duration::from_secs(*seconds.start()), Duration::from_secs(*seconds.end()));
    duration(item, least..=most)
}

fn time(seconds: u32) -> String {
    quoted(&seconds_text(seconds))
}

fn span(duration: &Duration) -> String {
    quoted(&duration_text(*duration))
}

fn bytes(size: &usize) -> String {
    quoted(&size_text(*size as u64))
}
