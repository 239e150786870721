//! Hashes of passwords, and what stands beside them in the files that keep them (classification.md 4.1 `password_hash`).

use super::search_run;
use crate::detect::user;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::word::Word;
use std::ops::Range;

/// `*962C83BD…`: what MySQL keeps of a password, 40 capitals and digits behind an asterisk; `PassNTLMv2  D5826E9C…` of Cntlm.
pub(super) fn kept_hash(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) {
    const HASH_BYTES: usize = 40;
    let capital = |b: &u8| b.is_ascii_digit() || (b'A'..=b'F').contains(b);
    if word.len() == HASH_BYTES
        && line.byte_before(word.start) == Some(b'*')
        && line.slice(word.start..word.end).iter().all(capital)
    {
        push(line, found, word.start - 1..word.end, Entity::PasswordHash);
    }
    let named = || {
        let name = line.word_before(word.start).map(|name| line.slice(name.start..name.end));
        name.is_some_and(|name| [&b"PassNTLMv2"[..], b"PassNT", b"PassLM"].contains(&name))
    };
    if matches!(word.len(), 16 | 32) && line.slice(word.start..word.end).iter().all(capital) && named() {
        push(line, found, word.start..word.end, Entity::PasswordHash);
    }
}

const EMPTY: &[u8] = b"aad3b435b51404eeaad3b435b51404ee";

/// Whether a word is what LM makes of an empty password.
pub(crate) fn is_hash_of_nothing(word: &[u8]) -> bool {
    word.eq_ignore_ascii_case(EMPTY)
}

/// `joe  1602  aad3b435…  b6a9be56…`: the LM hash of no password, and the NT hash behind it.
pub(super) fn dumped_hashes(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) {
    if !is_hash_of_nothing(line.slice(word.start..word.end)) {
        return;
    }
    push(line, found, word.start..word.end, Entity::PasswordHash);
    let next = word.end + 1..word.end + 1 + EMPTY.len();
    let is_hash = line.slice(next.clone()).iter().all(u8::is_ascii_hexdigit)
        && line.word_from(next.start).is_some_and(|word| word.start == next.start && word.end == next.end);
    if is_hash && matches!(line.byte(word.end), Some(b'\t' | b' ' | b',' | b';' | b'|')) {
        push(line, found, next, Entity::PasswordHash);
    }
}

/// Hashes that begin with `$`, and the account in front of one.
pub(super) fn hashes(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut done = 0;
    for dollar in memchr::memchr_iter(b'$', line.view) {
        let begins = line.byte(dollar + 1).is_some_and(|b| b"1256789yagkpsb$".contains(&b));
        if dollar >= done
            && let Some(end) = named_hash(line, found, dollar)
        {
            done = end;
        } else if begins && dollar >= done {
            done = search_run(line, found, dollar, dollar);
        }
        if line.byte_before(dollar) == Some(b':') {
            shadow_user(line, found, dollar - 1);
        }
    }
}

/// `pbkdf2_sha256$260000$…`: the scheme in front of the first dollar, as Django writes it; gives where it ends.
fn named_hash(line: &Line<'_>, found: &mut Vec<Span>, dollar: usize) -> Option<usize> {
    const SCHEMES: [&[u8]; 9] = [
        b"SCRAM-SHA-256",
        b"SCRAM-SHA-1",
        b"pbkdf2_sha256",
        b"pbkdf2_sha1",
        b"pbkdf2_sha512",
        b"bcrypt_sha256",
        b"scrypt",
        b"argon2",
        b"sha512_crypt",
    ];
    const BYTES_MIN: usize = 32;
    let scheme = line.word_before(dollar).filter(|word| word.end == dollar)?;
    if !SCHEMES.contains(&line.slice(scheme.start..scheme.end)) {
        return None;
    }
    let end = line.run(dollar, |b| b.is_ascii_alphanumeric() || b"./=,+$_:-".contains(&b));
    (end >= scheme.start + BYTES_MIN).then(|| {
        push(line, found, scheme.start..end, Entity::PasswordHash);
        end
    })
}

/// `$2b$12$…:X`: what a hash was made of, as crackers keep it, up to the end of the line.
pub(super) fn cracked(line: &Line<'_>, found: &mut Vec<Span>, hash: Range<usize>) {
    let secret = hash.end + 1..line.view.len();
    if hash.start == 0 && line.byte(hash.end) == Some(b':') && !line.slice(secret.clone()).contains(&b':') {
        push(line, found, secret, Entity::Password);
    }
}

/// The account in front of its number and its hashes, as Windows' are dumped: `joe:1004:aad3…:8846…:::`.
pub(super) fn dumped_user(line: &Line<'_>, found: &mut Vec<Span>, hash: usize) {
    let number = line.run_back(hash.saturating_sub(1), |b| b.is_ascii_digit());
    let colon = number.saturating_sub(1);
    let start = line.run_back(colon, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b) || !b.is_ascii());
    let parts = line.byte_before(hash) == Some(b':') && number + 1 < hash && line.byte(colon) == Some(b':');
    if parts && start < colon && line.byte_before(start).is_none_or(|b| b" \\\"\t".contains(&b)) {
        user::judge(line, found, start..colon, user::Position::Cue);
    }
}

/// The account in front of a shadow file's hash.
fn shadow_user(line: &Line<'_>, found: &mut Vec<Span>, colon: usize) {
    let start = line.run_back(colon, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let hash = line.slice(colon + 1..colon + 10);
    let crypt = hash.first() == Some(&b'$') && hash.get(1..).is_some_and(|rest| rest.contains(&b'$'));
    if crypt && line.byte_before(start).is_none_or(|b| b.is_ascii_whitespace() || b == b'"' || b == b'\'') {
        user::judge(line, found, start..colon, user::Position::Cue);
    }
}
