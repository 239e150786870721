//! Whether a consent or an approval may stand in the log: its document says what the event says and what the tenant's
//! state says, and its proof holds. Asked before the event is appended, and of every such event of an export.

use crate::agreement::Agreement as _;
use crate::ahead::Ahead;
use crate::approval::ApprovalDocument;
use crate::canonical::{BadDocument, Document as _};
use crate::digest::Digest;
use crate::document::ConsentDocument;
use crate::key::PublicKey;
use crate::shown::NotShown;
use crate::signature::{Attestation, SignatureError, verify_ahead};
use domain::{AccessLifetime, Case, CaseId, Event, KeyId, Moment, Proof, Span, Tenant, TenantId};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// How long after its making a document may be recorded. Long enough to carry it to an offline key and back; short, so
/// that nobody keeps a signature back and uses it when it suits them.
pub const RECORDING_SPAN: Span = Span::from_hours(1);

/// A consent or an approval that may stand in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Whose word it rests on.
    pub attestation: Attestation,
    /// Its challenge.
    pub challenge: Digest,
    /// The challenge of the consent before it that it names; approvals name none.
    pub previous: Option<Digest>,
}

/// Why a consent or an approval may not stand in the log.
#[derive(Debug, thiserror::Error)]
pub enum Mismatch {
    /// The text is no document.
    #[error(transparent)]
    Document(#[from] BadDocument),
    /// The document and the event, or the document and the tenant's state, do not say the same.
    #[error("the document has another {field} than {other}; draft it again")]
    Field {
        /// What differs.
        field: &'static str,
        /// What it differs from.
        other: &'static str,
    },
    /// The document would prolong a case that the person was not told of.
    #[error(
        "the consent would also prolong the case `{case}`, which its document does not name; draft it again"
    )]
    Prolongs {
        /// The case.
        case: CaseId,
    },
    /// It was recorded before it was made, or too long after.
    #[error(
        "the document was made at {given_at} and must be recorded within an hour, not at {at}; draft it again"
    )]
    Time {
        /// When it was made.
        given_at: Moment,
        /// When it was recorded.
        at: Moment,
    },
    /// The text shown is not that of the document.
    #[error(transparent)]
    Shown(#[from] NotShown),
    /// The signature does not hold.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// The tenant enrolled consent keys, and none of them signed.
    #[error(
        "nobody signed it, and this organisation signs its consents: sign it with an enrolled consent key"
    )]
    Unsigned,
    /// There is nothing in the tenant's state that it could belong to.
    #[error("there is no {what} that it could belong to")]
    Nothing {
        /// What is missing.
        what: &'static str,
    },
}

/// Checks `event`, to take effect at `at`, against the state of `tenant` before it. Events that are neither a consent nor
/// an approval have nothing to check, and give none.
///
/// # Errors
/// [`Mismatch`] naming the first thing that does not hold.
pub fn check_recorded(
    id: &TenantId,
    tenant: &Tenant,
    event: &Event,
    at: Moment,
) -> Result<Option<Recorded>, Mismatch> {
    check_recorded_ahead(id, tenant, event, at, None)
}

/// The same as [`check_recorded`], where the event may have been looked at ahead.
///
/// # Errors
/// [`Mismatch`] naming the first thing that does not hold.
pub fn check_recorded_ahead(
    id: &TenantId,
    tenant: &Tenant,
    event: &Event,
    at: Moment,
    ahead: Option<&Ahead>,
) -> Result<Option<Recorded>, Mismatch> {
    let (challenge, previous, proof) = match event {
        Event::ConsentGiven { case, document, proof, .. } => {
            let challenge = ConsentDocument::challenge_of(document);
            let parsed = match ahead.and_then(|ahead| ahead.consent(&challenge)) {
                Some(parsed) => Cow::Borrowed(parsed),
                None => Cow::Owned(ConsentDocument::parse(document)?),
            };
            same("organisation", "the log", parsed.tenant == *id)?;
            agrees_with_event(&parsed, event)?;
            agrees_with_case(&parsed, tenant.case(case).ok_or(Mismatch::Nothing { what: "case" })?)?;
            agrees_with_tenant(&parsed, tenant, at)?;
            in_time(parsed.given_at, at)?;
            parsed.check_shown()?;
            let previous = parsed.previous.as_ref().map(|previous| previous.sha256);
            (challenge, previous, proof)
        }
        Event::AccessApproved { document, proof, .. } => {
            let challenge = ApprovalDocument::challenge_of(document);
            let parsed = match ahead.and_then(|ahead| ahead.approval(&challenge)) {
                Some(parsed) => Cow::Borrowed(parsed),
                None => Cow::Owned(ApprovalDocument::parse(document)?),
            };
            same("organisation", "the log", parsed.tenant == *id)?;
            approves(&parsed, event, tenant)?;
            in_time(parsed.given_at, at)?;
            parsed.check_shown()?;
            (challenge, None, proof)
        }
        _ => return Ok(None),
    };
    if *proof == Proof::Server && tenant.signs_consents() {
        return Err(Mismatch::Unsigned);
    }
    let proven = ahead.and_then(Ahead::proven);
    let attestation = verify_ahead(&challenge, proof, &|key| enrolled(tenant, key), proven)?;
    Ok(Some(Recorded { attestation, challenge, previous }))
}

/// The tenant's consent key of this id, while it may sign.
fn enrolled(tenant: &Tenant, id: &KeyId) -> Option<PublicKey> {
    let key = tenant.consent_keys().get(id).filter(|key| !key.revoked)?;
    PublicKey::parse(&key.algorithm, &key.public_key).ok()
}

fn same(field: &'static str, other: &'static str, holds: bool) -> Result<(), Mismatch> {
    if holds { Ok(()) } else { Err(Mismatch::Field { field, other }) }
}

fn agrees_with_event(document: &ConsentDocument, event: &Event) -> Result<(), Mismatch> {
    let Event::ConsentGiven { case, level, categories, consent, .. } = event else { return Ok(()) };
    let other = "the event that records it";
    same("case", other, document.case == *case)?;
    same("level", other, document.level == *level)?;
    same("set of categories", other, document.categories == *categories)?;
    same("number", other, document.number == *consent)
}

fn agrees_with_case(document: &ConsentDocument, case: &Case) -> Result<(), Mismatch> {
    let named: BTreeSet<_> = document.subscriptions.iter().collect();
    same("list of subscriptions", "the case", named == case.subscriptions.iter().collect())?;
    let Some(before) = case.consent.in_force() else { return Ok(()) };
    let sha256 = ConsentDocument::challenge_of(&before.document);
    let follows = document.previous.as_ref().is_some_and(|previous| previous.sha256 == sha256);
    same("consent before it", "the case", follows)
}

fn agrees_with_tenant(document: &ConsentDocument, tenant: &Tenant, at: Moment) -> Result<(), Mismatch> {
    let (settings, other) = (tenant.settings(), "the organisation's settings");
    same("number of days", other, document.access_days == settings.access_days)?;
    same("lifetime", other, document.access_lifetime == settings.access_lifetime)?;
    if settings.access_lifetime == AccessLifetime::PerCase {
        return Ok(());
    }
    let is_told = |case: &CaseId| *case == document.case || document.prolongs.covers(case);
    match tenant.sharing(at).find(|case| !is_told(case)) {
        Some(case) => Err(Mismatch::Prolongs { case: case.clone() }),
        None => Ok(()),
    }
}

fn approves(document: &ApprovalDocument, event: &Event, tenant: &Tenant) -> Result<(), Mismatch> {
    let Event::AccessApproved { request: id, categories, .. } = event else { return Ok(()) };
    let request = tenant.request(id).ok_or(Mismatch::Nothing { what: "access request" })?;
    same("access request", "the event that records it", document.request == *id)?;
    same("set of categories", "the event that records it", document.categories == *categories)?;
    same("case", "the access request", document.case == request.case)?;
    same("duration", "the access request", Span::from_seconds(document.seconds) == request.span)?;
    let consent = tenant.case(&request.case).and_then(|case| case.consent.in_force());
    let consent = consent.ok_or(Mismatch::Nothing { what: "consent in force" })?;
    same("consent", "the case", document.consent == ConsentDocument::challenge_of(&consent.document))
}

fn in_time(given_at: Moment, at: Moment) -> Result<(), Mismatch> {
    if given_at <= at && at.since(given_at) <= RECORDING_SPAN {
        Ok(())
    } else {
        Err(Mismatch::Time { given_at, at })
    }
}
