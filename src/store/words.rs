//! Words of a text as the search index keeps them: folded, without marks, each once.
//!
//! Indexing and searching share this file, so that what is written one way is found written the
//! other. Scripts without spaces are indexed by pairs of characters. Which rows hold the words is
//! the backend's work; the folding of watches is `text`'s and stricter.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

use crate::domain::{AlertLine, Article};

/// Longest word kept, in bytes; longer ones are cut the same way on both sides.
const LONGEST: usize = 48;
/// Shortest last word that also finds longer ones.
const PREFIX_FROM: usize = 4;

/// What is cut from the word behind its apostrophe (`l’ambassade`, `dell'Iraq`).
const ELIDED: [&str; 24] = [
    "l", "d", "j", "s", "n", "m", "t", "c", "qu", "un", "all", "dall", "dell", "nell", "sull",
    "coll", "quell", "quest", "jusqu", "lorsqu", "puisqu", "quelqu", "presqu", "quoiqu",
];

/// One word of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The folded word.
    pub text: String,
    /// Whether longer words that begin with it count.
    pub open_ended: bool,
}

/// What a search text asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing was typed: everything fits.
    Anything,
    /// Only marks were typed: nothing fits.
    Nothing,
    /// All of these.
    All(Vec<Term>),
}

/// Reads a search as people type it. The last word also finds longer ones, unless a space follows.
#[must_use]
pub fn wanted(typed: &str) -> Wanted {
    if typed.trim().is_empty() {
        return Wanted::Anything;
    }
    let mut terms = Vec::new();
    let mut folding = Folding::default();
    folding.walk(typed, &mut |word, kind| {
        if kind == Kind::Tail {
            return;
        }
        let text = word.to_owned();
        terms.push(Term { text, open_ended: kind == Kind::Single });
    });
    let ends_inside = typed.chars().next_back().is_some_and(char::is_alphanumeric);
    if let Some(last) = terms.last_mut()
        && ends_inside
        && last.text.chars().count() >= PREFIX_FROM
    {
        last.open_ended = true;
    }
    terms.dedup();
    terms.truncate(32);
    if terms.is_empty() { Wanted::Nothing } else { Wanted::All(terms) }
}

/// The words of an article and of its full text, each once, separated by spaces.
#[must_use]
pub fn of_article(article: &Article, full: &str) -> String {
    Words::default().of_article(article, full).to_owned()
}

/// The words of a text, each once, separated by spaces.
#[must_use]
pub fn of_text(text: &str) -> String {
    let mut words = Words::default();
    words.add(text);
    words.out
}

/// The words of an alert: its article's, its watches', its outlets'.
#[must_use]
pub fn of_alert(line: &AlertLine) -> String {
    let mut words = Words::default();
    let article = &line.article;
    for text in [&article.title, &article.summary, &article.body] {
        words.add(text);
    }
    line.watches.iter().chain(&line.story.outlets).for_each(|text| words.add(text));
    words.out
}

/// Whether indexed words (as [`of_article`] gives them) hold all terms.
#[must_use]
pub fn hold(words: &str, terms: &[Term]) -> bool {
    terms.iter().all(|term| {
        words.split(' ').any(|word| {
            if term.open_ended { word.starts_with(&term.text) } else { word == term.text }
        })
    })
}

/// How a word came about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Between spaces, or a pair of characters.
    Whole,
    /// One character that stands alone in a script without spaces.
    Single,
    /// The last character of a longer run in such a script.
    Tail,
}

/// Collects distinct words; its buffers are kept from article to article.
#[derive(Default)]
pub struct Words {
    out: String,
    seen: HashSet<u64, BuildHasherDefault<Plain>>,
    folding: Folding,
}

impl Words {
    /// The words of an article and of its full text, each once, separated by spaces.
    pub fn of_article(&mut self, article: &Article, full: &str) -> &str {
        self.out.clear();
        self.seen.clear();
        for text in
            [&article.title, &article.summary, &article.body, &article.outlet, &article.author]
        {
            self.add(text);
        }
        article.categories.iter().for_each(|text| self.add(text));
        self.add(full);
        &self.out
    }

    fn add(&mut self, text: &str) {
        let Words { out, seen, folding } = self;
        folding.walk(text, &mut |word, _| {
            if seen.insert(hash(word.as_bytes())) {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(word);
            }
        });
    }
}

/// Folds a text word by word; its buffers are kept from text to text.
#[derive(Default)]
struct Folding {
    word: String,
    /// Where in the word its last apostrophe stood.
    apostrophe: Option<usize>,
    run: Vec<char>,
}

impl Folding {
    fn walk(&mut self, text: &str, each: &mut dyn FnMut(&str, Kind)) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let plain = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric());
            let (run, behind) = rest.split_at(plain.unwrap_or(rest.len()));
            if run.is_empty() {
                rest = behind.get(c.len_utf8()..).unwrap_or_default();
                if c.is_ascii() { self.other(c, each) } else { self.wide(c, each) }
            } else {
                self.end_run(each);
                self.push_plain(run);
                rest = behind;
            }
        }
        self.end_word(each);
        self.end_run(each);
    }

    /// Takes a run of ASCII letters and digits.
    fn push_plain(&mut self, run: &str) {
        let room = LONGEST.saturating_sub(self.word.len()).min(run.len());
        let from = self.word.len();
        self.word.push_str(run.get(..room).unwrap_or_default());
        if let Some(added) = self.word.get_mut(from..) {
            added.make_ascii_lowercase();
        }
    }

    fn wide(&mut self, c: char, each: &mut dyn FnMut(&str, Kind)) {
        if is_dropped(c) {
            return;
        }
        if is_unspaced(c) {
            self.end_word(each);
            self.push_unspaced(c);
            return;
        }
        let mut kept = false;
        for part in std::iter::once(c).nfkd().filter(|part| part.is_alphanumeric()) {
            kept = true;
            if is_unspaced(part) {
                self.end_word(each);
                self.push_unspaced(part);
            } else {
                self.end_run(each);
                part.to_lowercase()
                    .filter(|l| l.is_alphanumeric())
                    .for_each(|l| self.push(same(l)));
            }
        }
        if !kept {
            self.other(c, each);
        }
    }

    /// Takes a character of a script without spaces. Loose letters of Hangul join to syllables.
    fn push_unspaced(&mut self, c: char) {
        match self.run.last_mut().and_then(|last| compose(*last, c).map(|whole| (last, whole))) {
            Some((last, whole)) => *last = whole,
            None => self.run.push(c),
        }
    }

    /// A character that is part of no word. An apostrophe inside a word is passed over, unless it
    /// stands behind a French or Italian article.
    fn other(&mut self, c: char, each: &mut dyn FnMut(&str, Kind)) {
        if self.word.is_empty() && self.run.is_empty() {
            return;
        }
        let inside = matches!(c, '\'' | '’' | 'ʼ' | '‘' | '`');
        if inside && !ELIDED.contains(&self.word.as_str()) {
            self.apostrophe = Some(self.word.len());
        } else {
            self.end_word(each);
            self.end_run(each);
        }
    }

    fn push(&mut self, c: char) {
        if self.word.len() + c.len_utf8() <= LONGEST {
            self.word.push(c);
        }
    }

    fn end_word(&mut self, each: &mut dyn FnMut(&str, Kind)) {
        if let Some(at) = self.apostrophe.take()
            && self.word.get(at..) == Some("s")
        {
            self.word.truncate(at);
        }
        if !self.word.is_empty() {
            each(&self.word, Kind::Whole);
            self.word.clear();
        }
    }

    fn end_run(&mut self, each: &mut dyn FnMut(&str, Kind)) {
        if self.run.is_empty() {
            return;
        }
        let mut pair = String::with_capacity(8);
        for two in self.run.windows(2) {
            pair.clear();
            pair.extend(two);
            each(&pair, Kind::Whole);
        }
        if let Some(last) = self.run.last() {
            pair.clear();
            pair.push(*last);
            each(&pair, if self.run.len() == 1 { Kind::Single } else { Kind::Tail });
        }
        self.run.clear();
    }
}

/// Letters that are written in two ways.
fn same(c: char) -> char {
    match c {
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        'ة' => 'ه',
        'ٱ' => 'ا',
        'ς' => 'σ',
        _ => c,
    }
}

/// Marks, joiners and fillers that change no word.
fn is_dropped(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
        || is_combining_mark(c)
}

/// Scripts that put no spaces between words, Thai to Khmer, kana, Han; and Hangul, which writes
/// particles together with its words.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}

/// FNV-1a: short words, no attacker's gain (a collision hides one word of one article).
#[must_use]
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Passes an already mixed number through.
#[derive(Default)]
struct Plain(u64);

impl Hasher for Plain {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }

    fn write_u64(&mut self, number: u64) {
        // The low bits of FNV are its weak ones; the table takes the high ones too.
        self.0 = number ^ (number >> 29);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, typed: &str) -> bool {
        let article = Article { title: text.to_owned(), ..Article::default() };
        match wanted(typed) {
            Wanted::All(terms) => hold(&of_article(&article, ""), &terms),
            Wanted::Anything => true,
            Wanted::Nothing => false,
        }
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        let cases = [
            ("Rocket hits near US Embassy", "EMBASS", true),
            ("Rocket hits near US Embassy", "embass ", false),
            ("Rocket hits near US Embassy", "us rocket ", true),
            ("Kata’ib Hezbollah", "kataib", true),
            ("São Paulo, İstanbul", "istanbul sao", true),
            ("Взрыв в Киеве", "взрыв", true),
            ("東京で地震がありました", "地震", true),
            ("東京で地震がありました", "震", true),
            ("東京で地震がありました", "地", true),
            ("東京で地震がありました", "た", true),
            ("東京で地震がありました", "東京で地震", true),
            ("東京で地震がありました", "京都", false),
            ("주한 미국대사관에 로켓이 떨어졌다", "대사관", true),
            ("주한 미국대사관에 로켓이 떨어졌다", "로켓", true),
            ("주한 미국대사관에 로켓이 떨어졌다", "로켓대", false),
            ("\u{1105}\u{1169}\u{110f}\u{1166}\u{11ba}이", "로켓", true),
            ("quelqu'un, presqu’île, quell'attacco", "un île attacco ", true),
            ("Ｒocket", "rocket", true),
            ("ข่าวระเบิด", "ระเบิด", true),
            ("علی رضایی", "علي", true),
            ("a", "\" AND ( NEAR/", false),
            ("Iraq's embassy, l’ambassade d'Irak", "iraq ambassade irak ", true),
            ("a", "!!!", false),
            ("a", "  ", true),
        ];
        for (text, typed, expected) in cases {
            assert_eq!(found(text, typed), expected, "{typed:?} in {text:?}");
        }
    }

    #[test]
    fn each_word_is_kept_once() {
        let article = Article { title: "A rocket, a ROCKET".into(), ..Article::default() };
        assert_eq!(of_article(&article, ""), "a rocket");
    }
}
