//! What people do to an issue between two runs. Numbers choose, modulo what there is.

use proptest::prelude::*;

use super::text::{Block, Owner, Text, Touched};
use super::world::{self, BASE, RECORD, World};
use crate::support::Newsletter;

/// An edit.
#[derive(Clone, Debug)]
pub enum Edit {
    /// People's words between two blocks, with blank lines around them.
    Words(Prose, usize),
    /// A list item of people's own beside an entry.
    OwnEntry(usize, bool),
    /// An entry, or words, with the address of something that a source will offer only later.
    Foretold(usize, Prose),
    Delete(usize),
    /// To another place among all entries.
    Move(usize, usize),
    Reword(usize),
    Relink(usize),
    /// Words, or an item, below an entry and part of it.
    Child(usize, bool),
    Copy(usize, usize),
    TrailingSpaces(usize),
    OtherBullet(usize),
    Rename(usize),
    Demote(usize),
    DeleteHeading(usize),
    DeleteSection(usize),
    MoveSection(usize, usize),
    OwnSection(usize),
    BlankLine(usize),
    NoBlankLine(usize),
    CrLf,
    ByteOrderMark,
    NoLastNewline,
}

/// Sorts of people's words.
#[derive(Clone, Copy, Debug)]
pub enum Prose {
    Paragraph,
    Table,
    Html,
    Comment,
    Code,
    Quote,
    Numbered,
    Nested,
    Rule,
}

/// What gets lost of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    Record,
    Base,
    Both,
}

pub fn edit() -> impl Strategy<Value = Edit> {
    let at = || any::<u16>().prop_map(usize::from);
    prop_oneof![
        4 => (prose(), at()).prop_map(|(prose, to)| Edit::Words(prose, to)),
        2 => (at(), any::<bool>()).prop_map(|(to, before)| Edit::OwnEntry(to, before)),
        2 => (at(), prose()).prop_map(|(to, prose)| Edit::Foretold(to, prose)),
        4 => at().prop_map(Edit::Delete),
        3 => (at(), at()).prop_map(|(from, to)| Edit::Move(from, to)),
        3 => at().prop_map(Edit::Reword),
        2 => at().prop_map(Edit::Relink),
        2 => (at(), any::<bool>()).prop_map(|(to, item)| Edit::Child(to, item)),
        1 => (at(), at()).prop_map(|(from, to)| Edit::Copy(from, to)),
        1 => at().prop_map(Edit::TrailingSpaces),
        1 => at().prop_map(Edit::OtherBullet),
        1 => at().prop_map(Edit::Rename),
        1 => at().prop_map(Edit::Demote),
        1 => at().prop_map(Edit::DeleteHeading),
        1 => at().prop_map(Edit::DeleteSection),
        1 => (at(), at()).prop_map(|(from, to)| Edit::MoveSection(from, to)),
        1 => at().prop_map(Edit::OwnSection),
        2 => at().prop_map(Edit::BlankLine),
        1 => at().prop_map(Edit::NoBlankLine),
        1 => Just(Edit::CrLf),
        1 => Just(Edit::ByteOrderMark),
        1 => Just(Edit::NoLastNewline),
    ]
}

fn prose() -> impl Strategy<Value = Prose> {
    use Prose::*;
    prop::sample::select(vec![Paragraph, Paragraph, Table, Html, Comment, Code, Quote, Numbered, Nested, Rule])
}

/// The lines of people's words about an address.
fn lines(prose: Prose, address: &str) -> Vec<String> {
    let lines: &[&str] = match prose {
        Prose::Paragraph => &["People wrote this about [it](@),", "in two lines and with a bare @ too."],
        Prose::Table => &["| What | Where |", "| --- | --- |", "| It | [there](@) |"],
        Prose::Html => &["<table>", "<tr><td><a href=\"@\">there</a></td></tr>", "</table>"],
        Prose::Comment => &["<!-- a note", "", "- [hidden](https://hidden.example/x)", "-->"],
        Prose::Code => &["```", "- [not an entry](https://hidden.example/y)", "", "## not a heading", "```"],
        Prose::Quote => &["> - [quoted](@)", "> - more"],
        Prose::Numbered => &["1. [first](@)", "2. second"],
        Prose::Nested => &["* [outer](@)", "", "  * inner", "    * innermost", "", "  and more of outer"],
        Prose::Rule => &["---"],
    };
    lines.iter().map(|line| line.replace('@', address)).collect()
}

pub fn lose(newsletter: &Newsletter, loss: Option<Loss>) {
    let files: &[&str] = match loss {
        None => &[],
        Some(Loss::Record) => &[RECORD],
        Some(Loss::Base) => &[BASE],
        Some(Loss::Both) => &[RECORD, BASE],
    };
    for file in files {
        let _ = std::fs::remove_file(newsletter.path(file));
    }
}

/// Does an edit; one that finds nothing to do does nothing.
pub fn apply(text: &mut Text, edit: &Edit, world: &World) {
    let entries = text.which(|block| block.thing().is_some());
    let entry = |number: usize| (!entries.is_empty()).then(|| entries[number % entries.len()]);
    let headings = text.which(Block::is_heading);
    let heading = |number: usize| (!headings.is_empty()).then(|| headings[number % headings.len()]);
    let ending = text.ending();
    let serial = text.blocks.len();
    match edit {
        Edit::Words(prose, to) => insert_apart(text, *to, &lines(*prose, &format!("https://people.example/{to}"))),
        Edit::Foretold(to, prose) => foretell(text, *to, *prose, world),
        Edit::OwnEntry(to, before) => {
            if let Some(at) = entry(*to) {
                let line = format!("- [Mine {to}](https://people.example/own-{to}-{serial})");
                let own = Block::new(Owner::People, &[&line], ending);
                end_line(text, at);
                text.blocks.insert(at + usize::from(!before), own);
            }
        }
        Edit::Delete(number) => {
            if let Some(at) = entry(*number) {
                text.blocks.remove(at);
            }
        }
        Edit::Move(from, to) => {
            if let (Some(from), Some(to)) = (entry(*from), entry(*to)) {
                perhaps_moved(text, from, to);
                end_line(text, from);
                end_line(text, to);
                let mut moved = text.blocks.remove(from);
                moved.touch(Touched::Perhaps);
                text.blocks.insert(to, moved);
            }
        }
        Edit::Copy(from, to) => {
            if let (Some(from), Some(to)) = (entry(*from), entry(*to)) {
                text.blocks[from].touch(Touched::Perhaps);
                end_line(text, from);
                end_line(text, to);
                let copy = text.blocks[from].clone();
                text.blocks.insert(to, copy);
            }
        }
        Edit::Reword(number) => change(text, entry(*number), |line| line.replacen('[', "[In our words: ", 1)),
        Edit::Relink(number) => change(text, entry(*number), |line| {
            line.replacen("](https://", &format!("](https://elsewhere.example/{serial}/"), 1).replacen(
                ".example/thing-",
                ".example/was-",
                1,
            )
        }),
        Edit::TrailingSpaces(number) => change(text, entry(*number), |line| {
            let bare = line.trim_end_matches(['\r', '\n']);
            format!("{bare}  {}", &line[bare.len()..])
        }),
        Edit::OtherBullet(number) => change(text, entry(*number), |line| line.replacen("- ", "* ", 1)),
        Edit::Child(number, is_item) => {
            if let Some(at) = entry(*number) {
                end_line(text, at);
                let block = &mut text.blocks[at];
                let child = if *is_item {
                    "  - a child of [people](https://people.example/child)"
                } else {
                    "and a lazy line of theirs"
                };
                block.lines.push(format!("{child}{ending}"));
                block.touch(Touched::Yes);
            }
        }
        Edit::Rename(number) => {
            if let Some(at) = heading(*number) {
                let line = &mut text.blocks[at].lines[0];
                *line = format!("## Renamed {serial}{}", &line[line.trim_end().len()..]);
            }
        }
        Edit::Demote(number) => {
            if let Some(at) = heading(*number) {
                let line = &mut text.blocks[at].lines[0];
                *line = line.replacen("## ", "### ", 1);
            }
        }
        Edit::DeleteHeading(number) => {
            if let Some(at) = heading(*number) {
                touch_between(text, at, text.end_of(at));
                text.blocks.remove(at);
            }
        }
        Edit::DeleteSection(number) => {
            if let Some(at) = heading(*number) {
                let end = text.end_of(at);
                text.blocks.drain(at..end);
            }
        }
        Edit::MoveSection(from, to) => {
            if let (Some(from), Some(to)) = (heading(*from), heading(*to)) {
                let last = text.blocks.len() - 1;
                end_line(text, last);
                let end = text.end_of(from);
                let moved: Vec<Block> = text.blocks.drain(from..end).collect();
                let to = if to > from { to - moved.len() } else { to };
                text.blocks.splice(to..to, moved);
            }
        }
        Edit::OwnSection(to) => {
            let title = format!("## Own {serial}");
            let item = format!("- [Own](https://people.example/section-{serial})");
            let at = heading(*to).unwrap_or(text.blocks.len());
            if let Some(last) = at.checked_sub(1) {
                end_line(text, last);
            }
            let blocks = [
                Block::new(Owner::Heading(None), &[&title], ending),
                Block::new(Owner::Blank, &[""], ending),
                Block::new(Owner::People, &[&item], ending),
                Block::new(Owner::Blank, &[""], ending),
            ];
            text.blocks.splice(at..at, blocks);
        }
        Edit::BlankLine(to) => {
            let at = 1 + to % text.blocks.len().max(1);
            if at < text.blocks.len() {
                text.blocks.insert(at, Block::new(Owner::Blank, &[""], ending));
            }
        }
        Edit::NoBlankLine(number) => {
            let is_needless = |at: &usize| {
                let beside =
                    |at: usize| text.blocks.get(at).is_some_and(|block| block.is_heading() || block.thing().is_some());
                text.blocks[*at].owner == Owner::Blank && *at > 0 && beside(at - 1) && beside(at + 1)
            };
            let needless: Vec<usize> = (0..text.blocks.len()).filter(is_needless).collect();
            if !needless.is_empty() {
                text.blocks.remove(needless[number % needless.len()]);
            }
        }
        Edit::CrLf => {
            text.is_crlf = true;
            for line in text.blocks.iter_mut().flat_map(|block| &mut block.lines) {
                if line.ends_with('\n') && !line.ends_with("\r\n") {
                    *line = line.replacen('\n', "\r\n", 1);
                }
            }
        }
        Edit::ByteOrderMark => text.has_mark = true,
        Edit::NoLastNewline => {
            if let Some(line) = text.blocks.last_mut().and_then(|block| block.lines.last_mut()) {
                line.truncate(line.trim_end_matches(['\r', '\n']).len());
            }
            text.blocks.retain(|block| block.lines.iter().any(|line| !line.is_empty()));
        }
    }
}

/// Words between two blocks.
fn insert_apart(text: &mut Text, to: usize, lines: &[String]) {
    let at = 1 + to % text.blocks.len().max(1);
    let at = at.min(text.blocks.len());
    let ending = text.ending();
    if let Some(last) = at.checked_sub(1) {
        end_line(text, last);
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let blank = || Block::new(Owner::Blank, &[""], ending);
    text.blocks.splice(at..at, [blank(), Block::new(Owner::People, &lines, ending), blank()]);
}

/// Words about a thing that no source offers yet.
fn foretell(text: &mut Text, to: usize, prose: Prose, world: &World) {
    let id = world.offers.len() + to % 3;
    let section = to / 3 % world::SECTIONS.len();
    insert_apart(text, to / 12, &lines(prose, &world::url(id, section)));
}

fn change(text: &mut Text, at: Option<usize>, how: impl Fn(&str) -> String) {
    if let Some(at) = at {
        let line = &mut text.blocks[at].lines[0];
        *line = how(line);
        text.blocks[at].touch(Touched::Yes);
    }
}

/// Every entry between two places may be the one that moved.
fn perhaps_moved(text: &mut Text, from: usize, to: usize) {
    touch_between(text, from.min(to), from.max(to) + 1);
}

fn touch_between(text: &mut Text, from: usize, to: usize) {
    text.blocks[from..to].iter_mut().for_each(|block| block.touch(Touched::Perhaps));
}

/// Gives a last line without an ending one, before something follows it.
fn end_line(text: &mut Text, at: usize) {
    let ending = text.ending();
    if let Some(line) = text.blocks[at].lines.last_mut().filter(|line| !line.ends_with('\n')) {
        line.push_str(ending);
    }
}
