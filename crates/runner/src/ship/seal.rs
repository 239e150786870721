//! Packs and encrypts pieces of evidence, and hands the sealed bytes on in parts.

use age::Encryptor;
use age::stream::StreamWriter;
use age::x25519::Recipient;
use aws_lc_rs::digest::{Context, SHA256};
use bytes::Bytes;
use consent::Digest;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Write};
use tokio::sync::mpsc::Sender;
use wire::EvidencePiece;

/// The most bytes of a part.
pub(super) const PART_BYTES_MAX: usize = 1 << 20;

/// A collection that is being sealed.
pub(super) struct Seal {
    writer: GzEncoder<StreamWriter<Parts>>,
    plain: Context,
}

/// What was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sealed {
    /// The size of the sealed collection.
    pub(crate) bytes: u64,
    /// SHA-256 of the sealed collection.
    pub(crate) sha256: Digest,
    /// SHA-256 of the text inside, before it was packed.
    pub(crate) plain_sha256: Digest,
}

impl Seal {
    /// Begins a collection that only the owner of `recipient` can open. Its sealed bytes go to `parts`, in order.
    pub(super) fn new(recipient: &Recipient, parts: Sender<Bytes>) -> io::Result<Self> {
        let recipients = std::iter::once(recipient as &dyn age::Recipient);
        let encryptor = Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
        let writer = GzEncoder::new(encryptor.wrap_output(Parts::new(parts))?, Compression::fast());
        Ok(Self { writer, plain: Context::new(&SHA256) })
    }

    /// Adds a piece: one line of JSON.
    pub(super) fn add(&mut self, piece: &EvidencePiece) -> io::Result<()> {
        let mut line = serde_json::to_vec(piece)?;
        line.push(b'\n');
        self.plain.update(&line);
        self.writer.write_all(&line)
    }

    /// Completes the collection and hands its last part on.
    pub(super) fn finish(self) -> io::Result<Sealed> {
        let mut parts = self.writer.finish()?.finish()?;
        parts.hand_on()?;
        Ok(Sealed { bytes: parts.bytes, sha256: digest(parts.digest), plain_sha256: digest(self.plain) })
    }
}

/// Gathers sealed bytes to parts. Waits while the receiver has enough of them, so that a slow network slows the
/// collectors down instead of filling the memory.
struct Parts {
    sender: Sender<Bytes>,
    part: Vec<u8>,
    digest: Context,
    bytes: u64,
}

impl Parts {
    fn new(sender: Sender<Bytes>) -> Self {
        Self { sender, part: Vec::with_capacity(PART_BYTES_MAX), digest: Context::new(&SHA256), bytes: 0 }
    }

    fn hand_on(&mut self) -> io::Result<()> {
        if self.part.is_empty() {
            return Ok(());
        }
        let part = std::mem::replace(&mut self.part, Vec::with_capacity(PART_BYTES_MAX));
        self.digest.update(&part);
        self.bytes = self.bytes.saturating_add(u64::try_from(part.len()).unwrap_or(u64::MAX));
        self.sender.blocking_send(Bytes::from(part)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PART_BYTES_MAX.saturating_sub(self.part.len()).min(bytes.len());
        self.part.extend_from_slice(bytes.get(..room).unwrap_or_default());
        if self.part.len() >= PART_BYTES_MAX {
            self.hand_on()?;
        }
        Ok(room)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn digest(context: Context) -> Digest {
    let mut digest = Digest([0; 32]);
    for (to, from) in digest.0.iter_mut().zip(context.finish().as_ref()) {
        *to = *from;
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    fn piece(text: &str) -> EvidencePiece {
        EvidencePiece { item: "log".to_owned(), text: text.to_owned(), labels: Vec::new() }
    }

    /// Text that does not get much shorter when it is packed.
    fn noise(seed: u8) -> String {
        (0..1_000_u32).map(|n| Digest::of(&[&[seed], &n.to_be_bytes()[..]].concat()).to_string()).collect()
    }

    #[test]
    fn parts_are_bounded_and_make_up_what_the_recipient_opens() {
        let identity = age::x25519::Identity::generate();
        let (sender, mut parts) = tokio::sync::mpsc::channel(64);
        let mut seal = Seal::new(&identity.to_public(), sender).unwrap();
        for n in 0..50 {
            seal.add(&piece(&noise(n))).unwrap();
        }
        let sealed = seal.finish().unwrap();
        let mut object = Vec::new();
        while let Some(part) = parts.blocking_recv() {
            assert!(part.len() <= PART_BYTES_MAX);
            object.extend_from_slice(&part);
        }
        assert_eq!((sealed.bytes, sealed.sha256), (object.len() as u64, Digest::of(&object)));
        let mut plain = Vec::new();
        let opened = age::Decryptor::new(&object[..]).unwrap();
        let packed = opened.decrypt(std::iter::once(&identity as &dyn age::Identity)).unwrap();
        flate2::read::GzDecoder::new(packed).read_to_end(&mut plain).unwrap();
        assert_eq!(sealed.plain_sha256, Digest::of(&plain));
        assert_eq!(String::from_utf8(plain).unwrap().lines().count(), 50);
    }

    #[test]
    fn nobody_who_receives_ends_the_sealing() {
        let (sender, parts) = tokio::sync::mpsc::channel(1);
        drop(parts);
        let mut seal = Seal::new(&age::x25519::Identity::generate().to_public(), sender).unwrap();
        assert!((0..50).any(|n| seal.add(&piece(&noise(n))).is_err()));
    }
}
