//! A server as a process of its own, its first customer, and what benchmarks read of processes.

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use wire::Client;

/// Starts the program's server; gives it with its address and the operator's link.
pub(crate) fn start(data: &Path) -> (Child, String, String) {
    let mut server = Command::new(env!("CARGO_BIN_EXE_glasscase"))
        .args(["serve", "--json", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .env("RUST_LOG", "error")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let said: Value = serde_json::from_str(&line).unwrap();
    let text = |name: &str| said[name].as_str().unwrap().to_owned();
    (server, text("url"), text("operator_link"))
}

/// The owner of a new customer with the subscription `sub-1`.
pub(crate) async fn owner(url: &str, link: &str) -> Client {
    let anybody = Client::new(url, None).unwrap();
    let operator = redeem(&anybody, link.split_once('#').unwrap().1).await;
    let created: Value = operator.post("api/v1/tenants", &json!({ "name": "Contoso" })).await.unwrap();
    let owner = redeem(&anybody, created["owner"]["code"].as_str().unwrap()).await;
    let named = json!({ "subscription": "sub-1" });
    let _: Value = owner.post("api/v1/subscriptions", &named).await.unwrap();
    owner
}

async fn redeem(anybody: &Client, code: &str) -> Client {
    let redeemed: Value = anybody.post("api/v1/invitations/redeem", &json!({ "code": code })).await.unwrap();
    anybody.with_token(redeemed["secret"].as_str().unwrap().to_owned())
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// A line of a process's status file in KiB: `VmRSS` is its resident memory. None once it is gone.
pub(crate) fn memory_kib(process: u32, line: &str) -> Option<u64> {
    kib(&std::fs::read_to_string(format!("/proc/{process}/status")).ok()?, line)
}

/// The resident memory of a process in KiB, of pages that several have only its share (`Pss`). None once it is gone.
#[allow(dead_code, reason = "not every benchmark asks for it")]
pub(crate) fn shared_kib(process: u32) -> Option<u64> {
    kib(&std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?, "Pss")
}

fn kib(text: &str, line: &str) -> Option<u64> {
    let value = text.lines().find_map(|found| found.strip_prefix(line)?.strip_prefix(':'))?;
    value.trim().trim_end_matches(" kB").trim().parse().ok()
}
