//! Inputs of a run, from words on the command line to the types that the diagnostic declares.

use crate::arguments::InputArguments;
use crate::failure::Failure;
use anyhow::Result;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a diagnostic declares: the kind of each input, by name.
pub(super) struct Declared<'a> {
    pub(super) diagnostic: &'a str,
    pub(super) kinds: BTreeMap<&'a str, &'a str>,
}

impl<'a> From<&'a wire::DiagnosticSummary> for Declared<'a> {
    fn from(summary: &'a wire::DiagnosticSummary) -> Self {
        let kinds = summary.inputs.iter().map(|(name, input)| (name.as_str(), input.kind.as_str()));
        Self { diagnostic: summary.diagnostic.as_str(), kinds: kinds.collect() }
    }
}

impl<'a> From<&'a diagnostics::Form> for Declared<'a> {
    fn from(form: &'a diagnostics::Form) -> Self {
        let kinds = form.inputs.iter().map(|(name, input)| (name.as_str(), input.kind.name()));
        Self { diagnostic: form.id.as_str(), kinds: kinds.collect() }
    }
}

/// The inputs that the arguments give.
pub(super) fn of(arguments: &InputArguments, declared: &Declared<'_>) -> Result<Map<String, Value>> {
    match &arguments.inputs_file {
        Some(file) => {
            let text = crate::commands::text_of(file)?;
            serde_json::from_str(&text).map_err(|why| {
                Failure::bad_input(format!("`{}` is no JSON object of inputs: {why}", file.display())).into()
            })
        }
        None => typed(&arguments.inputs, declared),
    }
}

fn typed(given: &[String], declared: &Declared<'_>) -> Result<Map<String, Value>> {
    let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for word in given {
        let (name, text) = word.split_once('=').ok_or_else(|| {
            Failure::bad_input(format!("the input `{word}` has no value")).advise("write it as NAME=VALUE")
        })?;
        texts.entry(name).or_default().push(text);
    }
    texts.into_iter().map(|(name, texts)| Ok((name.to_owned(), input(name, &texts, declared)?))).collect()
}

fn input(name: &str, texts: &[&str], declared: &Declared<'_>) -> Result<Value> {
    let Some(kind) = declared.kinds.get(name) else {
        let known: Vec<_> = declared.kinds.keys().map(|known| format!("`{known}`")).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let what = format!("`{}` has no input `{name}`; it has {known}", declared.diagnostic);
        return Err(Failure::bad_input(what).into());
    };
    value(kind, texts).ok_or_else(|| {
        let what = format!("the input `{name}` must be one {kind}, not `{}`", texts.join("`, `"));
        Failure::bad_input(what).into()
    })
}

/// The value of the declared kind; none if the texts are not of it.
fn value(kind: &str, texts: &[&str]) -> Option<Value> {
    match (kind, texts) {
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
        let kinds = [("deep", "boolean"), ("lines", "integer"), ("host", "string"), ("globs", "strings")];
        let declared = Declared { diagnostic: "log-search", kinds: kinds.into_iter().collect() };
        let given: Vec<_> = given.iter().map(ToString::to_string).collect();
        typed(&given, &declared).map(Value::Object)
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
