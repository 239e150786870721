//! Headers of entries in any order: dates, numbers of cases, parts, names, and a separator in front of the text
//! (classification.md 4.6). Lines of mail headers have labels instead.

use crate::detect::person;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::view::MASKED;
use crate::vocabulary::{GIVEN_NAMES, HEADER_WORDS, ROLES, TITLES};
use crate::word::Word;

/// No header has more parts.
pub(super) const PARTS_MAX: usize = 14;

/// Where the text behind a header begins, if the line has one that dates or numbers the entry; labels what it holds.
pub(super) fn text_start(line: &Line<'_>, found: &mut Vec<Span>) -> Option<usize> {
    let (mut at, mut dated, mut sure, mut timed) = (0, false, false, false);
    let (mut name, mut number, mut part, mut masked) = (None, None, false, false);
    let mut phone = None;
    let fence = last_fence(line);
    for _ in 0..PARTS_MAX {
        let gap = line.run(at, |b| b" \t[](){}|<>,;:#*=~/-\xe2\x80\x93\x94\xa2\xc2\xa0\xb7".contains(&b));
        let blank = line.slice(at..gap).iter().all(|b| *b == b' ');
        sure = separates(line.slice(at..gap)) || sure && blank && timed;
        timed = false;
        at = gap;
        if line.byte(at) == Some(MASKED) {
            // A token of ours in place of a name or a number.
            at = line.run(at, |b| b == MASKED);
            masked = true;
        } else if let Some(end) = phone_end(line, at).filter(|_| phone.is_none()) {
            // A number that sent the text is its author's.
            phone = Some(at - usize::from(line.byte_before(at) == Some(b'('))..end);
            part = true;
            at = end;
        } else if let Some(end) = time_end(line, at) {
            dated |= end > at + 2;
            timed = name.is_some() && line.slice(at..end).contains(&b':');
            sure = timed;
            at = end;
        } else if let Some(end) = number_end(line, at).filter(|_| number.is_none()) {
            number = Some(at..end);
            at = end;
        } else if let Some(end) = name_end(line, at).filter(|_| name.is_none()) {
            name = Some(behind_title(line, at)..end);
            at = part_end(line, end);
        } else if let Some(end) = mail_end(line, at) {
            part = true;
            at = end;
        } else if let Some(end) = word_end(line, at)
            .filter(|_| {
                !(sure
                    && (name.is_some() || phone.is_some() || masked)
                    && (dated || number.is_some() || masked))
            })
            .or_else(|| part_of_row(line, at))
        {
            part |= ROLES.has(line.slice(at..end));
            at = end;
        } else if at < fence {
            at = line.run(at, |b| b != b' ');
        } else {
            break;
        }
    }
    let behind = behind_verb(line, at);
    dated |= behind > at;
    sure |= behind > at;
    at = behind;
    let is_header = sure
        && (dated || number.is_some() || masked)
        && (name.is_some() || number.is_some() || part || masked)
        && at < line.view.len();
    let whole = is_header && at <= HEADER_BYTES_MAX;
    if whole {
        // What a header numbers or calls is no card, and no longer number than it says.
        for part in [&number, &phone].into_iter().flatten() {
            let misread = [Entity::PaymentCard, Entity::Phone];
            found.retain(|span| !(misread.contains(&span.entity) && span.overlaps(part)));
        }
        [(name, Entity::PersonName), (number, Entity::CaseNumber), (phone, Entity::Phone)]
            .into_iter()
            .filter_map(|(part, entity)| Some((part?, entity)))
            .for_each(|(part, entity)| push(line, found, part, entity));
    }
    whole.then_some(at)
}

pub(super) const HEADER_BYTES_MAX: usize = 160;

/// Behind the address of a mail that begins at `at`.
fn mail_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let end = line.run(at, |b| !b" \t<>()|,;".contains(&b));
    line.slice(at..end).contains(&b'@').then_some(end)
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

/// Where the name itself begins: titles and parts are none of it (classification.md 4.2).
fn behind_title(line: &Line<'_>, at: usize) -> usize {
    let is_title = |word: &&Word| {
        let text = line.slice(word.start..word.end);
        TITLES.has(text) || ROLES.has(text)
    };
    let title = line.word_from(at).filter(is_title);
    title.map_or(at, |word| line.run(word.end, |b| b" .".contains(&b)))
}

/// Whether a time of day or a year stands in the text.
pub(super) fn is_dated(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
    let year = |number: &[u8]| number.len() == 4 && (number.starts_with(b"19") || number.starts_with(b"20"));
    text.split(|b| !b.is_ascii_digit()).any(year)
        || text.windows(5).any(|w| w[2] == b':' && digits(&w[..2]) && digits(&w[3..]))
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
fn is_fence(signs: &[u8]) -> bool {
    [&b"***"[..], b"---", b"===", b"###", b"~~~"].contains(&signs)
}

/// Where the last frame begins of a header that begins with one; its parts are in front of it, whatever their words are.
fn last_fence(line: &Line<'_>) -> usize {
    let front = line.slice(0..line.view.len().min(HEADER_BYTES_MAX));
    let framed = front.get(..3).filter(|signs| is_fence(signs));
    framed.and_then(|fence| memchr::memmem::rfind(front, fence)).unwrap_or(0)
}

/// The end of a telephone number that begins at `at`, in front of a date or what else is no part of it.
fn phone_end(line: &Line<'_>, at: usize) -> Option<usize> {
    const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;
    let opened = line.byte_before(at) == Some(b'(');
    if !opened && !matches!(line.byte(at)?, b'+' | b'0') {
        return None;
    }
    let (mut end, mut next) = (at, at);
    for _ in 0..PARTS_MAX {
        let group = line.run(next, |b| b.is_ascii_digit() || b"+().-/".contains(&b));
        let whole = !line.byte(group).is_some_and(|b| b.is_ascii_alphanumeric() || b":,@".contains(&b))
            || line.slice(group..group + 2) == b": ";
        if group == next || !whole || is_date(line.slice(next..group)) {
            break;
        }
        end = group;
        if line.byte(group) != Some(b' ') {
            break;
        }
        next = group + 1;
    }
    let end = line.run_back(end, |b| b"(.-/".contains(&b));
    let digits = line.slice(at.min(end)..end).iter().filter(|b| b.is_ascii_digit()).count();
    DIGITS.contains(&digits).then_some(end)
}

/// `2026-02-14`, `14/02/2026`: three numbers, the first or last of them of four digits.
fn is_date(text: &[u8]) -> bool {
    let mut lengths = text.split(|b| b"-/.".contains(b)).map(<[u8]>::len);
    matches!(
        [(); 4].map(|()| lengths.next()),
        [Some(4), Some(1..=2), Some(1..=2), None]
            | [Some(1..=2), Some(1..=2), Some(4), None]
            | [Some(2), Some(2), Some(2), None]
    )
}

/// The end of a date, a time or another number that begins at `at`.
pub(super) fn time_end(line: &Line<'_>, at: usize) -> Option<usize> {
    if line.byte(at) == Some(b'+') {
        return offset_end(line, at);
    }
    if !line.byte(at)?.is_ascii_digit() {
        return None;
    }
    let inside = |b: u8| b.is_ascii_digit() || b"-/:.,TZh+".contains(&b);
    let end = behind_month(line, line.run(at, inside), inside);
    let end = line.run_back(end, |b| b".,:-".contains(&b));
    let end = behind_zone(line, at, end);
    let glued = line.byte(end).is_some_and(|b| b.is_ascii_alphanumeric());
    let long = line.slice(at..end).iter().all(u8::is_ascii_digit) && end - at > 4;
    (!glued && !long).then_some(end)
}

/// Behind the half of the day or the zone of a time of day: `10:14 AM`, `10:02:55 CEST`.
fn behind_zone(line: &Line<'_>, at: usize, end: usize) -> usize {
    const ZONES: [&[u8]; 10] = [b"AM", b"PM", b"am", b"pm", b"CEST", b"CET", b"UTC", b"GMT", b"BST", b"EST"];
    let word = end + 1..line.run(end + 1, |b| b.is_ascii_alphabetic());
    let zoned = line.byte(end) == Some(b' ') && ZONES.contains(&line.slice(word.clone()));
    if zoned && line.slice(at..end).contains(&b':') { word.end } else { end }
}

/// The end of the hours that a zone is ahead: `+2)`, `+0100]`.
fn offset_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let end = line.run(at + 1, |b| b.is_ascii_digit());
    let hours = (1..=4).contains(&(end - at - 1));
    (hours && line.byte(end).is_some_and(|b| b")],".contains(&b))).then_some(end)
}

/// Behind `Mar/26` where `20/` stands in front.
fn behind_month(line: &Line<'_>, at: usize, inside: impl Fn(u8) -> bool) -> usize {
    let joins = |b: Option<u8>| matches!(b, Some(b'/' | b'-' | b'.'));
    let month = at..line.run(at, |b| b.is_ascii_alphabetic());
    let named = HEADER_WORDS.has(line.slice(month.clone())) && month.len() >= 3;
    if named && joins(line.byte_before(at)) && joins(line.byte(month.end)) {
        line.run(month.end, inside)
    } else {
        at
    }
}

/// The noun in front of a number, and of the sign that says that it is one (`Ticket n° 4711`).
fn noun_before<'l>(line: &'l Line<'_>, at: usize) -> Option<&'l Word> {
    let word = line.word_before(at)?;
    let sign = [&b"n"[..], b"no", b"nr", "n°".as_bytes()]
        .iter()
        .any(|sign| line.slice(word.start..word.end).eq_ignore_ascii_case(sign));
    if sign { line.word_before(word.start) } else { Some(word) }
}

/// The end of the number of a case: letters, and at least four digits; digits alone behind `#` or a word that says so.
pub(super) fn number_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let end = line.run(at, |b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'-' || b == b'_');
    let text = line.slice(at..end);
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let said = line.byte_before(at) == Some(b'#')
        || noun_before(line, at).is_some_and(|word| {
            [
                &b"case"[..],
                b"ticket",
                b"incident",
                b"dossier",
                b"request",
                b"conv",
                b"conversation",
                b"thread",
                b"sr",
                b"bug",
            ]
            .iter()
            .any(|noun| line.slice(word.start..word.end).eq_ignore_ascii_case(noun))
        });
    let glued =
        line.byte(end).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.' || b == b'@');
    (digits >= 4 && (said || (2..=8).contains(&letters)) && !glued && text.last() != Some(&b'-'))
        .then_some(end)
}

/// The end of a name that begins at `at` and stands alone between separators.
fn name_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let end = line.run(at, |b| !b"|<>[](){}:;,\t\n\"".contains(&b));
    let whole = line.slice(at..end);
    // Two blanks, a dash between blanks and a time end it as well.
    let stop = whole.windows(3).position(|w| {
        w[..2] == *b"  "
            || w[0] == b' ' && is_fence(&[w[1], w[2], w[2]])
            || w == b" - "
            || w == " –".as_bytes()[..3].as_ref()
            || w[0] == b' ' && w[1].is_ascii_digit()
    });
    let dash = ["–", "—"].iter().filter_map(|dash| memchr::memmem::find(whole, dash.as_bytes())).min();
    let stop = stop.into_iter().chain(dash).chain(verb_in(whole)).min().unwrap_or(whole.len());
    let name = whole.get(..stop)?.trim_ascii_end();
    let end = at + name.len();
    let closed = stop < whole.len()
        || line.byte(at + whole.len()).is_some_and(|b| b"|<>)](:;\t[{".contains(&b))
        || is_comma_of_header(line, at + whole.len());
    // `Note de Ann Lee`: of whom it is.
    let first = name.split(|b| *b == b' ').next().unwrap_or_default();
    let of = first.first().is_some_and(u8::is_ascii_lowercase) && HEADER_WORDS.has(first);
    let known = person::is_full_name(name)
        && !of
        && !name.split(|b| *b == b' ').all(|word| HEADER_WORDS.has(word) || ROLES.has(word));
    (closed && (known || GIVEN_NAMES.has(name) && !ROLES.has(name))).then_some(end)
}

/// `Ann Lee, 4.3.2026: …`, `Ann Lee, le 4 mars …`: a comma that a time stands behind.
fn is_comma_of_header(line: &Line<'_>, at: usize) -> bool {
    let behind = at + b", ".len();
    let time = word_end(line, behind).map_or(behind, |end| end + 1);
    line.slice(at..behind) == b", " && (time_end(line, behind).is_some() || time_end(line, time).is_some())
}

/// Where in `Ann Lee a écrit` the words of the header go on.
pub(super) fn verb_in(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b' ', text).find(|blank| {
        let rest = &text[blank + 1..];
        let word = rest.split(|b| *b == b' ').next().unwrap_or_default();
        word.first().is_some_and(|b| b.is_ascii_lowercase() || *b == 0xc3)
            && VERBS.iter().any(|verb| verb.as_bytes() == word)
    })
}

/// What joins a name and the rest of a header.
const VERBS: [&str; 26] = [
    "a",
    "wrote",
    "said",
    "says",
    "writes",
    "replied",
    "replies",
    "answered",
    "commented",
    "added",
    "posted",
    "noted",
    "responded",
    "reported",
    "updated",
    "écrit",
    "répond",
    "schrieb",
    "antwortete",
    "on",
    "le",
    "at",
    "à",
    "via",
    "par",
    "um",
];

/// Behind the part or number in brackets that a name has: `Ann Lee (cliente)`.
fn part_end(line: &Line<'_>, end: usize) -> usize {
    let close = line.run(end + 2, |b| b.is_ascii_alphanumeric() || !b.is_ascii() || b" +.-/,".contains(&b));
    if line.slice(end..end + 2) == b" (" && line.byte(close) == Some(b')') { close } else { end }
}

/// The end of a part that is a cell: `| customer |` behind a name.
fn part_of_row(line: &Line<'_>, at: usize) -> Option<usize> {
    let end = word_end(line, at)?;
    let cell = line.byte_before(at) == Some(b'\t') && line.byte(end) == Some(b'\t');
    (cell || line.slice(at.saturating_sub(2)..at) == b"| " && line.slice(end..end + 2) == b" |")
        .then_some(end)
}

/// The end of a part's or another word of headers.
pub(super) fn word_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let end = line.run(at, |b| b.is_ascii_alphanumeric() || !b.is_ascii());
    let text = line.slice(at..end);
    // `jeu. 2 avr. 2026`.
    let shortened = usize::from(line.slice(end..end + 2) == b". " && text.len() <= 4);
    (HEADER_WORDS.has(text) || ROLES.has(text) || TITLES.has(text)).then_some(end + shortened)
}
