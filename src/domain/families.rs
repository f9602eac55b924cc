//! Text families of a story: whose each is, and shingles to know its copies by. Laid out flat, in
//! three blocks however many they are: a large story is taken apart and put together again with
//! every article that joins it.

use serde::{Deserialize, Serialize};

/// The text families of one story, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(String, Vec<u32>)>", into = "Vec<(String, Vec<u32>)>")]
pub struct Families {
    /// Their origins, one behind the other.
    origins: String,
    /// Their shingles, likewise.
    shingles: Vec<u32>,
    /// Where each family's origin and its shingles end.
    ends: Vec<(u32, u32)>,
}

impl Families {
    /// Makes room for so many families more, with origins of so many bytes and so many shingles
    /// together.
    pub fn reserve(&mut self, families: usize, origins: usize, shingles: usize) {
        self.ends.reserve_exact(families);
        self.origins.reserve_exact(origins);
        self.shingles.reserve_exact(shingles);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A family by its number: its origin, and its shingles as they were given.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<(&str, &[u32])> {
        let (origin_end, shingles_end) = *self.ends.get(number)?;
        let (origin, shingles) = self.starts(number);
        Some((
            self.origins.get(origin..origin_end as usize)?,
            self.shingles.get(shingles..shingles_end as usize)?,
        ))
    }

    /// All of them in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u32])> {
        (0..self.len()).filter_map(|number| self.get(number))
    }

    /// Adds a family behind the others. `shingles` is sorted.
    pub fn push(&mut self, origin: &str, shingles: impl IntoIterator<Item = u32>) {
        self.origins.push_str(origin);
        self.shingles.extend(shingles);
        self.ends.push((end(self.origins.len()), end(self.shingles.len())));
    }

    /// Keeps so many, the first.
    pub fn truncate(&mut self, families: usize) {
        if families < self.len() {
            let (origin, shingle) = self.starts(families);
            self.origins.truncate(origin);
            self.shingles.truncate(shingle);
            self.ends.truncate(families);
        }
    }

    /// Gives a family to another origin; a number that none has changes nothing.
    pub fn give(&mut self, number: usize, origin: &str) {
        let start = self.starts(number).0;
        let Some((old_end, _)) = self.ends.get(number).copied() else { return };
        self.origins.replace_range(start..old_end as usize, origin);
        let new_end = end(start + origin.len());
        for (end, _) in self.ends.iter_mut().skip(number) {
            *end = *end - old_end + new_end;
        }
    }

    /// Where a family's origin and shingles begin: where those before it end.
    fn starts(&self, number: usize) -> (usize, usize) {
        let before = number.checked_sub(1).and_then(|before| self.ends.get(before));
        before.map_or((0, 0), |(origin, shingles)| (*origin as usize, *shingles as usize))
    }
}

/// An end as it is kept. What is longer than four gigabytes is in no memory of ours.
fn end(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

impl<O: AsRef<str>> FromIterator<(O, Vec<u32>)> for Families {
    fn from_iter<I: IntoIterator<Item = (O, Vec<u32>)>>(families: I) -> Families {
        let mut all = Families::default();
        for (origin, shingles) in families {
            all.push(origin.as_ref(), shingles);
        }
        all
    }
}

impl From<Vec<(String, Vec<u32>)>> for Families {
    fn from(families: Vec<(String, Vec<u32>)>) -> Families {
        families.into_iter().collect()
    }
}

impl From<Families> for Vec<(String, Vec<u32>)> {
    fn from(families: Families) -> Vec<(String, Vec<u32>)> {
        let owned = |(origin, shingles): (&str, &[u32])| (origin.to_owned(), shingles.to_vec());
        families.iter().map(owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_given_away_leaves_the_others_as_they_were() {
        let mut families: Families =
            [("wire", vec![1, 2]), ("", vec![]), ("desk", vec![3])].into_iter().collect();
        families.give(0, "a longer name");
        families.give(1, "x");
        families.give(7, "nobody");
        let all: Vec<_> = families.iter().collect();
        assert_eq!(
            all,
            [("a longer name", &[1, 2][..]), ("x", &[][..]), ("desk", &[3][..])],
            "{families:?}"
        );
        families.give(2, "");
        assert_eq!(families.get(2), Some(("", &[3][..])));
        assert_eq!((families.len(), families.get(3)), (3, None));
        families.truncate(1);
        families.push("z", [4]);
        families.truncate(7);
        let all: Vec<_> = families.iter().collect();
        assert_eq!(all, [("a longer name", &[1, 2][..]), ("z", &[4][..])]);
    }
}
