//! "Did you mean": what is said of a word that nobody knows.

pub use crate::watch::nearest;

/// The hint made of it: `did you mean "priority"?`, else the words that exist.
#[must_use]
pub fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(word, known.clone()) {
        Some(candidate) => format!("did you mean \"{candidate}\"?"),
        None => {
            let words: Vec<&str> = known.into_iter().collect();
            if words.is_empty() {
                return "there is none".to_owned();
            }
            format!("known here: {}", words.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{hint, nearest};

    #[test]
    fn a_slip_finds_its_word() {
        let known = ["interval", "floor", "ceiling"];
        for (slip, meant) in [
            ("intervall", Some("interval")),
            ("inteval", Some("interval")),
            ("itnerval", Some("interval")),
            ("Floor", Some("floor")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(slip, known), meant, "{slip}");
        }
        assert_eq!(hint("colour", known), "known here: interval, floor, ceiling");
    }
}
