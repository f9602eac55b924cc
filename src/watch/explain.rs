//! Explains a scan: for every watch which parts of its query an article satisfies, and why not.

use serde::Serialize;

use super::evaluate::{Evidence, evaluate, support};
use super::locate::Scratch;
use super::mask;
use super::matcher::{MOST_HITS, Matcher, Meta, Watch};
use super::operators::Sides;
use super::plan::Plan;
use super::syntax::{Kind, Node};
use crate::domain::{Article, Hit, Voided};

/// What one watch made of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// Name of the watch.
    pub watch: String,
    /// Whether the article satisfies it.
    pub satisfied: bool,
    /// The parts that AND or OR joins; a query of another kind is its own part.
    pub parts: Vec<Part>,
    /// Hits that its mask voids.
    pub voided: Vec<Voided>,
}

/// One part of a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The part in normal form.
    pub text: String,
    /// Whether the article satisfies it.
    pub satisfied: bool,
    /// Its evidence, the first of it where there is very much.
    pub hits: Vec<Hit>,
    /// The parts that it joins itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

impl Matcher {
    /// Explains every watch, satisfied or not.
    #[must_use]
    pub fn explain(&self, article: &Article, meta: &Meta, scratch: &mut Scratch) -> Vec<Explained> {
        scratch.fold(self, article, meta);
        scratch.find(self);
        scratch.locate(self, article, meta);
        let hit = |spot: u32| scratch.hit(self, spot, article, meta);
        self.watches.iter().map(|watch| self.explain_one(watch, scratch, &hit)).collect()
    }

    fn explain_one(
        &self,
        watch: &Watch,
        scratch: &Scratch,
        hit: &dyn Fn(u32) -> Option<Hit>,
    ) -> Explained {
        let void = mask::void(&watch.mask, scratch);
        let evidence = scratch.evidence(&void.spots);
        let list = |hits| scratch.distinct(hits).into_iter().take(MOST_HITS).filter_map(hit);
        let whole = part((&watch.query, &watch.plan), &evidence, &|hits| list(hits).collect());
        Explained {
            watch: watch.name.clone(),
            satisfied: whole.satisfied,
            parts: if is_plain(&watch.query) { whole.parts } else { vec![whole] },
            voided: self.voided(watch, &void, scratch, hit).0,
        }
    }
}

/// What a part of a query found, with the parts inside it.
fn part(
    (node, plan): (&Node, &Plan),
    evidence: &Evidence<'_>,
    list: &dyn Fn(Vec<u32>) -> Vec<Hit>,
) -> Part {
    let found = evaluate(plan, evidence);
    let inside = parts(node, plan).into_iter().enumerate();
    let on = |at: usize| match plan {
        Plan::Not(_) => evidence.unmasked(),
        Plan::Join(operator, ..) if at > 0 => evidence.behind(operator),
        _ => *evidence,
    };
    Part {
        text: node.to_string(),
        satisfied: found.truth,
        hits: list(support(plan, evidence, &found.hits)),
        parts: inside.map(|(at, inner)| part(inner, &on(at), list)).collect(),
    }
}

/// Whether the parts of a query say all of it: they do not where a distance or a number counts.
fn is_plain(node: &Node) -> bool {
    match &node.kind {
        Kind::Join(operator, ..) => operator.sides != Sides::Places,
        Kind::Field(_, inner) => is_plain(inner),
        _ => false,
    }
}

/// The parts that a query joins, beside their plans.
fn parts<'a>(node: &'a Node, plan: &'a Plan) -> Vec<(&'a Node, &'a Plan)> {
    match (&node.kind, plan) {
        (
            Kind::Join(_, _, nodes) | Kind::Of(_, nodes),
            Plan::Join(_, _, plans) | Plan::Of(_, plans),
        ) => nodes.iter().zip(plans).collect(),
        (Kind::Not(node), Plan::Not(plan)) => vec![(node, plan)],
        // A field is no step of its own in the plan.
        (Kind::Field(_, inner), plan) => parts(inner, plan),
        _ => Vec::new(),
    }
}
