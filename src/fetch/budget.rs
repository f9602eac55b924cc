//! Bounds what all bodies in memory take together, from their first bytes until they are read.
//!
//! Small bodies are free: there are at most as many as polls at once. A larger one takes room from a
//! pool as its bytes come. Where the pool is used up, the smallest wish is granted first; and the
//! oldest bodies get one of a few lanes, each with room for a whole body, so that no two can each
//! hold half of what both need. A body that hardly gets on gives way while others wait for room.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use super::hand::Hand;
use crate::domain::Lease;

/// Up to this size a body takes nothing of the budget.
pub(super) const FREE: usize = 256 << 10;
/// What the bodies without a lane may take together.
const POOL: usize = 12 << 20;
/// What the lanes may take together, unless one body alone may be larger.
const LANES: usize = 30 << 20;
const MOST_LANES: usize = 3;
/// The unit of account.
const PAGE: usize = 64 << 10;

/// A body gets on if what it holds would come within this at its pace.
const WHOLE: Duration = Duration::from_secs(30);
/// Time over which a pace is measured.
const MEASURED: Duration = Duration::from_secs(2);
/// Bodies that may wait to be decompressed; each has the room that it needs already, so there are never
/// many.
const UNPACKED: usize = 16;
/// Between two slow bodies that are asked to give way.
const ASKED: Duration = Duration::from_millis(500);
/// How often who waits looks for a body that has stopped; each frees one.
const LOOKED: Duration = Duration::from_millis(100);

/// What larger bodies share.
pub(super) struct Budget {
    state: Arc<Mutex<State>>,
    /// Where they are decompressed.
    pub unpacker: Hand,
}

/// A part of the budget; given back when it is dropped.
pub(super) struct Hold {
    state: Arc<Mutex<State>>,
    id: u64,
    way: Arc<Notify>,
}

#[derive(Debug)]
struct State {
    free: usize,
    lanes: usize,
    next: u64,
    held: BTreeMap<u64, Held>,
    wishes: BTreeMap<u64, Wish>,
    asked: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Pool,
    Lane,
}

/// What a body is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    /// Its bytes come, or ought to.
    Coming,
    /// It waits for us, or is being decompressed or read.
    Other,
}

#[derive(Debug)]
struct Held {
    pages: usize,
    place: Place,
    doing: Doing,
    since: Instant,
    came: usize,
    was_slow: bool,
    /// When its last bytes came, or it was to come on.
    last: Instant,
    asked: bool,
    way: Arc<Notify>,
}

#[derive(Debug)]
struct Wish {
    /// With those that are held.
    pages: usize,
    granted: oneshot::Sender<()>,
}

impl Budget {
    /// A budget in which one body of `limit` bytes always finds room.
    pub fn for_bodies_of(limit: usize) -> Budget {
        let state = State {
            free: POOL / PAGE,
            lanes: (LANES / limit.max(1)).clamp(1, MOST_LANES),
            next: 0,
            held: BTreeMap::new(),
            wishes: BTreeMap::new(),
            asked: None,
        };
        Budget { state: Arc::new(Mutex::new(state)), unpacker: Hand::new("unpack", UNPACKED) }
    }

    /// Room for a body that outgrows what is free: none yet.
    pub fn hold(&self) -> Hold {
        let way = Arc::new(Notify::new());
        let id = locked(&self.state).enter(Arc::clone(&way));
        Hold { state: Arc::clone(&self.state), id, way }
    }
}

impl Hold {
    /// Waits for room for so many bytes, with those held already. Dropped while it waits, its body
    /// must be dropped too.
    pub async fn grow(&self, bytes: usize) {
        let Some(mut granted) = locked(&self.state).wish(self.id, bytes.div_ceil(PAGE)) else {
            return;
        };
        loop {
            tokio::select! {
                biased;
                _ = &mut granted => break,
                () = tokio::time::sleep(LOOKED) => locked(&self.state).ask_one(Instant::now()),
            }
        }
    }

    /// Notes bytes that came.
    pub fn came(&self, bytes: usize) {
        let mut state = locked(&self.state);
        if let Some(held) = state.held.get_mut(&self.id) {
            held.note(bytes, Instant::now());
        }
    }

    /// Notes that the last byte came: from now on others wait for us, not for its server.
    pub fn arrived(&self) {
        if let Some(held) = locked(&self.state).held.get_mut(&self.id) {
            held.doing = Doing::Other;
        }
    }

    /// Returns when others need the room and this body hardly gets on.
    pub async fn asked_to_give_way(&self) {
        self.way.notified().await;
    }

    /// Gives back what the body did not need; the rest goes with the document.
    pub fn shrunk_to(self, bytes: usize) -> Lease {
        locked(&self.state).shrink(self.id, bytes.div_ceil(PAGE));
        Lease::of(self)
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        locked(&self.state).leave(self.id);
    }
}

impl Held {
    fn note(&mut self, bytes: usize, now: Instant) {
        if now.duration_since(self.since) >= MEASURED {
            self.was_slow = self.lags(now);
            (self.since, self.came) = (now, 0);
        }
        self.came = self.came.saturating_add(bytes);
        self.last = now;
    }

    fn has_stopped(&self, now: Instant) -> bool {
        self.doing == Doing::Coming && now.duration_since(self.last) >= MEASURED
    }

    fn is_slow(&self, now: Instant) -> bool {
        let measured = now.duration_since(self.since) >= MEASURED;
        self.doing == Doing::Coming && (self.was_slow || (measured && self.lags(now)))
    }

    fn lags(&self, now: Instant) -> bool {
        let spent = now.duration_since(self.since).as_millis();
        (self.came as u128) * WHOLE.as_millis() < (self.pages * PAGE) as u128 * spent
    }
}

impl State {
    fn enter(&mut self, way: Arc<Notify>) -> u64 {
        let id = self.next;
        self.next += 1;
        let held = Held {
            pages: 0,
            place: Place::Pool,
            doing: Doing::Other,
            since: Instant::now(),
            came: 0,
            was_slow: false,
            last: Instant::now(),
            asked: false,
            way,
        };
        self.held.insert(id, held);
        id
    }

    /// Notes a wish; `None`: it is granted already.
    fn wish(&mut self, id: u64, pages: usize) -> Option<oneshot::Receiver<()>> {
        let held = self.held.get_mut(&id).filter(|held| pages > held.pages)?;
        held.doing = Doing::Other;
        let (granted, mut told) = oneshot::channel();
        self.wishes.insert(id, Wish { pages, granted });
        self.settle();
        told.try_recv().is_err().then_some(told)
    }

    /// Grants what can be granted.
    fn settle(&mut self) {
        while let Some((id, place)) = self.served_next() {
            let (Some(wish), Some(held)) = (self.wishes.remove(&id), self.held.get_mut(&id)) else {
                continue;
            };
            match (held.place, place) {
                (Place::Pool, Place::Pool) => self.free -= wish.pages - held.pages,
                (Place::Pool, Place::Lane) => {
                    self.lanes -= 1;
                    self.free += held.pages;
                }
                (Place::Lane, _) => {}
            }
            (held.pages, held.place, held.doing) = (wish.pages, place, Doing::Coming);
            (held.since, held.came, held.was_slow) = (Instant::now(), 0, false);
            held.last = held.since;
            // Whoever does not hear it any more gives it back as it leaves.
            let _ = wish.granted.send(());
        }
    }

    fn served_next(&self) -> Option<(u64, Place)> {
        let more = |(id, wish): (&u64, &Wish)| {
            let held = self.held.get(id);
            match held.map(|held| held.place) {
                Some(Place::Lane) => (0, *id, Place::Lane),
                _ => (wish.pages - held.map_or(0, |held| held.pages), *id, Place::Pool),
            }
        };
        let least = self.wishes.iter().map(more).min_by_key(|(more, id, _)| (*more, *id));
        match least {
            Some((more, id, place)) if more <= self.free || place == Place::Lane => {
                Some((id, place))
            }
            Some(_) if self.lanes > 0 => {
                self.wishes.first_key_value().map(|(id, _)| (*id, Place::Lane))
            }
            Some(_) | None => None,
        }
    }

    fn shrink(&mut self, id: u64, pages: usize) {
        let Some(held) = self.held.get_mut(&id) else { return };
        held.doing = Doing::Other;
        match held.place {
            Place::Pool => self.free += held.pages.saturating_sub(pages),
            Place::Lane if pages <= self.free => {
                self.free -= pages;
                self.lanes += 1;
                held.place = Place::Pool;
                held.pages = pages;
            }
            Place::Lane => {}
        }
        held.pages = held.pages.min(pages);
        self.settle();
    }

    fn leave(&mut self, id: u64) {
        self.wishes.remove(&id);
        if let Some(held) = self.held.remove(&id) {
            match held.place {
                Place::Pool => self.free += held.pages,
                Place::Lane => self.lanes += 1,
            }
        }
        self.settle();
    }

    /// Of those that have stopped, or now and then of those that hardly get on, the one that holds most makes
    /// room for those that wait.
    fn ask_one(&mut self, now: Instant) {
        if self.wishes.is_empty() {
            return;
        }
        let may = self.asked.is_none_or(|at| now >= at + ASKED);
        let held = self.held.values_mut().filter(|held| !held.asked);
        let rank = |held: &Held| match (held.has_stopped(now), held.is_slow(now) && may) {
            (true, _) => Some((true, held.pages)),
            (false, true) => Some((false, held.pages)),
            (false, false) => None,
        };
        let ranked = held.filter_map(|held| Some((rank(held)?, held)));
        if let Some(((stopped, _), held)) = ranked.max_by_key(|(rank, _)| *rank) {
            held.way.notify_one();
            held.asked = true;
            if !stopped {
                self.asked = Some(now);
            }
        }
    }
}

/// Nothing here panics half way.
fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
