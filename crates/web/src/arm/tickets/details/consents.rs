//! Consents besides the advanced one: here the one whether a case may be looked into at all.

use super::super::super::catalogue::DIAGNOSTICS;
use super::super::super::error::Fault;
use super::super::super::object::Object;
use serde::{Deserialize, Serialize};

/// The secondary consents, as they were given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in super::super) struct Consents(Option<Vec<Consent>>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Consent {
    #[serde(rename = "type")]
    kind: String,
    user_consent: String,
}

impl Consents {
    /// What a body says; none if it says nothing.
    pub(in super::super) fn read(said: Object<'_>) -> Result<Option<Self>, Fault> {
        let Some(items) = said.objects("secondaryConsent")? else { return Ok(None) };
        let mut consents = Vec::new();
        for item in items {
            let item = Object::new("secondaryConsent", item);
            let kind = item.word("type", &[DIAGNOSTICS])?;
            let kind = kind.ok_or_else(|| item.refuse("type", "it is required"))?;
            let answer = item.word("userConsent", &["Yes", "No"])?;
            let answer = answer.ok_or_else(|| item.refuse("userConsent", "it is required"))?;
            if consents.iter().any(|one: &Consent| one.kind == kind) {
                return Err(item.refuse("type", format!("`{kind}` stands twice")));
            }
            consents.push(Consent { kind: kind.to_owned(), user_consent: answer.to_owned() });
        }
        Ok(Some(Self(Some(consents))))
    }

    /// Whether the case may be looked into; none if nothing was said.
    pub(in super::super) fn diagnostics(&self) -> Option<bool> {
        let consents = self.0.iter().flatten();
        let mut said = consents.filter(|one| one.kind == DIAGNOSTICS);
        said.next().map(|one| one.user_consent == "Yes")
    }
}
