//! Which folders a server takes.

use super::offline::copy;
use crate::program::{Ended, run};
use crate::server::Server;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Tries to start a server that must not start.
fn refused(data: &Path, more: &[&str]) -> Ended {
    let arguments = ["serve", "--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0"];
    let ended = run(&[&arguments, more].concat(), b"");
    assert_eq!(ended.out, "", "{}", ended.err);
    assert!(ended.err.lines().any(|line| line.starts_with("help: ")), "{}", ended.err);
    ended
}

#[test]
fn a_second_server_on_the_folder_is_told_of_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[]);
    let ended = refused(folder.path(), &[]);
    assert_eq!(ended.code, Some(1));
    let words = format!("is in use by another server or command, process {}", server.process());
    assert!(ended.err.contains(&words), "{}", ended.err);
    server.kill();
    Server::start(folder.path(), &[]).end();
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("holiday.jpg"), "").unwrap();
    let ended = refused(folder.path(), &[]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("is not empty"), "{}", ended.err);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let ended = refused(&file.join("data"), &[]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("cannot make the data folder"), "{}", ended.err);
}

#[test]
fn nobody_else_may_look_into_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    Server::start(&data, &[]).end();
    let mode = |name: &str| fs::metadata(data.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(""), mode("keyring"), mode("evidence"), mode("log.key")), (0o700, 0o700, 0o700, 0o600));
}

#[test]
fn what_the_first_start_settled_cannot_change() {
    let folder = tempfile::tempdir().unwrap();
    Server::start(folder.path(), &["--name", "desk.example"]).end();
    for (more, words) in [
        (&["--name", "other.example"][..], "--name was settled as `desk.example`"),
        (&["--support-tenant", "contoso"], "--support-tenant was settled as `b4c546a4-"),
        (&["--database", "postgres://nobody@127.0.0.1:1/none"], "this desk's logs are kept in SQLite"),
        (&["--database", "mysql://root:geheim@x/y"], "not one of PostgreSQL"),
    ] {
        let ended = refused(folder.path(), more);
        assert_eq!(ended.code, Some(2), "{more:?}");
        assert!(ended.err.contains(words) && !ended.err.contains("geheim"), "{more:?}: {}", ended.err);
    }
    Server::start(folder.path(), &["--name", "desk.example"]).end();
}

#[test]
fn a_log_key_that_is_lost_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    Server::start(folder.path(), &[]).end();
    let key = folder.path().join("log.key");
    fs::rename(&key, folder.path().join("kept")).unwrap();
    let ended = refused(folder.path(), &[]);
    assert!(ended.err.contains("log.key") && ended.err.contains("restore it"), "{}", ended.err);
    assert!(!key.exists());
}

#[test]
fn a_copy_does_not_start_beside_its_original_unless_it_takes_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copied) = (folder.path().join("data"), folder.path().join("copy"));
    let server = Server::start(&data, &[]);
    copy(&data, &copied);
    let ended = refused(&copied, &[]);
    assert!(ended.err.contains("is a copy of another server's folder"), "{}", ended.err);
    assert!(ended.err.contains("--restored"), "{}", ended.err);
    server.kill();
    Server::start(&copied, &["--restored"]).end();
    Server::start(&copied, &[]).end();
}

#[test]
fn a_folder_that_lost_its_database_or_its_keys_is_not_begun_anew() {
    for (lost, words) in [("desk.db", "its database `desk.db`"), ("keyring", "its keys, `keyring/tenants`")] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        Server::start(&data, &[]).end();
        let (there, away) = (data.join(lost), folder.path().join("away"));
        fs::rename(&there, &away).unwrap();
        let ended = refused(&data, &[]);
        assert_eq!(ended.code, Some(1));
        assert!(ended.err.contains(words), "{}", ended.err);
        assert!(!there.exists(), "nothing was made in its place");
        fs::rename(&away, &there).unwrap();
        Server::start(&data, &[]).end();
    }
}
