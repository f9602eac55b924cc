//! "Did you mean": the nearest of a set of known words.

/// The nearest known word, if one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

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

/// Edit distance with neighbouring swaps, ignoring case; words longer than 64 are far from all.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).collect();
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).collect();
    if a.len() > 64 || b.len() > 64 {
        return usize::MAX;
    }
    let mut older: Vec<usize> = Vec::new();
    let mut old: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut new = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let left = new.last().copied().unwrap_or(0) + 1;
            let cost = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut best = left.min(cost(&old, j + 1) + 1).min(cost(&old, j) + usize::from(x != y));
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(&y) && b.get(j - 1) == Some(&x);
            if swapped {
                best = best.min(cost(&older, j - 1) + 1);
            }
            new.push(best);
        }
        older = std::mem::replace(&mut old, new);
    }
    old.last().copied().unwrap_or(usize::MAX)
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
