//! The model's idea of an issue: blocks of whole lines, each with its owner. Nothing may come between the
//! lines of a block.

use super::world::{HEADINGS, ISSUE, thing};
use crate::support::Newsletter;

/// Whose a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An entry that a run wrote.
    Entry {
        thing: usize,
        /// Whether people changed it, or moved it.
        touched: Touched,
    },
    /// A heading; of a section of the configuration, whatever it is called now, or of people's own.
    Heading(Option<usize>),
    Blank,
    /// Anything else.
    People,
}

/// Whether people own an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touched {
    No,
    /// The model cannot tell: of two entries that changed places, which one was moved?
    Perhaps,
    Yes,
}

#[derive(Clone, Debug)]
pub struct Block {
    pub owner: Owner,
    /// With their endings.
    pub lines: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Text {
    pub blocks: Vec<Block>,
    pub has_mark: bool,
    pub is_crlf: bool,
}

impl Block {
    pub fn new(owner: Owner, lines: &[&str], ending: &str) -> Block {
        Block { owner, lines: lines.iter().map(|line| format!("{line}{ending}")).collect() }
    }

    pub fn thing(&self) -> Option<usize> {
        match self.owner {
            Owner::Entry { thing, .. } => Some(thing),
            _ => None,
        }
    }

    pub fn is_heading(&self) -> bool {
        matches!(self.owner, Owner::Heading(_))
    }

    /// Makes an entry people's, or perhaps.
    pub fn touch(&mut self, how: Touched) {
        if let Owner::Entry { touched, .. } = &mut self.owner {
            *touched = how.max(*touched);
        }
    }
}

impl Text {
    /// The model of a text that a run has just written, and nobody edited.
    pub fn generated(text: &str) -> Text {
        let mut blocks: Vec<Block> = Vec::new();
        for line in text.split_inclusive('\n') {
            let bare = line.trim_end();
            let owner = if bare.is_empty() {
                Owner::Blank
            } else if let Some(heading) = bare.strip_prefix("## ") {
                Owner::Heading(HEADINGS.iter().position(|known| *known == heading))
            } else if bare.starts_with("- ") {
                let thing = thing(bare).expect("a generated entry has the address of a thing");
                Owner::Entry { thing, touched: Touched::No }
            } else if bare.starts_with("  ") {
                blocks.last_mut().unwrap().lines.push(line.to_owned());
                continue;
            } else {
                Owner::People
            };
            blocks.push(Block { owner, lines: vec![line.to_owned()] });
        }
        Text { blocks, has_mark: false, is_crlf: false }
    }

    pub fn ending(&self) -> &'static str {
        if self.is_crlf { "\r\n" } else { "\n" }
    }

    pub fn written(&self) -> String {
        let mark = if self.has_mark { "\u{feff}" } else { "" };
        mark.to_owned() + &self.blocks.iter().flat_map(|block| block.lines.clone()).collect::<String>()
    }

    pub fn save(&self, newsletter: &Newsletter) {
        newsletter.write(ISSUE, &self.written());
    }

    /// The indices of blocks of a sort.
    pub fn which(&self, is_meant: impl Fn(&Block) -> bool) -> Vec<usize> {
        (0..self.blocks.len()).filter(|at| is_meant(&self.blocks[*at])).collect()
    }

    /// The heading under which a block stands.
    pub fn heading_above(&self, at: usize) -> Option<usize> {
        (0..=at).rev().find(|at| self.blocks[*at].is_heading())
    }

    /// Where the section of a heading ends.
    pub fn end_of(&self, heading: usize) -> usize {
        let next = (heading + 1..self.blocks.len()).find(|at| self.blocks[*at].is_heading());
        next.unwrap_or(self.blocks.len())
    }

    /// How often an address stands in the text.
    pub fn times(&self, address: &str) -> usize {
        let is_end = |rest: &str| !rest.starts_with(|next: char| next.is_ascii_digit());
        let text = self.written();
        text.match_indices(address).filter(|(at, _)| is_end(&text[at + address.len()..])).count()
    }
}
