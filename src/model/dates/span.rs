//! Day spans as newsletters write them: "June 3–4, 2025", "Oct 30-Nov 2". Read and written here only.
