//! What is owed to the store at an end: a receiver has it, and the store does not know yet. While
//! anything is owed the end of the process waits somewhat longer, for without the mark the next start
//! sends the same again.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How long an end may take before the process goes anyway.
pub const GRACE: Duration = Duration::from_millis(2_500);

/// The same while something is owed: less than a service manager waits.
pub const LONGEST: Duration = Duration::from_secs(8);

/// How often it is looked whether the debt is paid.
const LOOK: Duration = Duration::from_millis(50);

/// Of the whole process: what ends is the process.
static OWED: AtomicUsize = AtomicUsize::new(0);

/// Counts while it lives.
pub(super) struct Owed(());

impl Owed {
    /// From now on something is owed.
    pub(super) fn new() -> Owed {
        OWED.fetch_add(1, Ordering::Relaxed);
        Owed(())
    }
}

impl Drop for Owed {
    fn drop(&mut self) {
        OWED.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The time that an end may take, from now on.
pub async fn grace() {
    within(GRACE, LONGEST).await;
}

async fn within(grace: Duration, longest: Duration) {
    let all = tokio::time::Instant::now() + longest;
    tokio::time::sleep(grace).await;
    while OWED.load(Ordering::Relaxed) > 0 && tokio::time::Instant::now() < all {
        tokio::time::sleep(LOOK).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_end_waits_longer_for_what_is_owed_but_not_for_ever() {
        let begun = tokio::time::Instant::now();
        let owed = Owed::new();
        within(Duration::ZERO, Duration::from_millis(90)).await;
        assert!(begun.elapsed() >= Duration::from_millis(90));
        drop(owed);
        within(Duration::ZERO, Duration::MAX / 4).await;
    }
}
