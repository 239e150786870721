//! A server that is killed again and again while it sends mail: no notice is lost, and only what was under way comes
//! twice.

use super::mail_server::MailServer;
use super::{PATIENCE, client, owner, tell};
use crate::server::{Server, wait};
use serde_json::json;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use wire::{AuditPage, Client, ClientError, Done, NoticeSettings};

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

/// Waits until so many different mails came.
async fn came(mails: &MailServer, count: usize) {
    let begun = Instant::now();
    loop {
        let ids = mails.ids();
        let different = ids.iter().collect::<BTreeSet<_>>().len();
        if different >= count {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "{different} of {count} mails came");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[test]
fn a_killed_server_loses_no_mail_and_repeats_only_what_was_under_way_under_its_id() {
    let folder = tempfile::tempdir().unwrap();
    let (data, mails) = (folder.path().join("data"), MailServer::start(folder.path()));
    let arguments = mails.arguments();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let server = Server::start(&data, &arguments);
    let token = owner(&server);
    wait(async {
        let (mail, language) = (Some("olga@contoso.example".to_owned()), None);
        let settings = NoticeSettings { mail, language, choices: Vec::new() };
        let _: Done = client(&server, &token).put("api/v1/notices/settings", &settings).await.unwrap();
    });
    server.kill();
    for kill in 0..KILLS {
        let server = Server::start(&data, &arguments);
        wait(async {
            let before = mails.ids().iter().collect::<BTreeSet<_>>().len();
            let writing = tokio::spawn(lock_and_unlock(client(&server, &token)));
            came(&mails, before + BEFORE).await;
            // Differs from kill to kill, so that the server dies in the middle of different things.
            tokio::time::sleep(Duration::from_micros(kill * 7_919 % 30_000)).await;
            server.kill();
            writing.await.unwrap();
        });
    }
    let server = Server::start(&data, &arguments);
    let (count, ids) = wait(async {
        let count = locks(&client(&server, &token)).await;
        came(&mails, count).await;
        // A mail too many would come now.
        tokio::time::sleep(Duration::from_millis(300)).await;
        (count, mails.ids())
    });
    server.end();
    let different = ids.iter().collect::<BTreeSet<_>>().len();
    assert_eq!(different, count, "one id for each notice");
    let repeats = ids.len() - different;
    assert!(repeats as u64 <= KILLS, "one mail is under way at a time, and {repeats} came twice");
    tell(&format!("{count} notices by mail, {repeats} repeats at {KILLS} kills"));
}
