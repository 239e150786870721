//! Packets: a length, a number, and bytes; and the fields in them.

use crate::database::{Failure, Stream, shown};

/// The longest packet that is read, in bytes. Longer ones are split in the protocol, and none here is so long.
const PACKET_BYTES_MAX: usize = 1 << 20;
/// The first byte of an error.
pub(super) const ERROR: u8 = 0xff;

/// Packets over a connection, numbered within each exchange.
pub(crate) struct Packets {
    pub(super) stream: Stream,
    number: u8,
}

impl Packets {
    pub(super) fn new(stream: Stream, number: u8) -> Self {
        Self { stream, number }
    }

    /// Begins an exchange.
    pub(super) fn begin(&mut self) {
        self.number = 0;
    }

    pub(super) async fn say(&mut self, body: &[u8]) -> Result<(), String> {
        let packet = framed(body, self.number)?;
        self.number = self.number.wrapping_add(1);
        self.stream.say(&packet).await
    }

    pub(super) async fn hear(&mut self) -> Result<Vec<u8>, String> {
        self.stream.fill(4).await?;
        let head: [u8; 4] = self.stream.buffer.split_to(4).as_ref().try_into().unwrap_or_default();
        let (length, number) = parse_head(head)?;
        self.number = number.wrapping_add(1);
        self.stream.fill(length).await?;
        Ok(self.stream.buffer.split_to(length).to_vec())
    }
}

/// A packet of this body and number.
pub(super) fn framed(body: &[u8], number: u8) -> Result<Vec<u8>, String> {
    let length = u32::try_from(body.len()).ok().filter(|_| body.len() <= PACKET_BYTES_MAX);
    let [one, two, three, _] = length.ok_or("what is to be said is too long")?.to_le_bytes();
    Ok([&[one, two, three, number], body].concat())
}

/// The length and the number in a packet's head.
pub(super) fn parse_head([one, two, three, number]: [u8; 4]) -> Result<(usize, u8), String> {
    let length = usize::try_from(u32::from_le_bytes([one, two, three, 0])).unwrap_or(usize::MAX);
    if length > PACKET_BYTES_MAX {
        return Err(format!("it does not speak MySQL's protocol, or says {length} bytes at once"));
    }
    Ok((length, number))
}

/// Fields of a packet, taken one after the other; none where the packet ends too early.
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn take(&mut self, bytes: usize) -> Option<&'a [u8]> {
        let (field, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(field)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A number of up to eight bytes, the lowest first.
    pub(super) fn number(&mut self, bytes: usize) -> Option<u64> {
        Some(self.take(bytes)?.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    /// Bytes up to a zero, which is taken too.
    pub(super) fn until_zero(&mut self) -> Option<&'a [u8]> {
        let end = self.0.iter().position(|byte| *byte == 0)?;
        let field = self.take(end)?;
        self.take(1)?;
        Some(field)
    }

    /// A number whose first byte says how long it is.
    pub(super) fn counted_number(&mut self) -> Option<u64> {
        match self.byte()? {
            small @ ..=0xfa => Some(small.into()),
            0xfc => self.number(2),
            0xfd => self.number(3),
            0xfe => self.number(8),
            // A null or an error.
            0xfb | 0xff => None,
        }
    }

    /// Bytes behind their length.
    pub(super) fn counted(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.counted_number()?).ok()?;
        self.take(length)
    }
}

/// An error packet in the server's words, with its number.
pub(super) fn refusal(phase: &'static str, packet: &[u8]) -> Failure {
    let mut fields = Fields(packet);
    let code = fields.take(1).and_then(|_| fields.number(2));
    let text = match fields.0 {
        [b'#', rest @ ..] => rest.get(5..).unwrap_or_default(),
        text => text,
    };
    let mut failure = Failure::new(phase, shown(&String::from_utf8_lossy(text)));
    failure.code = code.map(|code| code.to_string());
    failure
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_end_where_the_packet_ends() {
        let mut fields = Fields(b"\x02ab\xfc\x01\x02x\0");
        assert_eq!(fields.counted(), Some(&b"ab"[..]));
        assert_eq!(fields.counted_number(), Some(0x0201));
        assert_eq!(fields.until_zero(), Some(&b"x"[..]));
        assert_eq!(fields.byte(), None);
        for short in [&b"\x05ab"[..], b"\xfe\x01", b"\xfb", b"\xfe\xff\xff\xff\xff\xff\xff\xff\xff"] {
            assert_eq!(Fields(short).counted(), None, "{short:?}");
        }
        assert_eq!(Fields(b"abc").until_zero(), None);
    }

    #[test]
    fn packets_that_are_too_long_are_refused() {
        assert_eq!(parse_head([3, 0, 0, 7]), Ok((3, 7)));
        assert!(parse_head([0xff, 0xff, 0xff, 0]).is_err());
        assert_eq!(framed(b"abc", 2).unwrap(), b"\x03\0\0\x02abc");
    }

    #[test]
    fn an_error_is_told_with_its_number() {
        let failure = refusal("sign_in", b"\xff\x15\x04#28000Access\ndenied");
        assert_eq!((failure.reason.as_str(), failure.code.as_deref()), ("Access denied", Some("1045")));
        assert_eq!(refusal("sign_in", b"\xff").reason, "");
    }
}
