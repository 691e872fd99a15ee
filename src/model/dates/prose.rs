//! Dates in running text ("14. März 2024", "June 11 afternoon, from 16:40 to 17:40"), for pages and
//! hand-submitted texts that have no machine-readable date.
