//! The poller's clocks: the wall's for times, the machine's own for noticing that the wall's
//! jumped (a suspend, a correction).

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
    /// It jumped ahead: the machine slept, or was set right.
    Ahead,
    /// It was set back by so much.
    Back(SignedDuration),
}

/// Both clocks as last seen.
pub(super) struct Watch {
    wall: Timestamp,
    own: Instant,
}

impl Watch {
    pub fn start() -> Watch {
        Watch { wall: wall_clock(), own: Instant::now() }
    }

    pub fn look(&mut self) -> Jump {
        let seen = Watch::start();
        let wall = seen.wall.duration_since(self.wall);
        let own = SignedDuration::try_from(seen.own.duration_since(self.own));
        *self = seen;
        jump(wall, own.unwrap_or(wall))
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
