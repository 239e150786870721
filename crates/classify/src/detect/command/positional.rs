//! Secrets that a command takes by their place: `net use`, `htpasswd -b`, `rabbitmqctl add_user`, `rasdial`, `echo X | sudo -S`.

use super::next_argument;
use super::value::password;
use crate::detect::user;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::LINKING_WORDS;
use crate::word::is_any;
use std::ops::Range;

/// Judges what stands behind a program's name up to and with `verb`; gives where to go on.
pub(super) fn find(
    line: &Line<'_>,
    found: &mut Vec<Span>,
    program: &[u8],
    verb: Range<usize>,
) -> Option<usize> {
    let text = line.slice(verb.clone());
    match program {
        b"net" => net(line, found, verb, text),
        b"radtest" if !text.starts_with(b"-") => radtest(line, found, verb.start),
        b"rasdial" if !text.starts_with(b"/") => user_and_password(line, found, after(line, &verb)),
        b"htpasswd" | b"mosquitto_passwd" if text.starts_with(b"-") && text.contains(&b'b') => {
            // With `-n` no file is written, and none named.
            let file = if text.contains(&b'n') { verb } else { next_argument(line, verb.end) };
            user_and_password(line, found, after(line, &file))
        }
        b"vault" if is_any(&["login", "unwrap"], text) => token(line, found, next_argument(line, verb.end)),
        b"rabbitmqctl" if is_any(&["add_user", "change_password", "authenticate_user"], text) => {
            user_and_password(line, found, after(line, &verb))
        }
        b"sudo" if text == b"-S" || text == b"-kS" => {
            piped(line, found, verb.start);
            None
        }
        // `su - ID47 - …`: what stands behind the program in a header (RFC 5424, 6.2).
        b"su" if line.byte(0) == Some(b'<') && line.slice(verb.end..line.view.len()).starts_with(b" ID") => {
            None
        }
        b"su" if text == b"-" || text == b"-l" => account(line, found, next_argument(line, verb.end)),
        b"getent" if text == b"passwd" || text == b"shadow" => {
            account(line, found, next_argument(line, verb.end))
        }
        b"chown" => {
            let recursive = text.starts_with(b"-");
            owner(line, found, if recursive { next_argument(line, verb.end) } else { verb })
        }
        b"useradd" | b"usermod" if text.starts_with(b"-") => {
            last(line, found);
            None
        }
        // A job, whose server or proxy it is, and the scheme stand in front.
        b"bitsadmin" if text.eq_ignore_ascii_case(b"/setcredentials") => {
            let scheme = (0..3).fold(verb, |last, _| next_argument(line, after(line, &last)));
            user_and_password(line, found, after(line, &scheme))
        }
        b"snmp-server" if text == b"user" => snmp_user(line, found, verb.end),
        // Of Net-SNMP's agent.
        b"createUser" | b"createuser" => snmp_user(line, found, verb.start),
        _ if takes_identity(program)
            && !text.starts_with(b"-")
            && !text.starts_with(b"$")
            && !LINKING_WORDS.has(text)
            && line
                .byte_before(line.run_back(verb.start, |b| b == b' '))
                .is_none_or(|b| !b.is_ascii_control()) =>
        {
            account(line, found, verb)
        }
        b"conn" if line.slice(0..verb.start).ends_with(b"SQL> conn ") => oracle(line, found, verb),
        b"sqlplus" | b"expdp" | b"impdp" | b"sqlldr" => oracle(line, found, verb),
        _ => None,
    }
}

/// Cmdlets whose first argument is an account: `Unlock-ADAccount joe`.
fn takes_identity(program: &[u8]) -> bool {
    const NOUNS: [&[u8]; 12] = [
        b"aduser",
        b"adaccount",
        b"adaccountpassword",
        b"adprincipalgroupmembership",
        b"localuser",
        b"mailbox",
        b"casmailbox",
        b"mailboxstatistics",
        b"mailboxpermission",
        b"adaccountexpiration",
        b"adaccountcontrol",
        b"adserviceaccount",
    ];
    let noun = memchr::memchr(b'-', program).and_then(|at| program.get(at + 1..)).unwrap_or_default();
    NOUNS.iter().any(|name| noun.eq_ignore_ascii_case(name))
}

/// `vault login hvs.CAES…`; gives where to go on.
fn token(line: &Line<'_>, found: &mut Vec<Span>, argument: Range<usize>) -> Option<usize> {
    const BYTES_MIN: usize = 16;
    let text = line.slice(argument.clone());
    let joined = |b: &u8| b.is_ascii_alphanumeric() || b"._-".contains(b);
    let issued = text.len() >= BYTES_MIN && text.contains(&b'.') && text.iter().all(joined);
    issued.then(|| {
        push(line, found, argument.clone(), Entity::Token);
        argument.end
    })
}

/// `su - joe`, `getent passwd joe`; gives where to go on.
fn account(line: &Line<'_>, found: &mut Vec<Span>, name: Range<usize>) -> Option<usize> {
    let text = line.slice(name.clone());
    let named = text.first().is_some_and(u8::is_ascii_alphabetic)
        && text.iter().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(b));
    named.then(|| {
        user::judge(line, found, name.clone(), user::Position::Cue);
        name.end
    })
}

/// `chown joe:staff /srv`: an account in front of its group and of a path.
fn owner(line: &Line<'_>, found: &mut Vec<Span>, owner: Range<usize>) -> Option<usize> {
    let path = next_argument(line, owner.end);
    let colon = line.run(owner.start, |b| b != b':').min(owner.end);
    let is_path = line.byte(path.start).is_some_and(|b| b"/.~$".contains(&b));
    if is_path { account(line, found, owner.start..colon) } else { None }
}

/// `useradd -m joe`: the last word of the line.
fn last(line: &Line<'_>, found: &mut Vec<Span>) {
    let end = line.view.trim_ascii_end().len();
    let start = line.run_back(end, |b| !b.is_ascii_whitespace());
    account(line, found, start..end);
}

/// `echo 'name:X' | chpasswd`, where nothing needs to stand behind the program, and `chpasswd <<< 'name:X'`.
pub(super) fn behind_bar(line: &Line<'_>, found: &mut Vec<Span>, program: &[u8], start: usize) {
    if program == b"chpasswd" || program == b"smbpasswd" {
        piped(line, found, start);
        let here = line.run(line.blank_after(start), |b| b == b' ');
        if line.slice(here..here + 3) == b"<<<" {
            pair(line, found, next_argument(line, line.run(here + 3, |b| b == b' ')));
        }
    }
}

/// Where what stands behind an argument begins, its closing quote left out.
fn after(line: &Line<'_>, argument: &Range<usize>) -> usize {
    argument.end + usize::from(matches!(line.byte(argument.end), Some(b'"' | b'\'')))
}

/// `net use X: \\host\share PASSWORD /user:D\name` and `net user NAME PASSWORD`; gives where to go on.
fn net(line: &Line<'_>, found: &mut Vec<Span>, argument: Range<usize>, verb: &[u8]) -> Option<usize> {
    if verb.eq_ignore_ascii_case(b"use") {
        let target = next_argument(line, after(line, &argument));
        let drive = line.slice(target.clone()).ends_with(b":") || line.slice(target.clone()) == b"*";
        let share = if drive { next_argument(line, after(line, &target)) } else { target };
        let secret = next_argument(line, after(line, &share));
        if line.slice(secret.clone()).to_ascii_lowercase().starts_with(b"/user:") {
            let account = secret.start + b"/user:".len()..secret.end;
            user::judge(line, found, account, user::Position::Cue);
            return positional(line, found, next_argument(line, after(line, &secret))).or(Some(secret.end));
        }
        return positional(line, found, secret);
    }
    if verb.eq_ignore_ascii_case(b"user") {
        let name = next_argument(line, after(line, &argument));
        if !line.slice(name.clone()).starts_with(b"/") {
            user::judge(line, found, name.clone(), user::Position::Cue);
        }
        return positional(line, found, next_argument(line, after(line, &name)));
    }
    None
}

fn user_and_password(line: &Line<'_>, found: &mut Vec<Span>, at: usize) -> Option<usize> {
    let name = next_argument(line, at);
    let secret = next_argument(line, after(line, &name));
    if line.slice(name.clone()).starts_with(b"/") {
        return None;
    }
    user::judge(line, found, name, user::Position::Cue);
    positional(line, found, secret)
}

/// `radtest joe X host 0 SECRET`: the server's secret stands behind its port.
fn radtest(line: &Line<'_>, found: &mut Vec<Span>, at: usize) -> Option<usize> {
    let end = user_and_password(line, found, at)?;
    let port = (0..2).fold(end..end, |last, _| next_argument(line, after(line, &last)));
    positional(line, found, next_argument(line, after(line, &port)))
}

fn positional(line: &Line<'_>, found: &mut Vec<Span>, argument: Range<usize>) -> Option<usize> {
    let text = line.slice(argument.clone());
    if text.is_empty() || text.starts_with(b"/") || text.starts_with(b"*") {
        return None;
    }
    password(line, found, argument.clone());
    Some(argument.end)
}

/// `snmp-server user joe staff v3 auth sha X priv aes 128 Y` of Cisco's devices: behind an algorithm stands what it is keyed
/// with (RFC 3414).
fn snmp_user(line: &Line<'_>, found: &mut Vec<Span>, start: usize) -> Option<usize> {
    const ALGORITHMS: [&[u8]; 9] =
        [b"md5", b"sha", b"sha224", b"sha256", b"sha384", b"sha512", b"des", b"3des", b"aes"];
    let name = next_argument(line, start);
    user::judge(line, found, name.clone(), user::Position::Cue);
    let mut end = name.end;
    let mut keyed = false;
    loop {
        let argument = next_argument(line, after(line, &(end..end)));
        let text = line.slice(argument.clone());
        if text.is_empty() {
            return Some(end);
        }
        let bits = text.len() == 3 && text.iter().all(u8::is_ascii_digit);
        if keyed && !bits {
            password(line, found, argument.clone());
        }
        keyed = keyed && bits || ALGORITHMS.iter().any(|name| text.eq_ignore_ascii_case(name));
        end = argument.end;
    }
}

/// `name/password@host`, Oracle's way to connect.
fn oracle(line: &Line<'_>, found: &mut Vec<Span>, mut argument: Range<usize>) -> Option<usize> {
    // `-L`, `-S`: options without a value.
    while line.slice(argument.clone()).starts_with(b"-") {
        argument = next_argument(line, after(line, &argument));
    }
    let text = line.slice(argument.clone());
    let slash = argument.start + memchr::memchr(b'/', text).filter(|at| *at > 0)?;
    user::judge(line, found, argument.start..slash, user::Position::Cue);
    if line.byte(slash + 1) == Some(b'"') {
        // `joe/"X y"@db`.
        let end = line.run(slash + 2, |b| b != b'"');
        password(line, found, slash + 2..end);
        return Some(line.blank_after(end));
    }
    let end = line.run(slash, |b| b != b'@').min(argument.end);
    let end = end - usize::from(line.byte_before(end) == Some(b';'));
    password(line, found, slash + 1..end);
    Some(argument.end)
}

/// `echo 'X' | sudo -S` and `echo 'name:X' | chpasswd`: the argument of the `echo` in front of the bar.
fn piped(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let before = line.slice(0..end);
    let Some(bar) = memchr::memrchr(b'|', before) else { return };
    let Some(echo) = memchr::memmem::rfind(&before[..bar], b"echo ") else { return };
    let mut argument = next_argument(line, echo + 5);
    while line.slice(argument.clone()).starts_with(b"-") {
        argument = next_argument(line, after(line, &argument));
    }
    if argument.start >= bar {
        return;
    }
    let paired = memchr::memmem::find(&before[bar..], b"passwd").is_some();
    if !(paired && pair(line, found, argument.clone())) {
        password(line, found, argument);
    }
}

/// `name:X`; false if it is none.
fn pair(line: &Line<'_>, found: &mut Vec<Span>, argument: Range<usize>) -> bool {
    let colon = memchr::memchr(b':', line.slice(argument.clone())).map(|at| argument.start + at);
    if let Some(colon) = colon {
        user::judge(line, found, argument.start..colon, user::Position::Cue);
        password(line, found, colon + 1..argument.end);
    }
    colon.is_some()
}
