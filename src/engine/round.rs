//! How a single round (`run --once`) ends whose store cannot be written: a service waits until it can, whoever
//! starts rounds starts another one.

use std::time::Duration;

use tokio::sync::watch;

use super::writer::Tally;
use super::{Mode, Status};

/// How long a single round tries to write.
const PATIENCE: Duration = Duration::from_secs(60);

/// Whether what has failed for so long is tried no more.
pub(super) fn gives_up(mode: Mode, since: Duration) -> bool {
    mode == Mode::Once && since >= PATIENCE
}

/// Notes why a round ends without having written all.
pub(super) fn give_up((status, tally): (&watch::Sender<Status>, &watch::Sender<Tally>), why: &str) {
    let seconds = PATIENCE.as_secs();
    let text = format!("{why}; this round gave up after {seconds} s, the next goes on");
    status.send_modify(|status| status.ended = Some(text));
    tally.send_modify(|tally| tally.broke_off = true);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::WhenTaken;

    #[test]
    fn a_single_round_gives_up_and_a_service_does_not() {
        assert!(gives_up(Mode::Once, PATIENCE) && !gives_up(Mode::Once, PATIENCE / 2));
        assert!(!gives_up(Mode::Live(WhenTaken::Refuse), PATIENCE * 1_000));
    }
}
