//! A page of documentation: its fenced blocks with what is said of their run, and its links.

use std::fs;
use std::path::{Path, PathBuf};

/// A page.
pub struct Page {
    pub file: PathBuf,
    /// Its name in messages.
    pub name: String,
    pub blocks: Vec<Block>,
    text: String,
}

/// A fenced block.
pub struct Block {
    /// Line of its opening fence.
    pub line: usize,
    pub language: String,
    pub text: String,
    pub run: Run,
}

/// How a block is run.
#[derive(Clone, Default)]
pub enum Run {
    /// To its end, which is status 0.
    #[default]
    Whole,
    /// Until it has printed this.
    Until(String),
    /// On a terminal, until the screen shows this.
    Screen(String),
    /// Not, for this reason.
    Not(String),
    /// A mark that nobody knows.
    Unknown(String),
}

impl Run {
    fn read(comment: &str) -> Run {
        let quoted = || comment.split('"').nth(1).unwrap_or_default().to_owned();
        match comment.split_whitespace().next().unwrap_or_default() {
            "until" => Run::Until(quoted()),
            "screen" => Run::Screen(quoted()),
            "not" => {
                let reason = comment.split_once(',').map_or("", |(_, reason)| reason);
                Run::Not(reason.trim().to_owned())
            }
            _ => Run::Unknown(comment.to_owned()),
        }
    }
}

impl Page {
    pub fn read(file: &Path) -> Page {
        let text = fs::read_to_string(file).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        Page { blocks: blocks(&text), file: file.to_owned(), name, text }
    }

    /// The targets of its links and pictures, outside of fenced blocks.
    pub fn links(&self) -> Vec<&str> {
        let mut prose: Vec<&str> = self.text.split("```").step_by(2).collect();
        prose
            .iter_mut()
            .flat_map(|part| part.split("](").skip(1))
            .filter_map(|rest| rest.split(')').next())
            .collect()
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut mark = Run::default();
    let mut open: Option<Block> = None;
    for (index, line) in text.lines().enumerate() {
        match &mut open {
            Some(block) if line.trim() == "```" => {
                block.text.push('\n');
                blocks.extend(open.take());
            }
            Some(block) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            None => {
                let comment =
                    line.strip_prefix("<!-- test: ").and_then(|rest| rest.strip_suffix(" -->"));
                if let Some(comment) = comment {
                    mark = Run::read(comment);
                } else if let Some(language) = line.strip_prefix("```") {
                    let run = std::mem::take(&mut mark);
                    let language = language.trim().to_owned();
                    open = Some(Block { line: index + 1, language, text: String::new(), run });
                }
            }
        }
    }
    blocks
}
