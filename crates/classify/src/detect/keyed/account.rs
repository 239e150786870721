//! Values of an account's key (classification.md 4.2 `username`).

mod label;

pub(super) use label::is_next_label;

use super::first_word;
use crate::detect::novel::{is_novel, is_of_words};
use crate::detect::{participant, person, phone, user};
use crate::entity::Entity;
use crate::field::{Field, Style};
use crate::key::{KeyClass, ends_in};
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::GIVEN_NAMES;
use std::ops::Range;

pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let (key, number) = (line.slice(field.key.clone()), line.slice(first_word(line, field)));
    // `logged in users: 4` counts, `"user_id": 88` is a row of some table.
    let row = number.len() <= ROW_DIGITS_MAX && (ends_in(key, b"id") || ends_in(key, b"handle"));
    if number.len() == ROW_DIGITS_MAX + 1 && ends_in(key, b"id") && number.iter().all(u8::is_ascii_digit) {
        return push(line, found, first_word(line, field), Entity::UserNumber);
    }
    // `"session_owner":1` says whether it is.
    // `"users_id_recipient":14` is a row of another table.
    let bare = line.slice(field.key.end..field.value.start) == b"\":";
    let flag = bare && number.len() <= if key.starts_with(b"users_id") { ROW_DIGITS_MAX } else { 1 };
    // `widget state for user: 0` of Android: a local number.
    let local =
        number.len() <= LOCAL_DIGITS_MAX && field.style == Style::Label && !phone::tells_of_calls(line);
    // `BUILTIN\Users:(I)(OI)(CI)(RX)`: what an entry of an access list grants.
    let grants = line.slice(field.key.end..field.key.end + 2) == b":(";
    // `User=0,07s` of a report on time; root's number is nobody's (5.3).
    // `User: arn:aws:iam::672112571234:user/joe` is judged as what it names.
    if number.starts_with(b"arn:aws") {
        return;
    }
    if grants || is_own_tag(key, number) || number == b"0" || is_call(line, field) {
        return;
    }
    // `string username = 1;`: the number of a field in a message (Protocol Buffers).
    let end = first_word(line, field).end;
    let in_message = line.slice(field.key.end..field.value.start) == b" = " && line.byte(end) == Some(b';');
    if in_message && number.iter().all(u8::is_ascii_digit) {
        return;
    }
    // `require 'docker login': denied`: a command in quotes.
    let quoted = line.byte_before(field.key.start) == Some(b'\'') && line.byte(field.key.end) == Some(b'\'');
    let said = number.strip_suffix(b":").unwrap_or(number);
    if quoted && key.contains(&b' ') && !said.is_empty() && said.iter().all(u8::is_ascii_lowercase) {
        return;
    }
    // `Get-MgUser : …`: what a command of PowerShell says.
    if field.style == Style::Label && is_cmdlet(key) {
        return;
    }
    let counts = key.ends_with(b"s") || row || flag || local;
    if counts && number.iter().all(u8::is_ascii_digit) {
        return;
    }
    if is_attempt(line, field) {
        return user::judge_attempt(line, found, first_word(line, field));
    }
    // An account may be a company's: `"accountName":"Harbour Foods"`.
    let is_company = ends_in(key, b"accountname") && number.contains(&b' ') && is_of_words(number);
    if is_company || is_of_service(line, &field.value) {
        return;
    }
    if is_charged(line, key) {
        return;
    }
    // PAM's `logname`, and no log's name.
    if key.ends_with(b"logName") || key.ends_with(b"LogName") || key.ends_with(b"Log Name") {
        return;
    }
    // `pam_unix(login:auth):` names a service and a phase of PAM.
    let word = first_word(line, field);
    if line.byte_before(field.key.start) == Some(b'(') && line.slice(word.end..word.end + 2) == b"):" {
        return;
    }
    // `last_login=NOW()`: what a function gives.
    if line.slice(field.value.start + number.len()..field.value.end).starts_with(b")")
        && number.ends_with(b"(")
    {
        return;
    }
    if is_uri_parameter(line, field) || is_storage_account(line, field) || is_bus_member(line, field) {
        return;
    }
    if field.style == Style::Bare && ends_in(key, b"users") {
        // `valid users = joe, ann` of Samba.
        return participant::list(line, found, field.value.start);
    }
    if let Some(name) = behind_claim(line, field.value.start) {
        return user::judge(line, found, name, user::Position::Key);
    }
    if field.style != Style::Label {
        return user::judge(line, found, spaced_value(line, field), user::Position::Key);
    }
    label::judge(line, found, field);
}

/// A verb and a noun, as PowerShell names its commands.
fn is_cmdlet(key: &[u8]) -> bool {
    const VERBS: [&[u8]; 9] =
        [b"Get-", b"Set-", b"New-", b"Remove-", b"Add-", b"Update-", b"Invoke-", b"Connect-", b"Test-"];
    let name = key.rsplit(|b| *b == b' ').next().unwrap_or_default();
    VERBS
        .iter()
        .any(|verb| name.starts_with(verb) && name.get(verb.len()).is_some_and(u8::is_ascii_uppercase))
}

/// `user = get_user(id)`, `const user = await findUser(id);`, `my $user = shift;`: what a program computes.
fn is_call(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    const DECLARED: [&[u8]; 7] = [b"let ", b"const ", b"var ", b"val ", b"auto ", b"final ", b"my "];
    let assigned = line.slice(field.key.end..field.value.start) == b" = ";
    let start = field.value.start;
    let name = line.run(start, |b| b.is_ascii_alphanumeric() || b"_.:".contains(&b));
    let key = line.slice(field.key.clone());
    let declared = DECLARED.iter().any(|word| {
        key.starts_with(word)
            || line
                .slice(0..field.key.start)
                .strip_suffix(b"$")
                .unwrap_or(line.slice(0..field.key.start))
                .ends_with(word)
    });
    assigned
        && name > start
        && (line.byte(name) == Some(b'(') || declared && line.byte_before(start) == Some(b' '))
}

/// A value that is an account's or a person's if it looks like one: its key may have others.
pub(super) fn judge_likely(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let word = first_word(line, field);
    let text = line.slice(word.clone());
    let domain = memchr::memchr(b'\\', text).is_some_and(|at| at > 0);
    // OpenID's subject may be the number of a user.
    if field.style == Style::Quoted
        && text.len() >= SUBJECT_DIGITS_MIN
        && text.iter().all(u8::is_ascii_digit)
        && line.slice(field.key.clone()).eq_ignore_ascii_case(b"sub")
    {
        return push(line, found, word, Entity::UserNumber);
    }
    if is_novel(text) || domain && field.style != Style::Label {
        user::judge(line, found, word, user::Position::Cue);
    } else if field.style == Style::Quoted && text.split(|b| *b == b' ').any(|name| GIVEN_NAMES.has(name)) {
        person::full_name_at(line, found, &field.value);
    }
}

/// Shorter subjects number the rows of a table.
const SUBJECT_DIGITS_MIN: usize = 9;

/// `JobID=7|User=joe|Account=routing`: whom a batch system charges is a project, where a user stands beside it.
fn is_charged(line: &Line<'_>, key: &[u8]) -> bool {
    const JOBS: [&[u8]; 5] = [b"JobI", b"jobid", b"job_id", b"JobName", b"Resource_List"];
    const USERS: [&[u8]; 4] = [b"User=", b"UserId=", b"user=", b"euser="];
    let has = |signs: &[&[u8]]| signs.iter().any(|sign| memchr::memmem::find(line.view, sign).is_some());
    [&b"account"[..], b"account_name", b"acct"].iter().any(|name| key.eq_ignore_ascii_case(name))
        && has(&JOBS)
        && has(&USERS)
}

/// `rhost=192.0.2.7  user=client`: whom PAM was asked for, which may be any word.
fn is_attempt(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    const BESIDE: usize = 96;
    let around = field.key.start.saturating_sub(BESIDE)..line.view.len().min(field.value.start + BESIDE);
    field.style == Style::Bare
        && matches!(line.slice(field.key.clone()), b"user" | b"ruser")
        && memchr::memmem::find(line.slice(around), b" rhost=").is_some()
}

/// `I GLSUser : [GLSUser] no secrets`: a program that says its own name again.
fn is_own_tag(key: &[u8], word: &[u8]) -> bool {
    let tag = word.strip_prefix(b"[").unwrap_or(word);
    let tag = tag.strip_suffix(b"]").unwrap_or(tag);
    !tag.is_empty() && key.ends_with(tag)
}

/// Whether the domain beside an account says that it is a service's own (classification.md 5.3).
fn is_of_service(line: &Line<'_>, value: &Range<usize>) -> bool {
    const BESIDE: usize = 64;
    let around = line.slice(value.start.saturating_sub(BESIDE)..line.view.len().min(value.end + BESIDE));
    memchr::memmem::find(around, b"NT S").is_some_and(|at| {
        let authority = around.get(at..at + NT_SERVICE.len()).unwrap_or_default();
        let end = around.get(at + NT_SERVICE.len());
        authority.eq_ignore_ascii_case(NT_SERVICE) && end.is_some_and(|b| b"\"'<\r\n\x1f".contains(b))
    })
}

const NT_SERVICE: &[u8] = b"NT SERVICE";

/// The account behind `SharePoint`'s `0#.w|` and `i:0#.f|membership|`.
fn behind_claim(line: &Line<'_>, start: usize) -> Option<Range<usize>> {
    let prefix = [&b"0#."[..], b"i:0#.", b"0e.t|", b"i:0e.t|"]
        .iter()
        .any(|prefix| line.slice(start..start + prefix.len()) == *prefix);
    if !prefix {
        return None;
    }
    let end = line.run(start, |b| !b.is_ascii_whitespace() && !b"\"',;\x1f".contains(&b));
    let bar = memchr::memrchr(b'|', line.slice(start..end))?;
    Some(start + bar + 1..end)
}

/// The numbers of a system's own accounts are not longer (classification.md 4.3 `user_number`).
const LOCAL_DIGITS_MAX: usize = 3;

/// Shorter numbers are no identifiers of an online service.
const ROW_DIGITS_MAX: usize = 4;

/// Asterisk's `AccountID="joe"`: identifiers of accounts are judged as words.
pub(super) fn judge_account_id(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let range = first_word(line, field);
    let named = line.slice(range.clone()).iter().any(u8::is_ascii_alphabetic) || phone::tells_of_calls(line);
    if named && field.style != Style::Label {
        user::judge(line, found, range, user::Position::Key);
    }
}

/// RFC 3261: `;user=phone` tells what kind of SIP URI it is.
fn is_uri_parameter(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    let value = line.slice(first_word(line, field));
    line.byte_before(field.key.start) == Some(b';') && [&b"phone"[..], b"ip", b"dialstring"].contains(&value)
}

/// In the connection string of a storage account `AccountName` is the store's name.
fn is_storage_account(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    let tail = line.slice(field.value.end..line.view.len());
    field.style == Style::Bare
        && line.slice(field.key.clone()).ends_with(b"AccountName")
        && memchr::memmem::find(tail, b"AccountKey=").is_some()
}

/// A method of D-Bus and who calls it: `sender=":1.45"`, `member="GetAll"`.
fn is_bus_member(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    let key = line.slice(field.key.clone());
    (key == b"member" || key == b"sender") && memchr::memmem::find(line.view, b"interface=").is_some()
}

/// The whole name in CEF's `suser=Ann Lee msg=…`, whose values end where the next key begins.
fn spaced_value(line: &Line<'_>, field: &Field<KeyClass>) -> Range<usize> {
    let word = first_word(line, field);
    let rest = line.slice(word.end..line.view.len().min(word.end + NAME_BYTES_MAX));
    let capital = |b: &u8| b.is_ascii_uppercase() || !b.is_ascii();
    // `user=Ann Lee action=…`.
    let full = person::is_full_name(rest_of_name(line, word.start));
    let named = (full || line.marks.has(Marks::BAR))
        && line.byte(word.start).is_some_and(|b| capital(&b))
        && rest.first() == Some(&b' ')
        && rest.get(1).is_some_and(capital)
        && (full
            || [&b"CEF:"[..], b"LEEF:"]
                .iter()
                .any(|format| memchr::memmem::find(line.view, format).is_some()));
    let named = named || is_name_with_particle(rest) && line.byte(word.start).is_some_and(|b| capital(&b));
    let Some(equals) = memchr::memchr(b'=', rest).filter(|_| named) else { return word };
    let end = memchr::memrchr(b' ', rest.get(..equals).unwrap_or_default());
    word.start..end.map_or(word.end, |blank| word.end + blank)
}

/// ` van den Berg role=…` behind a first name.
fn is_name_with_particle(rest: &[u8]) -> bool {
    let name = rest.split(|b| *b == b'=').next().unwrap_or_default();
    let words: Vec<&[u8]> = name.trim_ascii().split(|b| *b == b' ').collect();
    let Some((_, family)) = words.split_last() else { return false };
    (2..=4).contains(&family.len()) && rest.starts_with(b" ") && person::is_family_name(&family.join(&b' '))
}

/// The first two words at `start`.
fn rest_of_name<'a>(line: &Line<'a>, start: usize) -> &'a [u8] {
    let inside = |b: u8| b.is_ascii_alphabetic() || !b.is_ascii() || b == b'-' || b == b'\'';
    let first = line.run(start, inside);
    let second = line.run(first + 1, inside);
    if line.byte(first) == Some(b' ') && line.byte(second) == Some(b' ') {
        line.slice(start..second)
    } else {
        b""
    }
}

/// Longer values are no names.
const NAME_BYTES_MAX: usize = 64;
