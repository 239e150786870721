//! Handing somebody over to the pages on which passkeys sign, where these have a name of their own, and taking back what
//! they did there.
//!
//! A one-time code says to the desk that made it who was sent, of which organisation, and what for, to the last byte. It is
//! sealed, so nobody alters it; it is good for a few minutes, is opened once and taken back once. It is no session:
//! whoever opens it sees the document that it holds, and nobody but its own person's session hands back what was signed.

use crate::caller::Caller;
use crate::challenge;
use crate::consents::{Draft, document_of};
use crate::desk::Desk;
use crate::mint;
use crate::passkey_request::PasskeyRequest;
use crate::refusal::Refusal;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use consent::{Agreement, ApprovalDocument, ConsentDocument, Language};
use domain::{Action, CaseId, Moment, PersonId, RequestId, Span, Tenant, TenantId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How long a code is good.
const CODE_LIFE: Span = Span::from_seconds(600);
/// Binds a sealed code to its use.
const CODE: &[u8] = b"handover to the consent pages";
/// Stands before a code where it is kept that it was taken back: that it was opened is kept under the code alone.
const TAKEN: &[u8] = b"taken back\0";

/// What somebody is sent to the consent pages for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// To sign this document of a consent.
    Consent {
        /// The canonical document.
        document: String,
    },
    /// To sign this document of an approval.
    Approval {
        /// The canonical document.
        document: String,
    },
    /// To make a passkey that signs.
    Passkey {
        /// `PublicKeyCredentialCreationOptionsJSON`, as [`offer_passkey`](crate::offer_passkey) gave it.
        options: Value,
        /// The language of the page.
        language: Language,
    },
}

impl Errand {
    const fn action(&self) -> Action {
        match self {
            Self::Consent { .. } | Self::Approval { .. } => Action::Consent,
            Self::Passkey { .. } => Action::SeeAccess,
        }
    }
}

/// The way to the consent pages.
#[derive(Clone, Debug)]
pub struct Handover {
    /// Their origin.
    pub site: String,
    /// The one-time code, which goes along behind `#`, where no server and no proxy sees it.
    pub code: String,
}

/// What a code says.
#[derive(Serialize, Deserialize)]
struct Sent {
    tenant: TenantId,
    person: PersonId,
    expires_at: Moment,
    errand: Errand,
}

/// An errand, as the consent pages show it.
#[derive(Clone, Debug)]
pub struct ShownErrand {
    /// The name of whoever was sent.
    pub person: String,
    /// The language of the page.
    pub language: Language,
    /// What is to be done.
    pub task: Task,
}

/// What is to be done on the consent pages.
#[derive(Clone, Debug)]
pub enum Task {
    /// To sign a document on this case.
    Sign(CaseId, Draft),
    /// To make a passkey with these options.
    Make(Value),
}

/// An errand that its person came back from: what is left to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Returned {
    /// To give the consent with this document.
    Consent(CaseId, String),
    /// To give the approval with this document.
    Approval(CaseId, RequestId, String),
    /// To keep the passkey.
    Passkey,
}

/// Makes the way to the consent pages; none where they have no other name than the desk. Changes nothing.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub fn hand_over(desk: &Desk, caller: &Caller, errand: Errand) -> Result<Option<Handover>, Refusal> {
    caller.may(errand.action())?;
    let Some(names) = desk.two_names() else { return Ok(None) };
    let sent = Sent {
        tenant: caller.tenant.clone(),
        person: caller.person.clone(),
        expires_at: desk.now().plus(CODE_LIFE),
        errand,
    };
    let code = challenge::seal(desk, desk.support_tenant(), &sent, CODE)?;
    Ok(Some(Handover { site: names.consents.to_owned(), code: BASE64_URL_SAFE_NO_PAD.encode(code) }))
}

/// Opens a code on the consent pages. The second time it is refused.
///
/// # Errors
/// [`Refusal::Handover`] if this desk did not make it, its time is over, it was opened before, or its person is gone.
pub async fn open_handover(desk: &Desk, code: &str) -> Result<ShownErrand, Refusal> {
    let (sealed, Sent { tenant, person, errand, .. }) = read(desk, code)?;
    let state = desk.tenant(&tenant).await.map_err(|_| Refusal::Handover)?;
    let caller = desk.caller_as(&state, tenant, &person).ok_or(Refusal::Handover)?;
    challenge::use_up(desk, &caller, &sealed, &mint::nonce()?, Refusal::Handover).await?;
    let (language, task) = match errand {
        Errand::Consent { document } => to_sign::<ConsentDocument>(desk, &state, document)?,
        Errand::Approval { document } => to_sign::<ApprovalDocument>(desk, &state, document)?,
        Errand::Passkey { options, language } => (language, Task::Make(options)),
    };
    let name = crate::own_name(desk, &caller).await?;
    Ok(ShownErrand { person: name.unwrap_or_else(|| person.to_string()), language, task })
}

/// Takes back a code from its own person, with what they bring. Once: with anything else it is refused from then on.
///
/// # Errors
/// [`Refusal::Handover`] if this desk did not make it for the caller, its time is over, or it was taken back before.
pub async fn take_back(desk: &Desk, caller: &Caller, code: &str, brought: &str) -> Result<Returned, Refusal> {
    let (sealed, Sent { tenant, person, errand, .. }) = read(desk, code)?;
    if (&tenant, &person) != (&caller.tenant, &caller.person) {
        return Err(Refusal::Handover);
    }
    caller.may(errand.action())?;
    challenge::use_up(desk, caller, &[TAKEN, &sealed].concat(), brought, Refusal::Handover).await?;
    Ok(match errand {
        Errand::Consent { document } => {
            Returned::Consent(document_of::<ConsentDocument>(&document)?.case, document)
        }
        Errand::Approval { document } => {
            let ApprovalDocument { case, request, .. } = document_of(&document)?;
            Returned::Approval(case, request, document)
        }
        Errand::Passkey { .. } => Returned::Passkey,
    })
}

/// What a code says that this desk made and that is still good.
fn read(desk: &Desk, code: &str) -> Result<(Vec<u8>, Sent), Refusal> {
    let sealed = BASE64_URL_SAFE_NO_PAD.decode(code).map_err(|_| Refusal::Handover)?;
    let sent: Option<Sent> = challenge::open(desk, desk.support_tenant(), &sealed, CODE);
    let sent = sent.filter(|sent| desk.now() < sent.expires_at).ok_or(Refusal::Handover)?;
    Ok((sealed, sent))
}

/// The language in which a document is shown, and what is to be done: the text is made of the document's very bytes, which
/// the challenge covers.
fn to_sign<D: Agreement>(desk: &Desk, state: &Tenant, document: String) -> Result<(Language, Task), Refusal> {
    let agreement: D = document_of(&document)?;
    let (language, challenge) = (agreement.shown().language, agreement.challenge());
    let (text, passkey) = (agreement.render(language), PasskeyRequest::of(desk, state, &challenge));
    let draft = Draft { document, text, challenge: challenge.to_string(), passkey };
    Ok((language, Task::Sign(agreement.case().clone(), draft)))
}
