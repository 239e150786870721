//! The face of Azure Support (`Microsoft.Support`): cases, their messages and files as Azure's clients know them.
//!
//! It only translates: every request becomes one operation or two, under the same token, and what may be done is decided
//! there. `docs/azure-support.md` says what each property means here.

mod answer;
mod catalogue;
mod communications;
mod error;
mod files;
mod filter;
mod long_running;
mod names;
mod object;
mod paging;
mod path;
mod request;
mod tickets;

use crate::app::App;
use crate::caller::SignedIn;
use crate::pages;
use answer::headed;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::Method;
use axum::response::{IntoResponse as _, Response};
use error::Fault;
use operations::CorrelationId;
use path::Place;
use request::{ArmRequest, Asked};

/// Serves the paths of this face, whatever their case; on any other, nothing is found.
pub(crate) async fn serve_or_page(State(app): State<App>, request: Request) -> Response {
    let first = request.uri().path().split('/').nth(1).unwrap_or_default();
    if ["subscriptions", "providers"].iter().any(|own| own.eq_ignore_ascii_case(first)) {
        let headers = request.headers().clone();
        let Ok(id) = CorrelationId::draw() else {
            let answer = answer(&app, request).await.unwrap_or_else(Fault::into_response);
            return headed(answer, &headers, None);
        };
        // What the request brings about is found in the log by the id that its answer tells.
        let answer = id.within(Box::pin(answer(&app, request))).await;
        return headed(answer.unwrap_or_else(Fault::into_response), &headers, Some(id));
    }
    pages::nothing_here(&app, request).await
}

async fn answer(app: &App, request: Request) -> Result<Response, Fault> {
    let (mut parts, body) = request.into_parts();
    // Before anything else is looked at.
    let SignedIn { caller, .. } = SignedIn::from_request_parts(&mut parts, app).await?;
    let place = Place::of(parts.uri.path())?;
    let method = if parts.method == Method::HEAD { Method::GET } else { parts.method.clone() };
    if !place.methods().contains(&method.as_str()) {
        return Err(Fault::no_such_method(&method, place.methods()));
    }
    let asked = Asked::read(app, caller, &parts)?;
    let request = ArmRequest { asked, body: Request::from_parts(parts, body) };
    let is_put = method == Method::PUT;
    let is_get = method == Method::GET;
    match place {
        Place::Operations => Ok(catalogue::operations()),
        Place::Services => Ok(catalogue::services(&request.asked)),
        Place::Service(service) => catalogue::service(&request.asked, &service),
        Place::Classifications(service) => catalogue::classifications(&request.asked, &service),
        Place::Classification(service, name) => catalogue::classification(&request.asked, &service, &name),
        Place::CheckTicketName(at) => names::check_ticket(request, at).await,
        Place::Tickets(at) => tickets::list(&request.asked, at).await,
        Place::Ticket(at, name) if is_get => tickets::show(&request.asked, at, &name).await,
        Place::Ticket(at, name) if is_put => tickets::open(request, at, name).await,
        Place::Ticket(at, name) => tickets::update(request, at, &name).await,
        Place::CheckCommunicationName(at, ticket) => names::check_communication(request, at, &ticket).await,
        Place::Communications(at, ticket) => communications::list(&request.asked, at, &ticket).await,
        Place::Communication(at, ticket, name) if is_get => {
            communications::show(&request.asked, at, &ticket, &name).await
        }
        Place::Communication(at, ticket, name) => communications::write(request, at, &ticket, name).await,
        Place::Transcripts(at, ticket) => communications::transcripts(&request.asked, at, &ticket).await,
        Place::Transcript(at, ticket, name) => {
            communications::transcript(&request.asked, at, &ticket, &name).await
        }
        Place::Workspace(at, name) if is_get => files::show_workspace(&request.asked, at, &name).await,
        Place::Workspace(at, name) => files::make_workspace(&request.asked, at, &name).await,
        Place::Files(at, workspace) => files::list(&request.asked, at, &workspace).await,
        Place::File(at, workspace, name) if is_get => {
            files::show(&request.asked, at, &workspace, &name).await
        }
        Place::File(at, workspace, name) => files::begin(request, at, &workspace, &name).await,
        Place::Upload(at, workspace, name) => files::upload(request, at, &workspace, &name).await,
        Place::OperationStatus(at, id) => long_running::status(&request.asked, at, &id).await,
        Place::OperationResult(at, id) => long_running::result(&request.asked, at, &id).await,
    }
}
