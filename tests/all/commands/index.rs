//! The index of issues: where it stands, the form of its rows, and that people's bytes stay.

use crate::support::Newsletter;

const REST: &str = "\n[[section]]\nname = \"news\"\nheading = \"News\"\ntakes = \"article\"\n\n[[source]]\nname = \"inbox\"\nkind = \"inbox\"\npath = \"inbox\"\n";
const ITEM: &str = "type = \"article\"\ntitle = \"A thing to read\"\nurl = \"https://example.org/thing\"\n";
const START: &str = "<!-- newsletter:index:start -->";
const END: &str = "<!-- newsletter:index:end -->";

/// Drafts the issue of 2026-11-24, number 47, with this setting and index file; gives the file's text
/// and what was said.
fn drafted(setting: &str, path: &str, before: &str) -> (String, String) {
    let newsletter = Newsletter::with(&format!("[newsletter]\ntitle = \"Notes\"\n{setting}{REST}"));
    newsletter.write("inbox/one.toml", ITEM);
    newsletter.write("issues/2026-10-27.md", "# Notes 46\n");
    newsletter.write(path, before);
    let said = newsletter.run(&["draft", "--date", "2026-11-24", "--today", "2026-11-20"]);
    assert_eq!(said.code, 0, "{}", said.err);
    (newsletter.read(path), said.err)
}

/// Whether the text is the one before with this line put in.
#[track_caller]
fn assert_added(setting: &str, path: &str, before: &str, row: &str) {
    let (after, said) = drafted(setting, path, before);
    assert!(after.contains(row), "{after}\n{said}");
    assert_eq!(after.replacen(row, "", 1), before);
}

#[test]
fn a_row_is_like_the_one_beside_it_and_in_their_order() {
    for (rows, row) in [
        (
            "| Issue | Day |\n|---|---|\n| Issue 46 | [2026-10-27](2026-10-27.md) |\n| Issue 45 | [2026-09-29](2026-09-29.md) |\n",
            "| Issue 47 | [2026-11-24](2026-11-24.md) |\n",
        ),
        (
            "* 45 [September 29, 2026](2026-09-29.md)\n* 46 [October 27, 2026](2026-10-27.md)",
            "\n* 47 [November 24, 2026](2026-11-24.md)",
        ),
        (
            "- [Ausgabe 46](2026-10-27.md) vom 27. Oktober 2026\r\n- [Ausgabe 45](2026-09-29.md) vom 29. September 2026\r\n",
            "- [Ausgabe 47](2026-11-24.md) vom 24. November 2026\r\n",
        ),
    ] {
        let before = format!("# All  \n\nmine: [1](x)\n{START}\n{rows}\n{END}\nmine too\t\n");
        assert_added("", "issues/README.md", &before, row);
    }
}

#[test]
fn the_first_row_fits_the_head_of_the_table_or_is_a_list_item() {
    let table = format!("{START}\n| Issue | Date |\n| --- | --- |\n{END}\n");
    assert_added("", "issues/README.md", &table, "\n| [Notes 47](2026-11-24.md) | November 24, 2026 |");
    let list = format!("{START}\n{END}\n");
    assert_added("", "issues/README.md", &list, "\n- [Notes 47](2026-11-24.md), November 24, 2026");
}

#[test]
fn place_and_form_are_the_newsletters() {
    let before = format!("# Home\n{START}\n{END}\n");
    assert_added(
        "index = \"README.md\"\n",
        "README.md",
        &before,
        "\n- [Notes 47](issues/2026-11-24.md), November 24, 2026",
    );
    let setting = "index = { path = \"docs/all.md\", row = \"* No. {{ number }}: [{{ day }}]({{ file }})\" }\n";
    assert_added(setting, "docs/all.md", &before, "\n* No. 47: [2026-11-24](../issues/2026-11-24.md)");
    let (after, _) = drafted("index = false\n", "issues/README.md", &before);
    assert_eq!(after, before);
}

#[test]
fn what_only_one_row_says_is_not_copied_and_the_run_says_so() {
    let before = format!(
        "{START}\n- [46: the summer special](2026-10-27.md)\n- [45](2026-09-29.md)\n- [44](2026-08-25.md)\n{END}\n"
    );
    let (after, said) = drafted("", "issues/README.md", &before);
    assert_eq!(after, before);
    assert!(said.contains("does not list this issue"), "{said}");
}

#[test]
fn a_wrong_setting_is_explained() {
    for (setting, part) in [
        ("index = \"../README.md\"", "inside the newsletter's folder"),
        ("index = { row = \"{{ titel }}\" }", "it may use title, number, file, date and day"),
        ("index = { row = \"nothing\" }", "a link to {{ file }}"),
        ("index = { rows = \"x\" }", "did you mean `row`?"),
        ("index = 5", "or false"),
    ] {
        let newsletter = Newsletter::with(&format!("[newsletter]\ntitle = \"Notes\"\n{setting}\n"));
        let said = newsletter.run(&["sources", "list"]);
        assert!(said.code == 3 && said.err.contains(part), "{setting}: {}", said.err);
    }
}

#[test]
fn check_reads_and_mends_the_configured_index() {
    let text = format!("{START}\n- [Notes 45](../issues/2026-09-29.md)\n{END}\n");
    let newsletter = Newsletter::with(&format!("[newsletter]\ntitle = \"Notes\"\nindex = \"docs/all.md\"\n{REST}"));
    newsletter.write("docs/all.md", &text);
    newsletter.write("issues/2026-10-27.md", "# Notes 46\n");
    let said = newsletter.run(&["check"]);
    assert!(said.out.contains("docs/all.md does not list this issue"), "{}{}", said.out, said.err);
    assert_eq!(newsletter.run(&["check", "--fix"]).code, 0);
    let row = "- [Notes 46](../issues/2026-10-27.md)\n";
    assert_eq!(newsletter.read("docs/all.md"), text.replacen("- [", &format!("{row}- ["), 1));
}
