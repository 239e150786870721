//! Corpus records in, spans out.

use classify::{Answered, CompiledContext, TenantContext, classify_records};

#[test]
fn a_bad_record_is_reported_and_the_others_are_answered() {
    let input = concat!(
        r#"{"id":"a","text":"from 192.0.2.7"}"#,
        "\nnot json\n\n",
        r#"{"id":7,"text":"joe@x.example","context":"x"}"#,
        "\n",
        r#"{"id":"c","text":"t","context":"missing"}"#,
    );
    let mut contexts = |name: &str| match name {
        "x" => CompiledContext::new(
            &TenantContext::from_json(br#"{"tenant":{"domains":["x.example"]}}"#).unwrap(),
        )
        .map_err(|error| error.to_string()),
        _ => Err("no such file".to_owned()),
    };
    let mut output = Vec::new();
    let mut refused = Vec::new();
    let counts = classify_records(input.as_bytes(), &mut output, &mut contexts, |number, error| {
        refused.push(format!("{number}: {error}"));
    })
    .unwrap();
    assert_eq!(counts, Answered { answered: 2, refused: 2 });
    assert_eq!(
        String::from_utf8(output).unwrap(),
        concat!(
            r#"{"id":"a","spans":[{"start":5,"end":14,"category":"euii","entity":"user_ipv4"}]}"#,
            "\n",
            r#"{"id":7,"spans":[{"start":0,"end":3,"category":"euii","entity":"upn"},"#,
            r#"{"start":4,"end":13,"category":"oii","entity":"tenant_domain"}]}"#,
            "\n",
        )
    );
    assert!(refused[0].starts_with("2: not a record: "), "{refused:?}");
    assert_eq!(refused[1], "5: context `missing`: no such file");
}
