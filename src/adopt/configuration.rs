//! What was seen of an archive, as `sources.toml`: commented, so that people see what was taken over,
//! what was not and what is to be looked at.

use jiff::civil::Date;

use super::{Host, Proposal, SectionForm, Sources, Study};
use crate::config::built_in_entry;
use crate::escape;
use crate::model::issue::EntryType;

/// The configuration; `folder` is where the issues lie.
pub fn configuration(study: &Study, folder: &str) -> String {
    let sections = study.sections.iter().map(section).collect::<String>();
    format!(
        "# Made from {} by `newsletter init --from`. What was seen stands in comments; change what you like.\n# Every key: `newsletter sources schema`. Try it: newsletter sources check     Draft: newsletter draft\n\n{}{sections}{}{}{}",
        crate::report::count(study.numbering.numbers.len(), "issue"),
        newsletter(study, folder),
        usual_sections(study),
        footer(study),
        sources(&study.sources, study),
    )
}

fn newsletter(study: &Study, folder: &str) -> String {
    let mut text = format!("[newsletter]\ntitle = {}\n", escape::toml::string(&study.title.words));
    if study.title.around.is_some() {
        text.push_str("# The heading of an issue has a form of its own: templates/issue.md.j2.\n");
    }
    text.push_str(&format!("language = {}\n", escape::toml::string(&study.language)));
    text.push_str("timezone = \"UTC\"                 # days are counted here; write for example \"Europe/Madrid\"\n");
    text.push_str(&schedule(study));
    text.push_str(&format!("issues = {}\n", escape::toml::string(folder)));
    if !study.title.is_numbered {
        text.push_str(&format!(
            "# No title had a number: the next issue takes the one after their count.\nfirst_number = {}\n",
            study.numbering.next
        ));
    }
    for broken in &study.numbering.broken {
        text.push_str(&format!("# A broken number: {}.\n", escape::toml::comment(broken)));
    }
    text.push_str(&format!("# The next issue is number {}.\n", study.numbering.next));
    text.push_str("# site = \"https://example.org/newsletter/\"\n\n");
    text
}

fn schedule(study: &Study) -> String {
    match &study.rhythm {
        Some(rhythm) => {
            format!(
                "schedule = {:<24} # met by {} of {} issues\n",
                escape::toml::string(&rhythm.rule),
                rhythm.met,
                rhythm.of
            )
        }
        None => {
            "# The days of the issues follow no rule; without one `draft` takes today.\n# schedule = \"last tuesday\"\n"
                .to_owned()
        }
    }
}

fn section(form: &SectionForm) -> String {
    let mut lines = vec!["[[section]]".to_owned(), format!("name = {}", escape::toml::string(&form.name))];
    lines.push(format!("heading = {}", escape::toml::string(&form.heading)));
    let older = form.older.iter().map(|(heading, day)| format!("# until {day}: {}", escape::toml::comment(heading)));
    lines.extend(older);
    lines.extend(form.intro.as_deref().map(|intro| format!("intro = {}", escape::toml::string(intro))));
    lines.push(format!("takes = \"{}\"", takes(form.takes)));
    if form.takes == EntryType::Text {
        // A heading without entries would stand empty in a draft.
        let about = "# In most of the newest issues, written by people: a draft leaves it to them.".to_owned();
        let commented = lines.iter().map(|line| line.lines().map(|line| format!("# {line}\n")).collect::<String>());
        return format!("{about}\n{}\n", commented.collect::<String>());
    }
    if form.longest > 0 {
        lines.push(format!("limit = {:<25} # the most that one of the newest issues had", form.longest));
    }
    match &form.entry {
        Some(entry) => {
            if entry.contains("[here](") {
                lines.push("# \"[{{ link_text }}]\" instead of \"[here]\" would say where a link leads.".into());
            }
            lines.push(format!("entry = {}", escape::toml::string(entry)));
        }
        None => {
            let built_in = built_in_entry(form.takes).replacen('-', &form.bullet.to_string(), 1);
            lines.push("# The entries of the newest issues have no common shape; this is the built-in one.".into());
            lines.push(format!("entry = {}", escape::toml::string(&built_in)));
        }
    }
    lines.join("\n") + "\n\n"
}

/// The word in `takes = "…"`.
pub(super) fn takes(takes: EntryType) -> &'static str {
    match takes {
        EntryType::Job => "job",
        EntryType::Event => "event",
        EntryType::Article => "article",
        EntryType::Text => "text",
    }
}

/// Where no section repeats: one of articles, so that the next issue can list anything.
fn usual_sections(study: &Study) -> String {
    if study.sections.iter().any(|section| section.takes != EntryType::Text) {
        return String::new();
    }
    "# No section repeats in the newest issues; this is one to begin with.\n[[section]]\nname = \"news\"\nheading = \"News and Articles\"\ntakes = \"article\"\n\n"
        .to_owned()
}

fn footer(study: &Study) -> String {
    let Some(text) = &study.footer else { return String::new() };
    format!(
        "# The words under every issue, below a line.\n[[section]]\nname = \"footer\"\nheading = \"\"\ntakes = \"text\"\ntext = {}\n\n",
        escape::toml::string(text)
    )
}

const INBOX: &str = "# ── Sources ──\n\n# What people send in: one small file an item. `newsletter add URL` writes one.\n[[source]]\nname = \"inbox\"\nkind = \"inbox\"\npath = \"inbox\"\n\n";

fn sources(found: &Sources, study: &Study) -> String {
    let mut text = INBOX.to_owned();
    text.extend(found.closed.iter().map(|host| {
        format!(
            "# {} ({}): does not want to be read by programs; `newsletter add URL` puts single items into the inbox.\n",
            escape::toml::comment(&host.name),
            times(host)
        )
    }));
    if !found.closed.is_empty() {
        text.push('\n');
    }
    if !found.on.is_empty() {
        text.push_str(
            "# Told by addresses that past issues linked; not tried yet: `newsletter sources check` does.\n\n",
        );
    }
    text.extend(found.on.iter().map(|proposal| format!("{}{}\n", about(proposal), proposal.toml)));
    if !found.off.is_empty() {
        text.push_str("# Linked once, or long ago: take the signs off to switch one on.\n\n");
    }
    let commented = |proposal: &Proposal| proposal.toml.lines().map(|line| format!("# {line}\n")).collect::<String>();
    text.extend(found.off.iter().map(|proposal| format!("{}{}\n", about(proposal), commented(proposal))));
    text + &sites(found, study)
}

fn about(proposal: &Proposal) -> String {
    let links = crate::report::count(proposal.links, "link");
    format!("# {}: {links}, the last of {}\n", escape::toml::comment(&proposal.what), proposal.last)
}

fn sites(found: &Sources, study: &Study) -> String {
    if found.sites.is_empty() {
        return String::new();
    }
    let newest: Option<Date> = study.numbering.numbers.last().map(|(day, _)| *day);
    let head = format!(
        "# Sites that issues linked (until {}) and whose address does not tell what they offer. Each line finds\n# out and adds it:\n#\n",
        newest.map(|day| day.to_string()).unwrap_or_default()
    );
    let rows = found.sites.iter().map(|host| {
        let command = format!("newsletter sources add https://{}", escape::toml::comment(&host.name));
        format!("# {command:<70} # {}\n", times(host))
    });
    head + &rows.collect::<String>()
}

fn times(host: &Host) -> String {
    format!("{}, the last of {}", crate::report::count(host.links, "link"), host.last)
}
