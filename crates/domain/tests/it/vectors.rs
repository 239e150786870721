//! The vectors decide (access.md): every timeline's answers and log.

use domain::timeline;
use serde_json::Value;

#[test]
fn every_timeline_is_answered_as_the_rules_say() {
    let mut wrong = Vec::new();
    for line in include_str!("access.jsonl").lines() {
        let wanted: Value = serde_json::from_str(line).unwrap();
        let got = serde_json::to_value(timeline::answer(line).unwrap()).unwrap();
        for part in ["name", "answers", "log"] {
            if got[part] != wanted[part] {
                wrong.push(format!(
                    "{}: {part}\n  got    {}\n  wanted {}",
                    wanted["name"], got[part], wanted[part]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(3)].join("\n"));
}

#[test]
fn a_broken_timeline_is_refused_with_the_value_that_is_wrong() {
    for (line, words) in [
        ("", "EOF"),
        ("[]", "it is a list"),
        (r#"{"name":"x","events":[{"t":0,"op":"explode"}],"probes":[]}"#, "explode"),
        (r#"{"name":"x","settings":{"access_days":31},"events":[],"probes":[]}"#, "31"),
        (r#"{"name":"x","settings":{"acess_days":3},"events":[],"probes":[]}"#, "acess_days"),
        (
            r#"{"name":"x","events":[{"t":9223372036854775807,"op":"lock"}],"probes":[]}"#,
            "9223372036854775807",
        ),
        (
            r#"{"name":"x","events":[{"t":0,"op":"lock"}],"probes":[{"t":0,"case":"A","subscription":"s","level":"deep"}]}"#,
            "deep",
        ),
    ] {
        let error = timeline::answer(line).unwrap_err().to_string();
        assert!(error.contains(words), "{line}: {error}");
    }
}
