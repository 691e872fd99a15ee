//! What `init` writes: a newsletter that drafts at once.

use crate::issue::assemble;

const SOURCES: &str = include_str!("../../docs/starter/sources.toml");
const DRAFT: &str = include_str!("../../docs/starter/draft.yml");
const CHECK: &str = include_str!("../../docs/starter/check.yml");
const INBOX: &str = include_str!("../../docs/starter/example.toml");

/// Paths and texts of the files of a new newsletter.
pub(super) fn files(title: &str) -> Vec<(&'static str, String)> {
    let title = toml_edit::Value::from(title).to_string();
    vec![
        ("sources.toml", SOURCES.replace("\"My Newsletter\"", title.trim())),
        ("templates/issue.md.j2", assemble::BUILT_IN.to_owned()),
        ("inbox/example.toml", INBOX.to_owned()),
        (".github/workflows/newsletter-draft.yml", DRAFT.to_owned()),
        (".github/workflows/newsletter-check.yml", CHECK.to_owned()),
        (".gitignore", "/.newsletter/\n".to_owned()),
    ]
}
