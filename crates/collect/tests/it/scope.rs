use super::case::Case;
use super::dns_server;
use collect::scope::{OpenError, OutOfScope, Scope, ScopedFile};
use serde_json::json;
use std::fs;
use std::net::IpAddr;
use std::os::unix::fs::symlink;
use tempfile::TempDir;

const HOSTS: &str =
    "sub: {hosts: ['*.example.com:443', 'db.test:5432', '10.0.0.0/8:5432', '[2001:db8::]/32:*']}";

fn check(host: &str, port: u16, addresses: &[&str], expected: Result<&[&str], &str>) {
    let scope = Scope::parse(HOSTS, Vec::new()).unwrap();
    let subscription = "sub".parse().unwrap();
    let addresses: Vec<IpAddr> = addresses.iter().map(|address| address.parse().unwrap()).collect();
    let admitted = scope.host(&subscription, host, port).and_then(|target| target.admit(&addresses));
    match (admitted, expected) {
        (Ok(found), Ok(wanted)) => {
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert_eq!(found, wanted, "{host}:{port}");
        }
        (Err(refusal), Err(remedy)) => {
            let text = refusal.to_string();
            assert!(text.contains(&format!("add `{remedy}` to `hosts`")), "{host}:{port}: {text}");
        }
        (found, wanted) => panic!("{host}:{port} {addresses:?}: {found:?} instead of {wanted:?}"),
    }
}

#[test]
fn hosts_are_judged_by_name_before_dns_and_by_address_after_it() {
    check("www.example.com", 443, &["93.184.216.34"], Ok(&["93.184.216.34:443"]));
    check("A.B.Example.COM.", 443, &["93.184.216.34"], Ok(&["93.184.216.34:443"]));
    check("www.example.com", 80, &[], Err("www.example.com:80"));
    check("example.com", 443, &[], Err("example.com:443"));
    check("evilexample.com", 443, &[], Err("evilexample.com:443"));
    check("db.test", 5432, &["10.1.2.3"], Ok(&["10.1.2.3:5432"]));
    check("10.1.2.3", 5432, &["10.1.2.3"], Ok(&["10.1.2.3:5432"]));
    check("10.1.2.3", 22, &[], Err("10.1.2.3:22"));
    check("2001:db8::5", 9, &["2001:db8::5"], Ok(&["[2001:db8::5]:9"]));
    check("127.0.0.1", 443, &[], Err("127.0.0.1:443"));
}

#[test]
fn a_listed_name_that_dns_leads_inside_is_refused() {
    for inside in ["127.0.0.1", "169.254.169.254", "192.168.1.1", "::1", "::ffff:127.0.0.1"] {
        let missing =
            std::net::SocketAddr::new(inside.parse::<IpAddr>().unwrap().to_canonical(), 443).to_string();
        check("www.example.com", 443, &[inside], Err(&missing));
    }
    check("www.example.com", 443, &["127.0.0.1", "93.184.216.34"], Ok(&["93.184.216.34:443"]));
    check("db.test", 5432, &["10.1.2.3", "127.0.0.1"], Ok(&["10.1.2.3:5432"]));
}

#[test]
fn a_collector_obeys_what_dns_says_of_a_listed_name() {
    let dns = dns_server::serve(&[("inside.test", "A", "127.0.0.1".to_owned())]);
    let area = format!("hosts: ['inside.test:443']\ndns: {{servers: ['{}']}}", dns.address);
    for diagnostic in ["tls-certificate", "endpoint-connectivity"] {
        let refusal = Case::new(diagnostic, &area).refusal(&json!({"host": "inside.test"}));
        assert!(refusal.contains("it resolves to `127.0.0.1`"), "{refusal}");
    }
}

#[test]
fn domains_and_dns_servers_must_be_listed() {
    let case = Case::new("mail-domain", "dns: {servers: ['127.0.0.1:5353'], domains: [example.com]}");
    let domain = |name: &str| case.refusal(&json!({"domain": name}));
    assert!(domain("example.org").contains("add `example.org` to `dns.domains`"));
    assert!(domain("notexample.com").contains("not_in_scope"));
    let server = case.refusal(&json!({"domain": "mail.example.com", "dns_server": "8.8.8.8"}));
    assert!(server.contains("add `8.8.8.8` to `dns.servers`"), "{server}");
}

#[test]
fn a_subscription_that_is_not_listed_may_touch_nothing() {
    let scope = Scope::parse(HOSTS, Vec::new()).unwrap();
    let refusal: OutOfScope = scope.area(&"other".parse().unwrap()).unwrap_err();
    assert!(refusal.to_string().contains("do not list the subscription"), "{refusal}");
}

#[test]
fn a_scope_that_is_not_clear_is_refused() {
    for (yaml, message) in [
        ("sub: {folder: [/var/log]}", "unknown field `folder`"),
        ("sub: {folders: [var/log]}", "is not an absolute path"),
        ("sub: {hosts: [example.com]}", "`example.com` is not an entry for hosts"),
        ("sub: {hosts: ['*:443']}", "is not an entry for hosts"),
        ("sub: {hosts: ['a.*.com:443']}", "is not an entry for hosts"),
        ("sub: {hosts: ['example.com:70000']}", "is not an entry for hosts"),
        ("sub: {dns: {servers: [localhost]}}", "is not a DNS server"),
        ("sub: {dns: {domains: ['*.com']}}", "is not a domain name"),
    ] {
        let refusal = Scope::parse(yaml, Vec::new()).unwrap_err().to_string();
        assert!(refusal.contains(message), "{yaml}: {refusal}");
        assert!(!refusal.contains('\n'));
    }
}

#[test]
fn entries_are_written_as_they_are_read() {
    for text in ["*.example.com:443", "db.test:*", "10.0.0.0/8:5432", "[2001:db8::]/32:443"] {
        let entry: collect::scope::HostEntry = text.parse().unwrap();
        assert_eq!(entry.to_string(), text);
    }
}

/// Finds `inside/file` below a listed folder, lets `exchange` change the folder, and opens what was found.
fn opened_after(exchange: impl FnOnce(&std::path::Path)) -> Result<fs::File, OpenError> {
    let (folder, outside) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    fs::create_dir(folder.path().join("inside")).unwrap();
    fs::write(folder.path().join("inside/file"), "own").unwrap();
    fs::write(outside.path().join("file"), "secret").unwrap();
    symlink(outside.path(), folder.path().join("link")).unwrap();
    let scope =
        Scope::parse(&format!("sub: {{folders: [{}]}}", folder.path().display()), Vec::new()).unwrap();
    let pattern = folder.path().join("inside/*");
    let found = scope.files(&"sub".parse().unwrap(), pattern.to_str().unwrap(), false, &|| true).unwrap();
    let file: &ScopedFile = found.files.first().unwrap();
    exchange(folder.path());
    file.open()
}

#[test]
fn a_file_that_is_exchanged_after_it_was_found_is_not_read() {
    assert!(opened_after(|_| {}).is_ok());
    let exchanged = opened_after(|folder| {
        fs::remove_dir_all(folder.join("inside")).unwrap();
        fs::rename(folder.join("link"), folder.join("inside")).unwrap();
    });
    assert!(matches!(exchanged, Err(OpenError::Moved)), "{exchanged:?}");
    let linked = opened_after(|folder| {
        fs::remove_file(folder.join("inside/file")).unwrap();
        symlink(folder.join("link/file"), folder.join("inside/file")).unwrap();
    });
    assert!(matches!(linked, Err(OpenError::Io(_))), "{linked:?}");
    let folder = opened_after(|folder| {
        fs::remove_file(folder.join("inside/file")).unwrap();
        fs::create_dir(folder.join("inside/file")).unwrap();
    });
    assert!(matches!(folder, Err(OpenError::NotAFile)), "{folder:?}");
}
