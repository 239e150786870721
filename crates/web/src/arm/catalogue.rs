//! The operations of this face, and the services and natures of problem that cases are about.

use super::answer::ok;
use super::error::Fault;
use super::request::Asked;
use axum::response::Response;
use domain::{Nature, NatureId, ProblemCatalogue, Service, ServiceId};
use serde_json::{Value, json};

/// The kind of consent besides the advanced one: whether the case may be looked into at all.
pub(super) const DIAGNOSTICS: &str = "diagnostics";

const SERVICES: &str = "/providers/Microsoft.Support/services";

/// What can be done, as `GET …/operations` says it.
const OPERATIONS: [(&str, &str, &str); 16] = [
    ("services/read", "Services", "Lists or gets services"),
    ("services/problemClassifications/read", "Problem classifications", "Lists or gets kinds of problem"),
    ("checkNameAvailability/action", "Support tickets", "Checks whether a name is free"),
    ("supportTickets/read", "Support tickets", "Lists or gets support tickets"),
    ("supportTickets/write", "Support tickets", "Opens or updates a support ticket"),
    ("supportTickets/checkNameAvailability/action", "Communications", "Checks whether a name is free"),
    ("supportTickets/communications/read", "Communications", "Lists or gets communications"),
    ("supportTickets/communications/write", "Communications", "Writes in a support ticket"),
    ("supportTickets/chatTranscripts/read", "Chat transcripts", "Lists or gets chat transcripts"),
    ("fileWorkspaces/read", "File workspaces", "Gets a file workspace"),
    ("fileWorkspaces/write", "File workspaces", "Makes a file workspace"),
    ("fileWorkspaces/files/read", "Files", "Lists or gets files"),
    ("fileWorkspaces/files/write", "Files", "Announces a file"),
    ("fileWorkspaces/files/upload/action", "Files", "Sends a part of a file"),
    ("operationsstatus/read", "Operations", "Gets how a long-running operation stands"),
    ("operationresults/read", "Operations", "Gets what came of a long-running operation"),
];

pub(super) fn operations() -> Response {
    let operation = |(name, resource, description): (&str, &str, &str)| {
        let display = json!({
            "provider": "Microsoft Support",
            "resource": resource,
            "operation": description,
            "description": description,
        });
        json!({ "name": format!("Microsoft.Support/{name}"), "display": display })
    };
    ok(&json!({ "value": OPERATIONS.map(operation) }))
}

pub(super) fn services(asked: &Asked) -> Response {
    let services: Vec<Value> = asked.desk.problems().services.iter().map(shown_service).collect();
    ok(&json!({ "value": services }))
}

pub(super) fn service(asked: &Asked, name: &str) -> Result<Response, Fault> {
    Ok(ok(&shown_service(find_service(asked.desk.problems(), name)?)))
}

pub(super) fn classifications(asked: &Asked, service: &str) -> Result<Response, Fault> {
    let problems = asked.desk.problems();
    let service = find_service(problems, service)?;
    let natures = service.natures.iter().filter_map(|nature| problems.nature(nature));
    let shown: Vec<Value> = natures.map(|nature| shown_nature(service, nature)).collect();
    Ok(ok(&json!({ "value": shown })))
}

pub(super) fn classification(asked: &Asked, service: &str, name: &str) -> Result<Response, Fault> {
    let problems = asked.desk.problems();
    let service = find_service(problems, service)?;
    let found = service.natures.iter().find(|nature| nature.as_str().eq_ignore_ascii_case(name));
    let nature = found.and_then(|nature| problems.nature(nature));
    let not_found =
        || Fault::not_found(format!("the service has no problem classification `{}`", name.escape_debug()));
    Ok(ok(&shown_nature(service, nature.ok_or_else(not_found)?)))
}

fn find_service<'p>(problems: &'p ProblemCatalogue, name: &str) -> Result<&'p Service, Fault> {
    let found = problems.services.iter().find(|service| service.id.as_str().eq_ignore_ascii_case(name));
    found.ok_or_else(|| Fault::not_found(format!("there is no service `{}`", name.escape_debug())))
}

fn shown_service(service: &Service) -> Value {
    json!({
        "id": service_path(&service.id),
        "name": service.id,
        "type": "Microsoft.Support/services",
        "properties": { "displayName": service.title.en, "resourceTypes": [] },
    })
}

fn shown_nature(service: &Service, nature: &Nature) -> Value {
    let consent =
        "Whether the vendor's engineers may run diagnostics for this case at all. Yes unless you say No.";
    json!({
        "id": nature_path(&service.id, &nature.id),
        "name": nature.id,
        "type": "Microsoft.Support/problemClassifications",
        "properties": {
            "displayName": nature.title.en,
            "secondaryConsentEnabled": [{ "type": DIAGNOSTICS, "description": consent }],
        },
    })
}

/// The id of a service.
pub(super) fn service_path(service: &ServiceId) -> String {
    format!("{SERVICES}/{service}")
}

/// The id of a nature of a service's problems.
pub(super) fn nature_path(service: &ServiceId, nature: &NatureId) -> String {
    format!("{SERVICES}/{service}/problemClassifications/{nature}")
}

/// The service that an id names, whatever its case.
pub(super) fn service_of<'p>(problems: &'p ProblemCatalogue, id: &str) -> Option<&'p Service> {
    problems.services.iter().find(|service| is_path(id, &service_path(&service.id)))
}

/// The service and nature that an id names, whatever its case.
pub(super) fn nature_of<'p>(problems: &'p ProblemCatalogue, id: &str) -> Option<(&'p Service, &'p Nature)> {
    problems.services.iter().find_map(|service| {
        let nature = service.natures.iter().find(|nature| is_path(id, &nature_path(&service.id, nature)))?;
        Some((service, problems.nature(nature)?))
    })
}

fn is_path(id: &str, path: &str) -> bool {
    id.trim_end_matches('/').eq_ignore_ascii_case(path)
}
