//! The runs between the blanks of a sentence (classification.md 2).

use crate::line::Line;
use std::ops::Range;

pub(super) fn ends_sentence(text: &[u8]) -> bool {
    matches!(text, [.., b'.' | b'!' | b'?' | b';']) && text.len() > 1
}

pub(super) fn next_run(line: &Line<'_>, at: usize) -> Range<usize> {
    let start = line.run(at, |b| b == b' ' || b == b'"' || b == crate::view::FILLER);
    start..line.run(start, |b| !b.is_ascii_whitespace() && b != b'"' && b != crate::view::FILLER)
}

pub(super) fn previous_run(line: &Line<'_>, at: usize) -> Range<usize> {
    let end = line.run_back(at, |b| b == b' ');
    line.run_back(end, |b| !b.is_ascii_whitespace() && b != b'"' && b != crate::view::FILLER)..end
}

/// Without the brackets, quotes and punctuation around it.
pub(super) fn trimmed(line: &Line<'_>, mut run: Range<usize>) -> Range<usize> {
    while !run.is_empty() {
        let text = line.slice(run.clone());
        // `<code>X</code>`, as desks keep texts.
        if let Some(inside) = without_tags(text) {
            run = run.start + inside.start..run.start + inside.end;
        } else if b"'`([{<*".contains(&text[0])
            || text.starts_with(b"N'")
            || text[0] == b'G' && text.get(1) == Some(&b'-') && text[2..].iter().all(u8::is_ascii_digit)
        {
            run.start += if matches!(text[0], b'G' | b'N') { 2 } else { 1 };
        } else if b"'`)]}>*.,;:?".contains(&text[text.len() - 1]) {
            run.end -= 1;
        } else if text.starts_with("«".as_bytes()) {
            run.start += "«".len();
        } else if text.ends_with("»".as_bytes()) {
            run.end -= "»".len();
        } else {
            break;
        }
    }
    run
}

/// What stands between the tag at the start of a run and the next one; none where no tag begins it.
fn without_tags(text: &[u8]) -> Option<Range<usize>> {
    const NAME_BYTES: std::ops::RangeInclusive<usize> = 1..=10;
    let name = text.strip_prefix(b"<")?.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let start = name + b"<>".len();
    let end = memchr::memmem::find(text.get(start..)?, b"</").map(|at| start + at)?;
    (NAME_BYTES.contains(&name) && text.get(start - 1) == Some(&b'>') && end > start).then_some(start..end)
}

/// Of `NEW;joe;password: X;active` the run behind the name at `noun` ends with its cell: semicolons without a blank part the
/// cells in front, too.
pub(in crate::detect) fn in_cell(line: &Line<'_>, noun: usize, run: Range<usize>) -> Range<usize> {
    const CELL_BYTES_MAX: usize = 128;
    let from = noun.saturating_sub(CELL_BYTES_MAX);
    let Some(before) = memchr::memrchr(b';', line.slice(from..noun)) else { return run };
    let parted = line.byte(from + before + 1).is_some_and(|b| !b.is_ascii_whitespace());
    let end = memchr::memchr(b';', line.slice(run.clone())).filter(|at| parted && *at > 0);
    run.start..end.map_or(run.end, |at| run.start + at)
}
