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
    /// The language of mails, `en` or `fr`; English when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// By kind, where it is told; kinds that are left out are told in the desk and by mail.
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
    /// Whether a mail tells of it.
    pub mail: bool,
}
