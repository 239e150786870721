//! Turns facts into findings.

use crate::analyzer::{Analyzer, Finding, Seen, Verdict};
use crate::diagnostic::Diagnostic;
use crate::evaluator;
use crate::expression::{self, FactPath, INPUTS, Vocabulary};
use crate::facts::{Bounded, Facts};
use crate::inputs::Inputs;
use crate::placeholder::{fill, follow};
use cel::{Context, ExecutionError};
use domain::Bilingual;
use serde_json::Value;
use std::time::Duration;

/// How long all analyzers of a diagnostic together may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// What an expression came to.
enum Outcome {
    Holds(Vec<FactPath>),
    HoldsNot,
    Failed(Failure),
}

/// Why an expression could not be judged. Says nothing of the values, which may be sensitive.
enum Failure {
    NotCollected(String),
    NotABool,
    Types,
    NoAnswer,
}

/// Judges `facts` by each analyzer of `diagnostic`, in order. An analyzer whose expression holds gives its
/// finding; one that cannot be judged gives a finding of verdict unknown; the others give none.
pub fn analyze(diagnostic: &Diagnostic, facts: &Facts, inputs: &Inputs) -> Vec<Finding> {
    let mut root = facts.clone();
    root.insert(INPUTS.to_owned(), inputs.to_json());
    let root = Value::Object(root);
    let mut outcomes = judge(diagnostic, &root).into_iter();
    let found = |analyzer: &Analyzer| match outcomes.next().unwrap_or(Outcome::Failed(Failure::NoAnswer)) {
        Outcome::Holds(paths) => Some(finding(analyzer, &root, &paths)),
        Outcome::HoldsNot => None,
        Outcome::Failed(failure) => Some(unknown(analyzer, &failure)),
    };
    diagnostic.form().analyzers.iter().filter_map(found).collect()
}

fn judge(diagnostic: &Diagnostic, root: &Value) -> Vec<Outcome> {
    let vocabulary = diagnostic.vocabulary();
    let sources: Vec<String> =
        diagnostic.form().analyzers.iter().map(|analyzer| analyzer.when.clone()).collect();
    let values = root.clone();
    evaluator::answers(PATIENCE, move |sender| {
        let context = context(&values);
        for source in &sources {
            // Nobody listens any more after the deadline.
            if sender.send(outcome(source, &vocabulary, &context)).is_err() {
                return;
            }
        }
    })
}

fn context(root: &Value) -> Context<'static, 'static> {
    let mut context = Context::default();
    let mut bounded = Bounded::new();
    for (name, value) in root.as_object().into_iter().flatten() {
        context.add_variable_from_value(name.clone(), bounded.value(value));
    }
    context
}

fn outcome(source: &str, vocabulary: &Vocabulary, context: &Context) -> Outcome {
    let Ok(compiled) = expression::compile(source, vocabulary) else {
        return Outcome::Failed(Failure::NoAnswer);
    };
    match compiled.program.execute(context) {
        Ok(cel::Value::Bool(true)) => Outcome::Holds(compiled.paths),
        Ok(cel::Value::Bool(false)) => Outcome::HoldsNot,
        Ok(_) => Outcome::Failed(Failure::NotABool),
        Err(ExecutionError::NoSuchKey(name) | ExecutionError::UndeclaredReference(name)) => {
            Outcome::Failed(Failure::NotCollected(name.to_string()))
        }
        Err(_) => Outcome::Failed(Failure::Types),
    }
}

fn finding(analyzer: &Analyzer, root: &Value, paths: &[FactPath]) -> Finding {
    Finding {
        analyzer: analyzer.id.clone(),
        verdict: analyzer.verdict,
        message: filled(&analyzer.message, root),
        advice: filled(&analyzer.advice, root),
        seen: paths.iter().map(|path| seen(root, path)).collect(),
    }
}

fn filled(text: &Bilingual, root: &Value) -> Bilingual {
    Bilingual { en: fill(&text.en, root), fr: fill(&text.fr, root) }
}

fn seen(root: &Value, path: &FactPath) -> Seen {
    let mut pointer = String::new();
    for segment in path {
        pointer.push('/');
        pointer.push_str(&segment.replace('~', "~0").replace('/', "~1"));
    }
    let value = follow(root, path).filter(|value| !value.is_array() && !value.is_object()).cloned();
    Seen { pointer, value }
}

fn unknown(analyzer: &Analyzer, failure: &Failure) -> Finding {
    let (en, fr) = match failure {
        Failure::NotCollected(name) => {
            (format!("`{name}` was not collected"), format!("`{name}` n’a pas été collecté"))
        }
        Failure::NotABool => (
            "its expression is not true or false".to_owned(),
            "son expression n’est ni vraie ni fausse".to_owned(),
        ),
        Failure::Types => (
            "its expression does not fit what was collected".to_owned(),
            "son expression ne correspond pas à ce qui a été collecté".to_owned(),
        ),
        Failure::NoAnswer => {
            ("its expression took too long".to_owned(), "son expression a pris trop de temps".to_owned())
        }
    };
    Finding {
        analyzer: analyzer.id.clone(),
        verdict: Verdict::Unknown,
        message: Bilingual {
            en: format!("This check could not be made: {en}."),
            fr: format!("Ce contrôle n’a pas pu être fait : {fr}."),
        },
        advice: Bilingual {
            en: "Judge the collected facts by eye, and report the diagnostic to its publisher.".to_owned(),
            fr: "Jugez les faits collectés à l’œil et signalez le diagnostic à son éditeur.".to_owned(),
        },
        seen: Vec::new(),
    }
}
