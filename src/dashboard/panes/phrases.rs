//! What several panes write alike: numbers with their noun, watches in their colours.

use crate::dashboard::draw::Pen;
use crate::dashboard::shared::Shared;

/// Watches as coloured words.
pub fn watch_tags(shared: &Shared, watches: &[String], pen: &mut Pen<'_>) {
    for watch in watches {
        if pen.room() < 4 {
            return;
        }
        pen.text(watch, shared.watch(watch)).skip(1);
    }
}

/// `1 origin`, `2 origins`.
pub fn many(count: usize, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        _ => format!("{count} {word}s"),
    }
}
