//! Runs a collector without network: files from a folder, addresses from a function.

use std::path::Path;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use newsletter::collect::{Collector, Context, Kind, Page};
use newsletter::model::exchange::{Body, LocalFile, Request, Response};
use newsletter::model::item::{Item, ItemType};

/// A run on `today` in Madrid.
pub fn context(today: &str) -> Context {
    let today: Date = today.parse().unwrap();
    let timezone = TimeZone::get("Europe/Madrid").unwrap();
    Context { source: "test".into(), today, timezone, until: today, takes: None }
}

/// The same run for a section that takes this type.
pub fn context_taking(today: &str, takes: ItemType) -> Context {
    Context { takes: Some(takes), ..context(today) }
}

/// The collector of a kind with these settings (TOML), or what is wrong with them.
pub fn collector(kind: &str, settings: &str) -> Result<Box<dyn Collector>, String> {
    let kind = Kind::named(kind).unwrap();
    let inline = toml::de::ValueDeserializer::parse(settings).map_err(|error| error.to_string())?;
    (kind.read)(inline).map_err(|error| error.message().to_owned())
}

/// Runs a source whose files stand below `root`.
pub fn files(kind: &str, settings: &str, root: &Path, context: &Context) -> Page {
    run(kind, settings, context, &mut |request| match request {
        Request::Folder { path, endings } => Some(Body::Files(folder(&root.join(path), endings))),
        Request::File(path) => std::fs::read(root.join(path)).ok().map(Body::Bytes),
        Request::Http(_) | Request::Command(_) => panic!("unexpected request {request:?}"),
    })
}

/// Runs a source whose requests `answer` answers; what it does not answer is left out.
pub fn run(kind: &str, settings: &str, context: &Context, answer: &mut dyn FnMut(&Request) -> Option<Body>) -> Page {
    let collector = collector(kind, settings).unwrap();
    assert_eq!(collector.problems(), []);
    let mut whole = Page::default();
    let mut asks = collector.start(context);
    let mut rounds = 0;
    while !asks.is_empty() {
        let ask = asks.remove(0);
        rounds += 1;
        assert!(rounds < 100, "the collector does not come to an end");
        let Some(body) = answer(&ask.request) else { continue };
        let url = if let Request::Http(request) = &ask.request { Some(request.url.clone()) } else { None };
        let page = collector.parse(&Response { ask, url, content_type: None, body }, context).unwrap();
        whole.items.extend(page.items);
        whole.warnings.extend(page.warnings);
        asks.extend(page.next);
    }
    whole
}

/// The files below a folder as the run reads them.
fn folder(root: &Path, endings: &[&str]) -> Vec<LocalFile> {
    let mut files = Vec::new();
    walk(root, root, endings, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn walk(root: &Path, at: &Path, endings: &[&str], files: &mut Vec<LocalFile>) {
    for entry in std::fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            walk(root, &entry, endings, files);
        } else if endings.iter().any(|ending| entry.to_string_lossy().to_lowercase().ends_with(ending)) {
            let path = entry.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.push(LocalFile { path, bytes: std::fs::read(&entry).unwrap() });
        }
    }
}

/// A folder of fixtures.
pub fn fixtures(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path)
}

/// The item of this title.
pub fn titled<'p>(page: &'p Page, title: &str) -> &'p Item {
    page.items.iter().find(|item| item.title == title).unwrap_or_else(|| {
        let titles: Vec<&str> = page.items.iter().map(|item| item.title.as_str()).collect();
        panic!("no {title:?} among {titles:?}; warnings {:?}", page.warnings)
    })
}

/// The warnings as one text.
pub fn warnings(page: &Page) -> String {
    page.warnings.iter().map(|warning| warning.0.as_str()).collect::<Vec<_>>().join("\n")
}
