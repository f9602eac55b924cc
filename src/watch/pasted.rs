//! Spellings of other search tools (Factiva, Nexis, Meltwater, Google, Lucene): each is refused with
//! what is written here instead, so that none of them is silently taken for a word.
//!
//! Only what cannot be meant as text is refused wherever it stands; words such as `near5` are told
//! apart by the parser, where an operator is missing.

use super::operators::{OPERATORS, find};
use super::problem::{Fault, shown};
use super::syntax::Scope;

/// Signs that are operators elsewhere, and ours.
const SIGNS: &[(&str, &str)] = &[
    ("&&", "AND"),
    ("&", "AND"),
    ("||", "OR"),
    ("|", "OR"),
    ("!", "NOT"),
    ("-", "NOT"),
    ("+", "AND"),
];

/// What stands before a word to leave it out: dashes too, which office programs make of a minus.
const LEFT_OUT: &[char] = &['-', '!', '–', '—', '−', '‐', '‑', '－', '﹣'];

/// What some tools mean in either order, others in the order written.
const EITHER: &str = "NEAR or BEFORE";

/// Names for nearness elsewhere, and ours.
const NEARNESS: &[(&str, &str)] = &[
    ("", EITHER),
    ("near", "NEAR"),
    ("n", "NEAR"),
    ("w", EITHER),
    ("within", EITHER),
    ("w/in", EITHER),
    ("around", "NEAR"),
    ("prox", "NEAR"),
    ("adj", "BEFORE"),
    ("pre", "BEFORE"),
    ("p", "BEFORE"),
    ("f", "BEFORE"),
    ("onear", "BEFORE"),
    ("before", "BEFORE"),
];

/// Operators that are words elsewhere, and what to do instead.
const WORDS: &[(&str, &str)] = &[
    ("ANDNOT", "write NOT"),
    ("BUTNOT", "write NOT"),
    ("BUT", "write AND, or NOT alone"),
    ("XOR", "write (a OR b) NOT (a AND b)"),
    ("FOLLOWED", "write BEFORE/8, or another distance"),
    ("PRECEDED", "turn the two round and write BEFORE/8, or another distance"),
    ("ADJ", "write a phrase in quotation marks, or BEFORE/0"),
    ("SAME", SENTENCES),
    ("/S", SENTENCES),
    ("/P", SENTENCES),
    ("W/S", SENTENCES),
    ("W/P", SENTENCES),
    ("W/SENT", SENTENCES),
    ("W/PARA", SENTENCES),
];
const SENTENCES: &str = "sentences and paragraphs are not told apart: write NEAR/15";

/// Fields elsewhere, and ours.
const FIELDS: &[(&str, &str)] = &[
    ("hd", "title"),
    ("hl", "title"),
    ("hlp", "title"),
    ("headline", "title"),
    ("intitle", "title"),
    ("allintitle", "title"),
    ("ti", "title"),
    ("lp", "lead"),
    ("text", "body"),
    ("intext", "body"),
    ("content", "body"),
    ("description", "summary"),
    ("la", "lang"),
    ("language", "lang"),
    ("rst", "outlet"),
    ("sn", "outlet"),
    ("source", "outlet"),
    ("sourcename", "outlet"),
    ("site", "outlet"),
    ("domain", "outlet"),
    ("publication", "outlet"),
    ("ns", "tag"),
    ("category", "tag"),
    ("topic", "tag"),
    ("re", "country"),
    ("region", "place"),
    ("location", "place"),
];

/// Signs that part terms elsewhere. Folding makes a blank of each, and so a phrase of the terms.
const PARTING: &[char] = &[',', ';', '/', '،', '؛', '、', '；', '，', '／'];

/// Signs of other keyboards that look like ours.
const ALIKE: &[(char, char)] = &[
    ('（', '('),
    ('）', ')'),
    ('，', ','),
    ('：', ':'),
    ('＝', '='),
    ('＠', '@'),
    ('＊', '*'),
    ('｜', '|'),
    ('～', '~'),
    ('＂', '"'),
];

/// Our field for the name of another tool's.
pub(super) fn field(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let own = || Scope::ALL.iter().map(|(_, word, _)| *word).find(|word| *word == name);
    FIELDS.iter().find(|(theirs, _)| *theirs == name).map(|(_, ours)| *ours).or_else(own)
}

/// Why a word outside quotation marks is none, if it is none.
pub(super) fn word(word: &str) -> Option<Fault> {
    let whole = |message: String| Fault::new(0..word.len(), message);
    let refused = |what: &str| whole(format!("\"{}\" is no operator here", shown(what)));
    if let Some((sign, ours)) = SIGNS.iter().find(|(sign, _)| *sign == word) {
        return Some(refused(sign).hint(format!("write {ours}")));
    }
    if let Some((sign, ours)) = SIGNS.iter().take(4).find(|(s, _)| s.len() == 2 && word.contains(s))
    {
        return Some(refused(sign).hint(format!("write {ours} with a space on both sides")));
    }
    if let Some(rest) = word.strip_prefix(LEFT_OUT).filter(|rest| starts_wordy(rest)) {
        let sign = word.strip_suffix(rest)?;
        return Some(refused(sign).hint(format!("write NOT {}", shown(rest))));
    }
    if let Some(rest) = word.strip_prefix('+').filter(|rest| starts_wordy(rest)) {
        let hint = format!("write {0}, and AND {0} behind another term", shown(rest));
        return Some(refused("+").hint(hint));
    }
    if is_counted(word) {
        let fault = whole(format!("\"{}\" cannot be asked", shown(word)));
        let hint = "how often a word stands there is not counted; \
            2 OF (rocket(s), siren(s), shelter(s)) counts different terms";
        return Some(fault.hint(hint));
    }
    if let Some((ours, distance)) = word.contains('/').then(|| nearness(word)).flatten() {
        return Some(refused(word).hint(nearer(ours, distance)));
    }
    signs_inside(word)
}

/// Signs that no word of a query has inside.
fn signs_inside(word: &str) -> Option<Fault> {
    if let Some((at, (theirs, ours))) = word
        .char_indices()
        .find_map(|(at, c)| Some((at, ALIKE.iter().find(|(theirs, _)| *theirs == c)?)))
    {
        let fault = Fault::new(at..at + theirs.len_utf8(), format!("\"{theirs}\" is text here"));
        return Some(fault.hint(format!("write {ours}")));
    }
    if let Some(fault) = parted_word(word) {
        return Some(fault);
    }
    let Some(at) = word.find(['=', '<', '>', '[', ']', '{', '}', '^', '?']) else {
        return cut_short(word);
    };
    let (name, sign) = (word.get(..at)?, word.get(at..at + 1)?);
    let fault = |message: &str| Some(Fault::new(at..at + 1, format!("\"{sign}\" {message}")));
    match sign {
        "=" => {
            let value = word.get(at + 1..).unwrap_or_default();
            let hint = match field(name) {
                Some(ours) => format!("write {ours}:{}", shown(value)),
                None => "write =IRA to keep letter case, title:IRA for a field".to_owned(),
            };
            fault("does not stand inside a word").map(|fault| fault.hint(hint))
        }
        "<" | ">" => fault("is not compared").map(|fault| {
            fault.hint("take it out: dates and lengths cannot be asked; put text in quotation marks")
        }),
        "^" => fault("gives no weight here")
            .map(|fault| fault.hint("take it out: a watch as a whole has a weight")),
        "?" => fault("stands for no letter here").map(|fault| {
            fault.hint("list the spellings: organi(s|z)ation, rocket(s); put a question in quotation marks")
        }),
        _ => fault("is no bracket here").map(|fault| fault.hint("write ( and )")),
    }
}

/// `rocket;missile` and `rocket/missile`.
fn parted_word(word: &str) -> Option<Fault> {
    let upper = word.to_uppercase();
    if ours(word).is_some() || WORDS.iter().any(|(theirs, _)| *theirs == upper) {
        return None;
    }
    let (at, sign) = parting(word)?;
    let (left, right) = (word.get(..at)?, word.get(at + sign.len_utf8()..)?);
    let fault = Fault::new(at..at + sign.len_utf8(), format!("\"{sign}\" joins nothing here"));
    Some(match right {
        "" => fault.hint(format!("write {} OR, and the next term", shown(left))),
        _ => fault.hint(format!(
            "write {} OR {}, or \"{}\" for the phrase",
            shown(left),
            shown(right),
            shown(word)
        )),
    })
}

/// The first sign that parts two terms: letters before it, and letters or nothing behind it.
fn parting(text: &str) -> Option<(usize, char)> {
    text.char_indices().filter(|(_, c)| PARTING.contains(c)).find(|(at, sign)| {
        let (before, behind) = text.split_at_checked(*at).unwrap_or_default();
        let behind = behind.get(sign.len_utf8()..).unwrap_or_default().trim_start();
        let is_open = before.matches('(').count() > before.matches(')').count();
        let goes_on = behind.is_empty() || behind.starts_with(char::is_alphabetic);
        before.trim_end().ends_with(|c: char| c.is_alphabetic() || c == ')') && goes_on && !is_open
    })
}

/// `rock!` and `rocket$`, which other tools cut words short with.
fn cut_short(word: &str) -> Option<Fault> {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let (stem, sign) = match (word.strip_suffix('!'), stem.strip_suffix('$')) {
        (Some(stem), _) => (stem, "!"),
        (None, Some(stem)) => (stem, "$"),
        (None, None) => return None,
    };
    if !stem.ends_with(char::is_alphabetic) {
        return None;
    }
    let fault = Fault::new(stem.len()..word.len(), format!("\"{sign}\" stands for no ending here"));
    let stem = shown(stem);
    Some(fault.hint(format!("write {stem}* or {stem}(|s|es), or \"{stem}\" for the word alone")))
}

fn starts_wordy(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '=' | '@'))
}

/// `atleast2`, with or without its bracket.
fn is_counted(word: &str) -> bool {
    let head = word.get(..7).is_some_and(|head| head.eq_ignore_ascii_case("atleast"));
    head && word.get(7..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Our operator and the distance for `w/5`, `near5`, `/5`, `/N5/`, `AROUND(5)`.
fn nearness(word: &str) -> Option<(&'static str, &str)> {
    let at = word.find(|c: char| c.is_ascii_digit())?;
    let (name, digits) = word.split_at(at);
    let digits = digits.strip_suffix([')', '/']).unwrap_or(digits);
    let named = name.trim_matches(['/', '(']);
    if digits.len() > 3 || !digits.bytes().all(|b| b.is_ascii_digit()) || name.is_empty() {
        return None;
    }
    Some((ours(named)?, digits))
}

/// Our operator for another tool's name of nearness.
fn ours(name: &str) -> Option<&'static str> {
    let row = NEARNESS.iter().find(|(theirs, _)| name.eq_ignore_ascii_case(theirs));
    row.map(|(_, ours)| *ours)
}

fn nearer(ours: &str, distance: &str) -> String {
    match ours {
        EITHER => format!("write NEAR/{distance} (either order) or BEFORE/{distance} (this order)"),
        _ => format!("write {ours}/{distance}"),
    }
}

/// What a word that stands where an operator is missing was meant to be. `next` is what follows.
pub(super) fn meant(word: &str, next: &str) -> Option<(String, String)> {
    let text = format!("\"{}\" is text here", shown(word));
    let number = Some(next).filter(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let upper = word.to_uppercase();
    let own = OPERATORS.iter().any(|op| op.word == upper);
    if let Some(operator) = find(&upper).filter(|op| own && op.word != "OF") {
        let distance = number.and_then(|n| n.parse().ok()).unwrap_or(6);
        let written = operator.written(distance);
        let hint =
            format!("operators are written in capitals: {written}; a phrase needs quotation marks");
        return Some((text, hint));
    }
    if let Some((ours, distance)) = nearness(word) {
        return Some((text, nearer(ours, distance)));
    }
    if let (Some(ours), Some(number)) = (ours(word), number) {
        return Some((text, nearer(ours, number)));
    }
    // In small letters these are words that people write.
    let loud = word == upper || word.contains('/') || word == "adj" || word == "xor";
    let row = WORDS.iter().find(|(theirs, _)| loud && *theirs == upper)?;
    Some((text, row.1.to_owned()))
}

/// Why an entry of a list is no term, if it is a query or a part of one.
pub(super) fn entry(text: &str) -> Option<Fault> {
    let start = |piece: &str| piece.as_ptr() as usize - text.as_ptr() as usize;
    let refuse = |piece: &str, message: String| {
        let at = start(piece);
        Fault::new(at..at + piece.len(), message)
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let several = words.len() > 1;
    let (name, value) = words.first()?.split_once([':', '=']).unwrap_or_default();
    if let Some(ours) = field(name).filter(|_| !value.is_empty()) {
        let fault = refuse(words.first()?, "a list holds terms, not fields".into());
        return Some(fault.hint(format!("write {ours}:@list in the match of a watch")));
    }
    for word in words {
        let operator = find(word.split('/').next().unwrap_or_default());
        let is_operator = operator.is_some_and(|op| op.word != "OF")
            || SIGNS.iter().any(|(sign, _)| *sign == word && *sign != "-" && *sign != "&")
            || (word.contains('/') && nearness(word).is_some());
        if several && is_operator {
            let message = format!("a list holds terms, \"{}\" joins them in a query", shown(word));
            let hint = "put the query into the match of a watch, or the entry in quotation marks \
                if these are words of a phrase";
            return Some(refuse(word, message).hint(hint));
        }
        if is_marked(word) {
            let fault = refuse(word, "an entry is one word or one phrase".into());
            return Some(fault.hint("write every phrase as an entry of its own, without marks"));
        }
        let marked = word.strip_prefix(LEFT_OUT).or(word.strip_prefix('+'));
        if let Some(rest) = marked.filter(|rest| starts_wordy(rest) && !several) {
            let sign = word.strip_suffix(rest)?;
            let fault = refuse(word, format!("\"{sign}\" is no operator here"));
            return Some(
                fault.hint("put NOT into the match of a watch, or the entry in quotation marks"),
            );
        }
        let inner = |sign: char| {
            let (before, after) = word.split_once(sign).unwrap_or_default();
            before.ends_with(char::is_alphabetic) && after.starts_with(char::is_alphanumeric)
        };
        if ['?', '=', '^'].into_iter().any(inner) {
            return signs_inside(word).map(|fault| fault.shift(start(word)));
        }
    }
    let (at, sign) = parting(text)?;
    let message = format!("\"{sign}\" does not part the terms of a list");
    let fault = Fault::new(at..at + sign.len_utf8(), message);
    Some(fault.hint(
        "write every term as an entry of its own, or the entry in quotation marks if it is one phrase",
    ))
}

/// Whether quotation marks that begin and end an entry belong to several phrases.
pub(super) fn is_several(inner: &str) -> bool {
    inner.split_whitespace().any(is_marked)
}

/// Whether a quotation mark or `~` begins or ends a word; inside it is an acronym's (`צה"ל`).
fn is_marked(word: &str) -> bool {
    let inches = word.strip_suffix('"').is_some_and(|w| w.ends_with(|c: char| c.is_ascii_digit()));
    let marks: &[char] = &['"', '“', '”', '„', '«', '»'];
    let tilde = word.split_once('~').is_some_and(|(word, _)| !word.is_empty());
    (word.starts_with(marks) || word.ends_with(marks)) && !inches || tilde
}
