//! The checks that a diagnostic's form cannot express.

use super::Form;
use crate::analyzer::{Analyzer, Verdict};
use crate::error::{DiagnosticError, Fault};
use crate::evaluator;
use crate::expression::{self, ExpressionError, INPUTS, Vocabulary};
use crate::input::{Input, InputType};
use crate::parameter::Reference;
use crate::placeholder;
use domain::Bilingual;
use std::collections::BTreeSet;
use std::time::Duration;

/// The longest word, in bytes.
const WORD_BYTES_MAX: usize = 64;
/// The most entries of any list in a diagnostic.
const ENTRIES_MAX: usize = 64;
/// How long compiling all expressions of one diagnostic may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Refuses the first thing that is wrong.
pub(super) fn form(form: &Form) -> Result<(), DiagnosticError> {
    head(form)?;
    for (name, input) in &form.inputs {
        word(name, '_').map_err(|fault| fault.at(format!("inputs.{name}")))?;
        bilingual(&input.description, &format!("inputs.{name}.description"))?;
        input.check_rules(name).map_err(|fault| fault.at(format!("inputs.{name}")))?;
    }
    collectors(form)?;
    analyzers(form)
}

fn head(form: &Form) -> Result<(), DiagnosticError> {
    word(form.id.as_str(), '-').map_err(|fault| fault.at("id"))?;
    bounds(form.version.into(), u32::MAX.into()).map_err(|fault| fault.at("version"))?;
    bilingual(&form.title, "title")?;
    bilingual(&form.question, "question")?;
    bilingual(&form.explanation, "explanation")?;
    entries(form.natures.len()).map_err(|fault| fault.at("natures"))?;
    distinct("natures", '-', form.natures.iter().map(domain::NatureId::as_str))?;
    entries(form.categories.iter().count()).map_err(|fault| fault.at("categories"))?;
    for (name, value, ceiling) in form.limits.bounds() {
        bounds(value, ceiling).map_err(|fault| fault.at(format!("limits.{name}")))?;
    }
    Ok(())
}

fn collectors(form: &Form) -> Result<(), DiagnosticError> {
    entries(form.collectors.len()).map_err(|fault| fault.at("collectors"))?;
    distinct("collectors", '_', form.collectors.iter().map(|collector| collector.name.as_str()))?;
    for collector in &form.collectors {
        let place = format!("collectors.{}", collector.name);
        if collector.name == INPUTS {
            return Err(Fault::Twice(collector.name.clone()).at(place));
        }
        for wanted in collector.kind.references() {
            reference(&wanted, form.inputs.get(wanted.input))
                .map_err(|fault| fault.at(format!("{place}.{}", wanted.parameter)))?;
        }
    }
    Ok(())
}

fn reference(wanted: &Reference, input: Option<&Input>) -> Result<(), Fault> {
    let input = input.ok_or_else(|| Fault::NoInput(wanted.input.to_owned()))?;
    let name = || wanted.input.to_owned();
    if input.kind != wanted.wanted {
        let (found, wanted) = (input.kind.name(), InputType::name(wanted.wanted));
        return Err(Fault::InputType { input: name(), found, wanted });
    }
    let present = input.required || input.default.is_some();
    if present || wanted.optional { Ok(()) } else { Err(Fault::MayBeAbsent(name())) }
}

fn analyzers(form: &Form) -> Result<(), DiagnosticError> {
    entries(form.analyzers.len()).map_err(|fault| fault.at("analyzers"))?;
    distinct("analyzers", '-', form.analyzers.iter().map(|analyzer| analyzer.id.as_str()))?;
    let vocabulary = form.vocabulary();
    for Analyzer { id, verdict, message, advice, .. } in &form.analyzers {
        let place = format!("analyzers.{id}");
        if *verdict == Verdict::Unknown {
            return Err(Fault::Verdict.at(format!("{place}.verdict")));
        }
        for (field, text) in [("message", message), ("advice", advice)] {
            let place = format!("{place}.{field}");
            bilingual(text, &place)?;
            for text in [&text.en, &text.fr] {
                placeholder::check(text, &vocabulary).map_err(|fault| fault.at(place.clone()))?;
            }
        }
    }
    expressions(form, vocabulary)
}

/// Compiles every expression, on the evaluator's thread.
fn expressions(form: &Form, vocabulary: Vocabulary) -> Result<(), DiagnosticError> {
    let sources: Vec<String> = form.analyzers.iter().map(|analyzer| analyzer.when.clone()).collect();
    let mut answers = evaluator::answers(PATIENCE, move |sender| {
        for source in &sources {
            let answer = expression::compile(source, &vocabulary).map(|_| ());
            if sender.send(answer).is_err() {
                return;
            }
        }
    })
    .into_iter();
    for analyzer in &form.analyzers {
        answers
            .next()
            .unwrap_or(Err(ExpressionError::NoAnswer))
            .map_err(|error| Fault::Expression(error).at(format!("analyzers.{}.when", analyzer.id)))?;
    }
    Ok(())
}

fn distinct<'a>(
    place: &str,
    joint: char,
    names: impl Iterator<Item = &'a str>,
) -> Result<(), DiagnosticError> {
    let mut seen = BTreeSet::new();
    for name in names {
        word(name, joint).map_err(|fault| fault.at(place))?;
        if !seen.insert(name) {
            return Err(Fault::Twice(name.to_owned()).at(place));
        }
    }
    Ok(())
}

/// Refuses what is not lower-case letters and digits in words joined by `joint`.
fn word(text: &str, joint: char) -> Result<(), Fault> {
    let plain =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let fits = text.len() <= WORD_BYTES_MAX
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split(joint).all(plain);
    if fits { Ok(()) } else { Err(Fault::Word(text.chars().take(WORD_BYTES_MAX).collect(), joint)) }
}

fn bilingual(text: &Bilingual, place: &str) -> Result<(), DiagnosticError> {
    let empty = |text: &str| text.trim().is_empty();
    match (empty(&text.en), empty(&text.fr)) {
        (true, _) => Err(Fault::Empty("en").at(place)),
        (_, true) => Err(Fault::Empty("fr").at(place)),
        _ => Ok(()),
    }
}

fn bounds(value: u64, max: u64) -> Result<(), Fault> {
    if (1..=max).contains(&value) { Ok(()) } else { Err(Fault::Bounds { value, min: 1, max }) }
}

fn entries(count: usize) -> Result<(), Fault> {
    match count {
        0 => Err(Fault::None),
        1..=ENTRIES_MAX => Ok(()),
        _ => Err(Fault::TooMany { count, max: ENTRIES_MAX }),
    }
}
