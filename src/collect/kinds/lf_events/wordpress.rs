//! Events as pages of WordPress: `GET /wp-json/wp/v2/pages?parent=0`, upcoming events being top-level
//! pages with their facts in `meta.lfes_…`. Country names come embedded as terms of `lfevent-country`.

use serde_json::Value;
use url::Url;

use super::{EXPECTED, Facts, LfEvents};
use crate::collect::{Context, Page, ParseError, Warning, json};
use crate::model::exchange::{About, Response};

/// The most that WordPress gives at once.
const PER_PAGE: usize = 100;
/// Most pages of the list.
const PAGE_CAP: u32 = 20;

impl LfEvents {
    /// The address of a page of the list, counted from 0 (WordPress counts from 1).
    pub(super) fn pages_url(&self, page: u32) -> Option<Url> {
        let mut url = self.site()?.join("wp-json/wp/v2/pages").ok()?;
        url.query_pairs_mut()
            .append_pair("parent", "0")
            .append_pair("per_page", &PER_PAGE.to_string())
            .append_pair("page", &(page + 1).to_string())
            .append_pair("_embed", "wp:term");
        if let Some(search) = &self.search {
            url.query_pairs_mut().append_pair("search", search);
        }
        Some(url)
    }

    /// Events among the pages of one answer, and the next answer where this one is full.
    pub(super) fn parse_pages(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let pages = json::read_array(response, EXPECTED)?;
        let mut page = Page::default();
        let events = pages.iter().filter(|page| meta(page, "date_start").is_some());
        events.for_each(|event| self.add(facts(event), context, &mut page));
        let this = if let About::NextPage(page) = response.ask.about { page } else { 0 };
        if pages.len() >= PER_PAGE && this + 1 < PAGE_CAP {
            page.next = self.next_pages(this + 1);
        } else if pages.len() >= PER_PAGE {
            page.warnings.push(Warning(format!("stopped after {PAGE_CAP} pages of the list")));
        }
        Ok(page)
    }
}

/// A field of the events plugin.
fn meta(page: &Value, name: &str) -> Option<String> {
    json::text(page.get("meta")?, &format!("lfes_{name}")).map(str::to_owned)
}

/// A switch of the events plugin: a boolean, or the word for it.
fn switch(page: &Value, name: &str) -> Option<bool> {
    match page.get("meta")?.get(format!("lfes_{name}"))? {
        Value::Bool(is) => Some(*is),
        Value::String(text) => Some(matches!(text.as_str(), "1" | "true" | "yes")),
        Value::Number(number) => Some(number.as_i64() == Some(1)),
        _ => None,
    }
}

fn facts(page: &Value) -> Facts {
    let rendered = |name: &str| page.get(name).and_then(|field| json::text(field, "rendered")).map(str::to_owned);
    let link = json::text(page, "link").map(str::to_owned);
    Facts {
        id: page.get("id").and_then(Value::as_i64).map(|id| id.to_string()),
        name: rendered("title").unwrap_or_default(),
        url: meta(page, "external_url").or(link).unwrap_or_default(),
        start: meta(page, "date_start"),
        end: meta(page, "date_end"),
        city: meta(page, "city"),
        country: country(page),
        is_virtual: switch(page, "virtual"),
        // The switch is on unless someone turned it off.
        has_cfp: Some(switch(page, "cfp_active").unwrap_or(true)),
        cfp_opens: meta(page, "cfp_date_start"),
        cfp_closes: meta(page, "cfp_date_end"),
        cfp_url: meta(page, "cta_speak_url"),
        summary: meta(page, "description"),
        image: None,
    }
}

/// The name of the embedded term of the countries.
fn country(page: &Value) -> Option<String> {
    let groups = page.get("_embedded")?.get("wp:term")?.as_array()?;
    let mut terms = groups.iter().filter_map(Value::as_array).flatten();
    let term = terms.find(|term| json::text(term, "taxonomy") == Some("lfevent-country"))?;
    json::text(term, "name").map(str::to_owned)
}
