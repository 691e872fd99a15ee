//! `docs/limits.md` is what the program does: made from its constants, and compared.

use newsletter::limits;

const COMMITTED: &str = include_str!("../../docs/limits.md");

#[test]
fn the_page_of_the_limits_is_the_committed_one() {
    if std::env::var_os("NEWSLETTER_WRITE_DOCS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/limits.md");
        return std::fs::write(path, limits::page()).unwrap();
    }
    let committed = COMMITTED.replace("\r\n", "\n");
    assert_eq!(limits::page(), committed, "write it anew: NEWSLETTER_WRITE_DOCS=1 cargo test --test all limits");
}

#[test]
fn every_limit_says_what_happens_beyond_it_in_one_cell() {
    for limit in limits::all() {
        for cell in [limit.name, &limit.value, limit.beyond, limit.setting] {
            assert!(!cell.contains(['|', '\n']), "{limit:?}");
        }
        assert!(!limit.name.is_empty() && !limit.value.is_empty() && !limit.beyond.is_empty(), "{limit:?}");
    }
}
