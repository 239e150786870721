//! Secrets that their shape alone gives away (classification.md 4.1 `token`, `password_hash`, `otp`).

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use regex_automata::meta::Regex;
use regex_automata::{Input, util::syntax};
use std::sync::LazyLock;

/// Issuers' documented prefixes and lengths. A pattern's group is not used: the whole match is the secret.
const SHAPES: &[(&str, Entity)] = &[
    // RFC 7519; the third part is empty in unsigned tokens.
    (r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,3}", Entity::Token),
    (r"(?:gh[pousr]|github_pat)_[A-Za-z0-9_]{30,}", Entity::Token),
    (r"glpat-[A-Za-z0-9_-]{20,}", Entity::Token),
    (r"xox[abeoprs]-[A-Za-z0-9-]{10,}", Entity::Token),
    (r"hooks\.slack\.com/services/T[A-Za-z0-9_/]{20,}", Entity::Token),
    (r"(?:AKIA|ASIA)[A-Z0-9]{16}", Entity::Token),
    (r"AIza[A-Za-z0-9_-]{35}", Entity::Token),
    (r"ya29\.[A-Za-z0-9_-]{20,}", Entity::Token),
    (r"(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}", Entity::Token),
    (r"sk-[A-Za-z0-9_-]{32,}", Entity::Token),
    (r"whsec_[A-Za-z0-9+/=]{20,}", Entity::Token),
    (r"npm_[A-Za-z0-9]{36}", Entity::Token),
    (r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}", Entity::Token),
    (r"hvs\.[A-Za-z0-9_-]{24,}", Entity::Token),
    (r"dop_v1_[a-f0-9]{64}", Entity::Token),
    // crypt(3) and the formats of password crackers.
    (r"\$2[abxy]\$[0-9]{2}\$[A-Za-z0-9./]{53}", Entity::PasswordHash),
    (r"\$(?:1|5|6|y|7|gy|apr1)\$[A-Za-z0-9./=,_$-]{12,}", Entity::PasswordHash),
    (r"\$argon2(?:id|i|d)\$[A-Za-z0-9./=,+$-]{16,}", Entity::PasswordHash),
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
    for hit in REGEX.find_iter(Input::new(line.view)) {
        let glued = line.byte_before(hit.start()).is_some_and(|b| b.is_ascii_alphanumeric());
        if let Some((_, entity)) = SHAPES.get(hit.pattern().as_usize()).filter(|_| !glued) {
            push(line, found, hit.range(), *entity);
        }
    }
    for dollar in memchr::memmem::find_iter(line.view, b":$") {
        shadow_user(line, found, dollar);
    }
}

/// The account in front of a shadow file's hash.
fn shadow_user(line: &Line<'_>, found: &mut Vec<Span>, colon: usize) {
    let start = line.run_back(colon, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let hash = line.slice(colon + 1..colon + 5);
    let crypt = hash.first() == Some(&b'$') && hash.get(1..).is_some_and(|rest| rest.contains(&b'$'));
    if crypt && line.byte_before(start).is_none_or(|b| b.is_ascii_whitespace()) {
        super::user::judge(line, found, start..colon, super::user::Position::Cue);
    }
}
