//! Headers of entries in any order: dates, numbers of cases, parts, names, and a separator in front of the text
//! (classification.md 4.6). Lines of mail headers have labels instead.

use super::author::{
    account_end, behind_title, channel_end, is_speech, mail_end, name_end, name_in_front_of_sentence,
    part_end,
};
use super::number::{behind_sign, is_number, key_end, number_end, number_in_brackets};
use super::part::{is_of_header_words, part_of_row, phone_end, time_end, word_end};
use super::separator::{
    behind_verb, ends_past, is_calling_cell, is_cell_of_words, is_full_time, is_in_front_of_sentence,
    is_in_front_of_separator, is_in_front_of_time, is_numbering_cell, is_unit_of_past, last_fence, separates,
};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::view::MASKED;
use crate::vocabulary::ROLES;
use std::ops::Range;

/// No header has more parts.
pub(super) const PARTS_MAX: usize = 14;
/// No header is longer.
pub(super) const HEADER_BYTES_MAX: usize = 160;

/// Where the text behind a header begins, if the line has one that dates or numbers the entry; labels what it holds.
pub(super) fn text_start(line: &Line<'_>, found: &mut Vec<Span>) -> Option<usize> {
    let fence = last_fence(line);
    let mut header = Header::behind_number(line);
    // `Case 4711: the printer …`: a text may begin with words that headers have too.
    let mut before_words = None;
    for _ in 0..PARTS_MAX {
        header.skip_gap(line);
        if header.is_before_text(line) {
            before_words = Some(header.clone());
        }
        if !header.take_part(line, fence) {
            break;
        }
    }
    header.skip_verb(line);
    let header = Some(header).filter(|header| header.is_before_text(line)).or(before_words)?;
    header.label(line, found);
    Some(header.at)
}

/// Whether a part between separators has nothing but what headers have, with somebody, a number or a time; labels what it holds
/// (`Conversation by Ann Lee on 09 Mar 2026`, `Incident IM-118822`).
pub(super) fn is_header(line: &Line<'_>, found: &mut Vec<Span>, part: &Range<usize>) -> bool {
    labels_whole(line, found, part, |header| header.is_of_somebody() || header.tells_when_or_which())
}

/// The same of a header with a number or a time.
pub(super) fn is_dated_header(line: &Line<'_>, found: &mut Vec<Span>, part: &Range<usize>) -> bool {
    labels_whole(line, found, part, Header::tells_when_or_which)
}

/// The same of a header that names somebody and tells when.
pub(super) fn is_signed(line: &Line<'_>, found: &mut Vec<Span>, part: &Range<usize>) -> bool {
    labels_whole(line, found, part, |header| header.is_of_somebody() && header.dated)
}

/// Labels what a part that has nothing but what headers have holds, if it tells enough; whether it does.
fn labels_whole(
    line: &Line<'_>,
    found: &mut Vec<Span>,
    part: &Range<usize>,
    tells: impl FnOnce(&Header) -> bool,
) -> bool {
    let header = whole_header(line, part).filter(tells);
    header.map(|header| header.label(line, found)).is_some()
}

/// What is read of a part that has nothing but what headers have.
fn whole_header(line: &Line<'_>, part: &Range<usize>) -> Option<Header> {
    let mut header = Header { at: part.start, ..Header::default() };
    for _ in 0..PARTS_MAX {
        header.skip_gap(line);
        if header.at >= part.end || !header.take_part(line, 0) {
            break;
        }
    }
    header.skip_gap(line);
    (header.at >= part.end).then_some(header)
}

/// What was read of a header so far.
#[expect(clippy::struct_excessive_bools, reason = "each tells of another part that was read")]
#[derive(Clone, Default)]
struct Header {
    at: usize,
    /// A separator that may end a header stands in front of `at`.
    sure: bool,
    /// A time of day or a year behind whoever wrote stands there.
    timed: bool,
    dated: bool,
    /// A colon stands right in front of `at`, behind words of headers: `Logged call by Ann Lee: …`.
    announced: bool,
    /// A word of headers was read.
    worded: bool,
    /// A number of the entry's own stands in front.
    noted: bool,
    /// A token of ours stood in place of a name or a number.
    masked: bool,
    /// Whoever wrote has a part in the conversation, an address or a telephone.
    part: bool,
    name: Option<Range<usize>>,
    number: Option<Range<usize>>,
    phone: Option<Range<usize>>,
    /// An account of whoever wrote.
    account: Option<(Range<usize>, Entity)>,
}

impl Header {
    /// What is read of a number in brackets at the start of a line.
    fn behind_number(line: &Line<'_>) -> Self {
        let Some((number, at)) = number_in_brackets(line, 0) else { return Self::default() };
        // `(0019034)` numbers the entry, not the case.
        let of_case = line.byte(0) == Some(b'[');
        Self { at, sure: of_case, noted: !of_case, number: of_case.then_some(number), ..Self::default() }
    }

    fn skip_gap(&mut self, line: &Line<'_>) {
        let end = line.run(self.at, |b| {
            b" \t[](){}|<>,;:#*=~/@_\"-\xe2\x80\x93\x94\xa2\x86\x92\x9c\x89\xc2\xa0\xb7\xab\xbb".contains(&b)
        });
        let gap = line.slice(self.at..end);
        if gap.is_empty() {
            return;
        }
        let blank = gap.iter().all(|b| *b == b' ');
        self.sure = separates(gap) || blank && self.timed;
        self.timed = false;
        self.announced = self.worded && gap.trim_ascii().ends_with(b":");
        self.at = end;
    }

    /// Reads the part that begins here; false if it is none of a header. In front of `fence` any word is.
    fn take_part(&mut self, line: &Line<'_>, fence: usize) -> bool {
        self.at = behind_sign(line, self.at);
        let at = self.at;
        self.at = if line.byte(at) == Some(MASKED) {
            self.masked = true;
            line.run(at, |b| b == MASKED)
        } else if let Some(end) = self.signed_number_end(line) {
            self.number = Some(at..end);
            end
        } else if let Some(end) = phone_end(line, at).filter(|_| self.phone.is_none()) {
            // A number that sent the text is its author's.
            // `(510) 555-0148`, `(0476550166)`.
            let opened = line.byte_before(at) == Some(b'(');
            let closed = opened && line.byte_before(end) == Some(b')');
            let end = end - usize::from(closed);
            self.phone = Some(at - usize::from(opened && !closed)..end);
            self.part = true;
            // `18:02:11 <- +33 6 12 48 77 03 rappel svp`.
            self.timed = self.dated;
            end
        } else if let Some(end) = time_end(line, at) {
            self.dated |= end > at + 2;
            // A text stands behind a name and a time without a separator too.
            self.timed = self.is_of_somebody() && is_full_time(line, end);
            end
        } else if let Some(end) = self.number_end(line) {
            self.number = Some(at..end);
            end
        } else if let Some(end) = mail_end(line, at) {
            self.part = true;
            end
        } else if let Some((end, entity)) = account_end(line, at).filter(|_| self.account.is_none()) {
            self.account = Some((at..end, entity));
            // A text may stand right behind an account that follows a time.
            self.timed = self.dated;
            part_end(line, end)
        } else if let Some(end) = name_end(line, at).filter(|_| self.name.is_none()) {
            self.name = Some(behind_title(line, at)..end);
            let close = part_end(line, end);
            // `Ann Lee (R-012844)`.
            let bracketed = end + b" (".len()..close;
            if self.number.is_none() && is_number(line.slice(bracketed.clone())) {
                self.number = Some(bracketed);
            }
            close
        } else if let Some(end) = self.name_in_front_of_sentence(line) {
            self.name = Some(at..end);
            self.timed = true;
            end
        } else if let Some(end) = self.word_end(line) {
            // `3 days ago`, `il y a environ 2 heures`.
            let past = ends_past(line, at, end);
            self.worded = true;
            self.timed |= (self.is_of_somebody() || self.part) && past;
            self.dated |= past;
            // `- Correspondence added We lost …`.
            self.timed |= self.dated && self.is_of_somebody() && is_in_front_of_sentence(line, at);
            self.part |= ROLES.has(line.slice(at..end));
            self.dated |= self.name.is_some() && is_speech(line.slice(at..end));
            end
        } else if let Some(end) = channel_end(line, at).filter(|_| self.dated) {
            end
        } else if at < fence {
            line.run(at, |b| b != b' ')
        } else {
            return false;
        };
        true
    }

    /// The end of a name behind a time with a sentence right behind it: `[12/1 10:05 AM] Ann Lee Connecting now`.
    fn name_in_front_of_sentence(&self, line: &Line<'_>) -> Option<usize> {
        name_in_front_of_sentence(line, self.at).filter(|_| self.dated && self.name.is_none())
    }

    /// The end of a number behind its sign, or of a short key where it is told who or when.
    fn signed_number_end(&self, line: &Line<'_>) -> Option<usize> {
        // Digits alone are a number behind a noun or a sign that says so.
        let signed = line.byte(self.at).is_some_and(|b| b.is_ascii_digit());
        let told = self.dated || self.name.is_some();
        let end = number_end(line, self.at).filter(|_| signed);
        end.or_else(|| key_end(line, self.at).filter(|_| told)).filter(|_| self.number.is_none())
    }

    /// The end of a number: behind all that a header needs, only of one in front of a separator.
    fn number_end(&self, line: &Line<'_>) -> Option<usize> {
        let end = number_end(line, self.at).filter(|_| self.number.is_none())?;
        (!self.is_complete() || is_in_front_of_separator(line, end)).then_some(end)
    }

    const fn is_complete(&self) -> bool {
        let authored = self.is_of_somebody() || self.phone.is_some() || self.masked;
        self.sure && authored && self.tells_when_or_which()
    }

    /// The end of a word of headers: behind all that a header needs, only one in a cell of its own is, or in front of a number.
    fn word_end(&self, line: &Line<'_>) -> Option<usize> {
        let complete = self.is_complete();
        let numbers =
            || self.number.is_none() && is_numbering_cell(line, self.at) || is_calling_cell(line, self.at);
        let goes_on = || {
            numbers()
                || is_cell_of_words(line, self.at)
                || is_in_front_of_time(line, self.at)
                || is_unit_of_past(line, self.at)
                || is_in_front_of_sentence(line, self.at)
        };
        if complete && !goes_on() { part_of_row(line, self.at) } else { word_end(line, self.at) }
    }

    /// Skips `wrote > ` or `a écrit : > `, which ends a header without a date too.
    fn skip_verb(&mut self, line: &Line<'_>) {
        let behind = behind_verb(line, self.at);
        self.dated |= behind > self.at;
        self.sure |= behind > self.at;
        self.at = behind;
    }

    const fn is_of_somebody(&self) -> bool {
        self.name.is_some() || self.account.is_some()
    }

    const fn tells_when_or_which(&self) -> bool {
        self.dated || self.number.is_some() || self.masked || self.noted
    }

    const fn is_whole(&self) -> bool {
        let of_somebody = self.is_of_somebody() || self.number.is_some() || self.part || self.masked;
        let addressed = self.announced && (self.name.is_some() || self.phone.is_some());
        self.sure && (self.tells_when_or_which() || addressed) && of_somebody
    }

    /// Whether all that a header needs is in front, and something behind.
    fn is_before_text(&self, line: &Line<'_>) -> bool {
        self.is_whole() && self.at < line.view.len() && self.at <= HEADER_BYTES_MAX
    }

    fn label(&self, line: &Line<'_>, found: &mut Vec<Span>) {
        // What a header numbers or calls is no card, and no longer number than it says.
        for part in [&self.number, &self.phone].into_iter().flatten() {
            let misread = [Entity::PaymentCard, Entity::Phone, Entity::MachineName];
            found.retain(|span| !(misread.contains(&span.entity) && span.overlaps(part)));
        }
        // `Tue Oct`, and `Ann Lee Feb` of `Ann Lee Feb 12`, are no names.
        let name = self.name.clone().unwrap_or_default();
        found.retain(|span| {
            let is_name = span.entity == Entity::PersonName && span.start < self.at;
            !(is_name && (span.overlaps(&name) || is_of_header_words(line.slice(span.start..span.end))))
        });
        let parts = [
            (&self.name, Entity::PersonName),
            (&self.number, Entity::CaseNumber),
            (&self.phone, Entity::Phone),
        ];
        let named = parts.into_iter().filter_map(|(part, entity)| Some((part.clone()?, entity)));
        for (part, entity) in named.chain(self.account.clone()) {
            push(line, found, part, entity);
        }
    }
}
