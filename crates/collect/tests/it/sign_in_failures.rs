use super::case::{Case, Outcome};
use serde_json::json;
use std::fs;
use tempfile::TempDir;

const FINE: &str = "Nov 23 10:00:00 srv sshd[7]: Accepted publickey for alice from 192.0.2.8 port 22 ssh2: ED25519 SHA256:x\n";

/// The faults found in a log that begins well and goes on with `lines`, each `times` times.
fn check(lines: &[&str], times: usize, faults: &[&str]) -> Outcome {
    let folder = TempDir::new().unwrap();
    let lines: String =
        lines.iter().map(|line| format!("Nov 23 10:00:01 srv {line}\n").repeat(times)).collect();
    fs::write(folder.path().join("auth.log"), FINE.to_owned() + &lines).unwrap();
    let case = Case::new("sign-in-failures", &format!("folders: [{}]", folder.path().display()));
    let outcome = case.run(&json!({"files": folder.path().join("auth.log")}));
    outcome.assert_faults(faults);
    outcome
}

/// What an application logs of a bind that Active Directory refused.
fn active_directory(code: &str) -> String {
    format!(
        "wiki[7]: bind failed: [LDAP: error code 49 - 80090308: LdapErr: DSID-0C090446, comment: AcceptSecurityContext error, data {code}, v2580]"
    )
}

#[test]
fn each_reason_is_found() {
    check(&[], 0, &[]);
    for (line, faults) in [
        ("sshd[7]: Failed password for root from 192.0.2.7 port 22 ssh2", &[][..]),
        (
            "login[7]: pam_faillock(login:auth): Consecutive login failures for user bob account temporarily locked",
            &["locked-out"],
        ),
        ("krb5kdc[7]: PREAUTH 192.0.2.7: Clock skew too great", &["clock-skew"]),
        ("sshd[7]: pam_unix(sshd:account): account bob has expired (account expired)", &["expired"]),
        ("sshd[7]: User bob from 192.0.2.7 not allowed because not listed in AllowUsers", &["not-allowed"]),
        (&active_directory("52e"), &[]),
        (&active_directory("532"), &["expired"]),
        (&active_directory("533"), &["not-allowed"]),
        (&active_directory("773"), &["expired"]),
        (&active_directory("775"), &["locked-out"]),
    ] {
        check(&[line], 1, faults);
    }
}

#[test]
fn guessing_and_a_guess_that_worked_are_told_apart() {
    let failed = "sshd[7]: Failed password for root from 192.0.2.7 port 22 ssh2";
    check(&[failed], 19, &[]);
    let outcome = check(&[failed], 20, &["guessing"]);
    let facts = &outcome.facts["sign_ins"];
    assert_eq!((&facts["failures"], &facts["one_source_percent"]), (&json!(20), &json!(100.0)));
    let folded =
        "sshd[7]: message repeated 20 times: [ Failed password for root from 192.0.2.7 port 22 ssh2]";
    check(&[folded], 1, &["guessing"]);
    let accepted = "sshd[7]: Accepted password for root from 192.0.2.7 port 22 ssh2";
    check(&[failed, accepted], 20, &["guessed", "guessing"]);
}

#[test]
fn many_failures_from_everywhere_are_found_and_nobody_is_named() {
    let lines: Vec<String> = (0..51)
        .map(|n| format!("sshd[7]: Failed password for invalid user name{n} from 192.0.2.{n} port 22 ssh2"))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    check(lines.get(..50).unwrap(), 1, &[]);
    let outcome = check(&lines, 1, &["many-failures"]);
    let facts = &outcome.facts["sign_ins"];
    assert_eq!(facts["reasons"]["unknown_account"], 51);
    assert_eq!((&facts["accounts_failing"], &facts["sources_failing"]), (&json!(51), &json!(51)));
    assert!(!outcome.item("facts.json").contains("name7"));
}

#[test]
fn what_cannot_be_read_is_said() {
    let folder = TempDir::new().unwrap();
    let case = Case::new("sign-in-failures", &format!("folders: [{}]", folder.path().display()));
    let log = folder.path().join("auth.log");
    case.run(&json!({"files": log})).assert_faults(&["nothing-read"]);
    fs::write(&log, FINE).unwrap();
    fs::write(folder.path().join("auth.log.1"), "\0").unwrap();
    case.run(&json!({"files": log})).assert_faults(&["reading-incomplete"]);
}
