//! Templates: the built-in ones, the files that replace them, and errors that say where.
//!
//! Reading files is the caller's; which values a template sees is said by the format that renders it
//! (for pages [`crate::render::html`]). A template may ask for nothing that is not there: a typo is an
//! error with its line, never an empty place in a published page.

use std::error::Error as _;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior, Value, escape_formatter};
use serde::Serialize;

use super::RenderError;
use crate::escape;

/// The web page of an issue.
pub const PAGE: &str = "page.html.j2";

/// Name and text of every built-in template.
pub const BUILT_IN: &[(&str, &str)] = &[(PAGE, include_str!("../../templates/page.html.j2"))];

/// Where a built-in template can still be reached once a file has replaced it:
/// `{% extends "built-in/page.html.j2" %}`.
const BUILT_IN_FOLDER: &str = "built-in/";

/// Instructions that one rendering may take: a template that loops without end is an error.
const FUEL: u64 = 5_000_000;

/// The templates of a newsletter.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
}

impl Templates {
    /// The built-in templates, those of the same name replaced by `files`: pairs of a name, relative to
    /// the folder `templates`, and a text. Further files can be included by the others.
    ///
    /// # Errors
    /// [`RenderError::Template`] for the first text that is not a template.
    pub fn new<Name, Text>(files: impl IntoIterator<Item = (Name, Text)>) -> Result<Templates, RenderError>
    where
        Name: Into<String>,
        Text: Into<String>,
    {
        let mut templates = Templates { environment: environment() };
        for (name, text) in BUILT_IN {
            templates.add(name.to_string(), text.to_string())?;
            templates.add(format!("{BUILT_IN_FOLDER}{name}"), text.to_string())?;
        }
        for (name, text) in files {
            templates.add(name.into(), text.into())?;
        }
        Ok(templates)
    }

    fn add(&mut self, name: String, text: String) -> Result<(), RenderError> {
        self.environment
            .add_template_owned(name.clone(), text.clone())
            .map_err(|error| template_error(&error, &name, |_| Some(text.clone())))
    }

    /// The template of this name, filled in; ends with one line break.
    pub(super) fn render(&self, name: &str, values: impl Serialize) -> Result<String, RenderError> {
        let filled =
            self.environment.get_template(name).and_then(|template| template.render(Value::from(Serde(values))));
        match filled {
            Ok(text) => Ok(format!("{}\n", text.trim_end())),
            Err(error) => Err(template_error(&error, name, |name| {
                self.environment.get_template(name).ok().map(|template| template.source().to_owned())
            })),
        }
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match name.trim_end_matches(".j2").rsplit('.').next() {
        Some("txt" | "md") => AutoEscape::None,
        _ => AutoEscape::Html,
    });
    environment.set_formatter(write_value);
    // Debug errors print every value of the template, and only in some builds: messages are made here.
    environment.set_debug(false);
    environment.set_fuel(Some(FUEL));
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment
}

/// A value where a template prints it: what there is not prints nothing, text in HTML is escaped.
/// (The default escapes `/` as well, which no place in HTML needs and which makes addresses unreadable.)
fn write_value(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    match state.auto_escape() {
        _ if value.is_none() => Ok(()),
        AutoEscape::Html if !value.is_safe() => Ok(out.write_str(&escape::html::text(&value.to_string()))?),
        _ => escape_formatter(out, state, value),
    }
}

/// The innermost template error of the chain: an error in an included file stands behind "could not
/// render include".
fn template_error(error: &minijinja::Error, name: &str, text_of: impl Fn(&str) -> Option<String>) -> RenderError {
    let mut innermost = error;
    while let Some(next) = innermost.source().and_then(|source| source.downcast_ref::<minijinja::Error>()) {
        innermost = next;
    }
    let name = innermost.name().unwrap_or(name);
    let expression = innermost.range().and_then(|range| Some(text_of(name)?.get(range)?.trim().to_owned()));
    let message = match (innermost.kind(), expression) {
        (ErrorKind::UndefinedError, Some(expression)) => format!("there is no `{expression}`"),
        (ErrorKind::OutOfFuel, _) => "the template does not come to an end".to_owned(),
        (kind, _) => innermost.detail().map(str::to_owned).unwrap_or_else(|| kind.to_string()),
    };
    RenderError::Template { file: format!("templates/{name}"), line: innermost.line(), message }
}
