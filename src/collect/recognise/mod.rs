//! What an address is, as far as it and its page tell, before anything is asked of it.
//!
//! [`about`]: whether the thing behind an address is a job, an event or an article.

mod about;

pub use about::item_type;
