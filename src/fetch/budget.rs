//! Bounds what all bodies in memory take together, from their first bytes until they are read.
//!
//! Small bodies are free: there are at most as many as polls at once. A larger one waits until its
//! whole size is granted, so that no two can each hold half of what both need.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::domain::Lease;

/// Up to this size a body takes nothing of the budget.
pub(super) const FREE: usize = 256 << 10;
/// What all larger bodies may take together, unless one alone may be larger.
const ALL: usize = 32 << 20;
/// The unit of account.
const PAGE: usize = 64 << 10;

/// What larger bodies share.
pub(super) struct Budget {
    pages: Arc<Semaphore>,
    all: usize,
}

/// A part of the budget.
pub(super) struct Leased(Option<OwnedSemaphorePermit>);

impl Budget {
    /// A budget in which one body of `limit` bytes always finds room.
    pub fn for_bodies_of(limit: usize) -> Budget {
        let all = ALL.max(limit).div_ceil(PAGE).min(Semaphore::MAX_PERMITS);
        Budget { pages: Arc::new(Semaphore::new(all)), all }
    }

    /// Waits for room for a whole body.
    pub async fn lease(&self, bytes: usize) -> Leased {
        let pages = u32::try_from(bytes.div_ceil(PAGE).clamp(1, self.all)).unwrap_or(u32::MAX);
        // Never closed.
        Leased(Arc::clone(&self.pages).acquire_many_owned(pages).await.ok())
    }
}

impl Leased {
    /// Gives back what the body did not need; the rest goes with the document.
    pub fn shrunk_to(mut self, bytes: usize) -> Lease {
        if let Some(permit) = &mut self.0 {
            let spare = permit.num_permits().saturating_sub(bytes.div_ceil(PAGE));
            drop(permit.split(spare));
        }
        Lease::of(self)
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, Budget, PAGE};

    #[tokio::test]
    async fn room_is_shared_and_given_back_with_the_document() {
        let budget = Budget::for_bodies_of(10 << 20);
        let whole = budget.lease(10 << 20).await;
        assert_eq!(budget.pages.available_permits(), (ALL - (10 << 20)) / PAGE);
        let lease = whole.shrunk_to(1 << 20);
        assert_eq!(budget.pages.available_permits(), (ALL - (1 << 20)) / PAGE);
        let copy = lease.clone();
        drop(lease);
        assert_eq!(budget.pages.available_permits(), (ALL - (1 << 20)) / PAGE);
        drop(copy);
        assert_eq!(budget.pages.available_permits(), ALL / PAGE);
    }

    #[tokio::test]
    async fn one_body_always_finds_room() {
        let budget = Budget::for_bodies_of(200 << 20);
        let lease = budget.lease(usize::MAX).await.shrunk_to(200 << 20);
        assert_eq!(budget.pages.available_permits(), 0);
        drop(lease);
    }
}
