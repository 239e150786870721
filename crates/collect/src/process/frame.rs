//! What crosses between the two processes: a kind, a length, and that many bytes.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;

/// The length of a frame's head: one byte for its kind, four for its length, little-endian.
pub(super) const HEAD_BYTES: usize = 5;
/// The longest body.
pub(super) const BODY_BYTES_MAX: usize = 8 << 20;

/// What a frame says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Down: what is to be done, JSON.
    Order = 1,
    /// Down: the answer to a wish, JSON; the socket comes beside its first byte.
    Told = 2,
    /// Up: the next item begins, JSON.
    Item = 3,
    /// Up: bytes of the item.
    Text = 4,
    /// Up: a wish, JSON.
    Wanted = 5,
    /// Up: the end, JSON. Nothing comes after it.
    Ended = 6,
}

impl Kind {
    fn from_byte(byte: u8) -> Option<Self> {
        let kinds = [Self::Order, Self::Told, Self::Item, Self::Text, Self::Wanted, Self::Ended];
        kinds.into_iter().find(|kind| *kind as u8 == byte)
    }
}

/// The frame of `body`.
pub(super) fn frame(kind: Kind, body: &[u8]) -> io::Result<Vec<u8>> {
    let length = u32::try_from(body.len()).ok().filter(|_| body.len() <= BODY_BYTES_MAX);
    let length = length.ok_or_else(|| io::Error::other("what is to be said is too long"))?;
    let mut frame = Vec::with_capacity(HEAD_BYTES + body.len());
    frame.push(kind as u8);
    frame.extend_from_slice(&length.to_le_bytes());
    frame.extend_from_slice(body);
    Ok(frame)
}

/// The frame of a value as JSON.
pub(super) fn json(kind: Kind, value: &impl Serialize) -> io::Result<Vec<u8>> {
    frame(kind, &serde_json::to_vec(value)?)
}

/// The kind and the length of the body behind a head.
pub(super) fn parse_head(head: [u8; HEAD_BYTES]) -> io::Result<(Kind, usize)> {
    let [kind, length @ ..] = head;
    let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(usize::MAX);
    match Kind::from_byte(kind) {
        Some(kind) if length <= BODY_BYTES_MAX => Ok((kind, length)),
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "what was said is not understood")),
    }
}

/// The value of a body.
pub(super) fn value<T: DeserializeOwned>(body: &[u8]) -> io::Result<T> {
    Ok(serde_json::from_slice(body)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_kind_and_length_and_nonsense_is_refused() {
        let framed = frame(Kind::Text, b"abc").unwrap();
        let head = framed.first_chunk().copied().unwrap();
        assert_eq!(parse_head(head).unwrap(), (Kind::Text, 3));
        assert_eq!(framed.get(HEAD_BYTES..), Some(b"abc".as_slice()));
        for nonsense in [[0, 0, 0, 0, 0], [7, 0, 0, 0, 0], [1, 255, 255, 255, 255]] {
            assert!(parse_head(nonsense).is_err(), "{nonsense:?}");
        }
    }
}
