//! Arguments of commands (classification.md 4.1 `password`): `--password X`, `-pX` of database clients, `net use`, `sshpass`.

use super::user::is_placeholder;
use super::{host, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::PROGRAMS;
use crate::word::Word;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// One of these stands in front of an argument that is judged.
static OPTIONS: LazyLock<[Finder<'static>; 4]> =
    LazyLock::new(|| [" -", " /", "net ", "-SecureString"].map(Finder::new));

/// The words without which no argument of a line is judged: programs, and options of any program.
pub(super) fn words() -> impl Iterator<Item = String> {
    let programs = PROGRAMS.words().flat_map(|name| [format!("{name}.exe"), name]);
    let options = PASSWORD_OPTIONS.iter().chain(&USER_OPTIONS).copied();
    programs.chain(options.map(str::to_owned))
}

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let named = |word: &Word| {
        let text = line.slice(word.start..word.end);
        matches!(line.byte_before(word.start), Some(b'-' | b'/' | b'('))
            || program_name(text).is_some()
            || text.eq_ignore_ascii_case(b"ConvertTo-SecureString")
    };
    if !line.marked(Marks::COMMAND).any(|(_, word)| named(word)) {
        return;
    }
    if !OPTIONS.iter().any(|option| option.find(line.view).is_some()) {
        return;
    }
    let mut previous: &[u8] = b"";
    let mut program: &[u8] = b"";
    let mut at = 0;
    while at < line.view.len() {
        let argument = next_argument(line, at);
        let text = line.slice(argument.clone());
        at = argument.end + 1;
        if let Some(name) = program_name(text) {
            program = name;
        } else if program == b"net"
            && let Some(next) = net(line, found, argument.clone(), text)
        {
            // What follows is no argument of `net` to judge by place: another command may stand behind it.
            (at, program) = (next, b"");
        } else if !program.is_empty() || previous.first().is_some_and(|b| b"-/(cC".contains(b)) {
            judge(line, found, program, previous, argument);
        }
        previous = text;
    }
}

/// The next run without white space, quotes taken off.
fn next_argument(line: &Line<'_>, at: usize) -> Range<usize> {
    let start = line.run(at, |b| b.is_ascii_whitespace());
    if let Some(quote @ (b'"' | b'\'')) = line.byte(start) {
        return start + 1..line.run(start + 1, |b| b != quote);
    }
    start..line.run(start, |b| !b.is_ascii_whitespace() && b != b'"')
}

/// The name of a program whose options are read, without path and `.exe`.
fn program_name(text: &[u8]) -> Option<&[u8]> {
    let stem = text.len().saturating_sub(4);
    let executable = text.get(stem..).is_some_and(|ending| ending.eq_ignore_ascii_case(b".exe"));
    let name = if executable { &text[..stem] } else { text };
    let from = name.iter().rposition(|b| b"/\\;|(".contains(b)).map_or(0, |last| last + 1);
    name.get(from..).filter(|name| PROGRAMS.has(name))
}

fn judge(line: &Line<'_>, found: &mut Vec<Span>, program: &[u8], option: &[u8], argument: Range<usize>) {
    let text = line.slice(argument.clone());
    let database = [&b"mysql"[..], b"mysqldump", b"mysqladmin", b"mariadb"].contains(&program);
    if is_password_option(program, option) && !text.starts_with(b"-") {
        password(line, found, argument);
    } else if database && text.starts_with(b"-p") && text.len() > 2 && !text.starts_with(b"-p=") {
        password(line, found, argument.start + 2..argument.end);
    } else if database && text.starts_with(b"-u") && text.len() > 2 && !text.starts_with(b"-u=") {
        account(line, found, argument.start + 2..argument.end);
    } else if is_user_option(program, option) && !text.starts_with(b"-") {
        account(line, found, argument);
    } else if option == b"-h" && (database || program == b"psql") || option == b"-S" && program == b"sqlcmd" {
        host::judge(line, found, argument, host::Role::Own);
    }
}

/// Options of any program behind which a password stands; some are PowerShell's cmdlets.
const PASSWORD_OPTIONS: [&str; 15] = [
    "--password",
    "--pass",
    "-password",
    "-pass",
    "--passphrase",
    "-passwd",
    "--passwd",
    "-pw",
    "--secret",
    "-storepass",
    "-keypass",
    "/p",
    "/rp",
    "ConvertTo-SecureString",
    "(ConvertTo-SecureString",
];

/// Options of any program behind which an account stands.
const USER_OPTIONS: [&str; 3] = ["/u", "--user", "--username"];

fn is_psexec(program: &[u8]) -> bool {
    program.eq_ignore_ascii_case(b"psexec") || program.eq_ignore_ascii_case(b"psexec64")
}

fn is_password_option(program: &[u8], option: &[u8]) -> bool {
    PASSWORD_OPTIONS.iter().any(|o| option.eq_ignore_ascii_case(o.as_bytes()))
        || (program == b"sshpass" || is_psexec(program)) && option == b"-p"
        || program == b"sqlcmd" && option == b"-P"
        || program == b"ldapsearch" && option == b"-w"
        || option.ends_with(b"(ConvertTo-SecureString")
}

fn is_user_option(program: &[u8], option: &[u8]) -> bool {
    let clients = [&b"mysql"[..], b"mysqldump", b"mysqladmin", b"mariadb", b"curl", b"psexec", b"wget"];
    option == b"-u"
        && (clients.contains(&program) || is_psexec(program) || program == b"docker" || program == b"podman")
        || option == b"-U" && [&b"psql"[..], b"sqlcmd", b"smbclient"].contains(&program)
        || option == b"-l" && program == b"ssh"
        || USER_OPTIONS.iter().any(|o| option.eq_ignore_ascii_case(o.as_bytes()))
}

/// `name` or `name:password`, and `name%password` of smbclient.
fn account(line: &Line<'_>, found: &mut Vec<Span>, argument: Range<usize>) {
    let text = line.slice(argument.clone());
    if let Some(colon) = memchr::memchr2(b':', b'%', text).map(|at| argument.start + at) {
        user::judge(line, found, argument.start..colon, user::Position::Cue);
        password(line, found, colon + 1..argument.end);
    } else {
        user::judge(line, found, argument, user::Position::Cue);
    }
}

fn password(line: &Line<'_>, found: &mut Vec<Span>, argument: Range<usize>) {
    if !is_placeholder(line.slice(argument.clone())) {
        push(line, found, argument, Entity::Password);
    }
}

/// `net use X: \\host\share PASSWORD /user:D\name` and `net user NAME PASSWORD`; gives where to go on.
fn net(line: &Line<'_>, found: &mut Vec<Span>, argument: Range<usize>, verb: &[u8]) -> Option<usize> {
    if verb.eq_ignore_ascii_case(b"use") {
        let target = next_argument(line, argument.end);
        let drive = line.slice(target.clone()).ends_with(b":");
        let share = if drive { next_argument(line, target.end) } else { target };
        let secret = next_argument(line, share.end);
        if line.slice(secret.clone()).starts_with(b"/") {
            return behind_account(line, found, secret);
        }
        return positional(line, found, secret);
    }
    if verb.eq_ignore_ascii_case(b"user") {
        let name = next_argument(line, argument.end);
        user::judge(line, found, name.clone(), user::Position::Cue);
        return positional(line, found, next_argument(line, name.end));
    }
    None
}

/// `/user:D\name PASSWORD` of `net use`.
fn behind_account(line: &Line<'_>, found: &mut Vec<Span>, argument: Range<usize>) -> Option<usize> {
    let named = line.slice(argument.start..argument.start + 6).eq_ignore_ascii_case(b"/user:");
    let next = next_argument(line, argument.end);
    if named {
        user::judge(line, found, argument.start + 6..argument.end, user::Position::Cue);
    }
    if named { positional(line, found, next) } else { None }
}

fn positional(line: &Line<'_>, found: &mut Vec<Span>, argument: Range<usize>) -> Option<usize> {
    let text = line.slice(argument.clone());
    if text.is_empty() || text.starts_with(b"/") || text.starts_with(b"*") {
        return None;
    }
    password(line, found, argument.clone());
    Some(argument.end)
}
