//! A server that is killed again and again while it sends notices, by mail and to a person's webhook: none is lost, and
//! only what was under way comes twice.

use super::endpoint::Endpoint;
use super::mail_server::MailServer;
use super::{LENIENT, PATIENCE, client, owner, tell};
use crate::server::{Server, wait};
use serde_json::json;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use wire::{
    AuditPage, Client, ClientError, ConfirmAddress, Done, MadeNoticeWebhook, NewNoticeWebhook, NoticeSettings,
};

/// How often the server is killed.
const KILLS: u64 = 8;
/// How long a client rests between two changes: more than that would wait at the end.
const PACE: Duration = Duration::from_millis(15);
/// How many mails come from a server before it is killed.
const BEFORE: usize = 3;

/// Locks and unlocks, each of which is a mail, until the server is gone.
async fn lock_and_unlock(client: Client) {
    loop {
        for path in ["api/v1/access/lock", "api/v1/access/unlock"] {
            match client.post::<_, Done>(path, &json!({})).await {
                // Locked already when the server before this one was killed.
                Ok(_) | Err(ClientError::Problem(_)) => {}
                Err(_) => return,
            }
            tokio::time::sleep(PACE).await;
        }
    }
}

/// How often access was locked or unlocked.
async fn locks(client: &Client) -> usize {
    let (mut found, mut from) = (0, Some(0));
    while let Some(start) = from {
        let page: AuditPage = client.get(&format!("api/v1/audit?from={start}&limit=200")).await.unwrap();
        let records = page.items.iter().map(|entry| &entry.event["type"]);
        found += records.filter(|word| *word == "locked" || *word == "unlocked").count();
        from = page.next;
    }
    found
}

/// Waits until so many different ids came.
async fn came(ids: impl Fn() -> Vec<String>, count: usize) {
    let begun = Instant::now();
    loop {
        let different = different(&ids());
        if different >= count {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "{different} of {count} came");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn different(ids: &[String]) -> usize {
    ids.iter().collect::<BTreeSet<_>>().len()
}

/// The ids of the messages that the endpoint took.
fn taken(endpoint: &Endpoint) -> Vec<String> {
    endpoint.taken().into_iter().map(|taken| taken.id).collect()
}

#[test]
fn a_killed_server_loses_no_notice_and_repeats_only_what_was_under_way_under_its_id() {
    let folder = tempfile::tempdir().unwrap();
    let (data, mails) = (folder.path().join("data"), MailServer::start(folder.path()));
    let arguments = mails.arguments();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).chain(LENIENT.iter().copied()).collect();
    let endpoint = Endpoint::start(folder.path());
    let server = Server::start(&data, &arguments);
    let token = owner(&server);
    wait(async {
        let (mail, language) = (Some("olga@contoso.example".to_owned()), None);
        let settings = NoticeSettings { mail, language, confirmed: None, choices: Vec::new() };
        let owner = client(&server, &token);
        let _: Done = owner.put("api/v1/notices/settings", &settings).await.unwrap();
        let new = NewNoticeWebhook { address: endpoint.address.clone() };
        let made: MadeNoticeWebhook = owner.put("api/v1/notices/webhook", &new).await.unwrap();
        endpoint.trust(&made.secret);
        came(|| mails.ids(), 1).await;
        let _: Done = owner
            .post("api/v1/notices/mail/confirm", &ConfirmAddress { code: mails.take_code() })
            .await
            .unwrap();
    });
    server.kill();
    for kill in 0..KILLS {
        let server = Server::start(&data, &arguments);
        wait(async {
            let before = different(&mails.ids());
            let writing = tokio::spawn(lock_and_unlock(client(&server, &token)));
            came(|| mails.ids(), before + BEFORE).await;
            // Differs from kill to kill, so that the server dies in the middle of different things.
            tokio::time::sleep(Duration::from_micros(kill * 7_919 % 30_000)).await;
            server.kill();
            writing.await.unwrap();
        });
    }
    let server = Server::start(&data, &arguments);
    let count = wait(async {
        let count = locks(&client(&server, &token)).await;
        came(|| mails.ids(), count).await;
        came(|| taken(&endpoint), count).await;
        // One too many would come now.
        tokio::time::sleep(Duration::from_millis(300)).await;
        count
    });
    server.end();
    for (way, ids) in [("mail", mails.ids()), ("webhook", taken(&endpoint))] {
        assert_eq!(different(&ids), count, "one id for each notice by {way}");
        let repeats = ids.len() - count;
        assert!(repeats as u64 <= KILLS, "one {way} is under way at a time, and {repeats} came twice");
        tell(&format!("{count} notices by {way}, {repeats} repeats at {KILLS} kills"));
    }
}
