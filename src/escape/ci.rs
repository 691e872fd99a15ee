//! Text for GitHub's runner, where it is meant to be obeyed: workflow commands and outputs of a step.
//!
//! Source: "Workflow commands for GitHub Actions", and the escapes of `actions/toolkit`
//! (`packages/core/src/command.ts`): `%`, CR and LF in data; `:` and `,` too in properties.
//! `action/git.sh` does the same in shell.

use super::log::{plain, without_controls};

/// `::name key=value,key=value::message`, one line without its end.
pub fn command(name: &str, properties: &[(&str, &str)], message: &str) -> String {
    let properties: Vec<String> =
        properties.iter().map(|(key, value)| format!("{key}={}", property(&without_controls(value)))).collect();
    let space = if properties.is_empty() { "" } else { " " };
    format!("::{name}{space}{}::{}", properties.join(","), data(&without_controls(message)))
}

/// The commands that make the runner hide a secret in the log from here on. It masks line by line,
/// and what it looks for is exactly what it is given, so nothing is left out.
pub fn mask(secret: &str) -> Vec<String> {
    let lines = secret.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| format!("::add-mask::{}", data(line))).collect()
}

/// `name=value` for the file of `GITHUB_OUTPUT`, with the end of the line: a line break in a value
/// would begin another output.
pub fn output(name: &str, value: &str) -> String {
    format!("{name}={}\n", plain(value).replace('\n', " "))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_and_data_are_escaped_for_github() {
        assert_eq!(property("a:b,c%d\r\n"), "a%3Ab%2Cc%25d%0D%0A");
        let shown = command("error", &[("file", "a:b.md"), ("line", "3")], "50%: a,\nb\u{1b}[31m");
        assert_eq!(shown, "::error file=a%3Ab.md,line=3::50%25: a,%0Ab[31m");
        assert_eq!(command("notice", &[], "a"), "::notice::a");
    }

    #[test]
    fn a_secret_is_masked_line_by_line() {
        assert_eq!(mask("a%b\n\n::c\r\n"), ["::add-mask::a%25b", "::add-mask::::c"]);
    }

    #[test]
    fn an_output_is_one_line() {
        assert_eq!(output("title", "a\nname=b\r\n"), "title=a name=b \n");
    }
}
