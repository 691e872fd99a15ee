//! `no-section`: items that no section of the newsletter takes.

use crate::curate::{Case, Rule, Verdict};

/// An item whose type no section takes.
pub(super) struct NoSection;

impl Rule for NoSection {
    fn id(&self) -> &'static str {
        "no-section"
    }

    fn sentence(&self) -> &'static str {
        "No section of the newsletter takes such items."
    }

    fn judge(&self, case: &Case<'_>) -> Verdict {
        match (case.section, &case.source.section) {
            (Some(_), _) => Verdict::Keep,
            (None, Some(name)) => {
                Verdict::Drop(format!("section `{name}` does not take {}s", case.item.item_type().as_str()))
            }
            (None, None) => Verdict::Drop(format!("no section takes {}s", case.item.item_type().as_str())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curate::rules::testing::{article, config, job};
    use std::collections::BTreeMap;

    #[test]
    fn an_item_needs_a_section_that_takes_its_type() {
        let mut config = config();
        config.sections.retain(|section| section.name == "news");
        let judge = |item: &crate::model::item::Item| {
            let section = config.section_for("source", item.item_type());
            let case = Case {
                item,
                source: &config.sources[0],
                section,
                issue: item.first_seen,
                today: item.first_seen,
                memory: &Default::default(),
                lists: &Default::default(),
                passed: &BTreeMap::new(),
            };
            NoSection.judge(&case)
        };
        assert_eq!(judge(&article("OSPO news")), Verdict::Keep);
        assert_eq!(judge(&job("OSPO lead")), Verdict::Drop("no section takes jobs".into()));
    }
}
