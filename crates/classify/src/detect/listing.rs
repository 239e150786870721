//! Accounts in the columns of Unix listings: who and w, last, ps, `ls -l`, crontab(5), the log of Subversion
//! (classification.md 4.2 `username`: job owner, and the owner of a process, a file or a terminal).

use super::novel::is_novel;
use super::{host, keyed, naming, user};
use crate::field::{Field, Style};
use crate::key;
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::GIVEN_NAMES;
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let Some(first) = line.byte(0).filter(|b| !b"{[<".contains(b)) else { return };
    let owner = match first {
        b'-' | b'd' | b'l' | b's' | b'p' | b'c' | b'b' if is_mode(line) => file_owner(line),
        b'r' if line.byte(1).is_some_and(|b| b.is_ascii_digit()) => committer(line),
        b'*' | b'@' | b'0'..=b'9' => job_owner(line),
        b'a'..=b'z' | b'_' => terminal_or_process_owner(line).or_else(|| open_file_owner(line)),
        _ => None,
    };
    if let Some(owner) = owner {
        user::judge(line, found, owner, user::Position::Cue);
    }
    label(line, found);
    record(line, found);
}

/// `Full Name                    Ann Lee` of `net user`: a label, blanks that fill a column, and the rest of the line.
fn label(line: &Line<'_>, found: &mut Vec<Span>) {
    const LABEL_BYTES_MAX: usize = 32;
    const FILL: &[u8] = b"      ";
    let start = line.slice(0..line.view.len().min(LABEL_BYTES_MAX + FILL.len()));
    if !start.first().is_some_and(u8::is_ascii_alphabetic) {
        return;
    }
    let blanks = |at: &usize| start.get(*at..*at + FILL.len()) == Some(FILL);
    let Some(end) = memchr::memchr_iter(b' ', start).find(blanks) else { return };
    let value = line.run(end, |b| b == b' ')..line.view.trim_ascii_end().len();
    let (key, text) = (line.slice(0..end), line.slice(value.clone()));
    // The names of columns stand so too: one word with a capital.
    let heading = text.iter().all(u8::is_ascii_alphabetic)
        && text.first().is_some_and(u8::is_ascii_uppercase)
        && !GIVEN_NAMES.has(text)
        && !is_novel(text);
    let listed = key.iter().all(|b| b.is_ascii_alphabetic() || b" -'".contains(b) || !b.is_ascii());
    let separated = matches!(text.first(), Some(b':' | b'='));
    if !listed || heading || separated || text.is_empty() || memchr::memmem::find(text, b"  ").is_some() {
        return;
    }
    if let Some(class) = key::lookup(b"", key) {
        keyed::judge(line, found, &Field { key: 0..end, value, class, style: Style::Quoted });
    }
}

/// `pc-7  3600 IN A 192.0.2.7` of a zone's file (RFC 1035, 5.1).
fn record(line: &Line<'_>, found: &mut Vec<Span>) {
    let name = column(line, 0);
    let mut at = next(line, &name);
    if is_number(line.slice(at.clone())) {
        at = next(line, &at);
    }
    if line.slice(at.clone()) != b"IN" {
        return;
    }
    let kind = next(line, &at);
    let value = next(line, &kind);
    let text = line.slice(name.clone());
    let address = line.slice(kind) == b"A" && naming::is_address(line.slice(value));
    if address && is_account(text) && !text.contains(&b'.') && !host::is_service_word(text) {
        host::judge(line, found, name, host::Role::Own);
    }
}

/// The column at `start`, up to a blank.
fn column(line: &Line<'_>, start: usize) -> Range<usize> {
    start..line.run(start, |b| b != b' ' && b != b'\t')
}

/// The column behind `previous`; empty at the end of the line.
fn next(line: &Line<'_>, previous: &Range<usize>) -> Range<usize> {
    column(line, line.run(previous.end, |b| b == b' ' || b == b'\t'))
}

fn is_number(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_digit) && text.iter().all(|b| b.is_ascii_digit() || *b == b'.')
}

fn is_account(text: &[u8]) -> bool {
    text.iter().any(u8::is_ascii_alphabetic)
        && text.iter().all(|b| b.is_ascii_alphanumeric() || b"._-+\\".contains(b))
}

/// `-rw-r--r--` and a blank, or the sign of an access list.
fn is_mode(line: &Line<'_>) -> bool {
    let bits = line.slice(1..10);
    bits.len() == 9
        && bits.iter().all(|b| b"rwxsStT-".contains(b))
        && bits.iter().step_by(3).all(|b| matches!(b, b'r' | b'-'))
        && matches!(line.byte(10), Some(b' ' | b'.' | b'+' | b'@'))
}

/// `-rw-r----- 1 joe staff 4096 …`: the column behind the count of links.
fn file_owner(line: &Line<'_>) -> Option<Range<usize>> {
    let links = next(line, &column(line, 0));
    let owner = next(line, &links);
    let group = next(line, &owner);
    let size = next(line, &group);
    let listed = is_number(line.slice(links)) && line.slice(size).first().is_some_and(u8::is_ascii_digit);
    (listed && is_account(line.slice(owner.clone()))).then_some(owner)
}

/// `r1042 | joe | 2026-03-05 …` of Subversion.
fn committer(line: &Line<'_>) -> Option<Range<usize>> {
    let bar = line.run(1, |b| b.is_ascii_digit());
    let name = bar + 3..line.run(bar + 3, |b| b != b' ' && b != b'|');
    let listed = line.slice(bar..bar + 3) == b" | "
        && line.slice(name.end..name.end + 3) == b" | "
        && line.byte(name.end + 3).is_some_and(|b| b.is_ascii_digit());
    (listed && is_account(line.slice(name.clone()))).then_some(name)
}

/// `*/5 * * * * joe /usr/bin/x` of the system's crontab: five times, an account, a command.
fn job_owner(line: &Line<'_>) -> Option<Range<usize>> {
    let mut at = column(line, 0);
    let named = line.byte(0) == Some(b'@');
    for _ in 1..if named { 1 } else { 5 } {
        if !is_time(line.slice(at.clone())) {
            return None;
        }
        at = next(line, &at);
    }
    let timed = if named {
        [
            &b"@reboot"[..],
            b"@hourly",
            b"@daily",
            b"@weekly",
            b"@monthly",
            b"@yearly",
            b"@annually",
            b"@midnight",
        ]
        .contains(&line.slice(at.clone()))
    } else {
        is_time(line.slice(at.clone()))
    };
    // Five numbers may be anything.
    let timed = timed && (named || line.slice(0..at.end).contains(&b'*'));
    let owner = next(line, &at);
    let command = next(line, &owner);
    let program = line.byte(command.start) == Some(b'/') && command.len() > 2;
    (timed && program && is_account(line.slice(owner.clone()))).then_some(owner)
}

fn is_time(text: &[u8]) -> bool {
    !text.is_empty() && text.len() <= 24 && text.iter().all(|b| b.is_ascii_digit() || b"*/,-".contains(b))
}

/// `joe pts/0 …` of who, w and last; `joe 4711 0.3 1.2 …` of ps.
fn terminal_or_process_owner(line: &Line<'_>) -> Option<Range<usize>> {
    let owner = column(line, 0);
    let second = next(line, &owner);
    let terminal = line.slice(second.clone());
    let on_terminal = (terminal.starts_with(b"pts/") || terminal.starts_with(b"tty"))
        && terminal.len() <= 8
        && terminal.iter().any(u8::is_ascii_digit);
    let listed = on_terminal && line.byte(second.end) == Some(b' ') || {
        let cpu = next(line, &second);
        let memory = next(line, &cpu);
        let share = |text: &[u8]| is_number(text) && text.contains(&b'.') && text.len() <= 5;
        terminal.iter().all(u8::is_ascii_digit)
            && !terminal.is_empty()
            && share(line.slice(cpu))
            && share(line.slice(memory.clone()))
            && is_number(line.slice(next(line, &memory)))
    };
    (listed && is_account(line.slice(owner.clone()))).then_some(owner)
}

/// `nginx 4711 joe 12u IPv4 …` of lsof: the column in front of the descriptor.
fn open_file_owner(line: &Line<'_>) -> Option<Range<usize>> {
    const PLACES: [&[u8]; 6] = [b"cwd", b"rtd", b"txt", b"mem", b"DEL", b"NOFD"];
    let process = next(line, &column(line, 0));
    let owner = next(line, &process);
    let file = next(line, &owner);
    let number = line.slice(process);
    let listed = !number.is_empty()
        && number.iter().all(u8::is_ascii_digit)
        && match line.slice(file) {
            [digits @ .., b'r' | b'w' | b'u'] if !digits.is_empty() => digits.iter().all(u8::is_ascii_digit),
            place => PLACES.contains(&place),
        };
    (listed && is_account(line.slice(owner.clone()))).then_some(owner)
}
