//! Remembers what became of lines that come again word for word: stack traces, headers, messages without a time.

use crate::came::Came;
use crate::shelf::{Answer, Shelf};
use crate::sink::Label;

/// Lines that came twice, and what was written in their place; the labels are counted from the line's start.
///
/// A line is kept when it comes the second time, so that lines that never come again cost a hash and a look.
#[derive(Debug)]
pub(crate) struct Repeats {
    came: Came,
    kept: Shelf<Label>,
}

/// A longer line is not worth keeping.
const LINE_BYTES_MAX: usize = 4096;
/// How many bytes of lines and of what became of them, and labels, half of the memory has.
const BYTES_MAX: usize = 3 << 20;
const LABELS_MAX: usize = 1 << 14;

impl Repeats {
    /// Nothing yet, in an equal part of the memory that so many share.
    pub(crate) fn shared_among(sharers: usize) -> Self {
        let part = |whole: usize| whole / sharers.max(1);
        Self { came: Came::default(), kept: Shelf::new(part(BYTES_MAX), part(LABELS_MAX)) }
    }

    /// What was written in place of a line with this hash.
    pub(crate) fn get(&mut self, hash: u64, line: &[u8]) -> Option<Answer<'_, Label>> {
        self.kept.get(hash, line)
    }

    /// Keeps what was written in place of a line that has come once before; `labels` are counted from its start.
    pub(crate) fn offer(
        &mut self,
        hash: u64,
        line: &[u8],
        output: &[u8],
        labels: impl ExactSizeIterator<Item = Label>,
    ) {
        if line.len() <= LINE_BYTES_MAX && self.came.before(hash) {
            self.kept.insert(hash, line, output, labels);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shelf::hash;

    #[test]
    fn a_line_is_kept_when_it_comes_again() {
        let mut repeats = Repeats::shared_among(1);
        let (line, hash) = (b"again", hash(b"again"));
        repeats.offer(hash, line, b"out", std::iter::empty());
        assert_eq!(repeats.get(hash, line), None);
        repeats.offer(hash, line, b"out", std::iter::empty());
        assert_eq!(repeats.get(hash, line), Some(Answer { bytes: b"out", parts: &[] }));
    }
}
