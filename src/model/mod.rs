//! The model: what a newsletter is made of, and nothing else.
//!
//! No I/O, no clock, nothing of ours imported: every other folder stands on this one. Start with
//! [`item`] (what sources bring), then [`dates`] (when), [`link`] (where) and [`place`].

pub mod cursor;
pub mod dates;
pub mod exchange;
pub mod flag;
pub mod issue;
pub mod item;
pub mod link;
pub mod mojibake;
pub mod pattern;
pub mod place;
pub mod standing;
pub mod text;
pub mod words;
