//! Commands on the server's machine: rebuild, export, rehearse.

use crate::program::{Ended, run};
use crate::server::{Server, wait};
use domain::TenantId;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;
use wire::{NewTenant, TenantCreated};

/// A stopped server's folder `data`, with one customer.
fn desk() -> (TempDir, TenantId) {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data"), &[]);
    let tenant = wait(async {
        let operator = server.redeem(server.link.as_ref().unwrap()).await;
        let new =
            NewTenant { tenant: None, name: "Contoso".to_owned(), settings: domain::Settings::default() };
        let created: TenantCreated = operator.post("api/v1/tenants", &new).await.unwrap();
        server.redeem(&created.owner.code).await;
        created.tenant
    });
    server.end();
    (folder, tenant)
}

fn on(data: &Path, arguments: &[&str]) -> Ended {
    run(&[arguments, &["--data", data.to_str().unwrap()]].concat(), b"")
}

pub(super) fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-r").args([from, to]).status().unwrap().success());
}

fn json(ended: &Ended) -> Value {
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    serde_json::from_str(&ended.out).unwrap()
}

#[test]
fn what_works_on_the_folder_waits_for_the_server_to_end() {
    let (folder, tenant) = desk();
    let data = folder.path().join("data");
    let server = Server::start(&data, &[]);
    let export = folder.path().join("export");
    for arguments in [
        &["rebuild"][..],
        &["rehearse", "--days", "1"],
        &["export", "--tenant", tenant.as_str(), "--output", export.to_str().unwrap()],
    ] {
        let ended = on(&data, arguments);
        assert_eq!(ended.code, Some(1), "{arguments:?}");
        assert!(ended.err.contains(&format!("process {}", server.process())), "{arguments:?}: {}", ended.err);
    }
    assert!(!export.exists());
}

#[test]
fn the_tables_are_made_again_from_the_log() {
    let (folder, _) = desk();
    let rebuilt = json(&on(&folder.path().join("data"), &["rebuild", "--json"]));
    assert_eq!(rebuilt["tenants"], 2);
    assert!(rebuilt["events"].as_u64().unwrap() >= 6, "{rebuilt}");
}

#[test]
fn an_export_from_the_folder_is_sound() {
    let (folder, tenant) = desk();
    let (data, export) = (folder.path().join("data"), folder.path().join("export"));
    let to = ["export", "--tenant", tenant.as_str(), "--output", export.to_str().unwrap(), "--json"];
    let written = json(&on(&data, &to));
    assert_eq!(written["bytes"].as_u64().unwrap(), fs::metadata(&export).unwrap().len());
    let report = json(&run(&["verify", export.to_str().unwrap(), "--json"], b""));
    assert_eq!((&report["verdict"], &report["tenant"]), (&"sound".into(), &tenant.as_str().into()));

    let streamed = on(&data, &["export", "--tenant", tenant.as_str(), "--output", "-"]);
    assert_eq!(run(&["verify", "-"], streamed.out.as_bytes()).code, Some(0));
    let absent = on(&data, &["export", "--tenant", "nobody"]);
    assert_eq!(absent.code, Some(1));
    assert!(absent.err.contains("there is no tenant `nobody`"), "{}", absent.err);
}

#[test]
fn a_rehearsal_needs_a_copy_with_its_own_keys() {
    let (folder, _) = desk();
    let (data, plain) = (folder.path().join("data"), folder.path().join("copy"));
    let refused = on(&data, &["rehearse", "--days", "28"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("a server's own data folder"), "{}", refused.err);

    copy(&data, &plain);
    fs::remove_dir_all(plain.join("keyring")).unwrap();
    std::os::unix::fs::symlink(data.join("keyring"), plain.join("keyring")).unwrap();
    let refused = on(&plain, &["rehearse", "--days", "28"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("lie elsewhere"), "{}", refused.err);

    let nothing = on(&folder.path().join("absent"), &["rehearse", "--days", "28"]);
    assert_eq!(nothing.code, Some(2));
    assert!(nothing.err.contains("is no data folder"), "{}", nothing.err);
}

#[test]
fn a_rehearsed_copy_is_ahead_of_the_clock_and_no_server_starts_in_it() {
    let (folder, _) = desk();
    let (data, plain) = (folder.path().join("data"), folder.path().join("copy"));
    copy(&data, &plain);
    let first = json(&on(&plain, &["rehearse", "--days", "3", "--json"]));
    let second = json(&on(&plain, &["rehearse", "--days", "2", "--json"]));
    let moment = |text: &Value| text.as_str().unwrap().parse::<domain::Moment>().unwrap();
    let days = moment(&second["until"]).since(moment(&first["from"])).micros() / 86_400_000_000;
    assert_eq!(days, 5, "a second rehearsal goes on where the first ended");
    let ended = on(&plain, &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("was rehearsed"), "{}", ended.err);
    Server::start(&data, &[]).end();
}
