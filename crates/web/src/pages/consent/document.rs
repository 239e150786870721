//! A document before somebody agrees to it, and the signature over it.

use crate::pages::frame::Frame;
use crate::pages::turned::Turned;
use askama::Template;
use domain::CaseId;
use operations::{Draft, Fault, Handover, PasskeyRequest, Signed};
use serde::Deserialize;
use serde_json::json;

/// The document of a consent, or of an approval.
#[derive(Template)]
#[template(path = "document.html")]
pub(in crate::pages) struct DocumentPage {
    pub(in crate::pages) page: Frame,
    /// The case that it is about.
    pub(in crate::pages) case: CaseId,
    pub(in crate::pages) draft: Draft,
    /// Where it is given.
    pub(in crate::pages) action: String,
    /// The terms once more, for one that nobody signs.
    pub(in crate::pages) fields: Vec<(&'static str, String)>,
    /// Whether the organisation signs what it agrees to.
    pub(in crate::pages) signs: bool,
    /// The way to the consent pages, where passkeys sign under a name of their own.
    pub(in crate::pages) handover: Option<Handover>,
}

impl DocumentPage {
    /// The consent key of each passkey, by its credential, as a script reads it.
    fn keys(passkey: &PasskeyRequest) -> String {
        serde_json::to_string(&passkey.keys).unwrap_or_default()
    }

    /// The draft as `glasscase consent sign` reads it.
    fn offline(&self) -> String {
        let Draft { document, text, challenge, .. } = &self.draft;
        json!({ "document": document, "text": text, "challenge": challenge }).to_string()
    }
}

/// A signature over a drafted document: by a passkey, or as `glasscase consent sign` printed it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::pages) struct SignedDocument {
    document: String,
    signer: String,
    signature: String,
    printed: String,
}

impl SignedDocument {
    /// The signature, if there is one.
    pub(in crate::pages) fn read(&self) -> Result<Option<Signed>, Turned> {
        if !self.printed.trim().is_empty() {
            return printed(&self.printed).map(Some).map_err(|_| Turned::fault("printed", Fault::NotPrinted));
        }
        if self.signature.is_empty() {
            return Ok(None);
        }
        let key = self.signer.parse()?;
        Ok(Some(Signed { document: self.document.clone(), key, signature: self.signature.clone() }))
    }
}

/// What `glasscase consent sign` printed: the signed document, as the API takes it to give a consent.
fn printed(text: &str) -> serde_json::Result<Signed> {
    let mut whole: serde_json::Value = serde_json::from_str(text)?;
    let signed = whole.get_mut("signed").map(serde_json::Value::take).unwrap_or(whole);
    let wire::Signed { document, key, signature } = serde_json::from_value(signed)?;
    Ok(Signed { document, key, signature })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_command_prints_is_read_and_nothing_else() {
        let signed = json!({ "document": "{}", "key": "k1", "signature": "c2ln" });
        for text in [json!({ "terms": null, "signed": signed }).to_string(), signed.to_string()] {
            let read = printed(&text).unwrap();
            assert_eq!((read.document.as_str(), read.signature.as_str()), ("{}", "c2ln"), "{text}");
        }
        for text in ["", "{}", "[]", "{\"signed\":null}", "{\"signed\":{\"document\":\"\"}}", "hello"] {
            assert!(printed(text).is_err(), "{text}");
        }
    }
}
