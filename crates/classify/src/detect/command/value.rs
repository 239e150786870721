//! Labels what an argument holds, by what its option says of it (classification.md 4.1 `password`, 4.2 `username`).

use super::options::Argument;
use crate::detect::user::is_placeholder;
use crate::detect::{cookie, credential, host, novel, person, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{LINKING_WORDS, PASSWORD_STATES};
use std::ops::Range;

pub(super) fn label(line: &Line<'_>, found: &mut Vec<Span>, kind: Argument, argument: Range<usize>) {
    let text = line.slice(argument.clone());
    let port = text.len() <= 5 && text.iter().all(u8::is_ascii_digit);
    match kind {
        // `mysql -p` asks for one, and what stands behind is a database or a verb.
        Argument::Password
            if line.slice(argument.start.saturating_sub(4)..argument.start) == b" -p "
                && text.iter().all(|b| b.is_ascii_lowercase() || *b == b'_') => {}
        Argument::Password if !port => password(line, found, argument),
        Argument::Token if credential::is_token(text) && !is_placeholder(text) => {
            push(line, found, argument, Entity::Token);
        }
        Argument::Cookie if text.contains(&b'=') => cookie::pairs(line, found, argument.start),
        Argument::User => account(line, found, argument),
        // `-Identity "Domain Admins"` is a group.
        Argument::Principal if text.contains(&b',') => {
            let mut start = argument.start;
            for name in text.split(|b| *b == b',') {
                if novel::is_improbable(name) {
                    user::judge(line, found, start..start + name.len(), user::Position::Cue);
                }
                start += name.len() + 1;
            }
        }
        Argument::Principal
            if person::is_full_name(text) && (!novel::is_of_words(text) || person::is_person(text)) =>
        {
            person::judge_name(line, found, argument);
        }
        Argument::Principal if novel::is_improbable(text) => {
            user::judge(line, found, argument, user::Position::Cue);
        }
        Argument::Host => {
            let mut start = argument.start;
            for name in text.split(|b| *b == b',') {
                host::judge(line, found, start..start + name.len(), host::Role::Own);
                start += name.len() + 1;
            }
        }
        _ => {}
    }
}

/// `name` or `name:password`, `name%password` of smbclient, `name,password` of lftp.
fn account(line: &Line<'_>, found: &mut Vec<Span>, argument: Range<usize>) {
    let mut argument = argument;
    let text = line.slice(argument.clone());
    // `InstallUtil.exe /u C:\x.exe` takes a path.
    if matches!(text, [drive, b':', b'\\' | b'/', ..] if drive.is_ascii_alphabetic()) {
        return;
    }
    // `ran whoami /user as you asked`: a sentence goes on.
    if LINKING_WORDS.has(text) {
        return;
    }
    // `DOMAIN/joe%X` of Samba's programs.
    let percent = memchr::memchr(b'%', text).unwrap_or(text.len());
    if let Some(slash) = memchr::memchr(b'/', &text[..percent]).filter(|at| *at > 0) {
        user::judge_domain(line, found, argument.start..argument.start + slash);
        argument.start += slash + 1;
    }
    let text = line.slice(argument.clone());
    let part = text.iter().position(|b| b":%,".contains(b)).filter(|at| !text[..*at].contains(&b'='));
    if let Some(colon) = part.map(|at| argument.start + at) {
        user::judge(line, found, argument.start..colon, user::Position::Cue);
        // `name:'X'`.
        let value = colon + 1..argument.end;
        let quoted = matches!(line.slice(value.clone()), [b'\'', _, .., b'\''] | [b'"', _, .., b'"']);
        let quote = usize::from(quoted);
        password(line, found, value.start + quote..value.end - quote);
    } else {
        user::judge(line, found, argument, user::Position::Cue);
    }
}

pub(super) fn password(line: &Line<'_>, found: &mut Vec<Span>, mut argument: Range<usize>) {
    // OpenSSL says where a password comes from: `pass:X` holds it, `env:X` and `file:X` do not.
    if line.slice(argument.clone()).starts_with(b"pass:") {
        argument.start += b"pass:".len();
    }
    let text = line.slice(argument.clone());
    // What `htpasswd` prints is an account and a hash.
    let printed = text == b"=>" || memchr::memmem::find(text, b":$").is_some();
    if printed || [&b"env:"[..], b"file:", b"fd:"].iter().any(|source| text.starts_with(source)) {
        return;
    }
    // `(ConvertTo-SecureString …)` and `$cred` are looked up, and `--password was not given` is a sentence.
    let looked_up =
        text.starts_with(b"(") || text.starts_with(b"$") && text[1..].iter().all(|b| is_name_byte(*b));
    let sentence = LINKING_WORDS.has(text) || PASSWORD_STATES.has(text);
    if !is_placeholder(text) && !looked_up && !sentence {
        push(line, found, argument, Entity::Password);
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || b"_:.".contains(&byte)
}
