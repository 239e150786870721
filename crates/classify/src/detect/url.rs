//! Credentials in URLs: `scheme://user:password@host`, and the addresses of webhooks, which whoever knows them may use
//! (classification.md 4.1 `password`, `token`).

use super::host_form::{Form, form};
use super::novel::is_novel;
use super::{host, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::sections;
use crate::span::Span;
use crate::vocabulary::WordList;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

static SCHEME: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    if line.marks.has(Marks::AT) {
        data_sources(line, found);
    }
    for scheme in SCHEME.find_iter(line.view) {
        userinfo(line, found, scheme + 3);
        webhook(line, found, scheme + 3);
        short_authority(line, found, scheme + 3);
    }
}

const SCHEMES: &str = include_str!("../data/url_schemes.txt");

/// Schemes of connections to machines.
static OF_MACHINES: LazyLock<WordList> = LazyLock::new(|| WordList::of(sections::under(SCHEMES, "machine")));
/// Schemes whose authority may name an account alone (RFC 3986, 3.2.1).
static OF_ACCOUNTS: LazyLock<WordList> = LazyLock::new(|| WordList::of(sections::under(SCHEMES, "account")));

/// The scheme in front of `://`, behind which the authority begins at `start`.
fn scheme<'l>(line: &Line<'l>, start: usize) -> &'l [u8] {
    line.slice(line.run_back(start - 3, |b| b.is_ascii_alphanumeric())..start - 3)
}

/// `tcp://srv-7:61616`, `ldap://srv-7/`, `mysql://joe:X@srv-7`: a name without dots is one of the tenant's own network.
fn short_authority(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let scheme = scheme(line, start);
    if !OF_MACHINES.has(scheme) {
        return;
    }
    let userinfo = userinfo_end(line, start);
    let start = userinfo.map_or(start, |at| at + 1);
    let end = line.run(start, |b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    let name = line.slice(start..end);
    let closed = line.byte(end).is_none_or(|b| b":/#?,;)]}'\"".contains(&b) || b.is_ascii_whitespace());
    // A page of the web may be any site's.
    let least = if scheme.starts_with(b"http") { Form::Numbered } else { Form::Possible };
    // Whoever signs in does so at a machine.
    let signed_in = userinfo.is_some() && !scheme.starts_with(b"http");
    if closed && !name.contains(&b'.') && (signed_in || form(name) >= least || is_novel(name)) {
        host::judge(line, found, start..end, host::Role::Own);
    }
}

/// No account and password of a source of data are longer.
const USERINFO_BYTES_MAX: usize = 256;

/// `joe:X@tcp(db:3306)/name`, as drivers of Go name a source of data.
fn data_sources(line: &Line<'_>, found: &mut Vec<Span>) {
    for sign in memchr::memchr_iter(b'@', line.view) {
        let transport = line.slice(sign..sign + b"@unix(".len());
        if !transport.starts_with(b"@tcp(") && transport != b"@unix(" {
            continue;
        }
        let front = line.slice(sign.saturating_sub(USERINFO_BYTES_MAX)..sign);
        let stop = front.iter().rposition(|b| b.is_ascii_whitespace() || b"\"'`=@".contains(b));
        let start = sign - front.len() + stop.map_or(0, |stop| stop + 1);
        if let Some(colon) = memchr::memchr(b':', line.slice(start..sign)).map(|at| start + at) {
            user::judge_with_password(line, found, start..colon, colon + 1..sign);
        }
    }
}

/// The last `@` of the authority that begins at `start`.
fn userinfo_end(line: &Line<'_>, start: usize) -> Option<usize> {
    let inside = |b: u8| !b.is_ascii_whitespace() && !b"/\"'<>".contains(&b);
    let mut end = line.run(start, inside);
    // `%2F`, which the view has three slashes for, is part of a password.
    while line.slice(end..end + 3) == b"///" {
        end = line.run(end + 3, inside);
    }
    memchr::memrchr(b'@', line.slice(start..end)).map(|at| start + at)
}

/// Between the scheme and the last `@` of the authority; a mail address may be the account.
fn userinfo(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let Some(at) = userinfo_end(line, start) else { return };
    let Some(colon) = memchr::memchr(b':', line.slice(start..at)).map(|colon| start + colon) else {
        return account_alone(line, found, start, at);
    };
    user::judge_with_password(line, found, start..colon, colon + 1..at);
}

/// `ssh://joe@host`.
fn account_alone(line: &Line<'_>, found: &mut Vec<Span>, start: usize, at: usize) {
    let text = line.slice(start..at);
    if text.len() == KEY_BYTES && text.iter().all(u8::is_ascii_hexdigit) {
        // Where errors are reported to: a project's key stands in the account's place.
        push(line, found, start..at, Entity::Token);
        return;
    }
    let plain = text.iter().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(b));
    if plain && OF_ACCOUNTS.has(scheme(line, start)) {
        user::judge(line, found, start..at, user::Position::Cue);
    }
}

const KEY_BYTES: usize = 32;

/// What a webhook's path begins with, how many of the components behind it are public, and whether the secret is all the
/// rest or one component.
struct Webhook {
    host: &'static [u8],
    path: &'static [u8],
    public: usize,
    rest: bool,
}

/// From the vendors' documentation of incoming webhooks.
const WEBHOOKS: [Webhook; 8] = [
    Webhook { host: b"hooks.slack.com", path: b"/services/", public: 2, rest: false },
    Webhook { host: b"hooks.slack.com", path: b"/workflows/", public: 0, rest: true },
    Webhook { host: b"discord.com", path: b"/api/webhooks/", public: 1, rest: false },
    Webhook { host: b"discordapp.com", path: b"/api/webhooks/", public: 1, rest: false },
    Webhook { host: b"api.telegram.org", path: b"/bot", public: 0, rest: false },
    Webhook { host: b"api.telegram.org", path: b"/file/bot", public: 0, rest: false },
    Webhook { host: b"hooks.zapier.com", path: b"/hooks/catch/", public: 1, rest: false },
    Webhook { host: b"webhook.office.com", path: b"/webhookb2/", public: 0, rest: true },
];

/// Shorter components name something.
const SECRET_BYTES_MIN: usize = 16;

fn webhook(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let slash = line.run(start, |b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    let host = line.slice(start..slash);
    if line.byte(slash) != Some(b'/') || !host.contains(&b'o') {
        return;
    }
    let hook = WEBHOOKS
        .iter()
        .find(|hook| host.ends_with(hook.host) && line.slice(slash..slash + hook.path.len()) == hook.path);
    let Some(hook) = hook else { return };
    let mut secret = component(line, slash + hook.path.len());
    for _ in 0..hook.public {
        secret = component(line, secret.end + 1);
    }
    if hook.rest {
        secret.end = line.run(secret.start, |b| is_inside(b) || b == b'/');
    }
    if secret.len() >= SECRET_BYTES_MIN || hook.public > 0 && !secret.is_empty() {
        push(line, found, secret, Entity::Token);
    }
}

fn component(line: &Line<'_>, start: usize) -> Range<usize> {
    start..line.run(start, is_inside)
}

fn is_inside(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:@%".contains(&byte)
}
