//! The documents behind a run, as far as they hold.

use super::{Ground, Matter, Refusal};
use crate::folder::KeptConsent;
use consent::{ApprovalDocument, Attestation, ConsentDocument, Digest, NotCovered, RunAsk, check_run, verify};
use diagnostics::Diagnostic;
use domain::{Categories, Moment, Proof};
use wire::{Claimed, SignedDocument};

/// The case's consent, which holds, and those approvals and other consents that hold.
#[derive(Clone, Debug)]
pub(super) struct Papers {
    consent: ConsentDocument,
    approvals: Vec<ApprovalDocument>,
    others: Vec<ConsentDocument>,
    pub(super) kept: KeptConsent,
}

impl Papers {
    /// Reads what the server showed. A consent that does not hold is refused; an approval or another consent that
    /// does not hold counts for nothing, since the run may be covered without it.
    pub(super) fn read(claimed: &Claimed, ground: &Ground<'_>) -> Result<Self, Refusal> {
        let consent = consent(&claimed.consent, ground)?;
        let kept = KeptConsent {
            case: consent.case.clone(),
            number: consent.number,
            document: claimed.consent.document.clone(),
            proof: claimed.consent.proof.clone(),
        };
        if claimed.case == kept.case {
            check_latest(&kept, ground.seen)?;
        }
        let approvals = claimed.approvals.iter().filter_map(|signed| approval(signed, ground).ok()).collect();
        let others = claimed.others.iter().filter_map(|signed| self::consent(signed, ground).ok()).collect();
        Ok(Self { consent, approvals, others, kept })
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

fn consent(signed: &SignedDocument, ground: &Ground<'_>) -> Result<ConsentDocument, Refusal> {
    let document = ConsentDocument::parse(&signed.document)?;
    document.check_shown()?;
    attested(&ConsentDocument::challenge_of(&signed.document), &signed.proof, ground)?;
    Ok(document)
}

fn approval(signed: &SignedDocument, ground: &Ground<'_>) -> Result<ApprovalDocument, Refusal> {
    let document = ApprovalDocument::parse(&signed.document)?;
    document.check_shown()?;
    attested(&ApprovalDocument::challenge_of(&signed.document), &signed.proof, ground)?;
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
