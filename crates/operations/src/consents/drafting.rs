//! The document of a consent, before anybody agrees to it.

use crate::caller::Caller;
use crate::commit::{Place, RequestKey};
use crate::desk::Desk;
use crate::mint;
use crate::passkey_request::PasskeyRequest;
use crate::refusal::Refusal;
use consent::{Agreement as _, ConsentDocument, Document as _, Language, Previous, Prolonged, Shown};
use domain::{
    AccessLifetime, CaseId, Categories, Category, Event, Level, Moment, Nature, NewCase, NewConsent, Proof,
    SubscriptionId, Tenant, TenantId,
};
use serde::{Deserialize, Serialize};

/// What a consent is to cover.
#[derive(Clone, Debug)]
pub struct ConsentTerms {
    /// How deep diagnostics may look.
    pub level: Level,
    /// What they may read; the nature's own when none.
    pub categories: Option<Categories>,
    /// The language in which it is shown.
    pub language: Language,
}

impl ConsentTerms {
    /// The terms with the nature's categories where none are given, but for those that the tenant's settings withhold.
    pub(crate) fn fixed(self, nature: &Nature, tenant: &Tenant) -> Result<FixedTerms, Refusal> {
        let offered = || nature.default_categories().minus(tenant.settings().never_offered);
        let categories = self.categories.unwrap_or_else(offered).with(Category::SupportData);
        tenant.check_offered(categories)?;
        Ok(FixedTerms { level: self.level, categories, language: self.language })
    }
}

/// Terms without anything left open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FixedTerms {
    pub(super) level: Level,
    pub(super) categories: Categories,
    pub(super) language: Language,
}

/// A document to sign.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// The canonical document.
    pub document: String,
    /// What the person is shown.
    pub text: String,
    /// What is signed, lower-case hex.
    pub challenge: String,
    /// How a page asks for the signature of a passkey, where one of this site is enrolled.
    pub passkey: Option<PasskeyRequest>,
}

/// A consent about to be drafted. The nonce is drawn before the tenant's turn, since deciding is pure.
#[derive(Clone, Debug)]
pub(crate) struct Drafting {
    tenant: TenantId,
    terms: FixedTerms,
    nonce: String,
}

impl Drafting {
    pub(crate) fn new(tenant: &TenantId, terms: FixedTerms) -> Result<Self, Refusal> {
        Ok(Self { tenant: tenant.clone(), terms, nonce: mint::nonce()? })
    }

    /// An advanced consent to what is offered by default.
    pub(crate) fn offered(tenant: &TenantId, categories: Categories) -> Result<Self, Refusal> {
        Self::new(tenant, FixedTerms { level: Level::Advanced, categories, language: Language::En })
    }

    /// The same consent to something else.
    pub(crate) fn covering(&self, level: Level, categories: Categories) -> Self {
        let categories = categories.with(Category::SupportData);
        Self { terms: FixedTerms { level, categories, ..self.terms }, ..self.clone() }
    }

    /// The next consent of an open case, attested by the server.
    pub(crate) fn attested_next(
        &self,
        tenant: &Tenant,
        case: &CaseId,
        now: Moment,
    ) -> Result<NewConsent, Refusal> {
        Ok(attested(&self.document(tenant, case, now)?))
    }

    /// The document of the next consent on a case that is open.
    pub(super) fn document(
        &self,
        tenant: &Tenant,
        case: &CaseId,
        now: Moment,
    ) -> Result<ConsentDocument, Refusal> {
        let found = tenant.case(case).ok_or_else(|| Refusal::not_found("case", case))?;
        let previous = previous_consent(tenant, case)?;
        Ok(self.document_of(tenant, case, &found.subscriptions, previous, now))
    }

    fn document_of(
        &self,
        tenant: &Tenant,
        case: &CaseId,
        subscriptions: &[SubscriptionId],
        previous: Option<Previous>,
        now: Moment,
    ) -> ConsentDocument {
        let settings = tenant.settings();
        let others = tenant.sharing(now).filter(|id| *id != case).cloned();
        let prolongs = match settings.access_lifetime {
            AccessLifetime::PerCase => Prolonged::NONE,
            AccessLifetime::Shared => Prolonged::of(others),
        };
        ConsentDocument {
            tenant: self.tenant.clone(),
            case: case.clone(),
            subscriptions: subscriptions.to_vec(),
            level: self.terms.level,
            categories: self.terms.categories,
            shown: Shown::in_language(self.terms.language),
            given_at: now,
            access_days: settings.access_days,
            access_lifetime: settings.access_lifetime,
            prolongs,
            number: previous.as_ref().map_or(1, |previous| previous.number + 1),
            previous,
            nonce: self.nonce.clone(),
        }
        .showing(self.terms.language)
    }

    /// The first consent of a case that is being opened, attested by the server.
    pub(crate) fn attested_first(&self, tenant: &Tenant, case: &NewCase, now: Moment) -> NewConsent {
        attested(&self.document_of(tenant, &case.case, &case.subscriptions, None, now))
    }

    /// The event that consent on these terms was asked for.
    pub(crate) fn asked(&self, case: &CaseId) -> Event {
        Event::ConsentAsked { case: case.clone(), level: self.terms.level, categories: self.terms.categories }
    }
}

pub(super) fn attested(document: &ConsentDocument) -> NewConsent {
    NewConsent {
        level: document.level,
        categories: document.categories,
        number: document.number,
        document: document.canonical(),
        proof: Proof::Server,
    }
}

/// The case's latest consent, which the next one names: in force, or ended since.
fn previous_consent(tenant: &Tenant, case: &CaseId) -> Result<Option<Previous>, Refusal> {
    let found = tenant.case(case).ok_or_else(|| Refusal::not_found("case", case))?;
    let Some(latest) = found.latest_document() else { return Ok(None) };
    Ok(Some(Previous { number: found.consents, sha256: ConsentDocument::challenge_of(latest) }))
}

/// Drafts the document of a consent, for a person to see and a key to sign. Changes nothing.
///
/// # Errors
/// [`Refusal::NotFound`], or [`Refusal::Rule`] if the case is closed.
pub async fn draft_consent(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    case: &CaseId,
    terms: ConsentTerms,
) -> Result<Draft, Refusal> {
    caller.may_approve()?;
    let tenant = desk.place_of(caller, case).await?;
    let (state, now) = desk.tenant_now(&tenant).await?;
    let terms = terms_for(desk, &state, case, terms)?;
    let document = Drafting::new(&tenant, terms)?.document(&state, case, now)?;
    let draft = Draft {
        text: document.render(terms.language),
        challenge: document.challenge().to_string(),
        document: document.canonical(),
        passkey: PasskeyRequest::of(desk, &state, &document.challenge()),
    };
    desk.keep_answer(Place::of(tenant, caller, key), draft).await
}

/// The terms for an open case, with its nature's categories where none are given.
pub(super) fn terms_for(
    desk: &Desk,
    state: &Tenant,
    case: &CaseId,
    terms: ConsentTerms,
) -> Result<FixedTerms, Refusal> {
    let found = state.case(case).ok_or_else(|| Refusal::not_found("case", case))?;
    if !found.open {
        return Err(domain::Refusal::CaseIsClosed.into());
    }
    let nature = desk.problems().nature(&found.nature);
    let nature = nature.ok_or_else(|| Refusal::not_found("nature", &found.nature))?;
    terms.fixed(nature, state)
}
