//! `docs/kinds.md`: every kind of source in one table. A test compares; `newsletter sources kinds` prints it.

use super::{KINDS, Kind};

const OPENING: &str = "\
# The kinds of sources

Made from the kinds themselves: `newsletter sources kinds`. Do not edit. The keys of each stand, with an
example, in [sources.reference.toml](sources.reference.toml).

Nothing here was called live while it was written: a kind whose answer has another shape than the one that was
verified says what it expected and what came, and the run goes on.

| kind | what it supplies | how it was verified | what it cannot do |
|---|---|---|---|
";

/// The whole page.
pub fn page() -> String {
    OPENING.to_owned() + &KINDS.iter().map(row).collect::<String>()
}

fn row(kind: &Kind) -> String {
    let types: Vec<String> = kind.supplies.iter().map(|supplied| format!("{}s", supplied.as_str())).collect();
    format!("| `{}` | {}: {} | {} | {} |\n", kind.name, types.join(", "), kind.about, kind.verified, kind.cannot)
}
