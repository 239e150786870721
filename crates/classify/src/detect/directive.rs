//! Secrets in lines of configuration whose key and value only a blank parts: `rcon_password X`, `MqttPassword X`
//! (classification.md 4.1 `password`). The key is a word of several, which no sentence has.

use super::stated;
use crate::channel::Channel;
use crate::entity::Entity;
use crate::key::ends_in;
use crate::line::{Line, push};
use crate::span::Span;
use crate::word::{Shape, Word};
use memchr::memmem::Finder;
use std::sync::LazyLock;

const ENDS: [&[u8]; 4] = [b"password", b"passwd", b"passphrase", b"password1"];
/// What is done with a password: `reset_password`.
const DEEDS: [&[u8]; 8] =
    [b"reset", b"change", b"set", b"check", b"verify", b"validate", b"forgot", b"update"];

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    if line.channel != Channel::Log {
        return;
    }
    shared(line, found);
    for word in line.telling().filter(|word| is_key(line, word)) {
        let value =
            word.end + 1..line.run(word.end + 1, |b| !b.is_ascii_whitespace() && !b"\"',;".contains(&b));
        if line.byte(word.end) == Some(b' ') && stated::is_password(line, line.slice(value.clone())) {
            push(line, found, value, Entity::Password);
        }
    }
}

static SECRET: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"secret \""));

/// `secret "X";` of the keys of BIND and of its tools (rndc.conf(5)).
fn shared(line: &Line<'_>, found: &mut Vec<Span>) {
    const BYTES_MIN: usize = 8;
    for at in SECRET.find_iter(line.view) {
        let start = at + SECRET.needle().len();
        let secret = start..line.run(start, |b| b.is_ascii_graphic() && b != b'"');
        let apart = line.byte_before(at).is_none_or(|b| b.is_ascii_whitespace() || b"{;".contains(&b));
        if apart && secret.len() >= BYTES_MIN && line.slice(secret.end..secret.end + 2) == b"\";" {
            push(line, found, secret, Entity::Password);
        }
    }
}

/// Words joined by an underscore or a capital, the last of which names a password.
fn is_key(line: &Line<'_>, word: &Word) -> bool {
    let text = line.slice(word.start..word.end);
    let Some(end) = ENDS.iter().find(|end| ends_in(text, end)) else { return false };
    let front = text[..text.len() - end.len()].strip_suffix(b"_").unwrap_or(&text[..text.len() - end.len()]);
    let joined = word.shape.has(Shape::UNDERSCORE.or(Shape::INNER_CAPITAL)) || text.ends_with(b"1");
    let apart = line.byte_before(word.start).is_none_or(|b| b.is_ascii_whitespace() || b"\"';".contains(&b));
    joined && apart && !DEEDS.iter().any(|deed| front.eq_ignore_ascii_case(deed))
}
