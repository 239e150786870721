//! What people are told.

use domain::{CaseId, Moment, NoticeKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something that the caller was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ToldNotice {
    /// Its id, among the caller's.
    pub notice: String,
    /// What it is about, such as `consent_asked`.
    #[schema(value_type = String)]
    pub kind: NoticeKind,
    /// The case, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub case: Option<CaseId>,
    /// When that happened.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
    /// When the caller read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub read_at: Option<Moment>,
}

/// What the caller read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that says what was read")]
pub struct ReadNotices {
    /// Everything that happened up to this instant.
    #[schema(value_type = String, format = DateTime)]
    pub up_to: Moment,
}

/// How the caller wants to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with an address and choices")]
pub struct NoticeSettings {
    /// Where mails go; none when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// Whether the caller proved that the address is theirs; no notice goes there before. Said, and not taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<bool>,
    /// The language of mails, `en` or `fr`; English when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// By kind, where it is told; kinds that are left out are told everywhere.
    #[serde(default)]
    pub choices: Vec<NoticeChoice>,
}

/// Where a kind of notice is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with a kind and where it is told")]
pub struct NoticeChoice {
    /// Which kind.
    #[schema(value_type = String)]
    pub kind: NoticeKind,
    /// Whether the desk shows it.
    pub desk: bool,
    /// Whether a mail tells of it, where there is an address.
    pub mail: bool,
    /// Whether a webhook tells of it, where there is one; it does when left out.
    #[serde(default = "yes")]
    pub webhook: bool,
}

const fn yes() -> bool {
    true
}

/// The code that was mailed to the caller's address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with a code")]
pub struct ConfirmAddress {
    /// The code.
    pub code: String,
}

/// A webhook to leave for one's notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with an address")]
pub struct NewNoticeWebhook {
    /// Its `https` address.
    pub address: String,
}

/// A webhook was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MadeNoticeWebhook {
    /// The secret with which its receiver checks signatures; shown once.
    pub secret: String,
}

/// The caller's webhook, if they left one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeftNoticeWebhook {
    /// The webhook; none when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<NoticeWebhook>,
}

/// A webhook for notices, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NoticeWebhook {
    /// Where it is.
    pub address: String,
    /// How many notices wait.
    pub waiting: u64,
    /// How many were given up, since it took none for more than a day.
    pub given_up: u64,
    /// How often it was tried in vain since it took the last one.
    pub attempts: u64,
    /// When it is tried next, after an attempt in vain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_try_at: Option<Moment>,
    /// What went wrong the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}
