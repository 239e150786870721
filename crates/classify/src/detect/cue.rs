//! Values behind phrases of running text. The phrases are data: `data/cues.txt`.

mod account;
mod attempt;
mod host;
mod person;

pub(super) use account::follows_login;

use super::{
    credential, declared, form_data, geo, insert, naming, participant, phone, subject, unique, user,
};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::phrase_table::PhraseTable;
use crate::sections;
use crate::span::Span;
use crate::vocabulary::{LINKING_WORDS, ORDINARY_WORDS};
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cue {
    Login,
    User,
    QuotedUser,
    Password,
    Otp,
    Token,
    Person,
    ClientHost,
    Session,
    Machine,
    Place,
    Agent,
    Connect,
    Phone,
    Extension,
    Subscriber,
    Technology,
    LikelyUser,
    Number,
    UserList,
    UserWords,
    UserBefore,
    QuotedUserBefore,
    Actor,
    Addressee,
    Authenticator,
    Mechanism,
    ProcessTitle,
    Certificate,
    Insert,
    Form,
    Declared,
    Wireless,
    Columns,
    Entry,
}

static CUES: LazyLock<PhraseTable<Cue>> = LazyLock::new(|| PhraseTable::of(listed()));

/// The phrases of the list and what each stands in front of.
fn listed() -> impl Iterator<Item = (&'static str, Cue)> {
    let phrases = sections::phrases(include_str!("../data/cues.txt"));
    phrases.filter_map(|(heading, phrase)| Some((phrase, cue_from_name(heading)?)))
}

/// The phrases alone.
pub(super) fn phrases() -> impl Iterator<Item = &'static str> {
    listed().map(|(phrase, _)| phrase)
}

fn cue_from_name(name: &str) -> Option<Cue> {
    Some(match name {
        "login" => Cue::Login,
        "user" => Cue::User,
        "quoted_user" => Cue::QuotedUser,
        "password" => Cue::Password,
        "otp" => Cue::Otp,
        "token" => Cue::Token,
        "person" => Cue::Person,
        "client_host" => Cue::ClientHost,
        "session" => Cue::Session,
        "machine" => Cue::Machine,
        "place" => Cue::Place,
        "agent" => Cue::Agent,
        "connect" => Cue::Connect,
        "phone" => Cue::Phone,
        "extension" => Cue::Extension,
        "subscriber" => Cue::Subscriber,
        "technology" => Cue::Technology,
        "likely_user" => Cue::LikelyUser,
        "number" => Cue::Number,
        "user_list" => Cue::UserList,
        "user_words" => Cue::UserWords,
        "user_before" => Cue::UserBefore,
        "quoted_user_before" => Cue::QuotedUserBefore,
        "actor" => Cue::Actor,
        "addressee" => Cue::Addressee,
        "authenticator" => Cue::Authenticator,
        "mechanism" => Cue::Mechanism,
        "process_title" => Cue::ProcessTitle,
        "certificate" => Cue::Certificate,
        "insert" => Cue::Insert,
        "form" => Cue::Form,
        "declared" => Cue::Declared,
        "wireless" => Cue::Wireless,
        "columns" => Cue::Columns,
        "entry" => Cue::Entry,
        _ => return None,
    })
}

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut done = 0;
    for (index, word) in line.marked(Marks::CUE) {
        if word.start < done {
            continue;
        }
        if let Some((phrase, cue)) = CUES.longest_at(line.view, line.words, index) {
            done = phrase.end;
            match cue {
                Cue::ProcessTitle if !participant::is_process(line, phrase.start) => {}
                Cue::User if follows_domain(line, phrase.start) => {}
                Cue::User if follows_login(line, phrase.start) => {}
                Cue::UserBefore => {
                    participant::before(line, found, &phrase);
                    if line.slice(phrase.end..phrase.end + AS.len()) == AS {
                        user_behind(line, found, phrase.end + AS.len() - 1, false);
                    }
                }
                Cue::QuotedUserBefore => participant::quoted_before(line, found, phrase.start),
                Cue::Wireless => wireless(line, found, phrase.end),
                Cue::Addressee => {
                    participant::addressee(line, found, phrase.start);
                    judge(line, found, cue, phrase.end);
                }
                Cue::Actor => subject::actor(line, found, phrase.start),
                Cue::Mechanism => participant::argument(line, found, phrase.end),
                Cue::ClientHost if is_login(line, &phrase) => {
                    participant::before(line, found, &phrase);
                    judge(line, found, cue, phrase.end);
                }
                _ => judge(line, found, cue, phrase.end),
            }
        }
    }
}

/// `joe ran command as ann`.
const AS: &[u8] = b" as ";

/// `joe logged in from host`, which names who came and where from.
fn is_login(line: &Line<'_>, phrase: &Range<usize>) -> bool {
    line.slice(phrase.clone()).get(..LOGGED.len()).is_some_and(|front| front.eq_ignore_ascii_case(LOGGED))
}

const LOGGED: &[u8] = b"logged in";

/// `T:WPA;S:name;P:X;;`: a backslash takes a separator into the password.
fn wireless(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let mut at = start;
    while line.byte(at + 1) == Some(b':') && line.byte(at).is_some_and(|b| b.is_ascii_uppercase()) {
        let mut end = line.run(at + 2, |b| b != b';' && b != b'\n');
        while line.byte_before(end) == Some(b'\\') && line.byte(end) == Some(b';') {
            end = line.run(end + 1, |b| b != b';' && b != b'\n');
        }
        if line.byte(at) == Some(b'P') && !user::is_placeholder(line.slice(at + 2..end)) {
            push(line, found, at + 2..end, Entity::Password);
        }
        at = end + 1;
    }
}

/// `Domaine du compte : X`: a label of its own.
fn follows_domain(line: &Line<'_>, start: usize) -> bool {
    line.slice(start.saturating_sub(8)..start).eq_ignore_ascii_case(b"domaine ")
}

/// Shorter numbers behind a word on calls may count something.
const SUBSCRIBER_DIGITS_MIN: usize = 9;
const EXTENSION_DIGITS_MIN: usize = 3;

/// How far behind its phrase a code may end.
const CODE_BYTES_MAX: usize = 96;

fn judge(line: &Line<'_>, found: &mut Vec<Span>, cue: Cue, end: usize) {
    if line.byte(end).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
        && !matches!(line.byte_before(end), Some(b'=' | b'(' | b'<'))
    {
        return;
    }
    match cue {
        Cue::Login => user_behind(line, found, end, true),
        Cue::User | Cue::ProcessTitle | Cue::Addressee => user_behind(line, found, end, false),
        Cue::QuotedUser => quoted_user(line, found, end),
        Cue::Password => password_behind(line, found, end),
        Cue::Otp => credential::judge_code(
            line,
            found,
            value_start(line, end)..line.view.len().min(end + CODE_BYTES_MAX),
        ),
        Cue::Token => token_behind(line, found, end),
        Cue::Person if line.channel.is_prose() => person::behind(line, found, end),
        Cue::ClientHost => host::client_behind(line, found, end),
        Cue::Session => host::session_behind(line, found, end),
        Cue::Machine => host::machine_behind(line, found, end),
        Cue::Place => geo::behind(line, found, end),
        Cue::Agent => person::behind(line, found, end),
        Cue::Connect => host::connect_behind(line, found, end),
        Cue::Phone => phone::behind(line, found, end, SUBSCRIBER_DIGITS_MIN),
        Cue::Extension => {
            phone::behind(line, found, end, EXTENSION_DIGITS_MIN);
            phone::behind_subscriber(line, found, end);
        }
        Cue::Subscriber => phone::behind_subscriber(line, found, end),
        Cue::Technology => phone::behind_technology(line, found, end),
        Cue::LikelyUser => account::likely_behind(line, found, end),
        Cue::Number => account::number_behind(line, found, end),
        Cue::UserList => participant::list(line, found, end),
        Cue::UserWords => participant::words(line, found, end),
        Cue::Certificate => participant::certified(line, found, end),
        Cue::Insert => insert::judge(line, found, end),
        Cue::Form => form_data::judge(line, found, end),
        Cue::Declared => declared::judge(line, found, end),
        Cue::Columns => unique::columns(line, found, end),
        Cue::Entry => unique::entry(line, found, end),
        Cue::Authenticator => participant::authenticator(line, found, end),
        Cue::Person
        | Cue::UserBefore
        | Cue::QuotedUserBefore
        | Cue::Actor
        | Cue::Mechanism
        | Cue::Wireless => {}
    }
}

/// Skips blanks, a colon and an opening quote.
fn value_start(line: &Line<'_>, end: usize) -> usize {
    let start = line.run(end, |b| b" :=\"'<[\x1f".contains(&b));
    // `« joe »`, with blanks that do not break.
    let quote = "«".len();
    if line.slice(start..start + quote) != "«".as_bytes() {
        return start;
    }
    start + quote + line.blank_len(start + quote)
}

/// The run without blanks and quotes behind the phrase.
fn value_behind(line: &Line<'_>, end: usize) -> Range<usize> {
    let start = value_start(line, end);
    start..line.run(start, |b| !b.is_ascii_whitespace() && !b"\"'<>[],;\x1f".contains(&b))
}

/// `numbers` tells whether a number can be a name: people type anything at a login prompt.
fn user_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize, numbers: bool) {
    let mut value = value_behind(line, end);
    if line.byte(end) == Some(b'\'') {
        // `of user's groups`.
        return;
    }
    if line.byte(value.start) == Some(b'(') {
        value = value.start + 1..line.run(value.start, |b| b != b')');
        if line.slice(value.clone()).iter().any(|b| b": ".contains(b)) {
            // `Login incorrect (mschap: …): [joe]`.
            value = value_behind(line, value.end + 1);
        }
    }
    while matches!(line.byte_before(value.end), Some(b':' | b'.')) && !value.is_empty() {
        value.end -= 1;
    }
    // `user logged out: Uname: joe`: a key.
    let key = line.byte_before(end) == Some(b':') && line.slice(value.end..value.end + 2) == b": ";
    let text = line.slice(value.clone());
    attempt::client_behind(line, found, end, &value);
    if attempt::is_attempt(line, end, &value) {
        return user::judge_attempt(line, found, value);
    }
    let quoted = matches!(line.byte_before(value.start), Some(b'"' | b'\'' | b'<' | b'['));
    // Nobody's name: `Invalid user  from 192.0.2.1`, `for user authentication`.
    let again = [&b"invalid"[..], b"illegal", b"user"].contains(&text)
        && line.slice(value.end..value.end + 6).trim_ascii().starts_with(b"user");
    // `logged in using basic provider`: a way to log in.
    let means = [&b" provider"[..], b" authentication", b" method"]
        .iter()
        .any(|noun| line.slice(value.end..line.view.len()).starts_with(noun));
    let number = !numbers && text.iter().all(u8::is_ascii_digit);
    // `for user authentication`, `Unknown user name or bad password`.
    let ordinary =
        if numbers { text == b"name" || text.starts_with(b"name/") } else { ORDINARY_WORDS.has(text) };
    let missing = again
        || means && !numbers
        || key
        || number
        || ordinary
        || !numbers && (naming::is_device(text) || text.contains(&b'='))
        || is_pair(text)
        || LINKING_WORDS.has(text)
        || line.slice(end..value.start).contains(&b'=');
    if (value.start > end || matches!(line.byte_before(end), Some(b'=' | b'<'))) && (quoted || !missing) {
        if participant::full_name(line, found, value.start) {
            return;
        }
        participant::bracketed(line, found, value, user::Position::Cue);
    }
}

/// `db:main`: a key and its value, neither of them with a capital.
fn is_pair(text: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', text) else { return false };
    let word = |part: &[u8]| !part.is_empty() && part.iter().all(|b| b.is_ascii_lowercase() || *b == b'_');
    word(&text[..colon]) && text.get(colon + 1).is_some_and(u8::is_ascii_alphanumeric)
}

fn quoted_user(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let value = value_behind(line, end);
    // `Peer '2024' is now UNREACHABLE`.
    if line.slice(value.clone()).iter().all(u8::is_ascii_digit) {
        return phone::behind_subscriber(line, found, end);
    }
    let (open, close) = (line.byte_before(value.start), line.byte(value.end));
    let quoted = matches!(
        (open, close),
        (Some(b'\''), Some(b'\''))
            | (Some(b'"'), Some(b'"' | crate::view::FILLER))
            | (Some(b'<'), Some(b'>'))
            | (Some(b'['), Some(b']'))
    );
    // `user[joe]` of configuration management; `user[login]=` is a form's.
    let resource = open == Some(b'[')
        && value.start == end + 1
        && matches!(line.byte(value.end + 1), Some(b' ' | b'/' | b':'));
    let apart = line.slice(end..value.start).starts_with(b" ") || resource;
    let text = line.slice(value.clone());
    let ordinary = open == Some(b'[') && (ORDINARY_WORDS.has(text) || text.contains(&b' '));
    if quoted && apart && !ordinary && text.iter().any(u8::is_ascii_alphabetic) {
        participant::bracketed(line, found, value, user::Position::Key);
    }
}

fn password_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let start = line.run(end, |b| b == b' ');
    // `mot de passe provisoire=X`: the sign stands behind another word.
    let word = line.run(start, |b| b.is_ascii_lowercase());
    let start = if word > start && line.byte(word) == Some(b'=') { word + 1 } else { start };
    if let Some(quote @ (b'"' | b'\'' | b'`')) = line.byte(start) {
        let close = line.run(start + 1, |b| b != quote);
        let inside = start + 1..close;
        if !line.slice(inside.clone()).contains(&b'\n') && !user::is_placeholder(line.slice(inside.clone())) {
            push(line, found, inside, Entity::Password);
        }
        return;
    }
    let open = line.byte(start) == Some(b'(');
    let start = start + usize::from(open && line.slice(start..line.blank_after(start)).contains(&b')'));
    let mut value = start..line.blank_after(start);
    while line.byte_before(value.end).is_some_and(|b| b",;)".contains(&b)) && !value.is_empty() {
        value.end -= 1;
    }
    if line.byte_before(value.end) == Some(b'.') && !value.is_empty() {
        value.end -= 1;
    }
    let rest = line.slice(value.end..line.view.len());
    let last = rest.iter().all(|b| b".!\"' }],".contains(b)) || rest.starts_with(b". ");
    if value.start > end && credential::is_stated_password(line.slice(value.clone()), last) {
        push(line, found, value, Entity::Password);
    }
}

/// A run that nobody writes as a word: `Basic dXNlcjpwYXNz`.
fn token_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let value = value_behind(line, end);
    let text = line.slice(value.clone());
    if value.start > end && credential::is_random(text) {
        push(line, found, value, Entity::Token);
    }
}
