//! The plan of a query: its tree with lists resolved to sets of terms and fields to masks.
//!
//! Checks that operands fit their operators, and tells which sets must be present at all.

use super::codes;
use super::operators::{Needs, Operator, Sides};
use super::places;
use super::problem::Fault;
use super::syntax::{Kind, Node, Scope, Term};

/// More alternatives than this are not worth telling apart before evaluating.
const MOST_ALTERNATIVES: usize = 32;

/// Which fields count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Fields(u16);

impl Fields {
    /// Where terms are looked for when no field is named.
    pub const TEXT: Fields = Fields(0b111);
    pub const LEAD: Fields = Fields::of(Scope::Lead);
    pub const LANG: Fields = Fields::of(Scope::Lang);

    pub const fn of(scope: Scope) -> Fields {
        Fields(1 << scope as u16)
    }

    pub fn meets(self, other: Fields) -> bool {
        self.0 & other.0 != 0
    }

    pub fn with(self, other: Fields) -> Fields {
        Fields(self.0 | other.0)
    }

    /// The fields that hits really lie in: the lead is part of summary and body.
    fn lying(self) -> Fields {
        if self.meets(Fields::LEAD) { Fields(self.0 | 0b110) } else { self }
    }
}

/// A query ready for evaluation.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    Leaf { set: u32, fields: Fields },
    Not(Box<Plan>),
    Of(u32, Vec<Plan>),
    Join(&'static Operator, u32, Vec<Plan>),
}

/// Where terms and lists get their set numbers.
pub(super) trait Sets {
    /// The set of a term that stands in a query by itself.
    fn term(&mut self, term: &Term) -> Result<u32, Fault>;
    /// The set of a list.
    fn list(&mut self, name: &str) -> Result<u32, Fault>;
}

/// Plans a query that was written as this text.
pub(super) fn plan(node: &Node, text: &str, sets: &mut dyn Sets) -> Result<Plan, Fault> {
    build(node, (None, text), sets)
}

fn build(
    node: &Node,
    (field, text): (Option<Scope>, &str),
    sets: &mut dyn Sets,
) -> Result<Plan, Fault> {
    let fields = field.map_or(Fields::TEXT, Fields::of);
    let at_node = |mut fault: Fault| {
        fault.span = node.span.clone();
        fault
    };
    match &node.kind {
        Kind::Term(term) => {
            field.map_or(Ok(()), |scope| check_value(scope, term)).map_err(at_node)?;
            Ok(Plan::Leaf { set: sets.term(term).map_err(at_node)?, fields })
        }
        Kind::List(name) => Ok(Plan::Leaf { set: sets.list(name).map_err(at_node)?, fields }),
        Kind::Field(scope, inner) => {
            if let Some(outer) = field {
                let message =
                    format!("{}: inside {}:, a field inside a field", scope.name(), outer.name());
                return Err(Fault::new(node.span.clone(), message).hint("name one field"));
            }
            build(inner, (Some(*scope), text), sets)
        }
        Kind::Not(inner) => Ok(Plan::Not(Box::new(build(inner, (field, text), sets)?))),
        Kind::Of(wanted, parts) => Ok(Plan::Of(*wanted, build_all(parts, (field, text), sets)?)),
        Kind::Join(operator, distance, parts) => {
            let word = written((operator, *distance), parts, text);
            if operator.sides == Sides::Places {
                let sides = parts.iter().zip([Side::Left, Side::Right]);
                sides.into_iter().try_for_each(|(part, side)| check_places((part, side), &word))?;
            }
            let plans = build_all(parts, (field, text), sets)?;
            if operator.sides == Sides::Places {
                check_fields(&plans, node, &word)?;
            }
            Ok(Plan::Join(operator, *distance, plans))
        }
    }
}

/// Refuses what no article can hold in a field.
fn check_value(field: Scope, term: &Term) -> Result<(), Fault> {
    if field == Scope::Place { places::check(term) } else { codes::check(field, term) }
}

fn build_all(
    parts: &[Node],
    within: (Option<Scope>, &str),
    sets: &mut dyn Sets,
) -> Result<Vec<Plan>, Fault> {
    parts.iter().map(|part| build(part, within, sets)).collect()
}

/// Whether a part gives places in the text, not only true or false.
pub(super) fn gives_places(node: &Node) -> bool {
    match &node.kind {
        Kind::Term(_) | Kind::List(_) => true,
        Kind::Field(_, inner) => gives_places(inner),
        Kind::Not(_) | Kind::Of(..) => false,
        Kind::Join(operator, _, parts) => match operator.sides {
            Sides::Truths => false,
            Sides::Any => parts.iter().all(gives_places),
            Sides::Places => true,
        },
    }
}

/// The operator as the user wrote it: what stands between its parts.
fn written(operator: (&Operator, u32), parts: &[Node], text: &str) -> String {
    let between = match parts {
        [left, right, ..] => text.get(left.span.end..right.span.start).map(str::trim),
        _ => None,
    };
    let own = || operator.0.written(operator.1);
    between.filter(|word| !word.is_empty()).map_or_else(own, str::to_owned)
}

/// Which side of an operator a part stands on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

fn check_places((part, side): (&Node, Side), word: &str) -> Result<(), Fault> {
    if gives_places(part) {
        return Ok(());
    }
    let message = format!("{word} joins places in the text, but this side is only true or false");
    if matches!(part.kind, Kind::Not(_)) {
        let distance = word.rsplit('/').next().unwrap_or(word);
        let hint = format!("write a NOT NEAR/{distance} b: an a with no b that close");
        return Err(Fault::new(part.span.clone(), message).hint(hint));
    }
    let hint = match side {
        Side::Left => format!("use {word} on each term: a {word} c AND b {word} c"),
        // Both must stay away, which OR says; AND would only ask that they are not near together.
        Side::Right if word.starts_with("NOT") => format!("write c {word} (a OR b)"),
        Side::Right => format!("use {word} on each term: c {word} a AND c {word} b"),
    };
    Err(Fault::new(part.span.clone(), message).hint(hint))
}

fn check_fields(plans: &[Plan], node: &Node, word: &str) -> Result<(), Fault> {
    let mut sides = plans.iter().map(|plan| fields_of(plan).lying());
    let first = sides.next().unwrap_or(Fields::TEXT);
    if sides.all(|side| side.meets(first)) {
        return Ok(());
    }
    let message = format!("the sides of {word} look at different fields and can never be close");
    Err(Fault::new(node.span.clone(), message).hint("write AND to ask for both"))
}

/// All fields that a plan looks at.
pub(super) fn fields_of(plan: &Plan) -> Fields {
    match plan {
        Plan::Leaf { fields, .. } => *fields,
        Plan::Not(inner) => fields_of(inner),
        Plan::Of(_, parts) | Plan::Join(_, _, parts) => {
            parts.iter().map(fields_of).fold(Fields(0), Fields::with)
        }
    }
}

/// The sets whose hits can speak for the watch: those not under NOT or right of NOT NEAR.
pub(super) fn speaking_sets(plan: &Plan, into: &mut Vec<(u32, Fields)>) {
    match plan {
        Plan::Leaf { set, fields } => into.push((*set, *fields)),
        Plan::Not(_) => {}
        Plan::Of(_, parts) => parts.iter().for_each(|part| speaking_sets(part, into)),
        Plan::Join(operator, _, parts) => {
            operator.speaking(parts).iter().for_each(|part| speaking_sets(part, into));
        }
    }
}

/// Alternatives of sets: unless all sets of one are present, the plan is false.
pub(super) fn required(plan: &Plan) -> Vec<Vec<u32>> {
    match plan {
        Plan::Leaf { set, .. } => vec![vec![*set]],
        Plan::Not(_) => vec![Vec::new()],
        Plan::Of(wanted, parts) if *wanted as usize == parts.len() => all(parts),
        Plan::Of(_, parts) => parts.iter().flat_map(required).collect(),
        Plan::Join(operator, _, parts) => match operator.needs {
            Needs::Any => parts.iter().flat_map(required).collect(),
            Needs::First => parts.first().map(required).unwrap_or_default(),
            Needs::All => all(parts),
        },
    }
}

/// Every way to have all parts, or those of the part with the fewest where that is too many.
fn all(parts: &[Plan]) -> Vec<Vec<u32>> {
    let mut ways = vec![Vec::new()];
    for part in parts.iter().map(required) {
        if ways.len() * part.len() > MOST_ALTERNATIVES {
            if ways.iter().any(Vec::is_empty) {
                ways = part;
            }
            continue;
        }
        let with = |way: &Vec<u32>| {
            part.iter().map(|more| [way.as_slice(), more].concat()).collect::<Vec<_>>()
        };
        ways = ways.iter().flat_map(with).collect();
    }
    for way in &mut ways {
        way.sort_unstable();
        way.dedup();
    }
    ways
}
