//! Runs killed at random moments, seeded and spread over the whole run and over the writes.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::{DRAFT, ISSUE, Small, Tree, assert_same, assert_whole, is_temporary};

/// Kills in a row on the same folder before a run is let through.
const IN_A_ROW: usize = 5;

#[test]
fn three_hundred_kills_tear_nothing_and_the_next_run_heals() {
    kill_all(&Small::after_october(), 60, 3);
}

#[test]
fn two_hundred_kills_around_drafting_again_lose_nothing() {
    kill_all(&Small::edited_and_more_to_come(), 40, 5);
}

/// Four threads with `rounds` / 4 rounds of [`IN_A_ROW`] kills each.
fn kill_all(before: &Small, rounds: usize, seed: u64) {
    let undisturbed = before.copy();
    let began = Instant::now();
    assert_eq!(undisturbed.run(DRAFT).code, 0);
    let lasts = began.elapsed();
    let (was, will_be) = (before.tree(), undisturbed.tree());
    std::thread::scope(|scope| {
        for thread in 0..4u64 {
            let (was, will_be) = (&was, &will_be);
            scope.spawn(move || {
                let mut random = fastrand::Rng::with_seed(seed * 10 + thread);
                let small = before.copy();
                for round in 0..rounds / 4 {
                    small.reset(before);
                    let when = format!("thread {thread}, round {round}");
                    kill_and_heal(&small, was, will_be, lasts, &mut random, &when);
                }
            });
        }
    });
}

fn kill_and_heal(small: &Small, was: &Tree, will_be: &Tree, lasts: Duration, random: &mut fastrand::Rng, when: &str) {
    for _ in 0..IN_A_ROW {
        let mut child = small.command(DRAFT).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        if random.bool() {
            std::thread::sleep(lasts.mul_f64(random.f64() * 1.2));
        } else {
            while_writing(small, was, &mut child, random);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert_whole(was, &small.tree(), will_be, true, when);
    }
    let healing = small.run(DRAFT);
    assert_eq!(healing.code, 0, "{when}: the next run heals: {}", healing.err);
    assert_same(&small.tree(), will_be, when);
}

/// Waits until the first file changes, and then a little: a moment among the writes.
fn while_writing(small: &Small, was: &Tree, child: &mut Child, random: &mut fastrand::Rng) {
    let begun = || {
        let folder = std::fs::read_dir(small.path("issues")).unwrap();
        let mut names = folder.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        names.any(|name| is_temporary(&name)) || std::fs::read(small.path(ISSUE)).ok().as_ref() != was.get(ISSUE)
    };
    while !begun() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_micros(50));
    }
    std::thread::sleep(Duration::from_micros(random.u64(0..3_000)));
}
