//! `newsletter add`: read one page and put it in the inbox, filled in as far as the page tells.
//!
//! What a page is and says is found out in `collect` (page facts, recognise); how it stands in a file
//! in the inbox kind. Here: where the page comes from, the file's name, and what a person is told.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;
use url::Url;

use super::collecting;
use super::{Session, print};
use crate::cli::{AddItemArgs, TypeArg};
use crate::collect::kinds::inbox::{self, Draft, ITEM_ENDINGS};
use crate::collect::kinds::settings::parse_http_url;
use crate::collect::{Context, ParseError, closed, page_facts, recognise};
use crate::config::Config;
use crate::model::exchange::{Ask, Body, HttpRequest, LocalFile, Request, Response};
use crate::model::item::{Details, Item, ItemType};
use crate::model::link::Link;
use crate::model::text;
use crate::report::{Exit, Failure, HELP, WARNING, count, painted, plain};
use crate::workspace;

/// Longest name of a file without its date, in characters.
const SLUG_CAP: usize = 50;
/// Most files of an inbox that are looked through.
const FILE_CAP: usize = 20_000;

pub(super) fn run(session: &Session, args: &AddItemArgs) -> Result<Exit, Failure> {
    let config = session.config()?;
    let today = session.today(&config);
    let target = Target::of(&args.what, args.url.as_deref())?;
    let folder = inbox_folder(&config, today);
    let files = submissions(session, &folder)?;
    refuse_known(target.url(), &folder, &files)?;
    let mut draft = drafted(session, &config, &target, args, today)?;
    draft.item.by = args.by.as_deref().and_then(text::name);
    let link = draft.item.url.as_ref().and_then(Link::to_url);
    refuse_known(link.as_ref(), &folder, &files)?;
    let text = draft.to_toml();
    if args.dry_run {
        print(&text)?;
    } else {
        let lock = session.workspace.lock()?;
        let path = free_path(&session.workspace.root.join(&folder), today, &slug(&draft, &target));
        lock.write(&path, text.as_bytes())?;
        print(&format!("{}\n", plain(&session.workspace.shown(&path))))?;
    }
    tell(session, &config, &draft, &target, &text, today);
    Ok(Exit::Done)
}

/// What was given.
enum Target {
    /// A page on the web.
    Page(Url),
    /// A local file, and the address that it was saved from.
    File(PathBuf, Option<Url>),
}

impl Target {
    fn of(what: &str, url: Option<&str>) -> Result<Target, Failure> {
        let address = |text: &str| {
            parse_http_url(text)
                .map_err(|problem| Failure::usage(format!("{text}: {problem}"), "give the whole address"))
        };
        match (what.contains("://"), url) {
            (true, None) => Ok(Target::Page(address(what)?)),
            (true, Some(_)) => Err(Failure::usage("--url is for a page that is given as a file", "leave it out")),
            (false, url) => Ok(Target::File(what.into(), url.map(address).transpose()?)),
        }
    }

    fn url(&self) -> Option<&Url> {
        match self {
            Target::Page(url) => Some(url),
            Target::File(_, url) => url.as_ref(),
        }
    }
}

/// The folder of the first `inbox` source; `inbox` where none is configured.
fn inbox_folder(config: &Config, today: Date) -> PathBuf {
    let context = context(config, today);
    let sources = config.sources.iter().filter(|source| source.kind.name == "inbox");
    let asks = sources.flat_map(|source| source.collector.start(&context));
    let mut folders = asks.filter_map(|ask| match ask.request {
        Request::Folder { path, .. } => Some(path),
        _ => None,
    });
    folders.next().unwrap_or_else(|| PathBuf::from("inbox"))
}

fn context(config: &Config, today: Date) -> Context {
    let timezone = config.newsletter.timezone.0.clone();
    Context { source: "inbox".to_owned(), today, timezone, until: config.until(today), takes: None }
}

/// The files of the inbox; none where the folder is not there yet.
fn submissions(session: &Session, folder: &Path) -> Result<Vec<LocalFile>, Failure> {
    let folder = session.workspace.root.join(folder);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let paths = workspace::files_below(&folder, ITEM_ENDINGS, FILE_CAP)?;
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        Ok(LocalFile { path: name, bytes: workspace::read_bytes(&path)? })
    };
    paths.into_iter().map(read).collect()
}

/// Nothing is sent in twice.
fn refuse_known(url: Option<&Url>, folder: &Path, files: &[LocalFile]) -> Result<(), Failure> {
    let Some(link) = url.and_then(|url| Link::parse(url.as_str())) else { return Ok(()) };
    match inbox::links(files).into_iter().find(|(_, known)| *known == link) {
        Some((file, _)) => Err(Failure::new(
            format!("{} is in the inbox already: {}", link.as_str(), folder.join(file).display()),
            "edit that file",
        )),
        None => Ok(()),
    }
}

/// The item as far as its page, or its address alone, tells.
fn drafted(
    session: &Session,
    config: &Config,
    target: &Target,
    args: &AddItemArgs,
    today: Date,
) -> Result<Draft, Failure> {
    let wanted = args.item_type.map(TypeArg::item_type);
    let by_address = target.url().and_then(recognise::item_type);
    let empty = Item::new(Details::Article {}, "", "inbox", today);
    let response = match target {
        Target::Page(url) if closed::platform(url).is_some() => {
            return Ok(Draft::of_address(wanted.or(by_address), url, empty));
        }
        Target::Page(url) => collecting::fetch(session, config, HttpRequest::page(url.clone())).map_err(by_hand)?,
        Target::File(path, url) => saved(session, path, url.as_ref())?,
    };
    let context = context(config, today);
    let facts = collecting::read_apart(move || page_facts(&response, &context))?;
    let facts = facts.map_err(|error| unreadable(target, &error))?;
    if facts.item.is_none() && facts.listed.len() > 1 && wanted.is_none() {
        return Err(Failure::new(
            format!("the page lists {} and is about none of them", count(facts.listed.len(), "thing")),
            "give the address of one of them, or make the page a source: `newsletter sources add URL`",
        ));
    }
    for warning in &facts.warnings {
        session.say(&format!("{}: {}", painted(WARNING, "warning"), plain(&warning.0)));
    }
    Ok(Draft::of_page(&facts, wanted, by_address, empty))
}

/// A page that programs are kept from can be saved by a person.
fn by_hand(failure: Failure) -> Failure {
    let way = "or save the page in a browser: `newsletter add FILE --url URL`";
    match failure {
        Failure::Other { problem, help, exit } => {
            let help = help.filter(|help| !help.is_empty()).map_or(way.to_owned(), |help| format!("{help}; {way}"));
            Failure::Other { problem, help: Some(help), exit }
        }
        other => other,
    }
}

/// A saved page as if it had been fetched.
fn saved(session: &Session, path: &Path, url: Option<&Url>) -> Result<Response, Failure> {
    let bytes = workspace::read_bytes(&session.given(path))?;
    let request = match url {
        Some(url) => Request::Http(HttpRequest::page(url.clone())),
        None => Request::File(path.to_path_buf()),
    };
    Ok(Response { ask: Ask::start(request), url: url.cloned(), content_type: None, body: Body::Bytes(bytes) })
}

fn unreadable(target: &Target, error: &ParseError) -> Failure {
    let shown = match target {
        Target::Page(url) => crate::fetch::safe_address(url),
        Target::File(path, _) => path.display().to_string(),
    };
    Failure::new(format!("{shown}: {error}"), "write a file in the inbox by hand: `type`, `title` and `url` are enough")
}

/// The name of the file: from the title, else from the address.
fn slug(draft: &Draft, target: &Target) -> String {
    let from_url = || {
        let url = target.url().cloned().or_else(|| draft.item.url.as_ref().and_then(Link::to_url))?;
        let host = url.host_str()?.trim_start_matches("www.").to_owned();
        let last = url.path_segments().into_iter().flatten().rfind(|part| !part.is_empty()).unwrap_or_default();
        Some(format!("{host} {last}"))
    };
    let slugs = std::iter::once(draft.item.title.clone()).chain(from_url()).map(|text| ascii(&text));
    slugs.into_iter().find(|slug| !slug.is_empty()).unwrap_or_else(|| "item".to_owned())
}

/// Lower-case ASCII letters and digits with single hyphens between, at most [`SLUG_CAP`].
fn ascii(text: &str) -> String {
    let plain: String = text.to_lowercase().nfkd().map(ascii_letter).collect();
    let words = plain.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        if !slug.is_empty() && slug.len() + 1 + word.len() > SLUG_CAP {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug.truncate(SLUG_CAP);
    slug
}

/// A character of decomposed lower-case text in ASCII; accents vanish, what has no form parts words.
fn ascii_letter(character: char) -> &'static str {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    match character {
        '\u{300}'..='\u{36F}' | '\'' | '’' => "",
        'ß' => "ss",
        'æ' => "ae",
        'ø' => "o",
        'ł' => "l",
        'đ' => "d",
        _ => LETTERS.find(character).and_then(|at| LETTERS.get(at..at + 1)).unwrap_or(" "),
    }
}

/// A path at which nothing stands.
fn free_path(folder: &Path, today: Date, slug: &str) -> PathBuf {
    let first = folder.join(format!("{today}-{slug}.toml"));
    let numbered = (2u32..).map(|number| folder.join(format!("{today}-{slug}-{number}.toml")));
    let is_free = |path: &PathBuf| std::fs::symlink_metadata(path).is_err();
    std::iter::once(first.clone()).chain(numbered).find(is_free).unwrap_or(first)
}

/// What the inbox makes of the file, and what a person has to do.
fn tell(session: &Session, config: &Config, draft: &Draft, target: &Target, text: &str, today: Date) {
    if let Some(platform) = target.url().filter(|_| matches!(target, Target::Page(_))).and_then(closed::platform) {
        session.say(&format!("{platform} does not want to be read by programs: the page was not asked for"));
    }
    let missing = draft.missing();
    if !missing.is_empty() {
        let fields = missing.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
        session.say(&format!(
            "{}: fill in {fields}; until then the inbox leaves the item out and says so",
            painted(HELP, "help")
        ));
        return;
    }
    for problem in inbox::problems(text, &context(config, today)) {
        session.say(&format!("{}: {}", painted(WARNING, "warning"), plain(&problem)));
    }
    session.say(&plain(&format!("{}: {}", draft.item.item_type().as_str(), draft.item.title)));
    if !config.sources.iter().any(|source| source.kind.name == "inbox") {
        session.say(&format!(
            "{}: no source of kind `inbox` is configured yet; without one nothing is read from there",
            painted(WARNING, "warning")
        ));
    }
}

impl TypeArg {
    fn item_type(self) -> ItemType {
        match self {
            TypeArg::Job => ItemType::Job,
            TypeArg::Event => ItemType::Event,
            TypeArg::Article => ItemType::Article,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_ascii_and_safe() {
        for (title, name) in [
            ("Über OSPOs: Größe & Maß", "uber-ospos-grosse-mass"),
            ("../../etc/passwd", "etc-passwd"),
            ("日本語のタイトル", ""),
            ("  --Trailing--  ", "trailing"),
            ("Summit—2027: What’s new, Łódź?", "summit-2027-whats-new-lodz"),
            ("CON", "con"),
        ] {
            assert_eq!(ascii(title), name, "{title}");
        }
        assert!(ascii(&"word ".repeat(40)).len() <= SLUG_CAP);
        assert_eq!(ascii(&"x".repeat(400)).len(), SLUG_CAP);
    }
}
