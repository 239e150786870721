//! Account names in the sentences of logs: what stands behind `user`, or behind `for`, `by` and `as` in a sentence on a
//! login (classification.md 4.2 `username`: `for user X`, `for X from`; 5.3).

use super::{host, participant, person, user};
use crate::line::Line;
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::{ORDINARY_WORDS, ROLE_ACCOUNTS};
use crate::word::Word;
use std::net::IpAddr;
use std::ops::Range;

/// Nouns that an account's name follows.
pub(super) const NOUNS: [&str; 8] =
    ["user", "username", "administrator", "admin", "login", "utilisateur", "compte", "account"];
/// Prepositions that an account's name follows in a sentence on a login.
pub(super) const PREPOSITIONS: [&str; 4] = ["for", "by", "as", "to"];
/// Words of sentences on logins.
pub(super) const LOGIN_WORDS: [&str; 24] = [
    "login",
    "logon",
    "logged",
    "auth",
    "authentication",
    "authenticated",
    "authenticate",
    "session",
    "su",
    "sudo",
    "sshd",
    "ssh",
    "password",
    "passwd",
    "shadow",
    "pam_unix",
    "publickey",
    "keyboard-interactive",
    "configured",
    "authorized",
    "ftpd",
    "vpn",
    "logout",
    "kerberos",
];

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let login = line.marks.has(Marks::LOGIN);
    for (index, word) in line.marked(Marks::ROLE.or(Marks::PREPOSITION)) {
        let text = line.slice(word.start..word.end);
        if is_any(&NOUNS, text) {
            behind_noun(line, found, index, word);
        } else if (login || is_closing_agent(line, word)) && is_any(&PREPOSITIONS, text) {
            behind_preposition(line, found, word);
        }
    }
}

/// `… by "joe".` at the end of a sentence.
fn is_closing_agent(line: &Line<'_>, word: &Word) -> bool {
    let quote = line.byte(word.end + 1);
    let close = line.run(word.end + 2, |b| Some(b) != quote);
    quote == Some(b'"') && close + 2 >= line.view.len() && line.slice(word.start..word.end) == b"by"
}

fn is_any(list: &[&str], text: &[u8]) -> bool {
    list.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()))
}

/// The token behind a word, and the quotes or brackets around it.
struct Token {
    range: Range<usize>,
    enclosed: bool,
}

/// The token behind one blank at `end`, without quotes, brackets and the punctuation behind it.
fn token(line: &Line<'_>, end: usize) -> Option<Token> {
    if line.byte(end) != Some(b' ') {
        return None;
    }
    let start = line.run(end + 1, |b| b"'\"`[<(\x1f".contains(&b));
    if start > end + 4 {
        return None;
    }
    let mut stop = line.run(start, |b| !b.is_ascii_whitespace() && !b"'\"`<>[](){},;|=\x1e\x1f".contains(&b));
    let enclosed = start > end + 1 && line.byte(stop).is_some_and(|b| b"'\"`]>)\x1f@".contains(&b));
    while stop > start && matches!(line.byte_before(stop), Some(b'.' | b':' | b'?')) && !enclosed {
        stop -= 1;
    }
    (stop > start && (enclosed || start == end + 1)).then_some(Token { range: start..stop, enclosed })
}

/// How far a token's form says that it is a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// It is a number, a path, a word of the language or the like.
    None,
    /// Letters that no list knows.
    Plain,
    /// With digits, dots or underscores, as accounts have them.
    Shaped,
}

fn form(line: &Line<'_>, token: &Token) -> Form {
    let text = line.slice(token.range.clone());
    let next = line.byte(token.range.end);
    let letters = text.iter().filter(|b| b.is_ascii_alphabetic() || !b.is_ascii()).count();
    if letters == 0 && !token.enclosed
        || text.len() > NAME_BYTES_MAX
        || ORDINARY_WORDS.has(text.strip_suffix(b"!").unwrap_or(text))
    {
        return Form::None;
    }
    if next == Some(b'=')
        || next == Some(b'(') && !line.slice(token.range.end..token.range.end + 5).eq(b"(uid=")
    {
        return Form::None;
    }
    if text.iter().any(|b| b"/@*%#&+".contains(b)) || is_quantity(text) || is_device(text) || is_unit(text) {
        return Form::None;
    }
    let marked = |b: &u8| b.is_ascii_digit() || b"._\\!$-".contains(b) || !b.is_ascii();
    let hyphens_only = !text.iter().any(|b| *b != b'-' && marked(b));
    if text.iter().any(marked) && !(hyphens_only && text.iter().all(|b| b.is_ascii_lowercase() || *b == b'-'))
    {
        return if is_host(line, text) || is_hash(text) { Form::None } else { Form::Shaped };
    }
    Form::Plain
}

const NAME_BYTES_MAX: usize = 48;

/// `12`, `3.5s`, `0x1f`, `v1.2`: a number with its unit.
fn is_quantity(text: &[u8]) -> bool {
    let number = text.strip_prefix(b"v").unwrap_or(text);
    let letters = number.iter().filter(|b| b.is_ascii_alphabetic()).count();
    number.first().is_some_and(u8::is_ascii_digit) && (letters <= 2 || number.starts_with(b"0x"))
        || text.starts_with(b"-")
}

/// Interfaces, terminals and disks.
pub(super) fn is_device(text: &[u8]) -> bool {
    let stem = text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let (name, tail) = text.split_at(stem);
    let stems = [
        "eth", "ens", "enp", "eno", "wlan", "ath", "tty", "ttys", "vty", "pts", "ppp", "tun", "tap", "br",
        "sd", "lo",
    ];
    is_any(&stems, name) && tail.first().is_some_and(u8::is_ascii_digit)
}

/// Units of systemd, source and other files.
fn is_unit(text: &[u8]) -> bool {
    let ending = memchr::memrchr(b'.', text).map_or(&b""[..], |dot| &text[dot + 1..]);
    let endings = [
        "service", "slice", "scope", "target", "socket", "timer", "mount", "conf", "cfg", "ini", "log",
        "txt", "exe", "dll", "sys", "sh", "py", "go", "c", "cpp", "h", "java", "php", "html", "js", "json",
        "xml", "yml", "yaml", "so", "db", "key", "pem", "crt", "zip", "gz", "pid", "sock",
    ];
    is_any(&endings, ending)
}

/// A domain's name.
fn is_host(line: &Line<'_>, text: &[u8]) -> bool {
    let ending = memchr::memrchr(b'.', text).map_or(&b""[..], |dot| &text[dot + 1..]);
    let tops =
        ["com", "net", "org", "io", "edu", "gov", "local", "lan", "internal", "localdomain", "example"];
    is_any(&tops, ending)
        || line.context.domain(text).is_some()
        || memchr::memchr_iter(b'.', text).count() >= 3
}

fn is_hash(text: &[u8]) -> bool {
    let hex = text.iter().filter(|b| b.is_ascii_hexdigit() || **b == b'-').count();
    hex == text.len() && text.len() >= 12 && text.iter().any(u8::is_ascii_digit)
}

fn behind_noun(line: &Line<'_>, found: &mut Vec<Span>, index: usize, noun: &Word) {
    if matches!(line.byte_before(noun.start), Some(b'/' | b'=' | b'\\' | b'-' | b'_' | b'@')) {
        return;
    }
    let Some(token) = token(line, noun.end) else { return };
    let form = form(line, &token);
    let text = line.slice(noun.start..noun.end);
    // `login` and `account` are verbs and objects too: only what is quoted or looks like a name follows them.
    let weak = !is_any(&["user", "username", "utilisateur", "administrator"], text);
    let quoted = token.enclosed && line.byte_before(token.range.start) != Some(b'(');
    let named = match form {
        Form::None => false,
        Form::Shaped => !weak || quoted || is_predicate(line, &token),
        Form::Plain => !weak && (quoted || is_predicate(line, &token) || is_governed(line, index)),
    };
    if named {
        if form == Form::Plain && !quoted && is_full_name(line, &token) {
            let first = line.words.partition_point(|w| w.start < token.range.start);
            if person::name_behind(line, found, first, 2) > 0 {
                return;
            }
        }
        accept(line, found, &token);
    } else if text == b"USER" && line.byte(token.range.end) == Some(b':') && form != Form::None
        || text == b"USER" && is_ftp_number(line, &token)
    {
        accept(line, found, &token);
    }
}

/// `USER 1234:` of an FTP server.
fn is_ftp_number(line: &Line<'_>, token: &Token) -> bool {
    line.byte(token.range.end) == Some(b':') && line.slice(token.range.clone()).iter().all(u8::is_ascii_digit)
}

fn is_full_name(line: &Line<'_>, token: &Token) -> bool {
    let text = line.slice(token.range.clone());
    !text.first().is_some_and(u8::is_ascii_lowercase) && line.byte(token.range.end) == Some(b' ')
}

/// Words behind a name that tell what its owner did or what happened to it.
const PREDICATES: [&str; 44] = [
    "from",
    "logged",
    "login",
    "logon",
    "logout",
    "not",
    "failed",
    "does",
    "doesn",
    "isn",
    "has",
    "is",
    "was",
    "on",
    "authenticated",
    "connected",
    "disconnected",
    "denied",
    "locked",
    "unlocked",
    "added",
    "removed",
    "deleted",
    "created",
    "tried",
    "attempted",
    "exceeded",
    "joined",
    "rejected",
    "accepted",
    "cannot",
    "successfully",
    "changed",
    "expired",
    "uid",
    "belongs",
    "executed",
    "exists",
    "signed",
    "started",
    "ran",
    "disabled",
    "enabled",
    "unknown",
];

/// Whether what stands behind the token says that it is somebody's name.
fn is_predicate(line: &Line<'_>, token: &Token) -> bool {
    let end = token.range.end;
    match (line.byte(end), line.byte(end + 1)) {
        (Some(b':'), Some(b' ')) | (Some(b'('), _) | (Some(b' '), Some(b'-' | b'(' | b'[')) => true,
        (Some(b' '), _) => line
            .word_from(end)
            .is_some_and(|w| w.start == end + 1 && is_any(&PREDICATES, line.slice(w.start..w.end))),
        _ => false,
    }
}

/// Whether a preposition or a verb stands in front of the noun: `of user joe`.
fn is_governed(line: &Line<'_>, noun: usize) -> bool {
    let Some(before) = noun.checked_sub(1).and_then(|at| line.words.get(at)) else { return false };
    let verbs = [
        "of",
        "by",
        "as",
        "authenticate",
        "authenticated",
        "authenticating",
        "locked",
        "unlocked",
        "delete",
        "removed",
    ];
    is_any(&verbs, line.slice(before.start..before.end))
}

fn behind_preposition(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) {
    let preposition = line.slice(word.start..word.end);
    let Some(token) = token(line, word.end) else { return };
    if token.enclosed && line.byte_before(token.range.start) == Some(b'(') {
        return;
    }
    let form = form(line, &token);
    if form == Form::None || ROLE_ACCOUNTS.has(line.slice(token.range.clone())) {
        return;
    }
    let after = behind(line, token.range.end);
    let named = match preposition.to_ascii_lowercase().as_slice() {
        b"for" => after == Behind::Origin || after == Behind::Uid || token.enclosed && after == Behind::Comma,
        b"by" => {
            after == Behind::Uid
                || after == Behind::Terminal
                || after == Behind::Origin
                || token.enclosed
                || after == Behind::End && form == Form::Shaped
        }
        b"as" => matches!(after, Behind::End | Behind::Origin | Behind::Uid),
        _ => after == Behind::Origin || after == Behind::Terminal,
    };
    if named {
        accept(line, found, &token);
    }
}

/// What stands behind a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Behind {
    /// `from` and an address or a full name of a host.
    Origin,
    /// `(uid=`.
    Uid,
    /// `on` and a terminal.
    Terminal,
    Comma,
    /// The end of the line or sentence.
    End,
    Other,
}

fn behind(line: &Line<'_>, end: usize) -> Behind {
    let end = line.run(end, |b| b"'\"`]>\x1f".contains(&b));
    let rest = line.slice(end..line.view.len());
    if rest.iter().all(|b| b" .!'\"\\\r\n}".contains(b)) {
        Behind::End
    } else if rest.starts_with(b",") {
        Behind::Comma
    } else if rest.starts_with(b"(uid=") {
        Behind::Uid
    } else if rest.starts_with(b" on ")
        && line.word_from(end + 4).is_some_and(|w| is_terminal(line.slice(w.start..w.end)))
    {
        Behind::Terminal
    } else if rest.starts_with(b" from ") && is_origin(line, end + 6) {
        Behind::Origin
    } else {
        Behind::Other
    }
}

fn is_terminal(text: &[u8]) -> bool {
    [&b"tty"[..], b"vty", b"pts", b"dev", b"console", b"line"].iter().any(|name| text.starts_with(name))
}

/// An address or a full host name at `start`.
fn is_origin(line: &Line<'_>, start: usize) -> bool {
    let start = line.run(start, |b| b == b'[' || b == b'/');
    let end = line.run(start, |b| b.is_ascii_alphanumeric() || b".:-".contains(&b));
    let text = line.slice(start..end);
    is_address(text) || text.contains(&b'.') && text.iter().any(u8::is_ascii_alphabetic)
}

/// An address of either family, with or without a port.
pub(super) fn is_address(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let text = text.strip_prefix("IPv6:").unwrap_or(text).trim_end_matches([':', '.']);
    text.parse::<IpAddr>().is_ok()
        || text.rsplit_once(':').is_some_and(|(address, _)| address.parse::<IpAddr>().is_ok())
}

/// Judges the token as an account, and the host behind `from`.
fn accept(line: &Line<'_>, found: &mut Vec<Span>, token: &Token) {
    participant::bracketed(line, found, token.range.clone(), user::Position::Cue);
}

/// The client in `joe from laptop.example.org` (classification.md 4.2 `client_hostname`).
pub(super) fn origin(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let end = line.run(end, |b| b"'\"`]>\x1f".contains(&b));
    if line.slice(end..end + 6) != b" from " {
        return;
    }
    let Some(word) = line.word_at(end + 6).filter(|w| w.start == end + 6) else { return };
    let name = line.slice(word.start..word.end);
    let letters = name.iter().any(u8::is_ascii_alphabetic);
    let full = letters && name.contains(&b'.');
    let short =
        letters && (name.contains(&b'-') || name.iter().any(u8::is_ascii_digit)) && !name.contains(&b'_');
    if full {
        host::judge(line, found, word.start..word.end, host::Role::Client);
    } else if short && !is_device(name) && !super::guid::is_guid(name) && !is_hash(name) && !is_quantity(name)
    {
        host::judge(line, found, word.start..word.end, host::Role::Own);
    }
}
