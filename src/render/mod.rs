//! Rendering an issue, from the Markdown as people left it: one file per format.
