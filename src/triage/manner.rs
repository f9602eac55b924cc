//! How an article tells of its subject: whether it corrects what was told before, is of what that led
//! to, or of a drill, a film, an opinion. Its texts are folded once for all that is asked of them.

use super::corrections::{Amends, NOTED_WITHIN, amends};
use super::hints::{Asked, Hints};
use super::labels::labels;
use super::words::{head, spaced};
use super::{reactions, tone};
use crate::domain::Article;

/// Tones of what is no report and no opinion of one.
const MADE_UP: &[&str] = &["film", "game"];
/// Bytes of a body that are looked at.
const BODY_START: usize = 512;

/// The texts of an article as phrases are looked for in them.
pub(super) struct Texts<'a> {
    /// The headline as it is written.
    pub title: &'a str,
    /// The summary as it is written.
    pub summary: &'a str,
    /// Labels of the headline, folded.
    pub labels: Vec<String>,
    /// Headline, summary and start of the body, folded, each between spaces.
    pub spaced: [String; 3],
    /// What each of them may hold.
    hints: [Hints; 3],
}

impl<'a> Texts<'a> {
    /// The texts of an article.
    pub fn of(article: &'a Article) -> Texts<'a> {
        let Article { title, summary, body, .. } = article;
        let spaced = [title, summary, head(body, BODY_START)].map(spaced);
        let [headline, texts @ ..] = &spaced;
        let start = (tone::LEAD_WORDS, NOTED_WITHIN);
        let [summary_hints, body_hints] = texts.each_ref().map(|text| Hints::of_start(text, start));
        let hints = [Hints::of(headline), summary_hints, body_hints];
        Texts { title, summary, labels: labels(title).collect(), spaced, hints }
    }

    /// Those of its texts that may hold what they are asked for.
    pub fn asked(&self, what: Asked) -> impl Iterator<Item = &str> {
        let texts = self.spaced.iter().zip(&self.hints);
        texts.filter(move |(_, hints)| hints.allow(what)).map(|(text, _)| text.as_str())
    }

    /// The headline, folded between spaces, where it may hold what it is asked for.
    pub fn title_with(&self, what: Asked) -> Option<&str> {
        let ([title, ..], [hints, ..]) = (&self.spaced, &self.hints);
        Some(title.as_str()).filter(|_| hints.allow(what))
    }

    /// The summary, likewise.
    pub fn summary_with(&self, what: Asked) -> Option<&str> {
        let ([_, summary, _], [_, hints, _]) = (&self.spaced, &self.hints);
        Some(summary.as_str()).filter(|_| hints.allow(what))
    }
}

/// How an article tells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// What marks it down, in a word.
    pub tone: Option<&'static str>,
    /// Whether it is a drill itself, not only told beside one.
    drill: bool,
    /// How it takes back something told before.
    pub amends: Option<Amends>,
    /// Whether it is of what an attack led to: a condemnation, an arrest, a funeral.
    pub reacts: bool,
}

impl Manner {
    /// How an article tells.
    pub fn of(article: &Article) -> Manner {
        let texts = Texts::of(article);
        let (mark, amends) = (tone::mark(&texts), amends(&texts));
        let tone = mark.map(|mark| mark.name);
        let drill = mark.is_some_and(|mark| mark.sure && mark.name == tone::DRILL);
        let [title, ..] = &texts.spaced;
        // Most headlines name no event, and need not be parted into clauses.
        let reacts = reactions::names_event(title) && reactions::reacts(texts.title);
        Manner { tone, drill, amends, reacts }
    }

    /// What marks it down where nobody reports its event: its tone, else that it takes the event back.
    pub fn mark(self) -> Option<&'static str> {
        self.tone.or(match self.amends {
            Some(Amends::Denial) => Some("denial"),
            Some(Amends::Retraction) => Some("withdrawal"),
            Some(Amends::Correction | Amends::Revision) | None => None,
        })
    }

    /// Whether it takes its publisher's report back.
    pub fn retracts(self) -> bool {
        self.amends == Some(Amends::Retraction)
    }

    /// Whether it is told for another end than to report.
    pub fn is_made_up(self) -> bool {
        self.tone.is_some_and(|tone| MADE_UP.contains(&tone))
    }

    /// Whether it is an opinion.
    pub fn is_opinion(self) -> bool {
        self.tone == Some("opinion")
    }

    /// Whether it is a drill.
    pub fn is_drill(self) -> bool {
        self.drill
    }

    /// Whether it reports an event.
    pub fn is_report(self) -> bool {
        self.tells() && !self.reacts
    }

    /// Whether it tells of an event as one that was, whoever reports it.
    pub fn tells(self) -> bool {
        self.tone.is_none() && self.amends.is_none_or(|amends| amends == Amends::Revision)
    }
}
