//! `[language.XX]`: what the sibling of an issue says in another language (`draft --language XX`).
//!
//! Only the newsletter's own words stand here; months and the order of a date come from the program.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Section;
use super::problem::{Problems, suggestion};
use super::read;
use crate::series::sibling;

/// `[language.XX]`. Everything is optional: what is left out stays as it is in the original.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LanguageTable {
    /// The newsletter's title.
    pub title: Option<String>,
    /// Headings, by the names of the sections.
    pub headings: BTreeMap<String, String>,
    /// The sentences under them.
    pub intros: BTreeMap<String, String>,
    /// The texts of sections with `takes = "text"`, as Markdown.
    pub texts: BTreeMap<String, String>,
}

/// Reads the tables, by language.
pub(super) fn tables(
    value: Option<Spanned<DeValue<'_>>>,
    sections: &[Section],
    problems: &mut Problems,
) -> BTreeMap<String, LanguageTable> {
    let Some((languages, _)) = read::one(value, "language", problems) else { return BTreeMap::new() };
    let mut tables = BTreeMap::new();
    for (tag, value) in languages {
        let (name, at) = (tag.get_ref().to_string(), tag.span());
        if !sibling::is_tag(&name) {
            let help = Some("write for example [language.ja] or [language.pt-BR]".into());
            problems.push(at, format!("`{name}` is no BCP 47 tag of a language"), help);
            continue;
        }
        let place = format!("language.{name}");
        let Some(table) = read::one(Some(value), &place, problems) else { continue };
        check_sections(&table.0, sections, problems);
        if let Some(table) = read::table::<LanguageTable>(table, &format!("[{place}]"), problems) {
            tables.insert(name, table);
        }
    }
    tables
}

/// Every section that a table speaks of must be there.
fn check_sections(table: &DeTable<'_>, sections: &[Section], problems: &mut Problems) {
    let lists = ["headings", "intros", "texts"].into_iter().filter_map(|list| table.get(list)?.get_ref().as_table());
    for name in lists.flat_map(|list| list.keys()) {
        let is_known = sections.iter().any(|section| section.name == *name.get_ref());
        if !is_known {
            let help = suggestion(name.get_ref(), sections.iter().map(|section| section.name.as_str()));
            problems.push(name.span(), format!("there is no section `{}`", name.get_ref()), help);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::config::Config;

    const SECTIONS: &str =
        "[newsletter]\ntitle = \"T\"\n[[section]]\nname = \"jobs\"\nheading = \"Jobs\"\ntakes = \"job\"\n";

    #[test]
    fn what_a_sibling_says_is_read_by_language() {
        let text = format!(
            "{SECTIONS}[language.ja]\ntitle = \"ニュース\"\nheadings = {{ jobs = \"求人\" }}\n[language.pt-BR]\n"
        );
        let config = Config::parse(&text, "sources.toml").unwrap();
        assert_eq!(config.languages.keys().collect::<Vec<_>>(), ["ja", "pt-BR"]);
        assert_eq!(config.languages["ja"].headings["jobs"], "求人");
    }

    #[test]
    fn every_mistake_is_named_with_its_place() {
        let text =
            format!("{SECTIONS}[language.\"../x\"]\n[language.ja]\nheadings = {{ job = \"求人\" }}\nheading = \"x\"\n");
        let error = Config::parse(&text, "sources.toml").map(|_| ()).unwrap_err();
        let said: Vec<_> = error.problems.iter().map(|problem| (&*problem.message, problem.help.as_deref())).collect();
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(said[0].0.contains("BCP 47"), "{said:?}");
        assert_eq!(said[1], ("there is no section `job`", Some("did you mean `jobs`?")));
        assert!(said[2].0.contains("unknown key `heading`"), "{said:?}");
    }
}
