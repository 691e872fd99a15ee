//! The `content` kind: the Markdown of a site that is checked out (Hugo, Jekyll, Zola or plain).
//!
//! Here are the settings and which files are posts; [`post`] turns one into an item, [`permalink`]
//! says where it stands on the site, [`translations`] keeps one language of each.

mod permalink;
mod post;
mod translations;

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::settings::HttpUrl;
use crate::collect::{Collector, Context, Documented, Page, ParseError, Warning, charset, front_matter};
use crate::model::dates::When;
use crate::model::exchange::{Ask, LocalFile, Request, Response};
use crate::model::item::Item;
use permalink::Permalink;
use post::Post;

/// The files that can be posts.
const ENDINGS: &[&str] = &[".md", ".markdown", ".mdx", ".txt", ".html"];
/// Folders whose files are no posts, wherever they stand.
const NOT_POSTS: &[&str] =
    &["archetypes", "layouts", "themes", "node_modules", "_drafts", "_layouts", "_includes", "_site", "public"];

/// Settings of a `content` source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The folder with the posts, relative to the newsletter's folder.
    pub path: PathBuf,
    /// The site's address. Without it posts have no link unless their front matter gives one whole.
    pub base: Option<HttpUrl>,
    /// Where a post stands on the site: tokens `:filename`, `:slug`, `:title`, `:year`, `:month`,
    /// `:day`, `:section`, `:path`.
    #[serde(default)]
    pub permalink: Permalink,
    /// The language of posts that do not say theirs. Posts in other languages are left out.
    pub language: Option<String>,
}

impl Documented for Content {
    const VERIFIED: &'static str = "The real content of a Hugo site";
    const CANNOT: &'static str = "Running the site’s generator: short codes and data files are not seen";
}

impl Collector for Content {
    fn start(&self, _context: &Context) -> Vec<Ask> {
        vec![Ask::start(Request::Folder { path: self.path.clone(), endings: ENDINGS })]
    }

    fn parse(&self, response: &Response, context: &Context) -> Result<Page, ParseError> {
        let mut notes = Notes::default();
        let texts: Vec<(&LocalFile, String)> = response
            .files()
            .iter()
            .filter(|file| is_in_content(&file.path))
            .map(|file| (file, charset::decode_bytes(&file.bytes, None).text.into_owned()))
            .collect();
        let posts = texts.iter().filter_map(|(file, text)| self.post(file, text, &mut notes)).collect();
        let posts = translations::one_of_each(posts, self.language.as_deref(), &mut notes);
        let items = posts.iter().filter_map(|post| self.item(post, context, &mut notes)).collect();
        Ok(Page { items, warnings: notes.into_warnings(), next: Vec::new() })
    }

    fn address(&self) -> Option<Url> {
        self.base.as_ref().map(|base| base.0.clone())
    }
}

impl Content {
    /// A file as a post, where it is one.
    fn post<'t>(&self, file: &'t LocalFile, text: &'t str, notes: &mut Notes) -> Option<Post<'t>> {
        let Some(matter) = front_matter::split(text) else {
            if !is_html(&file.path) {
                notes.without_front_matter.push(file.path.clone());
            }
            return None;
        };
        if let Some(warning) = &matter.warning {
            notes.single.push(format!("{}: {warning}", self.path.join(&file.path).display()));
        }
        Some(Post::new(&file.path, matter.fields, matter.body)).filter(|post| !post.is_section())
    }

    /// A post as an item, where it is public on the day of the run.
    fn item(&self, post: &Post<'_>, context: &Context, notes: &mut Notes) -> Option<Item> {
        let path = || self.path.join(post.path).display().to_string();
        if post.is_draft() {
            return None;
        }
        if post.expires().is_some_and(|when| when.day() <= context.today) {
            return None;
        }
        let mut item = match post.item(context) {
            Ok(item) => item,
            Err(reason) => {
                notes.single.push(format!("{}: {reason}", path()));
                return None;
            }
        };
        let public = post.public_from().or(item.published.filter(|_| item.event().is_none()));
        if public.map(When::day).is_some_and(|day| day > context.today) {
            notes.future.push(post.path.to_owned());
            return None;
        }
        item.language = item.language.or_else(|| self.language.clone());
        item.image = post.image().and_then(|image| self.absolute(&image));
        match post.address(&self.permalink) {
            Some(address) => match self.absolute(&address) {
                Some(url) => item.linked(&url),
                None => notes.without_base.push(post.path.to_owned()),
            },
            None => notes.single.push(format!("{}: no link, because a part of the permalink is missing", path())),
        }
        Some(item)
    }

    /// An address of the site as a whole one: below `base`, whose folder is not repeated.
    fn absolute(&self, address: &str) -> Option<String> {
        let url = match &self.base {
            None => Url::parse(address).ok()?,
            Some(base) => {
                let folder = base.0.path().trim_end_matches('/');
                let is_rooted = address.starts_with('/') && !address.starts_with("//");
                if is_rooted && !address.starts_with(&format!("{folder}/")) {
                    base.0.join(&format!("{folder}{address}")).ok()?
                } else {
                    base.0.join(address).ok()?
                }
            }
        };
        matches!(url.scheme(), "http" | "https").then(|| url.into())
    }
}

fn is_in_content(path: &str) -> bool {
    let mut folders = path.split('/').rev().skip(1);
    !path.split('/').any(|part| part.starts_with('.')) && !folders.any(|folder| NOT_POSTS.contains(&folder))
}

fn is_html(path: &str) -> bool {
    path.ends_with(".html")
}

/// What was left out, gathered so that a large site is told of in a few lines.
#[derive(Debug, Default)]
struct Notes {
    single: Vec<String>,
    without_front_matter: Vec<String>,
    without_base: Vec<String>,
    future: Vec<String>,
    other_language: Vec<String>,
}

impl Notes {
    fn into_warnings(self) -> Vec<Warning> {
        let gathered = [
            (self.without_front_matter, "no front matter, so no post"),
            (self.without_base, "no link, because `base` (the site's address) is not set"),
            (self.future, "dated after today and left out"),
            (self.other_language, "in another language and left out"),
        ];
        let gathered = gathered.into_iter().filter(|(paths, _)| !paths.is_empty());
        self.single.into_iter().chain(gathered.map(|(paths, what)| listed(&paths, what))).map(Warning).collect()
    }
}

/// "3 files (a.md, b.md, c.md): what".
fn listed(paths: &[String], what: &str) -> String {
    let shown = paths.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = paths.len().saturating_sub(3);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let files = if paths.len() == 1 { "file" } else { "files" };
    format!("{} {files} ({shown}{more}): {what}", paths.len())
}
