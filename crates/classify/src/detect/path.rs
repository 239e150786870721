//! Names in paths: home directories, `OneDrive` sites, shares (classification.md 2, 4.2 `username`, 4.4).

mod place;
mod resource;

use super::person::is_full_name;
use super::{credential, host, sid, user};
use crate::context::Known;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::ROLE_ACCOUNTS;
use crate::word::Word;
use memchr::memmem::Finder;
use place::Place;
pub(super) use place::words as places;
use std::ops::Range;
use std::sync::LazyLock;

static SHARE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br"\\"));

static HOME_PAGE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"/~"));

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for (_, word) in line.marked(Marks::PLACE) {
        let Some(place) = Place::of(line.slice(word.start..word.end)) else { continue };
        match line.byte(word.end) {
            Some(slash @ (b'/' | b'\\')) => behind(line, found, place, word, slash),
            // The hidden share of home directories.
            Some(b'$') if line.byte(word.end + 1) == Some(b'\\') && is_shared(line, place, word) => {
                home(line, found, word.end + 1);
            }
            _ => {}
        }
    }
    // `GET /~joe/`: what a web server shows of a home.
    HOME_PAGE.find_iter(line.view).for_each(|slash| home_page(line, found, slash));
    if line.marks.has(Marks::BACKSLASH) {
        SHARE.find_iter(line.view).for_each(|slash| share(line, found, slash));
    }
}

fn is_shared(line: &Line<'_>, place: Place, word: &Word) -> bool {
    matches!(place, Place::Home | Place::Profile | Place::Users | Place::Site) && is_after_slash(line, word)
}

/// What stands behind a word of a path and its separator.
fn behind(line: &Line<'_>, found: &mut Vec<Span>, place: Place, word: &Word, slash: u8) {
    let text = line.slice(word.start..word.end);
    let unix = slash == b'/';
    let is_account = match place {
        // `X:\Profiles\joe`, `\\host\profiles$\joe`, `\\host\home\joe`.
        Place::Home | Place::Profile if !unix => is_drive(line, word),
        Place::Home => !text.iter().any(u8::is_ascii_uppercase) && is_root_of_path(line, word),
        Place::Users => is_users(line, word, unix),
        Place::User => {
            unix && text == b"user" && (resource::is_resource_name(line, word) || is_distributed(line, word))
        }
        Place::Settings => !unix && line.slice(word.start.saturating_sub(4)..word.start) == b"and ",
        Place::Cache => is_after_slash(line, word),
        Place::Spool => unix && is_spool(line, word),
        Place::Staging => {
            let name = component(line, word.end);
            is_after_slash(line, word) && line.slice(name.end..name.end + 9) == b"/.staging"
        }
        Place::Role if unix => return home(line, found, component(line, word.end).end),
        Place::Site => return personal_site(line, found, word.end),
        Place::Machine if unix && is_after_slash(line, word) => {
            return resource::machine(line, found, word.end);
        }
        Place::Pass if unix && is_after_slash(line, word) => return pass(line, found, word.end),
        Place::Profile | Place::Role | Place::Machine | Place::Pass => false,
    };
    if is_account {
        home(line, found, word.end);
    }
}

/// `/recovery/use-token/XkJtEweSkVk…`: random signs that open a session (classification.md 4.1 `token`).
fn pass(line: &Line<'_>, found: &mut Vec<Span>, slash: usize) {
    const BYTES_MIN: usize = 20;
    let token = slash + 1..line.run(slash + 1, |b| b.is_ascii_alphanumeric() || b"-_=".contains(&b));
    if token.len() >= BYTES_MIN && credential::is_random(line.slice(token.clone())) {
        push(line, found, token, Entity::Token);
    }
}

/// `C:\Users\joe`, `/Users/joe`, `/principals/users/joe`, and `GET /users/joe/profile`, a resource that stands for an account
/// (`/users/search` is none).
fn is_users(line: &Line<'_>, word: &Word, unix: bool) -> bool {
    match line.slice(word.start..word.end) {
        // `C:\Users\All Users\Documents`.
        _ if !unix => !line.slice(0..word.start).ends_with(b"All "),
        b"Users" | b"Utilisateurs" => is_after_slash(line, word),
        b"users" => {
            resource::is_collection(line, word)
                || is_after_slash(line, word) && resource::names_account(line, word.end)
        }
        _ => false,
    }
}

/// Hadoop's home directories: `hdfs://host:port/user/joe`, `src=/user/joe`.
fn is_distributed(line: &Line<'_>, word: &Word) -> bool {
    let start = line.run_back(word.start, |b| !b.is_ascii_whitespace() && !b"=\"'([,".contains(&b));
    let prefix = line.slice(start..word.start);
    let schemes = [&b"hdfs://"[..], b"viewfs://", b"webhdfs://", b"maprfs://", b"abfs://", b"wasb://"];
    let root =
        prefix == b"/" && [&b"src="[..], b"dst="].contains(&line.slice(start.saturating_sub(4)..start));
    let authority = schemes.iter().find_map(|scheme| prefix.strip_prefix(*scheme));
    root || authority
        .is_some_and(|rest| memchr::memchr(b'/', rest).is_some_and(|slash| slash + 1 == rest.len()))
}

/// Whether two backslashes and a host, or `X:`, and separators are all that stands in front.
fn is_drive(line: &Line<'_>, word: &Word) -> bool {
    let colon = line.run_back(word.start, |b| b == b'\\');
    let run = line.run_back(word.start, |b| !b.is_ascii_whitespace() && !b"\"'=".contains(&b));
    let share = line.slice(run..run + 2) == br"\\" && colon > run + 2;
    share && memchr::memchr(b'\\', line.slice(run + 2..colon).trim_ascii()).is_none()
        || line.byte_before(colon) == Some(b':') && colon < word.start
}

fn is_after_slash(line: &Line<'_>, word: &Word) -> bool {
    matches!(line.byte_before(word.start), Some(b'/' | b'\\'))
}

/// Whether the word ends the path of a spool that has a file for each account.
fn is_spool(line: &Line<'_>, word: &Word) -> bool {
    let path = line.slice(0..word.start);
    [&b"/var/"[..], b"/spool/", b"/cron/"].iter().any(|root| path.ends_with(root))
}

/// `/home` where nothing stands in front of the slash that makes it part of a longer path or URL.
fn is_root_of_path(line: &Line<'_>, word: &Word) -> bool {
    // Three slashes stand for an encoded one.
    let slash = line.run_back(word.start, |b| b == b'/');
    let exported = [&b"/export"[..], b"/usr", b"/global", b"/mnt", b"/nfs", b"/data", b"/srv", b"/net"]
        .iter()
        .any(|root| {
            let start = slash.saturating_sub(root.len());
            line.slice(start..slash) == *root
                && !line.byte_before(start).is_some_and(|b| b.is_ascii_alphanumeric())
        });
    if line.byte_before(word.start) == Some(b'/') && exported {
        return true;
    }
    matches!(word.start - slash, 1 | 3)
        && !line.byte_before(slash).is_some_and(|b| b.is_ascii_alphanumeric() || b"/.".contains(&b))
}

/// The component behind the separator at `slash`.
fn component(line: &Line<'_>, slash: usize) -> Range<usize> {
    let start = line.run(slash, |b| matches!(b, b'/' | b'\\'));
    let end =
        line.run(start, |b| !b.is_ascii_whitespace() && !b"/\\\"'<>|:*?;,()[]{}=&\x1e\x1f".contains(&b));
    start..end
}

fn home(line: &Line<'_>, found: &mut Vec<Span>, slash: usize) {
    let mut name = component(line, slash);
    // `local/joe`, `example.org/joe` of accounts that a directory keeps.
    if is_realm(line, &name) || is_initial(line, &name) {
        name = component(line, name.end);
    }
    while matches!(line.byte_before(name.end), Some(b'.')) && !name.is_empty() {
        name.end -= 1;
    }
    let variable = line.byte(name.start) == Some(b'$');
    // `\profiles\joe_S-1-5-21-…`.
    if let Some(at) = sid::place(line.slice(name.clone())).filter(|at| *at > 1) {
        name.end = name.start + at - 1;
    }
    if variable || is_file(line, &name) || is_well_known(line, &name) {
        return;
    }
    // `C:\Users\Ann Lee\Desktop`, `acme.example/Users/Ann Lee`.
    let whole = name.start..line.run(name.start, |b| !b"/\\\"'<>|:*?;,()[]{}=&\x1e\x1f\r\n\t".contains(&b));
    let closed = line.byte(whole.end).is_none_or(|b| b"\\/'\"".contains(&b));
    if closed && whole.len() > name.len() && is_full_name(line.slice(whole.clone())) {
        return push(line, found, whole, Entity::PersonName);
    }
    if line.byte(whole.end) == Some(b'\\') && whole.len() > name.len() && is_spaced_account(line, &whole) {
        return push(line, found, whole, Entity::Username);
    }
    // `C:\Users\joe.CONTOSO`: the profile of a second account of that name, and its domain.
    let dot = memchr::memrchr(b'.', line.slice(name.clone())).map(|at| name.start + at);
    if let Some(dot) =
        dot.filter(|dot| line.context.known(line.slice(dot + 1..name.end)) == Some(Known::NetBios))
    {
        push(line, found, dot + 1..name.end, Entity::TenantDomain);
        name.end = dot;
    }
    user::judge(line, found, name, user::Position::Cue);
}

/// `C:\Users\great computer\AppData`: an account of several words, in front of a folder that every account has.
fn is_spaced_account(line: &Line<'_>, name: &Range<usize>) -> bool {
    const NAME_BYTES_MAX: usize = 40;
    const FOLDERS: [&[u8]; 8] =
        [b"AppData", b"Desktop", b"Documents", b"Downloads", b"OneDrive", b"Pictures", b"Videos", b"Music"];
    let folder = line.run(name.end, |b| b == b'\\');
    let folder = folder..line.run(folder, |b| b.is_ascii_alphabetic());
    let text = line.slice(name.clone());
    let user = text.len() <= NAME_BYTES_MAX && !ROLE_ACCOUNTS.has(text) && !text.ends_with(b" ");
    user && FOLDERS.iter().any(|known| known.eq_ignore_ascii_case(line.slice(folder.clone())))
}

/// Elsewhere on the web it is somebody else's (5.4).
fn home_page(line: &Line<'_>, found: &mut Vec<Span>, slash: usize) {
    const HOST_BYTES_MAX: usize = 256;
    let before = line.slice(slash.saturating_sub(HOST_BYTES_MAX)..slash);
    let url = before.rsplit(|b| b.is_ascii_whitespace() || b"\"'<(".contains(b)).next().unwrap_or_default();
    if memchr::memmem::find(url, b"://").is_some() {
        return;
    }
    let name = component(line, slash + HOME_PAGE.needle().len());
    let ended = line.byte(name.end).is_none_or(|b| b"/ \"'?\x1e".contains(&b));
    if ended && line.slice(name.clone()).iter().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(b)) {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// `/homes/j/joe`: homes in folders by their first letter.
fn is_initial(line: &Line<'_>, name: &Range<usize>) -> bool {
    let [letter] = line.slice(name.clone()) else { return false };
    line.byte(name.end) == Some(b'/') && line.byte(name.end + 1) == Some(*letter)
}

/// Whether homes are kept under this name by where their accounts are: what is behind it is one component more.
fn is_realm(line: &Line<'_>, name: &Range<usize>) -> bool {
    let text = line.slice(name.clone());
    let behind = component(line, name.end);
    line.byte(name.end) == Some(b'/')
        && !behind.is_empty()
        && behind.start == name.end + 1
        && (text == b"local" || text.contains(&b'.') && line.context.domain(text).is_some())
}

/// `index.html` and the like: a short ending of letters, and no separator behind.
fn is_file(line: &Line<'_>, name: &Range<usize>) -> bool {
    let text = line.slice(name.clone());
    let ending = memchr::memrchr(b'.', text).map(|dot| &text[dot + 1..]);
    !matches!(line.byte(name.end), Some(b'/' | b'\\'))
        && ending.is_some_and(|e| (2..=4).contains(&e.len()) && e.iter().all(u8::is_ascii_lowercase))
}

/// `All Users` and `Default User`, whose blank ends the component early.
fn is_well_known(line: &Line<'_>, name: &Range<usize>) -> bool {
    let (first, rest) = (line.slice(name.clone()), line.slice(name.end..name.end + 5));
    first == b"All" && rest == b" User" || first == b"Default" || first.eq_ignore_ascii_case(b"shared")
}

/// `/personal/joe_contoso_com/`.
fn personal_site(line: &Line<'_>, found: &mut Vec<Span>, slash: usize) {
    let site = component(line, slash);
    let name = line.slice(site.clone());
    match line.context.underscored_domain(name) {
        Some(at) if at > 1 => {
            push(line, found, site.start..site.start + at - 1, Entity::Upn);
            push(line, found, site.start + at..site.end, Entity::TenantDomain);
        }
        _ if name.contains(&b'_') => push(line, found, site, Entity::Username),
        _ => {}
    }
}

/// `\\host\share`, the first of its backslashes at `slash`.
fn share(line: &Line<'_>, found: &mut Vec<Span>, slash: usize) {
    let inside = |b: u8| {
        b.is_ascii_alphanumeric() || matches!(b, b'\\' | b':' | b'.' | b'}' | b'_' | b'-' | b'%' | b')')
    };
    if line.byte_before(slash).is_some_and(inside) {
        return;
    }
    let start = line.run(slash, |b| b == b'\\');
    let Some(word) = line.word_at(start).filter(|w| w.start == start) else { return };
    // `on \\host was`: the machine alone.
    let alone = line.byte_before(slash) == Some(b' ') && line.byte(word.end).is_none_or(|b| b == b' ');
    if (line.byte(word.end) == Some(b'\\') || alone) && line.byte_before(start) == Some(b'\\') {
        let name = line.slice(word.start..word.end);
        let device = name.len() < 2
            || [&b"REGISTRY"[..], b"Device", b"SystemRoot", b"GLOBALROOT", b"pipe", b"Microsoft"]
                .iter()
                .any(|d| name.eq_ignore_ascii_case(d));
        if !device && is_unc(line, slash, start) {
            host::judge(line, found, word.start..word.end, host::Role::Own);
        }
    }
}

/// Two backslashes in text, four where backslashes are escaped; `\REGISTRY` in JSON has two and is a device path.
fn is_unc(line: &Line<'_>, slash: usize, start: usize) -> bool {
    let escaped = line.view.first() == Some(&b'{') || memchr::memmem::find(line.view, b"\":").is_some();
    start - slash >= if escaped { 4 } else { 2 }
}
