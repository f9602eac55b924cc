//! Sentences that tell of another time than the article's own: "last week", "in March". Where an article
//! says that nobody was hurt, the dead of such a sentence are another event's.

use super::clauses::Clauses;

/// Pairs of words that name another time.
#[rustfmt::skip]
const PAIRS: &[(&str, &str)] = &[
    ("last", "week"), ("last", "month"), ("last", "year"), ("previous", "attack"), ("earlier", "attack"), ("earlier", "this"),
    ("weeks", "ago"), ("months", "ago"), ("years", "ago"), ("days", "ago"), ("week", "earlier"), ("weeks", "earlier"), ("month", "earlier"),
    ("semaine", "dernière"), ("mois", "dernier"), ("semana", "pasada"), ("mes", "pasado"),
    ("прошлой", "неделе"), ("прошлом", "месяце"), ("الأسبوع", "الماضي"), ("الشهر", "الماضي"),
    ("هفته", "گذشته"), ("ماه", "گذشته"), ("בשבוע", "שעבר"), ("בחודש", "שעבר"),
];
/// Words before the name of a month that stands for the whole of it.
const IN: &[&str] = &["in", "since", "last", "late", "early", "en", "в", "في", "در"];
/// Months as words of a sentence.
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    "январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре", "ноябре", "декабре",
];

/// A text without its sentences of another time.
pub(super) fn left_out(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (sentence, behind) = rest.split_at(sentence_end(rest));
        if !is_elsewhen(sentence) {
            left.push_str(sentence);
        }
        rest = behind;
    }
    left
}

fn is_elsewhen(sentence: &str) -> bool {
    let mut buffer = String::new();
    let words = Clauses::of(&mut buffer, sentence).words;
    let is_number =
        |word: Option<&&str>| word.is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()));
    words.windows(2).enumerate().any(|(at, pair)| {
        let [one, other] = pair else { return false };
        PAIRS.contains(&(*one, *other))
            || IN.contains(one) && MONTHS.contains(other) && !is_number(words.get(at + 2))
    })
}

/// Behind a mark that ends a sentence. The dot of an initial (`U.S.`) ends none.
fn sentence_end(text: &str) -> usize {
    let marks = text.match_indices(['.', '!', '?', '؟', '۔', '\n']);
    let mut ends = marks.filter(|(at, mark)| {
        let (before, behind) = text.split_at_checked(at + mark.len()).unwrap_or_default();
        let initial = before.trim_end_matches('.').ends_with(char::is_uppercase);
        *mark == "\n" || behind.starts_with(char::is_whitespace) && !initial
    });
    ends.next().map_or(text.len(), |(at, mark)| at + mark.len())
}

#[cfg(test)]
mod tests {
    use super::left_out;

    #[test]
    fn a_sentence_of_another_time_is_left_out_whole() {
        for (text, left) in [
            ("It fell. In March one U.S. man died, in Taji. No more.", "It fell. No more."),
            ("Last week, far away, two men died.\nIt fell today.", "It fell today."),
            ("It fell on 3 March 2026.", "It fell on 3 March 2026."),
            ("It fell in March 2026 again.", "It fell in March 2026 again."),
            ("Он упал. В марте погиб солдат.", "Он упал."),
        ] {
            assert_eq!(left_out(text).trim(), left, "{text}");
        }
    }
}
