//! A ticket as it crosses HTTP.

use super::super::catalogue::{nature_path, service_path};
use super::super::request::root;
use super::details::{Details, severity_word};
use domain::{Level, ProblemCatalogue};
use operations::{Scope, ShownTicket};
use serde_json::{Value, json};

pub(super) fn shown(scope: &Scope, problems: &ProblemCatalogue, ticket: ShownTicket) -> Value {
    let ShownTicket { case, name, text, details, workspace, .. } = ticket;
    let details = details.and_then(|details| Details::restored(&details));
    let state = &case.state;
    // What is in force now, whatever was said at the opening.
    let in_force = state.consent.in_force().filter(|_| case.until.is_some());
    let is_advanced = in_force.is_some_and(|consent| consent.level == Level::Advanced);
    let classified = problems.classify(&state.service, &state.nature);
    let (title, description) = match &details {
        Some(details) => (Some(details.title.clone()), Some(details.description.clone())),
        None => (case.title.clone(), text),
    };
    let mut properties = json!({
        "supportTicketId": case.row.case,
        "title": title,
        "description": description,
        "serviceId": service_path(&state.service),
        "serviceDisplayName": classified.map(|(service, _)| &service.title.en),
        "problemClassificationId": nature_path(&state.service, &state.nature),
        "problemClassificationDisplayName": classified.map(|(_, nature)| &nature.title.en),
        "severity": severity_word(state.severity),
        "advancedDiagnosticConsent": if is_advanced { "Yes" } else { "No" },
        "status": if state.open { "Open" } else { "Closed" },
        "createdDate": case.row.opened_at,
        "modifiedDate": case.row.last_at,
        "fileWorkspaceName": workspace,
        "supportEngineer": { "emailAddress": null },
        "isTemporaryTicket": "No",
    });
    if let (Some(details), Some(properties)) = (details, properties.as_object_mut()) {
        properties.insert("contactDetails".to_owned(), value(&details.contact));
        properties.insert("secondaryConsent".to_owned(), value(&details.consents));
        if let Value::Object(more) = value(&details.more) {
            properties.extend(more);
        }
        properties.retain(|name, value| name != "secondaryConsent" || !value.is_null());
    }
    json!({
        "id": format!("{}/supportTickets/{name}", root(scope)),
        "name": name,
        "type": "Microsoft.Support/supportTickets",
        "properties": properties,
    })
}

fn value(part: &impl serde::Serialize) -> Value {
    serde_json::to_value(part).unwrap_or_default()
}
