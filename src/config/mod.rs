//! Configuration: three documented files, the shipped ones below the user's own; checked settings;
//! edits that keep comments. Every problem is told with file, line, column and the line itself.
//!
//! Leaves to others: what a query means (`watch`), what a notifier wants (`notify`), which key does
//! what (`dashboard`), and when to load again (`engine`, with [`stamp()`]).

mod access;
mod advice;
pub mod commands;
mod edit;
pub mod edit_feeds;
pub mod edit_watches;
pub mod edit_whole;
mod error;
pub mod feed_names;
mod feeds;
mod general;
mod hidden;
mod layers;
mod load;
mod owners;
mod paths;
mod private;
mod reading;
mod save;
mod sections;
mod settings;
mod source;
mod stamp;
mod strings;
pub mod suggest;
mod value;
mod vocabulary;
mod watches;
mod zone;

pub use access::{hidden as shown_address, of_address as credentials_of};
pub use advice::{Advice, advice};
pub use edit::{EditError, Edited, Switch};
pub use edit_feeds::FeedKey;
pub use error::{ConfigError, Place, report};
pub use feeds::{address_of, is_language};
pub use load::{CONFIG, FEEDS, Loaded, WATCHES, defaults, load};
pub use paths::{Given, NoHome, Paths};
pub use settings::{
    At, DashboardSettings, DutySettings, NotifySection, Settings, StoreSettings, THEMES,
};
pub use stamp::{Secrets, Stamp, secrets, stamp};
pub use value::{duration_text, parse_span, quoted};
pub use watches::{COLOURS, Layer};
