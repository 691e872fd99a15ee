//! Every call that changes the disk fails once, in turn, until a run passes: nothing is torn, the
//! failure is one sentence, and the next run heals.

use super::{DRAFT, Small, assert_same, assert_whole};

/// Errors of the system: no such thing as a full disk, a broken one and a forbidden one at once.
const ERRORS: &[&str] = &["28", "5", "13"];

#[test]
fn a_call_that_fails_tears_nothing_and_the_next_run_heals() {
    for (name, before) in scenes() {
        let calls = each_call(&before, name, false, |small, number| {
            let said = small.run_with_fault(number, ERRORS[number % ERRORS.len()], DRAFT);
            assert!(!said.err.contains("panicked"), "{name}, call {number}: {}", said.err);
            if said.code != 0 {
                let told = ["cannot be written", "cannot be read"].iter().any(|words| said.err.contains(words));
                assert!(said.code == 1 && told, "{name}, call {number}: {} {}", said.code, said.err);
            }
            said.code == 0
        });
        assert!(calls >= 20, "{name}: only {calls} calls change the disk?");
    }
}

#[test]
fn a_run_that_dies_at_any_call_tears_nothing_and_the_next_run_heals() {
    for (name, before) in scenes() {
        let calls = each_call(&before, name, true, |small, number| {
            let said = small.run_with_fault(number, "crash", DRAFT);
            assert!(matches!(said.code, 0 | -1), "{name}, call {number}: {}", said.err);
            said.code == 0
        });
        assert!(calls >= 20, "{name}: only {calls} calls change the disk?");
    }
}

fn scenes() -> [(&'static str, Small); 2] {
    [("first draft", Small::after_october()), ("again", Small::edited_and_more_to_come())]
}

/// Disturbs call after call until a run passes; gives the number of calls.
fn each_call(before: &Small, name: &str, dies: bool, disturbed: impl Fn(&Small, usize) -> bool) -> usize {
    let undisturbed = before.copy();
    assert_eq!(undisturbed.run(DRAFT).code, 0);
    let (was, will_be) = (before.tree(), undisturbed.tree());
    let small = before.copy();
    for number in 1.. {
        small.reset(before);
        let passed = disturbed(&small, number);
        let when = format!("{name}, call {number}");
        assert_whole(&was, &small.tree(), &will_be, dies, &when);
        let healing = small.run(DRAFT);
        assert_eq!(healing.code, 0, "{when}: the next run heals: {}", healing.err);
        assert_same(&small.tree(), &will_be, &when);
        assert!(!small.path(".newsletter/writing.json").exists(), "{when}: the note of a crash is gone");
        if passed {
            return number - 1;
        }
    }
    unreachable!("a run passes at last")
}
