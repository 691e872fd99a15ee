//! Any text through every writer and back through a reader that is not ours: exactly that text, and
//! nothing more. The table of writers is `src/escape/mod.rs`.
//!
//! The cases are the same in every run. `ESCAPE_CASES=20000 ESCAPE_SEED=7` asks for others, and more.

mod entries;
mod lines;
mod mail;
mod needless;
mod pages;
mod texts;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

/// Two readings are the same, line by line; else the first line that differs.
fn same(read: &[String], expected: &[String], context: &str) -> Result<(), TestCaseError> {
    let differ = read.iter().zip(expected).find(|(read, expected)| read != expected);
    if let Some((read, expected)) = differ {
        return Err(TestCaseError::fail(format!("read     {read}\nexpected {expected}\nin {context}")));
    }
    prop_assert_eq!(read.len(), expected.len(), "in {}", context);
    Ok(())
}

/// The lines with every word exchanged for the text that it stands for.
fn with_texts(lines: Vec<String>, stands: &[(String, String)]) -> Vec<String> {
    let exchanged = |line: String| stands.iter().fold(line, |line, (word, text)| line.replace(word, text));
    lines.into_iter().map(exchanged).collect()
}

/// Tries a property on `cases` values, or on as many as the environment asks for.
fn holds<S: Strategy>(cases: u32, values: S, property: impl Fn(S::Value) -> Result<(), TestCaseError>)
where
    S::Value: Clone,
{
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let mut seed = [7; 32];
    seed[..4].copy_from_slice(&number("ESCAPE_SEED").unwrap_or(0_u32).to_le_bytes());
    let cases = number("ESCAPE_CASES").unwrap_or(cases);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    match runner.run(&values, property) {
        Ok(()) => {}
        Err(TestError::Fail(reason, value)) => panic!("{reason}\n\nwith {value:#?}"),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}
