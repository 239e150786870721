//! Secrets in fields and behind phrases (classification.md 4.1).

mod code;
mod extent;
mod form;

pub(super) use code::{judge_code, judge_hash};
pub(super) use form::{is_random, is_sealed, is_stated_password, is_token};

use super::cookie;
use super::novel::is_unknown;
use super::secret_shape::{is_issued_token, is_recovery_password};
use super::user::{self, is_placeholder};
use crate::entity::Entity;
use crate::field::{Field, Style};
use crate::key::{KeyClass, ends_in};
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::FRENCH_WORDS;
use extent::{after_scheme, extent, is_in_query};
use form::{has_digit, is_cmdlet, is_parameter_list, is_validation};
use std::ops::{Range, RangeInclusive};

/// Judges the value of a key for secrets.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let mut range = after_scheme(line, field, extent(line, field));
    // `N'…'`: a text of SQL in national characters.
    if line.slice(range.clone()).starts_with(b"N'") {
        range.start += 2;
    }
    let value = line.slice(range.clone());
    // `pam_unix(passwd:chauthtok):` names a service and a phase of PAM.
    let call = value.ends_with(b"):") && line.byte_before(field.key.start) == Some(b'(');
    // `${DB_PASSWORD:?required}`: what a shell expands.
    let expanded = line.slice(field.key.start.saturating_sub(2)..field.key.start) == b"${";
    // `LoadCredential=db-password:/etc/x.cred` of systemd: the name of a file.
    let loaded = line.slice(field.key.clone()).starts_with(b"LoadCredential")
        || line.slice(0..field.key.start).ends_with(b"LoadCredential=");
    // `chpasswd: expire: false`: a key below the key.
    let nested = value.ends_with(b":") && line.byte(range.end) == Some(b' ') && field.style == Style::Label;
    // `UsingPassword="1"`: whether there is one.
    let flag = value.len() == 1 && value[0].is_ascii_digit();
    // `getpass("Password: ")`: what stands behind the text of a program; `b'-----BEGIN …'` of Python.
    let code = value.starts_with(b")")
        || value.starts_with(b"b'")
        || is_placeholder(value.strip_suffix(b";").unwrap_or(value))
        || is_message(value)
        || is_validation(value)
        || is_in_template(line, range.start)
        || line.byte_before(range.start) == Some(b'<') && user::tells_of_usage(line);
    if field.style == Style::Bare && (is_call(line, &range) || is_sentence(line, &range)) {
        return;
    }
    if flag
        || code
        || nested
        || loaded
        || expanded
        || is_placeholder(value)
        || call
        || is_parameter_list(value)
    {
        return;
    }
    match field.class {
        KeyClass::Password if tells_of_password(line.slice(field.key.clone())) => {}
        // `Credential=AKIA…/20260305/eu-west-1/s3/aws4_request`: who signed what for how long.
        KeyClass::Password if is_signature(line, field) => {}
        // `$password = Read-Host -AsSecureString`: what PowerShell gets it by.
        KeyClass::Password if is_cmdlet(value) && line.byte_before(field.key.start) == Some(b'$') => {}
        // Its form says that it is a hash, whatever the key.
        KeyClass::Password if is_crypt(value) => push(line, found, range, Entity::PasswordHash),
        // `secret=whsec_…`: its issuer's form tells more than the key.
        // BitLocker calls its recovery password a password.
        KeyClass::Password if is_recovery_password(value) => push(line, found, range, Entity::Otp),
        KeyClass::Password if names_secret(line, field) && is_issued_token(value) => {
            push(line, found, range, Entity::Token);
        }
        KeyClass::Password if is_password(line, field, &range) => {
            account_in_query(line, found, field);
            changed_to(line, found, range.end);
            let entity = if is_connection_string(line, field, &range) {
                Entity::ConnectionSecret
            } else {
                Entity::Password
            };
            push(line, found, range, entity);
        }
        KeyClass::Token | KeyClass::Opaque if is_digest(line.slice(field.key.clone()), value) => {}
        // MinIO's `accessKey` may be the account's name.
        KeyClass::ConnectionSecret if value.iter().all(u8::is_ascii_lowercase) => {}
        KeyClass::ConnectionSecret => push(line, found, range, Entity::ConnectionSecret),
        KeyClass::Token if is_token(value) => push(line, found, range, Entity::Token),
        // `?Expires=…&Signature=…&Key-Pair-Id=…` lets in; elsewhere a signature proves who wrote something.
        KeyClass::Opaque
            if ends_in(line.slice(field.key.clone()), b"signature") && !is_in_query(line, field) => {}
        KeyClass::Opaque
            if is_random(value)
                && (!is_general(line, field) || is_in_query(line, field) || is_key_of_32_bytes(value)) =>
        {
            push(line, found, range, Entity::Token);
        }
        KeyClass::Code if value.len() >= 16 && has_digit(value) && is_in_query(line, field) => {
            push(line, found, range, Entity::Token);
        }
        KeyClass::Code if is_sent_code(line, field, value) => push(line, found, range, Entity::Otp),
        KeyClass::Cookie if value.len() >= 6 => {
            let end = range.end;
            push(line, found, range, Entity::Cookie);
            if field.style == Style::Bare
                && line.byte(end) == Some(b';')
                && !cookie::is_next(line, field.key.start)
            {
                cookie::pairs(line, found, end);
            }
        }
        _ => {}
    }
}

/// `bind_password: "X" -> "Y"`: the value that it has since.
fn changed_to(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    const ARROW: &[u8] = b"\" -> \"";
    let start = end + ARROW.len();
    let next = start..line.run(start, |b| b != b'"');
    if line.slice(end..start) == ARROW && !is_placeholder(line.slice(next.clone())) {
        push(line, found, next, Entity::Password);
    }
}

/// `u=joe&pwd=…`: a short key in front of the password of a form names the account.
fn account_in_query(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    const KEYS: [&[u8]; 7] = [b"u", b"l", b"usr", b"uname", b"ident", b"nom", b"log"];
    const BYTES_MAX: usize = 80;
    let Some(end) = field.key.start.checked_sub(1).filter(|at| line.byte(*at) == Some(b'&')) else { return };
    let from = end.saturating_sub(BYTES_MAX);
    let Some(equals) = memchr::memrchr(b'=', line.slice(from..end)).map(|at| from + at) else { return };
    let key = line.run_back(equals, |b| b.is_ascii_alphanumeric() || b"_-".contains(&b))..equals;
    let apart = matches!(line.byte_before(key.start), None | Some(b' ' | b'?' | b'&' | b'"' | b'\''));
    if apart && KEYS.contains(&line.slice(key)) {
        user::judge(line, found, equals + 1..end, user::Position::Cue);
    }
}

/// `"password":["This field may not be blank."]`: what a form says of it.
fn is_message(value: &[u8]) -> bool {
    const BLANKS_MIN: usize = 3;
    value.first().is_some_and(u8::is_ascii_uppercase)
        && value.ends_with(b".")
        && memchr::memchr_iter(b' ', value).count() >= BLANKS_MIN
}

/// `{{ lookup('vault', 'secret=kv/data/x:password') }}`: an expression that gives the value.
fn is_in_template(line: &Line<'_>, start: usize) -> bool {
    const BYTES_MAX: usize = 80;
    let front = line.slice(start.saturating_sub(BYTES_MAX)..start);
    let open = memchr::memmem::rfind(front, b"{{");
    open.is_some_and(|open| memchr::memmem::find(&front[open..], b"}}").is_none())
}

/// `passwd = _raw_input(prompt, stream)`: what a program gets its value by.
fn is_call(line: &Line<'_>, range: &Range<usize>) -> bool {
    const NAME_BYTES_MIN: usize = 4;
    let value = line.slice(range.clone());
    let name = value.iter().take_while(|b| b.is_ascii_alphanumeric() || b"_.".contains(b)).count();
    let joined = value[..name].iter().any(|b| b"_.".contains(b));
    line.slice(0..range.start).ends_with(b" = ")
        && name >= NAME_BYTES_MIN
        && joined
        && value.get(name) == Some(&b'(')
}

/// `login.password=Enter your password`: a text of a program's surface, of words that every language has.
fn is_sentence(line: &Line<'_>, range: &Range<usize>) -> bool {
    // No list has shorter words, and nobody's password is so short.
    const SHORT: std::ops::RangeInclusive<usize> = 2..=3;
    let next = range.end + 1..line.run(range.end + 1, |b| b.is_ascii_alphabetic() || !b.is_ascii());
    let is_word = |text: &[u8]| {
        text.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii())
            && (SHORT.contains(&text.len())
                || text.len() > 3 && (!is_unknown(text) || FRENCH_WORDS.has(text)))
    };
    let lowercase = line.byte(next.start).is_some_and(|b| b.is_ascii_lowercase());
    let ends = !line.byte(next.end).is_some_and(|b| b"=:_-@.".contains(&b) || b.is_ascii_digit());
    line.byte(range.end) == Some(b' ')
        && lowercase
        && ends
        && is_word(line.slice(range.clone()))
        && is_word(line.slice(next))
}

/// `/password/reset?email=…&code=583114`: digits that somebody was sent, in a path that checks them.
fn is_sent_code(line: &Line<'_>, field: &Field<KeyClass>, value: &[u8]) -> bool {
    // As many as counters have whose length no skeleton keeps: of those with other lengths none may be told apart.
    const DIGITS: RangeInclusive<usize> = 4..=9;
    const PATH_BYTES_MAX: usize = 256;
    const CHECKS: [&[u8]; 7] = [b"reset", b"verif", b"confirm", b"activat", b"2fa", b"mfa", b"otp"];
    let code = DIGITS.contains(&value.len()) && value.iter().all(u8::is_ascii_digit);
    code && matches!(line.byte_before(field.key.start), Some(b'?' | b'&')) && {
        let before = line.slice(field.key.start.saturating_sub(PATH_BYTES_MAX)..field.key.start);
        let path = before.rsplit(|b| b.is_ascii_whitespace() || *b == b'"').next().unwrap_or_default();
        let path = path.to_ascii_lowercase();
        CHECKS.iter().any(|check| memchr::memmem::find(&path, check).is_some())
    }
}

/// `hasPassword`, `SHA1 of given password`: whether there is one, or a hash of it (classification.md 5.4).
fn tells_of_password(key: &[u8]) -> bool {
    const FRONTS: [&[u8]; 8] =
        [b"has", b"needs", b"requires", b"require", b"allow", b"SHA1 ", b"SHA256 ", b"MD5 "];
    FRONTS.iter().any(|front| {
        key.strip_prefix(*front)
            .is_some_and(|rest| front.ends_with(b" ") || rest.first().is_some_and(u8::is_ascii_uppercase))
    })
}

/// `hashed_token`, `hmac-sha256:…`: what is left of a token opens nothing (classification.md 5.4).
fn is_digest(key: &[u8], value: &[u8]) -> bool {
    const SCHEMES: [&[u8]; 5] = [b"sha1", b"sha256", b"sha384", b"sha512", b"md5"];
    let colon = memchr::memchr(b':', value).unwrap_or(0);
    let scheme = value[..colon].rsplit(|b| *b == b'-').next().unwrap_or_default();
    let digest = SCHEMES.iter().any(|name| scheme.eq_ignore_ascii_case(name));
    digest || key.get(..6).is_some_and(|front| front.eq_ignore_ascii_case(b"hashed"))
}

/// Of a signed request the credential is its signer, and no secret.
fn is_signature(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    ends_in(line.slice(field.key.clone()), b"credential")
        && [&b"AWS4"[..], b"aws4_request", b"X-Amz-"]
            .iter()
            .any(|sign| memchr::memmem::find(line.view, sign).is_some())
}

/// `$2b$10$…`, `$argon2id$…`: a scheme between dollars, and its parts.
fn is_crypt(value: &[u8]) -> bool {
    let scheme =
        value.strip_prefix(b"$").and_then(|rest| rest.get(..memchr::memchr(b'$', rest)?)).unwrap_or_default();
    (1..=16).contains(&scheme.len())
        && scheme.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
        && value.len() >= 20
        && memchr::memchr_iter(b'$', value).count() >= 3
}

fn names_secret(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    ends_in(line.slice(field.key.clone()), b"secret")
}

/// `key: "zJPkrf4qoBxj…="`: as long as keys of today's ciphers are, in base64.
fn is_key_of_32_bytes(value: &[u8]) -> bool {
    const BYTES: usize = 44;
    value.len() == BYTES && value.ends_with(b"=") && !value.ends_with(b"==")
}

/// A `key` names many things; in the query of a URL a random one opens a feed.
fn is_general(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    ends_in(line.slice(field.key.clone()), b"key")
}

/// `;Password=…;`: a pair of a connection string; `initial password=…;` is none.
fn is_connection_string(line: &Line<'_>, field: &Field<KeyClass>, value: &Range<usize>) -> bool {
    let ended = line.byte(value.end) == Some(b';') && !line.slice(field.key.clone()).contains(&b' ');
    field.style == Style::Bare && (ended || line.byte_before(field.key.start) == Some(b';'))
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
