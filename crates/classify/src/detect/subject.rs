//! Accounts that stand in front of what a line tells of a login, or in front of the address that it came from: `joe
//! authenticated`, `joe: authentication failed`, `auth ok joe 192.0.2.7` (classification.md 4.2 `username`).

use super::novel::{is_component, is_improbable, is_novel};
use super::{naming, user};
use crate::line::Line;
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::{GIVEN_NAMES, LEVELS, LOGIN_WORDS};
use crate::word::{Shape, Word};

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for (_, word) in line.marked(Marks::LOGIN) {
        // The mark says only that its hash is that of a word on logins.
        if !LOGIN_WORDS.has(line.slice(word.start..word.end)) {
            continue;
        }
        if let Some(subject) = in_front(line, word).filter(|subject| begins(line, subject)) {
            judge(line, found, subject);
        }
        if let Some(object) = object(line, word) {
            judge(line, found, object);
        }
    }
    if line.marks.has(Marks::BRACKET) {
        line.words.iter().filter(|word| is_outcome_of(line, word)).for_each(|word| judge(line, found, word));
    }
    for address in line.telling().filter(|word| word.shape.has(Shape::DOT) && word.shape.has(Shape::DIGIT)) {
        // The host of the line's frame may stand there too.
        let is_host = |name: &Word| found.iter().any(|span| span.start == name.start);
        if let Some(name) = beside(line, address).filter(|name| !is_host(name)) {
            judge(line, found, name);
        }
    }
}

fn judge(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) {
    let range = word.start..word.end;
    if is_novel(line.slice(range.clone())) && !is_component(line, &range) {
        user::judge(line, found, range, user::Position::Cue);
    }
}

/// `debug2: userauth_pubkey: authenticated 0`: what OpenSSH says for its developers.
fn follows_debug(line: &Line<'_>, start: usize) -> bool {
    [&b"debug1: "[..], b"debug2: ", b"debug3: "].iter().any(|level| line.slice(0..start).ends_with(level))
}

/// The word in front of one on logins: behind a blank, a colon or a hyphen, auxiliary words between them.
fn in_front<'a>(line: &Line<'a>, word: &Word) -> Option<&'a Word> {
    const AUXILIARIES: [&[u8]; 9] =
        [b"has", b"have", b"been", b"is", b"was", b"had", b"successfully", b"not", b"failed"];
    // `is` alone tells of no login.
    if AUXILIARIES.contains(&line.slice(word.start..word.end)) {
        return None;
    }
    let mut at = word.start;
    loop {
        let before = line.word_before(at)?;
        let gap = line.slice(before.end..at);
        // `session_pty_req: session 0 …`: a function of the program.
        let name = line.slice(before.start..before.end);
        let underscores = memchr::memchr_iter(b'_', name).count();
        if gap == b": " && (underscores > 1 || underscores > 0 && follows_debug(line, before.start)) {
            return None;
        }
        // `checker: password fail`: a part of the program.
        let text = line.slice(word.start..word.end);
        let tag = gap == b": " && (text.starts_with(b"pass") || text == b"LOGIN");
        // `rlm_perl: [joe] authenticated`.
        let enclosed = gap == b"] " && line.byte_before(before.start) == Some(b'[');
        if tag || !(enclosed || matches!(gap, b" " | b": " | b" - ")) {
            return None;
        }
        if !AUXILIARIES.contains(&line.slice(before.start..before.end)) {
            return Some(before);
        }
        at = before.start;
    }
}

/// `INFO | joe called …`: who did something, in front of the verb at `verb` and where the message begins.
pub(super) fn actor(line: &Line<'_>, found: &mut Vec<Span>, verb: usize) {
    let Some(subject) = line.word_before(verb) else { return };
    let gap = line.slice(subject.end..verb);
    // `[joe]: created user …`.
    let bracketed = gap == b"]: " && line.byte_before(subject.start) == Some(b'[');
    if !bracketed && (gap != b" " || !begins(line, subject)) {
        return;
    }
    let name = line.slice(subject.start..subject.end);
    if subject.start > 0 && (is_improbable(name) || GIVEN_NAMES.has(name)) {
        judge(line, found, subject);
    }
}

/// Whether a message begins with the word: behind a bracket, a colon or a level, or at the start of the line.
fn begins(line: &Line<'_>, word: &Word) -> bool {
    let end = line.run_back(word.start, |b| b == b' ');
    let level = || {
        line.word_before(word.start).is_some_and(|before| LEVELS.has(line.slice(before.start..before.end)))
    };
    // A word and a colon at the start are a program's tag.
    let enclosed = || line.byte_before(word.start) == Some(b'[') && line.byte(word.end) == Some(b']');
    let end = if enclosed() { line.run_back(word.start - 1, |b| b == b' ') } else { end };
    // `[INFO] [app.auth] Login …`: a part of the program.
    if enclosed() && line.slice(word.start..word.end).contains(&b'.') && line.byte_before(end) == Some(b']') {
        return false;
    }
    word.start == 0 && line.byte(word.end) == Some(b' ')
        || end < word.start
            && (matches!(line.byte_before(end), Some(b']' | b':' | b')' | b'>' | b'|')) || level())
}

/// The word behind a verb of logins: `unable to authenticate joe: …`.
fn object<'a>(line: &Line<'a>, verb: &Word) -> Option<&'a Word> {
    const VERBS: [&[u8]; 6] =
        [b"authenticate", b"authenticating", b"authenticated", b"impersonate", b"impersonating", b"signon"];
    let text = line.slice(verb.start..verb.end);
    let is_verb = VERBS.iter().any(|listed| listed.eq_ignore_ascii_case(text));
    let object = line.word_from(verb.end).filter(|_| is_verb)?;
    let ends = !line.byte(object.end).is_some_and(|b| b"=/(".contains(&b));
    (object.start == verb.end + 1 && line.byte(verb.end) == Some(b' ') && ends).then_some(object)
}

/// `authentication failed [joe]`: a word in brackets behind how a login went.
fn is_outcome_of(line: &Line<'_>, word: &Word) -> bool {
    const OUTCOMES: [&[u8]; 9] = [
        b"failed",
        b"failure",
        b"rejected",
        b"denied",
        b"accepted",
        b"succeeded",
        b"success",
        b"ok",
        b"error",
    ];
    line.byte_before(word.start) == Some(b'[')
        && line.byte(word.end) == Some(b']')
        && line.word_before(word.start - 1).is_some_and(|before| {
            let text = line.slice(before.start..before.end).to_ascii_lowercase();
            line.slice(before.end..word.start) == b" [" && OUTCOMES.contains(&text.as_slice())
        })
}

/// The word right in front of an address, with a blank, a bracket or a slash between them.
fn beside<'a>(line: &Line<'a>, address: &Word) -> Option<&'a Word> {
    let name = line.word_before(address.start)?;
    let apart = matches!(line.slice(name.end..address.start), b" " | b" (" | b" [" | b"/" | b"@");
    let joined = line.byte_before(name.start).is_some_and(|b| b" [('\"".contains(&b));
    (apart && joined && naming::is_address(line.slice(address.start..address.end))).then_some(name)
}
