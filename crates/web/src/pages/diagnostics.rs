//! The engineer's catalogue for a case: what can run now, what cannot and why, and running it.

use super::form::Form;
use super::frame::Frame;
use super::session::Visitor;
use super::turned::Turned;
use super::{render, told};
use crate::app::App;
use crate::id::Id;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::{Action, CaseId, Categories, Decision, DiagnosticId};
use operations::{Diagnostic, Fault, FollowedCase, NewRun, Refusal};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "diagnostics.html")]
struct DiagnosticsPage {
    page: Frame,
    case: FollowedCase,
    offers: Vec<Offer>,
    /// All that some diagnostic lacks, to be asked for in one request.
    missing: Categories,
}

/// A diagnostic of the catalogue.
struct Offer {
    id: DiagnosticId,
    title: String,
    question: String,
    reads: String,
    inputs: Vec<Field>,
    /// Why it cannot run now; nothing if it can.
    why: Option<String>,
}

/// An input as a field of a form.
struct Field {
    name: String,
    label: String,
    kind: &'static str,
    required: bool,
    value: String,
    choices: Vec<String>,
}

impl DiagnosticsPage {
    fn is_missing(&self, category: &domain::Category) -> bool {
        self.missing.contains(*category)
    }
}

/// `GET /cases/{case}/diagnostics`
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Id(id): Id<CaseId>,
) -> Result<Response, Turned> {
    visitor.may(Action::RunDiagnostic)?;
    let case = operations::show_case(&app.desk, &visitor.caller, &id).await?;
    let preview = operations::preview(&app.desk, &visitor.caller, &id, None, None).await?;
    let page = visitor.frame;
    // Without a consent the preview assumes one; here nothing may be assumed.
    let is_open = case.until.is_some();
    let mut missing = Categories::NONE;
    let mut offers = Vec::new();
    for (diagnostic, decision) in &preview.diagnostics {
        if let Decision::Denied { missing: lacking, .. } = decision {
            missing = missing.union(*lacking);
        }
        let why =
            if is_open { told::obstacle(&page, decision) } else { Some(page.term("reason", "no_consent")) };
        offers.push(offer(&page, diagnostic, why));
    }
    offers.sort_by_key(|offer| offer.why.is_some());
    Ok(render(&DiagnosticsPage { page, case, offers, missing }))
}

fn offer(page: &Frame, diagnostic: &Diagnostic, why: Option<String>) -> Offer {
    let form = diagnostic.form();
    Offer {
        id: form.id.clone(),
        title: page.either(&form.title),
        question: page.either(&form.question),
        reads: page.categories(&form.categories),
        inputs: form.inputs.iter().map(|(name, input)| field(page, name, input)).collect(),
        why,
    }
}

fn field(page: &Frame, name: &str, input: &operations::Input) -> Field {
    Field {
        name: name.to_owned(),
        label: page.either(&input.description),
        kind: input.kind.name(),
        required: input.required,
        value: match &input.default {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Array(texts)) => {
                texts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
            }
            Some(value) => value.to_string(),
            None => String::new(),
        },
        choices: input.one_of.clone().unwrap_or_default(),
    }
}

/// A diagnostic to run, with the fields of its inputs beside it.
#[derive(Deserialize)]
pub(super) struct Wanted {
    diagnostic: DiagnosticId,
    #[serde(default)]
    subscription: String,
}

/// `POST /cases/{case}/runs`
pub(super) async fn run(
    State(app): State<App>,
    Id(case): Id<CaseId>,
    form: Form<Wanted, BTreeMap<String, String>>,
) -> Result<Response, Turned> {
    let Wanted { diagnostic, subscription } = &form.filled;
    let found = app.desk.diagnostics().get(diagnostic).ok_or_else(Turned::not_found)?;
    let inputs = inputs(found, &form.also)?;
    let subscription = Some(subscription).filter(|text| !text.is_empty()).map(|text| text.parse());
    let subscription = subscription.transpose()?;
    let new = NewRun { diagnostic: diagnostic.clone(), subscription, inputs };
    let ran = operations::request_run(&app.desk, &form.visitor.caller, form.key(), &case, new).await?;
    Ok(Redirect::to(&format!("/runs/{}", ran.run)).into_response())
}

/// The values of a diagnostic's inputs, from the fields `input.NAME`. Fields that were left empty are not given.
fn inputs(diagnostic: &Diagnostic, fields: &BTreeMap<String, String>) -> Result<Map<String, Value>, Turned> {
    let mut given = Map::new();
    for (name, input) in &diagnostic.form().inputs {
        let text = fields.get(&format!("input.{name}")).map(|text| text.trim()).unwrap_or_default();
        if text.is_empty() {
            continue;
        }
        let makes_no_sense = || Refusal::fault(name, Fault::NoNumber { text: text.to_owned() });
        let value = match input.kind {
            operations::InputType::String => Value::from(text),
            operations::InputType::Integer => Value::from(text.parse::<i64>().map_err(|_| makes_no_sense())?),
            operations::InputType::Boolean => Value::from(text == "true"),
            operations::InputType::Strings => {
                text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Value::from).collect()
            }
        };
        given.insert(name.clone(), value);
    }
    Ok(given)
}
