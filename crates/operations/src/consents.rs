//! Giving, withdrawing and asking for consent.

mod drafting;

pub(crate) use drafting::Drafting;
pub use drafting::{ConsentTerms, Draft, draft_consent};

use crate::caller::Caller;
use crate::commit::{Decided, Place, RequestKey};
use crate::desk::Desk;
use crate::refusal::Refusal;
use consent::{ConsentDocument, Document, Language, check_recorded};
use domain::{
    Action, CaseId, Categories, Command, Event, KeyId, Level, Moment, NewConsent, Proof, Tenant, TenantId,
};
use drafting::{FixedTerms, attested, terms_for};
use serde::{Deserialize, Serialize};

/// A signature over a drafted document.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The document as it was drafted.
    pub document: String,
    /// The consent key that signed.
    pub key: KeyId,
    /// The signature, in the key's own form.
    pub signature: String,
}

impl Signed {
    pub(crate) fn proof(&self) -> Proof {
        Proof::Key { key: self.key.clone(), signature: self.signature.clone() }
    }
}

/// What consent is given with.
#[derive(Clone, Debug)]
pub enum Giving {
    /// Terms, attested by the server: for organisations without consent keys.
    Terms(ConsentTerms),
    /// A signed document.
    Signed(Signed),
}

/// Consent was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The case's how-manieth consent it is.
    pub number: u64,
    /// When.
    pub at: Moment,
    /// When it lapses, as things are.
    pub until: Moment,
}

/// Gives consent on a case, or gives it again.
///
/// # Errors
/// [`Refusal::Signature`] if a signed document does not hold, [`Refusal::Rule`] otherwise.
pub async fn give_consent(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    case: &CaseId,
    giving: Giving,
) -> Result<Given, Refusal> {
    caller.may_approve()?;
    desk.trust_clock()?;
    let id = desk.place_of(caller, case).await?;
    let place = Place::of(id.clone(), caller, key);
    let case = case.clone();
    let drafting = match &giving {
        Giving::Terms(terms) => {
            let state = desk.tenant(&id).await?;
            Some(Drafting::new(&id, terms_for(desk, &state, &case, terms.clone())?)?)
        }
        Giving::Signed(_) => None,
    };
    desk.commit(place, move |tenant, now| {
        let consent = match (&giving, &drafting) {
            (Giving::Signed(signed), _) => signed_consent(signed)?,
            (Giving::Terms(_), Some(drafting)) => attested(&drafting.document(tenant, &case, now)?),
            (Giving::Terms(_), None) => return Err(Refusal::invalid("terms", "nothing was drafted")),
        };
        let events = tenant.decide(&Command::GiveConsent { case: case.clone(), consent }, now)?;
        check_documents(&id, tenant, &events, now)?;
        // Its anchor is the latest now, so whatever the lifetime, the deadline counts from it.
        let until = now.plus(tenant.settings().access_span());
        let number = tenant.case(&case).map_or(1, |case| case.consents + 1);
        Ok(Decided::new(events, Given { number, at: now, until }))
    })
    .await
}

/// The document with this canonical text.
///
/// # Errors
/// [`Refusal::Signature`] if it is none.
pub(crate) fn document_of<D: Document>(text: &str) -> Result<D, Refusal> {
    D::parse(text).map_err(|why| Refusal::signature(&why))
}

fn signed_consent(signed: &Signed) -> Result<NewConsent, Refusal> {
    let document: ConsentDocument = document_of(&signed.document)?;
    Ok(NewConsent {
        level: document.level,
        categories: document.categories,
        number: document.number,
        document: signed.document.clone(),
        proof: signed.proof(),
    })
}

/// Holds the documents behind events to the state that they are about to change, as `verify` will.
pub(crate) fn check_documents(
    id: &TenantId,
    tenant: &Tenant,
    events: &[Event],
    now: Moment,
) -> Result<(), Refusal> {
    for event in events {
        check_recorded(id, tenant, event, now).map_err(|why| Refusal::signature(&why))?;
    }
    Ok(())
}

/// Withdraws a case's consent and leaves the case open.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::Rule`] if none is in force.
pub async fn withdraw_consent(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    case: &CaseId,
) -> Result<Moment, Refusal> {
    caller.may(Action::Consent)?;
    let tenant = desk.place_of(caller, case).await?;
    desk.commit_command(Place::of(tenant, caller, key), Command::WithdrawConsent { case: case.clone() }).await
}

/// Asks the customer for consent, renewal or the advanced level. Grants nothing.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::Rule`] if the case is closed.
pub async fn ask_consent(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    case: &CaseId,
    level: Level,
    categories: Option<Categories>,
) -> Result<Moment, Refusal> {
    caller.may(Action::AskConsent)?;
    let tenant = desk.place_of(caller, case).await?;
    let state = desk.tenant(&tenant).await?;
    let terms = ConsentTerms { level, categories, language: Language::En };
    let FixedTerms { categories, .. } = terms_for(desk, &state, case, terms)?;
    let command = Command::AskConsent { case: case.clone(), level, categories };
    desk.commit_command(Place::of(tenant, caller, key), command).await
}
