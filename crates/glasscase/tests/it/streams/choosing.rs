//! How somebody chooses what they are told, and sees the partner, on the command line.

use super::endpoint::Endpoint;
use super::{LENIENT, PATIENCE, client, owner};
use crate::program::{Ended, run};
use crate::server::{Server, open_case, wait};
use serde_json::{Value, json};
use std::time::Instant;

/// Runs a command at a server.
fn at(server: &Server, token: &str, command: &[&str]) -> Ended {
    run(&[&["--json", "--url", &server.url, "--token", token], command].concat(), b"")
}

/// What it answers.
fn answer(server: &Server, token: &str, command: &[&str]) -> Value {
    let ended = at(server, token, command);
    assert_eq!(ended.code, Some(0), "{command:?}: {}", ended.err);
    serde_json::from_str(&ended.out).unwrap()
}

/// Waits for a notice of this kind to be listed.
fn told(server: &Server, token: &str, kind: &str) -> Value {
    let begun = Instant::now();
    loop {
        let listed = answer(server, token, &["notices", "list", "--unread"]);
        let found = listed["items"].as_array().unwrap().iter().find(|one| one["kind"] == kind).cloned();
        if let Some(found) = found {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "{listed}");
    }
}

#[test]
fn notices_are_listed_read_and_chosen_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let endpoint = Endpoint::start(folder.path());
    let server = Server::start(&folder.path().join("data"), LENIENT);
    let token = owner(&server);
    let answer = |command: &[&str]| answer(&server, &token, command);
    assert_eq!(answer(&["notices", "webhook", "show"]), json!({}));
    let made = answer(&["notices", "webhook", "set", &endpoint.address]);
    endpoint.trust(made["secret"].as_str().unwrap());
    answer(&["notices", "choose", "--webhook", "false"]);
    answer(&["notices", "choose", "locked", "--webhook", "true", "--mail", "false"]);
    let settings = answer(&["notices", "settings"]);
    for choice in settings["choices"].as_array().unwrap() {
        let is_locked = choice["kind"] == "locked";
        let expected = json!({
            "kind": choice["kind"], "desk": true, "mail": !is_locked, "webhook": is_locked
        });
        assert_eq!(*choice, expected);
    }
    answer(&["access", "lock"]);
    answer(&["access", "unlock"]);
    told(&server, &token, "locked");
    told(&server, &token, "unlocked");
    answer(&["notices", "read"]);
    assert_eq!(answer(&["notices", "list", "--unread"])["items"], json!([]));
    let begun = Instant::now();
    while endpoint.taken().is_empty() {
        assert!(begun.elapsed() < PATIENCE);
    }
    assert_eq!(endpoint.taken().len(), 1, "the lock alone");
    assert!(answer(&["notices", "webhook", "renew"])["secret"].is_string());
    answer(&["notices", "webhook", "remove"]);
    assert_eq!(answer(&["notices", "webhook", "show"]), json!({}));
    let vague = at(&server, &token, &["notices", "choose", "locked"]);
    assert_eq!(vague.code, Some(2), "{}", vague.err);
    server.end();
}

#[test]
fn the_partner_is_shown_as_the_directory_lists_it_with_what_ends_if_it_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data"), &[]);
    let token = owner(&server);
    let answer = |command: &[&str]| answer(&server, &token, command);
    assert_eq!(answer(&["access", "partner"]), json!({ "partner": null, "ends": [] }));
    let case = wait(async {
        let owner = client(&server, &token);
        let case = open_case(&owner).await;
        let give = json!({ "terms": { "level": "advanced" } });
        let _: Value = owner.post(&format!("api/v1/cases/{case}/consent"), &give).await.unwrap();
        case
    });
    let listed = answer(&["access", "partner"]);
    assert_eq!(listed["partner"]["isServiceProvider"], true, "{listed}");
    assert_eq!(listed["ends"], json!([case]));
    assert_eq!(answer(&["access", "remove-partner"])["withdrawn"], json!([case]));
    assert_eq!(answer(&["access", "partner"])["partner"], Value::Null);
    server.end();
}
