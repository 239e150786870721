//! Where the secret in a field begins and ends (classification.md 2, 4.1).

use crate::detect::stated::in_cell;
use crate::field::{Field, Style};
use crate::key::KeyClass;
use crate::line::Line;
use std::ops::Range;

/// Where the secret ends: quoted ones at the quote, those of a query at `&`, others at white space.
pub(super) fn extent(line: &Line<'_>, field: &Field<KeyClass>) -> Range<usize> {
    let mut start = field.value.start;
    let end = match field.style {
        Style::Quoted => {
            // `"pwd":"\u0027X\u0027"`: a text of a program in a text of JSON.
            if line.byte(start) == Some(b'\'') && line.byte_before(field.value.end) == Some(b'\'') {
                start = line.run(start, |b| b == b'\'').min(field.value.end);
            }
            field.value.end
        }
        Style::Bare if is_in_query(line, field) => query_end(line, start),
        Style::Bare => {
            let end = bare_end(line, start, field.class);
            // `;jsessionid=X?page=1`: a parameter of a path.
            let path = field.class == KeyClass::Cookie && line.byte_before(field.key.start) == Some(b';');
            let end = if path { end.min(line.run(start, |b| b != b'?')) } else { end };
            // The next pair's value may be in quotes.
            let quote = usize::from(matches!(line.byte(end), Some(b'"' | b'\'')));
            start + pair_at(line.slice(start..end + quote)).unwrap_or(end - start)
        }
        Style::Label => return label_extent(line, field),
    };
    // `…]LOG]!>` ends what Configuration Manager says.
    let end = memchr::memmem::find(line.slice(start..end), b"]LOG]!>").map_or(end, |length| start + length);
    // `--password=X: FAILED`.
    let said = line.byte_before(end) == Some(b':') && line.byte(end) == Some(b' ') && end > start + 1;
    start..trim_list(line, start, end - usize::from(said && field.style == Style::Bare))
}

/// Up to what ends a value of a query. A sign three times is an escaped one (`%26`), and the value's.
fn query_end(line: &Line<'_>, start: usize) -> usize {
    let mut end = start;
    loop {
        end = line.run(end, |b| !b.is_ascii_whitespace() && !b"&\"'#;<>\x1f".contains(&b));
        let sign = line.byte(end);
        let escaped = sign.is_some() && line.byte(end + 1) == sign && line.byte(end + 2) == sign;
        if !escaped {
            return end;
        }
        end += b"%26".len();
    }
}

/// Up to white space or a quote, or to a `;` behind which another pair or nothing stands. A cookie has no `;` (RFC 6265).
fn bare_end(line: &Line<'_>, start: usize, class: KeyClass) -> usize {
    let mut end = start;
    loop {
        end = line.run(end, |b| !b.is_ascii_whitespace() && !b"\";\x1f".contains(&b));
        let key = line.run(end + 1, |b| b.is_ascii_alphanumeric() || b"_-. ".contains(&b));
        let inside = class != KeyClass::Cookie
            && line.byte(end) == Some(b';')
            && line.byte(end + 1).is_some_and(|b| b.is_ascii_graphic() && !b"\";'".contains(&b))
            && line.byte(key) != Some(b'=');
        if !inside {
            return end;
        }
        end += 1;
    }
}

/// Behind `Label:` the first run without white space, of `Bearer eyJ…` the second.
fn label_extent(line: &Line<'_>, field: &Field<KeyClass>) -> Range<usize> {
    let start = after_scheme(line, field, field.value.clone()).start;
    let end = line.blank_after(start).min(field.value.end.max(start));
    let end = in_cell(line, field.key.start, start..end).end;
    // In prose a point ends the sentence.
    let point = line.channel.is_prose() && line.byte_before(end) == Some(b'.') && end > start + 1;
    start..trim_list(line, start, end - usize::from(point))
}

/// Cuts a comma, bracket or apostrophe that belongs to the list around the value.
fn trim_list(line: &Line<'_>, start: usize, mut end: usize) -> usize {
    // `\"AUTHORIZATION: basic X\"`, as a shell has it: the backslash belongs to the quote.
    while end > start
        && line
            .byte(end - 1)
            .is_some_and(|b| b",'".contains(&b) || b == b'\\' && line.byte(end) == Some(b'"'))
    {
        end -= 1;
    }
    let open = line.slice(start..end).iter().any(|b| b"([{".contains(b));
    while end > start && !open && line.byte(end - 1).is_some_and(|b| b")]}".contains(&b)) {
        end -= 1;
    }
    end
}

/// Leaves out the scheme word of an `Authorization` value (RFC 9110, 11.4); of those that name the account in front of a
/// signature (`SharedKey account:…`) the account too.
pub(super) fn after_scheme(line: &Line<'_>, field: &Field<KeyClass>, range: Range<usize>) -> Range<usize> {
    const SCHEMES: [&[u8]; 7] =
        [b"Bearer", b"Basic", b"Digest", b"Token", b"Negotiate", b"NTLM", b"Kerberos"];
    let text = line.slice(range.clone());
    let word = memchr::memchr(b' ', text).unwrap_or(text.len());
    let scheme = &text[..word];
    let named = SCHEMES.iter().any(|s| scheme.eq_ignore_ascii_case(s));
    // RFC 9110 lets everybody add schemes; behind this key the first of two words is one.
    let header = line.slice(field.key.clone()).to_ascii_lowercase();
    let listed = header.ends_with(b"authorization") || header.ends_with(b"authorisation");
    if word == text.len() || !(named || listed && is_scheme(scheme)) {
        return range;
    }
    let start = line.run(range.start + word, |b| b == b' ').min(range.end);
    let account =
        if scheme.starts_with(b"SharedKey") { line.run(start, |b| b != b':' && b != b' ') } else { start };
    let start = if line.byte(account) == Some(b':') { account + 1 } else { start };
    start.min(range.end)..range.end
}

fn is_scheme(word: &[u8]) -> bool {
    const SCHEME_BYTES_MAX: usize = 24;
    (2..=SCHEME_BYTES_MAX).contains(&word.len())
        && word.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
        && word[0].is_ascii_alphabetic()
}

/// Whether `?` or `&` stands in front of the key.
pub(super) fn is_in_query(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    matches!(line.byte_before(field.key.start), Some(b'?' | b'&'))
        || (field.style == Style::Bare
            && line
                .byte(line.run(field.value.start, |b| b.is_ascii_alphanumeric() || b"%._~+/=-".contains(&b)))
                == Some(b'&')
            && is_followed_by_pair(line, field.value.start))
}

/// `sig=…&se=…`: a pair follows the ampersand.
fn is_followed_by_pair(line: &Line<'_>, start: usize) -> bool {
    let ampersand = line.run(start, |b| b != b'&');
    let key = line.run(ampersand + 1, |b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
    key > ampersand + 1 && line.byte(key) == Some(b'=')
}

/// Where `,vers=3.0`, `&user=joe` or `|connect=true` stands behind a value: the pair of a mount option or of a form.
fn pair_at(value: &[u8]) -> Option<usize> {
    memchr::memchr3_iter(b',', b'&', b'|', value).find(|at| {
        let rest = &value[at + 1..];
        let key = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || b"_-.".contains(b)).count();
        key >= 2 && rest.get(key) == Some(&b'=') && key + 1 < rest.len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_ends_the_value_in_front_of_it() {
        for (value, end) in [
            ("x1,vers=3.0", Some(2)),
            ("x1&user=joe", Some(2)),
            ("a,b", None),
            ("a&b=", None),
            ("a,=b", None),
        ] {
            assert_eq!(pair_at(value.as_bytes()), end, "{value}");
        }
    }

    #[test]
    fn words_before_a_secret_that_may_be_schemes() {
        assert!(is_scheme(b"AWS4-HMAC-SHA256") && is_scheme(b"FancyAuth"));
        assert!(!is_scheme(b"a") && !is_scheme(b"7up") && !is_scheme(b"user:pass"));
    }
}
