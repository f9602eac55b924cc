//! Which blocks of a page are the article: the densest run of running text, and what belongs to it.

use super::blocks::{Block, Kind, Zone};

/// Letters of a block that is running text, of one that is surely, and of a short paragraph.
const RUNNING: usize = 60;
const SURE: usize = 160;
const SHORT: usize = 15;
/// Letters that the marked part of a page must hold to be taken for the article.
const MARKED: usize = 250;
/// What a block that is no text costs a run that goes through it.
const COST: i64 = 45;

/// The blocks of the article, in order.
pub(super) fn article(blocks: &[Block]) -> Vec<&Block> {
    // The strictest reading that finds enough: marked as the article, not around it, anything.
    let readings: [fn(&Block) -> bool; 3] = [
        |block| block.zone == Zone::Main,
        |block| block.zone <= Zone::Main,
        |block| block.zone < Zone::Around,
    ];
    let mut best: Vec<&Block> = Vec::new();
    for reading in readings {
        let found = densest(blocks, reading);
        if letters(&found) >= MARKED {
            return found;
        }
        if letters(&found) > letters(&best) {
            best = found;
        }
    }
    best
}

fn letters(blocks: &[&Block]) -> usize {
    blocks.iter().map(|block| block.letters).sum()
}

/// Whether a block is running text.
fn is_text(block: &Block) -> bool {
    let few_links = block.linked * 3 <= block.letters;
    let sentence = block.text.trim_end().ends_with(['.', '!', '?', '"', '”', '…', '。', '؟', ':']);
    few_links
        && !is_notice(block)
        && (block.letters >= RUNNING
            || (block.kind == Kind::Paragraph && block.letters >= SHORT && sentence))
}

/// Whether a block asks for something instead of telling: cookies, subscriptions, rights.
fn is_notice(block: &Block) -> bool {
    const NOTICES: &[&[&str]] = &[
        &["cookie", "accept"],
        &["cookie", "consent"],
        &["cookie", "privacy"],
        &["cookies", "website"],
        &["sign up", "newsletter"],
        &["subscribe", "newsletter"],
        &["all rights reserved"],
        &["enable javascript"],
        &["terms of use", "privacy"],
    ];
    if block.letters > 600 {
        return false;
    }
    let text = block.text.to_lowercase();
    NOTICES.iter().any(|words| words.iter().all(|word| text.contains(word)))
}

/// The run of blocks with the most text and the least else, without what does not belong to it.
fn densest(blocks: &[Block], counts: fn(&Block) -> bool) -> Vec<&Block> {
    let worth = |block: &Block| -> i64 {
        let letters = i64::try_from(block.letters).unwrap_or(0);
        match (counts(block), is_text(block)) {
            (false, _) => -COST,
            (true, true) => letters,
            (true, false) if block.linked * 2 > block.letters => -COST - letters / 2,
            (true, false) => -COST / 3,
        }
    };
    let (mut best, mut run) = ((0, 0, 0_i64), (0, 0_i64));
    for (at, block) in blocks.iter().enumerate() {
        run.1 += worth(block);
        if run.1 <= 0 {
            run = (at + 1, 0);
        } else if run.1 > best.2 {
            best = (run.0, at + 1, run.1);
        }
    }
    let within = blocks.get(best.0..best.1).unwrap_or_default();
    within.iter().filter(|block| counts(block) && belongs(block)).collect()
}

/// What stands among the paragraphs and is read with them: headings, items, short lines.
fn belongs(block: &Block) -> bool {
    if is_text(block) {
        return true;
    }
    let few_links = block.linked * 2 <= block.letters;
    let kept = matches!(block.kind, Kind::Heading | Kind::Item | Kind::Paragraph);
    kept && few_links && !is_notice(block) && block.letters < SURE && block.letters > 1
}
