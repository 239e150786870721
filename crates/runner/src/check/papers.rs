//! The documents behind a run, as far as they hold.

use super::{Ground, Matter, Refusal};
use crate::ending::Ending;
use crate::folder::{FolderError, KeptConsent};
use consent::{
    Agreement, ApprovalDocument, Attestation, ConsentDocument, Digest, NotCovered, RunAsk, check_run, verify,
};
use diagnostics::Diagnostic;
use domain::{CaseId, Categories, Moment, Proof};
use std::collections::BTreeMap;
use wire::{Claimed, SignedDocument};

/// The most approvals, and the most consents of other cases, that are looked at.
const PAPERS_MAX: usize = 64;

/// The case's consent, which holds, and those approvals and other consents that hold.
#[derive(Clone, Debug)]
pub(crate) struct Papers {
    consent: ConsentDocument,
    approvals: Vec<ApprovalDocument>,
    others: Vec<ConsentDocument>,
    /// What was shown of each consent, the case's own first.
    kept: KeptConsent,
    kept_others: Vec<KeptConsent>,
}

impl Papers {
    /// Reads what the server showed. A consent that does not hold is refused; an approval or another consent that
    /// does not hold counts for nothing, since the run may be covered without it.
    ///
    /// # Errors
    /// [`Ending::Refused`] with the reason, or [`Ending::Folder`] if it cannot be seen which consents are known here.
    pub(crate) fn read(claimed: &Claimed, ground: &Ground<'_>) -> Result<Self, Ending> {
        let (consent, kept) = consent(&claimed.consent, ground)?;
        belongs(&consent, claimed, ground).map_err(Refusal::from)?;
        check_latest(&kept, (ground.seen)(&kept.case)?.as_ref())?;
        let approvals = claimed.approvals.iter().take(PAPERS_MAX);
        let approvals = approvals.filter_map(|signed| agreed(signed, ground).ok()).collect();
        let (others, kept_others) = others(claimed, ground)?.into_values().unzip();
        Ok(Self { consent, approvals, others, kept, kept_others })
    }

    /// The case's consent.
    pub(super) const fn consent(&self) -> &KeptConsent {
        &self.kept
    }

    /// Every consent that holds: none of them may be followed by a lower number of its case.
    pub(crate) fn kept(&self) -> impl Iterator<Item = &KeptConsent> {
        std::iter::once(&self.kept).chain(&self.kept_others)
    }

    /// What the documents cover at `now`, if they cover the diagnostic.
    pub(super) fn cover(
        &self,
        matter: &Matter,
        diagnostic: &Diagnostic,
        now: Moment,
    ) -> Result<Categories, NotCovered> {
        let papers =
            consent::Papers { consent: &self.consent, approvals: &self.approvals, others: &self.others };
        let ask = RunAsk {
            tenant: &matter.tenant,
            case: &matter.case,
            subscription: &matter.subscription,
            level: diagnostic.form().level,
            categories: diagnostic.form().categories,
            at: now,
        };
        check_run(&papers, &ask)
    }
}

/// Whether a consent is this organisation's and for the case that was claimed: no other one is kept.
fn belongs(consent: &ConsentDocument, claimed: &Claimed, ground: &Ground<'_>) -> Result<(), NotCovered> {
    if consent.tenant != *ground.tenant {
        return Err(NotCovered::OtherTenant { found: consent.tenant.clone() });
    }
    if consent.case != claimed.case {
        return Err(NotCovered::OtherCase { found: consent.case.clone() });
    }
    Ok(())
}

/// The consents of other cases that hold, the latest of each case.
fn others(
    claimed: &Claimed,
    ground: &Ground<'_>,
) -> Result<BTreeMap<CaseId, (ConsentDocument, KeptConsent)>, FolderError> {
    let mut others: BTreeMap<CaseId, (ConsentDocument, KeptConsent)> = BTreeMap::new();
    for signed in claimed.others.iter().take(PAPERS_MAX) {
        let Ok((document, kept)) = consent(signed, ground) else { continue };
        let before = others.get(&kept.case).map_or(0, |(_, before)| before.number);
        let is_another =
            document.tenant == *ground.tenant && kept.case != claimed.case && kept.number > before;
        if is_another && check_latest(&kept, (ground.seen)(&kept.case)?.as_ref()).is_ok() {
            others.insert(kept.case.clone(), (document, kept));
        }
    }
    Ok(others)
}

fn consent(signed: &SignedDocument, ground: &Ground<'_>) -> Result<(ConsentDocument, KeptConsent), Refusal> {
    let document: ConsentDocument = agreed(signed, ground)?;
    let kept = KeptConsent {
        case: document.case.clone(),
        number: document.number,
        document: signed.document.clone(),
        proof: signed.proof.clone(),
    };
    Ok((document, kept))
}

/// What somebody was shown and agreed to.
fn agreed<D: Agreement>(signed: &SignedDocument, ground: &Ground<'_>) -> Result<D, Refusal> {
    let document = D::parse(&signed.document)?;
    document.check_shown()?;
    attested(&D::challenge_of(&signed.document), &signed.proof, ground)?;
    Ok(document)
}

/// Whether somebody whom the customer trusts here stands behind a document. Where no key is pinned, nothing but the
/// server's word does, and a signature cannot be checked.
fn attested(challenge: &Digest, proof: &Proof, ground: &Ground<'_>) -> Result<(), Refusal> {
    if ground.trusted.is_empty() {
        return Ok(());
    }
    match verify(challenge, proof, &|key| ground.trusted.get(key).cloned())? {
        Attestation::SignedBy(_) => Ok(()),
        Attestation::Server => Err(Refusal::Unsigned),
    }
}

/// Refuses a consent that the case has left behind. Of two consents with one number, the first that was seen counts.
fn check_latest(shown: &KeptConsent, seen: Option<&KeptConsent>) -> Result<(), Refusal> {
    let Some(seen) = seen else { return Ok(()) };
    let is_same = shown.number == seen.number && shown.document == seen.document;
    if shown.number > seen.number || is_same {
        Ok(())
    } else {
        Err(Refusal::Replayed { number: shown.number, seen: seen.number })
    }
}
