//! Literals as a tree of their letters: all that begin at a byte of a text are found in one walk.
//!
//! Made from the sorted literals without a detour. As an automaton of Aho and Corasick, of which only
//! walks from the starts of words were asked, the shipped 22,500 took 12 MiB more while it was made.

use std::ops::{ControlFlow, Range};

use super::texts::Texts;

/// What ends at a node that ends no literal.
const NONE: u32 = u32::MAX;

/// So many children are looked at one after the other.
const FEW: usize = 8;

/// The tree. The children of a node stand together, in the order of their first letters, and behind
/// them those of the next node; so do the letters that follow each one's first.
#[derive(Debug)]
pub(super) struct Trie {
    /// One more than there are: it says where what belongs to the last ends.
    nodes: Vec<Node>,
    /// The first letter of each node.
    firsts: Vec<u8>,
    /// The letters behind it from which no literal branches off.
    letters: Vec<u8>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// Where its letters begin.
    letters: u32,
    /// Its first child.
    children: u32,
    /// The literal that ends here.
    literal: u32,
}

/// The literals that begin as a node does, and how many letters that are.
#[derive(Clone, Debug)]
struct Branch {
    literals: Range<usize>,
    depth: usize,
}

/// More literals, or letters of theirs, than can be numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("they have more than four billion letters")]
pub(super) struct TooLarge;

impl Trie {
    /// The tree of literals that are in order, and each there once.
    pub fn new(literals: &Texts) -> Result<Trie, TooLarge> {
        let mut trie = Trie { nodes: Vec::new(), firsts: Vec::new(), letters: Vec::new() };
        trie.push(0, &[], NONE)?;
        let mut branches = vec![Branch { literals: 0..literals.len(), depth: 0 }];
        let mut at = 0;
        // In the order of the nodes, so that the children of each come together.
        while let Some(Branch { literals: mut left, depth }) = branches.get(at).cloned() {
            let children = number(trie.nodes.len())?;
            if let Some(node) = trie.nodes.get_mut(at) {
                node.children = children;
            }
            while !left.is_empty() {
                let next = |at: usize| literals.get(at)?.as_bytes().get(depth).copied();
                let first = next(left.start);
                let branch = left.start..partition(left.clone(), |at| next(at) <= first);
                left.start = branch.end;
                branches.push(trie.grow(literals, Branch { literals: branch, depth })?);
            }
            at += 1;
        }
        let children = number(trie.nodes.len())?;
        trie.push(0, &[], NONE)?;
        trie.firsts.pop();
        if let Some(end) = trie.nodes.last_mut() {
            end.children = children;
        }
        trie.nodes.shrink_to_fit();
        trie.firsts.shrink_to_fit();
        trie.letters.shrink_to_fit();
        Ok(trie)
    }

    /// Adds the node of literals that are alike in one letter more than their parent, or in more.
    fn grow(&mut self, literals: &Texts, branch: Branch) -> Result<Branch, TooLarge> {
        let Branch { literals: mut within, depth } = branch;
        let text = |at: usize| literals.get(at).unwrap_or_default().as_bytes();
        let (one, last) = (text(within.start), text(within.end.saturating_sub(1)));
        // What the first and the last of a sorted row share, all of them share.
        let alike = one.iter().zip(last).take_while(|(one, last)| one == last).count();
        let ends = one.len() == alike;
        let literal = if ends { number(within.start)? } else { NONE };
        let first = one.get(depth).copied().unwrap_or_default();
        self.push(first, one.get(depth + 1..alike).unwrap_or_default(), literal)?;
        within.start += usize::from(ends);
        Ok(Branch { literals: within, depth: alike })
    }

    fn push(&mut self, first: u8, letters: &[u8], literal: u32) -> Result<(), TooLarge> {
        let node = Node { letters: number(self.letters.len())?, children: 0, literal };
        self.nodes.push(node);
        self.firsts.push(first);
        self.letters.extend(letters);
        Ok(())
    }

    /// Bytes that it takes.
    pub fn memory(&self) -> usize {
        size_of_val(self.nodes.as_slice()) + self.firsts.len() + self.letters.len()
    }

    /// Calls back for every literal at the start of a text, with its length, the shortest first.
    pub fn walk(
        &self,
        text: &[u8],
        mut found: impl FnMut(u32, usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut rest = text;
        let mut next = self.child(0, rest);
        while let Some((node, behind)) = next {
            rest = behind;
            if node.literal != NONE {
                found(node.literal, text.len() - rest.len())?;
            }
            next = self.child(node.number, rest);
        }
        ControlFlow::Continue(())
    }

    /// The child of a node whose letters a text begins with, and what follows them.
    fn child<'t>(&self, parent: usize, text: &'t [u8]) -> Option<(Reached, &'t [u8])> {
        let (first, rest) = text.split_first()?;
        let children = self.between(parent, |node| node.children)?;
        let firsts = self.firsts.get(children.clone())?;
        let place = if firsts.len() <= FEW {
            firsts.iter().position(|letter| letter == first)?
        } else {
            firsts.binary_search(first).ok()?
        };
        let number = children.start + place;
        let letters = self.letters.get(self.between(number, |node| node.letters)?)?;
        let rest = rest.strip_prefix(letters)?;
        Some((Reached { number, literal: self.nodes.get(number)?.literal }, rest))
    }

    fn between(&self, number: usize, part: impl Fn(&Node) -> u32) -> Option<Range<usize>> {
        match self.nodes.get(number..number + 2)? {
            [node, next] => Some(part(node) as usize..part(next) as usize),
            _ => None,
        }
    }
}

/// A node that a walk has come to.
#[derive(Clone, Copy)]
struct Reached {
    number: usize,
    literal: u32,
}

/// The first number of a range for which something is no longer so that is so for the first of them.
fn partition(range: Range<usize>, is_so: impl Fn(usize) -> bool) -> usize {
    let (mut known, mut end) = (range.start, range.end);
    while known + 1 < end {
        let middle = known.midpoint(end);
        *(if is_so(middle) { &mut known } else { &mut end }) = middle;
    }
    end
}

/// A place as it is kept.
fn number(place: usize) -> Result<u32, TooLarge> {
    u32::try_from(place).ok().filter(|number| *number != NONE).ok_or(TooLarge)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(literals: &[&str], text: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let trie = Trie::new(&literals.iter().copied().collect()).unwrap();
        let each = |literal: u32, length| {
            found.push((literal as usize, length));
            ControlFlow::Continue(())
        };
        assert!(trie.walk(text.as_bytes(), each).is_continue());
        found
    }

    #[test]
    fn all_literals_at_the_start_of_a_text_are_found_the_shortest_first() {
        let literals =
            [" em", " embassies ", " embassy ", " embassy row ", " rocket", " ракета ", "大使館"];
        for (text, expected) in [
            (" embassy row is shut", &[(0, 3), (2, 9), (3, 13)][..]),
            (" embassy", &[(0, 3)]),
            (" rockets", &[(4, 7)]),
            (" ракета ", &[(5, 14)]),
            ("大使館の", &[(6, 9)]),
            (" e", &[]),
            ("", &[]),
        ] {
            assert_eq!(found(&literals, text), expected, "{text:?}");
        }
        assert_eq!(found(&[], " a"), []);
    }

    #[test]
    fn a_walk_ends_where_the_caller_ends_it() {
        let trie = Trie::new(&["a", "ab"].into_iter().collect()).unwrap();
        let mut seen = 0;
        let first = |_, _| {
            seen += 1;
            ControlFlow::Break(())
        };
        assert!(trie.walk(b"abc", first).is_break());
        assert_eq!(seen, 1);
    }

    proptest! {
        #[test]
        fn a_walk_finds_what_comparing_each_literal_finds(
            literals in proptest::collection::btree_set("[abé ]{1,5}", 0..60),
            text in "[abé ]{0,8}",
        ) {
            let literals: Vec<&str> = literals.iter().map(String::as_str).collect();
            let mut expected: Vec<(usize, usize)> = literals
                .iter()
                .enumerate()
                .filter(|(_, literal)| text.starts_with(**literal))
                .map(|(number, literal)| (number, literal.len()))
                .collect();
            expected.sort_by_key(|(_, length)| *length);
            prop_assert_eq!(found(&literals, &text), expected);
        }
    }
}
