//! Accounts of whoever did what people do, and programs seldom: `submitted by joe` (classification.md 4.2 `username`).

use super::form::{Form, form};
use super::{accept, is_any, token};
use crate::detect::novel::{is_component, is_novel};
use crate::line::Line;
use crate::span::Span;
use crate::word::Word;

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
    let acts = line.word_before(by.start).is_some_and(|act| is_any(&ACTS, line.slice(act.start..act.end)));
    let Some(token) = token(line, by.end).filter(|_| acts) else { return };
    if form(line, &token) != Form::None
        && is_novel(line.slice(token.range.clone()))
        && !is_component(line, &token.range)
    {
        accept(line, found, &token);
    }
}
