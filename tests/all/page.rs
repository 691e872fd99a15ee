//! Pages: schema.org data, dates, list pages. Real material from the shared folder, and fixtures.

mod dated;
