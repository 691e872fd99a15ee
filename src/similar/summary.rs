//! Summaries as a set of shingles: pairs of neighbouring words (of characters, where a script puts
//! no spaces), each as a hash.

use super::title::{hash, mix};
use crate::model::words::fold;

/// Most words of a summary that are compared.
const WORD_CAP: usize = 120;

/// The shingles of a summary, sorted, each once.
pub(super) fn shingles(summary: &str) -> Vec<u32> {
    let folded = fold(summary);
    let words: Vec<u64> = words(&folded).take(WORD_CAP).collect();
    let mut shingles: Vec<u32> = words
        .windows(2)
        .filter_map(|pair| {
            let (one, other) = (pair.first()?, pair.get(1)?);
            // The upper half of a well-mixed number is as good as the whole.
            u32::try_from(mix(one.rotate_left(21) ^ other) >> 32).ok()
        })
        .collect();
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

/// Words by their hashes; characters, where a script has no spaces.
fn words(text: &str) -> impl Iterator<Item = u64> + '_ {
    let pieces = text.split(|character: char| !character.is_alphanumeric()).filter(|piece| !piece.is_empty());
    pieces.flat_map(|piece| {
        let is_unspaced = piece.chars().any(|character| u32::from(character) > 0x0E00 && !is_hangul(character));
        let single = (!is_unspaced).then(|| hash(piece));
        let each = is_unspaced.then(|| piece.chars().map(|character| mix(u64::from(u32::from(character)))));
        single.into_iter().chain(each.into_iter().flatten())
    })
}

fn is_hangul(character: char) -> bool {
    matches!(u32::from(character), 0x1100..=0x11FF | 0xAC00..=0xD7FF)
}

/// How much of the smaller set the larger one has, 0 to 100; none where either is too small to tell.
pub(super) fn contained(one: &[u32], other: &[u32]) -> Option<usize> {
    const ENOUGH: usize = 6;
    let smaller = one.len().min(other.len());
    (smaller >= ENOUGH).then(|| common(one, other) * 100 / smaller)
}

/// How many two sorted lists share.
fn common(one: &[u32], other: &[u32]) -> usize {
    let (mut at, mut shared) = (other.iter().peekable(), 0);
    for shingle in one {
        while at.next_if(|next| *next < shingle).is_some() {}
        shared += usize::from(at.next_if_eq(&shingle).is_some());
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_cut_short_is_contained_in_the_whole() {
        let whole = shingles("The office reviewed every licence it uses and published what it learned along the way.");
        let cut = shingles("The office reviewed every licence it uses and …");
        assert_eq!(contained(&cut, &whole), Some(100));
        assert_eq!(contained(&shingles("Too short."), &whole), None);
    }

    #[test]
    fn scripts_without_spaces_have_shingles_too() {
        let whole = shingles("本公司宣布成立开源项目办公室，负责许可证合规与社区合作。");
        assert!(contained(&whole, &shingles("本公司宣布成立开源项目办公室。")).is_some_and(|share| share > 90));
    }
}
