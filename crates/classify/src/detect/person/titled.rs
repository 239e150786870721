//! Names behind a title, in prose and in the lines of programs (classification.md 4.2 `person_name`).

use super::name_behind;
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::TITLES;
use crate::word::Word;
use regex_automata::meta::Regex;
use std::sync::LazyLock;

/// Titles in front of full names, and of the names of women alone, in the lines of programs: `Envoi à Mme Rozenn Le Bihan`.
static TITLED: LazyLock<Regex> = LazyLock::new(titled);

#[expect(clippy::expect_used, reason = "the pattern is a constant, and tests compile it")]
fn titled() -> Regex {
    Regex::new(r"(?-u:\b)(?:Mme|Mlle|Mrs\.?|Mr\.?|Ms\.?|M\.|Herrn?|Frau) [A-Z\u{c0}-\u{de}]")
        .expect("the pattern is valid")
}

/// Names behind a title in a line that is no prose.
pub(in crate::detect) fn find_titled(line: &Line<'_>, found: &mut Vec<Span>) {
    if line.channel.is_prose() {
        return;
    }
    for hit in TITLED.find_iter(line.view) {
        let index = line.words.partition_point(|word| word.end <= hit.start());
        let alone = matches!(line.byte(hit.start() + 1), Some(b'm' | b'l'));
        if is_titled(line, index) {
            name_behind(line, found, index + 1, if alone { 1 } else { 2 });
        }
    }
}

/// A title with a capital (or `M.`), directly in front of a name.
fn is_title(line: &Line<'_>, word: &Word) -> bool {
    let text = line.slice(word.start..word.end);
    let short = text.len() <= 2;
    TITLES.has(text)
        && text.first().is_some_and(u8::is_ascii_uppercase)
        && (!short || text != b"Me")
        && (text.len() > 1 || line.byte(word.end) == Some(b'.'))
}

/// A title in front of what may be a name: `Madame, Monsieur,` greets nobody by theirs.
pub(crate) fn is_titled(line: &Line<'_>, index: usize) -> bool {
    let [title, next] = [index, index + 1].map(|at| line.words.get(at));
    let joined =
        |title: &Word, next: &Word| line.slice(title.end..next.start).iter().all(|b| b" .".contains(b));
    title.zip(next).is_some_and(|(title, next)| {
        is_title(line, title) && joined(title, next) && !TITLES.has(line.slice(next.start..next.end))
    })
}
