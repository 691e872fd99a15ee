//! `[tags]`: which words make which tag. What an item is tagged with, and what its label in the issue is.
//!
//! A table of names with word lists, kept in the order of the file, because the first tag that fits
//! is the label. How words are found stands in `model::words`.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use toml::Spanned;
use toml::de::DeValue;

use super::problem::Problems;
use super::read;
use crate::model::item::Item;
use crate::model::words::{contains_whole, fold};

/// Most tags, and most words of one.
const CAP: usize = 500;

/// A tag and the words that make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagRule {
    /// The tag, as people write it.
    pub tag: String,
    /// Words and phrases, any of which is enough; whole words, or beginnings that end in `*`.
    pub words: Vec<String>,
}

/// The rules of a newsletter, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagRules(pub Vec<TagRule>);

impl TagRules {
    /// The tags whose words stand in title or summary, in the order of the rules.
    pub fn of<'a>(&'a self, item: &Item) -> Vec<&'a str> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let text = fold(&format!("{}\n{}", item.title, item.summary.as_deref().unwrap_or_default()));
        let fits = |rule: &&TagRule| rule.words.iter().any(|word| contains_whole(&text, word));
        self.0.iter().filter(fits).map(|rule| rule.tag.as_str()).collect()
    }

    /// Gives an item the tags that fit and that it does not have, behind those that it has.
    pub fn tag(&self, item: &mut Item) {
        for tag in self.of(item) {
            if !item.tags.iter().any(|own| fold(own) == fold(tag)) {
                item.tags.push(tag.to_owned());
            }
        }
    }
}

impl JsonSchema for TagRules {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TagRules".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = BTreeMap::<String, Vec<String>>::json_schema(generator);
        let about = "A tag for every item with any of these whole words in title or summary (a word that ends in * \
                     is a beginning); the first that fits is the label where the source has no tags of its own.";
        schema.insert("description".into(), about.into());
        schema
    }
}

/// Reads `[tags]`. A tag that cannot be meant is a problem, and left out.
pub fn read(value: Option<Spanned<DeValue<'_>>>, problems: &mut Problems) -> TagRules {
    let Some((table, span)) = read::one(value, "tags", problems) else { return TagRules::default() };
    if table.len() > CAP {
        problems.push(span, format!("more than {CAP} tags"), None);
        return TagRules::default();
    }
    let mut rules: Vec<(usize, TagRule)> = Vec::new();
    for (key, value) in table {
        let (tag, at) = (key.get_ref().trim().to_owned(), key.span());
        if tag.is_empty() || tag.chars().count() > 50 || tag.chars().any(|c| c.is_control() || "[]".contains(c)) {
            problems.push(at, "a tag is one line of 1 to 50 characters without brackets", None);
            continue;
        }
        let words = words(value, &tag, problems);
        rules.push((at.start, TagRule { tag, words }));
    }
    rules.sort_by_key(|(at, _)| *at);
    TagRules(rules.into_iter().map(|(_, rule)| rule).collect())
}

fn words(value: Spanned<DeValue<'_>>, tag: &str, problems: &mut Problems) -> Vec<String> {
    let span = value.span();
    let help = || Some(format!("write {tag:?} = [\"one word\", \"another\"]"));
    let DeValue::Array(values) = value.into_inner() else {
        problems.push(span, format!("the tag `{tag}` needs a list of words"), help());
        return Vec::new();
    };
    if values.is_empty() || values.len() > CAP {
        problems.push(span, format!("the tag `{tag}` needs 1 to {CAP} words"), help());
        return Vec::new();
    }
    let mut words = Vec::new();
    for value in values.iter() {
        match value.get_ref().as_str() {
            Some(word) if word.chars().any(char::is_alphanumeric) => words.push(word.trim().to_owned()),
            _ => problems.push(value.span(), "a word has letters or digits", help()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::config::Config;
    use crate::model::item::Details;
    use jiff::civil::date;

    fn parse(tags: &str) -> Result<Config, String> {
        let text = format!(
            "[newsletter]\ntitle = \"T\"\n[tags]\n{tags}\n[[section]]\nname = \"news\"\nheading = \"News\"\n\
             takes = \"article\"\n[[source]]\nname = \"own\"\nkind = \"inbox\"\n[[source]]\nname = \"press\"\n\
             kind = \"feed\"\nurl = \"https://example.org/feed\"\ntags = [\"press\"]\n"
        );
        Config::parse(&text, "sources.toml").map_err(|error| crate::report::config_error(&error))
    }

    fn article(source: &str, title: &str) -> Item {
        Item::new(Details::Article {}, title, source, date(2026, 11, 20))
    }

    const TAGS: &str =
        "security = [\"cve*\", \"vulnerability\"]\n\"new member\" = [\"joins\", \"新成员\"]\nAI = [\"ai\"]";

    #[test]
    fn the_label_is_the_sources_tag_else_the_first_that_fits() {
        let config = parse(TAGS).unwrap();
        let label = |source: &str, title: &str| config.label(&article(source, title)).map(str::to_owned);
        assert_eq!(label("own", "Acme joins, with AI"), Some("new member".into()));
        assert_eq!(label("own", "AI finds CVE-2026-1"), Some("security".into()), "in the order of the file");
        assert_eq!(label("own", "欢迎新成员"), Some("new member".into()));
        assert_eq!(label("own", "Maintain invulnerability"), None);
        assert_eq!(label("press", "Acme joins"), Some("press".into()));
        assert_eq!(label("gone", "Acme joins"), Some("new member".into()));
    }

    #[test]
    fn an_item_gets_every_tag_that_fits_once() {
        let config = parse(TAGS).unwrap();
        let mut item = article("own", "A vulnerability");
        item.tags = vec!["Security".into()];
        item.summary = Some("Found by AI.".into());
        config.tags.tag(&mut item);
        assert_eq!(item.tags, ["Security", "AI"]);
    }

    #[test]
    fn what_cannot_be_a_tag_is_refused_with_its_place() {
        let shown = parse("\"[x]\" = [\"a\"]\nsecurity = \"cve\"\nempty = []\nstars = [\"*\"]").unwrap_err();
        for expected in
            [":4:1", "without brackets", ":5:12", "needs a list of words", ":6:9", ":7:10", "letters or digits"]
        {
            assert!(shown.contains(expected), "{expected}: {shown}");
        }
    }
}
