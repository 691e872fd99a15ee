//! JSON with the mistakes that templates make, made into JSON: raw line breaks in strings, trailing
//! commas, comments, escapes that JSON does not know. Applied once, only to what cannot be read.

/// The text with those mistakes repaired; everything else unchanged.
pub fn repaired(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source.chars().peekable();
    let mut in_string = false;
    while let Some(character) = rest.next() {
        match (in_string, character) {
            (_, '"') => {
                in_string = !in_string;
                out.push('"');
            }
            (true, '\\') => push_escape(&mut out, rest.next()),
            (true, control) if control.is_control() => out.push(' '),
            (false, '/') if rest.peek() == Some(&'*') => skip_block_comment(&mut rest),
            (false, '/') if rest.peek() == Some(&'/') => {
                rest.by_ref().find(|c| *c == '\n');
            }
            (false, ']' | '}') => {
                drop_trailing_comma(&mut out);
                out.push(character);
            }
            (_, other) => out.push(other),
        }
    }
    out
}

fn push_escape(out: &mut String, escaped: Option<char>) {
    match escaped {
        Some(known @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => out.extend(['\\', known]),
        Some(control) if control.is_control() => out.push(' '),
        Some(other) => out.push(other),
        None => {}
    }
}

fn skip_block_comment(rest: &mut impl Iterator<Item = char>) {
    rest.next();
    let mut star = false;
    for character in rest {
        if star && character == '/' {
            return;
        }
        star = character == '*';
    }
}

fn drop_trailing_comma(out: &mut String) {
    let kept = out.trim_end();
    if kept.ends_with(',') {
        out.truncate(kept.len() - 1);
    }
}
