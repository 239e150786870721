//! Inputs of a run, from words on the command line to the types that the diagnostic declares.

use crate::arguments::RunArguments;
use crate::failure::Failure;
use anyhow::Result;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use wire::{DiagnosticSummary, InputSummary};

/// The inputs that the arguments give to `diagnostic`.
pub(super) fn of(arguments: &RunArguments, diagnostic: &DiagnosticSummary) -> Result<Map<String, Value>> {
    match &arguments.inputs_file {
        Some(file) => {
            let text = crate::commands::text_of(file)?;
            serde_json::from_str(&text).map_err(|why| {
                Failure::bad_input(format!("`{}` is no JSON object of inputs: {why}", file.display())).into()
            })
        }
        None => typed(&arguments.inputs, diagnostic),
    }
}

fn typed(given: &[String], diagnostic: &DiagnosticSummary) -> Result<Map<String, Value>> {
    let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for word in given {
        let (name, text) = word.split_once('=').ok_or_else(|| {
            Failure::bad_input(format!("the input `{word}` has no value")).advise("write it as NAME=VALUE")
        })?;
        texts.entry(name).or_default().push(text);
    }
    texts.into_iter().map(|(name, texts)| Ok((name.to_owned(), input(name, &texts, diagnostic)?))).collect()
}

fn input(name: &str, texts: &[&str], diagnostic: &DiagnosticSummary) -> Result<Value> {
    let Some(declared) = diagnostic.inputs.get(name) else {
        let known: Vec<_> = diagnostic.inputs.keys().map(|known| format!("`{known}`")).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let what = format!("`{}` has no input `{name}`; it has {known}", diagnostic.diagnostic);
        return Err(Failure::bad_input(what).into());
    };
    value(declared, texts).ok_or_else(|| {
        let what = format!("the input `{name}` must be one {}, not `{}`", declared.kind, texts.join("`, `"));
        Failure::bad_input(what).into()
    })
}

/// The value of the declared kind; none if the texts are not of it.
fn value(declared: &InputSummary, texts: &[&str]) -> Option<Value> {
    match (declared.kind.as_str(), texts) {
        ("strings", texts) => Some(texts.iter().copied().map(Value::from).collect()),
        ("integer", [text]) => text.parse::<i64>().ok().map(Value::from),
        ("boolean", [text]) => text.parse::<bool>().ok().map(Value::from),
        (_, [text]) => Some(Value::from(*text)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(given: &[&str]) -> Result<Value> {
        let inputs = json!({ "deep": "boolean", "lines": "integer", "host": "string", "globs": "strings" });
        let declared = |kind: &Value| json!({ "kind": kind, "description": { "en": "e", "fr": "f" }, "required": false, "default": null });
        let inputs: Map<_, _> =
            inputs.as_object().unwrap().iter().map(|(name, kind)| (name.clone(), declared(kind))).collect();
        let diagnostic = serde_json::from_value(json!({
            "diagnostic": "log-search", "version": 1, "digest": "", "title": { "en": "", "fr": "" },
            "explanation": { "en": "", "fr": "" }, "level": "standard", "categories": [], "inputs": inputs,
        }))
        .unwrap();
        let given: Vec<_> = given.iter().map(ToString::to_string).collect();
        typed(&given, &diagnostic).map(Value::Object)
    }

    #[test]
    fn words_become_values_of_the_declared_kind() {
        let given = ["lines=20", "deep=true", "host=a=b", "globs=x", "globs=y"];
        let wanted = json!({ "lines": 20, "deep": true, "host": "a=b", "globs": ["x", "y"] });
        assert_eq!(check(&given).unwrap(), wanted);
    }

    #[test]
    fn an_input_that_does_not_fit_is_named() {
        for (given, words) in [
            (&["lines=many"][..], "`lines` must be one integer, not `many`"),
            (&["host=a", "host=b"], "not `a`, `b`"),
            (&["hots=a"], "no input `hots`; it has `deep`, `globs`, `host`, `lines`"),
            (&["host"], "`host` has no value"),
        ] {
            let refused = check(given).unwrap_err().to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }
}
