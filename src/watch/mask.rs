//! Masks: which spots a mask's spans overlap.

use super::evaluate::{Spot, evaluate};
use super::locate::Scratch;
use super::plan::Plan;

/// The spots that a mask voids, each with the mask's spot that overlaps it, in order.
pub(super) fn void(mask: Option<&Plan>, scratch: &Scratch) -> Vec<(u32, u32)> {
    let Some(mask) = mask else { return Vec::new() };
    let found = evaluate(mask, &scratch.evidence(&[]));
    let spots = scratch.spots();
    let spot = |hit: u32| spots.get(hit as usize);
    let spans: Vec<(u32, &Spot)> =
        found.hits.iter().filter_map(|hit| Some((*hit, spot(*hit)?))).collect();
    let longest = spans.iter().map(|(_, span)| span.end - span.start).max().unwrap_or(0);
    if spans.is_empty() {
        return Vec::new();
    }
    let overlapping = |one: &Spot| {
        let earliest = (one.section, one.start.saturating_sub(longest));
        let from = spans.partition_point(|(_, span)| (span.section, span.start) < earliest);
        let around = spans.iter().skip(from);
        let mut around = around.take_while(|(_, s)| s.section == one.section && s.start < one.end);
        around.find(|(_, span)| span.end > one.start).map(|(hit, _)| *hit)
    };
    let numbered = spots.iter().zip(0_u32..);
    numbered.filter_map(|(one, number)| Some((number, overlapping(one)?))).collect()
}
