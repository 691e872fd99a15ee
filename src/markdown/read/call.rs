//! Calls for papers: whether one is spoken of, until when it is open, where proposals go.

use jiff::civil::Date;
use url::Url;

use super::entry::{Lead, Part};
use super::prose::Prose;
use super::words::words;
use crate::model::dates::span::Found;
use crate::model::item::{Cfp, CfpStatus};

/// Words before a day that make it one of a call.
const CALL_WORDS: &[&str] = &[
    "cfp",
    "cfo close",
    "call for",
    "deadline",
    "closes",
    "closing",
    "submission",
    "submit",
    "征稿",
    "論文募集",
    "締切",
    "截止",
];

/// Whether a text speaks of a call for papers.
pub(super) fn is_mentioned(text: &str) -> bool {
    let lower = text.to_lowercase();
    words(&lower).any(|word| matches!(word, "cfp" | "cfps"))
        || ["call for papers", "call for proposals", "call for speakers", "call for participation", "征稿", "論文募集"]
            .iter()
            .any(|phrase| lower.contains(phrase))
}

/// Whether a day is one of the call for papers: the words before it since the last separator say so,
/// or those in the parentheses after it.
pub(super) fn is_date(lead: &Lead, (part, found): &(Part, Found)) -> bool {
    let text = lead.part(*part);
    let before = text.get(..found.range.start).unwrap_or_default();
    let previous = lead.dates.iter().filter(|(other, _)| other == part).map(|(_, other)| other.range.end);
    let start = previous.filter(|end| *end <= found.range.start).max().unwrap_or(0);
    let context = before.get(start..).unwrap_or_default();
    let context = context.rsplit(['|', '(', ')', ';']).next().unwrap_or_default().to_lowercase();
    let after = text.get(found.range.end..).unwrap_or_default().trim_start().to_lowercase();
    CALL_WORDS.iter().any(|word| context.contains(word)) || after.starts_with("(cfp")
}

/// What the entry says of its call for papers.
pub(super) fn read(lead: &Lead, prose: &Prose, dates: &[(Part, Found)], issue_date: Option<Date>) -> Option<Cfp> {
    let text = format!("{} {} {}", lead.before, lead.name, lead.after);
    if dates.is_empty() && !is_mentioned(&text) {
        return None;
    }
    let said = said(&text);
    let opens = |(part, found): &&(Part, Found)| {
        let before = lead.part(*part).get(..found.range.start).unwrap_or_default().to_lowercase();
        before.trim_end().ends_with("opens") || before.trim_end().ends_with("opens on")
    };
    let opening = dates.iter().find(opens).map(|(_, found)| found.span.start);
    let closing = dates.iter().find(|dated| !opens(dated)).map(|(_, found)| found.span.end);
    let by_date = issue_date.map(|today| Cfp::on(today, opening, closing, None).status).unwrap_or(CfpStatus::Unknown);
    let status = match said {
        Some(said) if said != CfpStatus::Open || closing.is_none() => said,
        _ => by_date,
    };
    Some(Cfp { status, opens: opening, closes: closing, url: address(lead, prose) })
}

/// The state that the words give, dates aside.
fn said(text: &str) -> Option<CfpStatus> {
    let lower = text.to_lowercase();
    let after_call =
        lower.find("cfp").or_else(|| lower.find("call for")).and_then(|at| lower.get(at..)).unwrap_or(&lower);
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| after_call.contains(phrase));
    if lower.contains("no cfp") {
        Some(CfpStatus::None)
    } else if says(&["not open yet", "opens soon", "not yet open", "coming soon"]) {
        Some(CfpStatus::Upcoming)
    } else if says(&["closed", "is over"]) {
        Some(CfpStatus::Closed)
    } else if says(&["cfp open", "cfp is open", "cfps open", "now open", "still open"]) {
        Some(CfpStatus::Open)
    } else {
        None
    }
}

/// Where proposals go: a link that says so, or whose path does.
fn address(lead: &Lead, prose: &Prose) -> Option<String> {
    let names_call = |text: &str| {
        let lower = text.trim().to_lowercase();
        lower.starts_with("cfp") || lower.ends_with("cfp") || lower.starts_with("call for")
    };
    let other = prose.links.iter().find(|link| {
        link.url != lead.url
            && names_call(prose.text.get(link.range.clone()).unwrap_or_default())
            && !link.url.is_empty()
    });
    let is_call_page = Url::parse(lead.url)
        .is_ok_and(|url| url.path_segments().into_iter().flatten().any(|part| part.eq_ignore_ascii_case("cfp")));
    match other {
        Some(link) => Some(link.url.clone()),
        None => (is_call_page || names_call(lead.name)).then(|| lead.url.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::read::tests::entry;

    #[test]
    fn where_proposals_go_is_read() {
        let cfp = |markdown| entry("Events", markdown).cfp.and_then(|cfp| cfp.url);
        assert_eq!(cfp("[Summit CFP](https://e.example/x)").as_deref(), Some("https://e.example/x"));
        assert_eq!(
            cfp("[Day - CFP Closes August 8](https://e.example/program/cfp/)").as_deref(),
            Some("https://e.example/program/cfp/")
        );
        assert_eq!(
            cfp("June 3 [Day](https://e.example/) – [CFP](https://e.example/call)").as_deref(),
            Some("https://e.example/call")
        );
        assert_eq!(cfp("June 3 [Day](https://e.example/) – CFP open"), None);
    }
}
