//! What an article said before its publisher changed it, in a line each: the old headline, or the old
//! text beside the new one from where they part.

use std::io::Write;

use jiff::Timestamp;

use super::Failure;
use crate::store::StoryArticle;
use crate::text::diff;

/// Characters of a text shown.
const SHOWN: usize = 160;

/// Prints the earlier versions of an article, each behind an indent and its time.
pub(super) fn print(
    one: &StoryArticle,
    (indent, time): (&str, fn(Timestamp) -> String),
    out: &mut impl Write,
) -> Result<(), Failure> {
    let article = &one.article;
    for (number, earlier) in one.versions.iter().enumerate() {
        let until = time(earlier.replaced);
        if earlier.title != article.title {
            writeln!(out, "{indent}until {until} it said: {}", earlier.title)?;
            continue;
        }
        let (summary, body) = match one.versions.get(number + 1) {
            Some(later) => (&later.summary, &later.body),
            None => (&article.summary, &article.body),
        };
        let mut texts = [(&earlier.summary, summary), (&earlier.body, body)].into_iter();
        let Some((old, new)) = texts.find(|(old, new)| old != new) else { continue };
        let (old, new) = diff::from_change(old, new);
        let cut = |text: &str| text.chars().take(SHOWN).collect::<String>();
        writeln!(out, "{indent}until {until} its text said: {}; then: {}", cut(&old), cut(&new))?;
    }
    Ok(())
}
