//! Explains a scan: for every watch which parts of its query an article satisfies, and why not.

use super::evaluate::evaluate;
use super::locate::Scratch;
use super::mask;
use super::matcher::{Matcher, Meta, Watch};
use super::plan::Plan;
use super::syntax::{Kind, Node};
use crate::domain::{Article, Hit, Voided};

/// What one watch made of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// Name of the watch.
    pub watch: String,
    /// Whether the article satisfies it.
    pub satisfied: bool,
    /// The parts that its outermost operator joins.
    pub parts: Vec<Part>,
    /// Hits that its mask voids.
    pub voided: Vec<Voided>,
}

/// One part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The part in normal form.
    pub text: String,
    /// Whether the article satisfies it.
    pub satisfied: bool,
    /// Its evidence.
    pub hits: Vec<Hit>,
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
        let void = mask::void(watch.mask.as_ref(), scratch);
        let numbers: Vec<u32> = void.iter().map(|(spot, _)| *spot).collect();
        let evidence = scratch.evidence(&numbers);
        let part = |(node, plan): (&Node, &Plan)| {
            let found = evaluate(plan, &evidence);
            Part {
                text: node.to_string(),
                satisfied: found.truth,
                hits: found.hits.iter().filter_map(|spot| hit(*spot)).collect(),
            }
        };
        Explained {
            watch: watch.name.clone(),
            satisfied: evaluate(&watch.plan, &evidence).truth,
            parts: parts(&watch.query, &watch.plan).into_iter().map(part).collect(),
            voided: self.voided(watch, &void, scratch, hit),
        }
    }
}

/// The parts of a query beside their plans; a query of one part is its own part.
fn parts<'a>(node: &'a Node, plan: &'a Plan) -> Vec<(&'a Node, &'a Plan)> {
    match (&node.kind, plan) {
        (
            Kind::Join(_, _, nodes) | Kind::Of(_, nodes),
            Plan::Join(_, _, plans) | Plan::Of(_, plans),
        ) => nodes.iter().zip(plans).collect(),
        _ => vec![(node, plan)],
    }
}
