//! Diagnostics of a publisher, from their key to their findings.

use super::site::{SUBSCRIPTION, Site, answer};
use crate::program::{Ended, run, run_command};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A publisher's folder: a key, a diagnostic, and packs of it.
struct Publisher {
    folder: TempDir,
    public: String,
}

impl Publisher {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("acme.key");
        let made: Value =
            answer(&run(&["pack", "keygen", "acme.example", key.to_str().unwrap(), "--json"], b""));
        let host_health = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue/host-health.yaml");
        let text = fs::read_to_string(host_health).unwrap().replace("id: host-health", "id: acme-health");
        fs::write(folder.path().join("acme-health.yaml"), text).unwrap();
        Self { folder, public: made["public_key"].as_str().unwrap().to_owned() }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn sign(&self, version: &str) -> String {
        let (pack, key) = (self.path(&format!("{version}.pack")), self.path("acme.key"));
        let file = self.path("acme-health.yaml");
        let signed = run(&["pack", "sign", &file, "--key", &key, "--version", version, "--out", &pack], b"");
        assert_eq!(signed.code, Some(0), "{}", signed.err);
        pack
    }
}

fn refused(ended: &Ended, words: &str) {
    assert!(matches!(ended.code, Some(1 | 2)) && ended.err.contains(words), "{}", ended.err);
    assert!(ended.err.contains("help: "), "{}", ended.err);
}

#[test]
fn a_pack_runs_where_server_and_runner_trust_its_publisher() {
    let publisher = Publisher::new();
    let pack = publisher.sign("2");
    let shown = run(&["pack", "show", &pack, "--publisher", &publisher.public], b"");
    assert!(
        shown.out.contains("acme.example signed version 2") && shown.out.contains("acme-health"),
        "{}",
        shown.out
    );

    let serving = ["--pack", &pack, "--publisher", &publisher.public];
    let trusting = format!("publishers: ['{}']", publisher.public);
    let site = Site::beside(tempfile::tempdir().unwrap(), &serving, &trusting).enrol();
    let taken = site.runner("take", &[&pack]);
    assert!(taken.code == Some(0) && taken.out.contains("it may run acme-health"), "{}", taken.err);
    refused(&site.runner("take", &[&publisher.sign("1")]), "is older than version 2");
    let offered: Value = answer(&site.runner("take", &["--json"]));
    assert_eq!((&offered[0]["version"], &offered[0]["diagnostics"][0]), (&2.into(), &"acme-health".into()));

    let runner = site.start();
    let open = ["case", "open", "Slow", "--subscription", SUBSCRIPTION, "--service", "mail"];
    let more = ["--nature", "performance", "--standard", "--json"];
    let opened: Value = answer(&site.owner(&[&open[..], &more[..]].concat()));
    let case = opened["case"].as_str().unwrap();
    let engineer = site.engineer();
    let run = || -> Value {
        let run = site.command(&engineer, &["diagnostic", "run", case, "acme-health", "--json"]);
        answer(&run_command(run, b""))
    };
    let (ran, again) = (run(), run());
    assert_eq!((&ran["state"], &ran["diagnostic"]), (&"finished".into(), &"acme-health".into()), "{ran:#}");
    let compare = ["diagnostic", "compare", again["run"].as_str().unwrap()];
    let compared = site.owner(&compare);
    assert!(compared.out.starts_with("acme-health, ") && compared.code == Some(0), "{}", compared.err);
    let first = site.owner(&["diagnostic", "compare", ran["run"].as_str().unwrap()]);
    refused(&first, "no earlier run of `acme-health` finished in this case");
    drop(runner);
    let settings = site.settings();
    let own =
        ["diagnostic", "try", "host-health", "--settings", settings.to_str().unwrap(), "--attach", case];
    let tried = site.owner(&own);
    assert!(tried.code == Some(0) && tried.out.contains("nothing else left this machine"), "{}", tried.err);
    let shown = site.owner(&["case", "show", case]);
    assert!(shown.out.contains("We ran the diagnostic host-health (version 1) ourselves"), "{}", shown.out);
}

#[test]
fn a_pack_of_a_stranger_and_one_that_was_changed_are_refused() {
    let publisher = Publisher::new();
    let pack = publisher.sign("1");
    let site = Site::enrolled("");
    refused(
        &site.runner("take", &[&pack]),
        "no trusted publisher signed it; it says that it is by `acme.example`",
    );
    let site = Site::enrolled(&format!("publishers: ['{}']", publisher.public));
    let changed = publisher.path("changed.pack");
    fs::write(&changed, fs::read_to_string(&pack).unwrap().replace("seconds: 20", "seconds: 90")).unwrap();
    refused(&site.runner("take", &[&changed]), "it was changed after `acme.example` signed it, or forged");
    let key = publisher.path("acme.key");
    let again = run(&["pack", "keygen", "acme.example", &key], b"");
    refused(&again, "exists, and a key is never overwritten");
}

#[test]
fn what_the_server_offers_is_taken_only_of_trusted_publishers() {
    let (trusted, stranger) = (Publisher::new(), Publisher::new());
    let (pack, theirs) = (trusted.sign("1"), stranger.sign("7"));
    let serving = ["--pack", &theirs, "--publisher", &stranger.public];
    let trusting = format!("publishers: ['{}']", trusted.public);
    let site = Site::beside(tempfile::tempdir().unwrap(), &serving, &trusting).enrol();
    let left = site.runner("take", &[]);
    assert!(left.code == Some(0) && left.out.starts_with("Left the pack of acme.example"), "{}", left.out);
    assert_eq!(site.runner("take", &[&pack]).code, Some(0), "it was not taken before");
    let nothing = Site::enrolled("").runner("take", &[]);
    assert!(nothing.out.contains("offers no packs"), "{}{}", nothing.out, nothing.err);
}
