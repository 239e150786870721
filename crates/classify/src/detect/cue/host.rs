//! Hosts and sessions behind phrases (classification.md 4.2 `machine_name` and `client_hostname`, 4.3 `session_id`).

use super::value_behind;
use crate::detect::colon::mac;
use crate::detect::host_form::{Form, form};
use crate::detect::machine_words::is_state;
use crate::detect::novel::{is_novel, is_unknown};
use crate::detect::port::is_port;
use crate::detect::{credential, guid, host, naming, user};
use crate::entity::Entity;
use crate::key::ends_in;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{LINKING_WORDS, ORDINARY_WORDS};
use crate::word::Word;

/// `joe@host on database`, as MySQL's general log tells of connections.
pub(super) fn connect_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let value = line.run(end, |b| b == b'\t' || b == b' ')
        ..line.blank_after(line.run(end, |b| b == b'\t' || b == b' '));
    let Some(at) = memchr::memchr(b'@', line.slice(value.clone())).map(|at| value.start + at) else { return };
    // Oracle's `connect joe/secret@database`.
    if let Some(slash) = memchr::memchr(b'/', line.slice(value.start..at)).map(|slash| value.start + slash)
        && slash > value.start
        && slash + 1 < at
        && line.slice(value.start..slash).iter().all(|b| b.is_ascii_alphanumeric() || b"_$#".contains(b))
    {
        user::judge(line, found, value.start..slash, user::Position::Cue);
        push(line, found, slash + 1..at, Entity::Password);
        return;
    }
    if line.slice(value.end..value.end + 4) == b" on " {
        user::judge(line, found, value.start..at, user::Position::Cue);
        host::judge(line, found, at + 1..value.end, host::Role::Own);
    }
}

/// A host name behind the phrase, or in brackets behind an address there.
pub(super) fn client_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let value = value_behind(line, end);
    let Some(word) = line.word_at(value.start) else { return };
    if word.end > value.end + 1 || word.start > value.start + 1 {
        return;
    }
    // `invalid authentication from tablet_1 (192.0.2.7)`: what its address is called at home.
    if line.slice(0..end).ends_with(b"invalid authentication from")
        && line.slice(word.end..word.end + 2) == b" ("
        && naming::starts_with_address(line, word.end + 2)
    {
        host::judge(line, found, word.start..word.end, host::Role::Own);
        return;
    }
    let greets = [&b"ehlo"[..], b"helo"].iter().any(|verb| {
        line.slice(end.saturating_sub(verb.len())..end).eq_ignore_ascii_case(verb)
            && line.slice(end..word.start) == b" "
    });
    let name = line.slice(word.start..word.end);
    if greets && !name.contains(&b'.') && name.iter().any(|b| b.is_ascii_digit() || *b == b'-') {
        host::judge(line, found, word.start..word.end, host::Role::Own);
        return;
    }
    if name.contains(&b'.') && line.byte(word.end) != Some(b'@') {
        host::judge(line, found, word.start..word.end, host::Role::Client);
    }
    // `refused mount request from ann for /srv (/srv)`.
    let mounts = line.slice(0..end).ends_with(b"mount request from")
        && line.slice(word.end..word.end + 6) == b" for /";
    if mounts && !name.contains(&b'.') {
        host::judge(line, found, word.start..word.end, host::Role::Own);
    }
    if line.slice(0..end).ends_with(b"FTP LOGIN FROM") {
        // `FTP LOGIN FROM host [address], joe`.
        let name = line.run(word.end, |b| b != b',') + 2;
        user::judge(line, found, name.min(line.view.len())..line.blank_after(name), user::Position::Cue);
    }
    if line.slice(word.end..word.end + 2) == b" ("
        && let Some(name) = line.word_at(word.end + 2).filter(|w| line.slice(w.start..w.end).contains(&b'.'))
    {
        host::judge(line, found, name.start..name.end, host::Role::Client);
    }
}

pub(super) fn session_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let value = value_behind(line, end);
    let Some(word) = line.word_at(value.start).filter(|w| w.start == value.start) else { return };
    let text = line.slice(word.start..word.end);
    let hex = |h: &[u8]| h.iter().all(u8::is_ascii_hexdigit);
    // `Logon ID 0x3e9f21a`; those of the system have three digits.
    let logon = line.slice(end.saturating_sub(b"logon id".len())..end).eq_ignore_ascii_case(b"logon id");
    let digits_min = if logon { 4 } else { 8 };
    let prefixed = text.strip_prefix(b"0x").is_some_and(|h| h.len() >= digits_min && hex(h));
    // Cisco's audit session and RADIUS accounting sessions (RFC 2866, 5.5) are bare digits.
    let bare = text.len() == 24 && hex(text) && text.iter().any(u8::is_ascii_alphabetic)
        || text.len() == 17 && text[8] == b'-' && hex(&text[..8]) && hex(&text[9..]);
    // PHP's and others' random names.
    let named = hex(text)
        && text.len() >= 16
        && text.iter().any(u8::is_ascii_digit)
        && text.iter().any(u8::is_ascii_alphabetic);
    let random =
        text.len() >= 24 && credential::is_random(text) && text.iter().all(u8::is_ascii_alphanumeric);
    let start = phrase_start(line, end);
    // `session kd83hf72ksl2`: letters and digits in turn, no number with a unit.
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    let turns = text.windows(2).filter(|two| two[0].is_ascii_digit() != two[1].is_ascii_digit()).count();
    let mixed = (10..=64).contains(&text.len())
        && text.iter().all(u8::is_ascii_alphanumeric)
        && digits >= 2
        && turns >= 4;
    // `Sessionid 4711023`: a counter of one machine's has fewer digits.
    let numbered = text.len() >= SESSION_DIGITS_MIN
        && digits == text.len()
        && ends_in(line.slice(start..end), b"id")
        && line.byte(end) == Some(b' ');
    // `(session X)`, `… in session X`.
    let told = line.byte_before(start) == Some(b'(') || line.slice(start.saturating_sub(4)..start) == b" in ";
    if prefixed || bare || named || mixed || numbered || random && told {
        push(line, found, word.start..word.end, Entity::SessionId);
    }
}

const SESSION_DIGITS_MIN: usize = 5;

/// The start of the word that ends at `end`.
fn phrase_start(line: &Line<'_>, end: usize) -> usize {
    line.run_back(end, |b| b.is_ascii_alphabetic())
}

/// Whether the noun at `start` has a determiner, behind which a verb follows it: `cette machine concorde`.
fn follows_determiner(line: &Line<'_>, start: usize) -> bool {
    const DETERMINERS: [&[u8]; 16] = [
        b"the", b"this", b"that", b"a", b"each", b"every", b"any", b"your", b"la", b"cette", b"une",
        b"chaque", b"toute", b"votre", b"de", b"aucune",
    ];
    let before = line.word_before(start).map(|word| line.slice(word.start..word.end)).unwrap_or_default();
    DETERMINERS.iter().any(|word| before.eq_ignore_ascii_case(word))
}

/// `wks0417`: a few letters that are no word, and a number.
fn is_numbered(text: &[u8]) -> bool {
    let stem = text.iter().take_while(|b| b.is_ascii_lowercase()).count();
    let (stem, number) = text.split_at(stem);
    (2..=8).contains(&stem.len())
        && (2..=5).contains(&number.len())
        && number.iter().all(u8::is_ascii_digit)
        && is_unknown(stem)
        && !naming::is_device(text)
}

fn digit_or_hyphen(text: &[u8]) -> bool {
    text.iter().any(|b| b.is_ascii_digit() || *b == b'-')
}

/// `client-hostname "X"`, `EventMemberJoin: x 192.0.2.7`: a place where nothing but a machine's name stands.
fn is_certain(line: &Line<'_>, end: usize, word: &Word, text: &[u8]) -> bool {
    let phrase = line.slice(end.saturating_sub(HOSTNAME.len())..end);
    let quotes = line.byte_before(word.start) == Some(b'"') && line.byte(word.end) == Some(b'"');
    let member = line.byte_before(end) == Some(b':')
        && line.byte(word.end) == Some(b' ')
        && naming::starts_with_address(line, word.end + 1);
    let ordinary = ORDINARY_WORDS.has(text) || LINKING_WORDS.has(text) || text.contains(&b'.') && !member;
    !ordinary
        && (member
            || quotes && line.slice(end..word.start) == b" \"" && phrase.eq_ignore_ascii_case(HOSTNAME))
}

/// `the laptop called heron is slow`, `un poste nommé heron`: any word that a machine is said to be called, where the sentence
/// or what it says of the machine goes on behind; `the server called back` has none.
fn is_called(line: &Line<'_>, end: usize, word: &Word) -> bool {
    const CALLED: [&str; 8] =
        [" called", " named", " nommé", " nommée", " appelé", " namens", " genaamd", " llamado"];
    const BEHIND: [&str; 16] = [
        " is ", " has ", " was ", " does", " will ", " can", " won", " keeps ", " est ", " a ", " ne ",
        " n'", " ist ", " hat ", " and ", " et ",
    ];
    let text = line.slice(word.start..word.end);
    let rest = line.slice(word.end..line.view.len());
    let ended = matches!(rest, [] | [b',' | b'.' | b'"' | b'\'', ..]);
    line.channel.is_prose()
        && text.len() >= 3
        && line.byte_before(word.start).is_some_and(|b| b" '\"".contains(&b))
        && CALLED.iter().any(|verb| line.slice(0..end).ends_with(verb.as_bytes()))
        && (ended || BEHIND.iter().any(|verb| rest.starts_with(verb.as_bytes())))
        && !ORDINARY_WORDS.has(text)
        && !LINKING_WORDS.has(text)
}

const HOSTNAME: &[u8] = b"hostname";

pub(super) fn machine_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let value = value_behind(line, end);
    let Some(word) = line.word_at(value.start).filter(|w| w.start == value.start) else { return };
    let text = line.slice(word.start..word.end);
    // `host "fe80::1%lo0"`: an address.
    if line.byte(word.end) == Some(b':')
        && line.byte(word.end + 1) == Some(b':')
        && text.iter().all(u8::is_ascii_hexdigit)
    {
        return;
    }
    // `docker.io/library/node:20-alpine`: which build of an image.
    let image = line.byte(end) == Some(b':')
        && memchr::memchr(b'/', line.slice(line.run_back(end, |b| b.is_ascii_graphic())..end)).is_some();
    if image && text.first().is_some_and(u8::is_ascii_digit) {
        return;
    }
    // `Host ffff.ffff.ffff in vlan 20`: an address, if only everybody's.
    if mac::is_word(text) {
        return;
    }
    // `hostname=dsl-7.example.org` is a field, which has its own rules.
    if line.byte(end) == Some(b'=') && text.contains(&b'.') {
        return;
    }
    // `Set hostname to <mantis>.` of systemd.
    if line.slice(end..value.start) == b" <" && line.slice(0..end).ends_with(b"hostname to") {
        host::judge(line, found, word.start..word.end, host::Role::Own);
        return;
    }
    let digit = text.iter().any(u8::is_ascii_digit);
    let enclosed = matches!(line.byte_before(value.start), Some(b'[' | b'"' | b'\''));
    // `Connected to "Home-5G"` may be a network.
    let connection = [&b" to"[..], b" by"].iter().any(|tail| line.slice(0..end).ends_with(tail));
    if connection && (digit_or_hyphen(text) && form(text) < Form::Numbered || text.ends_with(b"G")) {
        return;
    }
    let capitals = text.len() >= 5 && !text.iter().any(u8::is_ascii_lowercase);
    let shaped =
        digit && text.iter().any(u8::is_ascii_alphabetic) && (text.contains(&b'-') || enclosed || capitals);
    let family = text.eq_ignore_ascii_case(b"ipv4") || text.eq_ignore_ascii_case(b"ipv6");
    // `workstation [MANTIS]`, `terminal LT-ALEE`.
    let bracketed = line.byte_before(value.start) == Some(b'[') && line.byte(word.end) == Some(b']');
    let stemmed = capitals && text.contains(&b'-');
    // `host mickjagger is down`.
    let gap = line.slice(end..value.start);
    let stated = (gap == b"\":\"" || gap.iter().all(|b| b" '\"[".contains(b)))
        && (!line.byte(word.end).is_some_and(|b| b":=/(".contains(&b))
            || is_port(line.slice(word.end..line.view.len())))
        && !follows_determiner(line, phrase_start(line, end))
        && is_novel(text);
    let numbered = gap == b" "
        && !line.slice(phrase_start(line, end)..end).eq_ignore_ascii_case(b"device")
        && !line.byte(word.end).is_some_and(|b| b":=/_".contains(&b))
        && !follows_determiner(line, phrase_start(line, end))
        && is_numbered(text);
    let told = gap == b" "
        && !text.contains(&b'.')
        && !ORDINARY_WORDS.has(text)
        && !LINKING_WORDS.has(text)
        && !follows_determiner(line, phrase_start(line, end))
        && is_state(line.slice(word.end..line.view.len()));
    let certain = is_certain(line, end, word, text) || is_called(line, end, word);
    let named = certain
        || told
        || shaped
        || stated
        || numbered
        || (stemmed || capitals && bracketed) && !text.contains(&b'_');
    // `resolve host "name.example.org"` may be anybody's.
    let other = text.contains(&b'.')
        && enclosed
        && line.slice(phrase_start(line, end)..end).eq_ignore_ascii_case(b"host");
    if named && !family && !guid::is_guid(text) {
        let role = if other { host::Role::Mention } else { host::Role::Own };
        host::judge(line, found, word.start..word.end, role);
    }
}
