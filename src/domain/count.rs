//! A number with its noun, as people write it.

/// `1 origin`, `2 origins`.
#[must_use]
pub fn many(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
