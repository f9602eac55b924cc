//! The web pages of the invented outlets: an article each, so that opening one shows something.

use super::day::Outlet;
use super::edition::Item;
use super::render::{escape, paragraphs};

/// The page of one article.
#[must_use]
pub fn article(item: &Item<'_>, outlet: &Outlet) -> String {
    let direction =
        if matches!(outlet.language.as_str(), "ar" | "fa" | "he") { "rtl" } else { "ltr" };
    let edited = item.updated.map_or_else(String::new, |time| format!(" · edited {time}"));
    let author = if item.entry.author.is_empty() {
        String::new()
    } else {
        format!(" · {}", escape(&item.entry.author))
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\" dir=\"{direction}\">\n<head>\
         <meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n<article>\n\
         <h1>{title}</h1>\n<p><small>{name}{author} · {published}{edited}</small></p>\n\
         <p><strong>{summary}</strong></p>\n{body}\n</article>\n\
         <p><small>An invented article of the wirewatch demo.</small></p>\n</body>\n</html>\n",
        language = escape(&outlet.language),
        title = escape(item.title),
        name = escape(&outlet.name),
        published = item.published,
        summary = escape(item.summary),
        body = paragraphs(item.body),
    )
}
