//! Where an item stands by what past issues took, and why: what `curate` learns, records keep and
//! `explain` shows.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where an item stands by its rank, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Standing {
    /// How likely editors take it by what they took before: 0 to 1, rounded to hundredths.
    pub score: f64,
    /// What moved it up, the strongest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub up: Vec<String>,
    /// What moved it down, the strongest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub down: Vec<String>,
    /// The log-odds in millionths: what is sorted by.
    #[serde(skip)]
    pub odds: i64,
}

impl fmt::Display for Standing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:.2}", self.score)?;
        let moved = self.up.iter().map(|what| ("+", what)).chain(self.down.iter().map(|what| ("−", what)));
        for (number, (sign, what)) in moved.enumerate() {
            write!(out, "{} {sign}{what}", if number == 0 { ":" } else { "" })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_reads_like_a_sum() {
        let strings = |words: &[&str]| words.iter().map(|word| word.to_string()).collect();
        let standing = Standing { score: 0.7, up: strings(&["guide", "ospo"]), down: strings(&["webinar"]), odds: 0 };
        assert_eq!(standing.to_string(), "0.70: +guide +ospo −webinar");
        assert_eq!(Standing { up: Vec::new(), down: Vec::new(), ..standing }.to_string(), "0.70");
    }
}
