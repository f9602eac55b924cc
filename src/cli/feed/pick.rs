//! Which of the feeds that a page names: as `--pick` says, or as somebody answers on the terminal.

use std::io::{BufRead, IsTerminal, Write};

use super::super::Failure;
use crate::domain::many;
use crate::feed::discover::Candidate;

/// Which of several feeds: as asked, as answered on the terminal, or an error that names them.
pub(super) fn choose(
    several: &[Candidate],
    pick: Option<usize>,
    page: &str,
) -> Result<Candidate, Failure> {
    let mut list = String::new();
    for (at, one) in several.iter().enumerate() {
        list.push_str(&format!("  {:>2}  {}  {}\n", at + 1, one.url, one.title));
    }
    let feeds = many(several.len(), "feed");
    if let Some(n) = pick {
        return named(several, n).ok_or_else(|| {
            Failure::Usage(format!("{page} names {feeds}, not {n}:\n{}", list.trim_end()))
        });
    }
    let (stdin, mut stderr) = (std::io::stdin(), std::io::stderr());
    if !stdin.is_terminal() || !stderr.is_terminal() {
        let message = format!("{page} names {feeds}; choose one with --pick N:\n{list}");
        return Err(Failure::Usage(message.trim_end().to_owned()));
    }
    write!(stderr, "{page} names {feeds}:\n{list}Which one? [1] ")?;
    stderr.flush()?;
    let mut line = String::new();
    stdin.lock().read_line(&mut line)?;
    if line.is_empty() {
        writeln!(stderr)?;
    }
    answered(several, &line)
}

fn named(several: &[Candidate], n: usize) -> Option<Candidate> {
    n.checked_sub(1).and_then(|at| several.get(at)).cloned()
}

/// The feed that a line names: an empty one the first. No line at all is the end of input.
fn answered(several: &[Candidate], line: &str) -> Result<Candidate, Failure> {
    if line.is_empty() {
        return Err(Failure::Usage("no answer; nothing was added".to_owned()));
    }
    let answer = line.trim();
    let n = if answer.is_empty() { Some(1) } else { answer.parse().ok() };
    let wrong = || Failure::Usage(format!("\"{answer}\" is none of them; nothing was added"));
    n.and_then(|n| named(several, n)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_line_is_the_first_and_the_end_of_input_none() {
        let one = |url: &str| Candidate { url: url.to_owned(), title: String::new() };
        let several = [one("https://a.example/1"), one("https://a.example/2")];
        for (line, expected) in [
            ("\n", Some("https://a.example/1")),
            (" 2 \n", Some("https://a.example/2")),
            ("", None),
            ("q\n", None),
            ("3\n", None),
            ("0\n", None),
        ] {
            let chosen = answered(&several, line).ok().map(|one| one.url);
            assert_eq!(chosen.as_deref(), expected, "{line:?}");
        }
        let none = choose(&several[..1], Some(2), "https://a.example/").err();
        let Some(Failure::Usage(text)) = none else { panic!("another failure") };
        assert!(text.contains("names 1 feed, not 2"), "{text}");
    }
}
