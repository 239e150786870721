//! Values whose key says what they are (classification.md 4, the `field` and `key` rules of each entity).

mod account;
mod identifier;
mod machine;
mod person;
mod session;

pub(crate) use session::is_own_logon;

use super::novel::is_novel;
use super::opaque::is_opaque;
use super::user::Position;
use super::{credential, geo, host, phone, user};
use crate::channel::Channel;
use crate::entity::Entity;
use crate::field::{Field, Style, is_encoded};
use crate::key::{KeyClass, ends_in};
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for field in line.fields.iter() {
        if is_inside_secret(found.last(), field) {
            continue;
        }
        if is_container(line, field) && field.class != KeyClass::Place {
            for value in strings_in(line, field.value.clone()) {
                judge(line, found, &Field { value, ..field.clone() });
            }
        } else {
            judge(line, found, field);
        }
    }
}

/// Whether the field is a password's in the password before it, of which nothing would be left for it: each of many keys
/// without a blank between would be judged to the end of the line.
fn is_inside_secret(last: Option<&Span>, field: &Field<KeyClass>) -> bool {
    let inside = |span: &Span| span.start <= field.value.start && field.value.end <= span.end;
    field.class == KeyClass::Password
        && field.style == Style::Bare
        && last.is_some_and(|span| span.entity == Entity::Password && inside(span))
}

/// An array or object as it stands in JSON: its value begins with a bracket that no quote precedes.
fn is_container(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    field.style == Style::Quoted
        && matches!(line.byte(field.value.start), Some(b'[' | b'{'))
        && !matches!(line.byte_before(field.value.start), Some(b'"' | b'\'' | b'>'))
}

/// The strings of an array; none of an object, whose fields speak for themselves.
fn strings_in(line: &Line<'_>, container: Range<usize>) -> Vec<Range<usize>> {
    let text = line.slice(container.clone());
    if text.starts_with(b"{") || memchr::memchr(b'{', text).is_some() {
        return Vec::new();
    }
    let quotes: Vec<usize> = memchr::memchr_iter(b'"', text).map(|at| container.start + at).collect();
    quotes.chunks_exact(2).map(|pair| pair[0] + 1..pair[1]).collect()
}

/// `cn:: RsOpbGljaWU=` of LDIF: a value in base64, whose form says nothing.
fn encoded(line: &Line<'_>, found: &mut Vec<Span>, class: KeyClass, value: Range<usize>) {
    let entity = match class {
        KeyClass::Password => Entity::Password,
        KeyClass::Token | KeyClass::ConnectionSecret => Entity::Token,
        KeyClass::PasswordHash => Entity::PasswordHash,
        KeyClass::Person | KeyClass::Name => Entity::PersonName,
        KeyClass::User | KeyClass::MaybeUser => Entity::Username,
        KeyClass::PostalAddress => Entity::PostalAddress,
        KeyClass::Phone => Entity::Phone,
        _ => return,
    };
    let is_base64 = |b: &u8| b.is_ascii_alphanumeric() || b"+/=".contains(b);
    if value.len() >= 4 && line.slice(value.clone()).iter().all(is_base64) {
        push(line, found, value, entity);
    }
}

/// `{'name': 'joe', 'password': '…'}`: a name that signs in.
fn is_beside_password(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    const BETWEEN_BYTES_MAX: usize = 24;
    // A network's `pre-shared-key` is nobody's.
    const ENDS: [&[u8]; 4] = [b"password", b"passwd", b"pwd", b"pass"];
    let next = line.fields.behind(field.value.end).filter(|next| next.class == KeyClass::Password);
    // `<param name="vm-password" value="…"/>`: the name is the key.
    let beside = |next: &Field<KeyClass>| {
        let between = line.slice(field.value.end..next.value.start);
        next.key != field.value
            && !between.iter().any(|b| b"}\n".contains(b))
            && next.value.start - field.value.end <= BETWEEN_BYTES_MAX
            && ENDS.iter().any(|end| ends_in(line.slice(next.key.clone()), end))
    };
    field.style != Style::Label
        && next.is_some_and(beside)
        && !line.slice(field.value.clone()).contains(&b' ')
        && line.slice(field.key.clone()).rsplit(|b| *b == b' ').next().is_some_and(|key| key == b"name")
}

/// `[BE_REQ_USER][1][name=joe]`: the account that sssd was asked for.
fn is_asked_for(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    const REQUEST_BYTES_MAX: usize = 32;
    let front = line.slice(field.key.start.saturating_sub(REQUEST_BYTES_MAX)..field.key.start);
    front.ends_with(b"][") && memchr::memmem::find(front, b"[BE_REQ_").is_some()
}

/// Oracle's audit trail writes `[length] "value"`.
fn counted_value(line: &Line<'_>, field: &Field<KeyClass>) -> Option<Range<usize>> {
    let value = field.value.clone();
    let counted = line.byte_before(value.start) == Some(b'[')
        && line.slice(value.clone()).iter().all(u8::is_ascii_digit);
    let start = value.end + 3;
    let open = line.byte(start - 1).filter(|b| b"\"'".contains(b))?;
    let quoted = counted && line.slice(value.end..start - 1) == b"] ";
    quoted.then(|| start..line.run(start, |b| b != open))
}

/// Whether the value is the name of an organisation in the context, which services call an account too.
fn is_organisation(found: &[Span], value: &Range<usize>) -> bool {
    found.iter().any(|s| s.entity == Entity::OrgName && s.start == value.start && s.end == value.end)
}

/// Judges the value of a field by the class of its key.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    if let Some(value) = counted_value(line, field) {
        return judge(line, found, &Field { value, ..field.clone() });
    }
    let word = || first_word(line, field);
    if is_encoded(line.view, field.value.start.saturating_sub(2)) {
        return encoded(line, found, field.class, word());
    }
    // `passwd:amd64`: a package and what it is built for.
    if line.byte_before(field.value.start) == Some(b':') && ARCHITECTURES.contains(&line.slice(word())) {
        return;
    }
    match field.class {
        KeyClass::Password
        | KeyClass::ConnectionSecret
        | KeyClass::Token
        | KeyClass::Opaque
        | KeyClass::Code
        | KeyClass::Cookie => {
            credential::judge(line, found, field);
        }
        KeyClass::CaseNumber if credential::is_sealed(line.slice(field.value.clone())) => {
            push(line, found, field.value.clone(), Entity::Token);
        }
        KeyClass::Otp => credential::judge_code(line, found, field.value.clone()),
        KeyClass::PasswordHash => credential::judge_hash(line, found, word()),
        KeyClass::User | KeyClass::MaybeUser | KeyClass::Person | KeyClass::Name
            if is_organisation(found, &field.value) => {}
        KeyClass::User | KeyClass::UserGuid | KeyClass::Object
            if identifier::judge_made_up(line, found, field, &word()) => {}
        KeyClass::User => account::judge(line, found, field),
        KeyClass::MaybeUser if is_origin(line, field) => {}
        KeyClass::MaybeUser => account::judge_likely(line, found, field),
        // An account may stand for a person.
        KeyClass::Person if names_account(line.slice(word())) => {
            user::judge(line, found, word(), Position::Cue);
        }
        KeyClass::Person if let Some(name) = behind_method(line, word()) => {
            user::judge(line, found, name, Position::Cue);
        }
        KeyClass::Person | KeyClass::Name if machine::is_of_device(line, field) => {
            machine::judge(line, found, field);
        }
        KeyClass::Name if is_beside_password(line, field) || is_asked_for(line, field) => {
            user::judge(line, found, word(), Position::Cue);
        }
        KeyClass::Person => person::judge(line, found, field),
        KeyClass::Name => person::judge_bare(line, found, field),
        KeyClass::Phone => phone::judge_field(line, found, field),
        KeyClass::PostalAddress => person::judge_postal(line, found, field),
        KeyClass::UserGuid => identifier::judge_user_id(line, found, field),
        KeyClass::DeviceGuid => identifier::judge_device(line, found, field, word()),
        KeyClass::Machine => machine::judge(line, found, field),
        KeyClass::Mac => machine::judge_station(line, found, field),
        KeyClass::Server => machine::judge_server(line, found, field),
        // `RemoteName: https://…` is where something went (5.4).
        KeyClass::ClientHost if memchr::memmem::find(line.slice(field.value.clone()), b"://").is_some() => {
            host::judge(line, found, machine::host_of(line, field), host::Role::Mention);
        }
        KeyClass::ClientHost => {
            host::judge(line, found, machine::host_of(line, field), host::Role::Client);
        }
        KeyClass::Geo => geo::judge(line, found, word()),
        KeyClass::Place => geo::judge_pairs(line, found, field.value.clone()),
        KeyClass::Session => session::judge(line, found, field, word()),
        KeyClass::Logon => session::judge_logon(line, found, word()),
        KeyClass::UserNumber => identifier::judge_number(line, found, word()),
        KeyClass::TenantId => identifier::judge_tenant(line, found, word()),
        KeyClass::Organisation if is_opaque(line.slice(word())) => {
            identifier::judge_tenant(line, found, word());
        }
        KeyClass::Domain => user::judge_domain(line, found, word()),
        KeyClass::CaseNumber if line.channel == Channel::Case => {
            identifier::judge_case_number(line, found, word());
        }
        _ => {}
    }
}

const ARCHITECTURES: [&[u8]; 9] =
    [b"amd64", b"arm64", b"i386", b"armhf", b"armel", b"x86_64", b"aarch64", b"ppc64el", b"riscv64"];

/// Behind a hyphen may stand the name proper: `ldap-joe`.
fn names_account(value: &[u8]) -> bool {
    is_novel(value) && !value.contains(&b'-')
}

/// The account in `ldap-joe`: how somebody signed in stands in front.
fn behind_method(line: &Line<'_>, value: Range<usize>) -> Option<Range<usize>> {
    const METHODS: [&[u8]; 10] =
        [b"ldap", b"userpass", b"oidc", b"okta", b"github", b"saml", b"kerberos", b"jwt", b"radius", b"adfs"];
    let text = line.slice(value.clone());
    let hyphen = memchr::memchr(b'-', text)?;
    let name = value.start + hyphen + 1..value.end;
    let is_account = METHODS.contains(&&text[..hyphen]) && is_novel(line.slice(name.clone()));
    is_account.then_some(name)
}

/// A quoted value whole; of any other, what stands before white space or punctuation.
fn first_word(line: &Line<'_>, field: &Field<KeyClass>) -> Range<usize> {
    if field.style == Style::Quoted {
        return field.value.clone();
    }
    let start = field.value.start;
    let (from, mut end) = line.first_word.get();
    if !(from..end).contains(&start) {
        end = line.run(start, |b| !b.is_ascii_whitespace() && !b",;|\"')]}>&^\x1f".contains(&b));
        line.first_word.set((start, end));
    }
    start..end.min(field.value.end)
}

/// `[Originator@6876 sub=hostd`, `sys="System" sub="eplog"`: what part of a hypervisor's or a firewall's program writes.
fn is_origin(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    const FRONT_BYTES_MAX: usize = 128;
    const SYSTEM: &[u8] = b"sys=\"";
    let before = line.slice(field.key.start.saturating_sub(48)..field.key.start);
    if memchr::memmem::find(before, SYSTEM)
        .is_some_and(|at| memchr::memchr_iter(b'"', &before[at..]).count() == 2)
    {
        return true;
    }
    let front = line.slice(field.key.end.saturating_sub(FRONT_BYTES_MAX)..field.key.end);
    memchr::memrchr2(b'[', b']', front).is_some_and(|at| front[at + 1..].starts_with(b"Originator@"))
}
