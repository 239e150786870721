//! What a client says of a ticket, as it was given: read and checked when the ticket is opened, kept beside the log, and
//! written back.

mod consents;
mod contact;

pub(super) use consents::Consents;
pub(super) use contact::Contact;

use super::super::catalogue::{DIAGNOSTICS, nature_of, service_of};
use super::super::error::Fault;
use super::super::names::must_be_name;
use super::super::object::Object;
use domain::{Moment, NatureId, ProblemCatalogue, ServiceId, Severity};
use operations::Language;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a client says of a ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Details {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) contact: Contact,
    pub(super) consents: Consents,
    pub(super) asking: Asking,
    pub(super) more: More,
}

/// What was asked at the opening. It may be something else by now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Asking {
    pub(super) service: ServiceId,
    pub(super) nature: NatureId,
    pub(super) severity: Severity,
    pub(super) advanced: bool,
}

/// What is read back and has no meaning here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct More {
    #[serde(skip_serializing_if = "Option::is_none")]
    problem_start_time: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem_scoping_questions: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "require24X7Response")]
    require_24x7_response: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enrollment_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    support_plan_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file_workspace_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    technical_ticket_details: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quota_ticket_details: Option<Value>,
}

/// The severities as this face writes them.
const SEVERITIES: [(&str, Severity); 4] = [
    ("minimal", Severity::Minimal),
    ("moderate", Severity::Moderate),
    ("critical", Severity::Critical),
    ("highestcriticalimpact", Severity::HighestCriticalImpact),
];

/// A severity as this face writes it.
pub(super) fn severity_word(severity: Severity) -> &'static str {
    SEVERITIES.iter().find(|(_, one)| *one == severity).map_or("", |(word, _)| word)
}

/// The severity that a body names.
pub(super) fn severity(said: Object<'_>) -> Result<Option<Severity>, Fault> {
    let word = said.word("severity", &SEVERITIES.map(|(word, _)| word))?;
    Ok(word.and_then(|word| SEVERITIES.iter().find(|(one, _)| *one == word)).map(|(_, severity)| *severity))
}

/// The answer that a body gives under a name.
pub(super) fn yes_or_no(said: Object<'_>, name: &str) -> Result<Option<bool>, Fault> {
    Ok(said.word(name, &["Yes", "No"])?.map(|word| word == "Yes"))
}

impl Details {
    pub(super) fn read(problems: &ProblemCatalogue, said: Object<'_>) -> Result<Self, Fault> {
        let (title, description) = (said.needed("title")?, said.needed("description")?);
        let asking = Asking::read(problems, said)?;
        let contact = said.object("contactDetails")?;
        let contact = contact.ok_or_else(|| said.refuse("contactDetails", "it is required"))?;
        let contact = Contact::read(Object::new("properties.contactDetails", contact))?;
        let consents = Consents::read(said)?.unwrap_or_default();
        if asking.advanced && consents.diagnostics() == Some(false) {
            let why = format!("it is Yes, and secondaryConsent to {DIAGNOSTICS} is No");
            return Err(said.refuse("advancedDiagnosticConsent", why));
        }
        Ok(Self { title, description, contact, consents, asking, more: More::read(said)? })
    }

    /// Reads what was kept.
    pub(super) fn restored(kept: &str) -> Option<Self> {
        serde_json::from_str(kept).ok()
    }

    /// The text that is kept. The same details have the same.
    pub(super) fn kept(&self) -> Result<String, Fault> {
        serde_json::to_string(self).map_err(|why| Fault::invalid("properties", why))
    }

    /// The language in which a consent is shown to whoever wants support in this one.
    pub(super) fn language(&self) -> Language {
        let wanted = self.contact.language().to_ascii_lowercase();
        if wanted.starts_with("fr") { Language::Fr } else { Language::En }
    }
}

impl Asking {
    fn read(problems: &ProblemCatalogue, said: Object<'_>) -> Result<Self, Fault> {
        let service_id = said.needed("serviceId")?;
        let service = service_of(problems, &service_id).ok_or_else(|| {
            said.refuse("serviceId", format!("there is no service `{}`", service_id.escape_debug()))
        })?;
        let nature_id = said.needed("problemClassificationId")?;
        let found = nature_of(problems, &nature_id).filter(|(of, _)| of.id == service.id);
        let (service, nature) = found.ok_or_else(|| {
            let why = format!("the service has no problem classification `{}`", nature_id.escape_debug());
            said.refuse("problemClassificationId", why)
        })?;
        let severity = severity(said)?.ok_or_else(|| said.refuse("severity", "it is required"))?;
        let advanced = yes_or_no(said, "advancedDiagnosticConsent")?.unwrap_or(false);
        Ok(Self { service: service.id.clone(), nature: nature.id.clone(), severity, advanced })
    }
}

impl More {
    fn read(said: Object<'_>) -> Result<Self, Fault> {
        let workspace = said.text("fileWorkspaceName")?;
        if let Some(name) = &workspace {
            must_be_name("properties.fileWorkspaceName", name)?;
        }
        let around_the_clock = yes_or_no(said, "require24X7Response")?;
        Ok(Self {
            problem_start_time: said.moment("problemStartTime")?,
            problem_scoping_questions: said.text("problemScopingQuestions")?,
            require_24x7_response: around_the_clock.map(|yes| if yes { "Yes" } else { "No" }.to_owned()),
            enrollment_id: said.text("enrollmentId")?,
            support_plan_id: said.text("supportPlanId")?,
            file_workspace_name: workspace,
            technical_ticket_details: technical(said)?,
            quota_ticket_details: quota(said)?,
        })
    }
}

fn technical(said: Object<'_>) -> Result<Option<Value>, Fault> {
    let Some(technical) = said.object("technicalTicketDetails")? else { return Ok(None) };
    let said = Object::new("properties.technicalTicketDetails", technical);
    Ok(Some(texts(said, &["resourceId"])?.into()))
}

fn quota(said: Object<'_>) -> Result<Option<Value>, Fault> {
    let Some(quota) = said.object("quotaTicketDetails")? else { return Ok(None) };
    let said = Object::new("properties.quotaTicketDetails", quota);
    let mut kept = texts(said, &["quotaChangeRequestSubType", "quotaChangeRequestVersion"])?;
    if let Some(requests) = said.objects("quotaChangeRequests")? {
        let place = "properties.quotaTicketDetails.quotaChangeRequests";
        let requests = requests.into_iter().map(|one| texts(Object::new(place, one), &["region", "payload"]));
        let requests: Vec<Value> = requests.map(|one| one.map(Value::Object)).collect::<Result<_, _>>()?;
        kept.insert("quotaChangeRequests".to_owned(), requests.into());
    }
    Ok(Some(kept.into()))
}

/// The texts under these names, as far as they are there.
fn texts(said: Object<'_>, names: &[&str]) -> Result<Map<String, Value>, Fault> {
    let mut kept = Map::new();
    for name in names {
        if let Some(text) = said.text(name)? {
            kept.insert((*name).to_owned(), text.into());
        }
    }
    Ok(kept)
}
