//! `wirewatch watch backtest`: a watch or a query on the stored articles. Alerts a day as a small
//! chart, the newest flagged headlines with their hits, and how often it would alert.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::json;

use super::{failure, find_or_query};
use crate::cli::args::{Global, ListFormat, WatchBacktest};
use crate::cli::live::speaks_unicode;
use crate::cli::paint::Paint;
use crate::cli::{Ending, Status, out, place};
use crate::domain::Field;
use crate::engine::{self, Bounds, Question, Trial};
use crate::watch::Matcher;

/// Headlines shown.
const NEWEST: usize = 20;
/// Columns of the longest bar.
const BAR: u64 = 40;
/// Days shown one by one; of a longer time, weeks.
const BY_DAY: u16 = 31;
/// Least time between two drawings of the progress.
const REDRAW: Duration = Duration::from_millis(100);

pub(super) fn run(global: &Global, args: &WatchBacktest) -> Ending {
    let (_, loaded) = place::load(global)?;
    let spec = find_or_query(&loaded.vocabulary, &args.query);
    let matcher =
        Matcher::for_watch(&loaded.vocabulary, &spec).map_err(|problems| failure(&problems))?;
    let store = place::open_store(global)?;
    let now = Timestamp::now();
    let back = SignedDuration::from_hours(24 * i64::from(args.days));
    let since = now.checked_sub(back).unwrap_or(Timestamp::MIN);
    let bounds = Bounds { since, articles: usize::MAX, newest: NEWEST };
    let mut progress = Progress::new((since, now));
    let trial = engine::trial(store.as_ref(), &Question::from(matcher), &bounds, &mut |trial| {
        progress.draw(trial)
    })?;
    progress.clear();
    let zone = loaded.settings.dashboard.zone.as_deref();
    let zone = zone.and_then(|name| TimeZone::get(name).ok()).unwrap_or_else(TimeZone::system);
    let report = Report { args, trial: &trial, now, zone, paint: Paint::of(global) };
    let mut stdout = out::stdout();
    match args.format {
        ListFormat::Json => out::json_line(&mut stdout, &report.json())?,
        ListFormat::Table => report.print(&mut stdout)?,
    }
    stdout.flush()?;
    Ok(if trial.flagged == 0 { Status::NothingMatched } else { Status::Done })
}

struct Report<'a> {
    args: &'a WatchBacktest,
    trial: &'a Trial,
    now: Timestamp,
    zone: TimeZone,
    paint: Paint,
}

impl Report<'_> {
    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let (trial, days) = (self.trial, self.args.days);
        let counted = format!("{} of {} articles", trial.flagged, trial.articles);
        let time = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
        let alerts = trial.alerts.len();
        if trial.articles == 0 {
            let hint = "`wirewatch run --once --since all` polls, `wirewatch demo --keep` makes a day to practise on";
            return writeln!(out, "nothing to try it on: no article of {time} is stored; {hint}");
        }
        if alerts == 0 {
            return writeln!(out, "no alert: {counted} flagged in {time}");
        }
        let noun = if alerts == 1 { "alert" } else { "alerts" };
        writeln!(out, "{}: {alerts} {noun} from {counted} in {time}\n", trial.pace(self.now))?;
        self.chart(out)?;
        writeln!(out, "\nnewest")?;
        for tried in &trial.newest {
            let title = tried.found.hits.iter().filter(|hit| hit.field == Field::Title);
            let line = self.paint.lit(&tried.article.title, title.map(|hit| hit.start..hit.end));
            let time = tried.at.to_zoned(self.zone.clone()).strftime("%m-%d %H:%M").to_string();
            writeln!(out, "  {time}  {line}  {}", self.paint.lit(&tried.article.outlet, []))?;
        }
        Ok(())
    }

    fn chart(&self, out: &mut impl Write) -> io::Result<()> {
        let step = if self.args.days > BY_DAY { 7 } else { 1 };
        let days = self.days(step);
        let most = days.values().copied().max().unwrap_or(0).max(1);
        let mark = if speaks_unicode() { "█" } else { "#" };
        for (day, count) in days {
            let length = (count * BAR).div_ceil(most);
            let bar = mark.repeat(usize::try_from(length).unwrap_or_default());
            let gap = if bar.is_empty() { "" } else { " " };
            writeln!(out, "  {day}  {bar}{gap}{count}")?;
        }
        Ok(())
    }

    /// Alerts by day, or by so many days from the one that is named; days without any too.
    fn days(&self, step: i32) -> BTreeMap<Date, u64> {
        let day = |time: Timestamp| time.to_zoned(self.zone.clone()).date();
        let today = day(self.now);
        let start = |date: Date| {
            let back = today.since(date).map_or(0, |span| span.get_days());
            today.checked_sub((back / step * step + step - 1).days()).unwrap_or(date)
        };
        let mut counts = BTreeMap::new();
        let oldest = self.trial.oldest.map_or(today, day);
        let mut at = today;
        while at >= oldest {
            counts.entry(start(at)).or_insert(0);
            let Ok(before) = at.yesterday() else { break };
            at = before;
        }
        for first in self.trial.alerts.values() {
            *counts.entry(start(day(*first))).or_insert(0) += 1;
        }
        counts
    }

    fn json(&self) -> serde_json::Value {
        let trial = self.trial;
        // Less than a day of news says nothing of a day.
        let days = Some(trial.days(self.now)).filter(|days| *days >= 1.0);
        #[allow(clippy::cast_precision_loss)] // counts of alerts are small
        let a_day = days.map(|days| (trial.alerts.len() as f64 / days * 100.0).round() / 100.0);
        let by_day = self.days(1).into_iter();
        let newest = trial.newest.iter();
        json!({
            "watch": self.args.query, "days": self.args.days, "articles": trial.articles,
            "flagged": trial.flagged, "alerts": trial.alerts.len(), "a_day": a_day,
            "oldest": trial.oldest,
            "by_day": by_day.map(|(day, alerts)| json!({"day": day.to_string(), "alerts": alerts})).collect::<Vec<_>>(),
            "newest": newest.map(|tried| json!({"article": tried.article, "matches": [tried.found]})).collect::<Vec<_>>(),
        })
    }
}

/// The bar on standard error, where that is a terminal.
struct Progress {
    span: (Timestamp, Timestamp),
    drawn: Option<Instant>,
    width: usize,
}

impl Progress {
    fn new(span: (Timestamp, Timestamp)) -> Progress {
        // Only where a person looks; a short trial ends before its first bar.
        Progress { span, drawn: io::stderr().is_terminal().then(Instant::now), width: 0 }
    }

    fn draw(&mut self, trial: &Trial) -> bool {
        let (since, now) = self.span;
        if let (Some(drawn), Some(reached)) = (self.drawn, trial.reached)
            && drawn.elapsed() >= REDRAW
        {
            let part = |span: SignedDuration| u64::try_from(span.as_secs()).unwrap_or(0);
            let done =
                part(now.duration_since(reached)) * 20 / part(now.duration_since(since)).max(1);
            let done = usize::try_from(done.min(20)).unwrap_or(20);
            let bar = format!("{}{}", "#".repeat(done), ".".repeat(20 - done));
            let line = format!("[{bar}] {} articles, {} flagged", trial.articles, trial.flagged);
            self.width = self.width.max(line.len());
            self.drawn = Some(Instant::now());
            let _ = write!(io::stderr(), "\r{line}");
        }
        true
    }

    fn clear(&self) {
        if self.width > 0 {
            let _ = write!(io::stderr(), "\r{}\r", " ".repeat(self.width));
        }
    }
}
