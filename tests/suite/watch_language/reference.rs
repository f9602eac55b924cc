//! A naive evaluator that knows no automaton, and properties that hold for any query and text.

use super::support::{list, watch};
use proptest::prelude::*;
use wirewatch::domain::{Article, Match};
use wirewatch::text::fold::{fold, is_dense};
use wirewatch::watch::query::{normal_form, parse};
use wirewatch::watch::{
    Kind, Matcher, Meta, Node, Piece, Scope, Scratch, Term, Vocabulary, WatchSpec, check_query,
};

/// (field, first word, last word) of a hit.
type Span = (usize, usize, usize);

/// Lists that queries name, with their entries.
const LISTS: &[(&str, &[&str])] =
    &[("l", &["ab", "=AB", "b c", "c(c)", "@m"]), ("m", &["b", "aabb*"])];

fn vocabulary() -> Vocabulary {
    let lists = LISTS.iter().map(|(name, terms)| list(name, terms));
    Vocabulary { lists: lists.collect(), ..Vocabulary::default() }
}

/// The terms of a list, those of inner lists too.
fn entries(name: &str) -> Vec<Term> {
    let (_, entries) = LISTS.iter().find(|(known, _)| *known == name).unwrap();
    let terms = entries.iter().flat_map(|entry| match entry.strip_prefix('@') {
        Some(inner) => self::entries(inner),
        None => {
            let query =
                entry.strip_prefix('=').map_or(format!("\"{entry}\""), |e| format!("=\"{e}\""));
            let Kind::Term(term) = parse(&query).unwrap().kind else { panic!("{entry}") };
            vec![term]
        }
    });
    terms.collect()
}

/// A word as compared and as published.
type Spelt = (String, String);

/// The words of title, summary and body, and what a mask voids of them.
#[derive(Clone)]
struct Text {
    fields: Vec<Vec<Spelt>>,
    void: Vec<Span>,
}

/// ASCII is compared in small letters; the rest is left to the folding that has tests of its own.
fn simple(word: &str) -> String {
    if word.is_ascii() { word.to_ascii_lowercase() } else { fold(word).text().trim().to_owned() }
}

impl Text {
    fn new(article: &Article) -> Text {
        let words = |text: &str| -> Vec<Spelt> {
            let tokens = text.split_whitespace();
            let parts = |token: &str| {
                let folded = simple(token);
                let parts: Vec<Spelt> =
                    folded.split(' ').map(|word| (word.to_owned(), token.to_owned())).collect();
                parts
            };
            tokens.flat_map(parts).collect()
        };
        let fields = [&article.title, &article.summary, &article.body].map(|t| words(t)).into();
        Text { fields, void: Vec::new() }
    }

    /// As it is for what only speaks against a watch.
    fn unmasked(&self) -> Text {
        Text { void: Vec::new(), ..self.clone() }
    }

    /// With the words of every hit of a mask void.
    fn masked(&self, mask: &Node) -> Text {
        Text { void: naive(mask, self, &[0, 1, 2]).1, ..self.clone() }
    }

    /// Every span of words that spells the term.
    fn find(&self, term: &Term, fields: &[usize]) -> Vec<Span> {
        let mut found = Vec::new();
        for field in fields {
            let words = &self.fields[*field];
            for first in 0..words.len() {
                for phrase in spellings(term) {
                    let last = phrase.len() - 1;
                    let fits = last < words.len() - first
                        && phrase.iter().zip(&words[first..]).enumerate().all(
                            |(i, ((text, open, written), (word, published)))| {
                                let begun = i == 0 && text.starts_with(is_dense);
                                let goes_on = *open || i == last && text.ends_with(is_dense);
                                is_spelt(word, text, (begun, goes_on))
                                    && (!term.exact || is_cased(published, written))
                            },
                        );
                    if fits {
                        found.push((*field, first, first + phrase.len() - 1));
                    }
                }
            }
        }
        let is_void =
            |hit: &Span| self.void.iter().any(|by| by.0 == hit.0 && by.1 <= hit.2 && hit.1 <= by.2);
        found.retain(|hit| !is_void(hit));
        found
    }
}

/// Whether the letters of a word begin with capitals and small ones as written.
fn is_cased(published: &str, written: &str) -> bool {
    let capitals = |text: &str| -> Vec<bool> {
        text.chars().filter(|c| c.is_alphabetic()).map(char::is_uppercase).collect()
    };
    capitals(published).starts_with(&capitals(written))
}

/// Whether a word spells a text that may have begun inside it, and that it may go on behind.
fn is_spelt(word: &str, text: &str, (begun, goes_on): (bool, bool)) -> bool {
    match (begun, goes_on) {
        (true, true) => word.contains(text),
        (true, false) => word.ends_with(text),
        (false, true) => word.starts_with(text),
        (false, false) => word == text,
    }
}

/// Every spelling as words, with whether any ending may follow and how they are written.
fn spellings(term: &Term) -> Vec<Vec<(String, bool, String)>> {
    let mut phrases = vec![Vec::new()];
    for word in &term.words {
        let mut texts = vec![String::new()];
        for piece in &word.pieces {
            let ends = match piece {
                Piece::Letters(letters) => vec![letters.clone()],
                Piece::Choice(one) if one.len() == 1 => vec![one[0].clone(), String::new()],
                Piece::Choice(many) => many.clone(),
            };
            texts =
                texts.iter().flat_map(|t| ends.iter().map(move |e| format!("{t}{e}"))).collect();
        }
        phrases = phrases
            .iter()
            .flat_map(|phrase: &Vec<(String, bool, String)>| {
                texts.iter().map(|text| {
                    [phrase.clone(), vec![(simple(text), word.open, text.clone())]].concat()
                })
            })
            .collect();
    }
    phrases
}

fn gap(a: Span, b: Span) -> Option<usize> {
    if a.2 < b.1 {
        Some(b.1 - a.2 - 1)
    } else if b.2 < a.1 {
        Some(a.1 - b.2 - 1)
    } else {
        None
    }
}

/// What belongs to these hits of a node: in a chain of NEAR, the partners of partners too.
fn belonging(node: &Node, kept: &[Span], text: &Text, fields: &[usize]) -> Vec<Span> {
    let own = |part: &Node| -> Vec<Span> {
        naive(part, text, fields).1.into_iter().filter(|hit| kept.contains(hit)).collect()
    };
    match &node.kind {
        Kind::Field(scope, inner) => belonging(inner, kept, text, &[number(*scope)]),
        Kind::Join(operator, _, parts) if operator.word == "NOT NEAR" => {
            belonging(&parts[0], kept, text, fields)
        }
        Kind::Join(operator, n, parts) if matches!(operator.word, "NEAR" | "BEFORE") => {
            let sides = [&parts[0], &parts[1]].map(|part| naive(part, text, fields).1);
            let mut own: [Vec<Span>; 2] = Default::default();
            for a in &sides[0] {
                for b in &sides[1] {
                    let pair = |hit: &Span| (true, vec![*hit]);
                    let close = join(operator.word, *n as usize, pair(a), pair(b)).0;
                    if close && (kept.contains(a) || kept.contains(b)) {
                        own[0].push(*a);
                        own[1].push(*b);
                    }
                }
            }
            let sides = parts.iter().zip(&own);
            sides.flat_map(|(part, own)| belonging(part, own, text, fields)).collect()
        }
        Kind::Of(_, parts) | Kind::Join(_, _, parts) => {
            parts.iter().flat_map(|part| belonging(part, &own(part), text, fields)).collect()
        }
        _ => kept.to_vec(),
    }
}

fn number(scope: Scope) -> usize {
    match scope {
        Scope::Title => 0,
        Scope::Summary => 1,
        _ => 2,
    }
}

/// Truth and evidence, straight from the definitions.
fn naive(node: &Node, text: &Text, fields: &[usize]) -> (bool, Vec<Span>) {
    let (truth, mut hits) = match &node.kind {
        Kind::Term(term) => places(text.find(term, fields)),
        Kind::List(name) => {
            places(entries(name).iter().flat_map(|term| text.find(term, fields)).collect())
        }
        Kind::Field(scope, inner) => naive(inner, text, &[number(*scope)]),
        Kind::Not(inner) => (!naive(inner, &text.unmasked(), fields).0, Vec::new()),
        Kind::Of(wanted, parts) => {
            let found: Vec<_> =
                parts.iter().map(|p| naive(p, text, fields)).filter(|f| f.0).collect();
            (found.len() >= *wanted as usize, found.into_iter().flat_map(|f| f.1).collect())
        }
        Kind::Join(operator, n, parts) => {
            let guards = text.unmasked();
            let on = |at: usize| if at > 0 && operator.word == "NOT NEAR" { &guards } else { text };
            let mut found = parts.iter().enumerate().map(|(at, p)| naive(p, on(at), fields));
            let first = found.next().unwrap();
            found.fold(first, |a, b| join(operator.word, *n as usize, a, b))
        }
    };
    hits.sort_unstable();
    hits.dedup();
    (truth, if truth { hits } else { Vec::new() })
}

fn places(hits: Vec<Span>) -> (bool, Vec<Span>) {
    (!hits.is_empty(), hits)
}

fn join(word: &str, n: usize, a: (bool, Vec<Span>), b: (bool, Vec<Span>)) -> (bool, Vec<Span>) {
    let near = |x: &Span, y: &Span| x.0 == y.0 && gap(*x, *y).is_some_and(|gap| gap <= n);
    let before = |x: &Span, y: &Span| near(x, y) && x.2 < y.1;
    let pairs = |close: &dyn Fn(&Span, &Span) -> bool| {
        let lefts = a.1.iter().filter(|x| b.1.iter().any(|y| close(x, y)));
        let rights = b.1.iter().filter(|y| a.1.iter().any(|x| close(x, y)));
        places(lefts.chain(rights).copied().collect())
    };
    match word {
        "AND" => (a.0 && b.0, [a.1, b.1].concat()),
        "OR" => (a.0 || b.0, [a.1, b.1].concat()),
        "NEAR" => pairs(&near),
        "BEFORE" => pairs(&before),
        _ => {
            let close = |x: &Span, y: &Span| x.0 == y.0 && gap(*x, *y).is_none_or(|gap| gap <= n);
            places(a.1.into_iter().filter(|x| !b.1.iter().any(|y| close(x, y))).collect())
        }
    }
}

/// Terms of ASCII: a word of them has one hit or none, so that words tell what overlaps.
fn plain_term() -> BoxedStrategy<String> {
    prop_oneof![
        "[a-c]{1,2}",
        "=[a-cA-C]{1,2}",
        "@[lm]",
        "[ab](c|d)",
        "[ab](c)",
        "(aabb|abab)\\*",
        "=(aabb|Aabb)\\*",
        "\"[a-c]{1,2} [a-c]{1,2}\"",
        "=\"[a-cA-C] [a-cA-C]\"",
        "\"(aabb|abab)\\* [a-c]\"",
    ]
    .boxed()
}

fn term() -> BoxedStrategy<String> {
    prop_oneof![
        "[a-c]{1,2}",
        "=[a-cA-C]{1,2}",
        "@[lm]",
        "[ab](c|d)",
        "[ab](c)",
        "(aabb|abab)\\*",
        "\"[a-c]{1,2} [a-c]{1,2}\"",
        "\"(aabb|abab)\\* [a-c]\"",
        Just("“a’b c”".to_owned()),
        "[가나]{1,2}",
        "\"[가나]{1,2} [가나]\"",
        "\"[a-c] [가나]\"",
        "\"[가나] [a-c]\"",
    ]
    .boxed()
}

/// Places: what may stand beside NEAR.
fn spots(terms: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    terms.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} OR {b})")),
            (inner.clone(), inner.clone(), 0..4_u8)
                .prop_map(|(a, b, n)| format!("({a} NEAR/{n} {b})")),
            (inner.clone(), inner.clone(), 0..4_u8)
                .prop_map(|(a, b, n)| format!("({a} BEFORE/{n} {b})")),
            (inner.clone(), inner, 0..4_u8).prop_map(|(a, b, n)| format!("{a} NOT NEAR/{n} ({b})")),
        ]
    })
}

fn query(terms: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    spots(terms).prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} AND {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} NOT ({b}))")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} OR {b}")),
            inner.clone().prop_map(|a| format!("NOT ({a})")),
            (inner.clone(), inner.clone(), inner, 1..4_u8)
                .prop_map(|(a, b, c, n)| format!("{n} OF ({a}, {b}, {c})")),
        ]
    })
}

fn scoped() -> impl Strategy<Value = String> {
    (query(term()), spots(term()), 0..4_u8).prop_map(|(all, one, field)| match field {
        0 => all,
        1 => format!("title:({one}) OR {all}"),
        2 => format!("({all}) AND summary:({one})"),
        _ => format!("body:({one}) NOT ({all})"),
    })
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec("[abcABC]{1,2}|[aA]abb[a-c]?|abab|ac|bd|a’b|É|[가나다]{1,3}", 0..14)
        .prop_map(|words| words.join(" "))
}

/// The words of hits, each once.
fn spans(found: Option<&Match>) -> Vec<Span> {
    let place = |name| ["title", "summary", "body"].iter().position(|f| *f == name).unwrap();
    let hits = found.iter().flat_map(|found| &found.hits);
    let mut spans: Vec<Span> = hits
        .map(|h| (place(h.field.name()), h.first_word as usize, h.last_word as usize))
        .collect();
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// What a query finds in a text, by the definitions.
fn expected(node: &Node, text: &Text) -> (bool, Vec<Span>) {
    let (truth, kept) = naive(node, text, &[0, 1, 2]);
    let mut spans = belonging(node, &kept, text, &[0, 1, 2]);
    spans.sort_unstable();
    spans.dedup();
    (truth, spans)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_automaton_equals_the_naive_evaluator(q in scoped(), title in text(), summary in text(), body in text()) {
        let article = Article { title, summary, body, ..Article::default() };
        let (truth, wanted) = expected(&parse(&q).unwrap(), &Text::new(&article));
        let matcher = Matcher::for_query(&vocabulary(), &q).unwrap();
        let found = matcher.scan(&article, &Meta::default(), &mut Scratch::new()).pop();
        prop_assert_eq!(found.is_some(), truth, "{} on {:?}", q, article);
        prop_assert_eq!(spans(found.as_ref()), wanted, "{} on {:?}", q, article);
    }

    #[test]
    fn a_mask_takes_away_what_the_naive_evaluator_says_and_never_adds(
        q in query(plain_term()),
        mask in spots(plain_term()),
        title in text(),
        summary in text(),
    ) {
        let article = Article { title, summary, ..Article::default() };
        let text = Text::new(&article);
        let masked = text.masked(&parse(&mask).unwrap());
        let (truth, wanted) = expected(&parse(&q).unwrap(), &masked);
        let spec = WatchSpec { mask: Some(mask.clone()), ..watch("w", &q) };
        let matcher = Matcher::for_watch(&vocabulary(), &spec).unwrap();
        let mut scratch = Scratch::new();
        let found = matcher.scan(&article, &Meta::default(), &mut scratch).pop();
        prop_assert_eq!(found.is_some(), truth, "{} masked by {} on {:?}", q, mask, article);
        prop_assert_eq!(spans(found.as_ref()), wanted, "{} masked by {} on {:?}", q, mask, article);
        let explained = matcher.explain(&article, &Meta::default(), &mut scratch).remove(0);
        prop_assert_eq!(explained.satisfied, truth);
        let bare = expected(&parse(&q).unwrap(), &text).0;
        prop_assert!(bare || !truth, "{} is flagged by its mask {} on {:?}", q, mask, article);
    }

    #[test]
    fn watches_together_find_what_each_finds_alone(
        queries in proptest::collection::vec(scoped(), 1..5),
        titles in proptest::collection::vec(text(), 3),
    ) {
        let watches = queries.iter().enumerate().map(|(i, q)| watch(&i.to_string(), q));
        let vocabulary = Vocabulary { watches: watches.collect(), ..vocabulary() };
        let matcher = Matcher::compile(&vocabulary).unwrap();
        let mut scratch = Scratch::new();
        for title in titles {
            let article = Article { title, ..Article::default() };
            let text = Text::new(&article);
            let expected: Vec<String> = queries
                .iter()
                .enumerate()
                .filter(|(_, q)| naive(&parse(q).unwrap(), &text, &[0, 1, 2]).0)
                .map(|(i, _)| i.to_string())
                .collect();
            let found = matcher.scan(&article, &Meta::default(), &mut scratch);
            let found: Vec<String> = found.into_iter().map(|m| m.watch).collect();
            prop_assert_eq!(found, expected, "{:?} on {:?}", queries, article);
        }
    }

    #[test]
    fn the_normal_form_is_the_same_query(q in scoped()) {
        let normal = normal_form(&q).unwrap();
        prop_assert_eq!(parse(&normal).unwrap(), parse(&q).unwrap(), "{} / {}", q, normal);
        prop_assert_eq!(normal_form(&normal).unwrap(), normal);
    }

    #[test]
    fn any_input_gets_an_answer(q in any::<String>(), tokens in proptest::collection::vec(
        "AND|OR|NOT|NEAR/3|NOT NEAR/|OF|2|\\(|\\)|\"|,|@a|=|~|title:|x(y|z)*|\\*|[a-d]{4}\\*| |“|’|é", 0..40)) {
        for query in [q, tokens.join(" "), tokens.concat()] {
            if let Err(problem) = check_query(&query, &[]) {
                prop_assert!(!problem.render().is_empty());
                prop_assert!(problem.span.end <= query.len() + 1, "{} {:?}", query, problem);
            }
            if let Ok(normal) = normal_form(&query) {
                prop_assert_eq!(parse(&normal).unwrap(), parse(&query).unwrap(), "{} / {}", query, normal);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn ten_kilobytes_of_anything_get_an_answer(
        bytes in proptest::collection::vec(any::<u8>(), 10_240),
        signs in proptest::collection::vec(
            proptest::sample::select(b"()\"*|=@,:~/-!'&ab 12NOTEARDF\n".to_vec()), 10_240),
    ) {
        for text in [String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&signs)] {
            if let Err(problem) = check_query(&text, &[]) {
                prop_assert!(!problem.render().is_empty());
            }
            // The same bytes as what is read, in every field.
            let article = Article {
                title: text.to_string(),
                summary: text.to_string(),
                body: text.to_string(),
                ..Article::default()
            };
            let matcher = Matcher::for_query(&Vocabulary::default(), "a NEAR/3 b OR \"1 2\"").unwrap();
            for hit in matcher.scan(&article, &Meta::default(), &mut Scratch::new()).iter().flat_map(|m| &m.hits) {
                prop_assert_eq!(text.get(hit.start..hit.end), Some(hit.text.as_str()));
            }
        }
    }
}

#[test]
fn deeply_nested_queries_get_an_answer() {
    for (open, close) in [
        ("(", ")"),
        ("NOT ", ""),
        ("title:", ""),
        ("1 OF (", ")"),
        ("a NEAR/1 (", ")"),
        ("a AND (b OR ", ")"),
    ] {
        let depth = 10_240 / (open.len() + close.len());
        let query = format!("{}a{}", open.repeat(depth), close.repeat(depth));
        assert!(check_query(&query, &[]).is_err(), "{open}");
    }
    let chain = vec!["a"; 1_000].join(" NEAR/1 ");
    assert!(check_query(&chain, &[]).is_err());
    let flat = vec!["a"; 2_000].join(" OR ");
    assert!(check_query(&flat, &[]).is_ok());
}
