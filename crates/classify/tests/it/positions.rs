//! Names by their position in the logs of daemons, appliances and servers (classification.md 4.2, 4.3, 4.5, 5.1 to 5.4).

use classify::{Channel, CompiledContext, TenantContext, classify_line};
use std::sync::LazyLock;

/// No user, machine or server of these lines is listed: positions alone decide.
pub(crate) static FABRIKAM: LazyLock<CompiledContext> = LazyLock::new(|| {
    let json = br#"{"tenant": {"domains": ["fabrikam.example"], "names": ["Fabrikam SAS"],
                               "ids": ["5d1c2b7a90e84f63a2b1c0d9e8f70612"], "networks": ["203.0.113.0/24"],
                               "server_patterns": ["^fs-[0-9]+$"]}}"#;
    CompiledContext::new(&TenantContext::from_json(json).unwrap()).unwrap()
});

/// The spans of a text of this channel, in order.
pub(crate) fn found(channel: Channel, text: &str, expected: &[(&str, &str)]) {
    let spans = classify_line(text.as_bytes(), channel, &FABRIKAM);
    let got: Vec<_> = spans.iter().map(|s| (&text[s.start..s.end], s.entity.name())).collect();
    assert_eq!(got, expected, "{text}");
}

pub(crate) fn log(text: &str, expected: &[(&str, &str)]) {
    found(Channel::Log, text, expected);
}

pub(crate) fn account(text: &str, expected: &[(&str, &str)]) {
    found(Channel::Account, text, expected);
}

/// The accounts of a line that has no other spans.
pub(crate) fn users(text: &str, expected: &[&str]) {
    let expected: Vec<_> = expected.iter().map(|name| (*name, "username")).collect();
    log(text, &expected);
}

#[test]
fn accounts_behind_a_noun() {
    users("user mlopez not found", &["mlopez"]);
    users("AH1: user mlopez: authentication failure", &["mlopez"]);
    users("failed to authenticate user [mlopez]", &["mlopez"]);
    users(r#"{"error":"Could not find user \"mlopez\" here"}"#, &["mlopez"]);
    users("Starting Session 3 of user m.lopez...", &["m.lopez"]);
    users("Administrator test77 login failed", &["test77"]);
    users("USER 4711: no such user found", &["4711"]);
    log("Started by user Ann Whitfield", &[("Ann Whitfield", "person_name")]);
}

#[test]
fn accounts_in_sentences_on_logins() {
    users("su: session opened for user root by mlopez(uid=1000)", &["mlopez"]);
    users("Authentication failed for mlopez", &["mlopez"]);
    users("FTP login accepted as mlopez", &["mlopez"]);
    users("Configured from console by mlopez on vty0", &["mlopez"]);
    log(
        "postponed check of password for mlopez from 192.0.2.9",
        &[("mlopez", "username"), ("192.0.2.9", "user_ipv4")],
    );
}

#[test]
fn ordinary_words_behind_a_noun_are_no_accounts() {
    for text in [
        "user session is closed",
        "Unknown user name or bad password",
        "start of user space",
        "user's groups",
        "waiting for user input",
        "session opened for user root by (uid=0)",
        "login for service failed",
        "Configured from console by vty0",
        "push user data!",
    ] {
        log(text, &[]);
    }
}

#[test]
fn accounts_in_front_of_a_phrase_in_lists_and_brackets() {
    users("[pid 12] [mlopez] OK LOGIN: Client", &["mlopez"]);
    users(r#"{"_CMDLINE":"sshd: mlopez [priv]"}"#, &["mlopez"]);
    users("usermod: add 'mlopez' to group 'docker'", &["mlopez"]);
    users("Changing view acls to: yarn,mlopez", &["mlopez"]);
    users("users with view permissions: Set(yarn, mlopez); done", &["mlopez"]);
    log(
        "imap(mlopez)<77><AbCdEfGh1234>: Logged out",
        &[("mlopez", "username"), ("AbCdEfGh1234", "session_id")],
    );
    log("pam(mlopez,192.0.2.9): failed", &[("mlopez", "username"), ("192.0.2.9", "user_ipv4")]);
    log("became [FABRIKAM]\\[mlopez] now", &[("FABRIKAM", "tenant_domain"), ("mlopez", "username")]);
}

#[test]
fn accounts_beside_addresses_and_hosts() {
    log("(mlopez@192.0.2.9) [NOTICE] bye", &[("mlopez", "username"), ("192.0.2.9", "user_ipv4")]);
    log(
        "rsync -a x mlopez@fs-3.fabrikam.example:/b",
        &[("mlopez", "username"), ("fs-3.fabrikam.example", "tenant_host")],
    );
    users("[77] mlopez@erp LOG:  ready", &["mlopez"]);
    log("node rabbit@fs-3 up", &[("fs-3", "tenant_host")]);
    users("filter=\"(uid=mlopez)\"", &["mlopez"]);
    users("hdfs://nn:9000/user/mlopez/out", &["mlopez"]);
    users("/data/usercache/mlopez/appcache", &["mlopez"]);
}

#[test]
fn names_that_stand_again() {
    users("ugi=mlopez (auth:SIMPLE) path=/a/mlopez/b", &["mlopez", "mlopez"]);
    users("user=backup42 backup42=no", &["backup42"]);
}

#[test]
fn clients_in_front_of_their_address() {
    let client = ("dsl-7.isp.example", "client_hostname");
    log("RCPT from dsl-7.isp.example[192.0.2.9]: 554", &[client, ("192.0.2.9", "user_ipv4")]);
    log("server (dsl-7.isp.example[192.0.2.9]) ready", &[client, ("192.0.2.9", "user_ipv4")]);
    log("from host (dsl-7.isp.example) 192.0.2.9", &[client, ("192.0.2.9", "user_ipv4")]);
    log("helo=dsl-7.isp.example; x", &[client]);
    log("relay=mx.isp.example[192.0.2.9]:25, delay=1", &[("192.0.2.9", "user_ipv4")]);
    log("illegal user mlopez from dsl-7.isp.example", &[("mlopez", "username"), client]);
}

#[test]
fn hosts_of_headers() {
    let host = ("lx-9", "machine_name");
    log("Mar  5 10:15:32 lx-9 sssd[nss]: started", &[host]);
    log("Mar  5 10:15:32 lx-9 polkitd(authority=local): started", &[host]);
    log("Mar  5 10:15:32 lx-9 pam_sss(sshd:auth)[29]: started", &[host]);
    log("Mar  5 10:15:32 lx-9 last message repeated 3 times", &[host]);
    log("- 1131566461 2005.11.09 lx-9 Nov 9 12:01:01 lx-9/lx-9 kernel: up", &[host, host, host]);
    log("2561 lx-9 unix.hw state.down 1084680778 1 Component", &[host]);
    log("2026-03-05T10:15:32Z INFO loader: ready", &[]);
    log("Mar  5 10:15:32 lx-9 sudo: pam_unix(sudo:auth): conversation failed", &[host]);
}

#[test]
fn addresses_beside_slashes_and_arrows() {
    for text in ["NODE42/192.0.2.9 to", "x=\"IPV4/UDP/192.0.2.9/5060\"", "a 192.0.2.9->/var/log"] {
        log(text, &[("192.0.2.9", "user_ipv4")]);
    }
    log(
        "channel=192.0.2.9:9093-192.0.2.8:37881-4",
        &[("192.0.2.9", "user_ipv4"), ("192.0.2.8", "user_ipv4")],
    );
    log("Chrome/32.0.17.77 openssl-1.2.3.4-r0", &[]);
}

#[test]
fn principals_digits_and_identifiers() {
    log(
        "for krbtgt/FABRIKAM.EXAMPLE@FABRIKAM.EXAMPLE,",
        &[("FABRIKAM.EXAMPLE", "tenant_domain"), ("FABRIKAM.EXAMPLE", "tenant_domain")],
    );
    log("service=kadmin/admin@FABRIKAM.EXAMPLE,", &[("FABRIKAM.EXAMPLE", "tenant_domain")]);
    log("in domain FABRIKAM due to", &[("FABRIKAM", "tenant_domain")]);
    log("Called SIP/trunk/0049711642788", &[("0049711642788", "phone")]);
    log("Executing [0049711642788@from-internal:1]", &[("0049711642788", "phone")]);
    log("sta: a4:33:8f:fa:01:e7: gone", &[("a4:33:8f:fa:01:e7", "mac_address")]);
    log("fp=SHA256:93:8a:61:ed:3b:b0:e1:ec x", &[]);
    log("tid=0x00007f4456a1118f nid=0x6a33", &[]);
    log("{AA02EB3D-DC55-462B-A276-BCD68340D8EA}", &[("AA02EB3D-DC55-462B-A276-BCD68340D8EA", "user_guid")]);
    log(
        "on Interface Gi1/0/2 AuditSessionID 0A35DDBCC9F41338C76FA8AA",
        &[("0A35DDBCC9F41338C76FA8AA", "session_id")],
    );
}

#[test]
fn passwords_behind_accounts() {
    log(
        r"net use \\fs-3\d /user:mlopez S3cret!x",
        &[("fs-3", "tenant_host"), ("mlopez", "username"), ("S3cret!x", "password")],
    );
    log(r"PsExec.exe -u mlopez -p S3cret!x cmd", &[("mlopez", "username"), ("S3cret!x", "password")]);
    log(r#"{"password"=>"[FILTERED]"}"#, &[]);
    log("pam_unix(passwd:chauthtok): password changed for mlopez", &[("mlopez", "username")]);
    log("token=Token{c516b2b x}", &[]);
}

#[test]
fn programs_are_no_people() {
    for text in [
        "ts=1 caller=dispatcher.go:766 component=x",
        r#"sender=":1.45" interface="org.freedesktop.DBus" member="GetAll""#,
        "WindowManager: Destroying surface Surface(name=Popup)",
        "imap-login: Aborted login (no auth)",
        "logged in as Client/6.5.0",
        "HostName=ConsoleHost HostVersion=5.1 HostId=8ec065ce-3f9d-406b-ae30-d62c64533ae4",
    ] {
        log(text, &[]);
    }
}

#[test]
fn accounts_in_other_systems_formats() {
    users("Login incorrect (mschap: no match): [mlopez] (from client x)", &["mlopez"]);
    users("DATABASE USER:[6] \"mlopez\" PRIVILEGE:[4] \"NONE\"", &["mlopez"]);
    users("Principal = User:mlopez is Denied", &["mlopez"]);
    users("FAILED LOGIN 2 FROM tty3 FOR mlopez, no", &["mlopez"]);
    users("mlopez has logged in", &["mlopez"]);
    users("pickup: uid=1001 from=<mlopez>", &["mlopez"]);
    users("failed login, user=mlopez@pam msg=no", &["mlopez"]);
    users("ICH408I USER(MLOPEZ01) GROUP(DEPT)", &["MLOPEZ01"]);
    log("(agent7) 192.0.2.9->/var/log", &[("agent7", "machine_name"), ("192.0.2.9", "user_ipv4")]);
    log(
        "[1764324001] SERVICE NOTIFICATION: mlopez;lx-9;HTTP;OK",
        &[("mlopez", "username"), ("lx-9", "machine_name")],
    );
    log(
        "w.isp.example:80 192.0.2.9 - mlopez [24/Jun/2026:18:42:30 +0000] \"GET / HTTP/1.1\" 200 1",
        &[("192.0.2.9", "user_ipv4"), ("mlopez", "username")],
    );
    log(
        "Account Name: mlopez Account Domain: ACME Workstation Name: LX-9 Source Port: 1",
        &[("mlopez", "username"), ("LX-9", "machine_name")],
    );
}

#[test]
fn counts_units_and_sentences_are_no_accounts() {
    for text in [
        "logged in users: 4",
        "systemd[1]: user@1001.service: Succeeded.",
        "the user chooses to start",
        "LogName=Security EventCode=4740",
        "Retrying login as fallback",
        "shows logged on users",
    ] {
        log(text, &[]);
    }
}

#[test]
fn values_of_the_registry_as_its_console_prints_them() {
    log("    ProxyPassword    REG_SZ    moss-k7", &[("moss-k7", "password")]);
    log("    DefaultUserName    REG_SZ    wfarkas", &[("wfarkas", "username")]);
    log("    PasswordExpiryWarning    REG_DWORD    0x5", &[]);
    log("    ProductName    REG_SZ    Windows 10 Pro", &[]);
}

#[test]
fn interfaces_and_telephones_that_are_named_by_their_user_or_card() {
    log("l2tp,ppp,info <pptp-wfarkas>: connected", &[("wfarkas", "username")]);
    log("registered SEP00C1B2D3E4F5 again", &[("SEP00C1B2D3E4F5", "machine_name")]);
}

#[test]
fn accounts_that_commands_take_in_their_own_places() {
    log(
        "bitsadmin /SetCredentials fetch1 SERVER BASIC wfarkas Moss#Gate8",
        &[("wfarkas", "username"), ("Moss#Gate8", "password")],
    );
    log(
        "schtasks /create /tn sync /ru wfarkas /rp MossGate8",
        &[("wfarkas", "username"), ("MossGate8", "password")],
    );
}

#[test]
fn any_word_but_a_roles_that_somebody_tried() {
    for name in ["client", "server", "main", "unknown", "and", "local", "customer", "mlopez"] {
        let expected = [(name, "username"), ("192.0.2.9", "user_ipv4")];
        log(&format!("Invalid user {name} from 192.0.2.9 port 22"), &expected);
        log(&format!("Failed password for invalid user {name} from 192.0.2.9 port 22 ssh2"), &expected);
        log(&format!("Failed password for {name} from 192.0.2.9 port 22 ssh2"), &expected);
        log(&format!("Connection closed by invalid user {name} 192.0.2.9 port 22 [preauth]"), &expected);
        log(
            &format!("authentication failure; logname= uid=0 tty=ssh ruser= rhost=192.0.2.9  user={name}"),
            &[("192.0.2.9", "user_ipv4"), (name, "username")],
        );
        users(&format!("input_userauth_request: invalid user {name} [preauth]"), &[name]);
    }
    for role in ["root", "test", "admin"] {
        log(&format!("Invalid user {role} from 192.0.2.9 port 22"), &[("192.0.2.9", "user_ipv4")]);
    }
    log("Invalid user  from 192.0.2.9 port 22", &[("192.0.2.9", "user_ipv4")]);
}
