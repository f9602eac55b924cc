//! Choices of people: articles bound together are one group, and a group that was parted from another
//! is parted from all of it. Whatever their stories are called, and who joined them since.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::{ArticleId, Bond, Choice, StoryId};

/// The choices, by the articles they were made on.
#[derive(Default)]
pub(super) struct Bonds {
    /// From an article of a group towards the one that names the group.
    up: HashMap<ArticleId, ArticleId>,
    /// The groups that a group was parted from.
    apart: HashMap<ArticleId, BTreeSet<ArticleId>>,
    /// An article of each group that is in a cell already: all of it is in the same.
    placed: HashMap<ArticleId, ArticleId>,
}

impl Bonds {
    pub(super) fn new(choices: &[Choice]) -> Bonds {
        let mut bonds = Bonds::default();
        let of = |bond: Bond| choices.iter().filter(move |choice| choice.bond == bond);
        for choice in of(Bond::Together) {
            let (one, other) = (bonds.group(choice.article), bonds.group(choice.other));
            if one != other {
                bonds.up.insert(one.max(other), one.min(other));
            }
        }
        for choice in of(Bond::Apart) {
            let (one, other) = (bonds.group(choice.article), bonds.group(choice.other));
            if one != other {
                bonds.apart.entry(one).or_default().insert(other);
                bonds.apart.entry(other).or_default().insert(one);
            }
        }
        bonds
    }

    /// The article that names the group of one.
    fn group(&self, mut id: ArticleId) -> ArticleId {
        while let Some(up) = self.up.get(&id) {
            id = *up;
        }
        id
    }

    /// Notes that an article is in a cell.
    pub(super) fn place(&mut self, id: ArticleId) {
        let group = self.group(id);
        self.placed.entry(group).or_insert(id);
    }

    /// The cell in which the group of an article is.
    pub(super) fn bound(
        &self,
        id: ArticleId,
        cells: &BTreeMap<ArticleId, usize>,
    ) -> Option<StoryId> {
        self.cell(self.group(id), cells)
    }

    /// The cells from which it is parted.
    pub(super) fn barred(&self, id: ArticleId, cells: &BTreeMap<ArticleId, usize>) -> Vec<StoryId> {
        let parted = self.apart.get(&self.group(id)).into_iter().flatten();
        parted.filter_map(|group| self.cell(*group, cells)).collect()
    }

    fn cell(&self, group: ArticleId, cells: &BTreeMap<ArticleId, usize>) -> Option<StoryId> {
        cells.get(self.placed.get(&group)?).map(|cell| StoryId(*cell as u64))
    }
}
