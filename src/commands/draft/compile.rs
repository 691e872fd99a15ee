//! From decisions to the text of the issue: a new one from its template, an existing one by edits that
//! touch nothing of people's.

use std::collections::BTreeMap;

use super::standing::{self, Stands};
use super::target::Target;
use crate::config::Config;
use crate::curate::{Curated, Decided};
use crate::issue::TemplateError;
use crate::issue::assemble::{Heading, IssueTemplates};
use crate::issue::merge::{Addition, Misplaced, Plan, Standing, Update, section_with};
use crate::model::item::{Item, Outcome};
use crate::report::Failure;

/// An issue as it is to be written, and the decisions that led to it.
pub(super) struct Draft {
    pub(super) heading: Heading,
    pub(super) markdown: String,
    pub(super) curated: Curated,
    /// Entries that came in, by the position of their decision.
    pub(super) added: BTreeMap<usize, String>,
    /// Entries that were written anew, by their known item.
    pub(super) updated: BTreeMap<usize, String>,
    /// What changed at the source of entries that belong to people, by their known item.
    pub(super) changed: BTreeMap<usize, String>,
}

/// What compiling needs.
pub(super) struct Press<'a> {
    pub(super) config: &'a Config,
    pub(super) templates: &'a IssueTemplates,
}

impl Press<'_> {
    /// Compiles the issue, new or again.
    ///
    /// # Errors
    /// When the issue's template fails, or an edit would touch what people wrote.
    pub(super) fn compile(
        &self,
        heading: Heading,
        curated: Curated,
        target: &Target,
        stands: Option<&Stands<'_>>,
    ) -> Result<Draft, Failure> {
        match stands {
            None => self.first(heading, curated),
            Some(stands) => self.again(heading, curated, target, stands),
        }
    }

    /// A new issue. An item that its template cannot write waits, with the reason, and the rest goes on.
    fn first(&self, heading: Heading, mut curated: Curated) -> Result<Draft, Failure> {
        let mut sections: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut added = BTreeMap::new();
        for (position, decided) in chosen(&mut curated) {
            if let Some(entry) = self.entry(decided) {
                sections.entry(decided.section.clone().unwrap_or_default()).or_default().push(entry.clone());
                added.insert(position, entry);
            }
        }
        let markdown =
            self.templates.issue(self.config, &heading, &sections).map_err(|error| Failure::Templates(vec![error]))?;
        Ok(Draft { heading, markdown, curated, added, updated: BTreeMap::new(), changed: BTreeMap::new() })
    }

    /// An issue that people work on.
    fn again(
        &self,
        heading: Heading,
        mut curated: Curated,
        target: &Target,
        stands: &Stands<'_>,
    ) -> Result<Draft, Failure> {
        let identities: BTreeMap<String, usize> = curated
            .decided
            .iter()
            .enumerate()
            .filter(|(_, decided)| decided.outcome == Outcome::Chosen)
            .map(|(position, decided)| (decided.item.identity(), position))
            .collect();
        let now: BTreeMap<usize, usize> = stands
            .identities
            .iter()
            .filter_map(|(known, identity)| Some((*known, *identities.get(identity)?)))
            .collect();
        let (updates, mut changed) = self.differences(&curated, stands, &now);
        let wanted: Vec<Update> = updates.clone();
        let mut additions = Vec::new();
        let mut positions = Vec::new();
        for (position, decided) in
            chosen(&mut curated).into_iter().filter(|(_, decided)| !stands.standing.contains(&decided.item.identity()))
        {
            if let Some(entry) = self.entry(decided) {
                additions.push(Addition {
                    section: decided.section.clone().unwrap_or_default(),
                    entry,
                    rank: position,
                });
                positions.push(position);
            }
        }
        let new_section = |name: &str, entries: Vec<String>| self.section(&heading, name, entries);
        let plan = Plan {
            additions,
            updates,
            ranks: now,
            sections: standing::listed(self.config).map(|section| section.name.as_str()).collect(),
            new_section: &new_section,
        };
        let merged = stands.survey.merge(&plan).ok_or_else(|| not_safe(target))?;
        for (index, why) in &merged.misplaced {
            if let Some(decided) = positions.get(*index).and_then(|position| curated.decided.get_mut(*position)) {
                wait(decided, *why);
            }
        }
        // An update after which the entry would not stand by itself is not made.
        let refused = wanted.into_iter().filter(|update| !merged.updated.contains_key(&update.known));
        changed.extend(refused.map(|update| (update.known, says(&update.entry))));
        let added =
            merged.entries.into_iter().filter_map(|(index, entry)| Some((*positions.get(index)?, entry))).collect();
        Ok(Draft { heading, markdown: merged.text, curated, added, updated: merged.updated, changed })
    }

    /// Untouched entries whose items changed so that it shows, to be written anew; and in words what changed of
    /// those that belong to people. A template that changed changes nothing.
    fn differences(
        &self,
        curated: &Curated,
        stands: &Stands<'_>,
        now: &BTreeMap<usize, usize>,
    ) -> (Vec<Update>, BTreeMap<usize, String>) {
        let (mut updates, mut changed) = (Vec::new(), BTreeMap::new());
        for (known, position) in now {
            let (Some(candidate), Some(decided)) = (stands.known.get(*known), curated.decided.get(*position)) else {
                continue;
            };
            if candidate.item.source == standing::ADOPTED {
                continue;
            }
            let section = candidate.section.as_deref().or(decided.section.as_deref()).unwrap_or_default();
            let written = |item: &Item| self.write(section, item);
            let (Ok(then), Ok(entry)) = (written(&candidate.item), written(&decided.item)) else { continue };
            if then == entry {
                continue;
            }
            match stands.survey.standing.get(*known) {
                Some(Standing::Untouched(_)) => updates.push(Update { known: *known, entry }),
                _ => drop(changed.insert(*known, says(&entry))),
            }
        }
        (updates, changed)
    }

    /// The entry of an item; one that its template cannot write waits.
    fn entry(&self, decided: &mut Decided) -> Option<String> {
        let section = decided.section.clone().unwrap_or_default();
        match self.write(&section, &decided.item) {
            Ok(entry) => Some(entry),
            Err(error) => {
                decided.outcome = Outcome::Waiting;
                decided.why = Some(("template", error.to_string()));
                None
            }
        }
    }

    fn write(&self, section: &str, item: &Item) -> Result<String, TemplateError> {
        self.templates.entry(section, item, self.config.label(&item.source))
    }

    /// A section as the issue's template writes it.
    fn section(&self, heading: &Heading, name: &str, entries: Vec<String>) -> Option<String> {
        let first = entries.first()?.clone();
        let text = self.templates.issue(self.config, heading, &BTreeMap::from([(name.to_owned(), entries)])).ok()?;
        section_with(&text, &first).map(|(_, section)| section.to_owned())
    }
}

/// What changed at the source, for people.
fn says(entry: &str) -> String {
    format!("the source now gives: {}", entry.lines().next().unwrap_or_default())
}

/// What is chosen, with its position.
fn chosen(curated: &mut Curated) -> Vec<(usize, &mut Decided)> {
    curated.decided.iter_mut().enumerate().filter(|(_, decided)| decided.outcome == Outcome::Chosen).collect()
}

fn wait(decided: &mut Decided, why: Misplaced) {
    let section = decided.section.clone().unwrap_or_default();
    let reason = match why {
        Misplaced::NoSection => {
            format!("section `{section}` cannot be found in the issue: somebody took it out or renamed it")
        }
        Misplaced::NoPlace => format!("no place in section `{section}` keeps it apart from what people wrote"),
    };
    decided.outcome = Outcome::Waiting;
    decided.why = Some(("section-missing", reason));
}

fn not_safe(target: &Target) -> Failure {
    Failure::new(
        format!(
            "the new entries cannot be put into {} without touching what people wrote; nothing was written",
            target.path.display()
        ),
        "please report this with the file; `draft --date` drafts another issue meanwhile",
    )
}
