//! `wirewatch match`: articles as JSON Lines in, the flagged ones out with their matches, in the
//! order they came. A reader, one worker a core and a writer; memory does not grow with the input.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use jiff::Timestamp;
use serde::Serialize;

use super::args::{Global, MatchArgs};
use super::{Ending, Failure, Status, articles, out, place};
use crate::domain::{Article, Match, OutletClass, Severity};
use crate::engine::RuleSet;
use crate::triage;
use crate::watch;

/// Lines a worker takes at once.
const CHUNK: usize = 256;

/// Chunks waiting at each door: bounds memory.
const DOOR: usize = 8;

/// Some lines of the input with the number of the first.
struct Chunk {
    place: usize,
    first_line: usize,
    lines: Vec<Result<Vec<u8>, String>>,
}

/// What became of a chunk.
#[derive(Default)]
struct Answer {
    output: Vec<u8>,
    flagged: usize,
    /// Messages about bad lines: every one of a chunk, the first few in the totals.
    bad: Vec<String>,
    bad_lines: usize,
    /// What was odd in lines that were read: the kind, and what is said of the first of it.
    odd: Vec<(&'static str, String)>,
}

#[derive(Serialize)]
pub(super) struct Verdict<'a> {
    matches: &'a [Match],
    severity: Option<Severity>,
    score: i32,
    reason: String,
}

/// What a worker needs to judge articles.
pub(super) struct Judge {
    /// The watches and what they are worth.
    pub(super) rules: RuleSet,
    /// The watches, compiled.
    pub(super) matcher: Arc<watch::Matcher>,
    /// Whether articles that nothing flags are printed too.
    pub(super) all: bool,
    /// The time against which age counts.
    pub(super) now: Option<Timestamp>,
}

pub(super) fn run(global: &Global, args: &MatchArgs) -> Ending {
    let (_, loaded) = place::load(global)?;
    let rules = RuleSet::build(loaded, &args.watches).map_err(Failure::Usage)?;
    let matcher = rules.matcher().map_err(Failure::Usage)?.clone();
    let judge = Judge { rules, matcher, all: args.all, now: args.now };
    let input = articles::open(None)?;
    let totals = filter(&judge, input.reader)?;
    articles::left_out(&totals.bad, totals.bad_lines)?;
    Ok(if totals.flagged == 0 { Status::NothingMatched } else { Status::Done })
}

fn filter(judge: &Judge, reader: articles::Reader) -> Result<Answer, Failure> {
    let workers = thread::available_parallelism().map_or(2, usize::from);
    let (to_workers, chunks) = sync_channel::<Chunk>(DOOR);
    let (to_writer, answers) = sync_channel::<(usize, Answer)>(DOOR);
    let chunks = Arc::new(Mutex::new(chunks));
    thread::scope(|scope| {
        scope.spawn(move || read(reader, &to_workers));
        for _ in 0..workers {
            let (chunks, to_writer) = (chunks.clone(), to_writer.clone());
            scope.spawn(move || work(judge, &chunks, &to_writer));
        }
        drop((to_writer, chunks));
        write(answers)
    })
}

fn read(mut reader: articles::Reader, to_workers: &SyncSender<Chunk>) {
    let (mut place, mut number, mut over) = (0, 0, false);
    while !over {
        let mut chunk = Chunk { place, first_line: number + 1, lines: Vec::with_capacity(CHUNK) };
        while chunk.lines.len() < CHUNK {
            let mut line = Vec::new();
            match articles::next_line(&mut reader, &mut line) {
                Ok(true) => {
                    if place == 0 && chunk.lines.is_empty() {
                        articles::without_mark(&mut line);
                    }
                    chunk.lines.push(Ok(line));
                }
                Ok(false) => over = true,
                Err(error) => {
                    over = error.kind() != io::ErrorKind::InvalidData;
                    chunk.lines.push(Err(error.to_string()));
                }
            }
            // A slow pipe: judge what is here rather than wait for a full chunk.
            if over || !reader.buffer().contains(&b'\n') {
                break;
            }
        }
        number += chunk.lines.len();
        place += 1;
        // The writer is gone when standard output is closed: nothing more to read for.
        if to_workers.send(chunk).is_err() {
            return;
        }
    }
}

fn work(judge: &Judge, chunks: &Mutex<Receiver<Chunk>>, to_writer: &SyncSender<(usize, Answer)>) {
    let mut scratch = watch::Scratch::default();
    loop {
        let next = chunks.lock().ok().and_then(|door| door.recv().ok());
        let Some(chunk) = next else { return };
        let mut answer = Answer::default();
        for (i, line) in chunk.lines.iter().enumerate() {
            let judged = match line {
                Ok(line) if line.trim_ascii().is_empty() => Ok(Vec::new()),
                Ok(line) => judge.line(line, &mut scratch, &mut answer),
                Err(why) => Err(why.clone()),
            };
            let place = || format!("standard input, line {}", chunk.first_line + i);
            match judged {
                Ok(odd) => answer.odd.extend(odd.iter().map(|odd| (odd.kind, odd.told(&place())))),
                Err(why) => answer.bad.push(format!("{}: {why}", place())),
            }
        }
        if to_writer.send((chunk.place, answer)).is_err() {
            return;
        }
    }
}

impl Judge {
    /// Judges a line; gives back what was odd about it.
    fn line(
        &self,
        line: &[u8],
        scratch: &mut watch::Scratch,
        answer: &mut Answer,
    ) -> Result<Vec<articles::Odd>, String> {
        let articles::Line { article, text, odd } = articles::parse(line)?;
        let matcher = &self.matcher;
        let matches = matcher.scan(&article, &triage::meta(matcher, &article, &[]), scratch);
        if matches.is_empty() && !self.all {
            return Ok(odd);
        }
        answer.flagged += usize::from(!matches.is_empty());
        let verdict = self.verdict(&article, &matches);
        let tail = serde_json::to_vec(&verdict).map_err(|error| error.to_string())?;
        answer.output.extend_from_slice(b"{\"article\":");
        answer.output.extend_from_slice(text.trim_ascii().as_bytes());
        answer.output.push(b',');
        answer.output.extend_from_slice(tail.get(1..).unwrap_or_default());
        answer.output.push(b'\n');
        Ok(odd)
    }

    /// What the matches of an article are worth.
    pub(super) fn verdict<'a>(&self, article: &Article, matches: &'a [Match]) -> Verdict<'a> {
        let now = self.now.or(article.published).unwrap_or(Timestamp::UNIX_EPOCH);
        let (score, severity) =
            triage::judge(article, matches, &self.rules.policy, OutletClass::National, now);
        let flagged = !matches.is_empty();
        Verdict {
            matches,
            severity: flagged.then_some(severity),
            score: if flagged { score.total } else { 0 },
            reason: if flagged { score.to_string() } else { String::new() },
        }
    }
}

/// Writes the answers in the order of the input, and adds them up. When it cannot, its door closes
/// with it: a worker that waits at a full one would never learn that nobody takes answers any more.
#[expect(clippy::needless_pass_by_value, reason = "the receiver must be dropped here")]
fn write(answers: Receiver<(usize, Answer)>) -> Result<Answer, Failure> {
    let mut stdout = out::stdout();
    let mut waiting = BTreeMap::new();
    let mut totals = Answer::default();
    let (mut next, mut known) = (0, Vec::new());
    for (place, answer) in &answers {
        waiting.insert(place, answer);
        while let Some(answer) = waiting.remove(&next) {
            next += 1;
            totals.flagged += answer.flagged;
            articles::tell_odd(answer.odd, &mut known);
            totals.bad_lines += answer.bad.len();
            let room = articles::NAMED.saturating_sub(totals.bad.len());
            totals.bad.extend(answer.bad.into_iter().take(room));
            stdout.write_all(&answer.output)?;
        }
        // What is ready goes out at once: the input may be a slow pipe.
        if waiting.is_empty() {
            stdout.flush()?;
        }
    }
    stdout.flush()?;
    Ok(totals)
}
