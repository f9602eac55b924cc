//! The web pages of the invented outlets: a front page and an article each, so that opening a
//! link shows something.

use std::fmt::Write as _;

use super::day::Outlet;
use super::edition::{Edition, Item};
use super::render::{escape, link, paragraphs};

/// The page of one article.
#[must_use]
pub fn article(item: &Item<'_>, outlet: &Outlet) -> String {
    let edited = item.updated.map_or_else(String::new, |time| format!(" · edited {time}"));
    let author = if item.entry.author.is_empty() {
        String::new()
    } else {
        format!(" · {}", escape(&item.entry.author))
    };
    let inner = format!(
        "<article>\n<h1>{title}</h1>\n<p><small>{name}{author} · {published}{edited}</small></p>\n\
         <p><strong>{summary}</strong></p>\n{body}\n</article>\n",
        title = escape(item.title),
        name = escape(&outlet.name),
        published = item.published,
        summary = escape(item.summary),
        body = paragraphs(item.body),
    );
    whole(outlet, item.title, &inner)
}

/// The front page of an outlet: its headlines.
#[must_use]
pub fn front(edition: &Edition<'_>, site: &str) -> String {
    let mut inner = format!("<h1>{}</h1>\n<ul>\n", escape(&edition.outlet.name));
    for item in &edition.items {
        let link = escape(&link(item, edition, site));
        let _ = writeln!(inner, "<li><a href=\"{link}\">{}</a></li>", escape(item.title));
    }
    inner.push_str("</ul>\n");
    whole(edition.outlet, &edition.outlet.title, &inner)
}

fn whole(outlet: &Outlet, title: &str, inner: &str) -> String {
    let right_to_left = ["ar", "fa", "he"].contains(&outlet.language.as_str());
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head><meta charset=\"utf-8\">\
         <title>{}</title></head>\n<body>\n{inner}\
         <p><small>An invented outlet of the wirewatch demo.</small></p>\n</body>\n</html>\n",
        escape(&outlet.language),
        if right_to_left { "rtl" } else { "ltr" },
        escape(title),
    )
}
