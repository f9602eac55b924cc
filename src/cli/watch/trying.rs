//! `wirewatch watch test`: a watch or a query on articles from a file or a pipe; every hit with its
//! span, on request every part of the query with yes or no.

use std::io::{self, Write};
use std::sync::Arc;

use serde_json::json;

use super::{failure, find_or_query};
use crate::cli::args::{Global, ListFormat, WatchTest};
use crate::cli::filter::Judge;
use crate::cli::paint::Paint;
use crate::cli::{Ending, Failure, Status, articles, out, place};
use crate::domain::{Article, Field, Hit, Match};
use crate::engine::RuleSet;
use crate::triage;
use crate::watch::{Explained, Matcher, Part, Scratch};

/// Hits of one part that are printed.
const SHOWN: usize = 6;

/// What is done with every article.
struct Test<'a> {
    judge: Judge,
    args: &'a WatchTest,
    paint: Paint,
    scratch: Scratch,
}

pub(super) fn run(global: &Global, args: &WatchTest) -> Ending {
    let (_, mut loaded) = place::load(global)?;
    let spec = find_or_query(&loaded.vocabulary, &args.query);
    loaded.vocabulary.watches = vec![spec];
    // Compiled here: its problems are shown with line and caret.
    let compiled = Matcher::compile(&loaded.vocabulary).map_err(|problems| failure(&problems))?;
    let matcher = Arc::new(compiled);
    loaded.matcher = Some(Arc::clone(&matcher));
    let rules = RuleSet::build(loaded, &[]).map_err(Failure::Usage)?;
    let judge = Judge { rules, matcher, all: args.explain, now: None };
    let paint = Paint::of(global);
    let mut test = Test { judge, args, paint, scratch: Scratch::new() };
    let batch = articles::read_all(articles::open(args.file.as_deref())?)?;
    let mut stdout = out::stdout();
    let mut flagged = 0_usize;
    for article in &batch.articles {
        let found = match args.format {
            ListFormat::Json => test.json(article, &mut stdout)?,
            ListFormat::Table => test.text(article, &mut stdout)?,
        };
        flagged += usize::from(found);
    }
    if args.format == ListFormat::Table {
        writeln!(stdout, "{flagged} of {} articles", batch.articles.len())?;
    }
    stdout.flush()?;
    articles::left_out(&batch.bad, batch.bad.len())?;
    Ok(if flagged == 0 { Status::NothingMatched } else { Status::Done })
}

impl Test<'_> {
    /// A line as `match` prints it, with `explained` on request.
    fn json(&mut self, article: &Article, out: &mut impl Write) -> Result<bool, Failure> {
        let matches = self.scan(article);
        if matches.is_empty() && !self.args.explain {
            return Ok(false);
        }
        let mut line = json!({ "article": article });
        let verdict = serde_json::to_value(self.judge.verdict(article, &matches));
        if let (Some(line), Ok(serde_json::Value::Object(verdict))) =
            (line.as_object_mut(), verdict)
        {
            line.extend(verdict);
            if self.args.explain {
                line.insert("explained".to_owned(), json!(self.explain(article)));
            }
        }
        crate::cli::out::json_line(out, &line)?;
        Ok(!matches.is_empty())
    }

    fn text(&mut self, article: &Article, out: &mut impl Write) -> Result<bool, Failure> {
        let matches = self.scan(article);
        if matches.is_empty() && !self.args.explain {
            return Ok(false);
        }
        let title = |hit: &&Hit| hit.field == Field::Title;
        let in_title = matches.iter().flat_map(|found| &found.hits).filter(title);
        let lit = self.paint.lit(&article.title, in_title.map(|hit| hit.start..hit.end));
        let time = article.published.map(|time| time.to_string()).unwrap_or_default();
        let about = format!("{}  {time}", self.paint.lit(&article.outlet, []));
        writeln!(out, "{lit}  {}", about.trim())?;
        for found in &matches {
            self.hits(found, out)?;
        }
        if self.args.explain {
            for explained in self.explain(article) {
                self.explained(&explained, out)?;
            }
        }
        Ok(!matches.is_empty())
    }

    fn scan(&mut self, article: &Article) -> Vec<Match> {
        let matcher = &self.judge.matcher;
        matcher.scan(article, &triage::meta(matcher, article, &[]), &mut self.scratch)
    }

    fn explain(&mut self, article: &Article) -> Vec<Explained> {
        let matcher = &self.judge.matcher;
        matcher.explain(article, &triage::meta(matcher, article, &[]), &mut self.scratch)
    }

    fn hits(&self, found: &Match, out: &mut impl Write) -> io::Result<()> {
        for hit in &found.hits {
            let (start, end, text) = (hit.start, hit.end, self.paint.lit(&hit.text, []));
            writeln!(out, "  \"{text}\" in {} at {start}..{end} (term {})", hit.field, hit.term)?;
        }
        for voided in &found.voided {
            self.void(voided, out)?;
        }
        if found.more > 0 {
            writeln!(out, "  and {} more hits", found.more)?;
        }
        Ok(())
    }

    fn void(&self, voided: &crate::domain::Voided, out: &mut impl Write) -> io::Result<()> {
        let (hit, mask) = (&voided.hit, self.paint.lit(&voided.mask, []));
        let text = self.paint.lit(&hit.text, []);
        let by = voided.by.iter().map(|text| format!("\"{}\"", self.paint.lit(text, [])));
        let by = by.collect::<Vec<_>>().join(", ");
        let place = format!("{} at {}..{}", hit.field, hit.start, hit.end);
        writeln!(out, "  \"{text}\" in {place} is void: masked by {mask} ({by})")
    }

    fn explained(&self, explained: &Explained, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "  {} {}", self.paint.answer(explained.satisfied), explained.watch)?;
        for part in &explained.parts {
            self.part(part, 2, out)?;
        }
        if !explained.satisfied {
            for voided in &explained.voided {
                self.void(voided, out)?;
            }
        }
        Ok(())
    }

    fn part(&self, part: &Part, depth: usize, out: &mut impl Write) -> io::Result<()> {
        let shown = part.hits.iter().take(SHOWN);
        let hits: Vec<String> = shown
            .map(|hit| {
                format!(
                    "{} {}..{} \"{}\"",
                    hit.field,
                    hit.start,
                    hit.end,
                    self.paint.lit(&hit.text, [])
                )
            })
            .collect();
        let more = if part.hits.len() > SHOWN { ", …" } else { "" };
        let indent = "  ".repeat(depth);
        let evidence = if part.parts.is_empty() && !hits.is_empty() {
            format!("  ({}{more})", hits.join(", "))
        } else {
            String::new()
        };
        writeln!(out, "{indent}{} {}{evidence}", self.paint.answer(part.satisfied), part.text)?;
        part.parts.iter().try_for_each(|inner| self.part(inner, depth + 1, out))
    }
}
