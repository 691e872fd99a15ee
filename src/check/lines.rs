//! Lines and columns of byte offsets.

/// Where the lines of a text start.
#[derive(Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of a text; they end with LF, CRLF or CR, as in CommonMark.
    pub fn of(text: &str) -> Lines {
        let bytes = text.as_bytes();
        let after_end = |at: &usize| match bytes.get(at - 1) {
            Some(b'\n') => true,
            Some(b'\r') => bytes.get(*at) != Some(&b'\n'),
            _ => false,
        };
        Lines { starts: std::iter::once(0).chain((1..=bytes.len()).filter(after_end)).collect() }
    }

    /// The line of an offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    /// Line and column (in characters, a byte-order mark aside) of an offset, both from 1.
    pub fn place(&self, text: &str, offset: usize) -> (usize, usize) {
        let line = self.line(offset);
        let before = text.get(self.start(line)..offset).unwrap_or_default();
        (line, before.trim_start_matches('\u{FEFF}').chars().count() + 1)
    }

    /// The bytes of a line (from 1) without its end.
    pub fn range(&self, text: &str, line: usize) -> std::ops::Range<usize> {
        let start = self.start(line);
        let end = self.starts.get(line).copied().unwrap_or(text.len());
        let inside = text.get(start..end).unwrap_or_default();
        start..start + inside.trim_end_matches(['\n', '\r']).len()
    }

    /// The bytes of every line without its end.
    pub fn ranges<'t>(&'t self, text: &'t str) -> impl Iterator<Item = std::ops::Range<usize>> + 't {
        (1..=self.starts.len()).map(|line| self.range(text, line))
    }

    fn start(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default()
    }
}
