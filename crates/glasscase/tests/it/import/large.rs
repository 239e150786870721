//! Bundles that take a while: whoever dies on the way, nothing half attached is seen or stays.

use super::attach::open_case;
use super::{Desk, packed};
use crate::program::run_command;
use crate::runner::site::{Site, answer};
use crate::server::Server;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

/// How long anything may take before a test fails.
const PATIENCE: Duration = Duration::from_mins(4);

/// A log of about so many MiB that nobody can pack well: words of random letters. It begins again after `distinct` MiB, which
/// is too far back for a packer, while lines that come again are screened quickly.
fn bundle(desk: &Desk, mib: usize, distinct: usize) -> String {
    let (mut log, mut state) = (String::new(), 0x2545_f491_4f6c_dd1d_u64);
    while log.len() < distinct << 20 {
        let mut line = String::from("2026-11-20T10:00:00Z info");
        for _ in 0..12 {
            // Xorshift (Marsaglia): letters that no packer foresees.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let letters = state.to_le_bytes().map(|byte| char::from(b'a' + byte % 26));
            write!(line, " {}", String::from_iter(letters)).unwrap();
        }
        log.push_str(&line);
        log.push('\n');
    }
    packed(desk, "large.tar.gz", &[("b/app.log", log.repeat(mib / distinct).as_bytes())])
}

/// An import with a folder of its own for temporary files.
fn import(site: &Site, desk: &Desk, bundle: &str, case: &str) -> Command {
    let mut command = site.command(&site.owner, &["import", bundle, "--attach", case]);
    let folder = desk.path("tmp");
    fs::create_dir_all(&folder).unwrap();
    command.env("TMPDIR", folder);
    command
}

/// The bytes that came of bundles which are not finished.
fn uploaded(site: &Site) -> u64 {
    let evidence = site.folder.path().join("server/evidence");
    let folders = |path: &std::path::Path| -> Vec<_> {
        let entries = fs::read_dir(path).into_iter().flatten();
        entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect()
    };
    let collections = folders(&evidence).into_iter().flat_map(|tenant| folders(&tenant));
    let lengths = collections.filter_map(|folder| fs::metadata(folder.join("upload")).ok());
    lengths.map(|upload| upload.len()).sum()
}

fn wait_for_parts(site: &Site) {
    let begun = Instant::now();
    while uploaded(site) < 2 << 20 {
        assert!(begun.elapsed() < PATIENCE, "nothing is sent");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn listed(site: &Site, case: &str) -> Vec<Value> {
    let listed: Value = answer(&site.owner(&["evidence", "list", case, "--json"]));
    listed["items"].as_array().unwrap().clone()
}

fn is_empty(folder: &str) -> bool {
    fs::read_dir(folder).unwrap().next().is_none()
}

#[test]
fn a_bundle_above_one_body_is_attached_in_parts() {
    let (desk, site) = (Desk::new(), Site::new(""));
    let (bundle, case) = (bundle(&desk, 61, 1), open_case(&site));
    let ended = run_command(import(&site, &desk, &bundle, &case), b"");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let (report, sent) =
        (ended.out.find("Logs: 1 files").unwrap(), ended.out.find("is attached to").unwrap());
    assert!(report < sent && ended.out.contains("takes 1.0 GiB at most"), "{}", ended.out);
    assert!(is_empty(&desk.path("tmp")));
    let listed = listed(&site, &case);
    assert!(listed[0]["bytes"].as_u64().unwrap() > 32 << 20, "{listed:#?}");
    let collection = listed[0]["collection"].as_str().unwrap();
    let engineer = site.engineer();
    let read = run_command(site.command(&engineer, &["evidence", "show", collection]), b"");
    assert_eq!(read.code, Some(0), "{}", read.err);
    assert!(read.out.len() > 61 << 20 && read.out.contains("glasscase-import.json"));
    let export = desk.path("export");
    let written = site.owner(&["audit", "export", "--output", &export]);
    assert_eq!(written.code, Some(0), "{}", written.err);
    let verified = crate::program::run(&["verify", &export], b"");
    assert_eq!(verified.code, Some(0), "{}", verified.out);
}

#[test]
fn of_an_import_that_is_killed_nothing_is_seen_or_stays() {
    let (desk, site) = (Desk::new(), Site::new(""));
    let (bundle, case) = (bundle(&desk, 14, 14), open_case(&site));
    let mut killed = import(&site, &desk, &bundle, &case).spawn().unwrap();
    wait_for_parts(&site);
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(is_empty(&desk.path("tmp")), "the screened form had no name");
    assert_eq!(listed(&site, &case), Vec::<Value>::new());
    assert!(!site.owner(&["case", "show", &case]).out.contains("We attached"));
    let again = run_command(import(&site, &desk, &bundle, &case), b"");
    assert_eq!((again.code, listed(&site, &case).len()), (Some(0), 1), "{}", again.err);
}

#[test]
fn an_import_goes_on_with_a_server_that_was_killed_and_started_again() {
    let desk = Desk::new();
    let mut site = Site::new("");
    let (bundle, case) = (bundle(&desk, 14, 14), open_case(&site));
    let importing = import(&site, &desk, &bundle, &case).spawn().unwrap();
    wait_for_parts(&site);
    let (data, address) = (site.folder.path().join("server"), site.server.address().to_owned());
    // Killed while parts come, more than once.
    for _ in 0..2 {
        site.server.signal(rustix::process::Signal::KILL);
        while std::net::TcpStream::connect(&address).is_ok() {}
        site.server = Server::start_at(&data, &address, &[]);
        assert_eq!(listed(&site, &case), Vec::<Value>::new());
    }
    let ended = importing.wait_with_output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let said = site.owner(&["case", "show", &case]).out;
    assert_eq!((listed(&site, &case).len(), said.matches("We attached").count()), (1, 1), "{said}");
    assert_eq!(uploaded(&site), 0);
}
