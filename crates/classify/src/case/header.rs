//! Headers of entries in any order: dates, numbers of cases, parts, names, and a separator in front of the text
//! (classification.md 4.6). Lines of mail headers have labels instead.

use super::part::{
    VERBS, behind_title, is_number, mail_end, name_end, number_end, part_end, part_of_row, phone_end,
    time_end, word_end,
};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::view::MASKED;
use crate::vocabulary::ROLES;
use std::ops::{Range, RangeInclusive};

/// No header has more parts.
pub(super) const PARTS_MAX: usize = 14;
/// No header is longer.
pub(super) const HEADER_BYTES_MAX: usize = 160;

/// Where the text behind a header begins, if the line has one that dates or numbers the entry; labels what it holds.
pub(super) fn text_start(line: &Line<'_>, found: &mut Vec<Span>) -> Option<usize> {
    let fence = last_fence(line);
    let mut header = Header::behind_number(line);
    for _ in 0..PARTS_MAX {
        header.skip_gap(line);
        if !header.take_part(line, fence) {
            break;
        }
    }
    header.skip_verb(line);
    let whole = header.is_whole() && header.at < line.view.len() && header.at <= HEADER_BYTES_MAX;
    whole.then(|| {
        header.label(line, found);
        header.at
    })
}

/// Whether a part between separators has nothing but what headers have, with somebody, a number or a time; labels what it holds
/// (`Conversation by Ann Lee on 09 Mar 2026`, `Incident IM-118822`).
pub(super) fn is_header(line: &Line<'_>, found: &mut Vec<Span>, part: &Range<usize>) -> bool {
    let mut header = Header { at: part.start, ..Header::default() };
    for _ in 0..PARTS_MAX {
        header.skip_gap(line);
        if header.at >= part.end || !header.take_part(line, 0) {
            break;
        }
    }
    let whole = header.at >= part.end && (header.name.is_some() || header.tells_when_or_which());
    if whole {
        header.label(line, found);
    }
    whole
}

/// What was read of a header so far.
#[expect(clippy::struct_excessive_bools, reason = "each tells of another part that was read")]
#[derive(Default)]
struct Header {
    at: usize,
    /// A separator that may end a header stands in front of `at`.
    sure: bool,
    /// A time of day behind a name stands there.
    timed: bool,
    dated: bool,
    /// A token of ours stood in place of a name or a number.
    masked: bool,
    /// Whoever wrote has a part in the conversation, an address or a telephone.
    part: bool,
    name: Option<Range<usize>>,
    number: Option<Range<usize>>,
    phone: Option<Range<usize>>,
}

impl Header {
    /// What is read of `[support #190442]` or `(0019034)` at the start of a line: a number in brackets, behind a word for the
    /// desk if a sign says that it is one.
    fn behind_number(line: &Line<'_>) -> Self {
        const DIGITS: RangeInclusive<usize> = 4..=16;
        let desk = line.run(1, |b| b.is_ascii_alphanumeric() || b"-_. ".contains(&b));
        let start = match (line.byte(0), line.byte(desk)) {
            (Some(b'['), Some(b'#')) => desk + 1,
            (Some(b'('), _) => 1,
            _ => return Self::default(),
        };
        let number = start..line.run(start, |b| b.is_ascii_digit());
        let closed = matches!(line.byte(number.end), Some(b']' | b')'));
        if !closed || !DIGITS.contains(&number.len()) {
            return Self::default();
        }
        Self { at: number.end + 1, number: Some(number), ..Self::default() }
    }

    fn skip_gap(&mut self, line: &Line<'_>) {
        let end =
            line.run(self.at, |b| b" \t[](){}|<>,;:#*=~/-\xe2\x80\x93\x94\xa2\xc2\xa0\xb7".contains(&b));
        let gap = line.slice(self.at..end);
        let blank = gap.iter().all(|b| *b == b' ');
        self.sure = separates(gap) || self.sure && blank && self.timed;
        self.timed = false;
        self.at = end;
    }

    /// Reads the part that begins here; false if it is none of a header. In front of `fence` any word is.
    fn take_part(&mut self, line: &Line<'_>, fence: usize) -> bool {
        let at = self.at;
        self.at = if line.byte(at) == Some(MASKED) {
            self.masked = true;
            line.run(at, |b| b == MASKED)
        } else if let Some(end) = phone_end(line, at).filter(|_| self.phone.is_none()) {
            // A number that sent the text is its author's.
            self.phone = Some(at - usize::from(line.byte_before(at) == Some(b'('))..end);
            self.part = true;
            end
        } else if let Some(end) = time_end(line, at) {
            self.dated |= end > at + 2;
            self.timed = self.name.is_some() && line.slice(at..end).contains(&b':');
            self.sure = self.timed;
            end
        } else if let Some(end) = number_end(line, at).filter(|_| self.number.is_none()) {
            self.number = Some(at..end);
            end
        } else if let Some(end) = name_end(line, at).filter(|_| self.name.is_none()) {
            self.name = Some(behind_title(line, at)..end);
            let close = part_end(line, end);
            // `Ann Lee (R-012844)`.
            let bracketed = end + b" (".len()..close;
            if self.number.is_none() && is_number(line.slice(bracketed.clone())) {
                self.number = Some(bracketed);
            }
            close
        } else if let Some(end) = mail_end(line, at) {
            self.part = true;
            end
        } else if let Some(end) = self.word_end(line) {
            self.part |= ROLES.has(line.slice(at..end));
            end
        } else if at < fence {
            line.run(at, |b| b != b' ')
        } else {
            return false;
        };
        true
    }

    /// The end of a word of headers: behind all that a header needs, only one in a cell of its own is, or in front of a number.
    fn word_end(&self, line: &Line<'_>) -> Option<usize> {
        let authored = self.name.is_some() || self.phone.is_some() || self.masked;
        let complete = self.sure && authored && self.tells_when_or_which();
        let numbers = || self.number.is_none() && is_numbering_cell(line, self.at);
        if complete && !numbers() { part_of_row(line, self.at) } else { word_end(line, self.at) }
    }

    /// Skips `wrote > ` or `a écrit : > `, which ends a header without a date too.
    fn skip_verb(&mut self, line: &Line<'_>) {
        let behind = behind_verb(line, self.at);
        self.dated |= behind > self.at;
        self.sure |= behind > self.at;
        self.at = behind;
    }

    const fn tells_when_or_which(&self) -> bool {
        self.dated || self.number.is_some() || self.masked
    }

    const fn is_whole(&self) -> bool {
        let of_somebody = self.name.is_some() || self.number.is_some() || self.part || self.masked;
        self.sure && self.tells_when_or_which() && of_somebody
    }

    fn label(&self, line: &Line<'_>, found: &mut Vec<Span>) {
        // What a header numbers or calls is no card, and no longer number than it says.
        for part in [&self.number, &self.phone].into_iter().flatten() {
            let misread = [Entity::PaymentCard, Entity::Phone];
            found.retain(|span| !(misread.contains(&span.entity) && span.overlaps(part)));
        }
        let parts = [
            (&self.name, Entity::PersonName),
            (&self.number, Entity::CaseNumber),
            (&self.phone, Entity::Phone),
        ];
        for (part, entity) in parts {
            if let Some(part) = part {
                push(line, found, part.clone(), entity);
            }
        }
    }
}

/// `Incident IM-118822 - …`: a noun and the number of the case, and then a separator.
fn is_numbering_cell(line: &Line<'_>, at: usize) -> bool {
    let number = word_end(line, at).map(|word| line.run(word, |b| b" #".contains(&b)));
    let end = number.and_then(|number| number_end(line, number));
    end.is_some_and(|end| separates(line.slice(end..line.run(end, |b| b" -|>:;)]\t".contains(&b)))))
}

/// Behind `wrote > ` or `a écrit : > `, which ends a header.
fn behind_verb(line: &Line<'_>, at: usize) -> usize {
    const WORDS_MAX: usize = 2;
    let mut end = at;
    for _ in 0..WORDS_MAX {
        let word = end..line.run(end, |b| b.is_ascii_lowercase() || !b.is_ascii());
        if !VERBS.iter().any(|verb| verb.as_bytes() == line.slice(word.clone())) {
            return at;
        }
        let behind = line.run(word.end, |b| b" :>".contains(&b));
        if line.slice(word.end..behind).iter().any(|b| b":>".contains(b)) {
            return behind;
        }
        end = behind;
    }
    at
}

/// Whether what stands between two parts ends a header: more than blanks, commas and brackets that open.
fn separates(gap: &[u8]) -> bool {
    gap.iter().any(|b| b"|>:)]\t;".contains(b))
        || gap == b" / "
        || gap.windows(3).any(is_fence)
        || gap.windows(3).any(|w| {
            [b" - ", b"-- ", "–".as_bytes(), "—".as_bytes(), "•".as_bytes(), "· ".as_bytes()].contains(&w)
        })
}

/// `***`, `---`, `===`: what frames the parts of some headers.
pub(super) fn is_fence(signs: &[u8]) -> bool {
    [&b"***"[..], b"---", b"===", b"###", b"~~~"].contains(&signs)
}

/// Where the last frame begins of a header that begins with one; its parts are in front of it, whatever their words are.
fn last_fence(line: &Line<'_>) -> usize {
    let front = line.slice(0..line.view.len().min(HEADER_BYTES_MAX));
    let framed = front.get(..3).filter(|signs| is_fence(signs));
    framed.and_then(|fence| memchr::memmem::rfind(front, fence)).unwrap_or(0)
}
