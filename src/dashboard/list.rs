//! A list that never moves under the cursor: anchored by id, whatever is loaded into it.
//!
//! Knows keys and heights only; what an item looks like is its pane's business.

/// A step through a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many items down, or up when negative.
    Items(isize),
    /// Half of what is visible, down or up.
    Half(isize),
    /// All that is visible, down or up.
    Page(isize),
    /// The first item.
    First,
    /// The last item.
    Last,
}

/// The items of a list: their keys, and how many lines each takes.
#[derive(Clone, Copy)]
pub struct Items<'a, K> {
    /// The keys, from the top.
    pub keys: &'a [K],
    /// Lines of the item at an index.
    pub tall: &'a dyn Fn(usize) -> usize,
}

/// Where a list stands.
#[derive(Clone, Debug)]
pub struct List<K> {
    /// The item under the cursor.
    pub selected: Option<K>,
    /// Index of the first visible item.
    pub top: usize,
    /// Lines visible.
    pub height: usize,
    /// Index of the selected item when last known.
    at: usize,
}

impl<K> Default for List<K> {
    fn default() -> Self {
        List { selected: None, top: 0, height: 0, at: 0 }
    }
}

impl<K: Copy + PartialEq> List<K> {
    /// Index of the selected item.
    #[must_use]
    pub fn index(&self, keys: &[K]) -> Option<usize> {
        let selected = self.selected?;
        keys.iter().position(|key| *key == selected)
    }

    /// The screen line on which an item begins, counted from the list's top; `None` above it.
    fn line(&self, items: Items<'_, K>, index: usize) -> Option<usize> {
        (index >= self.top).then(|| (self.top..index).map(items.tall).sum())
    }

    /// Takes a new set of items: the selected one stays on the line where it was. Where it is gone,
    /// the one in its place is selected.
    pub fn settle(&mut self, before: Items<'_, K>, after: Items<'_, K>) {
        let line = self.index(before.keys).and_then(|index| self.line(before, index)).unwrap_or(0);
        let index = match self.index(after.keys) {
            Some(index) => index,
            None => self.at.min(after.keys.len().saturating_sub(1)),
        };
        self.selected = after.keys.get(index).copied();
        self.at = index;
        let mut top = index;
        let mut above = 0;
        while top > 0 {
            let tall = (after.tall)(top - 1);
            if above + tall > line {
                break;
            }
            above += tall;
            top -= 1;
        }
        self.top = top;
        self.reveal(after);
    }

    /// Selects the first item and shows the top.
    pub fn home(&mut self, items: Items<'_, K>) {
        self.selected = items.keys.first().copied();
        self.at = 0;
        self.top = 0;
    }

    /// Selects an item.
    pub fn select(&mut self, items: Items<'_, K>, index: usize) {
        let index = index.min(items.keys.len().saturating_sub(1));
        self.selected = items.keys.get(index).copied();
        self.at = index;
        self.reveal(items);
    }

    /// Moves the selection.
    pub fn go(&mut self, items: Items<'_, K>, step: Step) {
        let last = items.keys.len().saturating_sub(1);
        let at = self.index(items.keys).unwrap_or(0);
        let visible = self.visible(items).max(1);
        let to = match step {
            Step::Items(by) => at.saturating_add_signed(by),
            Step::Half(by) => at.saturating_add_signed(by * half(visible)),
            Step::Page(by) => at.saturating_add_signed(by * whole(visible)),
            Step::First => 0,
            Step::Last => last,
        };
        self.select(items, to.min(last));
    }

    /// Scrolls without leaving the selected item behind the edge.
    pub fn reveal(&mut self, items: Items<'_, K>) {
        let Some(index) = self.index(items.keys) else {
            self.top = 0;
            return;
        };
        self.top = self.top.min(index);
        let mut lines: usize = (self.top..=index).map(items.tall).sum();
        while lines > self.height && self.top < index {
            lines -= (items.tall)(self.top);
            self.top += 1;
        }
    }

    /// How many items are wholly visible.
    #[must_use]
    pub fn visible(&self, items: Items<'_, K>) -> usize {
        let mut lines = 0;
        (self.top..items.keys.len())
            .take_while(|index| {
                lines += (items.tall)(*index);
                lines <= self.height
            })
            .count()
    }

    /// The item on a line of the list.
    #[must_use]
    pub fn at_line(&self, items: Items<'_, K>, line: usize) -> Option<usize> {
        let mut lines = 0;
        (self.top..items.keys.len()).find(|index| {
            lines += (items.tall)(*index);
            line < lines
        })
    }
}

fn half(visible: usize) -> isize {
    isize::try_from((visible / 2).max(1)).unwrap_or(1)
}

fn whole(visible: usize) -> isize {
    isize::try_from(visible.saturating_sub(1).max(1)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::{Items, List, Step};

    fn two(_: usize) -> usize {
        2
    }

    fn items(keys: &[u32]) -> Items<'_, u32> {
        Items { keys, tall: &two }
    }

    #[test]
    fn the_selected_item_stays_on_its_line_when_others_arrive_above() {
        let before = [10, 11, 12, 13, 14, 15];
        let after = [1, 2, 3, 10, 11, 12, 13, 14, 15];
        let mut list = List { height: 8, ..List::default() };
        list.select(items(&before), 2);
        assert_eq!((list.top, list.selected), (0, Some(12)));
        list.settle(items(&before), items(&after));
        assert_eq!((list.top, list.selected), (3, Some(12)), "still the third line pair");
    }

    #[test]
    fn an_item_that_is_gone_gives_its_place_to_the_next() {
        let mut list = List { height: 8, ..List::default() };
        list.select(items(&[1, 2, 3]), 1);
        list.settle(items(&[1, 2, 3]), items(&[1, 3]));
        assert_eq!(list.selected, Some(3));
        list.settle(items(&[1, 3]), items(&[]));
        assert_eq!((list.selected, list.top), (None, 0));
    }

    #[test]
    fn steps_stay_inside_the_list_and_on_screen() {
        let keys: Vec<u32> = (0..50).collect();
        let mut list = List { height: 10, ..List::default() };
        list.select(items(&keys), 0);
        for (step, selected, top) in [
            (Step::Items(-1), 0, 0),
            (Step::Items(5), 5, 1),
            (Step::Page(1), 9, 5),
            (Step::Half(-1), 7, 5),
            (Step::Last, 49, 45),
            (Step::Items(3), 49, 45),
            (Step::First, 0, 0),
        ] {
            list.go(items(&keys), step);
            assert_eq!((list.selected, list.top), (Some(selected), top), "{step:?}");
        }
    }
}
