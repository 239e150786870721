//! Collected bytes as text, however they are cut.

/// Turns bytes into text. What is no UTF-8 becomes U+FFFD before anything looks at it, so that what is screened is what
/// is shipped, and offsets mean the same in both.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    /// The beginning of a character that the next bytes may complete: at most three bytes.
    pending: Vec<u8>,
}

impl Decoder {
    /// The text of the next bytes.
    pub(crate) fn decode(&mut self, bytes: &[u8]) -> String {
        let mut all = std::mem::take(&mut self.pending);
        all.extend_from_slice(bytes);
        let mut text = String::with_capacity(all.len());
        let mut chunks = all.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            text.push_str(chunk.valid());
            if chunks.peek().is_none() && may_go_on(chunk.invalid()) {
                self.pending = chunk.invalid().to_vec();
            } else if !chunk.invalid().is_empty() {
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        text
    }

    /// The text of what is left at the end.
    pub(crate) fn end(&mut self) -> &'static str {
        if std::mem::take(&mut self.pending).is_empty() { "" } else { "\u{fffd}" }
    }
}

/// Whether bytes are the beginning of a character that lacks its end.
fn may_go_on(bytes: &[u8]) -> bool {
    !bytes.is_empty() && std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cutting_the_bytes_changes_nothing(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(&b"\xe2\x82\xac\xc3\xa9\xf0\x9f\x98\x80a"[..])], 0..60),
            cut in 1_usize..7,
        ) {
            let mut decoder = Decoder::default();
            let mut text: String = bytes.chunks(cut).map(|piece| decoder.decode(piece)).collect();
            text.push_str(decoder.end());
            prop_assert_eq!(text, String::from_utf8_lossy(&bytes));
        }
    }
}
