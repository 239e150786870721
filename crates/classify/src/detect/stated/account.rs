//! Accounts that a message names: behind what an administrator does to one, beside another, or alone between commas
//! (classification.md 4.2 `username`): `please disable tbloom`, `my logins are ytanaka and tanaka.y`.

use super::run::{next_run, previous_run, trimmed};
use crate::channel::Channel;
use crate::detect::{novel, user};
use crate::entity::Entity;
use crate::line::Line;
use crate::span::Span;
use crate::word::is_any;
use std::ops::Range;

/// What is done to accounts.
const ADMINISTERED: [&str; 28] = [
    "disable",
    "disabled",
    "enable",
    "enabled",
    "unlock",
    "unlocked",
    "deactivate",
    "deactivated",
    "reactivate",
    "delete",
    "deleted",
    "recreate",
    "rename",
    "désactiver",
    "désactivez",
    "désactivé",
    "réactiver",
    "débloquer",
    "débloquez",
    "débloqué",
    "supprimer",
    "supprimez",
    "créer",
    "créez",
    "renommer",
    "create",
    "created",
    "reset",
];

/// Labels such words, of which no list knows a part.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for word in line.words {
        if is_any(&ADMINISTERED, line.slice(word.start..word.end)) && line.byte(word.end) == Some(b' ') {
            judge(line, found, next_run(line, word.end));
        }
    }
    beside(line, found);
    if line.channel == Channel::Case {
        numbered(line, found);
    }
}

/// `can u reset me, fburke2, thanks`: an initial, a family name and a number are an account wherever they stand.
fn numbered(line: &Line<'_>, found: &mut Vec<Span>) {
    const LETTERS_MIN: usize = 4;
    const DIGITS_MAX: usize = 2;
    for word in line.telling() {
        let text = line.slice(word.start..word.end);
        let letters = text.iter().take_while(|b| b.is_ascii_lowercase()).count();
        let digits = text.len() - letters;
        let made = letters >= LETTERS_MIN
            && (1..=DIGITS_MAX).contains(&digits)
            && text[letters..].iter().all(u8::is_ascii_digit);
        let apart = |b: Option<u8>| b.is_none_or(|b| b" ,.;!?()\"\n".contains(&b));
        let apart = apart(line.byte_before(word.start)) && apart(line.byte(word.end));
        if made && apart && novel::is_improbable(text) {
            judge(line, found, word.start..word.end);
        }
    }
}

/// `ytanaka and tanaka.y`: behind an account that was found, another.
fn beside(line: &Line<'_>, found: &mut Vec<Span>) {
    const JOINTS: [&str; 6] = ["and", "et", "or", "ou", "&", "und"];
    let accounts: Vec<usize> =
        found.iter().filter(|span| span.entity == Entity::Username).map(|span| span.end).collect();
    // A run is looked for behind a blank alone: in a line without blanks each would be the whole rest.
    for end in accounts.into_iter().filter(|end| line.byte(*end) == Some(b' ')) {
        let joint = next_run(line, end);
        if is_any(&JOINTS, line.slice(joint.clone())) && joint.start == end + 1 {
            judge(line, found, next_run(line, joint.end));
        }
    }
}

/// Judges a run that is written as accounts are, and as words are not.
fn judge(line: &Line<'_>, found: &mut Vec<Span>, run: Range<usize>) {
    let value = trimmed(line, run);
    let text = line.slice(value.clone());
    let made = text.iter().any(|b| b.is_ascii_digit() || b"._".contains(b));
    let alone = !found.iter().any(|span| span.overlaps(&value));
    if alone && novel::is_novel(text) && (made || novel::is_improbable(text)) && !is_qualified(line, &value) {
        user::judge(line, found, value, user::Position::Cue);
    }
}

/// `l'accès vpnssl`: behind a noun of its own a word tells which.
fn is_qualified(line: &Line<'_>, value: &Range<usize>) -> bool {
    matches!(line.slice(previous_run(line, value.start)), b"the" | b"le" | b"la")
}
