//! Names that stand in the line again (classification.md 2: each occurrence is labelled).

use crate::entity::Entity;
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::{GENERIC_HOSTS, LEVELS, NOT_ACCOUNTS, ORDINARY_WORDS, ROLE_ACCOUNTS};
use crate::word::{Word, hash};

/// Adds the further places of the accounts and machines that were found, where a whole word is their name.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let known = found.len();
    for place in 0..known {
        let Some(span) = found.get(place).copied() else { return };
        if !matches!(span.entity, Entity::Username | Entity::MachineName | Entity::ClientHostname) {
            continue;
        }
        let name = line.slice(span.start..span.end);
        // A full host name that is a field's value may stand for a service elsewhere.
        let dots = memchr::memchr_iter(b'.', name).count();
        let full =
            span.entity == Entity::MachineName && dots > 0 || span.entity == Entity::Username && dots > 1;
        if name.len() < NAME_BYTES_MIN || full || is_common(name) {
            continue;
        }
        let hash = hash(name);
        for word in line.words.iter().filter(|word| word.hash == hash && word.start != span.start) {
            if line.slice(word.start..word.end) == name && !is_key(line, word) {
                found.push(Span::new(word.start, word.end, span.entity));
            }
        }
    }
}

/// Shorter names may be any word.
const NAME_BYTES_MIN: usize = 4;

/// Whether the name is also a word that says something else elsewhere in the line.
fn is_common(name: &[u8]) -> bool {
    let plain = name.iter().all(u8::is_ascii_alphabetic);
    plain
        && (ORDINARY_WORDS.has(name) || NOT_ACCOUNTS.has(name) || LEVELS.has(name) || ROLE_ACCOUNTS.has(name))
        || GENERIC_HOSTS.has(name)
}

/// In front of `=` or a call's bracket, or inside a quoted key.
fn is_key(line: &Line<'_>, word: &Word) -> bool {
    let quoted = line.byte_before(word.start) == Some(b'"') && line.slice(word.end..word.end + 2) == b"\":";
    matches!(line.byte(word.end), Some(b'=')) || quoted
}
