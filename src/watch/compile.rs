//! Compiles a vocabulary to a matcher: lists and queries read, terms expanded, plans made.
//!
//! All problems are gathered, so that one run tells of every mistake.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use super::expand::{self, Expansion, expand};
use super::gates::Alternative;
use super::lists::Lists;
use super::literals::{Gathering, Use};
use super::matcher::{Compiled, Matcher, Watch};
use super::parser::parse;
use super::plan::{Fields, Plan, Sets, fields_of, gives_places, plan, required};
use super::problem::{Fault, Place, Problem};
use super::syntax::{Kind, Node, Term};
use super::vocabulary::{Vocabulary, WatchSpec};

/// Literals of all watches together, at most.
const MOST_LITERALS: usize = 200_000;

/// Compiles the enabled watches; the disabled ones and all lists are checked too.
pub(super) fn compile(vocabulary: &Vocabulary) -> Result<Matcher, Vec<Problem>> {
    let mut problems = Vec::new();
    let lists = Lists::read(&vocabulary.lists, &mut problems);
    let mut builder = Builder::new(&lists);
    check_names(&vocabulary.watches, &mut problems);
    let mut watches = Vec::new();
    for spec in &vocabulary.watches {
        let mut trial = Builder::new(&lists);
        let builder = if spec.enabled { &mut builder } else { &mut trial };
        match builder.watch(spec) {
            Ok(watch) if spec.enabled => watches.push(watch),
            Ok(_) => {}
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let gathered = builder.done();
    // The terms as they were read take as much again as what is built.
    drop(lists);
    gathered.finish(watches)
}

fn check_names(watches: &[WatchSpec], problems: &mut Vec<Problem>) {
    let mut known = HashSet::new();
    for spec in watches {
        let fault = if spec.name.trim().is_empty() {
            Fault::new(0..0, "a watch needs a name")
        } else if !known.insert(&spec.name) {
            Fault::new(0..spec.name.len(), "two watches of this name").hint("rename one")
        } else {
            continue;
        };
        let place = Place::Watch { name: spec.name.as_str().into(), key: "name" };
        problems.push(fault.at(place, &spec.name));
    }
}

/// Reads one query, without lists.
pub(super) fn read(text: &str, place: Place) -> Result<Node, Problem> {
    parse(text).map_err(|fault| fault.at(place, text))
}

/// Numbers terms and sets, and gathers literals.
pub(super) struct Builder<'a> {
    lists: &'a Lists,
    terms: HashMap<Term, u32, RandomState>,
    names: Vec<String>,
    sets: Vec<Vec<u32>>,
    by_list: HashMap<usize, u32, RandomState>,
    by_term: HashMap<Term, u32, RandomState>,
    literals: Gathering,
    fields: Fields,
}

impl<'a> Builder<'a> {
    pub(super) fn new(lists: &'a Lists) -> Self {
        Builder {
            lists,
            terms: HashMap::default(),
            names: Vec::new(),
            sets: Vec::new(),
            by_list: HashMap::default(),
            by_term: HashMap::default(),
            literals: Gathering::default(),
            fields: Fields::TEXT,
        }
    }

    /// Reads and plans one watch.
    pub(super) fn watch(&mut self, spec: &WatchSpec) -> Result<Watch, Vec<Problem>> {
        let place = |key| Place::Watch { name: spec.name.as_str().into(), key };
        let mut problems = Vec::new();
        let mut take = |planned: Result<(Node, Plan), Problem>| {
            planned.map_err(|problem| problems.push(problem)).ok()
        };
        let query = take(self.query(&spec.query, place("match")));
        let mask = spec.mask.as_deref().filter(|mask| !mask.trim().is_empty());
        let mask = mask.and_then(|mask| take(self.mask(mask, place("mask"))));
        match query {
            Some((query, plan)) if problems.is_empty() => Ok(Watch::new(spec, query, plan, mask)),
            _ => Err(problems),
        }
    }

    fn query(&mut self, text: &str, place: Place) -> Result<(Node, Plan), Problem> {
        let node = read(text, place.clone())?;
        let most = self.literals.len().saturating_add(self.most(&node, &mut HashSet::new()));
        let room = if most > MOST_LITERALS {
            self.room(&node, &mut HashSet::new(), &mut self.literals.len())
        } else {
            Ok(())
        };
        let plan = room.and_then(|()| plan(&node, text, self)).map_err(|f| f.at(place, text))?;
        self.fields = self.fields.with(fields_of(&plan));
        Ok((node, plan))
    }

    fn mask(&mut self, text: &str, place: Place) -> Result<(Node, Plan), Problem> {
        let (node, plan) = self.query(text, place.clone())?;
        if !gives_places(&node) {
            let fault = Fault::new(node.span, "a mask needs places in the text, not true or false");
            return Err(fault.hint("write terms, lists, OR and NEAR only").at(place, text));
        }
        Ok((node, plan))
    }

    /// How many spellings a query has at most: what stands in several of its lists is counted in each.
    fn most(&self, node: &Node, seen: &mut HashSet<usize>) -> usize {
        match &node.kind {
            Kind::Term(term) => expand::count(term),
            Kind::List(name) => {
                self.lists.find(name).map_or(0, |list| self.lists.spellings(list, seen))
            }
            Kind::Field(_, inner) | Kind::Not(inner) => self.most(inner, seen),
            Kind::Of(_, parts) | Kind::Join(_, _, parts) => {
                parts.iter().fold(0, |sum: usize, part| sum.saturating_add(self.most(part, seen)))
            }
        }
    }

    /// Refuses a query with too many spellings before any is made; `count` is how many there are.
    fn room<'n>(
        &'n self,
        node: &'n Node,
        known: &mut HashSet<&'n Term>,
        count: &mut usize,
    ) -> Result<(), Fault> {
        let mut take = |term: &'n Term| {
            if !self.terms.contains_key(term) && known.insert(term) {
                *count = count.saturating_add(expand::count(term));
            }
            if *count > MOST_LITERALS { Err(too_many()) } else { Ok(()) }
        };
        match &node.kind {
            Kind::Term(term) => {
                take(term).map_err(|fault| Fault { span: node.span.clone(), ..fault })
            }
            Kind::List(name) => {
                let list = self.lists.find(name).ok().filter(|l| !self.by_list.contains_key(l));
                let terms = list.map(|list| self.lists.terms(list)).unwrap_or_default();
                let mut taken = terms
                    .into_iter()
                    .map(|term| take(term).map_err(|fault| in_list(fault, name, term)));
                let taken = taken.find(Result::is_err).unwrap_or(Ok(()));
                taken.map_err(|fault| Fault { span: node.span.clone(), ..fault })
            }
            Kind::Field(_, inner) | Kind::Not(inner) => self.room(inner, known, count),
            Kind::Of(_, parts) | Kind::Join(_, _, parts) => {
                parts.iter().try_for_each(|part| self.room(part, known, count))
            }
        }
    }

    /// The number of a term; its literals are gathered the first time.
    fn number(&mut self, term: &Term) -> Result<u32, Fault> {
        if let Some(number) = self.terms.get(term) {
            return Ok(*number);
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        for Expansion { literals, tail, exact } in expand(term)? {
            if self.literals.len() + literals.len() > MOST_LITERALS {
                return Err(too_many());
            }
            for literal in literals {
                let stands_for = Use::new(number, &tail, exact.as_deref());
                self.literals.add(literal, stands_for);
            }
        }
        self.terms.insert(term.clone(), number);
        self.names.push(term.plain());
        Ok(number)
    }

    fn add_set(&mut self, terms: Vec<u32>) -> u32 {
        self.sets.push(terms);
        u32::try_from(self.sets.len() - 1).unwrap_or(u32::MAX)
    }

    /// What was gathered, without what was needed for it.
    pub(super) fn done(self) -> Gathered {
        let Builder { names, sets, literals, fields, .. } = self;
        Gathered { names, sets, literals, fields }
    }
}

/// All that a matcher is made of beside its watches.
pub(super) struct Gathered {
    names: Vec<String>,
    sets: Vec<Vec<u32>>,
    literals: Gathering,
    fields: Fields,
}

impl Gathered {
    /// Builds the tree of literals and the tables around it.
    pub(super) fn finish(self, watches: Vec<Watch>) -> Result<Matcher, Vec<Problem>> {
        let mut sets_of_term = vec![Vec::new(); self.names.len()];
        for (set, terms) in self.sets.iter().enumerate() {
            for term in terms {
                if let Some(sets) = sets_of_term.get_mut(*term as usize) {
                    sets.push(u32::try_from(set).unwrap_or(u32::MAX));
                }
            }
        }
        let literals = self.literals.build().map_err(|error| {
            let fault = Fault::new(0..0, format!("the terms are too many: {error}"));
            vec![fault.hint("remove terms").at(Place::Vocabulary, "")]
        })?;
        let ways = |(watch, number): (&Watch, u32)| {
            required(&watch.plan).into_iter().map(move |sets| Alternative { watch: number, sets })
        };
        let alternatives = watches.iter().zip(0_u32..).flat_map(ways).collect();
        Ok(Matcher::new(Compiled {
            watches,
            literals,
            term_names: self.names,
            sets_of_term,
            sets: self.sets.len(),
            alternatives,
            fields: self.fields,
        }))
    }
}

impl Sets for Builder<'_> {
    fn term(&mut self, term: &Term) -> Result<u32, Fault> {
        if let Some(set) = self.by_term.get(term) {
            return Ok(*set);
        }
        let number = self.number(term)?;
        let set = self.add_set(vec![number]);
        self.by_term.insert(term.clone(), set);
        Ok(set)
    }

    fn list(&mut self, name: &str) -> Result<u32, Fault> {
        let list = self.lists.find(name)?;
        if let Some(set) = self.by_list.get(&list) {
            return Ok(*set);
        }
        let lists = self.lists;
        let terms = lists.terms(list);
        let numbers = terms
            .into_iter()
            .map(|term| self.number(term).map_err(|fault| in_list(fault, name, term)))
            .collect::<Result<Vec<u32>, Fault>>()?;
        let set = self.add_set(numbers);
        self.by_list.insert(list, set);
        Ok(set)
    }
}

fn too_many() -> Fault {
    let message = format!("more than {MOST_LITERALS} literals in all watches together");
    Fault::new(0..0, message).hint("remove terms, or disable a watch")
}

fn in_list(fault: Fault, name: &str, term: &Term) -> Fault {
    let message = format!("@{name}, {term}: {}", fault.message);
    Fault { message, ..fault }
}

/// Compiles one watch, enabled or not, with all lists.
pub(super) fn compile_one(
    vocabulary: &Vocabulary,
    watch: &WatchSpec,
) -> Result<Matcher, Vec<Problem>> {
    let mut problems = Vec::new();
    let lists = Lists::read(&vocabulary.lists, &mut problems);
    let mut builder = Builder::new(&lists);
    match builder.watch(watch) {
        Ok(watch) if problems.is_empty() => builder.done().finish(vec![watch]),
        Ok(_) => Err(problems),
        Err(found) => Err([found, problems].concat()),
    }
}
