//! The form of each line. A line has one form or it is damaged.

use super::{FORMAT, Header, Part, is_field, is_one_line};
use crate::bytes32::decode;
use crate::{LeafHash, Salt, TREE_SIZE_MAX, VerifierKey};

/// What one line says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Record {
    Format,
    Header(Header),
    Key(VerifierKey),
    Event(EventLine),
    Part(Part),
    Rotation(String),
    Checkpoint(String),
    End { lines: u64, digest: [u8; 32] },
}

/// An event line; its leaf is what stands from `leaf_at` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EventLine {
    pub(super) sequence: u64,
    pub(super) leaf_hash: LeafHash,
    pub(super) leaf_at: usize,
}

/// Reads one line, given without its newline.
pub(super) fn read(line: &[u8]) -> Result<Record, &'static str> {
    if !is_one_line(line) {
        return Err("it has a control character");
    }
    if line == FORMAT.as_bytes() {
        return Ok(Record::Format);
    }
    let (kind, rest) = word(line).ok_or("it is not one word and its content")?;
    match kind {
        b"event" => event(line.len(), rest).map(Record::Event),
        b"part" => part(rest).map(Record::Part),
        b"checkpoint" => {
            json_text(rest).map(Record::Checkpoint).ok_or("the checkpoint is not a plain JSON string")
        }
        b"rotation" => json_text(rest).map(Record::Rotation).ok_or("the rotation is not a plain JSON string"),
        b"header" => header(rest).map(Record::Header),
        b"key" => key(rest).map(Record::Key),
        b"end" => end(rest),
        _ => Err("it begins with a word that has no meaning here"),
    }
}

fn header(rest: &[u8]) -> Result<Header, &'static str> {
    let header = std::str::from_utf8(rest).ok().and_then(Header::from_json);
    let header = header.ok_or("the header is not canonical JSON with `events`, `origin` and `tenant`")?;
    if header.events <= TREE_SIZE_MAX { Ok(header) } else { Err("the header promises too many events") }
}

fn key(rest: &[u8]) -> Result<VerifierKey, &'static str> {
    let text = std::str::from_utf8(rest).map_err(|_| "the key is not text")?;
    text.parse().map_err(|_| "the key is not a log's public key, or its key id does not fit it")
}

fn event(line_len: usize, rest: &[u8]) -> Result<EventLine, &'static str> {
    let (sequence, rest) = word(rest).ok_or("the event has no hash")?;
    let (hash, leaf) = word(rest).ok_or("the event has no leaf")?;
    let sequence = number(sequence).ok_or("the event's number is not a plain number")?;
    let leaf_hash = decode(hash).map(LeafHash).ok_or("the leaf's hash is not 64 lower-case digits")?;
    Ok(EventLine { sequence, leaf_hash, leaf_at: line_len - leaf.len() })
}

fn part(rest: &[u8]) -> Result<Part, &'static str> {
    let (field, rest) = word(rest).ok_or("the part has no salt")?;
    let (salt, value) = word(rest).ok_or("the part has no value")?;
    if !is_field(field) {
        return Err("the part's field is not a printable word");
    }
    let field = String::from_utf8(field.to_vec()).map_err(|_| "the part's field is not text")?;
    let salt = decode(salt).map(Salt).ok_or("the part's salt is not 64 lower-case digits")?;
    let value = json_text(value).ok_or("the part's value is not a plain JSON string")?;
    Ok(Part { field, salt, value })
}

fn end(rest: &[u8]) -> Result<Record, &'static str> {
    let (lines, digest) = word(rest).ok_or("the `end` line has no digest")?;
    let lines = number(lines).ok_or("the count of lines is not a plain number")?;
    let digest = decode(digest).ok_or("the digest is not 64 lower-case digits")?;
    Ok(Record::End { lines, digest })
}

/// What stands before and after the first space.
fn word(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let space = text.iter().position(|byte| *byte == b' ')?;
    Some((text.get(..space)?, text.get(space + 1..)?))
}

/// A number without sign or leading zeros.
fn number(text: &[u8]) -> Option<u64> {
    if !text.iter().all(u8::is_ascii_digit) || (text.len() > 1 && text.starts_with(b"0")) {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok().filter(|number| *number <= TREE_SIZE_MAX)
}

/// The string that this is the one JSON form of (RFC 8785, 3.2.2.2). Control characters were looked for before.
fn json_text(text: &[u8]) -> Option<String> {
    // Where nothing is escaped and nothing need be, it is what stands between the quotation marks.
    let inside = text.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\""));
    let special = |found, byte: &u8| found | u8::from(*byte == b'"') | u8::from(*byte == b'\\');
    if let Some(plain) = inside.filter(|text| text.iter().fold(0, special) == 0) {
        return String::from_utf8(plain.to_vec()).ok();
    }
    let value: String = serde_json::from_slice(text).ok()?;
    (serde_json::to_vec(&value).ok()? == text).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "0101010101010101010101010101010101010101010101010101010101010101";

    #[test]
    fn each_kind_of_line_is_read() {
        let event = format!("event 17 {HASH} {{\"a\": 1}}");
        let expected = EventLine { sequence: 17, leaf_hash: LeafHash([1; 32]), leaf_at: event.len() - 8 };
        assert_eq!(read(event.as_bytes()), Ok(Record::Event(expected)));
        let part = Part { field: "title".to_owned(), salt: Salt([1; 32]), value: "é\n".to_owned() };
        assert_eq!(read(format!("part title {HASH} \"é\\n\"").as_bytes()), Ok(Record::Part(part)));
        assert_eq!(read(format!("end 3 {HASH}").as_bytes()), Ok(Record::End { lines: 3, digest: [1; 32] }));
        assert_eq!(read(b"checkpoint \"a\\n\""), Ok(Record::Checkpoint("a\n".to_owned())));
        assert_eq!(read(FORMAT.as_bytes()), Ok(Record::Format));
    }

    #[test]
    fn a_second_way_to_write_a_line_is_refused() {
        let capital = HASH.replace("01", "0A");
        for bad in [
            format!("event 017 {HASH} x"),
            format!("event +1 {HASH} x"),
            format!("event  1 {HASH} x"),
            format!("event 1 {capital} x"),
            format!("event 1 {HASH} x\r"),
            format!("event 9007199254740992 {HASH} x"),
            format!("event 1 {HASH}"),
            format!("part title {HASH} \"\\u0061\""),
            format!("part title {HASH} \"a\" "),
            format!("part title {HASH} \"\\/\""),
            format!("part  {HASH} \"a\""),
            format!("end 3 {HASH} "),
            "checkpoint \"\\u000A\"".to_owned(),
            "header {\"events\": 1,\"origin\":\"d/log/t\",\"tenant\":\"t\"}".to_owned(),
            "header {\"events\":1,\"origin\":\"d/log/t\",\"tenant\":\"t\",\"x\":1}".to_owned(),
            "glasscase-export/2".to_owned(),
            String::new(),
        ] {
            assert!(read(bad.as_bytes()).is_err(), "{bad:?}");
        }
    }
}
