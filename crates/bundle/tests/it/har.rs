//! HAR: nothing that opens a session is left.

use crate::listing::{listing, tar};
use bundle::{BundleError, ToolName, clean};
use serde_json::{Value, json};
use std::io::Read;

fn cleaned(har: &Value) -> Value {
    let mut out = Vec::new();
    clean(&mut har.to_string().as_bytes(), &mut out, "x.har").unwrap();
    serde_json::from_slice(&out).unwrap()
}

/// A request with a secret in every place that HAR has for one, and in some that tools add.
fn full() -> Value {
    json!({"log": {
        "version": "1.2", "comment": "SECRET",
        "creator": {"name": "WebInspector", "version": "537.36", "comment": "SECRET"},
        "pages": [{"startedDateTime": "2026-11-20T10:00:00Z", "id": "page_1", "title": "SECRET inbox", "pageTimings": {"onLoad": 12.5}, "_x": {"a": ["SECRET"]}}],
        "entries": [{
            "startedDateTime": "2026-11-20T10:00:00.000Z", "time": 12.25, "pageref": "page_1", "comment": "SECRET",
            "_initiator": {"type": "script", "stack": {"callFrames": [{"url": "https://a.example/?SECRET"}]}},
            "_webSocketMessages": [{"type": "send", "data": "SECRET"}],
            "SECRET member": 1,
            "request": {
                "method": "POST", "url": "https://joe:SECRET@a.example/p?code=SECRET&empty=#SECRET", "httpVersion": "h2",
                "headers": [
                    {"name": "Authorization", "value": "Bearer SECRET"}, {"name": "Cookie", "value": "sid=SECRET"},
                    {"name": "X-Whatever", "value": "SECRET", "comment": "SECRET"}, {"value": "SECRET", "name": "X-Api-Key"},
                    {"name": "Referer", "value": "https://a.example/cb?state=SECRET"},
                    {"name": "Content-Type", "value": "application/json"}, {"name": "odd", "value": {"a": "SECRET"}},
                    {"name": "SECRET name of a header", "value": ""}
                ],
                "queryString": [{"name": "code", "value": "SECRET"}, {"name": "empty", "value": ""}],
                "cookies": [{"name": "sid", "value": "SECRET"}], "headersSize": -1, "bodySize": 9,
                "postData": {"mimeType": "application/json", "text": "SECRET", "params": [{"name": "pw", "value": "SECRET"}]}
            },
            "response": {
                "status": 302, "statusText": "Found", "httpVersion": "h2",
                "headers": [{"name": "Set-Cookie", "value": "sid=SECRET"}, {"name": "Location", "value": "/x?token=SECRET"}],
                "cookies": [], "content": {"size": 6, "mimeType": "text/html", "text": "SECRET", "encoding": "base64"},
                "redirectURL": "/x?token=SECRET", "_error": null, "_transferSize": 99
            },
            "cache": {"beforeRequest": {"eTag": "SECRET"}}, "timings": {"wait": 3, "SECRET": 1},
            "serverIPAddress": "192.0.2.7"
        }],
        "_added": "SECRET"
    }})
}

#[test]
fn no_secret_is_left_and_the_form_stays_a_har() {
    let clean = cleaned(&full());
    let text = clean.to_string();
    assert!(!text.contains("SECRET"), "{text}");
    let entry = &clean["log"]["entries"][0];
    assert_eq!(
        entry["request"]["url"],
        "https://[dropped: 10 bytes]@a.example/p?code=[dropped: 6 bytes]&empty=#[dropped: 6 bytes]"
    );
    assert_eq!(
        entry["request"]["headers"][0],
        json!({"name": "Authorization", "value": "[dropped: 13 bytes]"})
    );
    assert_eq!(entry["request"]["headers"][3], json!({"name": "X-Api-Key", "value": "[dropped: 6 bytes]"}));
    assert_eq!(entry["request"]["headers"][5], json!({"name": "Content-Type", "value": "application/json"}));
    assert_eq!(entry["request"]["cookies"][0]["name"], "1 cookies");
    assert_eq!(entry["response"]["cookies"], json!([]));
    assert_eq!(
        entry["response"]["content"],
        json!({"size": 6, "mimeType": "text/html", "text": "[dropped: 8 bytes]", "encoding": "[dropped: 8 bytes]"})
    );
    assert_eq!((&entry["time"], &entry["timings"]["wait"]), (&json!(12.25), &json!(3)));
    assert_eq!(entry["response"]["_error"], Value::Null);
    assert_eq!(clean["log"]["pages"][0]["pageTimings"]["onLoad"], 12.5);
}

#[test]
fn a_recording_of_chromium_holds_no_secret_any_more() {
    let recorded = include_str!("../data/chromium.har");
    assert!(recorded.matches("SECRET").count() > 20, "it held many");
    let mut out = Vec::new();
    let facts = clean(&mut recorded.as_bytes(), &mut out, "chromium.har").unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(!text.contains("SECRET"), "{text}");
    assert_eq!((facts.requests, facts.statuses.get(&200), facts.statuses.get(&503)), (5, Some(&3), Some(&1)));
    let clean: Value = serde_json::from_str(&text).unwrap();
    let original: Value = serde_json::from_str(recorded).unwrap();
    for (clean, original) in
        clean["log"]["entries"].as_array().unwrap().iter().zip(original["log"]["entries"].as_array().unwrap())
    {
        for place in [
            "/request/method",
            "/response/status",
            "/timings/wait",
            "/time",
            "/startedDateTime",
            "/serverIPAddress",
        ] {
            assert_eq!(clean.pointer(place), original.pointer(place), "{place}");
        }
    }
}

#[test]
fn values_of_other_kinds_than_a_har_has_are_dropped() {
    for odd in
        [json!("SECRET"), json!(["SECRET"]), json!({"SECRET": "SECRET"}), json!([[["SECRET"]]]), json!(1)]
    {
        let har = json!({"log": {"version": odd, "creator": odd, "pages": odd, "entries": [odd, {
            "time": odd, "request": {"url": odd, "headers": odd, "cookies": odd, "postData": odd, "method": odd},
            "response": odd, "timings": {"wait": odd}, "serverIPAddress": odd,
        }]}});
        // A word is kept by its place; what is no word of a program is for the classifier.
        let text = cleaned(&har)
            .to_string()
            .replace("\"version\":\"SECRET\"", "")
            .replace("\"method\":\"SECRET\"", "");
        let text = text.replace("\"serverIPAddress\":\"SECRET\"", "");
        assert!(!text.contains("SECRET"), "{odd}: {text}");
    }
    assert!(!cleaned(&json!({"other": "SECRET"})).to_string().contains("SECRET"));
}

#[test]
fn a_har_in_an_archive_is_known_by_its_content() {
    let har = full().to_string();
    let (summary, files) = listing(&tar(&[("b/capture.json", har.as_bytes())])).unwrap();
    assert_eq!(files.hars, 1);
    assert!(!String::from_utf8_lossy(&files.files[0].1).contains("SECRET"));
    let tool = summary.tool.unwrap();
    assert_eq!((tool.name, tool.version.as_deref()), (ToolName::Har, Some("WebInspector 537.36")));
    let har = summary.har.unwrap();
    assert_eq!((har.statuses.get(&302), har.failures.len()), (Some(&1), 0));
    assert!(har.requests == 1 && har.dropped > 15 && har.dropped_bytes > 100, "{har:?}");
}

#[test]
fn what_is_broken_is_refused_without_a_word_of_it() {
    let whole = full().to_string();
    for cut in (0..whole.len()).step_by(17) {
        let why = clean(&mut &whole.as_bytes()[..cut], &mut Vec::new(), "x.har").unwrap_err();
        assert!(matches!(why, BundleError::Truncated { .. }), "{cut}: {why}");
    }
    for broken in ["{\"log\":{\"entries\":[SECRET]}}", "{\"log\":{}} SECRET", "{\"log\":{\"a\":tSECRET}}"] {
        let why = clean(&mut broken.as_bytes(), &mut Vec::new(), "x.har").unwrap_err();
        assert!(why.to_string().starts_with("`x.har` is damaged: it is not JSON (line 1,"), "{why}");
        assert!(!why.to_string().contains("SECRET"), "{why}");
    }
}

#[test]
fn memory_is_bounded_whatever_is_nested_or_long() {
    let deep = format!("{{\"log\":{}", "[".repeat(1_000_000));
    let why = clean(&mut deep.as_bytes(), &mut Vec::new(), "x.har").unwrap_err();
    assert!(matches!(why, BundleError::Unbounded { what: "its nesting", .. }), "{why}");
    let endless = b"{\"log\":{\"version\":\"".chain(std::io::repeat(b'a'));
    let why = clean(&mut { endless }, &mut Vec::new(), "x.har").unwrap_err();
    assert!(matches!(why, BundleError::Unbounded { what: "a text", .. }), "{why}");
    // A body may have any length.
    let front = b"{\"log\":{\"entries\":[{\"response\":{\"content\":{\"text\":\"";
    let mut long = front.chain(std::io::repeat(b'a').take(40 << 20)).chain(&b"\"}}}]}}"[..]);
    let mut out = Vec::new();
    clean(&mut long, &mut out, "x.har").unwrap();
    assert!(String::from_utf8(out).unwrap().contains("[dropped: 41943042 bytes]"));
}
