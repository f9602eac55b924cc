//! Folding, scanning and evaluating on one core: MB/s, and ratios from the same run.
//!
//! `WIREWATCH_CORPUS` names a file of news lines (`label<TAB>text`); without it text is made up. The
//! watches are those that are shipped.

use std::hint::black_box;
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use wirewatch::domain::Article;
use wirewatch::text::fold::{Folded, fold};
use wirewatch::watch::{Matcher, Meta, NamedList, Scratch, Vocabulary, WatchSpec};

const ROUNDS: usize = 7;

fn main() {
    let articles = corpus();
    let bytes: usize = articles.iter().map(|a| a.title.len() + a.summary.len()).sum();
    println!("corpus: {} articles, {:.2} MB", articles.len(), bytes as f64 / 1e6);
    let vocabulary = wirewatch::config::defaults().vocabulary;
    let compiled = median(|| drop(black_box(Matcher::compile(&vocabulary))));
    let matcher = Matcher::compile(&vocabulary).expect("the vocabulary compiles");
    println!(
        "defaults: {} literals, {:.2} MB to find them, compiled in {:.1} ms",
        matcher.literal_count(),
        matcher.memory() as f64 / 1e6,
        compiled.as_secs_f64() * 1e3
    );
    let ascii: String = (0..4_000_000).map(|i| format!("{} ", word(i))).collect();
    rate("fold, ASCII words alone", ascii.len(), || drop(black_box(fold(&ascii))));
    let mut folded = Folded::default();
    rate("fold, corpus", bytes, || {
        for article in &articles {
            folded.clear();
            black_box(folded.append(&article.title));
            black_box(folded.append(&article.summary));
        }
    });
    let raw =
        raw_automaton("raw automaton over folded text, defaults", &vocabulary, &articles, bytes);
    let whole = end_to_end("fold + scan + evaluate, defaults", &matcher, &articles, bytes);
    println!("  ratio to the raw automaton: {:.2}", raw.as_secs_f64() / whole.as_secs_f64());
    let large = enlarged(&vocabulary, 50_000);
    let matcher = Matcher::compile(&large).expect("the large vocabulary compiles");
    println!(
        "large: {} literals, {:.2} MB",
        matcher.literal_count(),
        matcher.memory() as f64 / 1e6
    );
    let raw = raw_automaton("raw automaton, 50,000 literals more", &large, &articles, bytes);
    let whole =
        end_to_end("fold + scan + evaluate, 50,000 literals more", &matcher, &articles, bytes);
    println!("  ratio to the raw automaton: {:.2}", raw.as_secs_f64() / whole.as_secs_f64());
}

fn end_to_end(name: &str, matcher: &Matcher, articles: &[Article], bytes: usize) -> Duration {
    let (mut scratch, meta, mut flagged) = (Scratch::new(), Meta::default(), 0);
    let took = rate(name, bytes, || {
        flagged = 0;
        for article in articles {
            flagged +=
                usize::from(!black_box(matcher.scan(article, &meta, &mut scratch)).is_empty());
        }
    });
    println!("  flagged: {flagged} of {}", articles.len());
    took
}

/// The automaton crate as it comes: overlapping search of all literals from end to end.
fn raw_automaton(name: &str, from: &Vocabulary, articles: &[Article], bytes: usize) -> Duration {
    let matcher = Matcher::compile(from).expect("the vocabulary compiles");
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(matcher.literal_texts())
        .expect("the automaton builds");
    let texts: Vec<String> = articles
        .iter()
        .map(|a| format!("{}{}", fold(&a.title).text(), fold(&a.summary).text()))
        .collect();
    rate(name, bytes, || {
        for text in &texts {
            black_box(automaton.find_overlapping_iter(text.as_str()).count());
        }
    })
}

/// Time on the processor where the system tells it, so that a busy machine does not count.
fn clock() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// A round is as many runs as this takes: some systems tell the time in steps of milliseconds.
const ROUND: Duration = Duration::from_millis(250);

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let (start, mut runs) = (clock(), 0);
            loop {
                work();
                runs += 1;
                let took = clock().saturating_sub(start);
                if took >= ROUND {
                    return took / runs;
                }
            }
        })
        .collect();
    times.sort_unstable();
    times[ROUNDS / 2]
}

fn rate(name: &str, bytes: usize, work: impl FnMut()) -> Duration {
    let took = median(work);
    println!("{name}: {:.0} MB/s", bytes as f64 / took.as_secs_f64() / 1e6);
    took
}

fn corpus() -> Vec<Article> {
    let lines: Vec<String> = match std::env::var_os("WIREWATCH_CORPUS") {
        Some(path) => {
            let text = std::fs::read_to_string(path).expect("WIREWATCH_CORPUS is a text file");
            text.lines().map(|l| l.split_once('\t').map_or(l, |(_, t)| t).to_owned()).collect()
        }
        None => (0..10_000).map(made_up).collect(),
    };
    let split = |line: &String| {
        let at = wirewatch::text::fold::border(line, 60);
        Article { title: line[..at].into(), summary: line[at..].into(), ..Article::default() }
    };
    lines.iter().map(split).collect()
}

fn made_up(line: usize) -> String {
    let words = (0..32).map(|i| word(line * 31 + i * 7));
    let mut text = words.collect::<Vec<_>>().join(" ");
    if line.is_multiple_of(20) {
        text += ", where a rocket struck near the embassy";
    }
    text + "."
}

/// A pronounceable word by number.
fn word(number: usize) -> String {
    let mut seed = number.wrapping_mul(2_654_435_761) % 60_000;
    let mut word = String::new();
    while seed > 0 || word.len() < 3 {
        word.push(b"bcdfghklmnprstvw"[seed % 16] as char);
        word.push(b"aeiou"[seed / 16 % 5] as char);
        seed /= 80;
    }
    word
}

/// The vocabulary with so many further terms in a watch of their own.
fn enlarged(vocabulary: &Vocabulary, more: usize) -> Vocabulary {
    let mut large = vocabulary.clone();
    let terms = (0..more).map(|i| format!("{} {}", word(i), word(i * 3 + 1))).collect();
    large.lists.push(NamedList { name: "many".into(), terms });
    large.watches.push(WatchSpec {
        name: "many".into(),
        query: "@many NEAR/3 rocket(s)".into(),
        ..WatchSpec::default()
    });
    large
}
