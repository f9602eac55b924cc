//! What a book keeps of a live story. What clustering asks lies open; the rest is packed until the story
//! is changed, and of a story that did not change for long it may lie outside memory, its alert with it.

use std::sync::Arc;

use jiff::Timestamp;

use super::alert_bytes::Bytes;
use super::live::Hot;
use crate::domain::bytes::{self, Reader};
use crate::domain::{AlertLine, Spill, Spilled, StoryChange, StoryMemo, StoryState, packed};

/// A live story.
#[derive(Debug)]
pub(super) struct Slot {
    pub hot: Hot,
    rest: Rest,
    /// Of a flagged story.
    alert: Option<Kept>,
    /// How often it is among the warm ones.
    pub warm: u32,
    /// When a notice that grouping holds back is due.
    pub due: Due,
    /// Something of it is still to be told or written.
    pub held: bool,
}

/// Title, times and state but for what stands open.
#[derive(Debug)]
enum Rest {
    Here(Box<[u8]>),
    Away(Spilled),
}

/// The alert of a story.
#[derive(Debug)]
enum Kept {
    Open(Box<Alerted>),
    Packed(Box<[u8]>),
    /// Before the rest, where that is.
    WithRest,
}

#[derive(Clone, Debug)]
struct Alerted {
    line: Option<Arc<AlertLine>>,
    memo: Option<Box<StoryMemo>>,
}

/// When something is due, in microseconds, rounded up: a slot with it is a cache line shorter than with an
/// optional time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Due(i64);

impl Due {
    pub const NEVER: Due = Due(i64::MAX);

    fn at(time: Timestamp) -> Due {
        let rest = time.subsec_nanosecond() % 1_000;
        Due(time.as_microsecond() + i64::from(rest > 0))
    }

    /// The time, unless it is never.
    pub fn time(self) -> Option<Timestamp> {
        Timestamp::from_microsecond(self.0).ok()
    }
}

impl Slot {
    /// Packs a story over what `room` held: a box is then as long as it must be, without growing.
    pub fn of(mut story: StoryChange, room: &mut Vec<u8>) -> Slot {
        let (hot, held) = (Hot::of(&story), is_held(&story));
        let state = &mut story.state;
        let (line, memo) = (state.line.take(), state.memo.take());
        let due = due_at(memo.as_deref()).map_or(Due::NEVER, Due::at);
        let alert = line.is_some() || memo.is_some();
        let alert = alert.then(|| Kept::Open(Box::new(Alerted { line, memo })));
        let open =
            StoryState { centroid: Vec::new(), watches: Vec::new(), ..std::mem::take(state) };
        room.clear();
        bytes::put_text(room, &story.title);
        bytes::put_time(room, Some(story.first_seen));
        packed::put_state(room, &open, "", "");
        Slot { hot, rest: Rest::Here(room.as_slice().into()), alert, warm: 0, due, held }
    }

    /// The whole story; `None`: what lies outside memory is lost.
    pub fn story(&self, spill: Option<&dyn Spill>) -> Option<StoryChange> {
        let away = self.away(spill)?;
        let (alert, mut from) = self.parts(away.as_deref())?;
        let title = from.text().ok()?.to_owned();
        let first_seen = from.time().ok()??;
        let (mut state, _, _) = packed::read_state(&mut from).ok()?;
        state.centroid = self.hot.centroid.list();
        state.watches = self.hot.watches.to_vec();
        if let Some(Alerted { line, memo }) = alert {
            (state.line, state.memo) = (line, memo);
        }
        let Hot { id, last_seen, .. } = self.hot;
        Some(StoryChange { id, title, first_seen, last_seen, state })
    }

    /// Its headline; `None`: what lies outside memory is lost.
    pub fn title(&self, spill: Option<&dyn Spill>) -> Option<String> {
        let away = self.away(spill)?;
        let mut from = match (&self.rest, away.as_deref()) {
            (Rest::Here(rest), _) => Reader::new(rest),
            (Rest::Away(_), away) => Reader::new(away?),
        };
        if matches!(self.alert, Some(Kept::WithRest)) {
            Alerted::read(&mut from)?;
        }
        from.text().ok().map(str::to_owned)
    }

    /// Its alert line, where it has one; `None`: what lies outside memory is lost.
    pub fn line(&self, spill: Option<&dyn Spill>) -> Option<Option<Arc<AlertLine>>> {
        match &self.alert {
            None => Some(None),
            Some(Kept::Open(alert)) => Some(alert.line.clone()),
            Some(_) => {
                let away = self.away(spill)?;
                let (alert, _) = self.parts(away.as_deref())?;
                Some(alert.and_then(|alert| alert.line))
            }
        }
    }

    /// Puts away what clustering does not ask, with what lies in `room` forgotten; where there is no place
    /// outside memory, packs the alert.
    pub fn cool(&mut self, room: &mut Vec<u8>, spill: Option<&mut (dyn Spill + 'static)>) {
        let Rest::Here(rest) = &self.rest else { return };
        room.clear();
        match &self.alert {
            Some(Kept::Open(alert)) => {
                room.push(u8::from(alert.line.is_some()));
                alert.line.iter().for_each(|line| line.put(room));
                alert.memo.put(room);
            }
            Some(Kept::Packed(alert)) => room.extend_from_slice(alert),
            Some(Kept::WithRest) | None => {}
        }
        let alert = room.len();
        room.extend_from_slice(rest);
        if let Some(away) = spill.and_then(|spill| spill.put(room)) {
            self.rest = Rest::Away(away);
            self.alert = self.alert.take().map(|_| Kept::WithRest);
        } else if let Some(Kept::Open(_)) = &self.alert {
            self.alert = room.get(..alert).map(|alert| Kept::Packed(alert.into()));
        }
    }

    /// Whether a watch flags it.
    pub fn is_flagged(&self) -> bool {
        self.alert.is_some()
    }

    /// Whether its alert lies open.
    #[cfg(test)]
    pub fn is_open(&self) -> bool {
        matches!(self.alert, Some(Kept::Open(_)))
    }

    /// Where it lies outside memory.
    pub fn spilled(&self) -> Option<Spilled> {
        match self.rest {
            Rest::Away(away) => Some(away),
            Rest::Here(_) => None,
        }
    }

    /// What lies outside memory, if it does.
    #[expect(clippy::option_option, reason = "lost is another thing than not there")]
    fn away(&self, spill: Option<&dyn Spill>) -> Option<Option<Vec<u8>>> {
        match self.spilled() {
            Some(away) => spill?.get(away).map(Some),
            None => Some(None),
        }
    }

    /// The alert, and what reads the rest. All bytes are this file's own: they are read as they were
    /// written.
    fn parts<'a>(&'a self, away: Option<&'a [u8]>) -> Option<(Option<Alerted>, Reader<'a>)> {
        let mut from = match (&self.rest, away) {
            (Rest::Here(rest), _) => Reader::new(rest),
            (Rest::Away(_), away) => Reader::new(away?),
        };
        let alert = match &self.alert {
            None => None,
            Some(Kept::Open(alert)) => Some((**alert).clone()),
            Some(Kept::Packed(alert)) => Some(Alerted::read(&mut Reader::new(alert))?),
            Some(Kept::WithRest) => Some(Alerted::read(&mut from)?),
        };
        Some((alert, from))
    }
}

impl Alerted {
    fn read(from: &mut Reader<'_>) -> Option<Alerted> {
        let line = Option::<AlertLine>::read(from).ok()?.map(Arc::new);
        Some(Alerted { line, memo: Bytes::read(from).ok()? })
    }
}

/// Whether a story has a notice still to tell, or an alert still to write.
pub(super) fn is_held(story: &StoryChange) -> bool {
    due_at(story.state.memo.as_deref()).is_some() || story.is_behind()
}

fn due_at(memo: Option<&StoryMemo>) -> Option<Timestamp> {
    Some(memo?.pending.as_ref()?.due)
}

#[cfg(test)]
mod tests {
    use super::Slot;

    #[test]
    fn a_story_lies_in_three_cache_lines() {
        assert!(size_of::<Option<Slot>>() <= 3 * 64, "{}", size_of::<Option<Slot>>());
    }
}
