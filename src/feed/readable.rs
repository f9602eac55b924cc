//! The text of an article out of the page that holds it: no menus, no notices, no lists of links.
//!
//! One pass of the tokenizer into blocks, no tree: what an element's name and class say, how long a
//! block is and how much of it is links decides. Linear and bounded; any bytes give some answer.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::decode::decode;

mod blocks;
mod choice;

use blocks::Blocks;

/// Least characters of text that count as an article.
const LEAST: usize = 140;

/// The text of an article, its paragraphs on lines of their own, at most `limit` bytes; `None`
/// where the page holds no running text.
#[must_use]
pub fn text(page: &[u8], content_type: Option<&str>, limit: usize) -> Option<String> {
    let decoded = decode(page, content_type);
    let mut blocks = Blocks::default();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        blocks.take(&event);
        blocks.is_full().then_some(())
    });
    emitter.naively_switch_states(true);
    let _ = Tokenizer::new_with_emitter(&*decoded.text, emitter).next();
    let mut text = String::new();
    for block in choice::article(&blocks.finish()) {
        if text.len() + block.text.len() + 1 > limit {
            break;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&block.text);
    }
    (text.chars().count() >= LEAST).then_some(text)
}

#[cfg(test)]
mod tests;
