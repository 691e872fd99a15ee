//! The `github` kind: what happens in a repository on GitHub.
//!
//! Releases and discussions come from the Atom feeds of the site (read by the `feed` kind), merged pull
//! requests and issues from the REST interface (docs.github.com/rest), which answers 60 times an hour
//! without a `token`. Issues are an inbox: submissions by an issue form, see `form`. Discussions come only
//! as far as their feed goes. Unverified: how many entries the feeds have.

mod form;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::feed::Feed;
use super::settings::{HttpUrl, Secret, http_address};
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, json, markdown_text, schema_org};
use crate::model::dates::machine;
use crate::model::exchange::{About, Ask, HttpRequest, Request, Response, SecretHeader};
use crate::model::item::{DateOrigin, Details, Item};
use crate::model::link::Link;
use crate::model::text;

const EXPECTED: &str = "a list of GitHub's REST interface (JSON)";
/// The most that the interface gives at once.
const PER_PAGE: usize = 100;

/// Settings of a `github` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GitHub {
    /// Owner and name, for example `todogroup/governance`.
    pub repo: String,
    /// What is collected: `releases`, `discussions`, `pulls` (merged ones) or `issues` (open ones, as an
    /// inbox: submissions by an issue form).
    pub what: What,
    /// Pulls and issues: only with all of these labels.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Discussions: only of this category (its name in addresses).
    pub category: Option<String>,
    /// Pulls and issues: most pages of 100, the latest first. Default: 1.
    pub pages: Option<u32>,
    /// Pulls and issues: a token in an environment variable, `{ env = "GITHUB_TOKEN" }`, for more than 60
    /// answers an hour and for private repositories. Without the variable the run goes on without.
    pub token: Option<Secret>,
}

/// What is collected of a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// Releases, as articles.
    Releases,
    /// Discussions, as articles.
    Discussions,
    /// Pull requests that were merged, as articles.
    Pulls,
    /// Submissions by an issue form.
    Issues,
}

impl Documented for GitHub {
    const VERIFIED: &'static str = "Documentation";
    const CANNOT: &'static str = "Discussions beyond their feed (some 25); private repositories without a token";
}

impl Collector for GitHub {
    fn problems(&self) -> Vec<(&'static str, String)> {
        let by_rest = matches!(self.what, What::Pulls | What::Issues);
        let wrong = [
            ("repo", !is_repo(&self.repo), "`repo` is written owner/name, for example \"todogroup/governance\""),
            ("labels", !by_rest && !self.labels.is_empty(), "`labels` are for pulls and issues"),
            ("pages", !by_rest && self.pages.is_some(), "`pages` is for pulls and issues: a feed has one page"),
            ("token", !by_rest && self.token.is_some(), "`token` is for pulls and issues: feeds are read without"),
            ("category", self.what != What::Discussions && self.category.is_some(), "`category` is for discussions"),
            (
                "category",
                self.category.as_deref().is_some_and(|category| !is_name(category)),
                "`category` is the last part of the category's address, for example \"announcements\"",
            ),
        ];
        wrong.into_iter().filter(|(_, is, _)| *is).map(|(key, _, why)| (key, why.to_owned())).collect()
    }

    fn start(&self, _context: &Context) -> Vec<Ask> {
        self.request(0).map(Ask::start).into_iter().collect()
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        match self.what {
            What::Releases => self.feed(response, context).map(|page| self.named_releases(page)),
            What::Discussions => self.feed(response, context),
            What::Pulls => self.list(response, |thread, page| self.pull(thread, context, page)),
            What::Issues => self.list(response, |thread, page| submission(thread, context, page)),
        }
    }

    fn address(&self) -> Option<Url> {
        let part = match self.what {
            What::Releases => "releases",
            What::Discussions => "discussions",
            What::Pulls => "pulls",
            What::Issues => "issues",
        };
        Url::parse(&format!("https://github.com/{}/{part}", self.repo)).ok()
    }

    /// Labels, categories and what was merged do not stand in addresses: those are certain only
    /// without a choice.
    fn is_own(&self, link: &Link) -> Option<bool> {
        let url = link.to_url()?;
        let path = url.path().to_lowercase();
        let below = path.strip_prefix(&format!("/{}/", self.repo.to_lowercase()));
        let below = below.filter(|_| url.host_str() == Some("github.com") && self.labels.is_empty());
        Some(below.is_some_and(|below| match self.what {
            What::Releases => below.starts_with("releases/tag/"),
            What::Discussions => self.category.is_none() && below.starts_with("discussions/"),
            What::Pulls => below.starts_with("pull/"),
            What::Issues => false,
        }))
    }
}

impl GitHub {
    fn request(&self, page: u32) -> Option<Request> {
        let site = format!("https://github.com/{}", self.repo);
        let api = format!("https://api.github.com/repos/{}", self.repo);
        let address = match (self.what, &self.category) {
            (What::Releases, _) => format!("{site}/releases.atom"),
            (What::Discussions, None) => format!("{site}/discussions.atom"),
            (What::Discussions, Some(category)) => format!("{site}/discussions/categories/{category}.atom"),
            (What::Pulls, _) => format!("{api}/pulls?state=closed&sort=updated&direction=desc"),
            (What::Issues, _) => format!("{api}/issues?state=open"),
        };
        let mut url = Url::parse(&address).ok()?;
        if matches!(self.what, What::Releases | What::Discussions) {
            return Some(Request::Http(HttpRequest::get(url)));
        }
        let mut query = url.query_pairs_mut();
        if self.what == What::Issues && !self.labels.is_empty() {
            query.append_pair("labels", &self.labels.join(","));
        }
        query.append_pair("per_page", &PER_PAGE.to_string()).append_pair("page", &(page + 1).to_string());
        drop(query);
        let headers = [("accept", "application/vnd.github+json"), ("x-github-api-version", "2022-11-28")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let bearer = |token: &Secret| SecretHeader {
            name: "authorization".to_owned(),
            prefix: "Bearer ".to_owned(),
            variable: token.variable.clone(),
        };
        let secrets = self.token.iter().map(bearer).collect();
        Some(Request::Http(HttpRequest { headers, secrets, ..HttpRequest::get(url) }))
    }

    fn feed(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let url = response.url.clone().map(HttpUrl);
        Feed { url, path: None, base: None }.parse(response, context)
    }

    /// A title that is only a number gets the name of what was released before it.
    fn named_releases(&self, mut page: Page) -> Page {
        let name = self.repo.rsplit('/').next().unwrap_or_default();
        let is_number = |title: &str| title.trim_start_matches(['v', 'V']).starts_with(|c: char| c.is_ascii_digit());
        for item in page.items.iter_mut().filter(|item| is_number(&item.title)) {
            item.title = text::title(&format!("{name} {}", item.title));
        }
        page
    }

    /// Reads a list of the REST interface, newest first, as far as the settings allow.
    fn list(&self, response: &Response, add: impl Fn(&Value, &mut Page)) -> Result<Page, ParseError> {
        let threads = json::read_array(response, EXPECTED)?;
        let number = if let About::NextPage(number) = response.ask.about { number } else { 0 };
        let mut page = Page::default();
        threads.iter().for_each(|thread| add(thread, &mut page));
        if threads.is_empty() && number == 0 {
            page.warnings.push(Warning("the repository has none of these".into()));
        }
        let pages = self.pages.unwrap_or(1);
        if threads.len() >= PER_PAGE && number + 1 < pages {
            let about = About::NextPage(number + 1);
            page.next.extend(self.request(number + 1).map(|request| Ask { request, about }));
        } else if threads.len() >= PER_PAGE && self.what == What::Issues {
            page.warnings.push(Warning(format!("there may be more than {pages} pages of issues: raise `pages`")));
        }
        Ok(page)
    }

    /// A pull request that was merged; others are no news.
    fn pull(&self, pull: &Value, context: &Context, page: &mut Page) {
        let labels = labels(pull);
        let is_wanted = self.labels.iter().all(|label| labels.iter().any(|own| own.eq_ignore_ascii_case(label)));
        let Some(merged) = json::text(pull, "merged_at").and_then(machine::read).filter(|_| is_wanted) else { return };
        let title = json::text(pull, "title").map(text::title).unwrap_or_default();
        if title.is_empty() {
            return page.warnings.push(Warning(format!("{}: has no title, left out", name_of(pull))));
        }
        let mut item = Item::new(Details::Article {}, title, &context.source, context.today);
        item.linked(json::text(pull, "html_url").unwrap_or_default());
        item.uid = number(pull).map(|number| number.to_string());
        item.dated(merged, DateOrigin::Feed);
        item.updated = json::text(pull, "updated_at").and_then(machine::read);
        item.summary = json::text(pull, "body").and_then(markdown_text::summary);
        item.authors = author(pull).into_iter().collect();
        item.tags = labels;
        page.items.push(item);
    }
}

/// The item of an issue that was filled in by form. The list mixes pull requests in: those are skipped.
fn submission(issue: &Value, context: &Context, page: &mut Page) {
    if issue.get("pull_request").is_some() {
        return;
    }
    match form::item(issue, context) {
        Ok(mut item) => {
            item.uid = json::text(issue, "html_url").and_then(http_address);
            item.by = author(issue);
            page.items.push(item);
        }
        Err(problems) => page
            .warnings
            .extend(problems.into_iter().map(|problem| Warning(format!("{}: {problem} (left out)", name_of(issue))))),
    }
}

/// `#12 “Its title”`.
fn name_of(thread: &Value) -> String {
    let number = number(thread).map(|number| format!("#{number} ")).unwrap_or_default();
    format!("{number}“{}”", text::line(json::text(thread, "title").unwrap_or_default(), 80))
}

fn number(thread: &Value) -> Option<u64> {
    thread.get("number").and_then(Value::as_u64)
}

fn author(thread: &Value) -> Option<String> {
    json::text(thread.get("user")?, "login").and_then(text::name)
}

fn labels(thread: &Value) -> Vec<String> {
    let members = thread.get("labels").and_then(Value::as_array).into_iter().flatten();
    schema_org::distinct(members.filter_map(|label| json::text(label, "name")))
}

fn is_repo(text: &str) -> bool {
    text.split_once('/').is_some_and(|(owner, name)| is_name(owner) && is_name(name))
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && !text.chars().all(|c| c == '.')
}
