//! A real server that is killed again and again under load: nothing that it acknowledged is lost, nothing is done twice,
//! and nothing is half done.

use crate::program::run;
use crate::server::Server;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;
use wire::{AuditPage, Client, ClientError, IdempotencyKey, NewTenant, Said, Say, TenantCreated};

/// How often each server is killed.
const KILLS: u64 = 100;
/// How many servers are killed, each with its own data.
const SERVERS: usize = 2;
/// How many clients write at the same time.
const WRITERS: u64 = 8;

/// Something that a client wants to be written, once.
#[derive(Clone)]
struct Wish {
    path: String,
    text: String,
    key: IdempotencyKey,
}

impl Wish {
    fn new(case: &str, kill: u64, writer: u64, number: u64) -> Self {
        let text = format!("{kill}-{writer}-{number}");
        Self { path: format!("api/v1/cases/{case}/messages"), key: IdempotencyKey::new(&text), text }
    }

    async fn send(&self, client: &Client) -> Result<Said, ClientError> {
        client.post_once(&self.path, &Say { text: self.text.clone() }, &self.key).await
    }
}

/// Writes until the server is gone; gives what was acknowledged, and what was not.
async fn write(client: Client, case: String, kill: u64, writer: u64) -> (Vec<String>, Wish) {
    let mut acknowledged = Vec::new();
    for number in 0.. {
        let wish = Wish::new(&case, kill, writer, number);
        match wish.send(&client).await {
            Ok(said) => acknowledged.push(said.message.to_string()),
            Err(ClientError::Unreachable { .. }) => return (acknowledged, wish),
            Err(why) => panic!("{}: {why}", wish.text),
        }
    }
    unreachable!("the server is killed before the numbers end")
}

/// A customer with an open case on a new server; the token of its owner, and the case.
async fn prepare(server: &Server) -> (String, String, String) {
    let operator = server.redeem(server.link.as_ref().unwrap()).await;
    let new = NewTenant { tenant: None, name: "Contoso".to_owned(), settings: domain::Settings::default() };
    let created: TenantCreated = operator.post("api/v1/tenants", &new).await.unwrap();
    let token = server.redeem_token(&created.owner.code).await;
    let owner = Client::new(&server.url, Some(token.clone())).unwrap();
    let case = crate::server::open_case(&owner).await;
    (created.tenant.to_string(), token, case)
}

/// The messages that the log holds, each as often as it is there.
async fn messages(client: &Client) -> Vec<String> {
    let (mut found, mut from) = (Vec::new(), Some(0));
    while let Some(start) = from {
        let page: AuditPage = client.get(&format!("api/v1/audit?from={start}&limit=200")).await.unwrap();
        let said = page.items.iter().filter(|entry| entry.event["type"] == "case_said");
        found.extend(said.map(|entry| entry.event["message"].as_str().unwrap().to_owned()));
        from = page.next;
    }
    found
}

/// Waits a while that differs from kill to kill, so that the server dies in the middle of different things.
async fn let_it_work(kill: u64) {
    tokio::time::sleep(Duration::from_micros(5_000 + kill * 7_919 % 60_000)).await;
}

#[test]
fn a_killed_server_has_lost_nothing_and_done_nothing_twice() {
    let servers: Vec<_> = (0..SERVERS).map(|_| std::thread::spawn(kill_again_and_again)).collect();
    for server in servers {
        server.join().unwrap();
    }
}

fn kill_again_and_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let server = Server::start(&data, &[]);
    let (tenant, token, case) = runtime.block_on(prepare(&server));
    server.kill();

    let (mut acknowledged, mut pending) = (BTreeSet::new(), Vec::<Wish>::new());
    for kill in 0..KILLS {
        let server = Server::start(&data, &[]);
        let client = Client::new(&server.url, Some(token.clone())).unwrap();
        runtime.block_on(async {
            for wish in pending.drain(..) {
                acknowledged.insert(wish.send(&client).await.unwrap().message.to_string());
            }
            let write = |writer| tokio::spawn(write(client.clone(), case.clone(), kill, writer));
            let writers: Vec<_> = (0..WRITERS).map(write).collect();
            let_it_work(kill).await;
            server.kill();
            for writer in writers {
                let (done, left) = writer.await.unwrap();
                acknowledged.extend(done);
                pending.push(left);
            }
        });
    }
    let server = Server::start(&data, &[]);
    let client = Client::new(&server.url, Some(token)).unwrap();
    let found = runtime.block_on(async {
        for wish in pending.drain(..) {
            acknowledged.insert(wish.send(&client).await.unwrap().message.to_string());
        }
        messages(&client).await
    });
    server.end();
    assert!(acknowledged.len() as u64 > KILLS * WRITERS, "only {} messages were written", acknowledged.len());
    let once: BTreeSet<String> = found.iter().cloned().collect();
    assert_eq!(found.len(), once.len(), "some message was written twice");
    assert_eq!(once, acknowledged, "what was acknowledged and what is there differ");
    check_export(&data, &tenant, folder.path());
}

/// Every event has its parts, its place and its proof.
fn check_export(data: &Path, tenant: &str, folder: &Path) {
    let export = folder.join("export");
    let export = export.to_str().unwrap();
    let written =
        run(&["export", "--tenant", tenant, "--data", data.to_str().unwrap(), "--output", export], b"");
    assert_eq!(written.code, Some(0), "{}", written.err);
    let verified = run(&["verify", export], b"");
    assert_eq!(verified.code, Some(0), "{}", verified.out);
}
