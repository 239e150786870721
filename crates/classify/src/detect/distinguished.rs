//! Distinguished names (RFC 4514): the person or account that is their first part (classification.md 2).

use super::{host, person, user};
use crate::line::Line;
use crate::span::Span;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for equals in memchr::memchr_iter(b'=', line.view) {
        let attribute = line.slice(equals.saturating_sub(3)..equals);
        let named = |name: &[u8]| {
            attribute.len() >= name.len()
                && attribute[attribute.len() - name.len()..].eq_ignore_ascii_case(name)
        };
        let (account, common_name) = (named(b"uid"), named(b"cn"));
        if !account && !common_name {
            continue;
        }
        let start = equals + 1;
        let end = line.run(start, |b| !b",+\"\\\n\r;=<>|\x1e\x1f".contains(&b));
        if end - start > VALUE_BYTES_MAX || !is_followed_by_part(line, end) {
            continue;
        }
        if account {
            user::judge(line, found, start..end, user::Position::Key);
        } else if !line.byte_before(equals - 2).is_some_and(|b| b.is_ascii_alphanumeric()) {
            if line.slice(start..end).contains(&b' ') {
                person::judge_name(line, found, start..end);
            } else {
                host::judge(line, found, start..end, host::Role::Mention);
            }
        }
    }
}

/// Longer values are no names.
const VALUE_BYTES_MAX: usize = 64;

/// `,OU=`, `,DC=` and the like behind the value.
fn is_followed_by_part(line: &Line<'_>, end: usize) -> bool {
    let start = line.run(end, |b| b == b',' || b == b' ');
    let rest = line.slice(start..line.view.len().min(start + 3)).to_ascii_lowercase();
    line.byte(end) == Some(b',')
        && [&b"ou="[..], b"dc=", b"o=", b"cn=", b"l=", b"c="].iter().any(|part| rest.starts_with(part))
}
