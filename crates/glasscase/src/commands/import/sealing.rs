//! The screened form as it leaves: sealed to the case's recipient, in parts, as they are asked for.

use age::Encryptor;
use age::stream::StreamWriter;
use age::x25519::Recipient;
use anyhow::{Context as _, Result, anyhow};
use aws_lc_rs::digest::{Context, SHA256};
use std::fs::File;
use std::io::{self, Read as _, Write};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

/// The most bytes of a part: a slow line sends that much within the time of a request.
const PART_BYTES: usize = 1 << 20;
/// How much is read at once.
const CHUNK_BYTES: usize = 64 << 10;

/// A file that is being sealed.
pub(super) struct Sealing {
    content: File,
    /// None once the last byte went through.
    writer: Option<StreamWriter<Gathered>>,
    gathered: Gathered,
    digest: Context,
    bytes: u64,
}

impl Sealing {
    /// Begins to seal `content` to `recipient`, an age public key.
    ///
    /// # Errors
    /// If that is none.
    pub(super) fn new(content: File, recipient: &str) -> Result<Self> {
        let recipient: Recipient =
            recipient.parse().map_err(|why| anyhow!("the server's answer names no recipient: {why}"))?;
        let recipients = std::iter::once(&recipient as &dyn age::Recipient);
        let encryptor = Encryptor::with_recipients(recipients).context("cannot seal the screened form")?;
        let gathered = Gathered::default();
        let writer = encryptor.wrap_output(gathered.clone()).context("cannot seal the screened form")?;
        Ok(Self { content, writer: Some(writer), gathered, digest: Context::new(&SHA256), bytes: 0 })
    }

    /// The next part; none behind the last.
    ///
    /// # Errors
    /// If the content cannot be read.
    pub(super) fn part(&mut self) -> Result<Option<Vec<u8>>> {
        let mut chunk = vec![0; CHUNK_BYTES];
        while self.gathered.length() < PART_BYTES {
            let Some(mut writer) = self.writer.take() else { break };
            let count = self.content.read(&mut chunk).context("cannot read the screened form")?;
            if count == 0 {
                writer.finish().context("cannot seal the screened form")?;
                break;
            }
            writer.write_all(chunk.get(..count).unwrap_or_default())?;
            self.writer = Some(writer);
        }
        let part = self.gathered.take(PART_BYTES);
        self.digest.update(&part);
        self.bytes += part.len() as u64;
        Ok((!part.is_empty()).then_some(part))
    }

    /// Size and SHA-256, in lower-case hex, of all parts together.
    pub(super) fn whole(self) -> (u64, String) {
        let digest = self.digest.finish();
        let hex = digest.as_ref().iter().map(|byte| format!("{byte:02x}"));
        (self.bytes, hex.collect())
    }
}

/// Sealed bytes that wait to be a part.
#[derive(Clone, Default)]
struct Gathered(Arc<Mutex<Vec<u8>>>);

impl Gathered {
    fn length(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The first `limit` bytes, or all.
    fn take(&self, limit: usize) -> Vec<u8> {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let behind = if bytes.len() > limit { bytes.split_off(limit) } else { Vec::new() };
        mem::replace(&mut *bytes, behind)
    }
}

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use consent::Digest;
    use std::io::Seek as _;

    #[test]
    fn parts_make_up_what_the_recipient_opens() {
        let identity = age::x25519::Identity::generate();
        for length in [0, 1, PART_BYTES - 300, PART_BYTES, 3 * PART_BYTES + 7] {
            let text: Vec<u8> = (0..=255).cycle().take(length).collect();
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&text).unwrap();
            file.rewind().unwrap();
            let mut sealing = Sealing::new(file, &identity.to_public().to_string()).unwrap();
            let mut sealed = Vec::new();
            while let Some(part) = sealing.part().unwrap() {
                assert!(part.len() <= PART_BYTES);
                sealed.extend(part);
            }
            assert_eq!(sealing.whole(), (sealed.len() as u64, Digest::of(&sealed).to_string()));
            let opened = age::Decryptor::new(&sealed[..]).unwrap();
            let mut plain = Vec::new();
            let mut opened = opened.decrypt(std::iter::once(&identity as &dyn age::Identity)).unwrap();
            opened.read_to_end(&mut plain).unwrap();
            assert!(plain == text, "{length}");
        }
    }

    #[test]
    fn an_answer_without_a_recipient_is_told() {
        let why = Sealing::new(tempfile::tempfile().unwrap(), "age1").map(drop).unwrap_err();
        assert!(why.to_string().contains("names no recipient"), "{why}");
    }
}
