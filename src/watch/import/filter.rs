//! newsboat's filters: conditions on an article, joined by `and` or by `or`, as queries. Conditions
//! on anything but words are refused.

use super::pattern::terms;
use crate::text::quoted::words;

/// Attributes of newsboat's filters, and the fields of ours that hold the same.
const FIELDS: [(&str, &str); 4] =
    [("title", "title"), ("description", "summary"), ("content", "body"), ("feedtitle", "feed")];

/// What a condition says of its pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    Has,
    HasNot,
}

/// The comparisons that are read.
const COMPARISONS: [(&str, Sense); 5] = [
    ("=~", Sense::Has),
    ("=", Sense::Has),
    ("==", Sense::Has),
    ("!~", Sense::HasNot),
    ("!=", Sense::HasNot),
];

/// One condition: its terms, each with its field.
struct Condition {
    sense: Sense,
    terms: Vec<String>,
}

/// The queries of a filter: any of them is enough.
pub(super) fn queries(filter: &str) -> Result<Vec<String>, String> {
    let words = words(filter);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut conditions = Vec::new();
    for one in words.chunks(4) {
        let [attribute, comparison, pattern, ..] = one else { return Err(unread(filter)) };
        conditions.push(condition(filter, attribute, (comparison, pattern))?);
    }
    let joints: Vec<&str> = words.chunks(4).filter_map(|one| one.get(3).copied()).collect();
    let hanging = joints.len() == conditions.len();
    match joints.as_slice() {
        _ if hanging => Err(unread(filter)),
        ["or", rest @ ..] if rest.iter().all(|joint| *joint == "or") => any(&conditions),
        joints if joints.iter().all(|joint| *joint == "and") => all(&conditions),
        _ => Err(unread(filter)),
    }
}

/// The patterns of a filter that are looked for.
pub(super) fn patterns(filter: &str) -> Vec<String> {
    let words = words(filter);
    let looked_for = words.chunks(4).filter_map(|one| match one {
        [_, comparison, pattern, ..] if !comparison.starts_with('!') => Some(pattern.clone()),
        _ => None,
    });
    looked_for.collect()
}

fn unread(filter: &str) -> String {
    format!(
        "\"{filter}\": conditions such as `title =~ \"…\"` are read, alone or joined by `and` only \
         or by `or` only, without brackets: write the query yourself with `wirewatch watch add`"
    )
}

fn condition(
    filter: &str,
    attribute: &str,
    (comparison, pattern): (&str, &str),
) -> Result<Condition, String> {
    if attribute.starts_with('(') {
        return Err(unread(filter));
    }
    let sense = COMPARISONS.iter().find(|(sign, _)| *sign == comparison).map(|(_, sense)| *sense);
    let sense = sense.ok_or_else(|| unread(filter))?;
    let field = FIELDS.iter().find(|(theirs, _)| *theirs == attribute).map(|(_, ours)| *ours);
    let field = field.ok_or_else(|| {
        let known = FIELDS.map(|(theirs, _)| theirs).join(", ");
        format!("no field of ours holds \"{attribute}\": {known} are read")
    })?;
    let terms = terms(pattern)?.into_iter().map(|term| format!("{field}:{term}")).collect();
    Ok(Condition { sense, terms })
}

fn any(conditions: &[Condition]) -> Result<Vec<String>, String> {
    if conditions.iter().any(|condition| condition.sense == Sense::HasNot) {
        return Err(ABSENT.to_owned());
    }
    Ok(conditions.iter().flat_map(|condition| condition.terms.iter().cloned()).collect())
}

fn all(conditions: &[Condition]) -> Result<Vec<String>, String> {
    let (has, not): (Vec<&Condition>, Vec<&Condition>) =
        conditions.iter().partition(|condition| condition.sense == Sense::Has);
    match (has.as_slice(), not.as_slice()) {
        ([], _) => Err(ABSENT.to_owned()),
        ([only], []) => Ok(only.terms.clone()),
        _ => {
            let has: Vec<String> = has.iter().map(|one| one_of(one)).collect();
            let not = not.iter().map(|one| format!(" AND NOT {}", one_of(one)));
            Ok(vec![format!("({}{})", has.join(" AND "), not.collect::<String>())])
        }
    }
}

/// Why a condition on what is not there is none of ours.
const ABSENT: &str = "it only says what an article has not: nearly every article is like that";

fn one_of(condition: &Condition) -> String {
    match condition.terms.as_slice() {
        [only] => only.clone(),
        several => format!("({})", several.join(" OR ")),
    }
}
