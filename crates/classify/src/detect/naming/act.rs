//! Accounts of whoever did what people do, and programs seldom: `submitted by joe` (classification.md 4.2 `username`).

use super::form::{Form, form};
use super::{Token, accept, is_address, token};
use crate::detect::novel::{is_component, is_improbable, is_novel};
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::GIVEN_NAMES;
use crate::word::{Word, is_any};

const DAEMON_BYTES_MAX: usize = 8;
/// Shorter words at the end of any sentence are abbreviations.
const LAST_BYTES_MIN: usize = 6;

/// Judges what stands behind `by` and such a verb.
pub(super) fn behind_by(line: &Line<'_>, found: &mut Vec<Span>, by: &Word) {
    const ACTS: [&str; 24] = [
        "submitted",
        "requested",
        "approved",
        "rejected",
        "cancelled",
        "canceled",
        "uploaded",
        "deleted",
        "edited",
        "rebooted",
        "restarted",
        "powered",
        "unlocked",
        "disabled",
        "enabled",
        "assigned",
        "revoked",
        "renamed",
        "reviewed",
        "signed",
        "committed",
        "acknowledged",
        "viewed",
        "done",
    ];
    // What programs do as well.
    const DEEDS: [&str; 16] = [
        "started", "stopped", "changed", "created", "modified", "updated", "opened", "closed", "removed",
        "added", "launched", "locked", "held", "executed", "saved", "issued",
    ];
    let Some(act) = line.word_before(by.start).map(|act| line.slice(act.start..act.end)) else { return };
    if is_address(act) {
        // `lease 192.0.2.7 by 'joe' went offline`.
        if let Some(token) = token(line, by.end).filter(|token| token.enclosed) {
            accept(line, found, &token);
        }
        return;
    }
    let (act, deed) = (is_any(&ACTS, act), is_any(&DEEDS, act));
    let Some(token) = token(line, by.end) else { return };
    let text = line.slice(token.range.clone());
    if is_persons(text) && form(line, &token) != Form::None {
        return accept(line, found, &token);
    }
    let last = token.range.end == line.view.len()
        && text.len() >= LAST_BYTES_MIN
        && text.iter().all(u8::is_ascii_alphanumeric);
    if !(act || deed || last) {
        return;
    }
    // A daemon's name ends so, and a library's begins so.
    let program = text.ends_with(b"d") && text.len() <= DAEMON_BYTES_MAX || text.starts_with(b"lib");
    if form(line, &token) != Form::None
        && (act && is_novel(text) || (deed || last) && is_improbable(text) && !program)
        && !is_component(line, &token.range)
    {
        accept(line, found, &token);
    }
}

/// `anna.meyer`: a given name and another word in an account.
fn is_persons(text: &[u8]) -> bool {
    let Some(dot) = memchr::memchr(b'.', text) else { return false };
    let (given, family) = (&text[..dot], &text[dot + 1..]);
    family.len() >= 3
        && family.iter().all(u8::is_ascii_lowercase)
        && GIVEN_NAMES.has(given)
        && given.iter().all(u8::is_ascii_lowercase)
}

/// `(owner joe, …)`: judges what stands behind a noun of who has a part in something.
pub(super) fn behind_part(line: &Line<'_>, found: &mut Vec<Span>, noun: &Word) {
    if let Some(token) = improbable_behind(line, noun.end) {
        accept(line, found, &token);
    }
}

/// What stands behind `end`, if it has the form of an account and no letters of a word.
pub(super) fn improbable_behind(line: &Line<'_>, end: usize) -> Option<Token> {
    token(line, end)
        .filter(|token| is_improbable(line.slice(token.range.clone())) && form(line, token) != Form::None)
}
