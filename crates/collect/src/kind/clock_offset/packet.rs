//! The packets of SNTP version 4 (RFC 4330, section 4).

use domain::Moment;

/// The length of a packet without extensions.
pub(super) const PACKET_BYTES: usize = 48;
/// Seconds between the start of NTP's era and Unix's.
const EPOCH: i64 = 2_208_988_800;
/// Seconds of one era of NTP.
const ERA: i64 = 1 << 32;

/// What a server said, its times in microseconds since 1970.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) stratum: u8,
    pub(super) is_synchronised: bool,
    /// When the question arrived there.
    pub(super) received: i64,
    /// When the answer left.
    pub(super) sent: i64,
}

/// An answer that tells no time.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The kiss code, as `RATE` or `DENY`; empty if there is none.
    pub(super) code: String,
    pub(super) reason: String,
}

/// What a question holds as its time, to be repeated in the answer. It need not be the time (RFC 4330, section 5), but
/// must differ between questions and be hard to guess for whoever does not see them.
pub(super) fn token(now: Moment, number: u64) -> u64 {
    let mut bytes = [0; 8];
    match aws_lc_rs::rand::fill(&mut bytes) {
        Ok(()) => u64::from_be_bytes(bytes),
        Err(_) => now.unix_micros().unsigned_abs().rotate_left(20) ^ number,
    }
}

/// A question: version 4, from a client, all else zero.
pub(super) fn question(token: u64) -> [u8; PACKET_BYTES] {
    let mut packet = [0; PACKET_BYTES];
    packet[0] = 0b00_100_011;
    packet[40..].copy_from_slice(&token.to_be_bytes());
    packet
}

/// Reads an answer; none if it does not answer this question.
pub(super) fn read(packet: &[u8], token: u64) -> Option<Result<Reply, Refusal>> {
    let is_server = packet.first().is_some_and(|first| first & 0b111 == 4);
    if packet.len() < PACKET_BYTES || !is_server || field(packet, 24)? != token {
        return None;
    }
    let (leap, stratum) = (packet.first()? >> 6, *packet.get(1)?);
    let reference = packet.get(12..16)?;
    if stratum == 0 {
        let code: String =
            reference.iter().filter(|byte| byte.is_ascii_uppercase()).map(|b| char::from(*b)).collect();
        let reason = if code.is_empty() {
            "the server says that it has no time".to_owned()
        } else {
            format!("the server refuses with `{code}`")
        };
        return Some(Err(Refusal { code, reason }));
    }
    let (received, sent) = (field(packet, 32)?, field(packet, 40)?);
    if sent == 0 {
        return Some(Err(Refusal { code: String::new(), reason: "the answer holds no time".to_owned() }));
    }
    let is_synchronised = leap != 3 && stratum < 16;
    Some(Ok(Reply { stratum, is_synchronised, received: micros(received), sent: micros(sent) }))
}

fn field(packet: &[u8], at: usize) -> Option<u64> {
    packet.get(at..at + 8)?.try_into().ok().map(u64::from_be_bytes)
}

/// A timestamp as microseconds since 1970. Those with the highest bit unset are of the era that begins in 2036 (RFC
/// 4330, section 3).
fn micros(timestamp: u64) -> i64 {
    let seconds = i64::try_from(timestamp >> 32).unwrap_or(0);
    let fraction = i64::try_from(((timestamp & 0xffff_ffff) * 1_000_000) >> 32).unwrap_or(0);
    let era = if seconds & 0x8000_0000 == 0 { ERA } else { 0 };
    (seconds + era - EPOCH) * 1_000_000 + fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_become_times_in_both_eras() {
        for (seconds, expected) in [(0x83aa_7e80_u64, 0), (0xffff_ffff, 2_085_978_495), (0, 2_085_978_496)] {
            assert_eq!(micros(seconds << 32), expected * 1_000_000);
        }
        assert_eq!(micros((0x83aa_7e80 << 32) | 0x8000_0000), 500_000);
    }

    #[test]
    fn only_answers_to_the_question_are_read() {
        let mut packet = [0; PACKET_BYTES];
        packet[0] = 0b00_100_100;
        packet[1] = 2;
        packet[24..32].copy_from_slice(&7_u64.to_be_bytes());
        packet[32..40].copy_from_slice(&(0x83aa_7e80_u64 << 32).to_be_bytes());
        packet[40..48].copy_from_slice(&(0x83aa_7e81_u64 << 32).to_be_bytes());
        let reply = Reply { stratum: 2, is_synchronised: true, received: 0, sent: 1_000_000 };
        assert_eq!(read(&packet, 7), Some(Ok(reply)));
        assert_eq!(read(&packet, 8), None, "a forged or late answer");
        assert_eq!(read(packet.get(..47).unwrap(), 7), None, "cut");
        assert_eq!(read(&question(7), 7), None, "a question");
        packet[1] = 0;
        packet[12..16].copy_from_slice(b"RATE");
        assert_eq!(read(&packet, 7).unwrap().unwrap_err().code, "RATE");
    }

    proptest::proptest! {
        #[test]
        fn any_answer_to_the_question_is_read(first in 0_u8..255, bytes in proptest::collection::vec(0_u8.., 47..60)) {
            let mut packet = [&[(first & !7) | 4], &bytes[..]].concat();
            packet[24..32].copy_from_slice(&7_u64.to_be_bytes());
            proptest::prop_assert!(read(&packet, 7).is_some());
            proptest::prop_assert!(read(&packet, 6).is_none());
        }
    }
}
