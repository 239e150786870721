//! The worked examples of classification.md 6, and lines in the documented formats of other systems.

use classify::{Channel, CompiledContext, TenantContext, classify_line};
use std::sync::LazyLock;

static CONTOSO: LazyLock<CompiledContext> = LazyLock::new(|| {
    let json = br#"{
        "tenant": {
            "ids": ["72f988bf-86f1-41af-91ab-2d7cd011db47"], "names": ["Contoso SA"],
            "domains": ["contoso.com", "contoso-my.sharepoint.com"],
            "networks": ["203.0.113.0/24", "2001:db8:77::/48"], "user_networks": ["10.20.0.0/16"],
            "server_patterns": ["^srv-[a-z]+[0-9]+$"],
            "users": [{"upn": "joe@contoso.com", "display_name": "Joe Rivers", "usernames": ["jrivers"],
                       "machines": ["CT-4711"], "phones": ["+33 1 23 45 67 89"]}]
        },
        "vendor": {
            "domains": ["vendor.example"], "networks": ["198.51.100.0/24"],
            "server_patterns": ["^edge-[0-9]+$", "[A-Z]{2}[0-9][A-Z]{2}[0-9]{2}MB[0-9]+"], "operators": ["op-0412"]
        }
    }"#;
    CompiledContext::new(&TenantContext::from_json(json).unwrap()).unwrap()
});

fn check(channel: Channel, text: &str, expected: &[(&str, &str)]) {
    let spans = classify_line(text.as_bytes(), channel, &CONTOSO);
    let got: Vec<_> = spans.iter().map(|s| (&text[s.start..s.end], s.entity.name())).collect();
    assert_eq!(got, expected, "{text}");
}

fn log(text: &str, expected: &[(&str, &str)]) {
    check(Channel::Log, text, expected);
}

#[test]
fn worked_examples() {
    log("joe@contoso.com", &[("joe", "upn"), ("contoso.com", "tenant_domain")]);
    log("joe@gmail.com", &[("joe@gmail.com", "email")]);
    log(
        "rhost=220-135-151-1.hinet-ip.hinet.net  user=root",
        &[("220-135-151-1.hinet-ip.hinet.net", "client_hostname")],
    );
    log(r#""OriginatingServer":"DB6PR04MB3206 (15.20.4129.032)""#, &[("DB6PR04MB3206", "vendor_host")]);
    log("Mozilla/5.0 (X11; Linux) Chrome/32.0.1700.77", &[]);
    log(
        "2001:db8:40:1:8c2:11ff:fe3a:9",
        &[("2001:db8:40:1", "ipv6_prefix"), ("8c2:11ff:fe3a:9", "ipv6_iid")],
    );
    log(
        "https://contoso-my.sharepoint.com/personal/joe_contoso_com/Documents",
        &[("contoso-my.sharepoint.com", "tenant_domain"), ("joe", "upn"), ("contoso_com", "tenant_domain")],
    );
    log(
        "S-1-5-21-1004336348-1177238915-682003330-1512",
        &[("S-1-5-21-1004336348-1177238915-682003330-1512", "user_sid")],
    );
    log("Cookie: ESTSAUTHPERSISTENT=0.AXoAbCdEf; theme=dark", &[("0.AXoAbCdEf", "cookie")]);
    log("password for root from 203.0.113.9", &[("203.0.113.9", "tenant_ipv4")]);
}

#[test]
fn passwords_in_prose_and_words_on_their_state() {
    check(
        Channel::Case,
        "my password is hunter22, thanks",
        &[("my password is", "customer_text"), ("hunter22", "password"), ("thanks", "customer_text")],
    );
    check(Channel::Case, "my password is expired", &[("my password is expired", "customer_text")]);
    log("password expired for user jrivers", &[("jrivers", "username")]);
}

#[test]
fn people_in_sentences_of_programs() {
    let prose = |text: &str, expected: &[(&str, &str)]| check(Channel::Prose, text, expected);
    prose("the first: mail of Mary Carter was refused", &[("Mary Carter", "person_name")]);
    prose("he said my password is hunter22", &[("hunter22", "password")]);
    prose("3 errors came for Mr. Carter since noon", &[("Carter", "person_name")]);
    prose("an error became more frequent; restart the service", &[]);
}

#[test]
fn windows_event_xml() {
    log(
        "<Computer>CT-4711.contoso.com</Computer><Data Name=\"TargetUserName\">jrivers</Data><Data Name=\"IpAddress\">10.20.1.2</Data>",
        &[
            ("CT-4711", "machine_name"),
            ("contoso.com", "tenant_domain"),
            ("jrivers", "username"),
            ("10.20.1.2", "user_ipv4"),
        ],
    );
}

#[test]
fn common_event_format() {
    log(
        "CEF:0|Vendor|Firewall|10.1.2.3|100|login|5|src=10.20.1.2 suser=alice dhost=srv-web1 dvc=203.0.113.4",
        &[
            ("10.20.1.2", "user_ipv4"),
            ("alice", "username"),
            ("srv-web1", "tenant_host"),
            ("203.0.113.4", "tenant_ipv4"),
        ],
    );
}

#[test]
fn linux_audit_and_sudo() {
    log(
        "Mar  5 10:15:32 srv-web1 sudo:   alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/bin/ls",
        &[("srv-web1", "tenant_host"), ("alice", "username"), ("alice", "username")],
    );
    log(
        r#"type=USER_LOGIN msg=audit(1:2): pid=1 uid=0 acct="alice" hostname=? addr=192.0.2.7 res=failed"#,
        &[("alice", "username"), ("192.0.2.7", "user_ipv4")],
    );
}

#[test]
fn mail_transfer_logs() {
    log(
        "Mar  5 10:15:32 srv-mx1 postfix/smtpd[12]: connect from mail.example.org[192.0.2.25]",
        &[("srv-mx1", "tenant_host"), ("mail.example.org", "client_hostname"), ("192.0.2.25", "user_ipv4")],
    );
}

#[test]
fn identifiers_of_objects_are_none() {
    log("x-ms-request-id: 7d0f1a7e-3c2b-4a55-9d6e-0a1b2c3d4e5f", &[]);
    log(r"[HKLM\SOFTWARE\Classes\CLSID\{7d0f1a7e-3c2b-4a55-9d6e-0a1b2c3d4e5f}]", &[]);
    log(
        "session for 7d0f1a7e-3c2b-4a55-9d6e-0a1b2c3d4e5f opened by 72F988BF86F141AF91AB2D7CD011DB47",
        &[
            ("7d0f1a7e-3c2b-4a55-9d6e-0a1b2c3d4e5f", "session_id"),
            ("72F988BF86F141AF91AB2D7CD011DB47", "tenant_id"),
        ],
    );
}

#[test]
fn without_context_more_is_protected() {
    let nothing = CompiledContext::new(&TenantContext::default()).unwrap();
    let text = "joe@contoso.com from 198.51.100.7";
    let spans = classify_line(text.as_bytes(), Channel::Log, &nothing);
    let got: Vec<_> = spans.iter().map(|s| (&text[s.start..s.end], s.entity.name())).collect();
    assert_eq!(got, [("joe@contoso.com", "email"), ("198.51.100.7", "user_ipv4")]);
}

#[test]
fn transcript_headers() {
    for header in
        ["2026-03-05 10:15 [customer] Emma Stone: ", "[10:15] Emma Stone: ", "2026-03-05, 10:15 Emma Stone: "]
    {
        check(
            Channel::Case,
            &format!("{header}it is slow"),
            &[("Emma Stone", "person_name"), ("it is slow", "customer_text")],
        );
    }
    check(Channel::Case, "10:15 we saw it fail", &[("10:15 we saw it fail", "customer_text")]);
}

#[test]
fn accounts_beside_hosts_in_other_formats() {
    log(
        "Access denied for user 'bob'@'laptop-77.home'",
        &[("bob", "username"), ("laptop-77.home", "client_hostname")],
    );
    log("dn: CN=Paul Durand,OU=Users,DC=contoso,DC=com", &[("Paul Durand", "person_name")]);
    log(
        "1520000000.123    200 10.20.2.2 TCP_MISS/200 1234 GET http://www.example.net/ jeanne DIRECT/93.184.216.34 text/html",
        &[("10.20.2.2", "user_ipv4"), ("jeanne", "username"), ("93.184.216.34", "user_ipv4")],
    );
    log(
        r#"{"actor":{"alternateId":"maria@corp.example","displayName":"Maria Lopez"}}"#,
        &[("maria@corp.example", "email"), ("Maria Lopez", "person_name")],
    );
}
