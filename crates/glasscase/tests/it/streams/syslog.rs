//! Syslog over TLS to a real rsyslogd: its file holds every entry, also across a restart of either side.

use super::rsyslog::Rsyslog;
use super::sigma;
use super::{LENIENT, client, delivered, destination, log_size, owner, tell};
use crate::server::{Server, open_case, wait};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use wire::{Client, Destination, Items, MadeDestination, Said, Say};

async fn write(client: &Client, case: &str, count: u64) {
    for number in 0..count {
        let say = Say { text: format!("nobody may read this {number}") };
        let _: Said = client.post(&format!("api/v1/cases/{case}/messages"), &say).await.unwrap();
    }
}

/// Gives a consent that the desk alone attests.
async fn consent(owner: &Client, case: &str) {
    let give = json!({ "terms": { "level": "standard" } });
    let _: Value = owner.post(&format!("api/v1/cases/{case}/consent"), &give).await.unwrap();
}

/// The ids of the events with this word, in their order.
fn ids(events: &[Value], word: &str) -> Vec<Value> {
    let found = events.iter().filter(|event| event["metadata"]["event_code"] == word);
    found.map(|event| event["metadata"]["uid"].clone()).collect()
}

/// By place in the log, the ids of the messages of one form.
fn received(messages: &[String], mark: &str) -> BTreeMap<u64, BTreeSet<String>> {
    let mut found: BTreeMap<u64, BTreeSet<String>> = BTreeMap::new();
    for message in messages.iter().filter(|message| message.contains(mark)) {
        let word = |name: &str| {
            let behind = message.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("{message}")).1;
            behind.split('"').next().unwrap().to_owned()
        };
        found.entry(word("sequence").parse().unwrap()).or_default().insert(word("id"));
    }
    found
}

#[test]
fn rsyslog_holds_every_entry_in_every_form_across_restarts_of_either_side() {
    let folder = tempfile::tempdir().unwrap();
    let (data, sink) = (folder.path().join("data"), folder.path().join("rsyslog"));
    std::fs::create_dir(&sink).unwrap();
    let mut rsyslog = Rsyslog::start(&sink);
    let server = Server::start(&data, LENIENT);
    let token = owner(&server);
    let case = wait(async {
        let owner = client(&server, &token);
        for form in ["syslog", "syslog_cef", "syslog_ocsf"] {
            let address = format!("localhost:{}", rsyslog.port);
            let new = destination(form, address, Some(rsyslog.authority.clone()));
            let _: MadeDestination = owner.post("api/v1/destinations", &new).await.unwrap();
        }
        let case = open_case(&owner).await;
        consent(&owner, &case).await;
        write(&owner, &case, 40).await;
        case
    });
    // The receiver ends while more is being sent.
    rsyslog.end();
    wait(write(&client(&server, &token), &case, 40));
    rsyslog.begin_again();
    server.kill();
    let server = Server::start(&data, LENIENT);
    let size = wait(async {
        let owner = client(&server, &token);
        write(&owner, &case, 10).await;
        delivered(&owner).await;
        log_size(&owner).await
    });
    server.end();
    rsyslog.end();
    let messages = rsyslog.messages();
    for (form, mark) in [("facts", "\u{feff}"), ("CEF", " CEF:0|Glasscase|"), ("OCSF", " {\"activity_id\":")]
    {
        let found = received(&messages, mark);
        assert!(found.keys().copied().eq(0..size), "{form}: {} of {size} entries", found.len());
        assert!(found.values().all(|ids| ids.len() == 1), "{form}: a repeat has the same id");
    }
    assert!(!messages.iter().any(|message| message.contains("nobody may read this")));
    let events = sigma::events(&messages);
    assert_eq!(events.len() as u64, size);
    let expected = json!({
        "Receivers of the support log changed": ids(&events, "destination_added"),
        "Support consent without a signature": ids(&events, "consent_given"),
    });
    assert_eq!(
        sigma::alerts(folder.path(), &events),
        expected,
        "three receivers, and a consent that no key signed"
    );
    tell(&format!("{size} entries, {} messages of three forms", messages.len()));
}

#[test]
fn a_receiver_that_nobody_trusted_vouches_for_gets_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let sinks = ["ours", "theirs"].map(|name| folder.path().join(name));
    for sink in &sinks {
        std::fs::create_dir(sink).unwrap();
    }
    let (ours, theirs) = (Rsyslog::start(&sinks[0]), Rsyslog::start(&sinks[1]));
    let server = Server::start(&folder.path().join("data"), LENIENT);
    let owner = client(&server, &owner(&server));
    wait(async {
        let address = format!("localhost:{}", theirs.port);
        let new = destination("syslog", address, Some(ours.authority.clone()));
        let _: MadeDestination = owner.post("api/v1/destinations", &new).await.unwrap();
        loop {
            let shown: Items<Destination> = owner.get("api/v1/destinations").await.unwrap();
            if let Some(fault) = &shown.items[0].fault {
                assert!(fault.contains("certificate"), "{fault}");
                assert!(shown.items[0].waiting > 0);
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    server.end();
    assert_eq!(theirs.messages(), [""; 0]);
}
