//! The issue as Markdown: entries from their templates ([`entry`]), put together ([`assemble`]).
//!
//! What a template may see of an item stands in [`fields`]. Everything here is text to text: no
//! files, no clock.

pub mod assemble;
pub mod entry;
mod fields;
pub mod merge;
pub mod phrases;
pub mod resolve;
mod sample;

/// A template that cannot be used: where, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{template}, line {line}: {message}")]
pub struct TemplateError {
    /// The file, or "section `jobs`" for an entry template of `sources.toml`.
    pub template: String,
    /// Line within the template, from 1.
    pub line: usize,
    /// Bytes of the template that are to blame, where they are known.
    pub span: Option<std::ops::Range<usize>>,
    /// What is wrong, with the missing name.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl TemplateError {
    /// From the template engine's error: the innermost cause tells most.
    pub fn from_engine(template: &str, error: &minijinja::Error, names: &[&str]) -> TemplateError {
        let mut innermost = error;
        while let Some(cause) =
            std::error::Error::source(innermost).and_then(|cause| cause.downcast_ref::<minijinja::Error>())
        {
            innermost = cause;
        }
        let message = innermost
            .detail()
            .map_or_else(|| innermost.kind().to_string(), |detail| format!("{}: {detail}", innermost.kind()));
        let help = named(&message).and_then(|wrong| crate::model::words::nearest(wrong, names.iter().copied()));
        TemplateError {
            template: innermost.name().unwrap_or(template).to_owned(),
            line: innermost.line().unwrap_or(1),
            span: innermost.range(),
            help: help.map(|near| format!("did you mean `{near}`?")),
            message,
        }
    }
}

/// The name in the engine's "undefined value: `compny` is undefined" or "… has no attribute".
fn named(message: &str) -> Option<&str> {
    let name = message.split('`').nth(1)?;
    Some(name.rsplit('.').next().unwrap_or(name))
}
