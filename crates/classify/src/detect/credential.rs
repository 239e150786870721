//! Secrets in fields and behind phrases (classification.md 4.1).

use super::user::{is_placeholder, is_program};
use crate::entity::Entity;
use crate::field::{Field, Style};
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::PASSWORD_STATES;
use std::ops::Range;

/// Judges the value of a key for secrets.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let range = after_scheme(line, field, extent(line, field));
    let value = line.slice(range.clone());
    // `pam_unix(passwd:chauthtok):` names a service and a phase of PAM.
    let call = value.ends_with(b"):") && line.byte_before(field.key.start) == Some(b'(');
    if is_placeholder(value) || call || is_parameter_list(value) {
        return;
    }
    match field.class {
        KeyClass::Password if is_password(line, field, &range) => {
            let entity = if is_connection_string(line, field, &range) {
                Entity::ConnectionSecret
            } else {
                Entity::Password
            };
            push(line, found, range, entity);
        }
        // MinIO's `accessKey` may be the account's name.
        KeyClass::ConnectionSecret if value.iter().all(u8::is_ascii_lowercase) => {}
        KeyClass::ConnectionSecret => push(line, found, range, Entity::ConnectionSecret),
        KeyClass::Token if is_token(value) => push(line, found, range, Entity::Token),
        KeyClass::Opaque if is_random(value) && (!is_general(line, field) || is_in_query(line, field)) => {
            push(line, found, range, Entity::Token);
        }
        KeyClass::Code if value.len() >= 16 && has_digit(value) && is_in_query(line, field) => {
            push(line, found, range, Entity::Token);
        }
        KeyClass::Cookie if value.len() >= 6 => push(line, found, range, Entity::Cookie),
        _ => {}
    }
}

/// A `key` names many things; in the query of a URL a random one opens a feed.
fn is_general(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    line.slice(field.key.clone()).to_ascii_lowercase().ends_with(b"key")
}

/// A run that nobody writes as a word, and no identifier of an object.
pub(super) fn is_random(text: &[u8]) -> bool {
    let count = |kind: fn(&u8) -> bool| text.iter().filter(|b| kind(b)).count();
    let mixed = count(u8::is_ascii_uppercase) >= 2 && count(u8::is_ascii_lowercase) >= 2;
    let digits = count(u8::is_ascii_digit);
    text.len() >= 16
        && (digits >= 2 && (mixed || text.len() >= 24) || digits >= 1 && mixed && text.len() >= 32)
        && text.trim_ascii().iter().all(|b| b.is_ascii_alphanumeric() || b"+/=_.~-".contains(b))
        && !text.iter().rev().skip_while(|b| **b == b'=').any(|b| *b == b'=')
        && count(|b| *b == b'.') <= 2
        && !super::guid::is_guid(text)
        && !text.starts_with(b"/")
}

/// `username="x", realm=…` behind a scheme is no secret itself.
fn is_parameter_list(value: &[u8]) -> bool {
    let name = value.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    name >= 3 && value.get(name) == Some(&b'=') && matches!(value.get(name + 1), Some(b'"' | 0x1f))
}

/// Where the secret ends: quoted ones at the quote, those of a query at `&`, others at white space.
fn extent(line: &Line<'_>, field: &Field<KeyClass>) -> Range<usize> {
    let start = field.value.start;
    let end = match field.style {
        Style::Quoted => field.value.end,
        Style::Bare if is_in_query(line, field) => {
            line.run(start, |b| !b.is_ascii_whitespace() && !b"&\"'#;<>\x1f".contains(&b))
        }
        Style::Bare => {
            let end = bare_end(line, start);
            // `;jsessionid=X?page=1`: a parameter of a path.
            let path = field.class == KeyClass::Cookie && line.byte_before(field.key.start) == Some(b';');
            let end = if path { end.min(line.run(start, |b| b != b'?')) } else { end };
            start + pair_at(line.slice(start..end)).unwrap_or(end - start)
        }
        Style::Label => return label_extent(line, field),
    };
    start..trim_list(line, start, end)
}

/// Up to white space or a quote, or to a `;` behind which another pair or nothing stands.
fn bare_end(line: &Line<'_>, start: usize) -> usize {
    let mut end = start;
    loop {
        end = line.run(end, |b| !b.is_ascii_whitespace() && !b"\";\x1f".contains(&b));
        let key = line.run(end + 1, |b| b.is_ascii_alphanumeric() || b"_-. ".contains(&b));
        let inside = line.byte(end) == Some(b';')
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
    // In prose a point ends the sentence.
    let point = line.channel.is_prose() && line.byte_before(end) == Some(b'.') && end > start + 1;
    start..trim_list(line, start, end - usize::from(point))
}

/// Cuts a comma, bracket or apostrophe that belongs to the list around the value.
fn trim_list(line: &Line<'_>, start: usize, mut end: usize) -> usize {
    while end > start && line.byte(end - 1).is_some_and(|b| b",'".contains(&b)) {
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
fn after_scheme(line: &Line<'_>, field: &Field<KeyClass>, range: Range<usize>) -> Range<usize> {
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
fn is_in_query(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
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

/// Where `,vers=3.0` or `&user=joe` stands behind a value: the pair of a mount option or of a form.
fn pair_at(value: &[u8]) -> Option<usize> {
    memchr::memchr2_iter(b',', b'&', value).find(|at| {
        let rest = &value[at + 1..];
        let key = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        key >= 2 && rest.get(key) == Some(&b'=') && key + 1 < rest.len()
    })
}

/// `;Password=…;`: a pair of a connection string.
fn is_connection_string(line: &Line<'_>, field: &Field<KeyClass>, value: &Range<usize>) -> bool {
    field.style == Style::Bare
        && (line.byte(value.end) == Some(b';') || line.byte_before(field.key.start) == Some(b';'))
}

fn is_password(line: &Line<'_>, field: &Field<KeyClass>, range: &Range<usize>) -> bool {
    let value = line.slice(range.clone());
    match field.style {
        Style::Quoted => true,
        Style::Bare => !is_working_directory(line.slice(field.key.clone()), value),
        Style::Label => is_stated_password(value, range.end >= field.value.end),
    }
}

/// The `PWD` of a shell is a directory, and a password has no slash in front.
fn is_working_directory(key: &[u8], value: &[u8]) -> bool {
    let key = key.rsplit(|b| *b == b' ').next().unwrap_or_default();
    key.to_ascii_uppercase().ends_with(b"PWD")
        && (value.starts_with(b"/") || value.get(1..3) == Some(b":\\") || value == b"unknown")
}

/// Whether a word in prose is a password and not a word on its state; `last` tells that nothing follows it.
pub(super) fn is_stated_password(value: &[u8], last: bool) -> bool {
    let word = value.strip_suffix(b".").unwrap_or(value);
    let plain = word.iter().all(|b| b.is_ascii_lowercase() || !b.is_ascii() || *b == b'\'');
    let title = word.len() > 1 && word[1..].iter().all(|b| b.is_ascii_lowercase() || !b.is_ascii());
    if PASSWORD_STATES.has(word) || is_placeholder(word) || word.len() < 3 {
        return false;
    }
    !(plain || title) || last && word.len() >= 5
}

/// Whether the value of a token's key can be used as one: no number, no date, no single plain word.
pub(super) fn is_token(value: &[u8]) -> bool {
    let plain = value.iter().all(|b| b.is_ascii_lowercase() || *b == b'_' || *b == b' ' || *b == b'-');
    let title = value.iter().skip(1).all(u8::is_ascii_lowercase);
    let number = value.iter().all(|b| b.is_ascii_digit() || b".:-TZ+/".contains(b));
    let path = value.starts_with(b"/") && !is_key_material(value) || value.get(1..3) == Some(b":\\");
    value.len() >= 6
        && !number
        && !path
        && !value.ends_with(b":")
        && !is_program(value)
        && !is_object(value)
        && !is_type_name(value)
        && !is_parameters(value)
        && (!(plain || title) || value.len() >= 24)
        && !value.contains(&b' ')
        && !value.contains(&b'@')
}

/// Base64 may begin with a slash; no path is as long without a dot or a hyphen.
fn is_key_material(value: &[u8]) -> bool {
    value.len() >= 40
        && value.iter().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(b))
        && has_digit(value)
}

/// `sv=…&sig=…`, `Credential=…,`: what is secret in it has a key of its own.
fn is_parameters(value: &[u8]) -> bool {
    memchr::memmem::find(value, b"&sig=").is_some() || value.starts_with(b"Credential=")
}

/// `UsernamePasswordCredential`: words with capitals and nothing else, the name of a type.
fn is_type_name(value: &[u8]) -> bool {
    let humps = value
        .windows(3)
        .filter(|w| w[0].is_ascii_uppercase() && w[1].is_ascii_lowercase() && w[2].is_ascii_lowercase());
    let capitals = value.iter().filter(|b| b.is_ascii_uppercase()).count();
    value.iter().all(u8::is_ascii_alphabetic) && capitals >= 2 && humps.count() == capitals
}

/// `Token{c516b2b`: an object as Java prints it.
fn is_object(value: &[u8]) -> bool {
    let name = value.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    name > 0 && matches!(value.get(name), Some(b'{'))
}

fn has_digit(value: &[u8]) -> bool {
    value.iter().any(u8::is_ascii_digit)
}

/// A one-time or recovery code: at least four digits, possibly in groups.
pub(super) fn judge_code(line: &Line<'_>, found: &mut Vec<Span>, value: Range<usize>) {
    let start = line.run(value.start, |b| b" :=\"'<[(\x1f".contains(&b)).min(value.end);
    let word = line.run(start, |b| b.is_ascii_alphanumeric() || b == b'-').min(value.end);
    let end = grouped_digits(line, start, word).min(value.end);
    let text = line.slice(start..end);
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    // RFC 8628, 6.1: user codes have letters that are no vowels.
    let letters = text.len() == 9
        && text[4] == b'-'
        && text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-');
    if (digits >= 4 || letters) && text.len() <= 64 && !super::guid::is_guid(text) {
        push(line, found, start..end, Entity::Otp);
    }
}

/// `123 456`: two groups of digits are one code.
fn grouped_digits(line: &Line<'_>, start: usize, end: usize) -> usize {
    let group =
        |from: usize, to: usize| to - from == 3 && line.slice(from..to).iter().all(u8::is_ascii_digit);
    if group(start, end) && line.byte(end) == Some(b' ') {
        let next = line.run(end + 1, |b| b.is_ascii_digit());
        if group(end + 1, next) {
            return next;
        }
    }
    end
}

pub(super) fn judge_hash(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let text = line.slice(range.clone());
    let hex = text.iter().all(|b| b.is_ascii_hexdigit() || *b == b':');
    if text.len() >= 16 && (hex || text.starts_with(b"$")) && !text.iter().all(|b| *b == b'0') {
        push(line, found, range, Entity::PasswordHash);
    }
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

    #[test]
    fn runs_that_nobody_writes_as_words() {
        for text in ["ZGVwbG95OnN1cGVyLXNlY3JldC1wdw==", "7f3c9a1e5b2d4860a9c87f3c"] {
            assert!(is_random(text.as_bytes()), "{text}");
        }
        for text in [
            "token=ZGVwbG95OnN1cGVyLXNl",
            "/var/lib/app12/data34/x",
            "shorter12",
            "only-words-in-here-of-no-one",
        ] {
            assert!(!is_random(text.as_bytes()), "{text}");
        }
    }
}
