//! What the engine is at right now, so that a watchdog can tell waiting from hanging: a commit, a
//! document being read. A commit that fails and is tried again is a new piece of work each time: a
//! full disk is no hang.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The pieces of work under way.
#[derive(Clone, Debug, Default)]
pub struct Pulse(Arc<Mutex<Works>>);

#[derive(Debug, Default)]
struct Works {
    last: u64,
    begun: BTreeMap<u64, (&'static str, Instant)>,
}

/// A piece of work; over when it is dropped.
#[derive(Debug)]
pub struct Work {
    pulse: Pulse,
    number: u64,
}

impl Pulse {
    fn works(&self) -> MutexGuard<'_, Works> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A piece of work begins.
    #[must_use]
    pub fn begin(&self, name: &'static str) -> Work {
        let mut works = self.works();
        works.last += 1;
        let number = works.last;
        works.begun.insert(number, (name, Instant::now()));
        Work { pulse: self.clone(), number }
    }

    /// What has been going on for longest, if for longer than this: it hangs.
    #[must_use]
    pub fn hangs(&self, longer_than: Duration) -> Option<(&'static str, Duration)> {
        let works = self.works();
        let (name, begun) = works.begun.values().min_by_key(|(_, begun)| *begun)?;
        let lasts = begun.elapsed();
        (lasts > longer_than).then_some((name, lasts))
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.pulse.works().begun.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_goes_on_too_long_hangs_until_it_is_over() {
        let pulse = Pulse::default();
        assert_eq!(pulse.hangs(Duration::ZERO), None);
        let first = pulse.begin("the writing");
        let second = pulse.begin("the reading of a document");
        while first_of(&pulse).is_none() {}
        assert_eq!(first_of(&pulse), Some("the writing"));
        assert_eq!(pulse.hangs(Duration::from_secs(3_600)), None);
        drop(first);
        while first_of(&pulse).is_none() {}
        assert_eq!(first_of(&pulse), Some("the reading of a document"));
        drop(second);
        assert_eq!(pulse.hangs(Duration::ZERO), None);
    }

    fn first_of(pulse: &Pulse) -> Option<&'static str> {
        pulse.hangs(Duration::ZERO).map(|(name, _)| name)
    }
}
