//! What is known of a feed's pace: what its publisher says of it, and what was seen between its polls.

use jiff::Timestamp;

const DAY: u32 = 86_400;

/// What the publisher says of the feed's own pace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rhythm {
    /// `ttl` (RSS) or the syndication module's period; seconds.
    pub ttl: Option<u32>,
    /// `skipHours`: GMT hours without news, 0 to 23, bit h set.
    pub skip_hours: u32,
    /// `skipDays`: bit 0 is Monday.
    pub skip_days: u8,
}

/// What the schedule knows of a feed between two polls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cadence {
    /// Failures in a row.
    pub failures: u32,
    /// Seconds between polls as last chosen.
    pub interval: u32,
    /// Mean seconds between new articles, running; 0: not known yet.
    pub gap: u32,
    /// The latest date that an article of it bore, where its dates tell anything.
    pub newest: Option<Timestamp>,
    /// When people were told last that items of it were missed.
    pub missed: Option<Timestamp>,
    /// Longest pause between two arrivals of the last days, in seconds; 0: not known yet.
    pub pause: u32,
    /// When one of about that length ended last.
    pub paused: Option<Timestamp>,
    /// Whether it came more than once.
    pub again: bool,
    /// One that was far longer, and when it ended.
    pub long: Option<(u32, Timestamp)>,
    /// So many articles in a row came at least so many seconds after their dates.
    pub late: (u32, u32),
    /// By how much its dates lag behind what is new in it.
    pub lag: Lag,
    /// Whether there was no article in its last document.
    pub empty: bool,
    /// When its whole document came last.
    pub whole: Option<Timestamp>,
    /// Until when its server is asked without validators, over which it stumbled.
    pub bare: Option<Timestamp>,
    /// Seconds for which an article stands in the document; 0: not known yet.
    pub span: u32,
    /// Seconds between polls that the last document asked for, in its text or its headers, or a 304 since.
    pub wish: u32,
    /// The publisher's own words.
    pub rhythm: Rhythm,
}

/// How far the dates of a feed are behind what is new in it, as its polls showed one after another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lag {
    /// Polls in a row whose latest news bore a date at least so many seconds before.
    pub polls: u32,
    /// The seconds.
    pub least: u32,
    /// The latest date, none to come, that its documents bore.
    pub newest: Option<Timestamp>,
}

impl Lag {
    /// So many polls in a row make it steady.
    const STEADY: u32 = 3;
    /// What lags by less is old by its dates.
    const LEAST: u32 = DAY / 2;
    /// What lags by more is brought out of an archive, unless it stands where news does.
    pub const LONGEST: u32 = 8 * DAY;

    /// Whole hours of so many seconds, as people are told them.
    #[must_use]
    pub fn hours(seconds: u32) -> u32 {
        seconds.saturating_add(1_200) / 3_600
    }

    /// The seconds, where they are steady and no other reason than a clock or a habit is likely.
    #[must_use]
    pub fn steady(&self) -> Option<u32> {
        let likely = (Lag::LEAST..=Lag::LONGEST).contains(&self.least);
        (self.polls >= Lag::STEADY && likely).then_some(self.least)
    }

    /// The seconds, where they are steady and so many that only what stands where news does is believed to be new.
    #[must_use]
    pub fn long(&self) -> Option<u32> {
        let likely = self.least > Lag::LONGEST && !Lag::is_anniversary(self.least);
        (self.polls >= Lag::STEADY && likely).then_some(self.least)
    }

    /// Whether so many seconds are whole years: what happened on this day long ago. One year alone may be a
    /// year that was written wrongly.
    #[must_use]
    pub fn is_anniversary(seconds: u32) -> bool {
        const YEAR: u32 = 31_556_952;
        let years = seconds.saturating_add(YEAR / 2) / YEAR;
        years > 1 && seconds.abs_diff(years * YEAR) <= 2 * DAY
    }
}

impl Cadence {
    /// Seconds for which a feed may bring nothing as it did before: nights and weekends come again, and a
    /// little longer.
    #[must_use]
    pub fn usual_pause(&self) -> u32 {
        Cadence::with_slack(self.pause)
    }

    /// No pause is usual that is longer, in seconds: a long weekend.
    pub const LONGEST_PAUSE: u32 = 4 * DAY;

    /// How long a pause may be that is as long as this one, and a little longer.
    #[must_use]
    pub fn with_slack(pause: u32) -> u32 {
        pause.saturating_add(pause / 4).min(Cadence::LONGEST_PAUSE)
    }
}
