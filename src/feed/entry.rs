//! A feed and its entries as the document has them: the best of each field, references resolved,
//! markup and relative links still in it. `parse` and `json` fill it, `normalize` makes articles of it.

use std::borrow::Cow;

use jiff::Timestamp;

use super::date::Told;

/// How a text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// As HTML, or in a way that may be HTML.
    #[default]
    Html,
    /// As it is to be read: its angle brackets are no tags.
    Plain,
}

/// A text and how it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text<'a> {
    pub words: Cow<'a, str>,
    pub form: Form,
}

/// What can say nothing.
pub(super) trait Saying {
    /// Whether it says anything.
    fn says(&self) -> bool;
}

impl Saying for Text<'_> {
    fn says(&self) -> bool {
        !self.words.trim_ascii().is_empty()
    }
}

impl Saying for Cow<'_, str> {
    fn says(&self) -> bool {
        !self.trim_ascii().is_empty()
    }
}

impl Saying for Option<Told> {
    fn says(&self) -> bool {
        self.is_some()
    }
}

/// The best that was said for a field so far: of two that say anything the lower rank stays, of
/// equals the first. So the order in which a document writes its fields means nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Best<T> {
    value: T,
    rank: u8,
}

impl<T: Saying + Default> Best<T> {
    /// Whether something of this rank would be taken.
    pub fn wants(&self, rank: u8) -> bool {
        !self.value.says() || rank < self.rank
    }

    /// Takes a value if it is better than what is there.
    pub fn offer(&mut self, rank: u8, value: T) {
        self.contest(rank, value);
    }

    /// Takes a value if it is better than what is there; gives back the other one.
    pub fn contest(&mut self, rank: u8, value: T) -> Best<T> {
        let offered = Best { value, rank };
        if self.wants(rank) && offered.value.says() {
            std::mem::replace(self, offered)
        } else {
            offered
        }
    }

    /// Takes a value, read only then, if it is as good as what is there, or better.
    pub fn renew(&mut self, rank: u8, read: impl FnOnce() -> T) {
        if rank <= self.rank || !self.value.says() {
            let value = read();
            if value.says() {
                (self.value, self.rank) = (value, rank);
            }
        }
    }

    /// What was best, and its rank.
    pub fn into_parts(self) -> (u8, T) {
        (self.rank, self.value)
    }

    /// What was best.
    pub fn get(&self) -> &T {
        &self.value
    }

    /// What was best, to be changed.
    pub fn get_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

/// An entry; what it does not say is empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry<'a> {
    pub title: Best<Text<'a>>,
    /// The page that it is about.
    pub link: Best<Cow<'a, str>>,
    /// What else could be opened, where there is no page.
    pub other_link: Best<Cow<'a, str>>,
    pub id: Best<Cow<'a, str>>,
    /// Whether the id says that it is no address.
    pub opaque: bool,
    pub summary: Best<Text<'a>>,
    /// Stands in where there is neither a summary nor content.
    pub caption: Best<Text<'a>>,
    pub content: Best<Text<'a>>,
    pub published: Best<Option<Told>>,
    pub updated: Best<Option<Told>>,
    pub authors: Authors,
    pub categories: Vec<Cow<'a, str>>,
    pub language: Best<Cow<'a, str>>,
}

impl Entry<'_> {
    /// When it was published.
    pub fn published(&self) -> Option<Timestamp> {
        self.published.get().as_ref().map(Told::at)
    }

    /// When it was changed.
    pub fn updated(&self) -> Option<Timestamp> {
        self.updated.get().as_ref().map(Told::at)
    }

    /// Its dates, to be settled.
    pub fn dates(&mut self) -> impl Iterator<Item = &mut Told> {
        self.published.get_mut().iter_mut().chain(self.updated.get_mut().iter_mut())
    }
}

/// Names of the best rank, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Authors {
    names: Vec<String>,
    rank: u8,
}

impl Authors {
    /// Takes a name beside its equals, or instead of worse ones.
    pub fn offer(&mut self, rank: u8, name: String) {
        if self.names.is_empty() || rank < self.rank {
            (self.names, self.rank) = (vec![name], rank);
        } else if rank == self.rank {
            self.names.push(name);
        }
    }

    /// The names.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// A feed with its entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Feed<'a> {
    pub title: Best<Text<'a>>,
    pub link: Best<Cow<'a, str>>,
    /// Its own address, by its word.
    pub itself: String,
    pub language: Best<Cow<'a, str>>,
    /// The authors of entries that name none.
    pub authors: Authors,
    pub entries: Vec<Entry<'a>>,
    /// Entries beyond the limit that were passed over.
    pub beyond: usize,
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{Authors, Best};

    #[test]
    fn the_better_stays_whatever_comes_first() {
        for order in
            [[(0, "own"), (2, "other"), (0, "second")], [(2, "other"), (0, "own"), (0, "x")]]
        {
            let mut best: Best<Cow<'_, str>> = Best::default();
            best.offer(1, " ".into());
            for (rank, text) in order {
                best.offer(rank, text.into());
            }
            assert_eq!(best.get(), "own");
        }
    }

    #[test]
    fn names_of_one_rank_stand_together() {
        let mut authors = Authors::default();
        for (rank, name) in [(2, "podcast"), (0, "Ada"), (2, "again"), (0, "Bo")] {
            authors.offer(rank, name.to_owned());
        }
        assert_eq!(authors.names(), ["Ada", "Bo"]);
    }
}
