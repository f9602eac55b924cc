//! Masks: which spots the parts of a mask void, and what of the part lies around them.

use super::evaluate::{Spot, evaluate, support};
use super::locate::Scratch;
use super::plan::Plan;
use super::syntax::{Kind, Node};

/// Hits of a mask's part that are named beside what it voids.
const NAMED: usize = 6;

/// One of the parts that a mask joins with OR.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The part in normal form.
    pub text: String,
    plan: Plan,
    /// How many words apart its hits may lie.
    reach: u32,
}

/// What a mask voids in one article.
pub(super) struct Void {
    /// The spots that do not count, in order.
    pub spots: Vec<u32>,
    /// For each the index of the first part of the mask that voids it.
    parts: Vec<usize>,
    /// What each part found.
    found: Vec<Vec<u32>>,
}

/// The parts of a mask.
pub(super) fn parts((node, plan): (Node, Plan)) -> Vec<Part> {
    match (node.kind, plan) {
        (Kind::Join(operator, _, nodes), Plan::Join(_, _, plans)) if operator.word == "OR" => {
            nodes.into_iter().zip(plans).flat_map(parts).collect()
        }
        (kind, plan) => {
            let text = Node { kind, span: node.span }.to_string();
            vec![Part { text, reach: reach(&plan), plan }]
        }
    }
}

fn reach(plan: &Plan) -> u32 {
    match plan {
        Plan::Leaf { .. } | Plan::Not(_) => 0,
        Plan::Of(_, parts) => parts.iter().map(reach).sum(),
        Plan::Join(_, distance, parts) => parts.iter().map(|part| reach(part) + distance + 1).sum(),
    }
}

/// What a mask voids.
pub(super) fn void(mask: &[Part], scratch: &Scratch) -> Void {
    let evidence = scratch.evidence(&[]);
    let mut masked: Vec<(u32, usize)> = Vec::new();
    let mut found = Vec::new();
    for (index, part) in mask.iter().enumerate() {
        let hits = evaluate(&part.plan, &evidence).hits;
        let spots = overlapped(&hits, scratch.spots());
        masked.extend(spots.into_iter().map(|spot| (spot, index)));
        found.push(if hits.is_empty() { hits } else { support(&part.plan, &evidence, &hits) });
    }
    masked.sort_unstable();
    masked.dedup_by_key(|(spot, _)| *spot);
    let (spots, parts) = masked.into_iter().unzip();
    Void { spots, parts, found }
}

/// The spots that some of these overlap.
fn overlapped(hits: &[u32], spots: &[Spot]) -> Vec<u32> {
    let spans: Vec<&Spot> = hits.iter().filter_map(|hit| spots.get(*hit as usize)).collect();
    let longest = spans.iter().map(|span| span.end - span.start).max();
    let Some(longest) = longest else { return Vec::new() };
    let is_overlapped = |one: &Spot| {
        let earliest = (one.section, one.start.saturating_sub(longest));
        let from = spans.partition_point(|span| (span.section, span.start) < earliest);
        let around = spans.iter().skip(from);
        let mut around = around.take_while(|s| s.section == one.section && s.start < one.end);
        around.any(|span| span.end > one.start)
    };
    let numbered = spots.iter().zip(0_u32..);
    numbered.filter(|(one, _)| is_overlapped(one)).map(|(_, number)| number).collect()
}

impl Void {
    /// The part of the mask that voids a spot, and its hits around it, each span once.
    pub(super) fn why<'a>(
        &self,
        spot: u32,
        mask: &'a [Part],
        scratch: &Scratch,
    ) -> Option<(&'a Part, Vec<u32>)> {
        let index = *self.parts.get(self.spots.binary_search(&spot).ok()?)?;
        let part = mask.get(index)?;
        let spots = scratch.spots();
        let one = spots.get(spot as usize)?;
        let is_near = |other: &Spot| {
            other.section == one.section
                && other.first <= one.last + part.reach
                && one.first <= other.last + part.reach
        };
        let hits = self.found.get(index)?.iter().copied();
        let near = hits.filter(|hit| spots.get(*hit as usize).is_some_and(is_near));
        let mut near = scratch.distinct(near.collect());
        near.truncate(NAMED);
        Some((part, near))
    }
}
