//! What an article, or a story, says was done, with what and to whom: rockets in the night and a drone in the
//! morning, a bomb and gunmen, a judge who is kidnapped. By these two attacks on one place stay apart, the more
//! the longer they lie apart.
//!
//! The words are in `concepts` and `victims`; what is hit is `focus`'s.

use std::sync::LazyLock;

use super::concepts;
use super::vector::Centroid;
use super::victims::VICTIMS;
use super::words::{Kind, names, neutral};

/// A kind of means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    Rocket,
    Drone,
    Bomb,
    /// What is heard of most of them.
    Blast,
    Gun,
    Fire,
    Knife,
}

/// Words that name each.
#[rustfmt::skip]
const MEANS: &[(Means, &[&str])] = &[
    (Means::Rocket, &["rocket", "mortar"]), (Means::Drone, &["drone"]), (Means::Bomb, &["car-bomb", "suicide-attack"]), (Means::Blast, &["blast"]), (Means::Gun, &["gunfire"]),
    (Means::Fire, &["firebomb"]), (Means::Knife, &["knife"]),
];
/// Means of which no report takes one for the other; of the rest one does, while it is new.
const UNALIKE: &[(Means, Means)] = &[
    (Means::Rocket, Means::Gun),
    (Means::Rocket, Means::Bomb),
    (Means::Drone, Means::Gun),
    (Means::Fire, Means::Knife),
    (Means::Fire, Means::Gun),
    (Means::Fire, Means::Rocket),
    (Means::Knife, Means::Rocket),
    (Means::Knife, Means::Bomb),
    (Means::Knife, Means::Drone),
];

/// Means of which a blast is heard.
const HEARD: &[Means] = &[Means::Rocket, Means::Drone, Means::Bomb, Means::Fire];

/// Whether two may be of one deed: the same, or one and the blast of it.
fn may_be_one(one: Means, other: Means) -> bool {
    let blast = |one: Means, other: Means| one == Means::Blast && HEARD.contains(&other);
    one == other || blast(one, other) || blast(other, one)
}

static NAMED: LazyLock<Vec<(u32, Means)>> = LazyLock::new(|| {
    let rows = MEANS.iter();
    let named = rows.flat_map(|(means, row)| row.iter().map(move |name| (name, *means)));
    named.map(|(name, means)| (neutral(Kind::Concept, name), means)).collect()
});
static KIDNAP: LazyLock<u32> = LazyLock::new(|| neutral(Kind::Concept, "kidnap"));
static VICTIM_NAMES: LazyLock<Vec<u32>> =
    LazyLock::new(|| VICTIMS.iter().map(|(name, _)| neutral(Kind::Concept, name)).collect());

/// What a bar rises by where other means are told of, at once and with each hour between, and at most.
const OTHERWISE: Rise = Rise { first: 0.1, hour: 0.08, most: 0.55 };
/// The same where no report takes one for the other.
const UNLIKE: Rise = Rise { first: 0.2, hour: 0.1, most: 0.6 };
/// The same where one is of a kidnapping, and the other of violence and of none.
const KIDNAPPED: Rise = Rise { first: 0.3, hour: 0.05, most: 0.5 };
/// The same where others were meant.
const OTHERS: Rise = Rise { first: 0.1, hour: 0.1, most: 0.4 };

/// How a bar rises with the hours between two.
#[derive(Clone, Copy)]
struct Rise {
    first: f32,
    hour: f32,
    most: f32,
}

impl Rise {
    fn after(self, hours: f32) -> f32 {
        (self.first + self.hour * hours).min(self.most)
    }
}

/// From this share of its heaviest word for a deed on, a story tells of it.
const TOLD: f32 = 0.25;
/// From this share on, it is what the story is about.
const MAIN: f32 = 0.5;

/// What was done, as a headline says, and as the text says besides.
#[derive(Clone, Debug, Default)]
pub(super) struct Deeds {
    /// Words for deeds of the headline.
    main: Vec<u32>,
    /// All of them.
    all: Vec<u32>,
    /// Whether the headline tells of violence.
    violent: bool,
}

impl Deeds {
    /// Of what a headline names, and of what all of an article does.
    pub(super) fn of(headlined: &[u32], all: &[u32]) -> Deeds {
        let deeds = |list: &[u32]| list.iter().copied().filter(|name| is_deed(*name)).collect();
        let violent = headlined.iter().any(|name| concepts::is_violence(*name));
        Deeds { main: deeds(headlined), all: deeds(all), violent }
    }

    /// Of a story.
    pub(super) fn of_story(story: &Centroid) -> Deeds {
        let words: Vec<(u32, f32)> = story.part(names(Kind::Concept)).collect();
        let violence = words.iter().filter(|(name, _)| concepts::is_violence(*name));
        let violent = violence.map(|(_, weight)| *weight).fold(0.0, f32::max);
        let deeds: Vec<(u32, f32)> = words.into_iter().filter(|(name, _)| is_deed(*name)).collect();
        let most = deeds.iter().map(|(_, weight)| *weight).fold(violent, f32::max);
        let from = |share: f32| {
            let heavy = deeds.iter().filter(|(_, weight)| *weight >= share * most);
            heavy.map(|(name, _)| *name).collect()
        };
        Deeds { main: from(MAIN), all: from(TOLD), violent: violent > 0.0 }
    }

    /// Whether there is anything by which another may differ.
    pub(super) fn is_told(&self) -> bool {
        !self.main.is_empty() || self.violent
    }

    /// What a bar rises by where another tells of other deeds, so many hours apart; of one target on which both
    /// agree only other means tell.
    pub(super) fn differ(&self, other: &Deeds, hours: f32, same_target: bool) -> f32 {
        let mut rises = vec![self.other_means(other)];
        if !same_target {
            rises.push(Some(KIDNAPPED).filter(|_| self.is_kidnapping_alone(other)));
            rises.push(Some(OTHERS).filter(|_| self.is_of_others(other)));
        }
        rises.into_iter().flatten().map(|rise| rise.after(hours)).fold(0.0, f32::max)
    }

    fn other_means(&self, other: &Deeds) -> Option<Rise> {
        let (mine, theirs) = (means(&self.main), means(&other.main));
        let named = |list: &[Means], all: &[u32]| means(all).iter().any(|one| list.contains(one));
        let is_one = |one: &Means| theirs.iter().any(|two| may_be_one(*one, *two));
        let none = mine.is_empty() || theirs.is_empty();
        if none || mine.iter().any(is_one) || named(&mine, &other.all) || named(&theirs, &self.all)
        {
            return None;
        }
        let unlike = |one: Means, two: Means| {
            UNALIKE.iter().any(|pair| *pair == (one, two) || *pair == (two, one))
        };
        let all = mine.iter().all(|one| theirs.iter().all(|two| unlike(*one, *two)));
        Some(if all { UNLIKE } else { OTHERWISE })
    }

    /// Whether one is of a kidnapping and the other of violence without one.
    fn is_kidnapping_alone(&self, other: &Deeds) -> bool {
        let only = |one: &Deeds, other: &Deeds| {
            one.main.contains(&KIDNAP) && !other.all.contains(&KIDNAP) && other.violent
        };
        only(self, other) || only(other, self)
    }

    /// Whether both say who was meant, and nobody is the same.
    fn is_of_others(&self, other: &Deeds) -> bool {
        let of = |list: &[u32]| -> Vec<u32> {
            list.iter().copied().filter(|name| VICTIM_NAMES.contains(name)).collect()
        };
        let (mine, theirs) = (of(&self.main), of(&other.main));
        let named = !mine.is_empty() && !theirs.is_empty();
        named
            && !mine.iter().any(|one| other.all.contains(one))
            && !theirs.iter().any(|one| self.all.contains(one))
    }
}

fn is_deed(name: u32) -> bool {
    name == *KIDNAP || VICTIM_NAMES.contains(&name) || NAMED.iter().any(|(own, _)| *own == name)
}

/// The means among words for deeds.
fn means(list: &[u32]) -> Vec<Means> {
    let named = NAMED.iter().filter(|(name, _)| list.contains(name));
    named.map(|(_, means)| *means).collect()
}

#[cfg(test)]
mod tests {
    use crate::domain::Article;
    use crate::triage::features;
    use crate::triage::focus::Focus;
    use crate::triage::vector::{Centroid, join, unit};

    /// What a bar rises by between a first report and a later one, so many hours later.
    fn rise(first: &str, later: &str, hours: f32) -> f32 {
        let of = |text: &str| {
            let (title, summary) = text.split_once('|').unwrap_or((text, ""));
            let (title, summary) = (title.into(), summary.into());
            features(&Article { title, summary, ..Article::default() })
        };
        let words = of(first).words.into_iter().map(|(word, n)| (word, f32::from(n))).collect();
        let story = Centroid::of(&join(&[], 0, &unit(words)));
        Focus::of(&of(later)).does_otherwise(&story, hours)
    }

    #[test]
    fn other_means_and_others_meant_are_another_deed_the_more_the_later() {
        for (first, later) in [
            ("Rockets fired at US embassy", "Drone shot down over US embassy"),
            ("Gunman opens fire at US embassy", "Rockets fired at US embassy"),
            ("Car bomb kills five in Mogadishu", "Gunmen kill senator in Mogadishu"),
            ("Petrol bombs thrown at embassy", "Man with knife held at embassy"),
            ("Взрыв в кафе", "В городе застрелен следователь"),
            ("Missile strike on Dnipro", "Drone strike on Dnipro"),
            ("مسلحون يقتلون شرطيا", "هجوم صاروخي على المطار"),
            ("Gang attacks hospital, four killed", "Gang kidnaps judge"),
            ("Gunmen abduct 40 pupils", "Gunmen abduct priest"),
        ] {
            assert!(rise(first, later, 5.0) > 0.3, "{first} / {later}");
            assert!(rise(first, later, 0.3) < rise(first, later, 5.0), "{first} / {later}");
        }
    }

    #[test]
    fn one_deed_is_told_in_many_words() {
        for (first, later) in [
            ("Rockets fired at US embassy", "Blasts heard at US embassy"),
            ("Gunmen storm hotel|A bomb went off at the gate.", "Suicide bombing at hotel"),
            ("Gunmen storm hotel", "Suicide bomb and gun attack on hotel"),
            ("Drones and missiles hit Kyiv", "Missile strike on Kyiv"),
            ("Gunmen raid school", "Pupils abducted from school"),
            ("Gunmen abduct pupils", "Army searches for pupils"),
            ("Bombing kills two doctors", "Bombing kills nine"),
        ] {
            assert!(rise(first, later, 9.0) <= 0.0, "{first} / {later}");
        }
        assert!(rise("Rockets hit camp", "Drone hits camp|hours after rockets fell", 9.0) > 0.3);
    }
}
