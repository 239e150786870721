//! Sends each word to the detectors that its bytes allow.

use super::{address, colon::mac, guid, host, sid, user};
use crate::context::Known;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::word::{Shape, Word};

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for word in line.words {
        if !word.shape.has(Shape::MASKED) {
            judge(line, found, *word);
        }
    }
    for slash in memchr::memchr_iter(b'\\', line.view) {
        user::domain_user_at(line, found, slash);
    }
}

fn judge(line: &Line<'_>, found: &mut Vec<Span>, word: Word) {
    let range = word.start..word.end;
    let (shape, len) = (word.shape, word.len());
    let hex = Shape::DIGIT.or(Shape::HEX_LETTER);
    if !shape.has(Shape::LETTER.or(Shape::HEX_LETTER).or(Shape::FOREIGN)) {
        if shape.has(Shape::HYPHEN) && mac::judge_word(line, found, range.clone()) {
            return;
        }
        if shape.has(Shape::DOT) {
            address::judge(line, found, range);
        } else if len == 12 || len == 16 || len == 32 {
            guid::judge_hex(line, found, range);
        }
        return;
    }
    if shape.has(Shape::HYPHEN) && shape.has(Shape::DIGIT) {
        let known = sid::judge(line, found, range.clone())
            || guid::judge(line, found, range.clone())
            || mac::judge_word(line, found, range.clone());
        if known {
            return;
        }
    }
    if shape.only(hex) && matches!(len, 12 | 16 | 32) {
        guid::judge_hex(line, found, range);
        return;
    }
    if shape.only(hex.or(Shape::DOT)) && mac::judge_word(line, found, range.clone()) {
        return;
    }
    mention(line, found, word);
}

/// A name that the context knows, or a domain of its.
fn mention(line: &Line<'_>, found: &mut Vec<Span>, word: Word) {
    let range = word.start..word.end;
    if word.shape.has(Shape::FOREIGN) {
        return;
    }
    match line.context.known(line.slice(range.clone())) {
        Some(Known::Operator) => push(line, found, range, Entity::VendorOperator),
        Some(Known::TenantId) => push(line, found, range, Entity::TenantId),
        Some(Known::Username) => user::mention(line, found, range),
        _ if word.shape.has(Shape::UNDERSCORE) => {}
        _ => {
            if !host::judge(line, found, range.clone(), host::Role::Mention) {
                user::mention(line, found, range);
            }
        }
    }
}
