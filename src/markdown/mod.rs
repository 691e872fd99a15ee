//! Markdown: reading with byte offsets (pulldown-cmark) and writing text safely into it.
