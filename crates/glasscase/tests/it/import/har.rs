//! A HAR that Chromium exported.

use super::{Desk, import, screened, told};
use std::fs;
use std::path::Path;

fn recording() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../bundle/tests/data/chromium.har").display().to_string()
}

#[test]
fn a_recording_is_cleaned_before_anything_looks_at_it() {
    let desk = Desk::new();
    let report = told(&recording(), &["--out", &desk.path("")]);
    assert_eq!((&report["tool"], &report["form"]), (&"HAR".into(), &"har".into()));
    assert_eq!(
        (&report["har"]["requests"], &report["har"]["statuses"]["503"]),
        (&5.into(), &1.into()),
        "{report:#}"
    );
    assert!(!report.to_string().contains("SECRET"), "{report}");
    let files = screened(&desk.path("chromium.har.screened.zip"));
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["chromium.har", "glasscase-import.json"]);
    assert!(files.iter().all(|(_, text)| !text.contains("SECRET")));
    assert!(files[0].1.contains("[dropped: "), "{}", files[0].1);
    assert!(fs::read_to_string(recording()).unwrap().contains("SECRET"), "the recording itself is as it was");
}

#[test]
fn people_read_how_requests_went_and_what_was_dropped() {
    let ended = import(&recording(), &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.contains("Requests: 5, answered "), "{}", ended.out);
    assert!(ended.out.contains("503 (1)") && ended.out.contains("were dropped before"), "{}", ended.out);
}
