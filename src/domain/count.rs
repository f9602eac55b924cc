//! Numbers as people write them: with their noun, and spans of time.

/// `1 origin`, `2 origins`.
#[must_use]
pub fn many(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// Seconds in one unit, rounded down: `42s`, `4m`, `2h`, `3d`.
#[must_use]
pub fn span(seconds: i64) -> String {
    let (number, unit) = match seconds {
        ..60 => (seconds.max(0), 's'),
        60..3_600 => (seconds / 60, 'm'),
        3_600..86_400 => (seconds / 3_600, 'h'),
        86_400.. => (seconds / 86_400, 'd'),
    };
    format!("{number}{unit}")
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn a_span_has_one_unit() {
        for (seconds, said) in [
            (-1, "0s"),
            (59, "59s"),
            (60, "1m"),
            (3_599, "59m"),
            (86_399, "23h"),
            (86_400, "1d"),
            (8_640_000, "100d"),
        ] {
            assert_eq!(span(seconds), said);
        }
    }
}
