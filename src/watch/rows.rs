//! Many short lists, one behind the other. Twenty thousand literals with a list each of one or two
//! things took four times the room where every list was on its own.

use std::ops::Range;

/// Where a list lies by the ends of all of them.
pub(super) fn place(ends: &[u32], number: usize) -> Option<Range<usize>> {
    let end = *ends.get(number)? as usize;
    let before = number.checked_sub(1).and_then(|before| ends.get(before));
    Some(before.map_or(0, |before| *before as usize)..end)
}

/// The lists.
#[derive(Clone, Debug)]
pub(super) struct Rows<T> {
    items: Vec<T>,
    /// Where each list ends.
    ends: Vec<u32>,
}

impl<T> Rows<T> {
    /// The list of a number; empty where there is none.
    pub(super) fn row(&self, number: usize) -> &[T] {
        place(&self.ends, number).and_then(|place| self.items.get(place)).unwrap_or_default()
    }

    /// How many lists there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All of them in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[T]> {
        (0..self.len()).map(|number| self.row(number))
    }
}

impl<T, I: IntoIterator<Item = T>> FromIterator<I> for Rows<T> {
    /// Their items together are fewer than four billion: what is beyond is in no list.
    fn from_iter<L: IntoIterator<Item = I>>(lists: L) -> Rows<T> {
        let mut rows = Rows { items: Vec::new(), ends: Vec::new() };
        for list in lists {
            rows.items.extend(list);
            rows.ends.push(u32::try_from(rows.items.len()).unwrap_or(u32::MAX));
        }
        rows.items.shrink_to_fit();
        rows.ends.shrink_to_fit();
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;

    #[test]
    fn every_list_comes_back_as_it_was() {
        let lists = [vec![1, 2], vec![], vec![3]];
        let rows: Rows<u8> = lists.iter().cloned().collect();
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().eq(lists.iter().map(Vec::as_slice)));
        assert!(rows.row(3).is_empty());
        assert!(Rows::<u8>::from_iter([[0_u8; 0]; 0]).row(0).is_empty());
    }
}
