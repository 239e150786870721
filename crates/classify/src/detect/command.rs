//! Arguments of commands (classification.md 4.1 `password`): `--password X`, `-pX` of database clients, `net use`, `sshpass`.

mod executed;
mod listed;
mod options;
mod positional;
mod quoted;
mod value;

use super::{host, user};
use crate::key::{self, KeyClass};
use crate::line::Line;
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::PROGRAMS;
use crate::word::Word;
use options::Argument;
use std::ops::Range;
use value::{label, password};

/// PowerShell's command that makes a text a password.
const SECURE: &str = "ConvertTo-SecureString";

/// The words without which no argument of a line is judged: programs, and options of any program.
pub(super) fn words() -> impl Iterator<Item = String> {
    let programs = PROGRAMS.words().flat_map(|name| [format!("{name}.exe"), name]);
    programs.chain(options::common().chain([SECURE]).map(str::to_owned))
}

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let named = |word: &Word| {
        let text = line.slice(word.start..word.end);
        // `http` is a program in front of a blank alone.
        line.byte(word.end) != Some(b':') && matches!(line.byte_before(word.start), Some(b'-' | b'/' | b'('))
            || program_name(text).is_some()
            || secures(text)
    };
    if !line.marked(Marks::COMMAND).any(|(_, word)| named(word)) {
        return;
    }
    if executed::find(line, found) {
        return;
    }
    listed::find(line, found);
    let mut previous: &[u8] = b"";
    let mut program: &[u8] = b"";
    let (mut verb, mut named_secret, mut securing) = (false, false, false);
    let mut at = 0;
    while at < line.view.len() {
        let argument = next_argument(line, at);
        let text = line.slice(argument.clone());
        // Behind an escaped quote the quote itself stands.
        at = argument.end + 1 + usize::from(line.byte(argument.end) == Some(crate::view::FILLER));
        if is_command(line, &argument) || !previous.starts_with(b"-") && quoted::holds(line, &argument) {
            // `cmd /c "net use …"`, `"text": "I ran mysql -u …"`: its words are arguments again.
            (at, previous, program) = (argument.start, b"", b"");
            continue;
        }
        if securing && !text.starts_with(b"-") {
            // Its options may stand in front of the text that it makes secure.
            password(line, found, argument.clone());
            securing = false;
        } else if secures(text) {
            securing = true;
        } else if let Some(name) = program_name(text) {
            (program, verb) = (name, true);
            positional::behind_bar(line, found, name, argument.end);
        } else if verb && let Some(next) = positional::find(line, found, program, argument.clone()) {
            // What follows is no argument to judge by place: another command may stand behind it.
            (at, program) = (next, b"");
        } else if verb && text == b"login" {
            program = text;
        } else if named_secret && is_option(previous, &[b"/d", b"-value"]) {
            password(line, found, argument);
        } else if is_option(previous, &[b"/v", b"-name"])
            && key::lookup(b"", text) == Some(KeyClass::Password)
        {
            // `reg add … /v DefaultPassword /d X`.
            named_secret = true;
        } else if !program.is_empty() || previous.first().is_some_and(|b| b"-/(cC".contains(b)) {
            judge(line, found, program, previous, argument);
        }
        verb = verb && program_name(text).is_some();
        previous = text;
    }
}

/// [`SECURE`], whatever bracket or comma it is glued to.
fn secures(text: &[u8]) -> bool {
    let from = text.len().saturating_sub(SECURE.len());
    text.get(from..).is_some_and(|end| end.eq_ignore_ascii_case(SECURE.as_bytes()))
}

/// Whether an argument in quotes is a command line itself.
fn is_command(line: &Line<'_>, argument: &Range<usize>) -> bool {
    let text = line.slice(argument.clone());
    let blank = memchr::memchr(b' ', text);
    matches!(line.byte_before(argument.start), Some(b'"' | b'\''))
        && blank.is_some_and(|blank| program_name(&text[..blank]).is_some())
}

fn is_option(text: &[u8], options: &[&[u8]]) -> bool {
    options.iter().any(|option| text.eq_ignore_ascii_case(option))
}

/// The next run without white space, quotes taken off.
fn next_argument(line: &Line<'_>, at: usize) -> Range<usize> {
    let start = line.run(at, |b| b.is_ascii_whitespace() || b == b'`' || b == crate::view::FILLER);
    if let Some(quote @ (b'"' | b'\'')) = line.byte(start) {
        let end = line.run(start + 1, |b| b != quote);
        let escaped = line.byte_before(end) == Some(crate::view::FILLER);
        return start + 1..(end - usize::from(escaped)).max(start + 1);
    }
    start..line.run(start, |b| !b.is_ascii_whitespace() && b != b'"' && b != b'`')
}

/// The name of a program whose options are read, without path and `.exe`.
fn program_name(text: &[u8]) -> Option<&[u8]> {
    let stem = text.len().saturating_sub(4);
    let executable = text.get(stem..).is_some_and(|ending| ending.eq_ignore_ascii_case(b".exe"));
    let name = if executable { &text[..stem] } else { text };
    let from = name.iter().rposition(|b| b"/\\;|(]>".contains(b)).map_or(0, |last| last + 1);
    name.get(from..).filter(|name| PROGRAMS.has(name))
}

fn judge(line: &Line<'_>, found: &mut Vec<Span>, program: &[u8], option: &[u8], argument: Range<usize>) {
    let text = line.slice(argument.clone());
    if is_remote(program) && remote(line, found, &argument) {
        return;
    }
    if text.starts_with(b"-") || text.starts_with(b"/") && memchr::memchr(b':', text).is_some() {
        return glued(line, found, program, argument);
    }
    let own = options::argument_behind(program, option);
    match own.or_else(|| by_name(option).filter(|_| !program.is_empty())) {
        Some(Argument::Password) if is_explained(line, option, &argument) => {}
        Some(kind) => label(line, found, kind, argument),
        None if text.starts_with(b"pass:") && option.starts_with(b"-pass") => password(line, found, argument),
        None => {}
    }
}

/// `-W, --password           force password prompt`: a program's help on its option.
fn is_explained(line: &Line<'_>, option: &[u8], argument: &Range<usize>) -> bool {
    let end = line.run_back(argument.start, |b| b == b' ');
    let listed = line.slice(0..end.saturating_sub(option.len())).ends_with(b", ");
    listed && argument.start - end > 1
}

/// Programs whose arguments are accounts on hosts.
fn is_remote(program: &[u8]) -> bool {
    let programs =
        [&b"ssh"[..], b"scp", b"sftp", b"rsync", b"ssh-copy-id", b"autossh", b"mosh", b"plink", b"pscp"];
    programs.contains(&program)
}

/// `joe@host` and `joe@host:/path`; hosts with a dot have detectors of their own.
fn remote(line: &Line<'_>, found: &mut Vec<Span>, argument: &Range<usize>) -> bool {
    let name = argument.start..line.run(argument.start, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let host = name.end + 1..line.run(name.end + 1, |b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    let written = line.byte(name.end) == Some(b'@')
        && !name.is_empty()
        && !host.is_empty()
        && (host.end == argument.end || line.byte(host.end) == Some(b':'));
    if written {
        user::judge(line, found, name, user::Position::Cue);
        host::judge(line, found, host, host::Role::Own);
    }
    written
}

/// `--db-password` says by its name what stands behind it.
fn by_name(option: &[u8]) -> Option<Argument> {
    let name = option.strip_prefix(b"--").or_else(|| option.strip_prefix(b"-"))?;
    let class = if name.len() > 3 && !name.contains(&b'=') { key::lookup(b"", name)? } else { return None };
    match class {
        KeyClass::Password | KeyClass::ConnectionSecret => Some(Argument::Password),
        KeyClass::Token => Some(Argument::Token),
        _ => None,
    }
}

/// `-uNAME` of database clients.
fn glued_account(line: &Line<'_>, found: &mut Vec<Span>, argument: Range<usize>) {
    let name = line.slice(argument.start + 2..argument.end);
    if name.iter().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(b)) {
        user::judge(line, found, argument.start + 2..argument.end, user::Position::Cue);
    }
}

/// `-pX` of database clients and archivers, `/p:X` and `-u:X` of Windows' own.
fn glued(line: &Line<'_>, found: &mut Vec<Span>, program: &[u8], argument: Range<usize>) {
    const PACKED: [&[u8]; 12] = [
        b"mysql",
        b"mysqldump",
        b"mysqladmin",
        b"mysqlimport",
        b"mysqlcheck",
        b"mariadb",
        b"mariadb-dump",
        b"7z",
        b"7za",
        b"7zr",
        b"rar",
        b"unrar",
    ];
    let text = line.slice(argument.clone());
    if let Some(colon) = memchr::memchr(b':', text).filter(|colon| (2..=16).contains(colon)) {
        let value = argument.start + colon + 1..argument.end;
        let Some(kind) = options::argument_behind(program, &text[..colon]).filter(|_| !program.is_empty())
        else {
            return;
        };
        if let Some(quote @ (b'\'' | b'"')) = line.byte(value.start) {
            // What is in quotes may have blanks.
            let start = value.start + 1;
            return label(line, found, kind, start..line.run(start, |b| b != quote && b != b'\n'));
        }
        return label(line, found, kind, value);
    }
    if PACKED.contains(&program) && program.starts_with(b"m") && text.starts_with(b"-u") && text.len() > 2 {
        return glued_account(line, found, argument);
    }
    if PACKED.contains(&program) && text.starts_with(b"-p") && text.len() > 2 && !text.starts_with(b"-p=") {
        let value = argument.start + 2..argument.end;
        let quoted = matches!(text, [_, _, b'\'', .., b'\''] | [_, _, b'"', .., b'"']) && value.len() > 2;
        let quote = usize::from(quoted);
        password(line, found, value.start + quote..value.end - quote);
    }
}
