//! Triage: from articles to alerts. `examine` reads one document and needs nothing but the rules;
//! `decide` joins findings to what is known and says what changes. Both are pure.
//!
//! Leaves reading to `feed`, matching to `watch`, writing to `store`, delivery to `notify`.

mod agencies;
mod amend;
mod batch;
mod bonds;
mod book;
pub mod burst;
mod clauses;
mod cluster;
mod concepts;
mod corrections;
mod credits;
mod decide;
mod denials;
mod denied_events;
mod elsewhen;
mod examine;
mod features;
mod focus;
mod gazetteer;
mod harm;
mod held;
mod identity;
mod idf;
mod idf_table;
mod labels;
mod line;
mod live;
mod manner;
mod numerals;
mod origin;
mod overlay;
mod owners;
mod places;
mod policy;
mod postings;
mod quick;
mod raise;
mod recant;
pub mod regroup;
mod scene;
mod score;
mod settings;
mod stand;
mod stop;
mod targets;
#[cfg(test)]
mod tellings;
mod tolls;
mod tone;
mod unite;
mod vector;
mod words;

pub use self::book::Book;
pub use self::decide::decide;
pub use self::examine::{Rules, Source, examine, meta};
pub use self::features::features;
pub use self::identity::{Marks, marks};
pub use self::owners::Owners;
pub use self::policy::{Home, Policy, WatchWeight};
pub use self::raise::{due, flush};
pub use self::scene::scene;
pub use self::score::judge;
