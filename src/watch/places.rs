//! Values of `place:`: names that some place or country has. A name that is not known would never be
//! found, and is refused with the nearest one.

use std::sync::LazyLock;

use super::expand::expand;
use super::nearest::nearest;
use super::problem::{Fault, shown};
use super::syntax::Term;
use crate::domain::countries::COUNTRIES;
use crate::domain::gazetteer;
use crate::text::fold::fold;

/// All names, folded. Each begins and ends with a space, so that no term reaches from one into the
/// next.
static NAMES: LazyLock<String> =
    LazyLock::new(|| names().map(|name| fold(name).text().to_owned()).collect());

fn names() -> impl Iterator<Item = &'static str> {
    let places = gazetteer::places()
        .flat_map(|(name, _, _, spellings)| std::iter::once(*name).chain(spellings.split('|')));
    let countries = COUNTRIES
        .iter()
        .flat_map(|(_, names, cities)| names.split('|').chain(cities.split([';', '|'])));
    places.chain(countries).filter(|name| !name.is_empty())
}

/// Why a term that stands behind `place:` is found in no article.
pub(super) fn check(term: &Term) -> Result<(), Fault> {
    let spellings = expand(term)?;
    let mut literals = spellings.iter().flat_map(|one| &one.literals);
    if literals.any(|literal| NAMES.contains(literal.as_str())) {
        return Ok(());
    }
    let written = term.plain();
    let fault = Fault::new(0..0, format!("no place of the name \"{}\" is known", shown(&written)));
    Err(match nearest(&written, names()) {
        Some(near) => fault.hint(format!("nearest: place:{}", quoted(near))),
        None => fault.hint(format!(
            "title:{0} and lead:{0} ask for the word itself, country:iq for a country",
            quoted(&shown(&written))
        )),
    })
}

/// A name as a query writes it.
fn quoted(name: &str) -> String {
    let name = name.replace('-', " ");
    if name.contains([' ', '\'']) { format!("\"{name}\"") } else { name }
}
