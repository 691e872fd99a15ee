//! Headings: the one that names the issue, levels without gaps, ids to link to, and the sections.

use std::collections::{BTreeMap, BTreeSet};

use comrak::Anchorizer;
use ego_tree::NodeId;

use super::dom::{Dom, squeeze, text_of};
use super::{SectionLink, Title};

const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

/// Where links inside the page lead: every id, and for the ids that GitHub would give to the headings
/// the ones that stand in their place.
#[derive(Debug, Default)]
pub struct Targets {
    ids: BTreeSet<String>,
    by_github_id: BTreeMap<String, String>,
    /// The number to try next for an id that was wanted before: thousands of equal headings stay cheap.
    next_number: BTreeMap<String, u32>,
}

impl Targets {
    /// The id that a fragment means; none where nothing on the page has it.
    pub fn resolve(&self, fragment: &str) -> Option<&str> {
        let known = self.ids.get(fragment).or_else(|| self.by_github_id.get(fragment));
        known.or_else(|| self.ids.get(&readable_id(fragment))).map(String::as_str)
    }

    /// An id that nothing has yet: `wanted`, else `wanted-2`, `wanted-3` …
    fn take(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        let number = self.next_number.entry(id.clone()).or_insert(2);
        while !self.ids.insert(id.clone()) {
            id = format!("{wanted}-{number}");
            *number += 1;
        }
        id
    }
}

/// Takes the heading that names the issue out of the text: the first heading, where it says the title
/// that is known; where none is known, an `h1` with nothing before it.
pub fn take_title(dom: &mut Dom, known: Option<&str>) -> Option<Title> {
    let heading = *dom.elements(HEADINGS).first()?;
    let text = squeeze(&dom.text(heading));
    let names_the_issue = match known {
        Some(title) => words_of(title) == words_of(&text),
        None => dom.name(heading) == "h1" && stands_first(dom, heading),
    };
    if !names_the_issue || !dom.is_top_level(heading) || text.is_empty() {
        return None;
    }
    let html = dom.inner_html(heading).trim().to_owned();
    dom.remove(heading);
    Some(Title { text, html })
}

fn stands_first(dom: &Dom, heading: NodeId) -> bool {
    let before = dom.node(heading).into_iter().flat_map(|heading| heading.prev_siblings());
    before.into_iter().all(|node| text_of(node).is_some_and(|text| text.trim().is_empty()))
}

/// What two ways of reading a title agree on: letters and digits.
fn words_of(title: &str) -> String {
    title.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Gives every heading its level and an id, and every id in the text its uniqueness.
///
/// The page's title is the only `h1`. Below it a heading is one level under the nearest heading before
/// it that had fewer marks, so that no level is left out: `#`, `###`, `##` become h1, h2, h2. Headings
/// without words are taken out.
pub fn number_and_name(dom: &mut Dom, reserved: &[&str]) -> Targets {
    let mut targets = Targets { ids: reserved.iter().map(|id| id.to_string()).collect(), ..Targets::default() };
    keep_first_of_each_id(dom, &mut targets);
    let mut github = Anchorizer::new();
    let mut open_levels: Vec<usize> = Vec::new();
    for heading in dom.elements(HEADINGS) {
        let text = squeeze(&dom.text(heading));
        if text.is_empty() {
            dom.unwrap(heading);
            continue;
        }
        let level = HEADINGS.iter().position(|name| *name == dom.name(heading)).unwrap_or_default();
        open_levels.retain(|open| *open < level);
        open_levels.push(level);
        let name = HEADINGS.get(open_levels.len()).unwrap_or(&"h6");
        dom.rename(heading, name);
        let github_id = github.anchorize(&text);
        let id = match dom.attribute(heading, "id") {
            Some(own) => own.to_owned(),
            None => targets.take(&readable_id(&github_id)),
        };
        dom.set_attribute(heading, "id", &id);
        targets.by_github_id.entry(github_id).or_insert(id);
    }
    targets
}

/// Ids that people or footnotes gave: the first of each stays, as long as the page has no such id.
fn keep_first_of_each_id(dom: &mut Dom, targets: &mut Targets) {
    let with_id: Vec<(NodeId, String)> =
        dom.nodes().filter_map(|node| Some((node.id(), node.value().as_element()?.attr("id")?.to_owned()))).collect();
    for (node, id) in with_id {
        let usable = !id.is_empty() && !id.contains(char::is_whitespace);
        if !usable || !targets.ids.insert(id) {
            dom.remove_attribute(node, "id");
        }
    }
}

/// GitHub's id without what emoji and signs leave behind, and beginning with a letter: "📚 Jobs & Calls"
/// is `-jobs--calls` there and `jobs-calls` here.
fn readable_id(github_id: &str) -> String {
    let id: String = github_id.chars().filter(|character| !matches!(character, '\u{fe00}'..='\u{fe0f}')).collect();
    let id = id.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    match id.chars().next() {
        None => "section".to_owned(),
        Some(first) if first.is_alphabetic() => id,
        Some(_) => format!("section-{id}"),
    }
}

/// The `h2` headings of the text itself; where a single one stands over everything, the `h3` as well.
pub fn sections(dom: &Dom) -> Vec<SectionLink> {
    let top_level = |names: &[&str]| dom.elements(names).into_iter().filter(|&heading| dom.is_top_level(heading));
    let levels: &[&str] = if top_level(&["h2"]).count() > 1 { &["h2"] } else { &["h2", "h3"] };
    top_level(levels)
        .filter_map(|heading| {
            let id = dom.attribute(heading, "id")?.to_owned();
            Some(SectionLink { id, title: squeeze(&dom.text(heading)) })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(html: &str) -> String {
        let mut dom = Dom::parse(html);
        number_and_name(&mut dom, &["content"]);
        dom.to_html()
    }

    #[test]
    fn no_level_is_left_out_and_only_the_page_has_an_h1() {
        assert_eq!(
            named("<h3>a</h3><h2>b</h2><h4>c</h4><h1>d</h1><h2>e</h2>"),
            r#"<h2 id="a">a</h2><h2 id="b">b</h2><h3 id="c">c</h3><h2 id="d">d</h2><h3 id="e">e</h3>"#
        );
    }

    #[test]
    fn ids_are_readable_unique_and_not_the_page_s() {
        assert_eq!(
            named("<h2>📚 OSPO Jobs</h2><h2>OSPO Jobs</h2><h2>Content</h2><h2>🎉</h2><h2>求人 情報</h2><h2>7th</h2>"),
            r#"<h2 id="ospo-jobs">📚 OSPO Jobs</h2><h2 id="ospo-jobs-2">OSPO Jobs</h2><h2 id="content-2">Content</h2><h2 id="section">🎉</h2><h2 id="求人-情報">求人 情報</h2><h2 id="section-7th">7th</h2>"#
        );
    }

    #[test]
    fn a_link_finds_a_heading_as_github_names_it() {
        let mut dom = Dom::parse("<h2>🎟️ Jobs & Calls</h2><h2>Jobs Calls</h2>");
        let targets = number_and_name(&mut dom, &[]);
        for (fragment, id) in [
            ("jobs-calls", Some("jobs-calls")),
            ("\u{fe0f}-jobs--calls", Some("jobs-calls")),
            ("-jobs--calls", Some("jobs-calls")),
            ("jobs-calls-2", Some("jobs-calls-2")),
            ("nowhere", None),
        ] {
            assert_eq!(targets.resolve(fragment), id, "{fragment}");
        }
    }

    #[test]
    fn the_first_of_two_equal_ids_stays() {
        assert_eq!(
            named(r#"<p id="a">x</p><p id="a">y</p><h2>a</h2>"#),
            r#"<p id="a">x</p><p>y</p><h2 id="a-2">a</h2>"#
        );
    }

    #[test]
    fn the_title_keeps_its_markup_and_leaves_the_text() {
        let mut dom = Dom::parse("<h1>News <em>1</em></h1><p>x</p>");
        let title = take_title(&mut dom, Some("📰 NEWS  1"));
        assert_eq!(title, Some(Title { text: "News 1".into(), html: "News <em>1</em>".into() }));
        assert_eq!(dom.to_html(), "<p>x</p>");
    }

    #[test]
    fn a_heading_of_other_words_is_not_the_title() {
        assert_eq!(take_title(&mut Dom::parse("<h1>Jobs</h1>"), Some("News 1")), None);
        assert_eq!(take_title(&mut Dom::parse("<p><img></p><h1>Jobs</h1>"), None), None);
        assert_eq!(take_title(&mut Dom::parse("<h2>Jobs</h2>"), None), None);
    }
}
