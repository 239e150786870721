//! Accounts of whoever wrote, in the header of an entry (classification.md 4.2 `username`, 4.6).

use super::verb::is_speech;
use crate::case::part::{is_dated, time_end, word_end};
use crate::context::Known;
use crate::detect::person;
use crate::entity::Entity;
use crate::line::Line;
use crate::vocabulary::{HEADER_WORDS, ROLES};

/// The end of an account: one that the context lists, or what stands in angle brackets as in a chat's transcript.
pub(in crate::case) fn account_end(line: &Line<'_>, at: usize) -> Option<(usize, Entity)> {
    let end = line.run(at, |b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let end = line.run_back(end, |b| b == b'.').max(at);
    let nick = line.byte_before(at) == Some(b'<') && line.byte(end) == Some(b'>')
        || line.slice(at.saturating_sub(2)..at) == b" @";
    let entity = match line.context.known(line.slice(at..end)) {
        Some(Known::Operator) => Entity::VendorOperator,
        Some(Known::Username) => Entity::Username,
        _ if line.slice(end..line.view.len()).starts_with(" » ".as_bytes())
            && matches!(line.slice(0..at), b"by " | b"par " | b"") =>
        {
            Entity::Username
        }
        _ if (nick || is_of_account(line, at, end) || speaks(line, at, end) || is_placed(line, at, end))
            && is_account(line.slice(at..end)) =>
        {
            Entity::Username
        }
        _ => return None,
    };
    (end > at && line.byte(end) != Some(b'@')).then_some((end, entity))
}

/// `**jlee** commented on …`, at the start of the entry.
fn speaks(line: &Line<'_>, at: usize, end: usize) -> bool {
    let verb = line.run(end, |b| b"* ".contains(&b));
    let text = line.slice(at..end);
    let made = text.iter().any(|b| !b.is_ascii_alphabetic()) || person::is_no_word(text);
    at <= b"**".len() && made && is_speech(line.slice(verb..line.run(verb, |b| b.is_ascii_lowercase())))
}

/// `l.farahani 11:20 AM`, `] yacine.b …`, `17:05 nrahmani Note: …`, `dmenon (reporter) - …`: where whoever wrote stands.
fn is_placed(line: &Line<'_>, at: usize, end: usize) -> bool {
    const FILES: [&[u8]; 12] =
        [b"exe", b"dll", b"log", b"txt", b"pdf", b"doc", b"docx", b"xls", b"xlsx", b"zip", b"png", b"jpg"];
    const ACCOUNT_BYTES_MIN: usize = 5;
    const TIME_BYTES: usize = 12;
    let text = line.slice(at..end);
    let dot = memchr::memchr(b'.', text);
    let dotted = dot.is_some_and(|dot| dot > 0 && !FILES.contains(&&text[dot + 1..]));
    let next = end + 1;
    let spaced = line.byte(end) == Some(b' ');
    let timed = at == 0 && dotted && time_end(line, next).is_some_and(|end| end > next + 3);
    // `j_doe`, `jdoe88`.
    let joined = text.iter().any(|b| *b == b'_' || b.is_ascii_digit()) && text.len() >= ACCOUNT_BYTES_MIN;
    let bracketed = (dotted || joined) && line.slice(at.saturating_sub(2)..at) == b"] ";
    let labelled = word_end(line, next).is_some_and(|word| line.slice(word..word + 2) == b": ");
    let noted = labelled && line.byte_before(at.saturating_sub(1)).is_some_and(|b| b.is_ascii_digit());
    let open = line.byte(next) == Some(b'(');
    let role = open && word_end(line, next + 1).is_some_and(|word| line.byte(word) == Some(b')'));
    // `04/Mar/26 4:47 PM;jlee;the dock …`, as Jira exports comments.
    let celled = line.byte_before(at) == Some(b';') && line.byte(end) == Some(b';');
    let exported = celled && text.len() >= 3 && is_dated(line.slice(at.saturating_sub(TIME_BYTES)..at));
    exported
        || spaced && (timed || bracketed || noted || role)
        || follows_time(line, at) && is_unlisted(line, at, end)
}

/// Whether a time of day or a year, or the bracket around it, stands in front of the blank at the place.
fn follows_time(line: &Line<'_>, at: usize) -> bool {
    const TIME_BYTES: usize = 12;
    let front = line.slice(0..at).trim_ascii_end();
    let front = front.strip_suffix(b"]").unwrap_or(front);
    let half = [&b" AM"[..], b" PM", b" am", b" pm"].iter().find_map(|half| front.strip_suffix(*half));
    let front = half.unwrap_or(front);
    let last = front.get(front.len().saturating_sub(TIME_BYTES)..).unwrap_or_default();
    front.len() < at && front.last().is_some_and(|b| b.is_ascii_digit() || *b == b'Z') && is_dated(last)
}

/// A word that no list has, in front of a separator or of what a sentence begins with.
fn is_unlisted(line: &Line<'_>, at: usize, end: usize) -> bool {
    let rest = line.slice(end..line.view.len());
    let begins = matches!(rest, [b' ', b'A'..=b'Z', ..]);
    let separated =
        [&b" - "[..], b": ", b" | ", " – ".as_bytes(), b"\t"].iter().any(|it| rest.starts_with(it));
    (begins || separated) && person::is_no_word(line.slice(at..end))
}

fn is_account(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_lowercase) && !HEADER_WORDS.has(text) && !ROLES.has(text)
}

/// `printed by gbianchi on 4 March`: an account behind the word for whose work it is, in front of a time or the end.
fn is_of_account(line: &Line<'_>, at: usize, end: usize) -> bool {
    let by =
        line.word_before(at).is_some_and(|word| matches!(line.slice(word.start..word.end), b"by" | b"par"));
    let rest = line.slice(end..line.view.len());
    let timed = line.byte(end) == Some(b' ') && time_end(line, end + 1).is_some_and(|time| time > end + 3);
    let ended = || [&b" on "[..], b" at ", b" le ", b", "].iter().any(|it| rest.starts_with(it));
    by && line.byte_before(at) == Some(b' ') && (rest.is_empty() || timed || ended())
}
