//! How a row of the index is written where the newsletter says so, or where no row is there to go by.

use jiff::civil::Date;
use minijinja::{Environment, UndefinedBehavior, context};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de::Error};

use super::index::Index;
use crate::markdown::write::{escape_link_text, link_target};
use crate::model::dates::span::{self, DaySpan};

/// What rows are made of beside day and number.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The newsletter's title.
    pub title: String,
    /// The language in which days are written (BCP 47).
    pub language: String,
    /// What stands before the file's name in a link: empty, or a path that ends with `/`.
    pub folder: String,
    /// The row as configured.
    pub row: Option<RowTemplate>,
}

/// The template of one row, tried: it sees `title`, `number`, `file`, `date` ("June 3, 2025") and `day`
/// ("2025-06-03").
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct RowTemplate(String);

impl Form {
    /// A row as configured.
    pub(super) fn configured(&self, date: Date, number: u32) -> Option<String> {
        self.row.as_ref()?.render(self, date, number).ok()
    }

    /// The first row of an index, below what stands there: the head of a table with two columns, or
    /// nothing at all.
    pub(super) fn first(&self, there: &str, date: Date, number: u32) -> Option<String> {
        if self.row.is_some() {
            return self.configured(date, number);
        }
        let title = escape_link_text(&self.title);
        let link = format!("[{title} {number}]({}{date}.md)", link_target(&self.folder));
        let day = span::format(DaySpan::day(date), &self.language);
        let last = there.lines().map(str::trim).rfind(|line| !line.is_empty());
        let columns = last.map(|line| line.trim_matches('|').split('|').count());
        let is_table = last.is_some_and(|line| line.starts_with('|') && line.contains("---"));
        match (is_table, columns) {
            (true, Some(2)) => Some(format!("| {} | {day} |", link.replace('|', "\\|"))),
            (true, _) => None,
            (false, _) => Some(format!("- {link}, {day}")),
        }
    }
}

impl RowTemplate {
    fn render(&self, form: &Form, date: Date, number: u32) -> Result<String, minijinja::Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(10_000));
        let values = context! {
            title => escape_link_text(&form.title),
            number => number,
            file => format!("{}{date}.md", link_target(&form.folder)),
            date => span::format(DaySpan::day(date), &form.language),
            day => date.to_string(),
        };
        environment.render_str(&self.0, values)
    }

    /// Tries a template.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(text: &str) -> Result<RowTemplate, String> {
        let template = RowTemplate(text.to_owned());
        let form = Form { title: "Sample".into(), language: "en".into(), ..Form::default() };
        let (date, number) = (Date::constant(2030, 1, 8), 41);
        let row = template.render(&form, date, number).map_err(|error| {
            let detail = error.detail().unwrap_or("it cannot be read").to_owned();
            format!("{text:?} is no row: {detail}; it may use title, number, file, date and day")
        })?;
        let read = Index::read("README.md", &row).map(|index| (index.number(date), index.rows.len()));
        match read {
            Some((Some(41), 1)) if !row.contains('\n') => Ok(template),
            _ => Err(format!(
                "{text:?} is no row of an issue: write one line with a link to {{{{ file }}}} and the {{{{ number }}}}, as \"| [{{{{ title }}}} {{{{ number }}}}]({{{{ file }}}}) | {{{{ date }}}} |\""
            )),
        }
    }
}

impl<'de> Deserialize<'de> for RowTemplate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        RowTemplate::new(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_row_has_a_link_and_a_number_on_one_line() {
        for right in
            ["| [{{ title }} {{ number }}]({{ file }}) | {{ date }} |", "- Issue {{ number }}: [{{ day }}]({{ file }})"]
        {
            assert!(RowTemplate::new(right).is_ok(), "{right}");
        }
        for wrong in ["{{ title }}", "[{{ titel }} {{ number }}]({{ file }})", "[{{ day }}]({{ file }})", "{{", ""] {
            assert!(RowTemplate::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_first_row_fits_what_stands_there() {
        let form = Form { title: "A | B".into(), language: "de".into(), folder: "issues/".into(), row: None };
        let first = |there| form.first(there, date(2026, 11, 24), 1);
        assert_eq!(first("\n"), Some("- [A | B 1](issues/2026-11-24.md), 24. November 2026".into()));
        let row = "| [A \\| B 1](issues/2026-11-24.md) | 24. November 2026 |";
        assert_eq!(first("\n| Issue | Date |\n| --- | --- |\n"), Some(row.into()));
        assert_eq!(first("\n| Issue | Date | Editor |\n| --- | --- | --- |\n"), None);
    }
}
