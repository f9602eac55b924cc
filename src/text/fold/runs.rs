//! The map from folded bytes to source bytes, as runs.
//!
//! A linear run maps byte to byte; a block maps all its folded bytes to one source span. English
//! prose needs one run per punctuation mark, so the map is a small part of the text's size.

use std::ops::Range;

/// Span of a run whose bytes map one to one.
const LINEAR: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Run {
    folded: u32,
    source: u32,
    span: u32,
}

/// Runs in order of their folded start.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs(Vec<Run>);

impl Runs {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// From this folded byte on, bytes map one to one from this source byte on.
    pub(super) fn linear(&mut self, folded: usize, source: usize) {
        let (folded, source) = (offset(folded), offset(source));
        let goes_on = self.0.last().is_some_and(|run| {
            run.span == LINEAR && source.wrapping_sub(run.source) == folded.wrapping_sub(run.folded)
        });
        if !goes_on {
            self.0.push(Run { folded, source, span: LINEAR });
        }
    }

    /// From this folded byte on, all bytes stand for one source span.
    pub(super) fn block(&mut self, folded: usize, source: usize, length: usize) {
        let (folded, source, span) = (offset(folded), offset(source), offset(length));
        let goes_on = self.0.last().is_some_and(|run| {
            run.span == span && run.source == source && run.span != 0 && run.folded < folded
        });
        if !goes_on {
            self.0.push(Run { folded, source, span });
        }
    }

    /// Makes the last folded character, which starts at `folded`, reach to `end` in the source.
    pub(super) fn extend(&mut self, folded: usize, end: usize) {
        let (folded, end) = (offset(folded), offset(end));
        let Some(last) = self.0.last_mut() else { return };
        if last.span != LINEAR {
            last.span = end.saturating_sub(last.source);
            return;
        }
        let source = last.source + folded.saturating_sub(last.folded);
        let run = Run { folded, source, span: end.saturating_sub(source) };
        if last.folded == folded {
            *last = run;
        } else {
            self.0.push(run);
        }
    }

    /// Source span of the character that a folded byte belongs to (for linear runs: of the byte).
    pub(super) fn unit(&self, folded: usize) -> Range<usize> {
        let at = offset(folded);
        let index = self.0.partition_point(|run| run.folded <= at);
        let Some(run) = index.checked_sub(1).and_then(|i| self.0.get(i)) else { return 0..0 };
        if run.span == LINEAR {
            let start = (run.source + (at - run.folded)) as usize;
            return start..start + 1;
        }
        run.source as usize..(run.source + run.span) as usize
    }
}

/// The fold refuses sources that 32 bits cannot count.
fn offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX - 1)
}
