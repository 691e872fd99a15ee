//! Rendering an issue as a web page: what stands on it, over a made-up issue and over all real ones.
//! `safety` has what must never stand on a page, `templates` the files that replace the built-in one.

pub mod safety;
mod templates;

use newsletter::render::html::{Neighbour, Translation};
use newsletter::render::{Format, IssueText, PageOptions, Templates, render};
use scraper::{ElementRef, Html, Selector};

const ISSUE: &str = include_str!("../fixtures/render/issue.md");

pub fn built_in() -> Templates {
    Templates::new::<&str, &str>([]).unwrap()
}

pub fn issue(markdown: &str) -> IssueText {
    IssueText { markdown: markdown.to_owned(), path: "issues/2026-03-11.md".into(), ..IssueText::default() }
}

pub fn page(markdown: &str) -> String {
    render(Format::Html, &issue(markdown), &PageOptions::default(), &built_in()).unwrap()
}

fn everything() -> (IssueText, PageOptions) {
    let issue = IssueText {
        number: Some(7),
        date: "2026-03-11".parse().ok(),
        language: Some("en".into()),
        title: Some("Example Newsletter 7".into()),
        ..issue(ISSUE)
    };
    let neighbour = |title: &str, address: &str| Some(Neighbour { title: title.into(), address: address.into() });
    let options = PageOptions {
        newsletter: Some("Example Newsletter".into()),
        site: "https://news.example.org/".parse().ok(),
        canonical: "https://news.example.org/2026-03-11.html".parse().ok(),
        feed: Some("https://news.example.org/feed.xml".into()),
        previous: neighbour("Example Newsletter 6", "2026-02-11.html"),
        next: neighbour("Example Newsletter 8", "2026-04-11.html"),
        translations: vec![Translation { language: "ja".into(), address: "https://news.example.org/ja/7.html".into() }],
    };
    (issue, options)
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn attributes(page: &Html, selector: &str, name: &str) -> Vec<String> {
    all(page, selector).into_iter().map(|element| element.attr(name).unwrap_or_default().to_owned()).collect()
}

/// The page without its style sheet.
fn unstyled(page: &str) -> String {
    let (before, rest) = page.split_once("<style>\n").unwrap();
    let (_, after) = rest.split_once("</style>\n").unwrap();
    format!("{before}{after}")
}

#[test]
fn a_page_has_all_that_is_known_of_an_issue() {
    let (issue, options) = everything();
    let page = render(Format::Html, &issue, &options, &built_in()).unwrap();
    insta::assert_snapshot!(unstyled(&page), @r##"
    <!DOCTYPE html>
    <html lang="en" dir="ltr">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'self'; img-src *; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
    <title>Example Newsletter 7</title>
    <meta name="description" content="Two communities met in Lyon and agreed on a common licence guide. It is open for comments.">
    <meta name="color-scheme" content="light dark">
    <meta name="theme-color" content="#fffefa" media="(prefers-color-scheme: light)">
    <meta name="theme-color" content="#14171a" media="(prefers-color-scheme: dark)">
    <link rel="canonical" href="https://news.example.org/2026-03-11.html">
    <link rel="alternate" type="application/atom+xml" title="Example Newsletter" href="https://news.example.org/feed.xml">
    <link rel="alternate" hreflang="ja" href="https://news.example.org/ja/7.html">
    <link rel="prev" href="2026-02-11.html">
    <link rel="next" href="2026-04-11.html">
    <meta property="og:type" content="article">
    <meta property="og:title" content="Example Newsletter 7">
    <meta property="og:description" content="Two communities met in Lyon and agreed on a common licence guide. It is open for comments.">
    <meta property="og:url" content="https://news.example.org/2026-03-11.html">
    <meta property="og:site_name" content="Example Newsletter">
    <meta property="og:locale" content="en_US">
    <meta property="og:image" content="https://news.example.org/chart.png">
    <meta property="og:image:alt" content="A chart">
    <meta property="article:published_time" content="2026-03-11">
    <meta name="twitter:card" content="summary_large_image">
    <script type="application/ld+json">{"@context":"https://schema.org","@type":"Article","headline":"Example Newsletter 7","description":"Two communities met in Lyon and agreed on a common licence guide. It is open for comments.","datePublished":"2026-03-11","inLanguage":"en","url":"https://news.example.org/2026-03-11.html","image":"https://news.example.org/chart.png","isPartOf":{"@type":"PublicationIssue","issueNumber":7,"isPartOf":{"@type":"Periodical","name":"Example Newsletter","url":"https://news.example.org/"}}}</script>
    </head>
    <body>
    <a class="skip" href="#issue">Skip to the issue</a>
    <header class="masthead">
    <a class="name" href="https://news.example.org/">Example Newsletter</a>
    <a href="https://news.example.org/feed.xml">Feed</a>
    </header>
    <main id="issue">
    <div class="title">
    <h1>Example Newsletter 7</h1>
    <p class="date"><time datetime="2026-03-11">March 11, 2026</time></p>
    </div>
    <nav class="contents" aria-labelledby="contents">
    <p id="contents">In this issue</p>
    <ol>
    <li><a href="#jobs">📚 Jobs</a></li>
    <li><a href="#news-articles">📌 News &amp; Articles</a></li>
    </ol>
    </nav>
    <article class="content">
    <p>Two communities met in Lyon and agreed on a common licence guide. It is open for comments.</p>

    <h2 id="jobs">📚 Jobs</h2>
    <ul class="entries">
    <li><a href="https://jobs.example.org/1?a=1&amp;b=2" rel="noopener">🇫🇷 Example Labs | Licence Engineer</a></li>
    <li>🌐 Remote First: <a aria-label="Remote First – https://jobs.example.com/2" class="address" href="https://jobs.example.com/2" rel="noopener">https://jobs.example.com/2</a></li>
    </ul>
    <h2 id="news-articles">📌 News &amp; Articles</h2>
    <ul class="entries">
    <li><span class="label">[Blog]</span> Why do forks stay? <a aria-label="Why do forks stay? – here" href="https://blog.example.com/forks" rel="noopener">here<span aria-hidden="true" class="arrow">&nbsp;↗</span></a>.</li>
    <li><span class="label">[Guide]</span> Writing a policy, see <a href="#upcoming">the second part</a></li>
    </ul>
    <p class="pictures"><img alt="A chart" decoding="async" loading="lazy" src="chart.png"></p>
    <section aria-label="Table 1" class="wide" tabindex="0"><table>
    <thead>
    <tr>
    <th class="align-left" scope="col">Month</th>
    <th class="align-right" scope="col">Issues</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td class="align-left">May</td>
    <td class="align-right">3</td>
    </tr>
    </tbody>
    </table></section>
    <h3 id="upcoming">🎟️ Upcoming</h3>
    <ul>
    <li>☑︎ Agenda</li>
    <li>☐︎ Speakers<sup class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup></li>
    </ul>
    <table class="layout" role="presentation"><tbody><tr><td class="align-center"><img alt="" decoding="async" loading="lazy" src="https://img.example.org/a.png" width="300"><br><a class="button" href="https://rsvp.example.org/" rel="noopener">RSVP</a></td></tr></tbody></table>
    <section class="footnotes">
    <ol>
    <li id="fn-1">
    <p>Still open. <a aria-label="Back to reference 1" class="footnote-backref" href="#fnref-1">↩</a></p>
    </li>
    </ol>
    </section>
    </article>
    </main>
    <footer class="below">
    <nav class="neighbours" aria-label="Other issues">
    <a class="previous" rel="prev" href="2026-02-11.html"><small>Previous issue</small> Example Newsletter 6</a>
    <a class="next" rel="next" href="2026-04-11.html"><small>Next issue</small> Example Newsletter 8</a>
    </nav>
    <p class="links">
    <a href="https://news.example.org/">All issues</a>
    <a href="https://news.example.org/feed.xml">Feed</a>
    </p>
    </footer>
    </body>
    </html>
    "##);
}

#[test]
fn a_page_of_nothing_but_words_has_no_empty_places() {
    insta::assert_snapshot!(unstyled(&page("Only words.\n")), @r##"
    <!DOCTYPE html>
    <html lang="en" dir="ltr">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'self'; img-src *; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
    <title>2026-03-11</title>
    <meta name="color-scheme" content="light dark">
    <meta name="theme-color" content="#fffefa" media="(prefers-color-scheme: light)">
    <meta name="theme-color" content="#14171a" media="(prefers-color-scheme: dark)">
    <meta property="og:type" content="article">
    <meta property="og:title" content="2026-03-11">
    <meta property="og:locale" content="en_US">
    <meta name="twitter:card" content="summary">
    <script type="application/ld+json">{"@context":"https://schema.org","@type":"Article","headline":"2026-03-11","inLanguage":"en"}</script>
    </head>
    <body>
    <a class="skip" href="#issue">Skip to the issue</a>
    <main id="issue">
    <div class="title">
    <h1>2026-03-11</h1>
    </div>
    <article class="content">
    <p>Only words.</p>
    </article>
    </main>
    </body>
    </html>
    "##);
}

#[test]
fn the_same_issue_gives_the_same_bytes_and_ends_with_a_line_break() {
    let (issue, options) = everything();
    let pages = [(); 2].map(|()| render(Format::Html, &issue, &options, &built_in()).unwrap());
    assert_eq!(pages[0], pages[1]);
    assert!(pages[0].ends_with("</html>\n"));
}

/// Every real issue and translation, with its page.
fn real_pages() -> Vec<(IssueText, String)> {
    let folders = ["data/newsletters/issues", "data/newsletters/translations"];
    let files = folders.iter().filter_map(|folder| crate::support::shared(folder)).flat_map(|folder| {
        let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        files
    });
    files
        .map(|file| {
            let issue =
                IssueText { path: file.display().to_string(), ..issue(&std::fs::read_to_string(&file).unwrap()) };
            let page = render(Format::Html, &issue, &PageOptions::default(), &built_in()).unwrap();
            (issue, page)
        })
        .collect()
}

/// The targets of all links in a Markdown text, raw HTML and bare addresses included.
fn link_targets(markdown: &str) -> Vec<String> {
    let mut options = comrak::Options::default();
    options.extension.autolink = true;
    options.extension.table = true;
    options.render.r#unsafe = true;
    let html = Html::parse_fragment(&comrak::markdown_to_html(markdown, &options));
    let targets = attributes(&html, "a[href]", "href").into_iter();
    targets.map(|target| target.trim().to_owned()).filter(|target| !target.is_empty()).collect()
}

#[test]
fn every_link_of_every_real_issue_survives_with_its_target() {
    let mut links = 0;
    for (issue, page) in real_pages() {
        let on_page = attributes(&Html::parse_document(&page), "article a[href], h1 a[href]", "href");
        assert_eq!(on_page, link_targets(&issue.markdown), "{}", issue.path);
        links += on_page.len();
    }
    assert!(links == 0 || links > 600, "{links}");
}

#[test]
fn every_real_issue_becomes_a_sound_page() {
    for (issue, page) in real_pages() {
        let name = &issue.path;
        safety::assert_inert(&page, name);
        let page = Html::parse_document(&page);
        assert_eq!(all(&page, "h1").len(), 1, "{name}");
        let levels: Vec<u8> =
            all(&page, "h1, h2, h3, h4, h5, h6").iter().map(|heading| heading.value().name().as_bytes()[1]).collect();
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {levels:?}");
        let mut ids = attributes(&page, "[id]", "id");
        let (count, _) = (ids.len(), ids.sort());
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}: an id twice");
        for target in attributes(&page, "a[href^='#']", "href") {
            assert!(ids.iter().any(|id| target[1..] == **id), "{name}: {target} leads nowhere");
        }
        assert!(all(&page, "img").iter().all(|image| image.attr("alt").is_some()), "{name}: alt");
        assert!(!all(&page, "meta[name=description]").is_empty(), "{name}: no description");
    }
}

#[test]
fn links_that_say_nothing_are_named_in_every_real_issue() {
    for (issue, page) in real_pages() {
        let page = Html::parse_document(&page);
        for link in all(&page, "article a[href]") {
            let text: String = link.text().filter(|text| !text.contains('↗')).collect();
            if ["here", "link", "こちら"].contains(&text.trim().to_lowercase().as_str()) || text.starts_with("http")
            {
                let name = link.attr("aria-label").unwrap_or_default();
                assert!(name.contains(&*text) && name.len() > text.len(), "{}: {text:?} {name:?}", issue.path);
            }
        }
    }
}

#[test]
fn an_issue_without_a_heading_is_named_by_newsletter_and_number() {
    let issue = IssueText { number: Some(7), ..issue("Words.") };
    let options = PageOptions { newsletter: Some("Example".into()), ..PageOptions::default() };
    let page = Html::parse_document(&render(Format::Html, &issue, &options, &built_in()).unwrap());
    assert_eq!(all(&page, "h1")[0].text().collect::<String>(), "Example 7");
}

#[test]
fn language_sets_direction_words_and_date() {
    let issue = IssueText { language: Some("ar".into()), date: "2026-03-11".parse().ok(), ..issue("# x\n\nنص") };
    let page = Html::parse_document(&render(Format::Html, &issue, &PageOptions::default(), &built_in()).unwrap());
    assert_eq!(attributes(&page, "html", "dir"), ["rtl"]);
    assert_eq!(all(&page, "time")[0].text().collect::<String>(), "2026-03-11");
}

/// Relative luminance and contrast as WCAG 2.2 defines them, for `#rrggbb`.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |colour: &str| -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn text_stands_out_in_the_light_and_in_the_dark() {
    let page = page("x");
    for palette in page.split(":root {").skip(1).take(2) {
        let colour = |name: &str| {
            let from = palette.find(&format!("--{name}: #")).unwrap() + name.len() + 4;
            palette[from..from + 7].to_owned()
        };
        for (text, ground) in [
            ("ink", "paper"),
            ("quiet", "paper"),
            ("link", "paper"),
            ("ink", "tint"),
            ("link", "tint"),
            ("on-button", "button"),
        ] {
            let ratio = contrast(&colour(text), &colour(ground));
            assert!(ratio >= 4.5, "--{text} on --{ground}: {ratio:.2}");
        }
    }
}
