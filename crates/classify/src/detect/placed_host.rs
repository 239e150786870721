//! Short names of machines in the places of a sentence or a record where a machine stands: behind `on`, `from` or a noun for
//! one, in front of a port, an address or what is said of machines, in brackets (classification.md 4.2 `machine_name`). The
//! surer the place, the less the name's letters have to say.

use super::host_form::{Form, form};
use super::machine_words::{
    follows_work, is_noun, is_preposition, is_reached, is_said, is_state, is_sure_noun,
};
use super::novel::is_novel;
use super::port::is_chosen_port;
use super::{host, naming, user};
use crate::line::Line;
use crate::span::Span;
use crate::word::{Shape, Word};
use std::ops::Range;

/// Judges a word that may be a machine's name.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) {
    if line.channel.is_prose()
        || !word.shape.has(Shape::DIGIT.or(Shape::HYPHEN))
        || word.shape.has(Shape::DOT.or(Shape::UNDERSCORE).or(Shape::FOREIGN))
    {
        return;
    }
    let least = least_form(line, word);
    if least != Form::Other && form(line.slice(word.start..word.end)) >= least {
        host::judge(line, found, word.start..word.end, host::Role::Own);
        worker(line, found, word);
    }
}

/// What the name's letters have to say at least in this place; [`Form::Other`] if no machine stands here.
fn least_form(line: &Line<'_>, word: &Word) -> Form {
    let (before, behind) = (line.byte_before(word.start), line.byte(word.end));
    // `pm-lab[192.0.2.7]`.
    // `from [PC-7(192.0.2.7)]`.
    let enclosed =
        matches!(before, Some(b'[' | b'"' | b'\'')) || line.slice(0..word.start).ends_with(b"from ");
    // `[main-SendThread(192.0.2.7:2181)]` of ZooKeeper's clients.
    if line.slice(word.start..word.end).ends_with(b"Thread") {
        return Form::Other;
    }
    if behind == Some(b'(') && enclosed && naming::starts_with_address(line, word.end + 1) {
        return Form::Possible;
    }
    if behind == Some(b'[') && opens(before) && naming::starts_with_address(line, word.end + 1) {
        return Form::Possible;
    }
    let closed = behind.is_none_or(|b| b.is_ascii_whitespace() || b"'\":,;.)]}|>".contains(&b));
    if !closed || !opens(before) {
        return Form::Other;
    }
    // `** (nm-applet:5714): DEBUG`: a program and its process, as GLib writes them.
    if before == Some(b'(') && behind == Some(b':') && is_process_in_brackets(line, word.end + 1) {
        return Form::Other;
    }
    if is_chosen_port(line.slice(word.end..line.view.len())) {
        return Form::Named;
    }
    if behind == Some(b':') && is_end_of_connection(line, word.end + 1) {
        return Form::Other;
    }
    // `nas-7:/export on /mnt`.
    if behind == Some(b':') && is_export(line, word.end + 1) {
        return Form::Numbered;
    }
    if (matches!(before, Some(b'|' | b';')) && before == behind) && form_of_row(line) {
        return Form::Named;
    }
    if let Some(noun) = noun_of_brackets(line, word)
        && governs(line.slice(noun))
    {
        return Form::Possible;
    }
    // `failover peer dhcp-failover: …`: what two servers call the pair that they are (dhcpd.conf(5)).
    if line.slice(0..word.start).ends_with(b"failover peer ") {
        return Form::Other;
    }
    // `C2960X Software (C2960X-UNIVERSALK9-M)`: an image of Cisco's.
    if line.slice(0..word.start).ends_with(b"Software (") {
        return Form::Other;
    }
    let bracket = matches!(before, Some(b'[' | b'{' | b'('));
    let listed = before == Some(b',') || line.slice(word.start.saturating_sub(2)..word.start) == b", ";
    if bracket || listed {
        if before == Some(b'(') && follows_address(line, word.start - 1) {
            return Form::Numbered;
        }
        return if encloses(line, word) { Form::Certain } else { Form::Other };
    }
    let rest = line.slice(word.end..line.view.len());
    // `srv-1: /home level=incr`, `srv-1                 : ok=12`: a line on what a machine did.
    let colon = line.run(word.end, |b| b == b' ');
    if word.start == 0 && line.slice(colon..colon + 2) == b": " {
        return Form::Certain;
    }
    if rest.starts_with(b" : ") && line.slice(0..word.start).ends_with(b" : ") {
        return Form::Named;
    }
    if follows_time(line, word.start) {
        return Form::Certain;
    }
    if follows_epoch(line, word.start) {
        return Form::Possible;
    }
    let Some(front) = front_word(line, word) else { return Form::Other };
    let text = line.slice(front.start..front.end);
    if governs(text) {
        let governed = line
            .word_before(front.start)
            .is_some_and(|w| is_preposition(line.slice(w.start..w.end)) && w.end + 1 == front.start);
        let ends = rest.starts_with(b": ")
            || rest.starts_with(b" port ")
            || rest.iter().all(|b| b". ".contains(b))
            || is_only_machines(text);
        let told = ends || rest.starts_with(b" (") || is_said(rest);
        let certain = (governed || is_only_machines(text)) && ends || is_sure_noun(text) && told;
        return if certain { Form::Possible } else { Form::Numbered };
    }
    if text == b"of" {
        return if follows_work(line, front.start) { Form::Named } else { Form::Certain };
    }
    if !is_preposition(text) {
        return if is_state(rest) { Form::Named } else { Form::Other };
    }
    if has_address_behind(line, word.end)
        || line.byte_before(word.start) == Some(b' ')
            && is_reached(line, text, front.start)
            && !rest.starts_with(b" ")
    {
        Form::Possible
    } else {
        Form::Named
    }
}

/// `dmz2:192.0.2.7/443`: an interface in front, the address and its port (Cisco ASA).
fn is_end_of_connection(line: &Line<'_>, start: usize) -> bool {
    let end = line.run(start, |b| b.is_ascii_digit() || b == b'.');
    naming::starts_with_address(line, start)
        && line.byte(end) == Some(b'/')
        && line.byte(end + 1).is_some_and(|b| b.is_ascii_digit())
}

/// Whether the path at `start` is one that a server exports, in a line on mounting.
fn is_export(line: &Line<'_>, start: usize) -> bool {
    line.byte(start) == Some(b'/')
        && line.byte(start + 1).is_some_and(|b| b.is_ascii_alphabetic())
        && [&b"nfs"[..], b"mount", b"autofs"]
            .iter()
            .any(|word| memchr::memmem::find(line.view, word).is_some())
}

/// Whether a machine's name may follow the word.
fn governs(text: &[u8]) -> bool {
    is_noun(text) || is_only_machines(text)
}

/// Nouns of nothing but machines, access points and ends of DICOM's associations.
fn is_only_machines(noun: &[u8]) -> bool {
    [&b"AP"[..], b"AET"].contains(&noun)
}

/// `client [srv-1]`, `host 'srv-1'`: the word in front of brackets or quotes that hold nothing else.
fn noun_of_brackets(line: &Line<'_>, word: &Word) -> Option<Range<usize>> {
    let pair = (line.byte_before(word.start)?, line.byte(word.end)?);
    if !matches!(pair, (b'[', b']') | (b'\'', b'\'') | (b'"', b'"')) {
        return None;
    }
    let end = word.start.checked_sub(2)?;
    let noun = line.run_back(end, |b| b.is_ascii_alphabetic())..end;
    (line.byte(end) == Some(b' ')).then_some(noun)
}

/// Whether the line is a row of cells: fewer separators may stand in any sentence.
fn form_of_row(line: &Line<'_>) -> bool {
    const SEPARATORS_MIN: usize = 4;
    line.view.iter().filter(|b| b"|;".contains(b)).take(SEPARATORS_MIN).count() == SEPARATORS_MIN
        // Samba's audit names shares and deeds there.
        && memchr::memmem::find(line.view, b"smbd_audit").is_none()
}

fn opens(before: Option<u8>) -> bool {
    before.is_none_or(|b| b" \t'\"[({,|;".contains(&b))
}

/// The word in front, with one blank and at most one quote between.
fn front_word<'l>(line: &'l Line<'_>, word: &Word) -> Option<&'l Word> {
    let quote = usize::from(matches!(line.byte_before(word.start), Some(b'\'' | b'"')));
    let blank = word.start.checked_sub(quote + 1)?;
    let front = line.word_before(blank)?;
    (front.end == blank && line.byte(blank) == Some(b' ')).then_some(front)
}

/// Whether brackets hold the word alone or as an element of a list: `(srv-1)`, `[srv-1: part]`, `[srv-1, srv-2]`.
fn encloses(line: &Line<'_>, word: &Word) -> bool {
    match line.byte(word.end) {
        Some(b']' | b')' | b'}' | b'|' | b',') => true,
        Some(b':') => line.byte(word.end + 1) == Some(b' '),
        _ => false,
    }
}

/// `10:00:05 srv-1 `: a column behind a time of day.
fn follows_time(line: &Line<'_>, start: usize) -> bool {
    const TIME_BYTES: usize = b" 10:00:05 ".len();
    let before = line.slice(start.saturating_sub(TIME_BYTES)..start);
    line.byte_before(start) == Some(b' ')
        && matches!(before, [b' ' | b'T', _, _, b':', _, _, b':', _, _, b' '])
        && before.iter().filter(|b| b.is_ascii_digit()).count() == 6
}

/// `1710239401.001 srv-1 `: the first column behind a time in seconds.
fn follows_epoch(line: &Line<'_>, start: usize) -> bool {
    const SECONDS_DIGITS: usize = 10;
    let digits = line.run(0, |b| b.is_ascii_digit());
    digits == SECONDS_DIGITS
        && line.run(digits, |b| b.is_ascii_digit() || b == b'.') + 1 == start
        && line.byte_before(start) == Some(b' ')
}

/// `from joe at srv-1`, `by joe on srv-1`: whoever worked on the machine.
fn worker(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) {
    const PLACES: [&[u8]; 4] = [b"at", b"on", b"sur", b"depuis"];
    const AGENTS: [&[u8]; 7] = [b"from", b"by", b"for", b"par", b"de", b"pour", b"of"];
    let before = |word: &Word| front_word(line, word);
    let text = |word: &Word| line.slice(word.start..word.end);
    let Some(place) = before(word).filter(|place| PLACES.contains(&text(place))) else { return };
    let Some(name) = before(place).filter(|name| is_novel(text(name))) else { return };
    if before(name).is_some_and(|agent| AGENTS.contains(&text(agent))) {
        user::judge(line, found, name.start..name.end, user::Position::Cue);
    }
}

/// `5714):`.
fn is_process_in_brackets(line: &Line<'_>, start: usize) -> bool {
    let end = line.run(start, |b| b.is_ascii_digit());
    end > start && line.slice(end..end + 2) == b"):"
}

/// `192.0.2.7 (srv-1)`, `192.0.2.7(srv-1)`.
fn follows_address(line: &Line<'_>, open: usize) -> bool {
    let end = line.run_back(open, |b| b == b' ');
    let start = line.run_back(end, |b| b.is_ascii_hexdigit() || b".:".contains(&b));
    start < end && naming::is_address(line.slice(start..end))
}

/// `srv-1 (192.0.2.7)`, `srv-1 [192.0.2.7]`.
fn has_address_behind(line: &Line<'_>, end: usize) -> bool {
    line.byte(end) == Some(b' ')
        && matches!(line.byte(end + 1), Some(b'(' | b'['))
        && naming::starts_with_address(line, end + 2)
}
