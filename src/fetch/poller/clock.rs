//! The poller's clocks: the wall's for times, the machine's own for noticing that the wall's
//! jumped (a suspend, a correction), and that we were stopped ourselves.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// Clocks that differ by less are only corrected.
const NOTICED: SignedDuration = SignedDuration::from_secs(20);

/// The time of day.
pub(in crate::fetch) fn wall_clock() -> Timestamp {
    Timestamp::now()
}

/// What the wall clock did since it was last looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Jump {
    /// It went on.
    None,
    /// It jumped ahead: the machine or this process slept, or it was set right.
    Ahead,
    /// It was set back by so much.
    Back(SignedDuration),
}

/// Both clocks as last seen.
pub(super) struct Watch {
    wall: Timestamp,
    own: Instant,
    /// When it is to be looked at again, at the latest.
    wake: Option<Instant>,
}

/// Who wakes later than meant by more than this was stopped.
const OVERSLEPT: Duration = Duration::from_secs(5);

impl Watch {
    pub fn start() -> Watch {
        Watch { wall: wall_clock(), own: Instant::now(), wake: None }
    }

    pub fn look(&mut self) -> Jump {
        let seen = Watch::start();
        let wall = seen.wall.duration_since(self.wall);
        let own = SignedDuration::try_from(seen.own.duration_since(self.own));
        let stopped = self.wake.is_some_and(|wake| seen.own > wake + OVERSLEPT);
        *self = seen;
        match jump(wall, own.unwrap_or(wall)) {
            Jump::None if stopped => Jump::Ahead,
            jump => jump,
        }
    }

    /// Notes when it will be looked at again, at the latest.
    pub fn expect(&mut self, wake: Instant) {
        self.wake = Some(wake);
    }
}

fn jump(wall: SignedDuration, own: SignedDuration) -> Jump {
    let drift = wall.saturating_sub(own);
    if drift > NOTICED {
        Jump::Ahead
    } else if drift < -NOTICED {
        Jump::Back(-drift)
    } else {
        Jump::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_stopped_for_a_while_has_slept() {
        let mut watch = Watch::start();
        watch.expect(Instant::now());
        assert_eq!(watch.look(), Jump::None);
        watch.expect(Instant::now() - OVERSLEPT);
        assert_eq!(watch.look(), Jump::Ahead);
        assert_eq!(watch.look(), Jump::None, "once");
    }

    #[test]
    fn a_jump_of_the_clock_is_told_from_a_long_sleep() {
        let seconds = SignedDuration::from_secs;
        for (wall, own, expected) in [
            (30, 30, Jump::None),
            (3_600, 3_600, Jump::None),
            (40, 30, Jump::None),
            (3_600, 30, Jump::Ahead),
            (-3_570, 30, Jump::Back(seconds(3_600))),
        ] {
            assert_eq!(jump(seconds(wall), seconds(own)), expected, "{wall} {own}");
        }
    }
}
