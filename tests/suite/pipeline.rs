//! From findings to stories, alerts and notices: what `decide` promises whatever the order, the
//! number of tellings and the age of the news.

mod acceptance;
mod archives;
mod changed_watches;
mod desk;
mod every_event;
mod lagging;
mod look_alikes;
mod new_attacks;
mod one_by_one;
mod orders;
mod properties;
mod reactions;
mod recorded_day;
mod regrouping;
mod reports;
mod revising;
mod rewritten;
mod side_by_side;
mod sirens;
mod stories;
mod taking_back;
mod telling;
mod weeks;
