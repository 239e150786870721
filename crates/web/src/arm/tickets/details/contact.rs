//! Whom to ask about a case.

use super::super::super::error::Fault;
use super::super::super::object::Object;
use serde::{Deserialize, Serialize};

/// Whom to ask about a case, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct Contact {
    first_name: String,
    last_name: String,
    preferred_contact_method: String,
    primary_email_address: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    additional_email_addresses: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone_number: Option<String>,
    preferred_time_zone: String,
    country: String,
    preferred_support_language: String,
}

impl Contact {
    pub(super) fn read(said: Object<'_>) -> Result<Self, Fault> {
        let method = method(said)?.ok_or_else(|| said.refuse("preferredContactMethod", "it is required"))?;
        let contact = Self {
            first_name: said.needed("firstName")?,
            last_name: said.needed("lastName")?,
            preferred_contact_method: method,
            primary_email_address: said.needed("primaryEmailAddress")?,
            additional_email_addresses: said.texts("additionalEmailAddresses")?,
            phone_number: said.text("phoneNumber")?,
            preferred_time_zone: said.needed("preferredTimeZone")?,
            country: said.needed("country")?,
            preferred_support_language: said.needed("preferredSupportLanguage")?,
        };
        contact.check(said)
    }

    /// The same with what is said anew, field by field.
    pub(in super::super) fn merged(self, said: Object<'_>) -> Result<Self, Fault> {
        let or = |name: &str, there: String| match said.text(name)? {
            Some(_) => said.needed(name),
            None => Ok(there),
        };
        let contact = Self {
            first_name: or("firstName", self.first_name)?,
            last_name: or("lastName", self.last_name)?,
            preferred_contact_method: method(said)?.unwrap_or(self.preferred_contact_method),
            primary_email_address: or("primaryEmailAddress", self.primary_email_address)?,
            additional_email_addresses: said
                .texts("additionalEmailAddresses")?
                .or(self.additional_email_addresses),
            phone_number: said.text("phoneNumber")?.or(self.phone_number),
            preferred_time_zone: or("preferredTimeZone", self.preferred_time_zone)?,
            country: or("country", self.country)?,
            preferred_support_language: or("preferredSupportLanguage", self.preferred_support_language)?,
        };
        contact.check(said)
    }

    fn check(self, said: Object<'_>) -> Result<Self, Fault> {
        if !is_address(&self.primary_email_address) {
            return Err(said.refuse("primaryEmailAddress", "it is no e-mail address"));
        }
        if !self.additional_email_addresses.iter().flatten().all(|address| is_address(address)) {
            return Err(said.refuse("additionalEmailAddresses", "one of them is no e-mail address"));
        }
        if self.country.len() != 3 || !self.country.chars().all(|c| c.is_ascii_alphabetic()) {
            return Err(said.refuse("country", "it is not the three letters of ISO 3166-1, such as FRA"));
        }
        let has_phone = self.phone_number.as_ref().is_some_and(|number| !number.trim().is_empty());
        if self.preferred_contact_method == "phone" && !has_phone {
            return Err(said.refuse("phoneNumber", "it is required where phone is preferred"));
        }
        Ok(self)
    }

    pub(super) fn language(&self) -> &str {
        &self.preferred_support_language
    }
}

fn method(said: Object<'_>) -> Result<Option<String>, Fault> {
    Ok(said.word("preferredContactMethod", &["email", "phone"])?.map(str::to_owned))
}

/// Whether mail may be sent there, as far as a look tells: the rest is the mail server's to say.
fn is_address(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        && !text.contains(char::is_whitespace)
}
