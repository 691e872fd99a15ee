//! From chosen items to the Markdown of a new issue.

use std::collections::BTreeMap;

use jiff::civil::Date;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

use super::TemplateError;
use super::entry::EntryTemplate;
use crate::config::{Config, Section};
use crate::model::issue::EntryType;
use crate::model::item::Item;

/// The built-in look of an issue; a file of the same name in `templates/` replaces it.
pub const BUILT_IN: &str = include_str!("../../templates/issue.md.j2");
/// The name of that file.
pub const NAME: &str = "issue.md.j2";

/// Every template of an issue, tried and ready.
#[derive(Debug)]
pub struct IssueTemplates {
    environment: Environment<'static>,
    entries: BTreeMap<String, EntryTemplate>,
}

/// What stands at the head of an issue.
#[derive(Clone, Debug, Serialize)]
pub struct Heading {
    /// The newsletter's title.
    pub title: String,
    /// The issue's number.
    pub number: u32,
    /// The issue's date.
    pub date: Date,
}

/// A section as the template of the issue sees it.
#[derive(Clone, Debug, Default, Serialize)]
struct SectionContext {
    name: String,
    heading: String,
    intro: String,
    text: String,
    entries: Vec<String>,
}

#[derive(Serialize)]
struct IssueContext<'a> {
    #[serde(flatten)]
    heading: &'a Heading,
    sections: Vec<SectionContext>,
}

impl IssueTemplates {
    /// Prepares the templates of a newsletter; `issue` is its own `issue.md.j2`, where it has one.
    /// Each is tried on made-up items.
    ///
    /// # Errors
    /// Every template that cannot be used.
    pub fn new(config: &Config, issue: Option<String>) -> Result<IssueTemplates, Vec<TemplateError>> {
        let mut errors = Vec::new();
        let mut entries = BTreeMap::new();
        for section in config.sections.iter().filter(|section| section.takes != EntryType::Text) {
            match EntryTemplate::new(&section.name, section.takes, &section.entry, &config.newsletter.language) {
                Ok(template) => drop(entries.insert(section.name.clone(), template)),
                Err(error) => errors.push(error),
            }
        }
        let mut environment = environment();
        if let Err(error) = environment.add_template_owned(NAME, issue.unwrap_or_else(|| BUILT_IN.to_owned())) {
            errors.push(TemplateError::from_engine(NAME, &error, &[]));
        }
        let templates = IssueTemplates { environment, entries };
        if errors.is_empty() {
            errors.extend(templates.tried().err());
        }
        if errors.is_empty() { Ok(templates) } else { Err(errors) }
    }

    /// The entry of an item in a section; `label` is the newsletter's own tag for it.
    ///
    /// # Errors
    /// When the section's template fails on this very item.
    pub fn entry(&self, section: &str, item: &Item, label: Option<&str>) -> Result<String, TemplateError> {
        match self.entries.get(section) {
            Some(template) => template.render(item, label),
            None => Err(TemplateError {
                template: format!("section `{section}`"),
                line: 1,
                span: None,
                message: "lists no items".into(),
                help: None,
            }),
        }
    }

    /// The Markdown of an issue. `entries` are the rendered entries by section name; a section
    /// without any is left out.
    ///
    /// # Errors
    /// When the issue's template fails.
    pub fn issue(
        &self,
        config: &Config,
        heading: &Heading,
        entries: &BTreeMap<String, Vec<String>>,
    ) -> Result<String, TemplateError> {
        let sections = config.sections.iter().map(|section| context(section, entries)).filter(has_something).collect();
        self.render(&IssueContext { heading, sections })
    }

    fn render(&self, context: &IssueContext<'_>) -> Result<String, TemplateError> {
        let names = ["title", "number", "date", "sections", "name", "heading", "intro", "text", "entries"];
        let fail = |error| TemplateError::from_engine(NAME, &error, &names);
        let text =
            self.environment.get_template(NAME).and_then(|template| template.render(Serde(context))).map_err(fail)?;
        Ok(format!("{}\n", text.trim_end()))
    }

    /// The issue's template over a made-up issue: full, and with nothing in it.
    fn tried(&self) -> Result<(), TemplateError> {
        let heading = Heading { title: "Sample".into(), number: 1, date: jiff::civil::date(2030, 1, 1) };
        let filled = SectionContext {
            name: "sample".into(),
            heading: "Sample".into(),
            intro: "Sample.".into(),
            text: "Sample.".into(),
            entries: vec!["- Sample".into()],
        };
        for sections in [vec![filled, SectionContext::default()], Vec::new()] {
            self.render(&IssueContext { heading: &heading, sections })?;
        }
        Ok(())
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_fuel(Some(5_000_000));
    environment.set_debug(true);
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment
}

fn context(section: &Section, entries: &BTreeMap<String, Vec<String>>) -> SectionContext {
    SectionContext {
        name: section.name.clone(),
        heading: section.heading.clone(),
        intro: section.intro.clone().unwrap_or_default(),
        text: section.text.as_deref().unwrap_or_default().trim().to_owned(),
        entries: entries.get(&section.name).cloned().unwrap_or_default(),
    }
}

fn has_something(section: &SectionContext) -> bool {
    !section.entries.is_empty() || !section.text.is_empty()
}
