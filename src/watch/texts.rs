//! The texts of literals, one behind the other: as strings of their own twenty thousand took three times
//! the room.

use super::rows::place;

/// The texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each text ends.
    ends: Vec<u32>,
}

impl Texts {
    /// The text of a number.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        self.all.get(place(&self.ends, number)?)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All of them in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|number| self.get(number))
    }
}

impl<'a> FromIterator<&'a str> for Texts {
    /// Together they are shorter than four gigabytes: what is beyond is not there.
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Texts {
        let mut all = Texts::default();
        for text in texts {
            all.all.push_str(text);
            all.ends.push(u32::try_from(all.all.len()).unwrap_or(u32::MAX));
        }
        all.all.shrink_to_fit();
        all.ends.shrink_to_fit();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn every_text_comes_back_as_it_was() {
        let given = [" rocket ", "", "ракета"];
        let texts: Texts = given.into_iter().collect();
        assert!(texts.iter().eq(given));
        assert_eq!((texts.len(), texts.get(2), texts.get(3)), (3, Some("ракета"), None));
    }
}
