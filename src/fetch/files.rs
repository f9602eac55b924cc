//! How many polls may run at once where few files may be open: each takes a socket.
//!
//! Asked once, when polling begins. Without it a low limit made most feeds fail, as if their servers were down.

/// Files that everything else has open: the store, the log, the terminal, and some to spare.
const OTHERS: u64 = 32;

/// Files that a poll takes at most for a moment: a second address of its host, or the name server.
const EACH: u64 = 2;

/// The limit of open files, and how many polls it lets run. `None`: there is none that matters.
pub(super) fn most_polls() -> Option<(u64, usize)> {
    let limit = limit()?;
    Some((limit, polls_within(limit)))
}

fn polls_within(limit: u64) -> usize {
    usize::try_from(limit.saturating_sub(OTHERS) / EACH).unwrap_or(usize::MAX).max(1)
}

#[cfg(unix)]
fn limit() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::Nofile).current
}

#[cfg(not(unix))]
fn limit() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::polls_within;

    #[test]
    fn a_low_limit_leaves_room_for_the_store() {
        for (limit, polls) in [(64, 16), (128, 48), (1_024, 496), (20, 1), (0, 1)] {
            assert_eq!(polls_within(limit), polls, "{limit}");
        }
    }
}
