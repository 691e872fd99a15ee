//! Front matter of Markdown files: YAML, TOML or JSON at the head of a text.
