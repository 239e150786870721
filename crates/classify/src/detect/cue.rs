//! Values behind phrases of running text. The phrases are data: `data/cues.txt`.

mod account;
mod attempt;
mod host;
mod kind;
mod person;
mod secret;
mod user;

pub(super) use account::follows_login;

use super::{credential, declared, form_data, geo, insert, participant, phone, subject, unique};
use crate::line::Line;
use crate::marks::Marks;
use crate::phrase_table::PhraseTable;
use crate::span::Span;
use kind::{Cue, listed};
use secret::{password_behind, token_behind, wireless};
use std::ops::Range;
use std::sync::LazyLock;
use user::{follows_domain, quoted_user, user_behind};

static CUES: LazyLock<PhraseTable<Cue>> = LazyLock::new(|| PhraseTable::of(listed()));

/// The phrases alone.
pub(super) fn phrases() -> impl Iterator<Item = &'static str> {
    listed().map(|(phrase, _)| phrase)
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
                // `Using Device "Tape-1"`: where a backup is written.
                Cue::Machine if tells_of_backup(line, phrase.start) => {}
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

/// `Using Device "Tape-1"`, `JobId 24: … on device "Tape-1"`: what a backup is written to.
fn tells_of_backup(line: &Line<'_>, end: usize) -> bool {
    const FRONT_BYTES_MAX: usize = 120;
    let front = line.slice(end.saturating_sub(FRONT_BYTES_MAX)..end);
    front.ends_with(b"Using ") || memchr::memmem::find(front, b" JobId ").is_some()
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
