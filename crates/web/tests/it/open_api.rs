//! The description of the API tells of every route, and of nothing else.

use crate::routes;
use serde_json::Value;
use std::collections::BTreeSet;

fn description() -> Value {
    serde_json::to_value(web::open_api()).unwrap()
}

#[test]
fn every_route_is_tested_and_described() {
    let described: BTreeSet<(String, String)> = description()["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys().map(|method| method.to_uppercase());
            methods.map(|method| (method, path.clone())).collect::<Vec<_>>()
        })
        .collect();
    let tested: BTreeSet<(String, String)> = routes::all()
        .iter()
        .map(|route| (route.method.to_owned(), format!("/api/v1{}", route.path)))
        .collect();
    assert_eq!(described, tested);
}

#[test]
fn every_operation_tells_of_problems_and_each_has_its_own_name() {
    let description = description();
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut names = BTreeSet::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let place = format!("{method} {path}");
            let problem = &operation["responses"]["default"]["content"]["application/problem+json"];
            assert!(problem.is_object(), "{place}");
            assert!(names.insert(operation["operationId"].to_string()), "{place}");
            assert!(operation["summary"].is_string(), "{place}");
            let has_key = operation["parameters"].to_string().contains("idempotency-key");
            assert_eq!(has_key, method == "post", "{place}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let description = description();
    let mut references = Vec::new();
    collect(&description, &mut references);
    assert!(references.len() > 40);
    for reference in references {
        let place = reference.strip_prefix('#').unwrap();
        assert!(description.pointer(place).is_some(), "{reference}");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                references.push(reference.clone());
            }
            fields.values().for_each(|value| collect(value, references));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}
