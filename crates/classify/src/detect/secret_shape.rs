//! Secrets that their shape alone gives away (classification.md 4.1 `token`, `password_hash`, `otp`).

mod hash;

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::word::{Shape, Word};
pub(crate) use hash::is_hash_of_nothing;
use hash::{cracked, dumped_hashes, dumped_user, hashes, kept_hash};
use regex_automata::meta::Regex;
use regex_automata::{Input, util::syntax};
use std::ops::Range;
use std::sync::LazyLock;

/// Issuers' documented prefixes and lengths. A pattern's group is not used: the whole match is the secret.
const SHAPES: &[(&str, Entity)] = &[
    // RFC 7519; the third part is empty in unsigned tokens.
    (r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,3}", Entity::Token),
    (r"(?:gh[pousr]|github_pat)_[A-Za-z0-9_]{30,}", Entity::Token),
    (r"glpat-[A-Za-z0-9_-]{20,}", Entity::Token),
    (r"xox[abeoprs]-[A-Za-z0-9-]{10,}", Entity::Token),
    (r"(?:AKIA|ASIA)[A-Z0-9]{16}", Entity::Token),
    (r"AIza[A-Za-z0-9_-]{35}", Entity::Token),
    (r"ya29\.[A-Za-z0-9_-]{20,}", Entity::Token),
    (r"\b[a-z]{2,8}_(?:live|test|prod)_[A-Za-z0-9]{16,}", Entity::Token),
    // A key of Ceph.
    (r"\bAQ[A-Za-z0-9+/]{36}==", Entity::Token),
    (r"sk-[A-Za-z0-9_-]{32,}", Entity::Token),
    (r"whsec_[A-Za-z0-9+/=]{20,}", Entity::Token),
    (r"npm_[A-Za-z0-9]{36}", Entity::Token),
    (r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}", Entity::Token),
    (r"hvs\.[A-Za-z0-9_-]{24,}", Entity::Token),
    (r"dop_v1_[a-f0-9]{64}", Entity::Token),
    (r"xapp-[0-9]-[A-Za-z0-9-]{20,}", Entity::Token),
    (r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}", Entity::Token),
    (r"hf_[A-Za-z0-9]{30,}", Entity::Token),
    (r"sq[pau]_[a-f0-9]{40}", Entity::Token),
    (r"ATATT3[A-Za-z0-9_=-]{20,}", Entity::Token),
    (r"NRAK-[A-Z0-9]{27}", Entity::Token),
    (r"pat-(?:na|eu)[0-9]-[a-f0-9-]{36}", Entity::Token),
    (r"pypi-[A-Za-z0-9_-]{50,}", Entity::Token),
    (r"AGE-SECRET-KEY-1[A-Z0-9]{58}", Entity::Token),
    (r"ST-[0-9]+-[A-Za-z0-9_-]{10,}", Entity::Token),
    // PEM in base64; a certificate (`BDRVJU`) and a public key (`BQVUJM`) begin otherwise.
    (r"LS0tLS1CRUdJTiB(?:[A-CE-PR-Z]|Q[UR])[A-Za-z0-9+/=]{20,}", Entity::PrivateKey),
    // crypt(3) and the formats of password crackers.
    (r"\$2[abxy]\$[0-9]{2}\$[A-Za-z0-9./]{53}", Entity::PasswordHash),
    // A file of Docker Compose writes each dollar twice.
    (r"\$\$2[abxy]\$\$[0-9]{2}\$\$[A-Za-z0-9./]{53}", Entity::PasswordHash),
    (r"\$(?:1[acd]?|5|6|8|9|y|7|gy|apr1)\$[A-Za-z0-9./+=,_$-]{12,}", Entity::PasswordHash),
    (r"\$argon2(?:id|i|d)\$[A-Za-z0-9./=,+$-]{16,}", Entity::PasswordHash),
    (r"\$(?:pbkdf2(?:-sha[0-9]+)?|scrypt|bcrypt-sha256)\$[A-Za-z0-9./=,+$_-]{16,}", Entity::PasswordHash),
    (r"\$krb5(?:tgs|asrep|pa)\$[^\s\x22']{16,}", Entity::PasswordHash),
    (r"\b[a-fA-F0-9]{32}:[a-fA-F0-9]{32}\b", Entity::PasswordHash),
    // BitLocker recovery password.
    (r"\b(?:[0-9]{6}-){7}[0-9]{6}\b", Entity::Otp),
];

static REGEX: LazyLock<Regex> = LazyLock::new(compile);

#[expect(clippy::expect_used, reason = "the patterns are constants, and tests compile them")]
fn compile() -> Regex {
    let patterns: Vec<_> = SHAPES.iter().map(|(pattern, _)| *pattern).collect();
    let syntax = syntax::Config::new().unicode(false).utf8(false);
    Regex::builder().syntax(syntax).build_many(&patterns).expect("the patterns are valid")
}

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut done = 0;
    for word in line.telling() {
        if can_begin(line, word) {
            done = search_run(line, found, word.start.max(done), word.end);
        }
        bot_token(line, found, word);
        dumped_hashes(line, found, word);
        kept_hash(line, found, word);
    }
    if line.marks.has(Marks::DOLLAR) {
        hashes(line, found);
    }
}

/// `6841207735:AAFUtG4…` of Telegram's bots: a number and 35 letters, digits and signs.
fn bot_token(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) {
    const SECRET_BYTES: usize = 35;
    const DIGITS: std::ops::RangeInclusive<usize> = 8..=10;
    let text = line.slice(word.start..word.end);
    if text.len() != SECRET_BYTES || !text.starts_with(b"AA") || line.byte_before(word.start) != Some(b':') {
        return;
    }
    let number = line.run_back(word.start - 1, |b| b.is_ascii_digit());
    if DIGITS.contains(&(word.start - 1 - number)) {
        push(line, found, number..word.end, Entity::Token);
    }
}

/// Whether the whole text is a token whose issuer documents its form.
pub(super) fn is_issued_token(text: &[u8]) -> bool {
    has_prefix(text) && is_of_form(text, Entity::Token)
}

/// Whether the whole text is a recovery password of an encrypted disk.
pub(super) fn is_recovery_password(text: &[u8]) -> bool {
    text.len() == RECOVERY_BYTES && is_of_form(text, Entity::Otp)
}

/// Eight groups of six digits, and hyphens.
const RECOVERY_BYTES: usize = 55;

/// Whether the whole text has one of the forms of this type.
fn is_of_form(text: &[u8], wanted: Entity) -> bool {
    REGEX.find(text).is_some_and(|hit| {
        hit.range() == (0..text.len())
            && SHAPES.get(hit.pattern().as_usize()).is_some_and(|(_, entity)| *entity == wanted)
    })
}

/// Looks for secrets in the run without blanks and quotes that holds `start` and ends behind `end`; gives its end.
fn search_run(line: &Line<'_>, found: &mut Vec<Span>, start: usize, end: usize) -> usize {
    let end = line.run(end.max(start), |b| !b.is_ascii_whitespace() && b != b'"' && b != b'\'');
    search(line, found, start..end);
    end
}

/// Whether a secret without `$` can begin in the word, at its start or behind punctuation in it. All have fifteen bytes
/// in one word, but for one that base64 with `+` and `/` follows.
fn can_begin(line: &Line<'_>, word: &Word) -> bool {
    let text = line.slice(word.start..word.end);
    if text.len() < 15 {
        return text.starts_with(b"whsec_");
    }
    if !word.shape.has(Shape::LETTER) {
        return is_hexadecimal_secret(line, word);
    }
    let behind = |at: usize| text.get(at + 1..).is_some_and(has_prefix);
    has_prefix(text)
        || is_hexadecimal_secret(line, word)
        || memchr::memchr3_iter(b'-', b'_', b'.', text).any(behind)
        || word.shape.has(Shape::FOREIGN) && (0..text.len()).any(|at| !text[at].is_ascii() && behind(at))
}

/// Whether the text starts as one of the patterns without `$` does.
fn has_prefix(text: &[u8]) -> bool {
    matches!(
        text,
        [b'e', b'y', b'J', ..]
            | [b'g', b'h', ..]
            | [b'g', b'i', b't', b'h', b'u', b'b', ..]
            | [b'g', b'l', b'p', b'a', b't', ..]
            | [b'x', b'o', b'x', ..]
            | [b'A', b'K' | b'S' | b'I', b'I' | b'z', b'A' | b'a', ..]
            | [b'y', b'a', b'2', b'9', ..]
            | [b's' | b'r' | b'p', b'k', b'_' | b'-', ..]
            | [b'w', b'h', b's', b'e', b'c', ..]
            | [b'n', b'p', b'm', b'_', ..]
            | [b'S', b'G', b'.', ..]
            | [b'h', b'v', b's', b'.', ..]
            | [b'd', b'o', b'p', b'_', ..]
            | [b'x', b'a', b'p', b'p', b'-', ..]
            | [b's', b'h', b'p', ..]
            | [b'h', b'f', b'_', ..]
            | [b's', b'q', b'p' | b'a' | b'u', b'_', ..]
            | [b'A', b'T', b'A', b'T', ..]
            | [b'N', b'R', b'A', b'K', ..]
            | [b'p', b'a', b't', b'-', ..]
            | [b'p', b'y', b'p', b'i', b'-', ..]
            | [b'A', b'G', b'E', b'-', ..]
            | [b'S', b'T', b'-', b'0'..=b'9', ..]
            | [b'L', b'S', b'0', b't', ..]
            | [b'A', b'Q', ..]
            | [b'l', b'i', b'v', b'e', b'_', ..]
            | [b't', b'e', b's', b't', b'_', ..]
            | [b'p', b'r', b'o', b'd', b'_', ..]
    )
}

/// Two hashes with a colon between, or a recovery password of eight groups.
fn is_hexadecimal_secret(line: &Line<'_>, word: &Word) -> bool {
    word.len() >= 32
        && line.byte(word.end) == Some(b':')
        && line.word_from(word.end).is_some_and(|w| w.len() >= 32)
        || word.len() >= RECOVERY_BYTES && word.shape.has(Shape::HYPHEN)
}

fn search(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    for hit in REGEX.find_iter(Input::new(line.view).range(range)) {
        let glued = line.byte_before(hit.start()).is_some_and(|b| b.is_ascii_alphanumeric());
        if let Some((_, entity)) = SHAPES.get(hit.pattern().as_usize()).filter(|_| !glued) {
            // `$$apr1$$…`: Compose doubles the signs.
            let doubled = line.byte_before(hit.start()) == Some(b'$');
            let whole = hit.start() - usize::from(doubled)..hit.end();
            for part in parts(line, whole) {
                push(line, found, part, *entity);
            }
            dumped_user(line, found, hit.start());
            cracked(line, found, hit.range());
        }
    }
}

/// Both hashes of a pair (`aad3…:8846…`), or the one secret.
fn parts(line: &Line<'_>, hit: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    const HASH_BYTES: usize = 32;
    let pair = hit.len() == 2 * HASH_BYTES + 1 && line.byte(hit.start + HASH_BYTES) == Some(b':');
    let first = if pair { hit.start..hit.start + HASH_BYTES } else { hit.clone() };
    let second = pair.then(|| hit.start + HASH_BYTES + 1..hit.end);
    std::iter::once(first).chain(second)
}
