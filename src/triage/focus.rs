//! What an article, or a story, says is hit, whose mission that is, and whether it was not the first
//! time: by these two events of one city and one day stay apart.
//!
//! The words are in `targets` and `concepts`; how much a difference counts is said in `cluster`.

use super::concepts::{self, FURTHER, LATELY, MADE_UP, PRACTISED, Reach};
use super::deeds::Deeds;
use super::renewals::RENEWED;
use super::sites::{is_country, meet};
use super::vector::{Centroid, Vector};
use super::words::{Kind, kind, names};
use crate::domain::Features;

/// How often a word counts that stands in the headline.
const HEADLINED: u16 = 2;
/// From this share of its heaviest target on, a target is what a story is about.
const MAIN: f32 = 0.5;
/// How much more missions of different countries differ than other targets do: the word is shared.
const OTHER_OWNER: f32 = 2.0;
/// From this weight on, a story says that it was not the first time.
const TOLD: f32 = 0.05;
/// How much a mark weighs that an article is a film or a game.
const MARK: f32 = 0.02;

/// What is hit, and of which occasion.
#[derive(Clone, Debug, Default)]
pub(super) struct Focus {
    /// As the headline names it: the text tells of much besides.
    targets: Vec<u32>,
    /// Whose missions are named.
    owners: Vec<u32>,
    /// Whose the headline names.
    main_owners: Vec<u32>,
    /// Where it was, as the headline says.
    sites: Vec<u32>,
    /// From where it was fired, likewise.
    sources: Vec<u32>,
    /// What was done, with what and to whom.
    deeds: Deeds,
    /// From how far it was done, likewise.
    reaches: Vec<Reach>,
    /// Makes of missiles, likewise.
    makes: Vec<u32>,
    /// It is told for another end than to report.
    pub(super) made_up: bool,
    /// It is somebody's view of what others report.
    pub(super) views: bool,
    /// It is a drill.
    pub(super) drill: bool,
    /// It was another attack, as the headline says.
    renewed: bool,
    /// It was not the first time.
    further: bool,
    /// It was in the night or the morning before it was told.
    lately: bool,
}

impl Focus {
    /// Of an article.
    pub(super) fn of(features: &Features) -> Focus {
        let words = &features.words;
        let named = |wanted: Kind, least: u16| -> Vec<u32> {
            let from = words.partition_point(|(word, _)| word < names(wanted).start());
            let rest = words.iter().skip(from).take_while(|(w, _)| kind(*w) == Some(wanted));
            rest.filter(|(_, count)| *count >= least).map(|(word, _)| *word).collect()
        };
        let headlined = named(Kind::Concept, HEADLINED);
        Focus {
            targets: named(Kind::Target, HEADLINED),
            owners: named(Kind::Owner, 1),
            main_owners: named(Kind::Owner, HEADLINED),
            sites: named(Kind::Site, 1),
            sources: named(Kind::Source, 1),
            makes: headlined.iter().copied().filter(|name| concepts::is_make(*name)).collect(),
            reaches: headlined.iter().filter_map(|name| concepts::reach(*name)).collect(),
            made_up: false,
            views: false,
            drill: false,
            deeds: Deeds::of(&headlined, &named(Kind::Concept, 1)),
            renewed: headlined.contains(&RENEWED),
            further: headlined.contains(&FURTHER),
            lately: named(Kind::Concept, 1).contains(&LATELY),
        }
    }

    /// Of a story.
    pub(super) fn of_story(centroid: &Centroid) -> Focus {
        let part = |kind: Kind| centroid.part(names(kind));
        let main = |kind: Kind| mains(centroid, kind).collect();
        Focus {
            targets: main(Kind::Target),
            owners: part(Kind::Owner).map(|(word, _)| word).collect(),
            main_owners: main(Kind::Owner),
            sites: main(Kind::Site),
            sources: main(Kind::Source),
            makes: mains(centroid, Kind::Concept).filter(|name| concepts::is_make(*name)).collect(),
            reaches: mains(centroid, Kind::Concept).filter_map(concepts::reach).collect(),
            made_up: is_made_up(centroid),
            views: false,
            drill: is_marked(centroid, *PRACTISED),
            deeds: Deeds::of_story(centroid),
            renewed: part(Kind::Concept).any(|(word, weight)| word == *RENEWED && weight > TOLD),
            further: part(Kind::Concept).any(|(word, weight)| word == *FURTHER && weight > TOLD),
            lately: part(Kind::Concept).any(|(word, weight)| word == *LATELY && weight > TOLD),
        }
    }

    /// Whether a story is of another place, was fired from another, or is of a mission of another country:
    /// whatever words they share, that is another event.
    pub(super) fn is_apart(&self, story: &Centroid) -> bool {
        let apart = |own: &[u32], kind: Kind, same: fn(u32, u32) -> bool| {
            let mut theirs = mains(story, kind).peekable();
            let named = !own.is_empty() && theirs.peek().is_some();
            named && !theirs.any(|their| own.iter().any(|one| same(*one, their)))
        };
        apart(&self.sites, Kind::Site, meet)
            || apart(&self.sources, Kind::Source, |one, other| one == other)
            || apart(&self.main_owners, Kind::Owner, |one, other| one == other)
    }

    /// Whether this, which came later, says that it was another attack, and a story does not; or, where the
    /// story came later, the other way round.
    pub(super) fn is_another(&self, story: &Centroid, later: std::cmp::Ordering) -> bool {
        let weight = |name: u32| {
            let mut same = story.part(names(Kind::Concept)).filter(|(word, _)| *word == name);
            same.next().map(|(_, weight)| weight)
        };
        match later {
            std::cmp::Ordering::Greater => self.renewed && weight(*RENEWED).is_none(),
            std::cmp::Ordering::Less => {
                weight(*RENEWED).is_some_and(|weight| weight > TOLD) && !self.renewed
            }
            std::cmp::Ordering::Equal => false,
        }
    }

    /// What a bar rises by where a story tells of other deeds, so many hours before or later.
    pub(super) fn does_otherwise(&self, story: &Centroid, hours: f32) -> f32 {
        if !self.deeds.is_told() {
            return 0.0;
        }
        let mut targets = mains(story, Kind::Target);
        let same = !self.targets.is_empty() && targets.any(|one| self.targets.contains(&one));
        self.deeds.differ(&Deeds::of_story(story), hours, same)
    }

    /// Whether a story tells of what was done from nearer or from farther, and of no target that this names.
    pub(super) fn is_done_otherwise(&self, story: &Centroid) -> bool {
        let mut theirs = mains(story, Kind::Concept).filter_map(concepts::reach).peekable();
        let named = !self.reaches.is_empty() && theirs.peek().is_some();
        let mut targets = story.part(names(Kind::Target)).map(|(name, _)| name).peekable();
        let targeted = !self.targets.is_empty() || targets.peek().is_some();
        named
            && targeted
            && !theirs.any(|reach| self.reaches.contains(&reach))
            && !targets.any(|target| self.targets.contains(&target))
    }

    /// Whether one of this and a story reports, and the other is a film or a game.
    pub(super) fn is_told_otherwise(&self, story: &Centroid) -> bool {
        self.made_up != is_made_up(story)
    }

    /// Whether one of this and a story is a drill, and the other is none.
    pub(super) fn is_practised_otherwise(&self, story: &Centroid) -> bool {
        self.drill != is_marked(story, *PRACTISED)
    }

    /// Whether a story tells of other makes of missiles.
    pub(super) fn is_made_otherwise(&self, story: &Centroid) -> bool {
        let all = || story.part(names(Kind::Concept)).map(|(name, _)| name);
        let mut makes = all().filter(|name| concepts::is_make(*name)).peekable();
        !self.makes.is_empty()
            && makes.peek().is_some()
            && !makes.any(|one| self.makes.contains(&one))
    }

    /// Who tries a missile, where that is said and no place is.
    pub(super) fn tries(&self) -> &[u32] {
        if self.makes.is_empty() || !self.sites.is_empty() { &[] } else { &self.sources }
    }

    /// Whether a story tells of a missile tried by the same, and of no place.
    pub(super) fn is_tried_too(&self, story: &Centroid) -> bool {
        let sited = story.part(names(Kind::Site)).next().is_some();
        let mut theirs = story.part(names(Kind::Source)).map(|(name, _)| name);
        !sited && theirs.any(|name| self.tries().contains(&name))
    }

    /// What the headline says is hit.
    pub(super) fn targets(&self) -> &[u32] {
        &self.targets
    }

    /// Whether this tells of a country that is hit all over.
    pub(super) fn is_all_over(&self) -> bool {
        self.sites.iter().any(|site| is_country(*site))
    }

    /// Whether this and a story both tell of a country that is hit all over.
    pub(super) fn is_all_over_too(&self, story: &Centroid) -> bool {
        let mut theirs = mains(story, Kind::Site).filter(|site| is_country(*site));
        theirs.any(|site| self.sites.contains(&site))
    }

    /// Whether a story tells of a place around this one, or within it, and not of the same.
    pub(super) fn is_beside(&self, story: &Centroid) -> bool {
        let mut theirs = mains(story, Kind::Site).peekable();
        let named = !self.sites.is_empty() && theirs.peek().is_some();
        named && !theirs.any(|site| self.sites.contains(&site))
    }

    /// How much less a story speaks of the same target than of its own: nothing to all, and
    /// twice that for missions of different countries.
    pub(super) fn differs(&self, story: &Centroid) -> f32 {
        let part = |kind: Kind| story.part(names(kind));
        let named = || part(Kind::Owner).next().is_some() && !self.owners.is_empty();
        if named() && !part(Kind::Owner).any(|(owner, _)| self.owners.contains(&owner)) {
            return OTHER_OWNER;
        }
        let most = heaviest(part(Kind::Target));
        if self.targets.is_empty() || most <= 0.0 {
            return 0.0;
        }
        1.0 - heaviest(part(Kind::Target).filter(|(word, _)| self.targets.contains(word))) / most
    }

    /// Whether this, which came later, says that it was not the first time, and a story does not; or,
    /// where the story came later, the other way round.
    pub(super) fn renews(&self, story: &Centroid, later: std::cmp::Ordering) -> bool {
        let told = story.words().binary_search(&FURTHER).is_ok();
        match later {
            std::cmp::Ordering::Greater => self.further && !told,
            std::cmp::Ordering::Less => told && !self.further,
            std::cmp::Ordering::Equal => false,
        }
    }

    /// Whether the later of the two tells of the night or the morning before it.
    pub(super) fn dates(&self, story: &Centroid, later: std::cmp::Ordering) -> bool {
        match later {
            std::cmp::Ordering::Greater => self.lately,
            std::cmp::Ordering::Less => story.words().binary_search(&LATELY).is_ok(),
            std::cmp::Ordering::Equal => false,
        }
    }
}

/// Marks what is told for another end than to report: so little that nothing is alike by it.
pub(super) fn mark_made_up(vector: &mut Vector) {
    put_mark(vector, *MADE_UP);
}

/// Marks a drill in the same way.
pub(super) fn mark_drill(vector: &mut Vector) {
    put_mark(vector, *PRACTISED);
}

fn put_mark(vector: &mut Vector, mark: u32) {
    let at = vector.partition_point(|(word, _)| *word < mark);
    vector.insert(at, (mark, MARK));
}

/// Whether a story is a film or a game: at least half of it.
pub(super) fn is_made_up(story: &Centroid) -> bool {
    is_marked(story, *MADE_UP)
}

fn is_marked(story: &Centroid, mark: u32) -> bool {
    let mut marked = story.part(mark..=mark);
    marked.any(|(_, weight)| weight >= MARK / 2.0)
}

/// The words of a kind that a story is about: its heaviest, and what weighs much beside it.
fn mains(story: &Centroid, kind: Kind) -> impl Iterator<Item = u32> {
    let main = MAIN * heaviest(story.part(names(kind)));
    story.part(names(kind)).filter(move |(_, weight)| *weight >= main).map(|(word, _)| word)
}

fn heaviest(words: impl Iterator<Item = (u32, f32)>) -> f32 {
    words.map(|(_, weight)| weight).fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::{Focus, mark_made_up};
    use crate::domain::Article;
    use crate::triage::features;
    use crate::triage::vector::{Centroid, join, unit};

    fn of(title: &str) -> crate::domain::Features {
        features(&Article { title: title.into(), ..Article::default() })
    }

    fn story(title: &str) -> Centroid {
        let words = of(title).words.into_iter().map(|(word, n)| (word, f32::from(n))).collect();
        Centroid::of(&join(&[], 0, &unit(words)))
    }

    #[test]
    fn another_target_differs_and_none_does_not() {
        for (one, other, differs) in [
            ("Missile hits hospital in Kyiv", "Missile hits substation in Kyiv", true),
            ("Missile hits hospital in Kyiv", "Удар по больнице в Киеве", false),
            ("Missile hits hospital in Kyiv", "Missile strike on Kyiv", false),
            ("Bomb at Russian embassy in Kabul", "Bomb near Kabul airport", true),
            ("Letter bomb at US embassy", "Letter bomb at Ukrainian embassy", true),
            ("Letter bomb at US embassy", "Carta bomba en la embajada de EEUU", false),
        ] {
            let focus = Focus::of(&of(one));
            assert_eq!(focus.differs(&story(other)) > 0.9, differs, "{one} / {other}");
            let focus = Focus::of_story(&story(one));
            assert_eq!(focus.differs(&story(other)) > 0.9, differs, "story: {one} / {other}");
        }
    }

    #[test]
    fn a_bomb_on_the_spot_is_no_strike_from_afar_where_another_thing_is_hit() {
        for (one, other, differs) in [
            ("Car bomb kills colonel in Odesa", "Missile hits hotel in Odesa", true),
            ("Drone strike kills two in market", "Car bomb kills colonel", true),
            ("Clashes kill eight in Tripoli", "Rocket hits embassy in Tripoli", true),
            ("Gunmen storm hotel", "Suicide bomber hits hotel", false),
            ("Rocket hits embassy", "Drone hits embassy", false),
            ("Car bomb kills two in Odesa", "Missile kills two in Odesa", false),
            ("Gunmen at hotel hit by rockets", "Missile hits hotel", false),
        ] {
            let focus = Focus::of(&of(one));
            assert_eq!(focus.is_done_otherwise(&story(other)), differs, "{one} / {other}");
        }
    }

    #[test]
    fn a_film_is_told_otherwise_than_a_report() {
        let mut marked = unit(vec![(1, 1.0), (u32::MAX, 1.0)]);
        mark_made_up(&mut marked);
        let film = Centroid::of(&join(&[], 0, &marked));
        let report = Focus::of(&of("Rockets hit embassy"));
        assert!(report.is_told_otherwise(&film));
        assert!(!report.is_told_otherwise(&story("Rockets hit embassy")));
        assert!(!Focus::of_story(&film).is_told_otherwise(&film));
    }

    #[test]
    fn what_came_later_and_tells_of_the_night_is_of_that_night() {
        use std::cmp::Ordering::{Greater, Less};
        let (day, night) = ("Drones attack Kyiv", "Overnight drone attack on Kyiv");
        assert!(Focus::of(&of(night)).dates(&story(day), Greater));
        assert!(!Focus::of(&of(day)).dates(&story(night), Greater));
        assert!(Focus::of(&of(day)).dates(&story(night), Less));
    }

    #[test]
    fn what_came_later_and_says_so_renews() {
        use std::cmp::Ordering::{Greater, Less};
        let (first, second) = ("Rocket strike on Kharkiv", "Second strike on Kharkiv");
        assert!(Focus::of(&of(second)).renews(&story(first), Greater));
        assert!(!Focus::of(&of(second)).renews(&story(first), Less));
        assert!(Focus::of(&of(first)).renews(&story(second), Less));
        assert!(!Focus::of(&of(second)).renews(&story(second), Greater));
    }
}
