//! The catalogues of problems and diagnostics, and what a consent would enable.

use super::items;
use crate::app::App;
use crate::caller::SignedIn;
use crate::id::Id;
use crate::page::bad_parameter;
use crate::params::Params;
use crate::problem::Refused;
use axum::Json;
use axum::extract::State;
use domain::{CaseId, Categories, Category, Decision, Level, ProblemCatalogue};
use operations::Diagnostic;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::{DiagnosticSummary, InputSummary, Items, Preview, PreviewedDiagnostic};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_problems))
        .routes(routes!(list_diagnostics))
        .routes(routes!(preview_diagnostics))
}

/// The services and natures that cases are about.
#[utoipa::path(get, path = "/problems", tag = "diagnostics", responses((status = 200, body = Object)))]
async fn list_problems(State(app): State<App>, _: SignedIn) -> Json<&'static ProblemCatalogue> {
    Json(app.desk.problems())
}

/// The diagnostics that runs can be asked for.
#[utoipa::path(get, path = "/diagnostics", tag = "diagnostics", responses((status = 200, body = Items<DiagnosticSummary>)))]
async fn list_diagnostics(State(app): State<App>, _: SignedIn) -> Json<Items<DiagnosticSummary>> {
    items(app.desk.diagnostics().iter().map(summary))
}

fn summary(diagnostic: &Diagnostic) -> DiagnosticSummary {
    let form = diagnostic.form();
    let inputs = form.inputs.iter().map(|(name, input)| {
        let summary = InputSummary {
            kind: input.kind.name().to_owned(),
            description: input.description.clone(),
            required: input.required,
            default: input.default.clone(),
        };
        (name.clone(), summary)
    });
    DiagnosticSummary {
        diagnostic: form.id.clone(),
        version: form.version,
        digest: diagnostic.digest().to_owned(),
        title: form.title.clone(),
        question: form.question.clone(),
        explanation: form.explanation.clone(),
        level: form.level,
        categories: form.categories,
        inputs: inputs.collect(),
    }
}

/// The terms to assume.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct PreviewParams {
    /// standard or advanced; that of the consent in force, or advanced, when left out.
    level: Option<String>,
    /// The categories, comma-separated; those covered now, or the nature's own, when left out.
    categories: Option<String>,
}

/// Which diagnostics a consent on a case would enable, with what each reads.
#[utoipa::path(get, path = "/cases/{case}/preview", tag = "diagnostics", params(("case" = String, Path), PreviewParams), responses((status = 200, body = Preview)))]
async fn preview_diagnostics(
    State(app): State<App>,
    who: SignedIn,
    Id(case): Id<CaseId>,
    Params(params): Params<PreviewParams>,
) -> Result<Json<Preview>, Refused> {
    let level: Option<Level> = params.level.as_deref().map(read_level).transpose()?;
    let categories = params.categories.as_deref().map(read_categories).transpose()?;
    let preview = operations::preview(&app.desk, &who.caller, &case, level, categories).await?;
    let diagnostics = preview.diagnostics.into_iter().map(|(diagnostic, decision)| {
        let (reason, missing) = match decision {
            Decision::Allowed { .. } => (None, Categories::NONE),
            Decision::Denied { reason, missing } => (Some(reason), missing),
        };
        PreviewedDiagnostic { diagnostic: summary(diagnostic), allowed: reason.is_none(), reason, missing }
    });
    let (level, categories) = (preview.level, preview.categories);
    Ok(Json(Preview { level, categories, diagnostics: diagnostics.collect() }))
}

fn read_level(text: &str) -> Result<Level, Refused> {
    text.parse().map_err(|why: domain::UnknownLevel| bad_parameter("level", &why.to_string()))
}

fn read_categories(text: &str) -> Result<Categories, Refused> {
    let words = text.split(',').filter(|word| !word.is_empty());
    let read = words.map(|word| {
        word.trim().parse::<Category>().map_err(|why| bad_parameter("categories", &why.to_string()))
    });
    read.collect()
}
