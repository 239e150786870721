//! Numbers as the French, Belgian, German, British and North American plans write them (classification.md 4.2 `phone`).

use super::{digits, is_glued, label, number_end};
use crate::line::Line;
use crate::span::Span;
use std::ops::Range;

/// Numbers of the French and North American plans, and British ones, in running text.
pub(super) fn national(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut at = 0;
    while at < line.view.len() {
        let mut start = line.run(at, |b| !b.is_ascii_digit() && b != b'(');
        let end = number_end(line, line.run(start, |b| b == b'('));
        // `((614) 555-0177)`, `(06 …)`: the outer bracket is the sentence's.
        let open = line.byte(start) == Some(b'(') && !line.slice(start..end).contains(&b')');
        if line.slice(start..start + 2) == b"((" || open {
            start += 1;
        }
        if !is_glued(line.byte_before(start))
            && is_national(line.slice(start..end))
            && !is_glued_behind(line, end)
        {
            label(line, found, start..end);
        }
        at = end.max(start + 1);
    }
}

/// `(212) 555-0147`, the word `555-0147` at `start`: the brackets that the North American plan puts around an area code.
pub(in crate::detect) fn judge_bracketed(
    line: &Line<'_>,
    found: &mut Vec<Span>,
    word: &Range<usize>,
) -> bool {
    const AREA_BYTES: usize = 6;
    let open = word.start.saturating_sub(AREA_BYTES);
    let digit = |b: &u8| b.is_ascii_digit();
    let bracketed = match (line.slice(open..word.start), line.slice(word.clone())) {
        ([b'(', area @ .., b')', b' '], [exchange @ .., b'-', _, _, _, _]) => {
            area.len() == 3 && exchange.len() == 3 && area.iter().chain(exchange).all(digit)
        }
        _ => false,
    };
    let apart = !is_glued(line.byte_before(open)) && !is_glued_behind(line, word.end);
    if bracketed && apart {
        // `1 (415) 555-0100`: the country in front.
        let country = open.checked_sub(2).filter(|at| line.slice(*at..open) == b"1 ");
        let country = country.filter(|at| !is_glued(line.byte_before(*at)));
        label(line, found, country.unwrap_or(open)..word.end);
    }
    bracketed && apart
}

fn is_glued_behind(line: &Line<'_>, end: usize) -> bool {
    line.byte(end).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b':')
        || line.byte(end) == Some(b'.') && line.byte(end + 1).is_some_and(|b| b.is_ascii_digit())
}

pub(super) fn is_national(text: &[u8]) -> bool {
    let grouped = text.iter().any(|b| b" .-()".contains(b));
    let dotted_quad = memchr::memchr_iter(b'.', text).count() == 3 && digits(text) != 10;
    let dated = text.len() >= 10 && text.get(4) == Some(&b'-') && text.get(7) == Some(&b'-');
    // `(0161) 496-0126`: the area may stand in brackets.
    let zero = text.strip_prefix(b"(").unwrap_or(text).starts_with(b"0");
    match digits(text) {
        // The Belgian plan: `02 555 12 83`, `02/555.12.83`, `0475/55.12.83` has one more.
        9 => zero && is_belgian(text) && !dated,
        10 => {
            !dotted_quad
                && !dated
                && (text[0] == b'0' || text[0] == b'(' || grouped && is_three_three_four(text))
        }
        11 => zero && grouped && !dotted_quad && !dated,
        // The German plan has areas and numbers of any length: `0711 2185 5510`.
        12 if zero && !text.starts_with(b"00") => is_area_and_number(text) && !dotted_quad && !dated,
        12..=15 => text.starts_with(b"00") && grouped && text[2] != b'0' && !dotted_quad,
        _ => false,
    }
}

/// Groups as the Belgian plan writes its nine digits.
fn is_belgian(text: &[u8]) -> bool {
    let groups: Vec<usize> =
        text.split(|b| b" ./-()".contains(b)).map(<[u8]>::len).filter(|n| *n > 0).collect();
    [&[2, 3, 2, 2][..], &[3, 2, 2, 2]].contains(&groups.as_slice())
}

/// Two or three groups, the first of which is an area of three to six digits.
fn is_area_and_number(text: &[u8]) -> bool {
    let mut groups = text.split(|b| !b.is_ascii_digit()).map(<[u8]>::len).filter(|n| *n > 0);
    groups.next().is_some_and(|area| (3..=6).contains(&area)) && (1..=2).contains(&groups.count())
}

fn is_three_three_four(text: &[u8]) -> bool {
    let groups: Vec<usize> =
        text.split(|b| !b.is_ascii_digit()).map(<[u8]>::len).filter(|n| *n > 0).collect();
    groups == [3, 3, 4]
}

/// `06 80 27 79 69`, the word `06` at `start`: the five pairs in which the French plan is written.
pub(in crate::detect) fn judge_pairs(line: &Line<'_>, found: &mut Vec<Span>, start: usize) -> bool {
    const BYTES: usize = 14;
    let text = line.slice(start..start + BYTES);
    let separator = text.get(2).copied().unwrap_or_default();
    let pairs = text.len() == BYTES
        && text[0] == b'0'
        && (b'1'..=b'9').contains(&text[1])
        && (separator == b' ' || separator == b'.')
        && text
            .iter()
            .enumerate()
            .all(|(at, b)| if at % 3 == 2 { *b == separator } else { b.is_ascii_digit() });
    let apart = !is_glued(line.byte_before(start)) && !is_glued_behind(line, start + BYTES);
    let longer = line.byte(start + BYTES) == Some(separator)
        && line.byte(start + BYTES + 1).is_some_and(|b| b.is_ascii_digit());
    let found_one = pairs && apart && !longer;
    if found_one {
        label(line, found, start..start + BYTES);
    }
    found_one
}
