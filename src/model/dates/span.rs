//! TEMP
use jiff::civil::Date;
/// x
pub struct DaySpan {
    /** x */
    pub start: Date,
    /** x */
    pub end: Date,
}
/// x
pub fn format(span: &DaySpan, _language: &str) -> String {
    format!("{}-{}", span.start, span.end)
}
