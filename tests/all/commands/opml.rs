//! `newsletter sources import` and `export`: OPML in and out.

use newsletter::config::opml::{self, DEPTH_CAP, OpmlError};

use crate::support::Newsletter;

const FILE: &str = r#"# ours
[newsletter]
title = "A <Test> & \"more\""

[[section]]
name = "news"
heading = "📌 News & Articles"
takes = "article"

[[section]]
name = "press"
heading = "Press"
takes = "article"

[[source]]
name = "one"
kind = "feed"
url = "https://one.example/feed?a=1&b=2"
section = "news"

[[source]]
name = "O'Reilly's <feed>"
kind = "feed"
url = "https://two.example/feed"

[[source]]
name = "calendar"
kind = "calendar"
url = "https://example.org/all.ics"

[[source]]
name = "secret"
kind = "feed"
url = "https://example.org/feed?token=SECRET"
"#;

const LIST: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<opml version="1.1"><head><title>My feeds</title></head><body>
  <outline text="one" type="rss" xmlUrl="https://new.example/rss?x=1&amp;y=2"/>
  <outline text="Folder">
    <outline title="PRESS">
      <outline TEXT="Deep &quot;quoted&quot; \ name" XMLURL="feed://deep.example/feed"></outline>
    </outline>
    <outline text="plain" xmlUrl="http://plain.example/a&b"/>
  </outline>
  <outline text="📌 news &amp; articles"><outline xmlUrl="https://unnamed.example/feed"/></outline>
  <outline text="have it" xmlUrl="http://www.one.example/feed/?b=2&amp;a=1"/>
  <outline text="twice" xmlUrl="https://unnamed.example/feed"/>
  <outline text="odd" xmlUrl="javascript:alert(1)"/>
  <outline text="closed" xmlUrl="https://www.linkedin.com/feed.xml"/>
  <outline text="a link" type="link" url="https://example.org/"/>
  <outline text="bomb &b;" xmlUrl="https://bomb.example/feed"/>
</body></opml>"#;

#[test]
fn a_list_is_imported_with_sections_and_unique_names_and_nothing_else_changes() {
    let newsletter = Newsletter::with(FILE);
    newsletter.write("list.opml", LIST);
    let dry = newsletter.run(&["sources", "import", "list.opml", "--dry-run"]);
    assert_eq!((dry.code, newsletter.read("sources.toml").as_str()), (0, FILE), "{}", dry.err);

    let said = newsletter.run(&["sources", "import", "list.opml"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    let after = newsletter.read("sources.toml");
    let added = after.strip_prefix(FILE).unwrap();
    assert_eq!(added.trim_start(), dry.out);
    for entry in [
        "name = \"one-2\"\nkind = \"feed\"\nurl = \"https://new.example/rss?x=1&y=2\"\n",
        "name = 'Deep \"quoted\" \\ name'\nkind = \"feed\"\nurl = \"https://deep.example/feed\"\nsection = \"press\"\n",
        "name = \"plain\"\nkind = \"feed\"\nurl = \"http://plain.example/a&b\"\n",
        "name = \"unnamed.example\"\nkind = \"feed\"\nurl = \"https://unnamed.example/feed\"\nsection = \"news\"\n",
        "name = \"bomb &b;\"\n",
    ] {
        assert!(added.contains(entry), "{entry} is missing in\n{added}");
    }
    assert_eq!(added.matches("[[source]]").count(), 5, "{added}");
    for (name, reason) in [("have it", "already"), ("twice", "already"), ("odd", "only http"), ("closed", "LinkedIn")] {
        let line = said.err.lines().find(|line| line.starts_with(&format!("skipped: {name} ")));
        assert!(line.is_some_and(|line| line.contains(reason)), "{name}: {}", said.err);
    }
    assert_eq!(newsletter.run(&["sources", "list"]).code, 0, "what was written can be read");
    let again = newsletter.run(&["sources", "import", "list.opml"]);
    assert!(again.code == 0 && again.err.contains("nothing to add"), "{}", again.err);
    assert_eq!(newsletter.read("sources.toml"), after);
}

#[test]
fn what_is_exported_is_imported_as_the_same_sources() {
    let newsletter = Newsletter::with(FILE);
    let said = newsletter.run(&["sources", "export"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("<title>A &lt;Test&gt; &amp; &quot;more&quot;</title>"), "{}", said.out);
    assert!(said.out.contains("xmlUrl=\"https://one.example/feed?a=1&amp;b=2\""), "{}", said.out);
    assert!(!said.out.contains("SECRET") && !said.err.contains("SECRET"), "{}", said.err);
    assert!(
        said.err.contains("secret: its address holds a credential") && said.err.contains("calendar:"),
        "{}",
        said.err
    );

    let empty = &FILE[..FILE.find("[[source]]").unwrap()];
    let other = Newsletter::with(empty);
    other.write("list.opml", &said.out);
    let imported = other.run(&["sources", "import", "list.opml"]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    assert_eq!(other.run(&["sources", "export"]).out, said.out);
}

#[test]
fn the_export_of_this_newsletter_lists_its_feeds() {
    let said = Newsletter::of_this_repository().run(&["sources", "export"]);
    let feeds = opml::read(&said.out).unwrap();
    assert!(feeds.iter().any(|feed| feed.address == "https://openssf.org/feed/"), "{}", said.out);
    assert_eq!(feeds.len(), said.out.matches("xmlUrl").count());
}

#[test]
fn files_that_are_no_lists_are_refused_and_nothing_is_written() {
    let deep = format!("<opml><body>{}", "<outline text='x'>\n".repeat(100_000));
    for (text, reason) in [
        ("", "no OPML"),
        ("<html><outline xmlUrl='https://a.example/'/></html>", "no OPML"),
        ("\u{0}\u{1}binary", "no OPML"),
        (deep.as_str(), "line 33"),
    ] {
        let newsletter = Newsletter::with(FILE);
        newsletter.write("list.opml", text);
        let said = newsletter.run(&["sources", "import", "list.opml"]);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
        assert!(said.err.contains(reason), "{}", said.err);
        assert_eq!(newsletter.read("sources.toml"), FILE);
    }
    assert_eq!(Newsletter::with(FILE).run(&["sources", "import", "none.opml"]).code, 1);
}

#[test]
fn depth_size_and_count_are_bounded() {
    let nested = |depth: usize| format!("<opml>{}{}</opml>", "<outline>".repeat(depth), "</outline>".repeat(depth));
    assert_eq!(opml::read(&nested(DEPTH_CAP)), Ok(Vec::new()));
    assert_eq!(opml::read(&nested(DEPTH_CAP + 1)), Err(OpmlError::TooDeep { line: 1 }));
    let many = format!("<opml>{}</opml>", "<outline xmlUrl='https://a.example/'/>".repeat(opml::FEED_CAP + 1));
    assert_eq!(opml::read(&many), Err(OpmlError::TooMany));
    assert_eq!(opml::read(&" ".repeat(opml::SIZE_CAP + 1)), Err(OpmlError::TooLarge));
}
