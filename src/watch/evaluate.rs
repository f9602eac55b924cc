//! Evaluates a watch over the spots of one article. One function per operator.
//!
//! What a part found carries its evidence; a part that is false carries none.

use super::operators::{Evaluate, Needs, Operator, Sides};
use super::plan::{Fields, Plan};

/// One term at one span of the folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    /// Index of the section (a field, or one entry of it).
    pub section: u32,
    /// First byte in the folded text.
    pub start: u32,
    pub end: u32,
    pub term: u32,
    /// Numbers of its first and last word in the section.
    pub first: u32,
    pub last: u32,
}

/// What a part of a query found: the indices of its spots, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Found {
    pub truth: bool,
    pub hits: Vec<u32>,
}

/// The hits of the left and of the right side that have a partner on the other.
pub(super) type Paired = [Vec<u32>; 2];

/// Where a section lies and what its words count as.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scoped {
    pub fields: Fields,
    /// So many of its words belong to the lead.
    pub lead: u32,
}

/// All that evaluation looks at.
#[derive(Clone, Copy)]
pub(super) struct Evidence<'a> {
    pub spots: &'a [Spot],
    /// (set, spot) in order.
    pub groups: &'a [(u32, u32)],
    pub sections: &'a [Scoped],
    /// Spots that a mask voids, in order: they stand for nothing. What only speaks against a watch
    /// is not looked for here, see [`Evidence::unmasked`].
    pub void: &'a [u32],
}

impl Found {
    fn places(hits: Vec<u32>) -> Found {
        Found { truth: !hits.is_empty(), hits }
    }
}

/// Evaluates a plan.
pub(super) fn evaluate(plan: &Plan, on: &Evidence<'_>) -> Found {
    match plan {
        Plan::Leaf { set, fields } => Found::places(on.leaf(*set, *fields)),
        Plan::Not(inner) => {
            Found { truth: !evaluate(inner, &on.unmasked()).truth, hits: Vec::new() }
        }
        Plan::Of(wanted, parts) => of(*wanted, parts.iter().map(|part| evaluate(part, on))),
        Plan::Join(operator, distance, parts) => {
            let mut parts = parts.iter();
            let first = parts.next().map(|part| evaluate(part, on)).unwrap_or_default();
            let is_lost = |left: &Found| operator.needs != Needs::Any && !left.truth;
            let joined = parts.try_fold(first, |left, part| {
                if is_lost(&left) {
                    return None;
                }
                let right = evaluate(part, &on.behind(operator));
                Some(match operator.evaluate {
                    Evaluate::Join(join) => join(&left, &right, *distance, on.spots),
                    Evaluate::Pairs(pairs) => {
                        let [lefts, rights] = pairs(&left, &right, *distance, on.spots);
                        Found::places(union(&lefts, &rights))
                    }
                    Evaluate::Before => left,
                })
            });
            joined.unwrap_or_default()
        }
    }
}

/// The evidence of a part that is true, of which these hits are what it gives to its operator: in
/// `a NEAR/1 b NEAR/1 c` the `a` is no neighbour of `c`, and still belongs to it.
pub(super) fn support(plan: &Plan, on: &Evidence<'_>, hits: &[u32]) -> Vec<u32> {
    if hits.is_empty() {
        return Vec::new();
    }
    let of = |part: &Plan, found: &Found| {
        let own: Vec<u32> =
            found.hits.iter().filter(|hit| hits.binary_search(hit).is_ok()).copied().collect();
        support(part, on, &own)
    };
    match plan {
        Plan::Leaf { .. } | Plan::Not(_) => hits.to_vec(),
        Plan::Join(operator, distance, parts) if operator.sides == Sides::Places => {
            let [left, right] = parts.as_slice() else { return hits.to_vec() };
            if operator.speaking(parts).len() == 1 {
                return support(left, on, hits);
            }
            let Evaluate::Pairs(pairs) = operator.evaluate else { return hits.to_vec() };
            let (lefts, rights) = (evaluate(left, on), evaluate(right, on));
            let among = |found: &Found| {
                let kept = found.hits.iter().filter(|hit| hits.binary_search(hit).is_ok());
                Found::places(kept.copied().collect())
            };
            // A hit that both sides found counts for the side on which it has its partner.
            let one = pairs(&among(&lefts), &rights, *distance, on.spots);
            let other = pairs(&lefts, &among(&rights), *distance, on.spots);
            let of_left = support(left, on, &union(&one[0], &other[0]));
            union(&of_left, &support(right, on, &union(&one[1], &other[1])))
        }
        Plan::Of(_, parts) | Plan::Join(_, _, parts) => {
            let mut all = Vec::new();
            for part in parts {
                all = union(&all, &of(part, &evaluate(part, on)));
            }
            all
        }
    }
}

impl<'a> Evidence<'a> {
    /// For parts that only speak against: a mask takes evidence away and never a guard, or it would
    /// flag what nobody asked for.
    pub(super) fn unmasked(&self) -> Evidence<'a> {
        Evidence { void: &[], ..*self }
    }

    /// For the sides of an operator behind its first.
    pub(super) fn behind(&self, operator: &Operator) -> Evidence<'a> {
        Evidence { void: if operator.needs == Needs::First { &[] } else { self.void }, ..*self }
    }

    pub(super) fn leaf(&self, set: u32, fields: Fields) -> Vec<u32> {
        let from = self.groups.partition_point(|(group, _)| *group < set);
        let of_set = self.groups.iter().skip(from).take_while(|(group, _)| *group == set);
        of_set
            .map(|(_, spot)| *spot)
            .filter(|spot| self.void.binary_search(spot).is_err() && self.counts(*spot, fields))
            .collect()
    }

    fn counts(&self, spot: u32, fields: Fields) -> bool {
        let Some(spot) = self.spots.get(spot as usize) else { return false };
        let Some(section) = self.sections.get(spot.section as usize) else { return false };
        if section.fields == Fields::LANG && spot.first > 0 {
            return false;
        }
        section.fields.meets(fields) || (fields.meets(Fields::LEAD) && spot.first < section.lead)
    }
}

pub(super) fn or(left: &Found, right: &Found, _: u32, _: &[Spot]) -> Found {
    Found { truth: left.truth || right.truth, hits: union(&left.hits, &right.hits) }
}

pub(super) fn and(left: &Found, right: &Found, _: u32, _: &[Spot]) -> Found {
    if left.truth && right.truth {
        return Found { truth: true, hits: union(&left.hits, &right.hits) };
    }
    Found::default()
}

pub(super) fn near(left: &Found, right: &Found, distance: u32, spots: &[Spot]) -> Paired {
    let close = |a: &Spot, b: &Spot| gap(a, b).is_some_and(|gap| gap <= distance);
    paired(left, right, distance, spots, close)
}

pub(super) fn before(left: &Found, right: &Found, distance: u32, spots: &[Spot]) -> Paired {
    let close = |a: &Spot, b: &Spot| a.last < b.first && b.first - a.last - 1 <= distance;
    paired(left, right, distance, spots, close)
}

pub(super) fn not_near(left: &Found, right: &Found, distance: u32, spots: &[Spot]) -> Found {
    let close = |a: &Spot, b: &Spot| gap(a, b).is_none_or(|gap| gap <= distance);
    let window = Window::new(&right.hits, distance, spots);
    let lonely = |hit: &u32| !spots.get(*hit as usize).is_some_and(|a| window.any(a, close));
    Found::places(left.hits.iter().copied().filter(lonely).collect())
}

fn of(wanted: u32, parts: impl Iterator<Item = Found>) -> Found {
    let mut count = 0;
    let mut hits = Vec::new();
    for part in parts.filter(|part| part.truth) {
        count += 1;
        hits = union(&hits, &part.hits);
    }
    if count >= wanted { Found { truth: true, hits } } else { Found::default() }
}

/// The spots of each side that have a partner on the other.
fn paired(
    left: &Found,
    right: &Found,
    distance: u32,
    spots: &[Spot],
    close: impl Fn(&Spot, &Spot) -> bool,
) -> Paired {
    let (lefts, rights) =
        (Window::new(&left.hits, distance, spots), Window::new(&right.hits, distance, spots));
    let spot = |hit: &u32| spots.get(*hit as usize);
    let with_right = |hit: &&u32| spot(hit).is_some_and(|a| rights.any(a, &close));
    let with_left = |hit: &&u32| spot(hit).is_some_and(|b| lefts.any(b, |b, a| close(a, b)));
    [
        left.hits.iter().filter(with_right).copied().collect(),
        right.hits.iter().filter(with_left).copied().collect(),
    ]
}

/// Words between two spots; nothing if they overlap.
fn gap(a: &Spot, b: &Spot) -> Option<u32> {
    if a.last < b.first {
        Some(b.first - a.last - 1)
    } else if b.last < a.first {
        Some(a.first - b.last - 1)
    } else {
        None
    }
}

/// Spots in order, to be asked for those around another one without looking at all of them.
struct Window<'a> {
    hits: &'a [u32],
    spots: &'a [Spot],
    /// How far before a spot its partners may begin.
    reach: u32,
    distance: u32,
}

impl<'a> Window<'a> {
    fn new(hits: &'a [u32], distance: u32, spots: &'a [Spot]) -> Self {
        let spot = |hit: &u32| spots.get(*hit as usize);
        let longest = hits.iter().filter_map(spot).map(|s| s.last - s.first).max();
        Window { hits, spots, reach: distance + 1 + longest.unwrap_or(0), distance }
    }

    fn any(&self, around: &Spot, close: impl Fn(&Spot, &Spot) -> bool) -> bool {
        let place =
            |hit: &u32| self.spots.get(*hit as usize).map_or((0, 0), |s| (s.section, s.first));
        let earliest = (around.section, around.first.saturating_sub(self.reach));
        let latest = (around.section, around.last + self.distance + 1);
        let from = self.hits.partition_point(|hit| place(hit) < earliest);
        let inside = self.hits.iter().skip(from).take_while(|hit| place(hit) <= latest);
        inside.filter_map(|hit| self.spots.get(*hit as usize)).any(|spot| close(around, spot))
    }
}

/// Two ordered lists as one, without doubles.
fn union(a: &[u32], b: &[u32]) -> Vec<u32> {
    if a.is_empty() || b.is_empty() {
        return [a, b].concat();
    }
    let mut all = [a, b].concat();
    all.sort_unstable();
    all.dedup();
    all
}
