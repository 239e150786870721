//! Words of programs, jobs and prose that stand where an account may stand, and the accounts that do (classification.md 4.2
//! `username`, 5.2, 5.4); the places of hosts and accounts that only one format has.

use crate::positions::{log, users};
use classify::{Channel, CompiledContext, TenantContext, classify_line};

#[test]
fn words_of_programs_in_prose_are_no_accounts() {
    for text in [
        "This is used by glibc.",
        "should only require one version of `memchr` crate.",
        "zero or more commands separated by newlines,",
        "- `From` conversion for `BitString` into `Any`",
        "warning: the use of `tmpnam_r' is dangerous",
        "is asked for dbus_daemondir",
        "status half-configured passwd:amd64 1:4.13+dfsg1-1",
        "status half-configured gpg-wks-server:amd64 2.2.40-1.1",
        "Auth successful for job_1445144423722_0020 (auth:SIMPLE)",
        "C:\\Temp\\825003DD.tmp deleted by cleanup",
        "FATAL ciod: LOGIN chdir(/p/raptor) failed",
    ] {
        log(text, &[]);
    }
}

#[test]
fn accounts_of_whoever_did_what_people_do() {
    users("job 12: nMaps=14 submitted by mlopez", &["mlopez"]);
    users("change 4711 was approved by mlopez.", &["mlopez"]);
    log("change 4711 was approved by policy.", &[]);
}

#[test]
fn identifiers_of_mails_on_hosts_without_a_domain() {
    log("msgid=<200511091901.jA9J1UvC004306@fs-7>, relay=x", &[("fs-7", "tenant_host")]);
    log("<DB6PR04MB3206F0A1@DB6PR04MB3206.prod.example.net>", &[]);
}

#[test]
fn a_job_at_its_server() {
    log("cannot reply to 4129.fs-7 task 1", &[("fs-7", "tenant_host")]);
    log("cannot reply to 4129.pc-7x task 1", &[]);
}

#[test]
fn a_server_whose_pattern_takes_in_a_place() {
    let json = br#"{"tenant": {"server_patterns": ["^r[0-9]+-m[0-9](-n[0-9])?(:j[0-9]+-u[0-9]+)?$"]}}"#;
    let context = CompiledContext::new(&TenantContext::from_json(json).unwrap()).unwrap();
    for (text, name) in [
        ("at R02-M1-N0:J12-U11 RAS", "R02-M1-N0:J12-U11"),
        ("at R02-M1-N0:J12 RAS", "R02-M1-N0"),
        ("at R02-M1-N0:8080 RAS", "R02-M1-N0"),
    ] {
        let spans = classify_line(text.as_bytes(), Channel::Log, &context);
        let got: Vec<_> = spans.iter().map(|s| (&text[s.start..s.end], s.entity.name())).collect();
        assert_eq!(got, [(name, "tenant_host")], "{text}");
    }
}

#[test]
fn secrets_and_names_in_commands() {
    for text in ["http -a mlopez:Zebra77Lamp GET x.example/me", "xh --auth mlopez:Zebra77Lamp :8080/api"] {
        log(text, &[("mlopez", "username"), ("Zebra77Lamp", "password")]);
    }
    log("GET http://x.example/ HTTP/1.1 -a x:y", &[]);
    log(
        r#"New-Object PSCredential("mlopez", (ConvertTo-SecureString "Zebra77Lamp" -AsPlainText))"#,
        &[("mlopez", "username"), ("Zebra77Lamp", "password")],
    );
    log(
        r#"new NetworkCredential("mlopez", "Zebra77Lamp")"#,
        &[("mlopez", "username"), ("Zebra77Lamp", "password")],
    );
    log(r#"Get-MailboxPermission -Identity "Torunn Brandvold""#, &[("Torunn Brandvold", "person_name")]);
    log(r#"Get-ADGroup -Identity "Domain Admins""#, &[]);
}

#[test]
fn accounts_in_columns_of_one_format() {
    users("lj3f mlopez 1182 [04/Mar/2026:08:12:11 +0100] total 3 - -", &["mlopez"]);
    log(
        "2026-03-04 08:12:11 UTC:192.0.2.9(51122):mlopez@orders:[4121]:LOG:  duration: 3.1 ms",
        &[("192.0.2.9", "user_ipv4"), ("mlopez", "username")],
    );
    log(
        "1772611931.402\tCXWv6p\t192.0.2.9\t51122\t192.0.2.2\t21\tmlopez\tRETR\t226",
        &[("192.0.2.9", "user_ipv4"), ("192.0.2.2", "user_ipv4"), ("mlopez", "username")],
    );
    log(
        "1,2026/03/04 08:12:11,THREAT,url,192.0.2.9,rule1,crusher\\mlopez,,web-browsing,vsys1",
        &[("192.0.2.9", "user_ipv4"), ("mlopez", "username")],
    );
    users("crontab[812]: (mlopez) BEGIN EDIT (mlopez)", &["mlopez", "mlopez"]);
}

#[test]
fn packages_classes_of_devices_and_groups_of_the_system() {
    for text in [
        r#""UninstallString"="MsiExec.exe /X{8A69D345-D564-463C-AFF1-A69D9E530F96}""#,
        r"\??\USB#VID_0951#001CC0EC34F1BB#{a5dcbf10-6530-11d2-901f-00c04fb951ed}",
        r#""Owner"="Administrators""#,
        r#""Default User"="C:\\Users\\Default""#,
    ] {
        log(text, &[]);
    }
    log(r#""Owner"="FABRIKAM\\mlopez""#, &[("FABRIKAM", "tenant_domain"), ("mlopez", "username")]);
}

#[test]
fn keys_of_snmp_and_hashes_behind_their_scheme() {
    log(
        "snmp-server user mlopez staff v3 auth sha Zebra77Lamp priv aes 128 Lamp77Zebra",
        &[("mlopez", "username"), ("Zebra77Lamp", "password"), ("Lamp77Zebra", "password")],
    );
    log("snmp-server location attic", &[]);
    let hash = "pbkdf2_sha256$260000$abcdEFGH$Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6";
    log(&format!("stored {hash} in column 4"), &[(hash, "password_hash")]);
    log("scrypt$ is a prefix", &[]);
}
