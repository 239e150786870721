use crate::sample;
use diagnostics::{Diagnostic, Facts, Finding, Verdict, analyze};
use serde_json::{Value, json};

fn check(expression: &str, tls: &Value) -> Option<Finding> {
    let diagnostic = Diagnostic::parse(&sample::judging(expression)).unwrap();
    let inputs = diagnostic.check_inputs(&json!({"host": "mail.example"})).unwrap();
    let facts = Facts::from_iter([("tls".to_owned(), tls.clone())]);
    analyze(&diagnostic, &facts, &inputs).pop()
}

#[test]
fn a_finding_tells_in_both_languages_what_was_seen_and_where() {
    let finding =
        check("tls.days_left < 0 && size(tls.names) > 0", &json!({"days_left": -3, "names": ["a"]}));
    let finding = finding.unwrap();
    assert_eq!(finding.verdict, Verdict::Fail);
    assert_eq!(finding.message.en, "mail.example is -3 days old");
    assert_eq!(finding.message.fr, "mail.example a -3 jours");
    let seen: Vec<_> = finding.seen.iter().map(|seen| (seen.pointer.as_str(), seen.value.clone())).collect();
    assert_eq!(seen, [("/tls/days_left", Some(json!(-3))), ("/tls/names", None)]);
    let json = serde_json::to_value(&finding).unwrap();
    assert_eq!(json["verdict"], "fail");
    assert_eq!(serde_json::from_value::<Finding>(json).unwrap(), finding);
}

#[test]
fn what_does_not_hold_is_no_finding() {
    assert_eq!(check("tls.days_left < 0", &json!({"days_left": 3})), None);
}

#[test]
fn what_cannot_be_judged_is_unknown_and_repeats_no_collected_value() {
    for (expression, told) in [
        ("tls.days_left < 0", "`days_left` was not collected"),
        ("tls.name > 3", "does not fit what was collected"),
        ("tls.name", "is not true or false"),
        ("1 / tls.zero == 1", "does not fit"),
        ("tls.list[9] == 1", "does not fit"),
    ] {
        let finding = check(expression, &json!({"name": "hunter2", "zero": 0, "list": []})).unwrap();
        assert_eq!(finding.verdict, Verdict::Unknown, "{expression}");
        assert!(finding.message.en.contains(told), "{expression}: {}", finding.message.en);
        assert!(!finding.message.en.contains("hunter2"), "{}", finding.message.en);
        assert!(!finding.message.fr.is_empty());
    }
}

#[test]
fn a_collector_without_facts_is_unknown() {
    let diagnostic = Diagnostic::parse(sample::TEXT).unwrap();
    let inputs = diagnostic.check_inputs(&json!({"host": "a"})).unwrap();
    let findings = analyze(&diagnostic, &Facts::new(), &inputs);
    assert_eq!(findings.len(), 1);
    assert!(findings[0].message.en.contains("`tls` was not collected"), "{}", findings[0].message.en);
}

#[test]
fn only_the_first_thousand_of_a_list_are_judged() {
    let list: Vec<u32> = (0..2_000).collect();
    assert!(check("size(tls.list) == 1000", &json!({ "list": list })).is_some());
}
