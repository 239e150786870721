//! Codes that tell how something failed: `it fails with AADSTS7000222, then code 7000222` (classification.md 5.4, error codes).

use crate::line::Line;
use crate::vocabulary::FAILURES;
use crate::word::is_any;

/// How far in front of its code a failure may be told.
const WORDS_MAX: usize = 24;
/// What joins a code to a failure told in front.
const JOINTS: [&str; 14] = [
    "with", "avec", "mit", "met", "and", "et", "then", "puis", "und", "gives", "returns", "donne", "renvoie",
    "sous",
];

/// Whether the code named by word `index` is that of a failure: nobody's by the word in front, and told behind one.
pub(super) fn is_reported(line: &Line<'_>, index: usize) -> bool {
    let (Some(code), Some(before)) =
        (line.words.get(index), index.checked_sub(1).and_then(|at| line.words.get(at)))
    else {
        return false;
    };
    let gap = line.slice(before.end..code.start);
    let apposed = matches!(gap, b", " | b" (" | b": " | b"; " | b" - ");
    let joined = gap == b" " && is_any(&JOINTS, line.slice(before.start..before.end));
    let front = line.words.get(index.saturating_sub(WORDS_MAX)..index).unwrap_or_default();
    let failed = |text: &[u8]| FAILURES.has(text) || text.starts_with(b"AADSTS");
    (apposed || joined) && front.iter().any(|word| failed(line.slice(word.start..word.end)))
}
