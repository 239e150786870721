//! `login joe / password X`, `identifiant : joe, mot de passe : X`: the account in front of a stated password
//! (classification.md 4.2 `username`).

use crate::detect::{novel, user};
use crate::line::Line;
use crate::span::Span;
use crate::word::{Word, is_any};
use std::ops::Range;

const NOUNS: [&str; 14] = [
    "login",
    "user",
    "username",
    "user name",
    "userid",
    "logon",
    "identifiant",
    "id",
    "utilisateur",
    "compte",
    "account",
    "benutzer",
    "usuario",
    "pseudo",
];

/// Of labels for an account and its password the first word.
const LABELS: [&str; 6] = ["identifiants", "accès", "credentials", "creds", "login", "logins"];

/// `the account for the scanner is joe, its password is X`, `le compte est joe, avec pour mot de passe X`: labels the word that
/// says which.
pub(super) fn account_in_sentence(line: &Line<'_>, found: &mut Vec<Span>, noun: &Word) {
    const WORDS_MAX: usize = 6;
    let last = line.words.partition_point(|word| word.end <= noun.start);
    let front = line.words.get(last.saturating_sub(WORDS_MAX)..last).unwrap_or_default();
    let text = |word: &Word| line.slice(word.start..word.end);
    let said = front.windows(2).rev().find(|pair| {
        is_any(&["is", "est"], text(&pair[0]))
            && line.byte(pair[1].end) == Some(b',')
            && line.slice(pair[0].end..pair[1].start) == b" "
    });
    let Some([verb, account]) = said else { return };
    let before = line.words.partition_point(|word| word.end < verb.end);
    let subject = line.words.get(before.saturating_sub(2 * WORDS_MAX)..before).unwrap_or_default();
    if subject.iter().any(|word| is_any(&NOUNS, text(word))) && is_typed(text(account)) {
        user::judge(line, found, account.start..account.end, user::Position::Cue);
    }
}

/// A word that no list has, or one with signs that no language has.
fn is_typed(word: &[u8]) -> bool {
    novel::is_novel(word) || word.iter().any(|b| b.is_ascii_digit() || b"_.".contains(b))
}

/// Labels the word between a noun for accounts and the password's name.
pub(super) fn account_before(line: &Line<'_>, found: &mut Vec<Span>, noun: &Word) {
    let mut last = line.words.partition_point(|word| word.end <= noun.start);
    let mut name = noun.start;
    // Of `mot de passe` the last word names the secret.
    while let Some(word) = last.checked_sub(1).and_then(|at| line.words.get(at))
        && is_any(&["mot", "de"], line.slice(word.start..word.end))
    {
        (last, name) = (last - 1, word.start);
    }
    let Some([cue, account]) = last.checked_sub(2).and_then(|from| line.words.get(from..last)) else {
        return;
    };
    let between = [line.slice(cue.end..account.start), line.slice(account.end..name)];
    let [front, behind] = between.map(<[u8]>::trim_ascii);
    // `Identifiants du prestataire : joe / mot de passe : X`.
    let label = line.words.get(last.saturating_sub(5)..last - 1).unwrap_or_default();
    let labelled =
        front == b":" && label.iter().any(|word| is_any(&LABELS, line.slice(word.start..word.end)));
    let apart = matches!(front, b"" | b":" | b"=") && matches!(behind, b"/" | b"," | b";" | b"|" | b"-");
    let range = account.start..account.end;
    if apart
        && (labelled || is_any(&NOUNS, line.slice(cue.start..cue.end)))
        && !found.iter().any(|span| span.overlaps(&range))
    {
        user::judge(line, found, range, user::Position::Cue);
    }
}

/// `identifiants SFTP : joe_sync / X`: the word in front of the slash, unless it is an address, which is judged as one.
pub(super) fn account_of_pair(line: &Line<'_>, found: &mut Vec<Span>, account: Range<usize>) {
    let text = line.slice(account.clone());
    let plain = text.iter().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(b));
    if plain && !found.iter().any(|span| span.overlaps(&account)) {
        user::judge(line, found, account, user::Position::Cue);
    }
}
