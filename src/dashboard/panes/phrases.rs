//! What several panes write alike: watches in their colours.

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
