//! The screened form, in a case.

use super::{Desk, packed};
use crate::program::run_command;
use crate::runner::site::{SUBSCRIPTION, Site, answer};
use serde_json::Value;

/// A case without a consent.
pub(super) fn open_case(site: &Site) -> String {
    let open = ["case", "open", "Slow", "--subscription", SUBSCRIPTION, "--service", "mail"];
    let more = ["--nature", "performance", "--no-consent", "--json"];
    let opened: Value = answer(&site.owner(&[&open[..], &more[..]].concat()));
    opened["case"].as_str().unwrap().to_owned()
}

#[test]
fn the_screened_form_is_attached_and_read_by_an_engineer_without_a_consent() {
    let desk = Desk::new();
    let log =
        b"2026-11-20T10:00:01Z ERROR no answer for 'joe@contoso.example' on login\nuser=joe@contoso.example failed\n";
    let ini = b"[joe@contoso.example]\npassword = Tr0ub4dor&3\n";
    let files: [(&str, &[u8]); 3] =
        [("b/logs/app.log", log), ("b/etc/app.ini", ini), ("b/app.bin", b"\x7fELF\0\0Tr0ub4dor&3")];
    let bundle = packed(&desk, "joe@contoso.example.tar.gz", &files);
    let site = Site::new("");
    let case = &open_case(&site);
    let imported = site.owner(&["import", &bundle, "--attach", case]);
    assert_eq!(imported.code, Some(0), "{}", imported.err);
    assert!(imported.out.contains("Nothing else left this machine."), "{}", imported.out);

    let shown = site.owner(&["case", "show", case]).out;
    for words in [
        "We attached a support bundle as ",
        "tar.gz",
        "It holds 3 files",
        "credential: 1 password",
        "ERROR no answer",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let listed: Value = answer(&site.owner(&["evidence", "list", case, "--json"]));
    let (collection, spans) = (&listed["items"][0]["collection"], &listed["items"][0]["spans"]);
    assert_eq!((&listed["items"][0]["run"], &spans["credential"]), (&Value::Null, &1.into()), "{listed:#}");
    let engineer = site.engineer();
    let read = run_command(site.command(&engineer, &["evidence", "show", collection.as_str().unwrap()]), b"");
    assert_eq!(read.code, Some(0), "{}", read.err);
    for words in ["ERROR no answer", "password = «credential:password»", "glasscase-import.json", "no_text"]
    {
        assert!(read.out.contains(words), "{words}: {}", read.out);
    }
    for secret in ["joe", "Tr0ub4dor"] {
        assert!(!shown.contains(secret) && !read.out.contains(secret), "{secret}: {shown} {}", read.out);
    }
    let log = site.owner(&["audit", "list"]).out;
    for words in ["a support bundle was attached as", "was read"] {
        assert!(log.contains(words), "{words}: {log}");
    }
    let unknown = site.owner(&["import", &bundle, "--attach", "no-such-case"]);
    assert_eq!(unknown.code, Some(1), "{}", unknown.err);
}

#[test]
fn without_a_token_nothing_is_looked_at() {
    let desk = Desk::new();
    let bundle = packed(&desk, "b.tar.gz", &[("b/app.log", b"x\n")]);
    let ended = super::import(&bundle, &["--attach", "c1"]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{}", ended.err);
    assert!(ended.err.contains("no token was given"), "{}", ended.err);
}
