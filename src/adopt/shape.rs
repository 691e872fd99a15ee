//! The shape of entries as a template: what an entry says is replaced by the names of fields, and the
//! shape that most of the newest entries have is taken.
//!
//! An entry with words that no field accounts for has no shape. Values that an item may lack take their
//! separator along, so that a job without an employer leaves no bar behind.

use super::most;
use crate::issue::entry::EntryTemplate;
use crate::markdown::{self, FoundLink, LinkKind};
use crate::model::dates::span;
use crate::model::flag;
use crate::model::issue::{Entry, EntryType};

/// Entries of one issue that are enough to tell.
const ENOUGH: usize = 3;
/// Issues that are looked at where the newest tells too little.
const ISSUES: usize = 3;

/// The template of the entries of a section, those of the newest issue first; none without a shape.
pub(super) fn template(issues: &[Vec<&Entry>], takes: EntryType, bullet: char) -> Option<String> {
    let shapes =
        |entries: &[&Entry]| -> Vec<String> { entries.iter().filter_map(|entry| shape(entry, takes)).collect() };
    let newest = issues.first().map(|entries| shapes(entries)).unwrap_or_default();
    let seen = match newest.len() {
        ENOUGH.. => newest,
        _ => shapes(&issues.iter().take(ISSUES).flatten().copied().collect::<Vec<_>>()),
    };
    let template = format!("{bullet} {}", joined(&seen, takes)?);
    EntryTemplate::new("adopted", takes, &template, "en").is_ok().then_some(template)
}

/// The most frequent shape. Articles with and without a blurb are one.
fn joined(shapes: &[String], takes: EntryType) -> Option<String> {
    if takes != EntryType::Article {
        return most(shapes.iter().cloned());
    }
    let bare = |shape: &String| BLURBS.iter().fold(shape.clone(), |shape, blurb| shape.replace(blurb, ""));
    let usual = most(shapes.iter().map(bare))?;
    let same: Vec<&String> = shapes.iter().filter(|shape| bare(shape) == usual).collect();
    let with_blurb: Vec<&String> = same.iter().copied().filter(|shape| **shape != usual).collect();
    let is_usual = with_blurb.len() * 3 >= same.len();
    most(with_blurb).filter(|_| is_usual).cloned().or(Some(usual))
}

fn shape(entry: &Entry, takes: EntryType) -> Option<String> {
    let line = entry.markdown.trim();
    let line = line.strip_prefix(['-', '*', '+'])?.trim_start();
    if line.contains(['{', '}', '<']) || line.contains(char::is_control) {
        return None;
    }
    let link = markdown::links(line).into_iter().find(|link| link.kind == LinkKind::Markdown)?;
    let parts = Parts::of(line, &link)?;
    match takes {
        EntryType::Job => job(entry, &parts),
        EntryType::Event => event(entry, &parts),
        EntryType::Article => article(entry, &parts),
        EntryType::Text => None,
    }
}

/// A line around its first link.
struct Parts<'l> {
    before: &'l str,
    name: &'l str,
    after: &'l str,
}

impl<'l> Parts<'l> {
    fn of(line: &'l str, link: &FoundLink) -> Option<Parts<'l>> {
        let written = line.get(link.range.clone())?;
        let name = written.strip_prefix('[')?.get(..written.rfind("](")?.checked_sub(1)?)?;
        Some(Parts { before: line.get(..link.range.start)?, name, after: line.get(link.range.end..)? })
    }

    fn joined(&self, name: &str, before: &str, after: &str) -> String {
        format!("{before}[{name}]({{{{ url }}}}){after}")
    }
}

fn job(entry: &Entry, parts: &Parts<'_>) -> Option<String> {
    let line = parts.joined(parts.name, parts.before, parts.after.trim_end());
    let line = replace(&line, entry.title.as_deref()?, "{{ title }}")?;
    let line = match entry.organisation.as_deref() {
        Some(organisation) => replace(&line, organisation, "{{ organisation }}")?,
        None => line,
    };
    let line = flagged(&line);
    let line = line.replace(" - {{ organisation }}", "{% if organisation %} - {{ organisation }}{% endif %}");
    is_accounted_for(&line).then(|| evened(&line))
}

fn event(entry: &Entry, parts: &Parts<'_>) -> Option<String> {
    let after = without_call(parts.after);
    let line = parts.joined(parts.name, parts.before, after);
    let line = replace(&line, entry.title.as_deref()?, "{{ title }}")?;
    let line = dated(&line, entry)?;
    let line = flagged(&located(&line, entry));
    is_accounted_for(&line).then(|| format!("{}{{{{ cfp_note }}}}", evened(&line).trim_end()))
}

/// What stands behind the link without what it says of a call for papers: a dash and words.
fn without_call(after: &str) -> &str {
    let dash = [" - ", " – ", " — "].iter().filter_map(|dash| after.find(dash)).min();
    let is_call = |words: &str| {
        let words = words.to_lowercase();
        ["cfp", "call", "**"].iter().any(|sign| words.contains(sign))
    };
    match dash.and_then(|at| after.split_at_checked(at)) {
        Some((before, call)) if is_call(call) => before,
        _ => after,
    }
}

fn dated(line: &str, entry: &Entry) -> Option<String> {
    let start = entry.start?;
    let found = span::all(line, start).into_iter().find(|found| found.span.start == start)?;
    let mut line = line.to_owned();
    line.replace_range(found.range, "{{ dates }}");
    Some(line)
}

/// The place of an event, with the separator before it.
fn located(line: &str, entry: &Entry) -> String {
    let Some(place) = &entry.place else { return line.to_owned() };
    let known = [&place.venue, &place.city, &place.country].into_iter().flatten();
    let ranges: Vec<_> = known.filter_map(|part| line.find(part.as_str()).map(|at| at..at + part.len())).collect();
    let bounds = ranges.iter().map(|range| range.start).min().zip(ranges.iter().map(|range| range.end).max());
    let Some((start, end)) = bounds else { return line.to_owned() };
    let (Some(before), Some(after)) = (line.get(..start), line.get(end..)) else { return line.to_owned() };
    let separator = [", ", " | ", " - ", " – ", ": ", " "].into_iter().find(|separator| before.ends_with(separator));
    let separator = separator.unwrap_or_default();
    let before = before.strip_suffix(separator).unwrap_or(before);
    format!("{before}{{% if location %}}{separator}{{{{ location }}}}{{% endif %}}{after}")
}

/// What may stand between a title and its link.
const BLURBS: [&str; 4] = [
    "{% if summary %} — {{ summary }}{% endif %}",
    "{% if summary %} – {{ summary }}{% endif %}",
    "{% if summary %} - {{ summary }}{% endif %}",
    "{% if summary %}: {{ summary }}{% endif %}",
];

fn article(entry: &Entry, parts: &Parts<'_>) -> Option<String> {
    let title = entry.title.as_deref()?;
    if parts.name.contains(title) {
        let blurb = blurb(parts.after);
        let label = if parts.before.starts_with('[') { "{{ label }}" } else { "" };
        return (words(parts.before) <= 3).then(|| parts.joined("{{ title }}", label, blurb));
    }
    // "[Tag] Title — blurb. [here](…)"
    let (label, rest) = label(parts.before);
    let after_title = rest.trim_start().strip_prefix(title)?;
    let gap = if parts.before.ends_with(char::is_whitespace) { " " } else { "" };
    let is_short = words(parts.name) <= 4 && !parts.name.contains('[');
    let head = format!("{label}{{{{ title }}}}{}{gap}", blurb(after_title));
    is_short.then(|| parts.joined(parts.name, &head, ""))
}

fn label(before: &str) -> (&'static str, &str) {
    let labelled = before.strip_prefix('[').and_then(|rest| rest.split_once("] "));
    labelled.filter(|(tag, _)| words(tag) <= 4).map_or(("", before), |(_, rest)| ("{{ label }}", rest))
}

/// A blurb with the sign before it, as an item's summary would stand there.
fn blurb(text: &str) -> &'static str {
    let [long, middle, short, colon] = BLURBS;
    let begun = text.trim_start();
    match begun.chars().next() {
        _ if words(text) < 3 => "",
        Some('—') => long,
        Some('–') => middle,
        Some('-') => short,
        _ => colon,
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// The first occurrence of a text replaced by a field; none where it is not there.
fn replace(line: &str, text: &str, field: &str) -> Option<String> {
    let at = Some(text).filter(|text| !text.is_empty()).and_then(|text| line.find(text))?;
    Some(format!("{}{field}{}", line.get(..at)?, line.get(at + text.len()..)?))
}

/// A flag or a globe becomes its field, with one space behind it.
fn flagged(line: &str) -> String {
    match flag::find(line) {
        Some((range, _)) => {
            let after = line.get(range.end..).unwrap_or_default().trim_start();
            format!("{}{{{{ flag }}}} {after}", line.get(..range.start).unwrap_or_default())
        }
        None => line.to_owned(),
    }
}

/// Whether nothing but fields and signs is left.
fn is_accounted_for(line: &str) -> bool {
    let mut inside = 0_usize;
    let mut previous = ' ';
    line.chars().all(|character| {
        match (previous, character) {
            ('{', '{' | '%') => inside = 1,
            ('}' | '%', '}') => inside = 0,
            _ => {}
        }
        previous = character;
        inside > 0 || !character.is_alphanumeric()
    })
}

/// One space around a bar.
fn evened(line: &str) -> String {
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    if parts.len() > 1 { parts.join(" | ") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shaped(heading: &str, takes: EntryType, entries: &[&str]) -> Option<String> {
        let text = format!("# Notes 1\n\n## {heading}\n\n{}\n", entries.join("\n"));
        let issue = markdown::read(&text, "2026-11-24.md");
        let entries: Vec<&Entry> = issue.entries().collect();
        let bullet = entries.first().and_then(|entry| entry.markdown.chars().next()).unwrap_or('-');
        template(&[entries], takes, bullet)
    }

    #[test]
    fn jobs_of_several_shapes_become_templates() {
        for (entry, template) in [
            (
                "- [🇺🇸 Acme | Head of Open Source](https://jobs.example.org/1)",
                "- [{{ flag }} {{ organisation }} | {{ title }}]({{ url }})",
            ),
            (
                "* [Acme: Open Source Engineer](https://jobs.example.org/1)",
                "* [{{ organisation }}: {{ title }}]({{ url }})",
            ),
            (
                "- [Open Source Engineer](https://jobs.example.org/1) - Acme",
                "- [{{ title }}]({{ url }}){% if organisation %} - {{ organisation }}{% endif %}",
            ),
        ] {
            assert_eq!(shaped("Jobs", EntryType::Job, &[entry]).as_deref(), Some(template), "{entry}");
        }
    }

    #[test]
    fn events_of_several_shapes_become_templates() {
        for (entry, template) in [
            (
                "- January 4–5, 2027 [Harbour Days](https://example.org/a) - CFP closed",
                "- {{ dates }} [{{ title }}]({{ url }}){{ cfp_note }}",
            ),
            (
                "- [Harbour Days (January 4–5, 2027, Berlin, Germany)](https://example.org/a) – **CFP closed**",
                "- [{{ title }} ({{ dates }}{% if location %}, {{ location }}{% endif %})]({{ url }}){{ cfp_note }}",
            ),
        ] {
            assert_eq!(shaped("Upcoming events", EntryType::Event, &[entry]).as_deref(), Some(template), "{entry}");
        }
    }

    #[test]
    fn articles_of_several_shapes_become_templates() {
        for (entries, template) in [
            (
                &["- [Blog] A thing happened — and this is what it was about. [here](https://example.org/a)"][..],
                "- {{ label }}{{ title }}{% if summary %} — {{ summary }}{% endif %} [here]({{ url }})",
            ),
            (&["- [A thing happened today](https://example.org/a)"], "- [{{ title }}]({{ url }})"),
            (
                &["- [A thing happened](https://example.org/a): and this is what it was about."],
                "- [{{ title }}]({{ url }}){% if summary %}: {{ summary }}{% endif %}",
            ),
        ] {
            assert_eq!(shaped("News", EntryType::Article, entries).as_deref(), Some(template), "{entries:?}");
        }
    }

    #[test]
    fn what_no_field_accounts_for_has_no_shape() {
        for entry in ["- [{{ evil }}](https://example.org/a)", "- no link", "- [x](https://example.org/a) {% raw %}"] {
            assert_eq!(shaped("News", EntryType::Article, &[entry]), None, "{entry}");
        }
    }
}
