//! A look at how something begins before it is read.

use std::io::{self, Read};

/// How much is looked at: a tar header, and the first keys of a JSON text.
pub(crate) const HEAD_BYTES: usize = 1_024;

/// A reader whose first bytes are known.
pub(crate) struct Peeked<'a> {
    head: Vec<u8>,
    taken: usize,
    rest: &'a mut dyn Read,
}

impl<'a> Peeked<'a> {
    /// Looks at the beginning of `source`.
    pub(crate) fn new(source: &'a mut dyn Read) -> io::Result<Self> {
        let mut head = Vec::with_capacity(HEAD_BYTES);
        source.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
        Ok(Self { head, taken: 0, rest: source })
    }

    /// The first bytes, all of them if there are fewer than [`HEAD_BYTES`].
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Passes over the first `count` bytes of the head.
    pub(crate) fn skip(&mut self, count: usize) {
        self.taken = self.taken.max(count.min(self.head.len()));
    }
}

impl Read for Peeked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.head.get(self.taken..).unwrap_or_default();
        if left.is_empty() {
            return self.rest.read(buffer);
        }
        let count = left.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), left.get(..count)) {
            to.copy_from_slice(from);
        }
        self.taken += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_changes_nothing_of_what_is_read() {
        for length in [0, 1, HEAD_BYTES - 1, HEAD_BYTES, 3 * HEAD_BYTES] {
            let text: Vec<u8> = (0..=255).cycle().take(length).collect();
            let mut source = text.as_slice();
            let mut peeked = Peeked::new(&mut source).unwrap();
            assert_eq!(peeked.head(), &text[..length.min(HEAD_BYTES)]);
            let mut read = Vec::new();
            peeked.read_to_end(&mut read).unwrap();
            assert!(read == text, "{length}");
        }
    }
}
