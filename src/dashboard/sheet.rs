//! What a view lists as a sheet, and a story as a page: for other programs and for people.
//!
//! Pure; cells are escaped as in `text::sheet`. Where the text is written is the caller's business.

use std::fmt::Write;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::load::{FoundRow, HandoverRow, NoticeRow, StoryPage, StoryRow};
use super::shared::Shared;
use crate::domain::{Alert, Feed};
use crate::text::sheet::{COLUMNS, csv, plain};

/// What a file may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Markdown,
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
}

impl Form {
    /// Every form with its name and the ending of its files.
    pub const NAMES: &'static [(Form, &'static str, &'static str)] = &[
        (Form::Markdown, "Markdown", "md"),
        (Form::Csv, "CSV", "csv"),
        (Form::Json, "JSON", "json"),
    ];

    /// How its files end.
    #[must_use]
    pub fn ending(self) -> &'static str {
        Self::NAMES.iter().find(|(form, ..)| *form == self).map_or("txt", |(_, _, ending)| ending)
    }
}

/// Rows under names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Names of the columns.
    pub columns: Vec<&'static str>,
    /// The cells.
    pub rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Alerts, as `wirewatch alert export` writes them.
    #[must_use]
    pub fn of_alerts(alerts: &[Alert]) -> Sheet {
        let cells = |alert: &Alert| COLUMNS.iter().map(|(_, read)| read(alert)).collect();
        Sheet {
            columns: COLUMNS.iter().map(|(name, _)| *name).collect(),
            rows: alerts.iter().map(cells).collect(),
        }
    }

    /// The articles of a story.
    #[must_use]
    pub fn of_story(page: &StoryPage) -> Sheet {
        let columns = vec!["time", "outlet", "origin", "headline", "link", "watches"];
        let row = |found: &crate::store::StoryArticle| {
            let at = found.article.published.unwrap_or(found.first_seen);
            let watches: Vec<&str> = found.matches.iter().map(|m| m.watch.as_str()).collect();
            let article = &found.article;
            vec![
                at.to_string(),
                article.outlet.clone(),
                found.origin.clone(),
                article.title.clone(),
                article.url.clone(),
                watches.join(" "),
            ]
        };
        Sheet { columns, rows: page.articles.iter().map(row).collect() }
    }

    /// Feeds and how they fare.
    #[must_use]
    pub fn of_feeds(feeds: &[Feed]) -> Sheet {
        let columns = vec!["state", "name", "address", "articles", "last_poll", "error"];
        let row = |feed: &Feed| {
            let error = feed.error.as_ref();
            vec![
                feed.state.to_string(),
                feed.name().to_owned(),
                feed.spec.url.clone(),
                feed.articles.to_string(),
                time(feed.last_poll),
                error.map_or_else(String::new, |e| format!("{}: {}", e.kind, e.message)),
            ]
        };
        Sheet { columns, rows: feeds.iter().map(row).collect() }
    }

    /// Watches with their alerts of the last day.
    #[must_use]
    pub fn of_watches(shared: &Shared) -> Sheet {
        let columns = vec!["name", "enabled", "weight", "alerts_24h", "query", "say"];
        let day = |name: &str| {
            let overview = shared.overview.as_ref();
            let hours = overview.map_or(&[][..], |overview| overview.rates.of(name).0);
            super::pictures::last_day(hours).iter().sum::<u64>().to_string()
        };
        let row = |watch: &crate::engine::WatchLook| {
            vec![
                watch.name.clone(),
                watch.enabled.to_string(),
                watch.weight.to_string(),
                day(&watch.name),
                watch.query.clone(),
                watch.say.clone(),
            ]
        };
        Sheet { columns, rows: shared.status.watches.iter().map(row).collect() }
    }

    /// Stories.
    #[must_use]
    pub fn of_stories(stories: &[StoryRow]) -> Sheet {
        let columns = vec!["story", "last_seen", "articles", "origins", "watches", "headline"];
        let row = |story: &StoryRow| {
            vec![
                story.id.to_string(),
                story.last_seen.to_string(),
                story.articles.to_string(),
                story.origins.to_string(),
                story.watches.join(" "),
                story.title.clone(),
            ]
        };
        Sheet { columns, rows: stories.iter().map(row).collect() }
    }

    /// Articles found.
    #[must_use]
    pub fn of_found(found: &[FoundRow]) -> Sheet {
        let columns = vec!["article", "time", "outlet", "watches", "headline", "link"];
        let row = |found: &FoundRow| {
            vec![
                found.id.to_string(),
                found.published.unwrap_or(found.came).to_string(),
                found.outlet.clone(),
                found.watches.join(" "),
                found.title.text.clone(),
                found.url.clone(),
            ]
        };
        Sheet { columns, rows: found.iter().map(row).collect() }
    }

    /// Notices.
    #[must_use]
    pub fn of_notices(notices: &[NoticeRow]) -> Sheet {
        let columns = vec!["seq", "alert", "raised", "severity", "change", "headline"];
        let row = |notice: &NoticeRow| {
            vec![
                notice.seq.to_string(),
                notice.alert.to_string(),
                notice.raised.to_string(),
                notice.severity.to_string(),
                notice.change.clone(),
                notice.title.clone(),
            ]
        };
        Sheet { columns, rows: notices.iter().map(row).collect() }
    }

    /// A hand-over.
    #[must_use]
    pub fn of_handover(rows: &[HandoverRow]) -> Sheet {
        let columns =
            vec!["alert", "state", "by", "since", "severity", "raised", "headline", "note"];
        let row = |row: &HandoverRow| {
            vec![
                row.id.to_string(),
                row.state.to_string(),
                row.by.clone(),
                row.state_since.to_string(),
                row.severity.to_string(),
                row.raised.to_string(),
                row.headline.clone(),
                row.note.clone().unwrap_or_default(),
            ]
        };
        Sheet { columns, rows: rows.iter().map(row).collect() }
    }

    /// The same with one row alone.
    #[must_use]
    pub fn only(mut self, at: usize) -> Sheet {
        self.rows = self.rows.into_iter().nth(at).into_iter().collect();
        self
    }

    /// The file.
    #[must_use]
    pub fn text(&self, form: Form) -> String {
        match form {
            Form::Csv => {
                let rows = self.rows.iter().map(|row| row.iter().map(|cell| csv(cell)).collect());
                let head: Vec<String> =
                    self.columns.iter().map(|name| (*name).to_owned()).collect();
                let lines = std::iter::once(head).chain(rows);
                lines.map(|cells: Vec<String>| cells.join(",") + "\r\n").collect()
            }
            Form::Markdown => {
                let rule: String = self.columns.iter().map(|_| "---|").collect();
                let mut text = format!("| {} |\n|{rule}\n", self.columns.join(" | "));
                for row in &self.rows {
                    let cells: Vec<String> = row.iter().map(|cell| plain(cell)).collect();
                    let _ = writeln!(text, "| {} |", cells.join(" | "));
                }
                text
            }
            Form::Json => {
                let object = |row: &Vec<String>| {
                    let members = self.columns.iter().zip(row);
                    let members = members.map(|(name, cell)| ((*name).to_owned(), json!(cell)));
                    Value::Object(members.collect::<Map<_, _>>())
                };
                pretty(&Value::Array(self.rows.iter().map(object).collect()))
            }
        }
    }
}

fn time(time: Option<Timestamp>) -> String {
    time.map(|time| time.to_string()).unwrap_or_default()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// A story as a page: headline, why, who reported when, the text.
#[must_use]
pub fn markdown_of(page: &StoryPage) -> String {
    let mut text = String::new();
    let line = page.alert.as_ref().map(|alert| &alert.line);
    let standing = line.map(|line| &line.article);
    let Some(article) = standing.or(page.articles.first().map(|found| &found.article)) else {
        return text;
    };
    let _ = writeln!(text, "# {}\n", plain(&article.title));
    if let Some(alert) = &page.alert {
        let line = &alert.line;
        let _ = writeln!(text, "**{}** — {}\n", plain(&line.summary()), alert.state);
        let _ = writeln!(text, "Watches: {}\n", plain(&line.watches.join(", ")));
    }
    text.push_str("## Who reported\n\n");
    for found in &page.articles {
        let at = found.article.published.unwrap_or(found.first_seen);
        let at = at.strftime("%Y-%m-%d %H:%MZ");
        let (outlet, title) = (plain(&found.article.outlet), plain(&found.article.title));
        let origin = match found.origin == found.article.outlet {
            true => String::new(),
            false => format!(" ({})", plain(&found.origin)),
        };
        let link = found.article.url.replace(['<', '>', '\n'], "");
        let told = if link.is_empty() { title } else { format!("[{title}](<{link}>)") };
        let _ = writeln!(text, "- {at} {outlet}{origin}: {told}");
    }
    let _ = writeln!(text, "\n## {}\n", plain(&article.outlet));
    for paragraph in article.summary.lines().chain(article.body.lines()) {
        let _ = writeln!(text, "{}\n", plain(paragraph));
    }
    text
}

/// A story for programs: the alert line, where there is one, and the articles.
#[must_use]
pub fn json_of(page: &StoryPage) -> String {
    let article = |found: &crate::store::StoryArticle| json!({ "first_seen": found.first_seen, "origin": found.origin, "article": found.article });
    let articles: Vec<Value> = page.articles.iter().map(article).collect();
    pretty(&match &page.alert {
        Some(alert) => json!({
            "alert": { "number": alert.id, "state": alert.state, "since": alert.state_since },
            "line": alert.line,
            "articles": articles,
        }),
        None => json!({ "articles": articles }),
    })
}

#[cfg(test)]
mod tests {
    use super::{Form, Sheet};

    fn sheet() -> Sheet {
        let rows =
            vec![vec!["=1+1".to_owned(), "a | b".to_owned()], vec!["x".to_owned(), "y".to_owned()]];
        Sheet { columns: vec!["one", "two"], rows }
    }

    #[test]
    fn a_sheet_is_written_in_every_form() {
        assert_eq!(sheet().text(Form::Csv), "one,two\r\n\"'=1+1\",a | b\r\nx,y\r\n");
        let markdown = "| one | two |\n|---|---|\n| =1+1 | a \\| b |\n| x | y |\n";
        assert_eq!(sheet().text(Form::Markdown), markdown);
        let value: serde_json::Value = serde_json::from_str(&sheet().text(Form::Json)).unwrap();
        assert_eq!(value[0]["two"], "a | b");
        assert_eq!(sheet().only(1).rows, [["x", "y"]]);
        assert!(sheet().only(7).rows.is_empty());
    }
}
