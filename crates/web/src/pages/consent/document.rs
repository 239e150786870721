//! A document before somebody agrees to it, and the signature over it.

use crate::pages::frame::Frame;
use crate::pages::turned::Turned;
use askama::Template;
use domain::CaseId;
use operations::{Draft, Handover, PasskeyRequest, Signed};
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
            let printed: wire::Signed =
                serde_json::from_str(&self.printed).map_err(|why| Turned::bad_form(&why.to_string()))?;
            let wire::Signed { document, key, signature } = printed;
            return Ok(Some(Signed { document, key, signature }));
        }
        if self.signature.is_empty() {
            return Ok(None);
        }
        let key = self.signer.parse()?;
        Ok(Some(Signed { document: self.document.clone(), key, signature: self.signature.clone() }))
    }
}
