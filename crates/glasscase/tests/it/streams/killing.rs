//! A server that is killed again and again while it sends: no entry is lost, and only what was under way comes twice.

use super::endpoint::Endpoint;
use super::{LENIENT, client, delivered, destination, log_size, owner, tell};
use crate::server::{Server, open_case, wait};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use wire::{Client, MadeDestination, RenewedSecret, Said, Say};

/// How often the server is killed.
const KILLS: u64 = 30;
/// How many clients write at the same time.
const WRITERS: usize = 4;

/// Writes until the server is gone.
async fn write(client: Client, case: String) {
    let path = format!("api/v1/cases/{case}/messages");
    for number in 0.. {
        let say = Say { text: number.to_string() };
        if client.post::<_, Said>(&path, &say).await.is_err() {
            return;
        }
    }
}

#[test]
fn a_killed_server_loses_no_entry_and_repeats_only_what_was_under_way() {
    let folder = tempfile::tempdir().unwrap();
    let (data, endpoint) = (folder.path().join("data"), Endpoint::start(folder.path()));
    let server = Server::start(&data, LENIENT);
    let token = owner(&server);
    let case = wait(async {
        let owner = client(&server, &token);
        let new = destination("webhook", endpoint.address.clone(), None);
        let made: MadeDestination = owner.post("api/v1/destinations", &new).await.unwrap();
        endpoint.trust(&made.secret.unwrap());
        open_case(&owner).await
    });
    server.kill();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for kill in 0..KILLS {
        let server = Server::start(&data, LENIENT);
        runtime.block_on(async {
            let writers: Vec<_> =
                (0..WRITERS).map(|_| tokio::spawn(write(client(&server, &token), case.clone()))).collect();
            // Differs from kill to kill, so that the server dies in the middle of different things.
            tokio::time::sleep(Duration::from_micros(100_000 + kill * 7_919 % 90_000)).await;
            server.kill();
            for writer in writers {
                writer.await.unwrap();
            }
        });
    }
    let server = Server::start(&data, LENIENT);
    let size = wait(async {
        let owner = client(&server, &token);
        delivered(&owner).await;
        log_size(&owner).await
    });
    server.end();
    let arrived = endpoint.taken();
    let mut ids: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for message in &arrived {
        ids.entry(message.sequence).or_default().insert(&message.id);
    }
    assert!(ids.keys().copied().eq(0..size), "every entry came: {} of {size}", ids.len());
    assert!(ids.values().all(|ids| ids.len() == 1), "a repeat has the same id");
    assert_eq!(ids.values().flatten().collect::<BTreeSet<_>>().len() as u64, size, "and no other has it");
    let repeats = arrived.len() as u64 - size;
    assert!(repeats <= KILLS + 1, "one message is under way at a time, and {repeats} came twice");
    let mut next = 0;
    for message in &arrived {
        assert!(message.sequence <= next, "{} came before {next}", message.sequence);
        next = next.max(message.sequence + 1);
    }
    tell(&format!("{size} entries, {repeats} repeats at {KILLS} kills"));
}

#[test]
fn the_public_package_verifies_messages_while_a_secret_is_renewed() {
    let folder = tempfile::tempdir().unwrap();
    let (data, endpoint) = (folder.path().join("data"), Endpoint::start(folder.path()));
    let server = Server::start(&data, LENIENT);
    let owner = client(&server, &owner(&server));
    wait(async {
        let new = destination("webhook", endpoint.address.clone(), None);
        let made: MadeDestination = owner.post("api/v1/destinations", &new).await.unwrap();
        endpoint.trust(&made.secret.unwrap());
        delivered(&owner).await;
        let before = endpoint.taken().len();
        let path = format!("api/v1/destinations/{}/secret", made.destination);
        let renewed: RenewedSecret = owner.post(&path, &serde_json::json!({})).await.unwrap();
        delivered(&owner).await;
        let with_the_old_one = endpoint.taken().len();
        assert!(with_the_old_one > before, "a receiver that has not heard yet still verifies");
        endpoint.trust(&renewed.secret);
        open_case(&owner).await;
        delivered(&owner).await;
        assert!(endpoint.taken().len() > with_the_old_one, "and so does one that has");
        assert_eq!(endpoint.taken().len() as u64, log_size(&owner).await);
    });
    server.end();
}
