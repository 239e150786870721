//! Names of machines in front of a port that programs choose (classification.md 4.2 `machine_name`).

use super::is_full_name;
use crate::detect::host;
use crate::detect::novel::is_unknown;
use crate::detect::port::is_chosen_port;
use crate::line::Line;
use crate::word::Word;

/// `[HOST-9.corp.example.org:28345]`: a machine's full name and a port that programs choose.
pub(super) fn is_listener(line: &Line<'_>, word: &Word) -> bool {
    let name = line.slice(word.start..word.end);
    let label = &name[..host::short_length(name)];
    let port = line.run(word.end + 1, |b| b.is_ascii_digit());
    line.byte_before(word.start) == Some(b'[')
        && line.byte(port) == Some(b']')
        && is_chosen_port(line.slice(word.end..port))
        && label.len() < name.len()
        && label.contains(&b'-')
        && label.iter().any(u8::is_ascii_digit)
        && is_full_name(name)
}

/// `node-07:40439`: a name that ends in a number behind a hyphen, and a port that programs choose.
pub(super) fn is_node_and_port(line: &Line<'_>, word: &Word) -> bool {
    let name = line.slice(word.start..word.end);
    let number = memchr::memrchr(b'-', name).map_or(&b""[..], |hyphen| &name[hyphen + 1..]);
    let before = line.word_before(word.start).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    let placed =
        [&b"on"[..], b"to", b"from", b"at", b"manager", b"server", b"host", b"node"].contains(&before);
    // `hdfs://node-07:9000`.
    let before_name = line.slice(word.start.saturating_sub(3)..word.start);
    let authority = before_name == b"://" || before_name.ends_with(b"@");
    let spaced = line.byte_before(word.start) == Some(b' ');
    (placed && spaced || authority)
        && !number.is_empty()
        && number.iter().all(u8::is_ascii_digit)
        && name.first().is_some_and(u8::is_ascii_alphabetic)
        && !name.contains(&b'.')
        && is_chosen_port(line.slice(word.end..line.view.len()))
}

/// `connected to dbx7:27017`: letters that are no word and a number, and a port that programs choose.
pub(super) fn is_numbered_end(line: &Line<'_>, word: &Word) -> bool {
    let name = line.slice(word.start..word.end);
    let letters = name.iter().take_while(|b| b.is_ascii_lowercase()).count();
    let (stem, number) = name.split_at(letters);
    let before = line.word_before(word.start).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    line.byte_before(word.start) == Some(b' ')
        && [&b"to"[..], b"from", b"host", b"server", b"node"].contains(&before)
        && stem.len() >= 3
        && (1..=4).contains(&number.len())
        && number.iter().all(u8::is_ascii_digit)
        && is_chosen_port(line.slice(word.end..line.view.len()))
        && is_unknown(stem)
}
