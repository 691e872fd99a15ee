//! What must hold after a run, told by the model alone.

use std::collections::{BTreeMap, BTreeSet};

use super::edits::Loss;
use super::text::{Block, Owner, Text, Touched};
use super::world::{HEADINGS, ISSUE, Offer, RECORD, SECTIONS, World, url};
use crate::support::Newsletter;

/// The model of the issue, and what it remembers of things.
pub struct Judge {
    pub text: Text,
    /// Things that a run has put into the issue, with the date that they had then.
    came_in: BTreeMap<usize, usize>,
    /// What each entry was last written from, if a run may still write it: titles and dates.
    written_from: BTreeMap<usize, (usize, usize)>,
    /// Sections whose heading once stood there.
    once_there: BTreeSet<usize>,
    /// The record was lost at some time: what people had taken out before is forgotten.
    is_forgetful: bool,
}

/// A block that a run put in, and where: before this block of the text.
struct Inserted {
    before: usize,
    block: Block,
}

impl Judge {
    pub fn of_first_draft(newsletter: &Newsletter) -> Judge {
        let text = Text::generated(&newsletter.read(ISSUE));
        let things = || text.blocks.iter().filter_map(Block::thing);
        let headings = text.blocks.iter().filter_map(|block| match block.owner {
            Owner::Heading(section) => section,
            _ => None,
        });
        Judge {
            came_in: things().map(|thing| (thing, 0)).collect(),
            written_from: things().map(|thing| (thing, (0, 0))).collect(),
            once_there: headings.collect(),
            is_forgetful: false,
            text,
        }
    }

    /// Without a record everything is people's; without the base nobody can tell what was moved.
    pub fn touched_by_loss(&mut self, loss: Option<Loss>) {
        let how = match loss {
            None => return,
            Some(Loss::Base) => Touched::Perhaps,
            Some(Loss::Record | Loss::Both) => Touched::Yes,
        };
        self.is_forgetful |= how == Touched::Yes;
        self.text.blocks.iter_mut().for_each(|block| block.touch(how));
    }

    /// Drafts again, judges, and takes over what came in.
    pub fn draft_again(&mut self, world: &World, loss: Option<Loss>) -> Result<(), String> {
        let edited = self.text.written();
        let said = world.draft();
        let show = |problem: String, now: &str| {
            format!("{problem}\n--- edited\n{edited}\n--- drafted again\n{now}\n--- said\n{}{}", said.out, said.err)
        };
        let now = world.newsletter.read(ISSUE);
        if said.code != 0 || said.err.contains("panicked") {
            return Err(show(format!("exit {}", said.code), &now));
        }
        let (blocks, inserted) = self.aligned(&now, world).map_err(|problem| show(problem, &now))?;
        self.judge_insertions(&inserted, world, loss).map_err(|problem| show(problem, &now))?;
        self.judge_counts(&now, &inserted, world).map_err(|problem| show(problem, &now))?;
        self.take_over(blocks, inserted, world);
        if self.text.written() != now {
            return Err(show("the model lost track".into(), &now));
        }
        Ok(())
    }

    /// The same again: nothing changes, neither the issue nor its record.
    pub fn draft_once_more(&self, world: &World) -> Result<(), String> {
        let files = || (world.newsletter.read(ISSUE), std::fs::read_to_string(world.newsletter.path(RECORD)).ok());
        let before = files();
        let said = world.draft();
        let after = files();
        if said.code != 0 || before != after {
            return Err(format!(
                "drafting again twice is not once (exit {}): {}\n--- once\n{}{}\n--- twice\n{}{}",
                said.code,
                said.err,
                before.0,
                before.1.unwrap_or_default(),
                after.0,
                after.1.unwrap_or_default()
            ));
        }
        Ok(())
    }

    /// Finds every block of the edited text in the text now, in order and whole; what else is there came in.
    fn aligned(&self, now: &str, world: &World) -> Result<(Vec<Block>, Vec<Inserted>), String> {
        let bare = now.strip_prefix('\u{feff}').unwrap_or(now);
        if self.text.has_mark != now.starts_with('\u{feff}') {
            return Err("the byte-order mark came or went".into());
        }
        let lines: Vec<&str> = bare.split_inclusive('\n').collect();
        let mut at = 0;
        let (mut blocks, mut inserted) = (Vec::new(), Vec::new());
        for (index, block) in self.text.blocks.iter().enumerate() {
            loop {
                if let Some(found) = self.found(block, &lines[at..], world) {
                    at += found.lines.len();
                    blocks.push(found);
                    break;
                }
                let Some(block) = self.newcomer(&lines[at..], world) else {
                    let next = lines.get(at).copied().unwrap_or("the end");
                    return Err(format!(
                        "people's text is not kept: {:?} is not where it was, but {next:?}",
                        block.lines
                    ));
                };
                at += block.lines.len();
                inserted.push(Inserted { before: index, block });
            }
        }
        while at < lines.len() {
            let Some(block) = self.newcomer(&lines[at..], world) else {
                return Err(format!("nobody wrote {:?}", lines[at]));
            };
            at += block.lines.len();
            inserted.push(Inserted { before: self.text.blocks.len(), block });
        }
        Ok((blocks, inserted))
    }

    /// A block at the beginning of these lines: as it was or, of an entry that nobody touched, as its item
    /// is now.
    fn found(&self, block: &Block, lines: &[&str], world: &World) -> Option<Block> {
        let is_here = |wanted: &[String]| {
            wanted.len() <= lines.len()
                && wanted.iter().zip(lines).enumerate().all(|(number, (wanted, line))| {
                    let gets_an_ending = number + 1 == wanted.len() && !wanted.ends_with('\n');
                    *wanted == **line
                        || gets_an_ending && line.trim_end_matches(['\r', '\n']) == wanted && lines.len() > number
                })
        };
        let taken = |count: usize| lines[..count].iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        let (may_stay, renewed) = self.forms(block, world);
        if let Some(renewed) = renewed.filter(|renewed| is_here(renewed)) {
            return Some(Block { owner: block.owner.clone(), lines: taken(renewed.len()) });
        }
        (may_stay && is_here(&block.lines))
            .then(|| Block { owner: block.owner.clone(), lines: taken(block.lines.len()) })
    }

    /// Whether a block may stand as it was, and the form that it may or must have instead.
    fn forms(&self, block: &Block, world: &World) -> (bool, Option<Vec<String>>) {
        let Owner::Entry { thing, touched } = block.owner else { return (true, None) };
        let offer = &world.offers[thing];
        let is_changed = self.written_from.get(&thing) != Some(&(offer.version, offer.moves));
        if touched == Touched::Yes || !offer.is_offered || !is_changed {
            return (true, None);
        }
        let ending = block.lines[0].get(block.lines[0].trim_end().len()..).unwrap_or_default();
        let mut renewed: Vec<String> =
            world.entry(thing).iter().map(|line| line.clone() + self.text.ending()).collect();
        if let (Some(last), "") = (renewed.last_mut(), ending) {
            last.truncate(last.trim_end().len());
        }
        (touched == Touched::Perhaps, Some(renewed))
    }

    /// What may come in: an entry of something offered, a heading, a blank line.
    fn newcomer(&self, lines: &[&str], world: &World) -> Option<Block> {
        let line = lines.first()?;
        let bare = line.trim_end_matches(['\r', '\n']);
        let of = |owner, count: usize| {
            Some(Block { owner, lines: lines[..count].iter().map(|line| (*line).to_owned()).collect() })
        };
        if bare.is_empty() {
            return of(Owner::Blank, 1);
        }
        if let Some(heading) = bare.strip_prefix("## ") {
            return of(Owner::Heading(HEADINGS.iter().position(|known| *known == heading)), 1);
        }
        let thing = super::world::thing(bare).filter(|thing| *thing < world.offers.len())?;
        let wanted = world.entry(thing);
        let is_it = wanted.len() <= lines.len()
            && wanted.iter().zip(lines).enumerate().all(|(number, (wanted, line))| {
                let line = line.trim_end_matches(['\r', '\n']);
                let marked = ["- ", "* "].iter().any(|bullet| wanted.replacen("- ", bullet, 1) == line);
                if number == 0 { marked } else { wanted == line }
            });
        if is_it { of(Owner::Entry { thing, touched: Touched::No }, wanted.len()) } else { None }
    }

    /// What came in was allowed to, and stands where it belongs.
    fn judge_insertions(&self, inserted: &[Inserted], world: &World, loss: Option<Loss>) -> Result<(), String> {
        for (number, new) in inserted.iter().enumerate() {
            let endings = new.block.lines.iter().filter(|line| line.ends_with('\n'));
            if let Some(line) = endings.into_iter().find(|line| line.ends_with("\r\n") != self.text.is_crlf) {
                return Err(format!("{line:?} has another line ending than the text"));
            }
            match new.block.owner {
                Owner::Entry { thing, .. } => {
                    self.may_come_in(thing, world, loss)?;
                    self.stands_well(thing, number, inserted, world)?;
                }
                Owner::Heading(None) => return Err(format!("nobody wrote {:?}", new.block.lines)),
                Owner::Heading(Some(section)) => self.may_begin(section, new.before)?,
                Owner::Blank | Owner::People => {}
            }
        }
        Ok(())
    }

    fn may_come_in(&self, thing: usize, world: &World, loss: Option<Loss>) -> Result<(), String> {
        let offer = &world.offers[thing];
        let has_other_date = self.came_in.get(&thing).is_some_and(|moves| *moves != offer.moves);
        let is_forgotten = self.is_forgetful || matches!(loss, Some(Loss::Record | Loss::Both));
        if !offer.is_offered {
            return Err(format!("thing {thing} came in though nobody offers it"));
        }
        if self.text.times(&url(thing, offer.section)) > 0 {
            return Err(format!("thing {thing} came in though its link stood there"));
        }
        if self.came_in.contains_key(&thing) && !has_other_date && !is_forgotten {
            return Err(format!("thing {thing} came back though people took it out"));
        }
        Ok(())
    }

    /// Under the heading of its section; where people took that away, only beside entries of the section.
    fn stands_well(&self, thing: usize, number: usize, inserted: &[Inserted], world: &World) -> Result<(), String> {
        let section = world.offers[thing].section;
        let at = inserted[number].before;
        let old = at.checked_sub(1).and_then(|at| self.text.heading_above(at));
        let new = inserted[..number].iter().rev().find(|new| new.block.is_heading());
        let heading = match (new, old) {
            (Some(new), Some(old)) if new.before <= old => Some(&self.text.blocks[old].owner),
            (Some(new), _) => Some(&new.block.owner),
            (None, old) => old.map(|old| &self.text.blocks[old].owner),
        };
        let own = Owner::Heading(Some(section));
        if heading == Some(&own) {
            return Ok(());
        }
        let is_sibling = |block: &Block| block.thing().is_some_and(|thing| world.offers[thing].section == section);
        let is_solid = |block: &&Block| block.owner != Owner::Blank;
        let has_sibling = self.text.blocks[..at].iter().rev().find(is_solid).is_some_and(is_sibling)
            || self.text.blocks[at..].iter().find(is_solid).is_some_and(is_sibling);
        let is_headless = !self.text.blocks.iter().any(|block| block.owner == own);
        if is_headless && has_sibling {
            return Ok(());
        }
        Err(format!("thing {thing} of {} stands under {heading:?}", SECTIONS[section]))
    }

    /// A section is begun once, where the configuration has it among those that stand in its order.
    fn may_begin(&self, section: usize, at: usize) -> Result<(), String> {
        if self.once_there.contains(&section) && !self.is_forgetful {
            return Err(format!("the heading of {} came back", SECTIONS[section]));
        }
        let is_here =
            |block: &Block, wanted| block.owner == Owner::Heading(Some(wanted)) && block.lines[0].starts_with("## ");
        let place = |wanted: usize| self.text.blocks.iter().position(|block| is_here(block, wanted));
        let (before, after) = (section.checked_sub(1).and_then(place), place(section + 1));
        match (before, after) {
            (Some(before), Some(after)) if before < after && !(before < at && at <= after) => {
                Err(format!("the heading of {} is not between its neighbours", SECTIONS[section]))
            }
            _ => Ok(()),
        }
    }

    /// Nothing is twice, and what has a place is in.
    fn judge_counts(&self, now: &str, inserted: &[Inserted], world: &World) -> Result<(), String> {
        let count = |thing: usize| inserted.iter().filter(|new| new.block.thing() == Some(thing)).count();
        for (thing, offer) in world.offers.iter().enumerate() {
            let expected = usize::from(self.must_come_in(thing, offer));
            if count(thing) > 1 || count(thing) < expected {
                return Err(format!(
                    "thing {thing} of {} came in {} times\n{}",
                    SECTIONS[offer.section],
                    count(thing),
                    now.len()
                ));
            }
        }
        Ok(())
    }

    fn must_come_in(&self, thing: usize, offer: &Offer) -> bool {
        let heading = Owner::Heading(Some(offer.section));
        let named = |block: &&Block| {
            block.owner == heading && block.lines[0].trim_end() == format!("## {}", HEADINGS[offer.section])
        };
        let has_heading = self.text.blocks.iter().any(|block| named(&block));
        let has_place = has_heading || !self.once_there.contains(&offer.section) && !self.is_forgetful;
        offer.is_offered
            && !self.came_in.contains_key(&thing)
            && self.text.times(&url(thing, offer.section)) == 0
            && has_place
    }

    /// The text now is the text that people edit next.
    fn take_over(&mut self, blocks: Vec<Block>, inserted: Vec<Inserted>, world: &World) {
        let before: Vec<Block> = std::mem::take(&mut self.text.blocks);
        for (block, was) in blocks.iter().zip(&before) {
            let renewed = block.lines != was.lines;
            if let (Owner::Entry { thing, .. }, true) = (&block.owner, renewed) {
                let offer = &world.offers[*thing];
                self.written_from.insert(*thing, (offer.version, offer.moves));
            }
        }
        for thing in inserted.iter().filter_map(|new| new.block.thing()) {
            let offer = &world.offers[thing];
            self.came_in.insert(thing, offer.moves);
            self.written_from.insert(thing, (offer.version, offer.moves));
        }
        for new in &inserted {
            if let Owner::Heading(Some(section)) = new.block.owner {
                self.once_there.insert(section);
            }
        }
        let mut blocks: Vec<Option<Block>> = blocks.into_iter().map(Some).collect();
        let mut inserted = inserted.into_iter().peekable();
        for at in 0..=blocks.len() {
            while let Some(new) = inserted.next_if(|new| new.before == at) {
                self.text.blocks.push(new.block);
            }
            self.text.blocks.extend(blocks.get_mut(at).and_then(Option::take));
        }
    }
}
