//! The desk's side of consent pages that have a name of their own: where whoever was there lands, with what a passkey did.

use super::access;
use super::form::Form;
use super::frame::Frame;
use super::render;
use super::session::Visitor;
use super::turned::Turned;
use crate::app::App;
use crate::names::SIGNED;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::CaseId;
use operations::{Approving, Giving, MadePasskey, Returned, Signed};
use serde::Deserialize;

/// A page that takes what stands behind `#` into a form, and sends it.
#[derive(Template)]
#[template(path = "landing.html")]
pub(super) struct LandingPage {
    pub(super) page: Frame,
    /// Where the form goes.
    pub(super) action: &'static str,
    /// The names of what it takes.
    pub(super) carried: &'static [&'static str],
}

/// `GET /signed`
pub(super) async fn land(visitor: Visitor) -> Response {
    let carried = &["code", "signer", "signature", "client_data", "attestation_object", "label"];
    render(&LandingPage { page: visitor.frame, action: SIGNED, carried })
}

/// What a passkey did: it signed, or was made.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Brought {
    code: String,
    signer: String,
    signature: String,
    client_data: String,
    attestation_object: String,
    label: String,
}

/// `POST /signed`: does what its person was sent away for.
pub(super) async fn take_back(State(app): State<App>, form: Form<Brought>) -> Result<Response, Turned> {
    let (caller, brought) = (&form.visitor.caller, &form.filled);
    let what = [brought.signature.as_str(), &brought.client_data].concat();
    let signed = |document| {
        let key = brought.signer.parse()?;
        Ok::<_, Turned>(Signed { document, key, signature: brought.signature.clone() })
    };
    match operations::take_back(&app.desk, caller, &brought.code, &what).await? {
        Returned::Consent(case, document) => {
            let giving = Giving::Signed(signed(document)?);
            operations::give_consent(&app.desk, caller, form.key(), &case, giving).await?;
            Ok(to_case(&case))
        }
        Returned::Approval(case, request, document) => {
            let approving = Approving::Signed(signed(document)?);
            operations::approve_request(&app.desk, caller, form.key(), &request, approving).await?;
            Ok(to_case(&case))
        }
        Returned::Passkey => {
            let Brought { client_data, attestation_object, label, .. } = form.filled.clone();
            let made = MadePasskey { client_data, attestation_object };
            access::keep_passkey(&app, form.key(), &made, &label, form.visitor.clone()).await
        }
    }
}

fn to_case(case: &CaseId) -> Response {
    Redirect::to(&format!("/cases/{case}")).into_response()
}
