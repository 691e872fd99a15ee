//! Text for a terminal or a CI log, where nothing may be obeyed.
//!
//! What is printed from outside goes through [`plain`]; every finished line of the program goes through
//! [`without_commands`] as well (`report::say`). [`visible`] and [`without_c1`] are for excerpts of
//! files in which places must stay where they are.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::pattern::pattern;

/// Text from outside as it may stand in a terminal or a CI log: control and direction characters out
/// but for line breaks, and nothing that a CI would take for a command.
pub fn plain(text: &str) -> String {
    without_commands(&without_controls(text))
}

/// Without C0, DEL, C1 and direction characters; line breaks stay.
pub(super) fn without_controls(text: &str) -> String {
    text.chars().filter(|&character| character == '\n' || !is_obeyed(character)).collect()
}

/// Whether a terminal does something on this character other than showing it.
fn is_obeyed(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Lines that no CI obeys: an invisible word joiner (U+2060) stands where a command would begin.
///
/// Source: `ActionCommand.cs` of GitHub's runner: `::` counts at the start of a line, `##[` anywhere
/// in it. Azure Pipelines (`##vso[`) and TeamCity (`##teamcity[`) look for the second form too.
pub fn without_commands(text: &str) -> String {
    static OLD_FORM: LazyLock<Regex> = LazyLock::new(|| pattern(r"##([A-Za-z]*\[)"));
    let lines = text.split('\n').map(|line| {
        let joiner = if line.trim_start().starts_with("::") { "\u{2060}" } else { "" };
        format!("{joiner}{}", OLD_FORM.replace_all(line, "##\u{2060}$1"))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What a terminal would obey becomes U+FFFD, one for one; a byte-order mark at the start goes.
pub fn visible(text: &str) -> String {
    let text = text.trim_start_matches('\u{FEFF}');
    text.chars()
        .map(|character| if is_obeyed(character) && character != '\n' { '\u{FFFD}' } else { character })
        .collect()
}

/// C1 control characters, which annotate-snippets lets through and terminals obey, as dots of the same
/// length in bytes, so that places stay.
pub fn without_c1(text: &str) -> String {
    text.chars().map(|character| if ('\u{80}'..='\u{9f}').contains(&character) { '·' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_is_harmless_in_logs() {
        assert_eq!(plain("a\u{1b}[31mb\u{202e}c"), "a[31mbc");
        for command in ["::error::x", "  ::add-mask::x", "\u{a0}::debug::x"] {
            let line = plain(&format!("x\n{command}"));
            assert!(!line.lines().any(|line| line.trim_start().starts_with("::")), "{line}");
        }
        for command in ["##[stop-commands]x", "C##[group]", "##vso[task.setvariable]x", "##teamcity[x]"] {
            let line = plain(&format!("said {command}"));
            assert!(line.contains("##\u{2060}") && line.replace('\u{2060}', "").contains(command), "{line}");
        }
        assert_eq!(plain("## [a] ##x a##"), "## [a] ##x a##");
        assert_eq!(plain(&plain("::a\n##[b]")), plain("::a\n##[b]"));
    }

    #[test]
    fn an_excerpt_obeys_nobody() {
        assert_eq!(visible("\u{FEFF}a\u{1b}[2J\u{202e}b\u{9b}"), "a\u{FFFD}[2J\u{FFFD}b\u{FFFD}");
        assert_eq!(without_c1("a\u{9b}b").len(), "a\u{9b}b".len());
    }
}
