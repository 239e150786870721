//! Whether a value has the form of a password or a token (classification.md 4.1, 5.4).

use crate::detect::guid;
use crate::detect::user::{is_placeholder, is_program};
use crate::vocabulary::PASSWORD_STATES;

/// A run that nobody writes as a word, and no identifier of an object.
pub(in crate::detect) fn is_random(text: &[u8]) -> bool {
    let count = |kind: fn(&u8) -> bool| text.iter().filter(|b| kind(b)).count();
    let mixed = count(u8::is_ascii_uppercase) >= 2 && count(u8::is_ascii_lowercase) >= 2;
    let digits = count(u8::is_ascii_digit);
    text.len() >= 16
        && (digits >= 2 && (mixed || text.len() >= 24) || digits >= 1 && mixed && text.len() >= 32)
        && text.trim_ascii().iter().all(|b| b.is_ascii_alphanumeric() || b"+/=_.~-".contains(b))
        && !text.iter().rev().skip_while(|b| **b == b'=').any(|b| *b == b'=')
        && count(|b| *b == b'.') <= 2
        && !guid::is_guid(text)
        && !text.starts_with(b"/")
}

/// `"ticket":"PVE:root@pam:6743A1F0::2LrzfyMr…"`: a run so long that it numbers nothing, of all kinds of signs.
pub(in crate::detect) fn is_sealed(text: &[u8]) -> bool {
    const BYTES_MIN: usize = 120;
    const DIGITS_MIN: usize = 8;
    let has = |kind: fn(&u8) -> bool| text.iter().any(kind);
    text.len() >= BYTES_MIN
        && text.iter().all(u8::is_ascii_graphic)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && text.iter().filter(|b| b.is_ascii_digit()).count() >= DIGITS_MIN
}

/// `username="x", realm=…` behind a scheme is no secret itself.
pub(super) fn is_parameter_list(value: &[u8]) -> bool {
    let name = value.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let cut = value.len() == name + 1 && value[..name].iter().all(u8::is_ascii_lowercase);
    name >= 3 && value.get(name) == Some(&b'=') && (cut || matches!(value.get(name + 1), Some(b'"' | 0x1f)))
}

/// `required|string|min:12|confirmed`: what a form asks of its value, as Laravel writes it.
pub(super) fn is_validation(value: &[u8]) -> bool {
    const FIRST: [&[u8]; 7] =
        [b"required", b"nullable", b"sometimes", b"bail", b"string", b"filled", b"present"];
    let rule = |part: &[u8]| {
        part.first().is_some_and(u8::is_ascii_lowercase)
            && part.iter().all(|b| b.is_ascii_alphanumeric() || b"_:,".contains(b))
    };
    let mut rules = value.split(|b| *b == b'|');
    rules.next().is_some_and(|first| FIRST.contains(&first)) && value.contains(&b'|') && rules.all(rule)
}

/// Whether a word in prose is a password and not a word on its state; `last` tells that nothing follows it.
pub(in crate::detect) fn is_stated_password(value: &[u8], last: bool) -> bool {
    let word = value.strip_suffix(b".").unwrap_or(value);
    let plain = word.iter().all(|b| b.is_ascii_lowercase() || !b.is_ascii() || *b == b'\'');
    let title = word.len() > 1 && word[1..].iter().all(|b| b.is_ascii_lowercase() || !b.is_ascii());
    // `password incorrect!`.
    let state = word.strip_suffix(b"!").or_else(|| word.strip_suffix(b"?")).unwrap_or(word);
    if PASSWORD_STATES.has(state) || is_placeholder(word) || word.len() < 3 {
        return false;
    }
    !(plain || title) || last && word.len() >= 5
}

/// Whether the value of a token's key can be used as one: no number, no date, no single plain word.
pub(in crate::detect) fn is_token(value: &[u8]) -> bool {
    let plain = value.iter().all(|b| b.is_ascii_lowercase() || *b == b'_' || *b == b' ' || *b == b'-');
    let title = value.iter().skip(1).all(u8::is_ascii_lowercase);
    let number = value.iter().all(|b| b.is_ascii_digit() || b".:-TZ+/".contains(b));
    let path = value.starts_with(b"/") && !is_key_material(value) || value.get(1..3) == Some(b":\\");
    value.len() >= 6
        && !number
        && !path
        && !value.ends_with(b":")
        && !is_program(value)
        && !is_cmdlet(value)
        && !is_object(value)
        && !is_type_name(value)
        && !is_parameters(value)
        && (!(plain || title) || value.len() >= 24)
        && !value.contains(&b' ')
        && !value.contains(&b'@')
        || is_salt(value)
}

/// `kX]9z~v=T3^Q8m@b,Lr+…`: random signs of the whole keyboard, as frameworks generate keys.
fn is_salt(value: &[u8]) -> bool {
    const BYTES_MIN: usize = 32;
    const SIGNS_MIN: usize = 5;
    let signs = value.iter().filter(|b| b.is_ascii_punctuation() && !b"-_./:".contains(b)).count();
    value.len() >= BYTES_MIN
        && signs >= SIGNS_MIN
        && has_digit(value)
        && value.iter().any(u8::is_ascii_lowercase)
        && !value.windows(2).any(|pair| pair == b", " || pair == b"; ")
        && !value.contains(&b'"')
        && !value.starts_with(b"http")
        && value.split(|b| *b == b' ').count() <= 3
}

/// `New-Object`, `Get-Credential`: what PowerShell makes the value by.
pub(super) fn is_cmdlet(value: &[u8]) -> bool {
    let word = |part: &[u8]| {
        part.first().is_some_and(u8::is_ascii_uppercase) && part.iter().all(u8::is_ascii_alphabetic)
    };
    let parts = memchr::memchr(b'-', value).map(|hyphen| value.split_at(hyphen));
    parts.is_some_and(|(verb, noun)| verb.len() <= 12 && word(verb) && word(&noun[1..]))
}

/// Base64 may begin with a slash; no path is as long without a dot or a hyphen.
fn is_key_material(value: &[u8]) -> bool {
    value.len() >= 40
        && value.iter().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(b))
        && has_digit(value)
}

/// `sv=…&sig=…`, `Credential=…,`: what is secret in it has a key of its own.
fn is_parameters(value: &[u8]) -> bool {
    memchr::memmem::find(value, b"&sig=").is_some()
        || value.starts_with(b"Credential=")
        || value.starts_with(b"sv=")
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

pub(super) fn has_digit(value: &[u8]) -> bool {
    value.iter().any(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

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
