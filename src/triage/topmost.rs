//! What a feed puts where its news stands though it is dated long ago: it was not there when the feed was asked
//! just before, so the clock behind its dates has jumped. What grows at the other end of a list, or comes by
//! many dates at once, is an archive.

use jiff::{SignedDuration, Timestamp};

use crate::domain::{Finding, Findings};

/// Known articles with dates, fewest that show in which order a list stands.
const FEWEST: usize = 3;

/// One pair of neighbours in so many may stand otherwise, and one in any list.
const ORDERED: usize = 4;

/// What is dated less long ago is told by its date, in seconds; and who was not asked for so long may have missed
/// what was on time.
const DAY: i64 = 86_400;

/// What was just not there yet is not so much older than that answer.
const HALF_A_DAY: SignedDuration = SignedDuration::from_hours(12);

/// By how much more than the time between two polls the dates of what came meanwhile may differ.
const SLACK: SignedDuration = SignedDuration::from_hours(1);

/// What is new at that end of a list where news comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topmost {
    /// By how many seconds the latest of it is old by its date: a day and more.
    pub late: u32,
    /// Whether it stands before what is younger: its place, and not its date, says when it came.
    pub jumped: bool,
}

impl Topmost {
    /// What is new of a document, all of it at its top and as late; `None` where any of it is on time, or its
    /// place tells nothing.
    #[must_use]
    pub fn of(poll: &Findings, is_known: impl Fn(usize, &Finding) -> bool) -> Option<Topmost> {
        let answered = poll.answered.filter(|_| !poll.first_poll)?;
        let elapsed = poll.fetched.duration_since(answered);
        let mut new = Dates::default();
        for (_, item) in poll.items.iter().enumerate().filter(|(at, item)| !is_known(*at, item)) {
            new.take(item.article.published?);
        }
        let (oldest, latest) = new.ends?;
        let late = poll.fetched.duration_since(latest).as_secs();
        let before = answered.duration_since(latest);
        let alike = latest.duration_since(oldest) <= elapsed + SLACK;
        let asked = (0..=DAY).contains(&elapsed.as_secs());
        if late < DAY || before < HALF_A_DAY || !alike || !asked {
            return None;
        }
        let youngest = at_top(poll, is_known)?;
        let jumped = youngest.duration_since(latest) >= SLACK;
        Some(Topmost { late: u32::try_from(late).ok()?, jumped })
    }
}

/// The first and the last of some dates.
#[derive(Default)]
struct Dates {
    ends: Option<(Timestamp, Timestamp)>,
}

impl Dates {
    fn take(&mut self, date: Timestamp) {
        let (oldest, latest) = self.ends.unwrap_or((date, date));
        self.ends = Some((oldest.min(date), latest.max(date)));
    }
}

/// The first and the last place of some items.
type Places = Option<(usize, usize)>;

/// The latest date of what is known, where that stands in order and all that is new before it, and none of
/// that was only edited.
fn at_top(poll: &Findings, is_known: impl Fn(usize, &Finding) -> bool) -> Option<Timestamp> {
    let (mut falls, mut rises, mut dated) = (0, 0, 0);
    let mut last: Option<Timestamp> = None;
    let mut youngest = None;
    let (mut new, mut known): (Places, Places) = (None, None);
    for (at, item) in poll.items.iter().enumerate() {
        let of = if is_known(at, item) { &mut known } else { &mut new };
        *of = Some((of.map_or(at, |(first, _)| first), at));
        let article = &item.article;
        let Some(date) = article.published else { continue };
        if !is_known(at, item) {
            let edited = article.updated.is_some_and(|at| at.duration_since(date) > HALF_A_DAY);
            if edited {
                return None;
            }
            continue;
        }
        dated += 1;
        falls += usize::from(last.is_some_and(|last| date < last));
        rises += usize::from(last.is_some_and(|last| date > last));
        (last, youngest) = (Some(date), youngest.max(Some(date)));
    }
    let (new, known) = (new?, known?);
    let (in_order, out_of_it) = (falls.max(rises), falls.min(rises));
    let ordered = in_order > out_of_it && out_of_it <= (in_order / ORDERED).max(1);
    let first = if falls > rises { new.1 < known.0 } else { new.0 > known.1 };
    youngest.filter(|_| dated >= FEWEST && ordered && first)
}
