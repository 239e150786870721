//! `account@host`, `account@realm` and `service/host@REALM`, which are no mail addresses (classification.md 4.2 `username`).

use super::Address;
use crate::context::{Known, Owner};
use crate::detect::novel::is_novel;
use crate::detect::port::is_chosen_port;
use crate::detect::{bare_host, host, host_form, naming, user, zone};
use crate::entity::Entity;
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{NODE_NAMES, ROLE_ACCOUNTS};
use crate::word::Word;
use std::ops::Range;

/// `PC-7@corp.example.org` in a machine's field, or of a machine that the directory lists: a machine and its domain. True if it is
/// one.
pub(super) fn machine(line: &Line<'_>, found: &mut Vec<Span>, address: &Address) -> bool {
    let domain = line.slice(address.domain.clone());
    let tenant = line.context.domain(domain).is_some_and(|(owner, at)| owner == Owner::Tenant && at == 0);
    if !tenant && !zone::is_subdomain(line, &address.domain) {
        return false;
    }
    let local = line.slice(address.local.clone());
    let field = line.fields.at(address.local.start);
    let keyed = field.is_some_and(|field| {
        field.value.start == address.local.start && field.class == KeyClass::Machine && !NODE_NAMES.has(local)
    });
    let listed = line.context.known(local) == Some(Known::Machine);
    if keyed || listed {
        host::judge(line, found, address.local.clone(), host::Role::Own);
        push(line, found, address.domain.clone(), Entity::TenantDomain);
    }
    keyed || listed
}

pub(super) fn is_server(line: &Line<'_>, domain: &Range<usize>) -> bool {
    let name = line.slice(domain.clone());
    let short = &name[..host::short_length(name)];
    short.len() < name.len()
        && line.context.is_tenant_server(short)
        && line.context.domain(name).is_some_and(|(_, at)| at > 0)
}

/// Kerberos' `service/instance@REALM` (RFC 4120, 6.2): the service is no account, its instance is a host or a realm.
pub(super) fn service_principal(line: &Line<'_>, found: &mut Vec<Span>, address: &Address) -> bool {
    const SERVICES: [&[u8]; 17] = [
        b"krbtgt",
        b"host",
        b"HTTP",
        b"ldap",
        b"cifs",
        b"nfs",
        b"kadmin",
        b"imap",
        b"smtp",
        b"pop",
        b"DNS",
        b"RPCSS",
        b"postgres",
        b"MSSQLSvc",
        b"TERMSRV",
        b"WSMAN",
        b"RestrictedKrbHost",
    ];
    let slash = address.local.start - 1;
    let before = |slash: usize| line.word_before(slash).filter(|word| word.end == slash);
    let is_service =
        |word: &Word| SERVICES.iter().any(|name| name.eq_ignore_ascii_case(line.slice(word.start..word.end)));
    let Some(service) = before(slash) else { return false };
    // `ldap/dc.example.org/example.org@REALM`: the host stands in between.
    let three_parts = || before(service.start.saturating_sub(1)).is_some_and(&is_service);
    if !is_service(service) && !three_parts() {
        return false;
    }
    host::judge(line, found, address.local.clone(), host::Role::Mention);
    host::judge(line, found, address.domain.clone(), host::Role::Mention);
    true
}
/// Numbers of more digits may call.
const COUNTER_DIGITS_MAX: usize = 3;

/// `joe@srv-1`: an account and a host, if the host is one that can be recognised.
pub(super) fn name_at_host(line: &Line<'_>, found: &mut Vec<Span>, address: &Address) {
    let (local, domain) = (line.slice(address.local.clone()), line.slice(address.domain.clone()));
    // Lustre's `192.0.2.7@tcp1`: an address and a network. `joe@example.org@192.0.2.7`: an account with its domain.
    if naming::is_address(local) || line.byte_before(address.local.start) == Some(b'@') {
        return;
    }
    // `nginx@sha256:4c0f…`: an image and its digest.
    if domain == b"sha256" {
        return;
    }
    // `[23@srv-1]`: a short number counts something on a host.
    let bracketed =
        line.byte_before(address.local.start) == Some(b'[') && line.byte(address.domain.end) == Some(b']');
    if bracketed && local.len() <= COUNTER_DIGITS_MAX && local.iter().all(u8::is_ascii_digit) {
        host::judge(line, found, address.domain.clone(), host::Role::Own);
        return;
    }
    // Ceph's `mon.srv-1@0(leader)`: a monitor has its host's name, and a rank.
    if let Some(monitor) = local.strip_prefix(b"mon.").filter(|name| name.len() > 1)
        && domain.iter().all(u8::is_ascii_digit)
    {
        host::judge(line, found, address.local.end - monitor.len()..address.local.end, host::Role::Own);
        return;
    }
    // `AP lobby-2@192.0.2.7`: an access point and its address.
    if naming::is_address(domain) && line.slice(0..address.local.start).ends_with(b"AP ") {
        host::judge(line, found, address.local.clone(), host::Role::Own);
        return;
    }
    let rest = line.slice(address.domain.end..line.view.len());
    // `joe@srv:/tmp`, a shell's prompt `[joe@srv ~]$`, ssh's `joe@srv: Permission denied`.
    let path = rest.starts_with(b":/")
        || rest.starts_with(b":~")
        || rest.starts_with(b": Permission denied")
        || rest.starts_with(b"'s password")
        || is_prompt(line, address);
    // PostgreSQL's `user@database LOG:`.
    let database = [
        &b" LOG:"[..],
        b" ERROR:",
        b" FATAL:",
        b" STATEMENT:",
        b" DETAIL:",
        b" WARNING:",
        b" HINT:",
        b" CONTEXT:",
    ]
    .iter()
    .any(|level| rest.starts_with(level))
        || is_in_prefix(rest)
        || is_before_level(rest);
    // `Server$Connector@0.0.0.0` is an object of Java's.
    let object = line.byte_before(address.local.start) == Some(b'$') || domain == b"0.0.0.0";
    if (naming::is_address(domain) || database) && !object {
        return account(line, found, address);
    }
    let before = line
        .word_before(address.local.start)
        .map(|word| line.slice(word.start..word.end))
        .unwrap_or_default();
    let cue = [&b"of"[..], b"Cron", b"by", b"from", b"user", b"ssh", b"scp", b"owner"].contains(&before);
    let shaped = domain.iter().any(|b| b.is_ascii_digit() || *b == b'-')
        && domain.len() >= 3
        && !naming::is_device(domain);
    // `akka.tcp://driver@node-21:40112`: whatever acts there, on a host and its port.
    let ported = shaped && is_chosen_port(rest);
    // `root@9c1f2ab7d0e4`, `rabbit@node-2`: whose name is a role's has a host behind it.
    let program = [&b"rabbit"[..], b"celery", b"ejabberd", b"couchdb"].contains(&local)
        || is_daemon(line, address)
        || runs(line, address);
    // HTCondor's `slot1_3@node-7`.
    let slot = local.strip_prefix(b"slot").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit));
    let hosted = shaped && (local == b"root" || NODE_NAMES.has(local) || slot) || program;
    let addressed = rest.starts_with(b" ") && naming::starts_with_address(line, address.domain.end + 1);
    let owned = cue || addressed || line.fields.class_at(address.local.start) == Some(KeyClass::User);
    let named = host_form::form(domain) >= host_form::Form::Numbered;
    // `joe@mars`: an account and a machine whose name is a bare word.
    let bare = domain.iter().all(u8::is_ascii_alphabetic)
        && bare_host::is_name(domain)
        && (is_novel(local) || ROLE_ACCOUNTS.has(local) || owned);
    let role =
        if path || is_key_comment(line, address) || ported || hosted || named || bare || owned && shaped {
            host::Role::Own
        } else {
            host::Role::Mention
        };
    // `joe@pam`: an account and its realm.
    let realm = owned && !addressed && domain.iter().all(u8::is_ascii_alphabetic);
    let netbios = line.context.known(domain) == Some(Known::NetBios);
    if host::judge(line, found, address.domain.clone(), role) || realm || netbios {
        account(line, found, address);
    }
}

/// `ssh-rsa AAAAB3NzaC1yc2E… joe@PC7`: whose public key it is, and where it was made (RFC 4253, 6.6).
fn is_key_comment(line: &Line<'_>, address: &Address) -> bool {
    const KEY_BYTES_MAX: usize = 1024;
    let end = address.local.start.saturating_sub(1);
    let reach = line.slice(end.saturating_sub(KEY_BYTES_MAX)..end);
    let length = reach.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || b"+/=".contains(b)).count();
    line.byte(end) == Some(b' ') && reach[reach.len() - length..].starts_with(b"AAAA")
}

/// `;Server@srv;`: a part of a batch system and its host, between the separators of its log.
fn is_daemon(line: &Line<'_>, address: &Address) -> bool {
    const PARTS: [&str; 3] = ["Server", "Mom", "Sched"];
    const DAEMONS: [&str; 6] = ["Scheduler", "pbs_server", "PBS_Server", "pbs_mom", "pbs_sched", "pbs_comm"];
    let is_any =
        |names: &[&str]| names.iter().any(|name| name.as_bytes() == line.slice(address.local.clone()));
    let apart =
        line.byte_before(address.local.start) == Some(b';') && line.byte(address.domain.end) == Some(b';');
    is_any(&DAEMONS) || apart && is_any(&PARTS)
}

/// `PROGRAM=sqlplus@PC-7`: what runs on a host (classification.md 5.4).
fn runs(line: &Line<'_>, address: &Address) -> bool {
    const KEYS: [&str; 6] = ["program", "module", "process", "osprogram", "executable", "image"];
    let key = line.slice(line.label_before(address.local.start));
    KEYS.iter().any(|name| name.as_bytes().eq_ignore_ascii_case(key))
}

/// `joe@srv.example.org:~$ `, `root@srv:/etc# `: a shell's prompt, whose host may have its full name.
pub(super) fn is_shell(line: &Line<'_>, domain_end: usize) -> bool {
    let end = line.run(domain_end, |b| !b.is_ascii_whitespace());
    matches!(line.slice(domain_end..domain_end + 2), b":~" | b":/")
        && matches!(line.byte_before(end), Some(b'$' | b'#'))
        && line.byte(end) == Some(b' ')
}

/// `[joe@srv ~]$`, `[root@srv etc]#`: what a shell writes in front of a command.
fn is_prompt(line: &Line<'_>, address: &Address) -> bool {
    if line.byte_before(address.local.start) != Some(b'[') || line.byte(address.domain.end) != Some(b' ') {
        return false;
    }
    let close = line.run(address.domain.end + 1, |b| !b.is_ascii_whitespace() && b != b']');
    line.byte(close) == Some(b']') && matches!(line.byte(close + 1), Some(b'$' | b'#'))
}

/// PostgreSQL's `user@database:[812]:LOG:` of hosted servers.
fn is_in_prefix(rest: &[u8]) -> bool {
    let Some(process) = rest.strip_prefix(b":[") else { return false };
    let digits = process.iter().take_while(|b| b.is_ascii_digit()).count();
    let level = process.get(digits..).and_then(|rest| rest.strip_prefix(b"]:")).unwrap_or_default();
    let name = level.iter().take_while(|b| b.is_ascii_uppercase()).count();
    digits > 0 && name >= 3 && level.get(name) == Some(&b':')
}

/// PostgreSQL's `user@database 34614: LOG:`.
fn is_before_level(rest: &[u8]) -> bool {
    let Some(process) = rest.strip_prefix(b" ") else { return false };
    let digits = process.iter().take_while(|b| b.is_ascii_digit()).count();
    digits > 0
        && process.get(digits..).is_some_and(|rest| {
            rest.starts_with(b": ") && rest.get(2..6) == Some(b"LOG:")
                || rest.starts_with(b": ERROR:")
                || rest.starts_with(b": FATAL:")
        })
}

/// The account of `joe@srv-1.example.org`, and the server.
pub(super) fn at_host(line: &Line<'_>, found: &mut Vec<Span>, address: &Address) {
    account(line, found, address);
    host::judge(line, found, address.domain.clone(), host::Role::Own);
}

fn account(line: &Line<'_>, found: &mut Vec<Span>, address: &Address) {
    let local = line.slice(address.local.clone());
    let named =
        local.iter().any(u8::is_ascii_alphabetic) || line.byte_before(address.local.start) == Some(b'[');
    let slot = local.starts_with(b"slot") && local.iter().any(u8::is_ascii_digit);
    let program = runs(line, address) || is_daemon(line, address);
    if named && !slot && !program && !NODE_NAMES.has(local) {
        user::judge(line, found, address.local.clone(), user::Position::Cue);
    }
}
