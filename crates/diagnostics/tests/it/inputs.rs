use crate::sample;
use diagnostics::{Diagnostic, InputError};
use serde_json::{Value, json};

fn check(given: &Value, outcome: Result<Value, &str>) {
    let diagnostic = Diagnostic::parse(sample::TEXT).unwrap();
    let found =
        diagnostic.check_inputs(given).map(|inputs| inputs.to_json()).map_err(|e: InputError| e.to_string());
    assert_eq!(found, outcome.map_err(str::to_owned), "{given}");
}

#[test]
fn defaults_are_filled_in() {
    check(&json!({"host": "a.b"}), Ok(json!({"host": "a.b", "port": 443})));
    check(
        &json!({"host": "a", "port": 1, "name": "beta"}),
        Ok(json!({"host": "a", "port": 1, "name": "beta"})),
    );
    check(&json!({"host": "a", "name": null}), Ok(json!({"host": "a", "port": 443})));
}

#[test]
fn a_wrong_input_is_refused_with_its_name_and_value() {
    for (given, message) in [
        (json!({}), "input `host` is missing"),
        (json!(null), "input `host` is missing"),
        (json!([1]), "inputs must be an object of names and values, not `[1]`"),
        (
            json!({"host": "a", "prot": 1}),
            "input `prot` does not exist; this diagnostic takes `host`, `name`, `port`",
        ),
        (json!({"host": 5}), "input `host` must be of type string, not `5`"),
        (json!({"host": "A"}), "input `host` must match `[a-z.]+`, which `A` does not"),
        (json!({"host": "a\nb"}), "input `host` must not contain control characters: `a\\nb`"),
        (json!({"host": "a".repeat(21)}), "input `host` has 21 characters, at most 20 are allowed"),
        (json!({"host": "a", "port": 0}), "input `port` must be 1 to 65535, not 0"),
        (json!({"host": "a", "port": "443"}), "input `port` must be of type integer, not `443`"),
        (json!({"host": "a", "name": "gamma"}), "input `name` must be one of `alpha`, `beta`, not `gamma`"),
    ] {
        check(&given, Err(message));
    }
}

#[test]
fn a_reference_to_an_input_is_exact() {
    let text = sample::with("host: ${host}", "host: 'prefix ${host}'");
    let diagnostic = Diagnostic::parse(&text).unwrap();
    let kind = serde_json::to_value(&diagnostic.form().collectors[0].kind).unwrap();
    assert_eq!(kind["tls_certificate"]["host"], "prefix ${host}");
    assert_eq!(kind["tls_certificate"]["port"], "${port}");
    assert_eq!(diagnostic.form().collectors[0].kind.references().len(), 2);
}

#[test]
fn the_rules_are_given_as_json_schema() {
    let schema = Diagnostic::parse(sample::TEXT).unwrap().input_schema();
    assert_eq!(schema["required"], json!(["host"]));
    assert_eq!(schema["additionalProperties"], false);
    assert_eq!(
        schema["properties"]["port"],
        json!({"type": "integer", "minimum": 1, "maximum": 65535, "default": 443})
    );
    assert_eq!(
        schema["properties"]["host"],
        json!({"type": "string", "maxLength": 20, "pattern": "^(?:[a-z.]+)$"})
    );
}
