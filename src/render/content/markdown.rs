//! Markdown to HTML with comrak: GitHub's dialect, because that is where issues are written and reviewed.
//!
//! Raw HTML passes through here and is dealt with by [`super::sanitise`].

use std::fmt::Write as _;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, create_formatter, parse_document};

create_formatter!(Formatter, {
    // A check box is a form field; what it says is a character (U+FE0E: as text, not as emoji).
    NodeValue::TaskItem(ref item) => |context, entering| {
        if entering {
            write!(context, "<li>{}\u{fe0e} ", if item.symbol.is_some() { "☑" } else { "☐" })?;
        } else {
            context.write_str("</li>\n")?;
        }
    },
});

/// The HTML of an issue, unsafe: as people wrote it.
pub fn to_html(markdown: &str) -> String {
    let arena = Arena::new();
    let options = options();
    let document = parse_document(&arena, without_front_matter(markdown), &options);
    let mut html = String::with_capacity(markdown.len() * 2);
    // Writing into a String cannot fail.
    let _ = Formatter::format_document(document, &options, &mut html);
    html
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.extension.cjk_friendly_emphasis = true;
    options.render.r#unsafe = true;
    options
}

/// The text after a block of YAML between two lines `---`. A rule (`---`) with prose under it is no
/// front matter: the first line must be a key.
fn without_front_matter(markdown: &str) -> &str {
    let text = markdown.trim_start_matches('\u{feff}');
    let mut lines = text.split_inclusive('\n');
    if lines.next().is_none_or(|line| line.trim_end() != "---") {
        return text;
    }
    let mut read = "---\n".len();
    for (number, line) in lines.enumerate() {
        if number == 0 && !starts_with_key(line) {
            return text;
        }
        read += line.len();
        if line.trim_end() == "---" {
            return text
                .split_inclusive('\n')
                .next()
                .and_then(|first| text.get(read - 4 + first.len()..))
                .unwrap_or_default();
        }
    }
    text
}

fn starts_with_key(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, _)| {
        !key.is_empty() && key.chars().all(|character| character.is_ascii_alphanumeric() || "_-".contains(character))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_left_out_and_a_rule_is_not() {
        assert_eq!(without_front_matter("---\ntitle: x\n---\n# A\n"), "# A\n");
        assert_eq!(without_front_matter("\u{feff}---\r\ntitle: x\r\n---\r\n# A\n"), "# A\n");
        assert_eq!(without_front_matter("---\n\nprose\n\n---\n"), "---\n\nprose\n\n---\n");
        assert_eq!(without_front_matter("---\ntitle: x\n# A\n"), "---\ntitle: x\n# A\n");
        assert_eq!(without_front_matter("---"), "---");
    }

    #[test]
    fn a_task_is_a_character_not_a_form_field() {
        assert_eq!(
            to_html("- [x] done\n- [ ] open\n"),
            "<ul>\n<li>☑\u{fe0e} done</li>\n<li>☐\u{fe0e} open</li>\n</ul>\n"
        );
    }
}
