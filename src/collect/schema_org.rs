//! schema.org data in pages (JSON-LD and microdata): events, job postings, articles.
