use crate::sample;
use diagnostics::{Diagnostic, Facts, Verdict, analyze};
use proptest::prelude::*;
use serde_json::json;

fn check(expression: &str, refusal: Option<&str>) {
    let outcome = Diagnostic::parse(&sample::judging(expression)).map(drop).map_err(|e| e.to_string());
    match (outcome, refusal) {
        (Ok(()), None) => {}
        (Err(found), Some(wanted)) if found.contains(wanted) => {}
        (outcome, _) => panic!("`{expression}`: {outcome:?} instead of {refusal:?}"),
    }
}

#[test]
fn comparisons_loops_and_declared_names_are_allowed() {
    for expression in [
        "tls.days_left < 0 && tls.names.exists(n, n == inputs.host)",
        "size(tls.names.filter(n, n.endsWith('.example'))) > 1",
        "tls.names.all(a, tls.names.exists_one(b, a == b && b in ['x', 'y']))",
        "tls.names.map(n, size(n)).exists(s, s > 3)",
        "has(tls.days_left) && (has(inputs.name) ? inputs.name == 'alpha' : tls.days_left * 2 - 1 > -3)",
        "tls.names[0] + tls.names[1] == 'ab'",
        "int(string(tls.days_left)) > 0",
        "tls[inputs.name].size() > 0",
    ] {
        check(expression, None);
    }
}

#[test]
fn what_is_not_declared_or_not_offered_is_refused() {
    for (expression, refusal) in [
        ("nope > 1", "names `nope`"),
        ("tls.names.exists(n, m == n)", "names `m`"),
        ("tls.names.exists(n, true) && n == 1", "names `n`"),
        ("inputs.prot > 1", "reads input `prot`"),
        ("inputs == tls", "reads input ``"),
        ("tls.names[0].matches('a')", "calls `matches`"),
        ("run('rm')", "calls `run`"),
        ("tls.x <", "does not parse at line 1"),
        ("", "does not parse"),
    ] {
        check(expression, Some(refusal));
    }
}

#[test]
fn what_could_grow_without_bound_is_refused() {
    let long = format!("tls.a == {}", vec!["1"; 600].join("+"));
    let wide = ["tls.a.exists(x, x)"; 7].join(" || ");
    for (expression, refusal) in [
        (long.as_str(), "has 1208 bytes"),
        (&wide, "more than 6 loops"),
        ("tls.a.all(x, tls.a.all(y, tls.a.all(z, z)))", "more than 2 loops inside each other"),
        ("tls.a.exists(x, x + x == 'aa')", "builds values with `+`"),
        ("tls.a.map(x, [x, x]).map(x, [x, x]) == tls.b", "builds values with `[…]`"),
        ("tls.a.map(x, {'k': x}) == tls.b", "builds values with `{…}`"),
    ] {
        check(expression, Some(refusal));
    }
}

#[test]
fn the_longest_and_the_deepest_expressions_are_answered() {
    let facts = Facts::from_iter([("tls".to_owned(), json!({"a": 1}))]);
    let long = format!("tls.a == {}", vec!["1"; 500].join("+"));
    let deep = format!("{}tls.a == 1{}", "(".repeat(80), ")".repeat(80));
    for (expression, holds) in [(long, false), (deep, true)] {
        let diagnostic = Diagnostic::parse(&sample::judging(&expression)).unwrap();
        let inputs = diagnostic.check_inputs(&json!({"host": "a"})).unwrap();
        assert_eq!(analyze(&diagnostic, &facts, &inputs).len(), usize::from(holds));
    }
    check(&format!("{}1{}", "(".repeat(400), ")".repeat(400)), Some("does not parse"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_expression_is_judged_or_refused(
        parts in prop::collection::vec(prop::sample::select(vec![
            "tls", ".a", ".exists(x, ", "x", ")", "(", " + ", " && ", "1", "'s'", "[", "]", "inputs.host", "!", "?",
            ":", " < ", "size(", "{", "}", ",", "é", "\u{0}", "999999999999999999999",
        ]), 0..20)
    ) {
        if let Ok(diagnostic) = Diagnostic::parse(&sample::judging(&parts.concat())) {
            let facts = Facts::from_iter([("tls".to_owned(), json!({"a": [1, "x", null]}))]);
            let inputs = diagnostic.check_inputs(&json!({"host": "a"})).unwrap();
            for finding in analyze(&diagnostic, &facts, &inputs) {
                prop_assert!(matches!(finding.verdict, Verdict::Fail | Verdict::Unknown));
            }
        }
    }
}
