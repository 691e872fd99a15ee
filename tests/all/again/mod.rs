//! Drafting again, judged by a model of what must hold that shares no code with the merge.
//!
//! `world` is what the sources offer, `text` the model's own idea of an issue: blocks of whole lines, each
//! with its owner. `edits` are what people do to it; `judge` holds the file after a run against the
//! model and says what became of it. A case is a few rounds of edits, news and drafting again.
//!
//! The cases are the same in every run. `AGAIN_CASES=20000 AGAIN_SEED=7` asks for more of them.

mod edits;
mod judge;
mod text;
mod world;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

use edits::{Edit, Loss};
use judge::Judge;
use world::{News, World};

/// What happens between two runs.
#[derive(Clone, Debug)]
struct Round {
    edits: Vec<Edit>,
    loss: Option<Loss>,
    news: Vec<News>,
}

fn round() -> impl Strategy<Value = Round> {
    let loss = prop_oneof![12 => Just(None), 1 => Just(Some(Loss::Record)), 1 => Just(Some(Loss::Base)), 1 => Just(Some(Loss::Both))];
    let edits = prop::collection::vec(edits::edit(), 0..7);
    let news = prop_oneof![1 => Just(Vec::new()), 4 => prop::collection::vec(world::news(), 1..6)];
    (edits, loss, news).prop_map(|(edits, loss, news)| Round { edits, loss, news })
}

/// Goes through the rounds; says what did not hold. Drafting once more without news comes last: every
/// round but the last is the last one of a shorter case.
fn holds(drafted: &World, rounds: &[Round]) -> Result<(), String> {
    let mut world = drafted.copy();
    let mut judge = Judge::of_first_draft(&world.newsletter);
    for (number, round) in rounds.iter().enumerate() {
        round.edits.iter().for_each(|edit| edits::apply(&mut judge.text, edit, &world));
        judge.touched_by_loss(round.loss);
        judge.text.save(&world.newsletter);
        edits::lose(&world.newsletter, round.loss);
        round.news.iter().for_each(|news| world.happens(news));
        world.serve();
        let at = |problem: String| format!("round {number}: {problem}");
        judge.draft_again(&world, round.loss).map_err(at)?;
    }
    judge.draft_once_more(&world)
}

fn number(name: &str, otherwise: u32) -> u32 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

fn judged(part: u8) {
    let mut seed = [part; 32];
    seed[..4].copy_from_slice(&number("AGAIN_SEED", 0).to_le_bytes());
    let cases = number("AGAIN_CASES", 60) / 4;
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: number("AGAIN_SHRINK", 200), ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let drafted = World::begun();
    let case = |rounds: Vec<Round>| holds(&drafted, &rounds).map_err(TestCaseError::fail);
    let ran = runner.run(&prop::collection::vec(round(), 1..4), case);
    if let Err(TestError::Fail(reason, rounds)) = ran {
        panic!("{reason}\n\nwith {rounds:#?}");
    }
}

#[test]
fn random_edits_survive_drafting_again_part_one() {
    judged(1);
}

#[test]
fn random_edits_survive_drafting_again_part_two() {
    judged(2);
}

#[test]
fn random_edits_survive_drafting_again_part_three() {
    judged(3);
}

#[test]
fn random_edits_survive_drafting_again_part_four() {
    judged(4);
}
