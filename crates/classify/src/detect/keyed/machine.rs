//! Values of a machine's or server's key (classification.md 4.2 `machine_name`, 4.4 `tenant_host`).

use super::account::is_next_label;
use crate::detect::colon::mac;
use crate::detect::host_form::{Form, form};
use crate::detect::novel::{is_novel, is_unknown};
use crate::detect::words::is_desk_phone;
use crate::detect::{bare_host, guid, host, naming, siblings, user, zone};
use crate::entity::Entity;
use crate::field::{Field, Style};
use crate::key::{KeyClass, ends_in};
use crate::line::{Line, push};
use crate::span::Span;
use crate::view::FILLER;
use crate::vocabulary::{PRODUCTS, PROGRAMS};
use std::ops::Range;

/// The host in a value: without `\\`, scheme, port and what follows.
pub(super) fn host_of(line: &Line<'_>, field: &Field<KeyClass>) -> Range<usize> {
    let mut start = line.run(field.value.start, |b| b == b'\\' || b == b'/');
    // `/dev/sdc` is a path.
    if line.byte(field.value.start) == Some(b'/') && start == field.value.start + 1 {
        return start..start;
    }
    // `\Device\HarddiskVolume2` is no host.
    if start > field.value.start && line.slice(start..start + 6).eq_ignore_ascii_case(b"device") {
        return start..start;
    }
    let scheme = line.run(start, |b| b.is_ascii_alphabetic());
    if line.slice(scheme..scheme + 3) == b"://" {
        start = scheme + 3;
    } else if [&b"tcp"[..], b"np"].contains(&line.slice(start..scheme)) && line.byte(scheme) == Some(b':') {
        start = scheme + 1;
    }
    // `celery@srv-1`: a node of a program on a host; `PC-7@corp.example.org`: a host in a domain.
    if let Some(word) = line.word_at(start).filter(|word| line.byte(word.end) == Some(b'@')) {
        let behind = line.word_at(word.end + 1).map_or(0..0, |behind| behind.start..behind.end);
        if !zone::is_subdomain(line, &behind) {
            start = word.end + 1;
        }
    }
    line.word_at(start).map_or(start..start, |word| start..word.end.min(field.value.end).max(start))
}

pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    if user::is_placeholder(line.slice(field.value.clone())) {
        return;
    }
    let inside = field.value.start + 1..field.value.end.saturating_sub(1);
    if user::is_remark_in_brackets(line, &field.value) || user::is_remark_in_brackets(line, &inside) {
        return;
    }
    if judge_in_domain(line, found, field) {
        return;
    }
    let host = host_of(line, field);
    // `"endpoint":"https://…"` is where something goes (5.4).
    let scheme = line.slice(field.value.start..host.start).ends_with(b"://");
    let rest = line.slice(host.end..field.value.end);
    let spaced = rest.starts_with(b" ") && !rest.starts_with(b" (") && !rest.starts_with(b"  ");
    if field.style == Style::Quoted && (spaced || rest.starts_with(b"'s ")) {
        return judge_title(line, found, field, host);
    }
    if rest.starts_with(b"'s ") {
        // `deviceName = Ann's iPhone; …`.
        let end = line.run(host.end, |b| !b";,|\"\n\t".contains(&b));
        return judge_title(line, found, &Field { value: field.value.start..end, ..field.clone() }, host);
    }
    // `client_name=mx.example.org` of mail servers' policies: a client's full name.
    if line.slice(field.key.clone()).ends_with(b"client_name") && line.slice(host.clone()).contains(&b'.') {
        host::judge(line, found, host, host::Role::Client);
        return;
    }
    // `hostname=dsl-7.example.org addr=192.0.2.7`: whoever came from the address.
    let behind = line.slice(host.end..host.end + b" addr=".len());
    if (behind == b" addr=" || behind.starts_with(b" ip=")) && line.slice(host.clone()).contains(&b'.') {
        host::judge(line, found, host, host::Role::Client);
        return;
    }
    // `ComputerAccount: machineAccountOU: (NULL)`: a variable of a program, and its value.
    let variable = rest.starts_with(b": ") && name_of_variable(line.slice(host.clone()));
    if variable && field.style == Style::Label {
        return;
    }
    // `Client Machine: Calling Station Identifier: …`: the label of the next field.
    let text = line.slice(host.clone());
    if field.style == Style::Label && is_next_label(rest) && !is_unknown(text) {
        return;
    }
    // A desk phone's name is judged wherever it stands.
    if is_desk_phone(line.slice(host.clone())) {
        return;
    }
    let more_words = field.style == Style::Label && !is_next_label(rest) && spaced;
    let name = line.slice(host.clone());
    let role = if more_words || scheme { host::Role::Mention } else { host::Role::Own };
    // Of a request's record the host may be where it went (classification.md 5.4).
    let requested = name.contains(&b'.')
        && field.style != Style::Label
        && [&b"url"[..], b"subtype=webfilter"].iter().any(|it| memchr::memmem::find(line.view, it).is_some());
    // `Intel(R) Ethernet` is a product, `Endpoint(…)` an object.
    let product = rest.starts_with(b"(");
    if product
        || is_device_file(line.slice(field.value.clone()))
        || is_client_program(line.slice(field.key.clone()), name)
        || name.starts_with(b"0x")
        || user::is_program(name)
        || requested && line.context.domain(name).is_none()
    {
        return;
    }
    // `endpoint=2001:db8::1`: an address.
    if rest.starts_with(b":")
        && name.iter().all(u8::is_ascii_hexdigit)
        && memchr::memchr_iter(b':', rest).nth(1).is_some()
    {
        return;
    }
    // `PC = 0804c3f1, Call stack = …`: where a program stood.
    let counter = key_is(line, field, b"PC") && name.len() == 8 && name.iter().all(u8::is_ascii_hexdigit);
    if counter || guid::is_guid(name) || name.starts_with(b"S-1-") {
        return;
    }
    // `Hostname:  Type: IE`: nothing, and the next label.
    let empty =
        field.style == Style::Label && line.slice(0..host.start).ends_with(b":  ") && rest.starts_with(b": ");
    if empty {
        return;
    }
    // An interface of a program is an endpoint too: `"endpoint":"drsuapi"`.
    let key = line.slice(field.key.clone());
    let endpoint = ends_in(key, b"endpoint") || ends_in(key, b"endpoints");
    if endpoint && name.iter().all(u8::is_ascii_lowercase) {
        return;
    }
    host::judge(line, found, host, role);
}

fn key_is(line: &Line<'_>, field: &Field<KeyClass>, key: &[u8]) -> bool {
    line.slice(field.key.clone()) == key
}

/// Small letters in front, and capitals within.
fn name_of_variable(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_lowercase)
        && name.iter().any(u8::is_ascii_uppercase)
        && name.iter().all(u8::is_ascii_alphabetic)
}

/// `Station=PC-7` of programs that do not mean a wireless one: a name, where the key has no address (classification.md 4.2).
pub(super) fn judge_station(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let key = line.slice(field.key.clone());
    let name = line.slice(host_of(line, field));
    let address = mac::is_pairs(name) || name.iter().all(u8::is_ascii_hexdigit);
    let host = name.iter().any(|b| b.is_ascii_digit() || *b == b'-');
    if ends_in(key, b"station") && host && !address && field.style != Style::Label {
        judge(line, found, field);
    }
}

/// `"displayName":"PC-7","type":"Device"`: the entry of a device.
pub(super) fn is_of_device(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    field.style == Style::Quoted
        && ends_in(line.slice(field.key.clone()), b"name")
        && siblings::is_typed(line, field.key.start, siblings::Kind::Device)
}

/// `"client_name":"libexample"`: a client may be a program (classification.md 5.4).
fn is_client_program(key: &[u8], name: &[u8]) -> bool {
    let client = ends_in(key, b"client_name") || ends_in(key, b"clientname") || ends_in(key, b"client");
    client
        && (name.starts_with(b"lib") && name.iter().all(u8::is_ascii_lowercase)
            || PROGRAMS.has(name)
            || PRODUCTS.has(name))
}

/// `DOMAIN\HOST` in a machine's field: the domain, and the machine behind it.
fn judge_in_domain(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) -> bool {
    let value = line.slice(field.value.clone());
    let Some(slash) = memchr::memchr(b'\\', value).filter(|at| *at > 0 && field.style != Style::Label) else {
        return false;
    };
    let start = line.run(field.value.start + slash, |b| b == b'\\');
    let inside = |b: &u8| b.is_ascii_alphanumeric() || b"-_.".contains(b);
    // `ROOT\DISPLAY\0000` is a path among devices.
    let named = value[..slash].iter().all(inside) && line.slice(start..field.value.end).iter().all(inside);
    if named && !NOT_DOMAINS.iter().any(|root| value[..slash].eq_ignore_ascii_case(root)) {
        user::judge_domain(line, found, field.value.start..field.value.start + slash);
        host::judge(line, found, start..field.value.end, host::Role::Own);
    }
    named
}

/// Buses of devices, which stand in front of a device's name as a domain does.
const NOT_DOMAINS: [&[u8]; 9] =
    [b"ROOT", b"PCI", b"USB", b"ACPI", b"HID", b"SWD", b"DISPLAY", b"SCSI", b"STORAGE"];

/// A terminal or a disk, by its place among the files: `pts/0`, `/dev/sda`, also with the escapes of JSON.
fn is_device_file(value: &[u8]) -> bool {
    let root = value.iter().take_while(|b| b"\\/".contains(b) || **b == FILLER).count();
    let place = &value[root..];
    let inside = place.get(b"dev".len()).is_some_and(|b| b"\\/".contains(b) || *b == FILLER);
    value.starts_with(b"pts/") || root > 0 && place.starts_with(b"dev") && inside
}

/// A quoted value of more than one word: a device that its owner named (`Ann's iPad`), if the key says that it is one's
/// name; else only what may be a host by its form.
fn judge_title(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>, first: Range<usize>) {
    let key: Vec<u8> = line
        .slice(field.key.clone())
        .iter()
        .filter(|b| b.is_ascii_alphabetic())
        .map(u8::to_ascii_lowercase)
        .collect();
    let named = [&b"devicename"[..], b"devicedisplayname", b"devicefriendlyname", b"computername", b"nomduposte"]
            .iter()
            .any(|name| key.ends_with(name))
        // `"device":{"name":"Ann's iPad"}`: the class is the outer key's.
        || key == b"name" && field.class == KeyClass::Machine;
    let last = line.slice(field.value.clone()).rsplit(|b| *b == b' ').next().unwrap_or_default();
    // `"client":{"name":"PingOne Admin Console"}`.
    if last.eq_ignore_ascii_case(b"console") || last.eq_ignore_ascii_case(b"app") {
        return;
    }
    if named && field.value.len() <= TITLE_BYTES_MAX && !user::is_placeholder(line.slice(field.value.clone()))
    {
        push(line, found, field.value.clone(), Entity::MachineName);
    } else if line.slice(first.clone()).iter().any(u8::is_ascii_digit) {
        host::judge(line, found, first, host::Role::Own);
    }
}

/// Longer values are descriptions.
const TITLE_BYTES_MAX: usize = 64;

/// ` host=ann`: a word of its own, and no parameter of a URL.
fn is_own_host(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    const KEY: &[u8] = b"host=";
    let start = field.value.start.saturating_sub(KEY.len());
    field.style == Style::Bare
        && line.slice(start..field.value.start) == KEY
        && line.byte_before(start).is_none_or(|b| b == b' ')
}

/// `address=192.0.2.7 host=dsl-7.example.org`: the name of whose address stands in front.
fn is_beside_address(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    // What stands in front may be read as words of the key.
    let end = line.run_back(field.key.end, |b| b.is_ascii_alphabetic()).saturating_sub(1);
    line.word_before(end).is_some_and(|word| {
        word.end == end
            && [&b"address="[..], b"addr="].iter().any(|key| line.slice(0..word.start).ends_with(key))
            && naming::is_address(line.slice(word.start..word.end))
    })
}

/// `Host: mars, Port: 5432`, `node=siskin`: a bare word that is the whole value. A source may be a program too.
fn is_bare(line: &Line<'_>, field: &Field<KeyClass>, host: &Range<usize>) -> bool {
    let key = line.slice(field.key.clone());
    let name = line.slice(host.clone());
    let ends = line.byte(host.end).is_none_or(|b| b",;)]}\"' \n\r".contains(&b));
    let alone = ends && (line.byte(host.end) != Some(b' ') || field.style != Style::Label);
    let machine = [&b"host"[..], b"node", b"hostname"].iter().any(|noun| ends_in(key, noun));
    host.start == field.value.start
        && line.byte_before(host.start).is_some_and(|b| b" =\"'".contains(&b))
        && alone
        && if machine { bare_host::is_name(name) } else { bare_host::is_theme(name) }
}

/// A server's field may hold a third party's: only a short name that looks like a host is taken as our own.
pub(super) fn judge_server(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let host = host_of(line, field);
    let name = line.slice(host.clone());
    if field.style == Style::Bare && name.contains(&b'.') && is_beside_address(line, field) {
        host::judge(line, found, host, host::Role::Client);
        return;
    }
    let product = line.byte(host.end) == Some(b'/');
    let listed = line.context.is_tenant_server(name) || line.context.is_vendor_server(name);
    let shaped = !name.contains(&b'.')
        && (name.iter().any(u8::is_ascii_digit) && form(name) > Form::Other
            || form(name) >= Form::Named
            || is_own_host(line, field) && is_novel(name)
            || is_bare(line, field, &host))
        && name.len() <= 32
        && !guid::is_guid(name);
    let local = [&b".lan"[..], b".local", b".localdomain"].iter().any(|suffix| name.ends_with(suffix));
    let role = if listed || local || shaped && !product { host::Role::Own } else { host::Role::Mention };
    host::judge(line, found, host, role);
}
