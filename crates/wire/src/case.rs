//! Cases and their messages.

use crate::consent::{Consent, ConsentTerms};
use domain::{
    CaseId, MessageId, Moment, NatureId, PersonId, ServiceId, Severity, SubscriptionId, TeamId, TenantId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A case to open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that describes a case")]
pub struct NewCase {
    /// The subscriptions that help may look at.
    #[schema(value_type = Vec<String>)]
    pub subscriptions: Vec<SubscriptionId>,
    /// Which service it is about.
    #[schema(value_type = String)]
    pub service: ServiceId,
    /// What kind of problem it is.
    #[schema(value_type = String)]
    pub nature: NatureId,
    /// How urgent it is: minimal, moderate, critical, `highest_critical_impact`.
    #[schema(value_type = String)]
    pub severity: Severity,
    /// The problem in a line, at most 200 characters.
    pub title: String,
    /// The problem in the person's own words, at most 20,000 characters.
    #[serde(default)]
    pub text: String,
    /// The consent to give with it, or none.
    #[serde(default)]
    pub consent: Option<ConsentTerms>,
    /// On whose behalf the vendor opens it, always without consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub tenant: Option<TenantId>,
}

/// What became of the consent that a new case asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentOutcome {
    /// It is in force.
    Given,
    /// It waits for somebody who may consent, or for a signature.
    Asked,
    /// None was offered.
    None,
}

/// A case was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Opened {
    /// The new case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
    /// What became of its consent.
    pub consent: ConsentOutcome,
}

/// A case as its people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Case {
    /// Its id.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// The customer whose case it is.
    #[schema(value_type = String)]
    pub tenant: TenantId,
    /// The problem in a line; none once erased.
    pub title: Option<String>,
    /// Whether it is open.
    pub open: bool,
    /// How urgent it is.
    #[schema(value_type = String)]
    pub severity: Severity,
    /// Which service it is about.
    #[schema(value_type = String)]
    pub service: ServiceId,
    /// What kind of problem it is.
    #[schema(value_type = String)]
    pub nature: NatureId,
    /// The vendor's team that works it.
    #[schema(value_type = String)]
    pub team: TeamId,
    /// The engineer who works it, by name, if somebody took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engineer: Option<String>,
    /// The subscriptions that it names.
    #[schema(value_type = Vec<String>)]
    pub subscriptions: Vec<SubscriptionId>,
    /// When it was opened.
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Moment,
    /// When it was closed, if it is.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed_at: Option<Moment>,
    /// Where its consent stands.
    pub consent: Consent,
    /// What was said, oldest first; on a single case only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Message>,
}

/// A page of cases, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CasePage {
    /// The cases.
    pub items: Vec<Case>,
    /// What to pass as `after` for the next page, if there is one.
    pub next: Option<String>,
}

/// Who is to work a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default, expecting = "an object that may name an engineer")]
pub struct Assign {
    /// An engineer of the case's team; the caller when none.
    #[schema(value_type = Option<String>)]
    pub engineer: Option<PersonId>,
}

/// Who can work a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Engineer {
    /// Their id.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// Their name.
    pub name: String,
}

/// Something to say in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with a message")]
pub struct Say {
    /// At most 20,000 characters.
    pub text: String,
}

/// It was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Said {
    /// The message.
    #[schema(value_type = String)]
    pub message: MessageId,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
}

/// A message in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Message {
    /// Its id.
    #[schema(value_type = String)]
    pub message: MessageId,
    /// When it was said.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
    /// Who said it: a name where it is known, else an id.
    pub by: String,
    /// Whether the vendor said it.
    pub from_vendor: bool,
    /// The words; none once erased.
    pub text: Option<String>,
}

/// A case in the vendor's queue: no customer text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueueEntry {
    /// The case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// Whose it is.
    #[schema(value_type = String)]
    pub tenant: TenantId,
    /// The team that works it.
    #[schema(value_type = String)]
    pub team: TeamId,
    /// How urgent it is.
    #[schema(value_type = String)]
    pub severity: Severity,
    /// On whom it waits: `customer_consent` or `vendor`.
    pub waiting: String,
    /// The engineer who works it, by name, if somebody took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engineer: Option<String>,
    /// When it was opened.
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Moment,
}

/// A page of the vendor's queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueuePage {
    /// The cases.
    pub items: Vec<QueueEntry>,
    /// What to pass as `after` for the next page, if there is one.
    pub next: Option<String>,
}
