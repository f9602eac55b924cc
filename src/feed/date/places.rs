//! Zones that change their clocks, by the names of their cities: those of the zone database and what
//! Americans call theirs. The rules are those of today, also for years that had others; Israel's,
//! which change two days earlier in spring, are taken for Europe's.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::names;
use super::order::First;

/// When clocks go forward and back.
pub(super) struct Rule {
    /// Month, number of the weekday in it (-1: the last), weekday.
    forward: (i8, i8, Weekday),
    back: (i8, i8, Weekday),
    /// The hour by the clock of winter; of Greenwich where all change together.
    hour: Hour,
    /// The first year.
    since: i16,
}

enum Hour {
    Own(i64),
    Greenwich(i64),
}

const EUROPE: Rule = Rule {
    forward: (3, -1, Weekday::Sunday),
    back: (10, -1, Weekday::Sunday),
    hour: Hour::Greenwich(1),
    since: 1981,
};
const AMERICA: Rule = Rule {
    forward: (3, 2, Weekday::Sunday),
    back: (11, 1, Weekday::Sunday),
    hour: Hour::Own(2),
    since: 1967,
};
const AUSTRALIA: Rule = Rule {
    forward: (10, 1, Weekday::Sunday),
    back: (4, 1, Weekday::Sunday),
    hour: Hour::Own(2),
    since: 1987,
};
const ZEALAND: Rule = Rule {
    forward: (9, -1, Weekday::Sunday),
    back: (4, 1, Weekday::Sunday),
    hour: Hour::Own(2),
    since: 1987,
};
const EGYPT: Rule = Rule {
    forward: (4, -1, Weekday::Friday),
    back: (10, -1, Weekday::Thursday),
    hour: Hour::Own(0),
    since: 2023,
};

/// Minutes east of Greenwich in winter, the rule, who goes by it.
#[rustfmt::skip]
const PLACES: &[(i32, Option<&Rule>, &[&str])] = &[
    (0, Some(&EUROPE), &["London", "Dublin", "Lisbon", "Belfast", "Jersey", "Guernsey", "Madeira"]),
    (60, Some(&EUROPE), &[
        "Berlin", "Paris", "Madrid", "Rome", "Vienna", "Zurich", "Brussels", "Amsterdam",
        "Luxembourg", "Copenhagen", "Stockholm", "Oslo", "Prague", "Warsaw", "Budapest", "Belgrade",
        "Zagreb", "Ljubljana", "Sarajevo", "Skopje", "Bratislava", "Tirane", "Podgorica", "Malta",
        "Monaco", "Andorra", "Vaduz", "San_Marino", "Vatican", "Gibraltar",
    ]),
    (120, Some(&EUROPE), &[
        "Athens", "Helsinki", "Kiev", "Kyiv", "Bucharest", "Sofia", "Vilnius", "Riga", "Tallinn",
        "Chisinau", "Nicosia", "Beirut", "Jerusalem", "Tel_Aviv", "Gaza", "Hebron",
    ]),
    (120, Some(&EGYPT), &["Cairo"]),
    (-210, Some(&AMERICA), &["St_Johns"]),
    (-240, Some(&AMERICA), &["Halifax", "Bermuda"]),
    (-300, Some(&AMERICA), &["New_York", "Toronto", "Montreal", "Detroit", "Nassau", "Eastern", "ET"]),
    (-360, Some(&AMERICA), &["Chicago", "Winnipeg", "Central", "CT"]),
    (-420, Some(&AMERICA), &["Denver", "Edmonton", "Boise", "Mountain", "MT"]),
    (-480, Some(&AMERICA), &["Los_Angeles", "Vancouver", "Tijuana", "Pacific", "PT"]),
    (-540, Some(&AMERICA), &["Anchorage", "Alaska"]),
    (600, Some(&AUSTRALIA), &["Sydney", "Melbourne", "Hobart", "Canberra"]),
    (570, Some(&AUSTRALIA), &["Adelaide"]),
    (720, Some(&ZEALAND), &["Auckland"]),
    (0, None, &["Reykjavik", "Accra", "Abidjan", "Dakar", "Bamako", "UTC", "GMT"]),
    (60, None, &["Casablanca", "Kinshasa", "Niamey", "Ndjamena", "Douala"]),
    (120, None, &["Harare", "Lusaka", "Maputo", "Kigali", "Kaliningrad", "Juba"]),
    (180, None, &["Amman", "Damascus", "Kuwait", "Qatar", "Bahrain", "Aden", "Mogadishu",
        "Addis_Ababa", "Kampala", "Djibouti", "Simferopol"]),
    (240, None, &["Muscat", "Samara"]),
    (300, None, &["Almaty", "Yekaterinburg", "Ashgabat", "Dushanbe", "Islamabad"]),
    (330, None, &["Calcutta", "Colombo", "Delhi"]),
    (360, None, &["Bishkek", "Omsk", "Thimphu"]),
    (390, None, &["Rangoon"]),
    (420, None, &["Ho_Chi_Minh", "Saigon", "Phnom_Penh", "Vientiane", "Novosibirsk", "Krasnoyarsk"]),
    (480, None, &["Hong_Kong", "Kuala_Lumpur", "Macau", "Makassar", "Perth", "Irkutsk",
        "Ulaanbaatar", "Beijing", "Urumqi"]),
    (540, None, &["Pyongyang", "Jayapura", "Yakutsk"]),
    (570, None, &["Darwin"]),
    (600, None, &["Brisbane", "Vladivostok", "Port_Moresby", "Guam"]),
    (-180, None, &["Buenos_Aires", "Sao_Paulo", "Montevideo", "Bahia"]),
    (-240, None, &["La_Paz", "Puerto_Rico", "Santo_Domingo", "Manaus"]),
    (-300, None, &["Jamaica", "Panama", "Guayaquil", "Cancun"]),
    (-360, None, &["Mexico_City", "Guatemala", "Costa_Rica", "El_Salvador", "Managua",
        "Tegucigalpa", "Regina"]),
    (-420, None, &["Phoenix"]),
    (-600, None, &["Honolulu"]),
];

/// Where names of the zone database begin.
const AREAS: &[&str] = &[
    "Africa/",
    "America/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
    "US/",
    "Canada/",
    "Etc/",
];

/// Before hours by which a zone is behind Greenwich, where others write those it is ahead of it.
const BACKWARDS: &str = "Etc/GMT";

/// A date without the name behind it, and what that says; `None`: no such name stands there.
pub(super) fn split(text: &str) -> Option<(&str, Named)> {
    let bare = text.trim_end_matches([']', ')', ' ']);
    if let Some((rest, hours)) = bare.rsplit_once(BACKWARDS) {
        let hours: i32 = hours.parse().ok().filter(|hours| (-14..=14).contains(hours))?;
        return Some((rest.trim_end_matches(['[', '(', ' ']), Named::Fixed(hours * -3600)));
    }
    // Nearly all others end in a digit or in Z.
    if !bare.ends_with(|c: char| c.is_ascii_alphabetic() && c != 'Z') {
        return None;
    }
    let area = AREAS.iter().filter_map(|area| bare.rfind(area)).min();
    if let Some(at) = area.filter(|at| *at > 0) {
        let (rest, name) = bare.split_at_checked(at)?;
        let city = name.rsplit('/').next()?;
        let rest = rest.trim_end_matches(['[', '(', ' ']);
        return Some((rest, Named::of(city).unwrap_or(Named::Unknown)));
    }
    let (rest, word) = bare.rsplit_once(' ')?;
    let is_short = word.len() == 2 && word.ends_with('T');
    is_short.then(|| Some((rest, Named::of(word)?)))?
}

/// What a name says.
pub(super) enum Named {
    /// A place of which nothing is known.
    Unknown,
    /// Seconds east of Greenwich.
    Fixed(i32),
    /// Minutes east of Greenwich in winter, and the rule of its summer.
    Changing(i32, &'static Rule),
}

impl Named {
    fn of(city: &str) -> Option<Named> {
        let is_it = |name: &&str| name.eq_ignore_ascii_case(city);
        let place = PLACES.iter().find(|(.., names)| names.iter().any(is_it));
        match place {
            Some((minutes, Some(rule), _)) => Some(Named::Changing(*minutes, rule)),
            Some((minutes, None, _)) => Some(Named::Fixed(minutes * 60)),
            None => names::zone(city).map(Named::Fixed),
        }
    }

    /// What goes first in the dates that are written there.
    pub fn order(&self) -> Option<First> {
        match self {
            Named::Unknown | Named::Fixed(0) => None,
            Named::Changing(_, rule) if rule.back == AMERICA.back => Some(First::Month),
            Named::Fixed(_) | Named::Changing(..) => Some(First::Day),
        }
    }

    /// The moment of a time by the clocks there, which is given as if they were Greenwich's.
    pub fn moment(&self, told: Timestamp) -> Option<Timestamp> {
        let east = match self {
            Named::Unknown => return None,
            Named::Fixed(seconds) => i64::from(*seconds),
            Named::Changing(minutes, rule) => {
                let wall = Offset::UTC.to_datetime(told);
                let summer = rule.is_summer(wall, *minutes);
                i64::from(*minutes) * 60 + if summer { 3600 } else { 0 }
            }
        };
        told.checked_sub(SignedDuration::from_secs(east)).ok()
    }
}

impl Rule {
    fn is_summer(&self, wall: DateTime, minutes: i32) -> bool {
        let winter_minute = match self.hour {
            Hour::Own(hour) => hour * 60,
            Hour::Greenwich(hour) => hour * 60 + i64::from(minutes),
        };
        let change = |(month, nth, weekday): (i8, i8, Weekday), extra: i64| {
            let day =
                Date::new(wall.year(), month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()?;
            day.at(0, 0, 0, 0).checked_add(SignedDuration::from_mins(winter_minute + extra)).ok()
        };
        // Clocks go back from the hour of summer.
        let (Some(forward), Some(back)) = (change(self.forward, 0), change(self.back, 60)) else {
            return false;
        };
        let is_summer = if forward < back {
            forward <= wall && wall < back
        } else {
            wall >= forward || wall < back
        };
        is_summer && wall.year() >= self.since
    }
}
