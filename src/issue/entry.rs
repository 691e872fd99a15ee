//! Entry templates: an item becomes one list item.
//!
//! A template sees an item's fields as plain text. What it writes of them is marked, and only when
//! the whole entry stands is each piece escaped for the place where it landed ([`super::resolve`]).

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};

use super::resolve::{self, TEXT_END, TEXT_START};
use super::{TemplateError, fields, sample};
use crate::model::issue::EntryType;
use crate::model::item::{Item, ItemType};

/// Steps that one entry may take: more than any real one needs, an end to endless ones.
const FUEL: u64 = 50_000;

/// The entry template of one section, tried and ready.
#[derive(Debug)]
pub struct EntryTemplate {
    environment: Environment<'static>,
    name: String,
    language: String,
}

impl EntryTemplate {
    /// Prepares the template of a section and tries it on made-up items of its type, full and
    /// minimal, so that a mistake is found before anything is fetched.
    ///
    /// # Errors
    /// A mistake in the template, with its line and the missing name.
    pub fn new(section: &str, takes: EntryType, source: &str, language: &str) -> Result<EntryTemplate, TemplateError> {
        let name = format!("section `{section}`");
        let mut environment = environment();
        environment
            .add_template_owned(name.clone(), source.to_owned())
            .map_err(|error| TemplateError::from_engine(&name, &error, &[]))?;
        let template = EntryTemplate { environment, name, language: language.to_owned() };
        for item in samples(takes) {
            template.render(&item, item.tags.first().map(String::as_str))?;
        }
        Ok(template)
    }

    /// The entry of an item: one Markdown list item without a final newline. `label` is the
    /// newsletter's own tag for it, if any.
    ///
    /// # Errors
    /// When the template fails on this item, or makes anything but one list item of it.
    pub fn render(&self, item: &Item, label: Option<&str>) -> Result<String, TemplateError> {
        let fail = |error: &minijinja::Error, names: &[&str]| TemplateError::from_engine(&self.name, error, names);
        let fields = fields::of(item, label, &self.language);
        let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
        let template = self.environment.get_template(&self.name).map_err(|error| fail(&error, &names))?;
        let context = Value::from_pairs(fields.iter().cloned());
        let marked = template.render(context).map_err(|error| fail(&error, &names))?;
        resolve::entry(&marked).map_err(|message| TemplateError {
            template: self.name.clone(),
            line: 1,
            span: None,
            message,
            help: Some("an entry is one list item: begin with \"- \" and indent what belongs to it".into()),
        })
    }
}

fn samples(takes: EntryType) -> Vec<Item> {
    match takes {
        EntryType::Job => sample::both(ItemType::Job),
        EntryType::Event => sample::both(ItemType::Event),
        EntryType::Article => sample::both(ItemType::Article),
        EntryType::Text => Vec::new(),
    }
}

/// An engine in which what a template writes of an item is marked as text, unless it is safe as it
/// stands (link targets).
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_fuel(Some(FUEL));
    environment.set_debug(true);
    environment.add_filter("sentences", sentences);
    environment.set_formatter(|out, _state, value| {
        if value.is_safe() {
            return Ok(out.write_str(value.as_str().unwrap_or_default())?);
        }
        let text = if value.is_none() { String::new() } else { value.to_string() };
        Ok(write!(out, "{TEXT_START}{}{TEXT_END}", one_line(&text))?)
    });
    environment
}

/// White space to single spaces, also at the ends: `[Security] ` keeps its own.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars().filter(|character| ![TEXT_START, TEXT_END].contains(character)) {
        match character.is_whitespace() {
            true if line.ends_with(' ') => {}
            true => line.push(' '),
            false => line.push(character),
        }
    }
    line
}

/// `summary | sentences(2)`: the first sentences of a text.
fn sentences(text: String, count: usize) -> String {
    use unicode_segmentation::UnicodeSegmentation as _;
    text.unicode_sentences().take(count).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::config::built_in_entry;
    use crate::model::item::{Details, Job};
    use jiff::civil::date;

    fn render(takes: EntryType, source: &str, item: &Item) -> String {
        EntryTemplate::new("test", takes, source, "en").unwrap().render(item, None).unwrap()
    }

    fn job(title: &str) -> Item {
        let mut item = Item::new(Details::Job(Job::default()), title, "inbox", date(2026, 11, 20));
        item.linked("https://example.org/jobs/1");
        item
    }

    #[test]
    fn a_missing_value_takes_its_separator_with_it() {
        let entry = render(EntryType::Job, built_in_entry(EntryType::Job), &job("Head of OSPO"));
        assert_eq!(entry, "- [Head of OSPO](https://example.org/jobs/1)");
    }

    #[test]
    fn text_is_escaped_where_it_would_become_structure() {
        let entry = render(EntryType::Job, built_in_entry(EntryType::Job), &job("Lead [OSPO] *now* | C++"));
        assert!(entry.ends_with("](https://example.org/jobs/1)") && entry.contains("now\\*"), "{entry}");
    }

    #[test]
    fn a_misspelt_name_is_found_before_anything_is_fetched() {
        let error = EntryTemplate::new("jobs", EntryType::Job, "- [{{ organistion }} | {{ title }}]({{ url }})", "en")
            .unwrap_err();
        assert_eq!((error.line, error.help.as_deref()), (1, Some("did you mean `organisation`?")));
        assert!(error.message.contains("organistion"), "{error}");
    }

    #[test]
    fn an_entry_is_one_list_item() {
        for wrong in ["{{ title }}", "- {{ title }}\n- again", "# {{ title }}", "- {{ title }}\n\nmore", ""] {
            let error = EntryTemplate::new("news", EntryType::Article, wrong, "en").unwrap_err();
            assert!(error.message.contains("list item"), "{wrong:?}: {error}");
        }
        assert!(
            EntryTemplate::new("news", EntryType::Article, "- {{ title }}\n  - [{{ link_text }}]({{ url }})", "en")
                .is_ok()
        );
    }
}
