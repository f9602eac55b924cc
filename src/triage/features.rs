//! What clustering and origins need of one article's text, as hashes: counted words of the title
//! and of the start of the summary, 4-word shingles, its agency mark and its countries.

use super::gazetteer::Place;
use super::naming::FORMULA;
use super::spots::Headline;
use super::successors::{LONG, NOTICE, NOTICED};
use super::words::{Kind, Word, counted, head, kind, mix, name, neutral, split, word_name};
use super::{
    concepts, copies, gazetteer, hollow, missions, origin, places, renewals, ships, sites, sources,
    spots, towns, withdrawals,
};
use crate::domain::countries::country;
use crate::domain::{Article, Features};
use crate::text::fold::{Folded, fold};

/// Words of the summary (or, without one, of the body) that count.
const SUMMARY_WORDS: usize = 40;
/// Words that make a shingle, and words of a text that are shingled.
const SHINGLE: usize = 4;
const SHINGLED_WORDS: usize = 80;
/// Shingles kept, the smallest: copies are told from a sample as well, and most summaries have fewer.
pub(super) const MOST_SHINGLES: usize = 32;
/// Words in which a text tells its own: what an agency writes under every report of a kind comes later.
const OPENING: usize = 16;
/// How often a word of the title counts, and how often any word counts at most.
const TITLE_COUNT: u16 = 2;
const MOST_COUNT: u16 = 3;

/// The features of an article.
#[must_use]
pub fn features(article: &Article) -> Features {
    features_in(article, &mut Folded::default())
}

/// What is taken of an article that joins no story: whose it is.
pub(super) fn only_origin(article: &Article) -> Features {
    Features { agency: origin::agency(article).map(str::to_owned), ..Features::default() }
}

/// The same, with a folding whose buffers are kept from article to article.
pub(super) fn features_in(article: &Article, folding: &mut Folded) -> Features {
    let subject = withdrawals::subject(article);
    let title = folded(subject, folding);
    let mut title_words = split(&title, usize::MAX);
    let is_formula = title_words.len() <= FORMULA;
    if hollow::are_hollow(&title_words) {
        title_words.clear();
    }
    let mut head = read(&title_words, TITLE_COUNT);
    // While the folding is the headline's.
    let spots = look(&title_words, &mut head, (folding, subject));
    let mut words = about(&title_words, &head);
    words.extend(spots.into_iter().map(|name| (name, TITLE_COUNT)));
    let mut folded = |text: &str| folded(text, folding);
    let summary = folded(&article.summary);
    let body = if summary.bytes().filter(|byte| *byte == b' ').count() + 1 < SUMMARY_WORDS {
        folded(&article.body)
    } else {
        String::new()
    };
    let lead = if body.is_empty() { summary } else { [summary, body].join(" ") };
    let lead_words = split(lead.trim(), SHINGLED_WORDS);
    if title_words.is_empty() && hollow::are_hollow(&lead_words) {
        return Features::default();
    }
    let start = lead_words.get(..SUMMARY_WORDS).unwrap_or(&lead_words);
    let mut lead = read(start, 1);
    if title_words.len() <= NOTICE && lead_words.len() < NOTICED {
        let of_kind = is_formula && head.places.is_empty() && lead_words.len() < LONG;
        if is_alarmed(&title_words, of_kind.then_some(&lead_words), (&head, &lead)) {
            let towns = |text: &str, told: &mut Told| alarmed(text, told);
            words.extend(towns(subject, &mut head).into_iter().map(|spot| (spot, TITLE_COUNT)));
            words.extend(towns(article.text(), &mut lead).into_iter().map(|spot| (spot, 1)));
        }
    }
    let mut countries = places::countries(&title_words, start);
    let there = head.places.iter().chain(&lead.places);
    countries.extend(there.map(|(_, (_, country))| (*country).to_owned()));
    countries.sort_unstable();
    countries.dedup();
    for (Told { words: told, places }, count) in [(head, TITLE_COUNT), (lead, 1)] {
        words.extend(told);
        words.extend(places.iter().map(|(_, (place, _))| (neutral(Kind::Place, place), count)));
        let wide = places.iter().flat_map(|(_, (place, _))| gazetteer::regions(place));
        words.extend(wide.map(|region| (neutral(Kind::Region, region), 1)));
    }
    let amman = [(title_words.as_slice(), TITLE_COUNT), (start, 1)];
    let amman = amman.iter().filter(|(words, _)| places::is_amman(words, &countries));
    words.extend(amman.map(|(_, count)| (neutral(Kind::Place, places::AMMAN), *count)));
    words.extend(countries.iter().map(|c| (neutral(Kind::Country, c), 1)));
    Features {
        words: summed(words),
        shingles: shingles(&title_words, &lead_words),
        agency: origin::agency(article).map(str::to_owned),
        countries,
    }
}

/// The places and countries that title, summary and the start of the body name, each by every name it
/// has, so that a watch may write it in any language.
#[must_use]
pub fn named_places(article: &Article) -> Vec<String> {
    let mut folding = Folded::default();
    let texts = [&article.title, &article.summary, &article.body];
    let texts = texts.map(|text| folded(text, &mut folding));
    let mut places: Vec<&str> = texts
        .iter()
        .flat_map(|text| gazetteer::named(&split(text, SHINGLED_WORDS)))
        .map(|(place, _)| place)
        .collect();
    places.sort_unstable();
    places.dedup();
    let mut names: Vec<String> = places.into_iter().flat_map(gazetteer::spellings).collect();
    for (_, country, cities) in features(article).countries.iter().filter_map(|code| country(code))
    {
        names.extend(country.split('|').map(str::to_owned));
        // These stand for their countries, and are places only where they are written themselves.
        let is_written = |name: &str| {
            let name = fold(name);
            texts.iter().any(|text| format!(" {text} ").contains(name.text()))
        };
        let written = cities.split(';').filter(|city| city.split('|').any(is_written));
        names.extend(written.flat_map(|city| city.split('|')).map(str::to_owned));
    }
    names
}

/// Bytes of one text that are looked at.
const MOST_BYTES: usize = 4 << 10;

/// A folded text; the buffers of the folding are kept from text to text.
fn folded(text: &str, folding: &mut Folded) -> String {
    folding.clear();
    folding.append(head(text, MOST_BYTES));
    folding.text().trim().to_owned()
}

/// What some words say.
struct Told {
    /// Words and what holds in every language, each counting so much.
    words: Vec<(u32, u16)>,
    /// Places, each with the word that names it.
    places: Vec<(usize, Place)>,
}

fn read(list: &[Word<'_>], count: u16) -> Told {
    let mut told =
        Told { words: Vec::with_capacity(2 * list.len()), places: gazetteer::located(list) };
    for (i, word) in list.iter().enumerate() {
        told.words.extend(counted(word).map(|hash| (word_name(hash), count)));
        let concept = concepts::concept(word, list.get(i + 1));
        // What was before is another event's.
        let weapon = concept.is_some_and(concepts::is_weapon);
        let earlier = weapon && count < TITLE_COUNT && renewals::is_of_hours_before(list, i);
        let concept = concept.filter(|_| !earlier);
        if concept == Some(*concepts::CAPITAL) {
            told.places.extend(missions::capital(list, i).map(|place| (i, place)));
            continue;
        }
        let owner = if concept.is_some_and(concepts::is_mission) {
            missions::owner(list, i)
        } else {
            // Who are sent away or called in are of the other side.
            let sent = || told.words.iter().any(|(name, _)| concepts::is_sent(*name));
            missions::envoys_owner(list, i).filter(|_| !sent())
        };
        // Whose it is that something is like is another's.
        let named = owner.is_some() || weapon;
        let aside = count == TITLE_COUNT && named && i >= sites::before_others(list);
        let counts = if aside { 1 } else { count };
        let owner = owner.map(|country| (neutral(Kind::Owner, country), counts));
        let renewed = renewals::renews(list, i).then_some(*renewals::RENEWED);
        let concept = concept.map(|name| (name, if weapon { counts } else { count }));
        // A drone strike is a strike, and of a drone.
        let single = || concepts::concept(word, None).filter(|name| concepts::is_weapon(*name));
        let of = concept.filter(|_| weapon).and_then(|(name, _)| single().filter(|of| *of != name));
        let of = of.map(|name| (name, counts));
        let renewed = renewed.map(|name| (name, count));
        told.words.extend(concept.into_iter().chain(of).chain(renewed).chain(owner));
    }
    told
}

/// Looks in a headline that tells of violence for places that no table knows as they are written there, with
/// the folding that leads from its words to the source, and for ships; those known by their sound are taken in.
fn look(title: &[Word<'_>], told: &mut Told, (folding, source): (&Folded, &str)) -> Vec<u32> {
    if !told.words.iter().any(|(name, _)| concepts::is_violence(*name)) {
        return Vec::new();
    }
    let located = &told.places;
    let headline = Headline { words: title, located, folding, source };
    let (known, unknown) = spots::spots(&headline);
    let at_sea = told.words.iter().any(|(name, _)| *name == *concepts::SHIP);
    let ships = if at_sea { ships::ships(&headline) } else { Vec::new() };
    told.places.extend(known);
    told.places.sort_unstable();
    [unknown, ships].concat()
}

/// What a headline says besides its words: where it was, who struck and from where, and whose the mission
/// is that it names without its country.
fn about(title: &[Word<'_>], told: &Told) -> Vec<(u32, u16)> {
    let names = || told.words.iter().map(|(name, _)| *name);
    let located = &told.places;
    let armed = names().any(concepts::is_weapon);
    let mut all = sites::sites(title, located, armed);
    if armed || names().any(concepts::is_violence) {
        all.extend(sources::sources(title, located, armed));
        all.extend(renewals::goes_on(title).then_some(*renewals::RENEWED));
    }
    let owned = || names().any(|name| kind(name) == Some(Kind::Owner));
    if owned() && located.is_empty() {
        let mission =
            |at: &usize| title.get(*at).and_then(|w| concepts::concept(w, title.get(at + 1)));
        let missions = (0..title.len()).filter(|at| mission(at).is_some_and(concepts::is_mission));
        let other = missions.filter_map(|at| missions::other_owner(title, at)).next();
        all.extend(other.map(|country| neutral(Kind::Owner, country)));
    }
    if names().any(concepts::is_mission) && !owned() {
        let sited = |country: &str| located.iter().any(|(_, (_, there))| *there == country);
        let owner = missions::only_foreigner(title, sited);
        all.extend(owner.map(|country| neutral(Kind::Owner, country)));
    }
    all.into_iter().map(|name| (name, TITLE_COUNT)).collect()
}

/// Whether a short article is a notice of a siren, an alarm or an attack whose headline only says of what kind
/// it is; the words of its text are told where that may be so.
fn is_alarmed(
    title: &[Word<'_>],
    lead: Option<&Vec<Word<'_>>>,
    (head, told): (&Told, &Told),
) -> bool {
    let rest = || lead.into_iter().flatten();
    let told = lead.map_or(&[][..], |_| &told.words);
    let mut names = head.words.iter().chain(told).map(|(name, _)| *name);
    let violent = |name: u32| concepts::is_violence(name) || concepts::is_weapon(name);
    title.iter().chain(rest()).any(towns::is_listed)
        || names.any(|name| name == *concepts::SIREN || lead.is_some() && violent(name))
}

/// Takes in the towns that a notice names and no table knows; those known by their sound are places.
fn alarmed(text: &str, told: &mut Told) -> Vec<u32> {
    let mut names = Vec::new();
    for town in towns::read(text).towns {
        let words = split(&town, LONG);
        if gazetteer::located(&words).first().is_some_and(|(at, _)| *at == 0) {
            continue;
        }
        match spots::sound(&town) {
            Some(Ok(place)) => told.places.push((0, place)),
            sound => {
                names.push(neutral(Kind::Spot, &towns::key(&town)));
                names.extend(sound.and_then(Result::err));
            }
        }
    }
    names
}

fn summed(mut all: Vec<(u32, u16)>) -> Vec<(u32, u16)> {
    // As one number each, which is sorted faster than two.
    all.sort_unstable_by_key(|(name, count)| u64::from(*name) << 16 | u64::from(*count));
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 = (kept.1 + next.1).min(MOST_COUNT);
        }
        same
    });
    all.shrink_to_fit();
    all
}

/// Shingles of the summary, or of the title where there is too little of it. The title is left out
/// otherwise: desks write their own headline over an agency's text.
fn shingles(title: &[Word<'_>], lead: &[Word<'_>]) -> Vec<u32> {
    let text = if lead.len() > 2 * SHINGLE { lead } else { title };
    let join =
        |words: &[Word<'_>]| words.iter().fold(7, |h: u64, w| mix(h.rotate_left(13) ^ w.hash));
    let names = text.windows(SHINGLE).map(|words| name(join(words)));
    let marked =
        |(at, name)| if at < OPENING { name | copies::OPENS } else { name & !copies::OPENS };
    let mut all: Vec<u32> = names.enumerate().map(marked).collect();
    all.sort_unstable();
    all.dedup();
    all.truncate(MOST_SHINGLES);
    all.shrink_to_fit();
    all
}

#[cfg(test)]
mod tests {
    use super::features;
    use crate::domain::Article;

    fn of(title: &str, summary: &str) -> crate::domain::Features {
        let (title, summary) = (title.into(), summary.into());
        features(&Article { title, summary, ..Article::default() })
    }

    #[test]
    fn title_words_count_twice_and_are_capped() {
        let words = of("Budget", "budget budgets budget").words;
        assert_eq!(words.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn order_and_case_do_not_matter_for_words() {
        assert_eq!(of("Rocket hits Baghdad", "").words, of("baghdad ROCKET hit", "").words);
    }

    #[test]
    fn an_empty_article_has_no_features() {
        assert_eq!(of("", ""), crate::domain::Features::default());
    }

    #[test]
    fn a_huge_summary_is_looked_at_only_so_far() {
        let long = "word salad of many kinds ".repeat(20_000);
        assert!(of("Title", &long).shingles.len() <= 32);
    }
}
