//! How likely letters are as a word of English or French: how seldom its runs of three letters stand in words that are known.
//! Accounts of an initial and a surname (`mlopez`, `tbrandvold`) begin as no word does (classification.md 4.2 `username`).

use crate::vocabulary::{ENGLISH_WORDS, FRENCH_WORDS};
use std::sync::LazyLock;

/// Letters, and what stands around a word.
const SYMBOLS: usize = 27;
const EDGE: usize = 26;
/// What one count more is worth, which keeps runs that no word has from being impossible.
const SMOOTHING: f64 = 0.05;
/// Bits for each letter. Of the words that a tenth of the lists does not show to the rest, 3 to 4 in 100 cost more, and of
/// accounts made of an initial and a surname of eight countries 3 of 4.
const WORD_BITS_MAX: f64 = 4.5;

/// Bits of each letter behind each two others.
static COSTS: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let mut runs = vec![0_u32; SYMBOLS * SYMBOLS * SYMBOLS];
    let mut pairs = vec![0_u32; SYMBOLS * SYMBOLS];
    for word in ENGLISH_WORDS.words().chain(FRENCH_WORDS.words()) {
        let letters: Option<Vec<u8>> = word.chars().map(plain).collect();
        for (pair, next) in letters.iter().flat_map(|letters| steps(letters)) {
            pairs[pair] += 1;
            runs[pair * SYMBOLS + next] += 1;
        }
    }
    let cost = |(at, count): (usize, &u32)| {
        let all = f64::from(pairs[at / SYMBOLS]) + SMOOTHING * 27.0;
        -((f64::from(*count) + SMOOTHING) / all).log2()
    };
    runs.iter().enumerate().map(cost).collect()
});

/// The letter without its accent; none for what is no letter.
fn plain(letter: char) -> Option<u8> {
    Some(match letter {
        'a'..='z' => u8::try_from(letter).ok()?,
        'à' | 'â' => b'a',
        'ç' => b'c',
        'é' | 'è' | 'ê' | 'ë' => b'e',
        'î' | 'ï' => b'i',
        'ô' => b'o',
        'ù' | 'û' | 'ü' => b'u',
        _ => return None,
    })
}

/// Each letter, and the edge behind the last, as what follows two others.
fn steps(letters: &[u8]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let symbol = |letter: &u8| usize::from(letter.saturating_sub(b'a')).min(EDGE);
    let mut pair = [EDGE, EDGE];
    letters.iter().map(symbol).chain([EDGE]).map(move |next| {
        let [first, second] = pair;
        pair = [second, next];
        (first * SYMBOLS + second, next)
    })
}

/// Whether a part of the text, digits and what joins parts left out, has runs of letters that words seldom have.
pub(super) fn is_unlikely(text: &[u8]) -> bool {
    text.split(|b| !b.is_ascii_lowercase()).filter(|part| part.len() >= 3).any(|part| {
        let bits: f64 =
            steps(part).map(|(pair, next)| COSTS.get(pair * SYMBOLS + next).unwrap_or(&0.0)).sum();
        bits > WORD_BITS_MAX * f64::from(u32::try_from(part.len() + 1).unwrap_or(u32::MAX))
    })
}

#[cfg(test)]
mod tests {
    use super::is_unlikely;

    #[test]
    fn accounts_are_less_likely_than_words() {
        for name in ["mlopez", "tbrandvold", "jdupont", "pmartin", "kdahl", "jsmyth7", "svc-xqtl"] {
            assert!(is_unlikely(name.as_bytes()), "{name}");
        }
        for word in
            ["default", "mesure", "erreur", "cleanup", "permission", "utilisateur", "connexion", "sauvegarde"]
        {
            assert!(!is_unlikely(word.as_bytes()), "{word}");
        }
    }
}
