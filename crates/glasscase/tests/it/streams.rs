//! Entries of logs on their way to real receivers, whatever dies on either side.

mod choosing;
mod endpoint;
mod killing;
mod mail_server;
mod mailing;
mod rsyslog;
mod sigma;
mod syslog;

use crate::server::{Server, wait};
use std::time::{Duration, Instant};
use wire::{AuditPage, Client, Destination, Items, NewDestination, NewTenant, TenantCreated};

/// How long receivers may take for anything before a test fails.
const PATIENCE: Duration = Duration::from_mins(2);

/// Lets a server send to this machine.
const LENIENT: &[&str] = &["--allow-private-destinations"];

/// A customer's owner on a new server: its token, and that of nobody else.
fn owner(server: &Server) -> String {
    wait(async {
        let operator = server.redeem(server.link.as_ref().unwrap()).await;
        let new =
            NewTenant { tenant: None, name: "Contoso".to_owned(), settings: domain::Settings::default() };
        let created: TenantCreated = operator.post("api/v1/tenants", &new).await.unwrap();
        server.redeem_token(&created.owner.code).await
    })
}

fn client(server: &Server, token: &str) -> Client {
    Client::new(&server.url, Some(token.to_owned())).unwrap()
}

fn destination(form: &str, address: String, authorities: Option<String>) -> NewDestination {
    let form = serde_json::from_value(form.into()).unwrap();
    NewDestination { form, address, authorities, from: Some(0) }
}

/// Says a figure.
#[expect(clippy::print_stderr, reason = "a figure for docs/benchmarks.md")]
fn tell(figure: &str) {
    eprintln!("{figure}");
}

/// How many entries the log has.
async fn log_size(client: &Client) -> u64 {
    let (mut size, mut from) = (0, Some(0));
    while let Some(start) = from {
        let page: AuditPage = client.get(&format!("api/v1/audit?from={start}&limit=200")).await.unwrap();
        size += page.items.len() as u64;
        from = page.next;
    }
    size
}

/// Waits until nothing waits for any destination any more.
async fn delivered(client: &Client) {
    let begun = Instant::now();
    loop {
        let shown: Items<Destination> = client.get("api/v1/destinations").await.unwrap();
        if shown.items.iter().all(|one| one.waiting == 0) {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "{shown:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
