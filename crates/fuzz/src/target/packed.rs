//! A packed text, or one in UTF-16: however it arrives, the same comes out of it.

use super::archive::gzip;
use crate::fragments::LINES;
use bundle::Text;
use std::io::{self, Read};

/// More of what a few bytes unpack to would only take time.
const UNPACKED_BYTES_MAX: u64 = 2 << 20;

/// Gives a few bytes at a time, as a pipe does.
struct Dripping<'t>(&'t [u8], usize);

impl Read for Dripping<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let (now, later) = self.0.split_at(self.1.min(self.0.len()).min(to.len()));
        to.iter_mut().zip(now).for_each(|(to, from)| *to = *from);
        self.0 = later;
        Ok(now.len())
    }
}

/// What can be read of it, and whether that was all.
fn unpacked(source: impl Read) -> (Vec<u8>, bool) {
    let mut text = Vec::new();
    let read = Text::open(source).and_then(|opened| opened.take(UNPACKED_BYTES_MAX).read_to_end(&mut text));
    (text, read.is_ok())
}

pub(super) fn check(input: &[u8]) {
    let [cut, packed @ ..] = input else { return };
    let (whole, is_sound) = unpacked(packed);
    let (dripped, is_sound_too) = unpacked(Dripping(packed, 1 + usize::from(*cut)));
    assert_eq!(is_sound, is_sound_too, "how it arrives decides whether it is sound");
    if is_sound {
        assert!(whole == dripped, "how it arrives changes what comes out");
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let text = LINES.iter().take(12).cloned().collect::<Vec<_>>().join("\r\n");
    let wide = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(to_bytes).collect()
    };
    let zstd = b"\x28\xb5\x2f\xfd\x04\x00\x19\x00\x00abc\x0d\xd5\xe5\x62";
    let packed = [
        gzip(text.as_bytes()),
        [gzip(b"one\n"), gzip(b"two\n")].concat(),
        gzip(&wide(u16::to_le_bytes)),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
        zstd.to_vec(),
        text.clone().into_bytes(),
    ];
    packed.iter().zip(0_u8..).map(|(packed, cut)| [&[cut * 11], packed.as_slice()].concat()).collect()
}
