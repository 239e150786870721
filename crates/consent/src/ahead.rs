//! What can be said of an event's document without the events before it: whoever reads a long log looks ahead, beside what
//! must go in order.

use crate::approval::ApprovalDocument;
use crate::canonical::Document as _;
use crate::digest::Digest;
use crate::document::ConsentDocument;
use crate::proven::{KnownKeys, Proven};
use crate::run_record::RunRecord;
use domain::Event;

/// The document in an event, read, and whether its signature was found to hold.
///
/// INVARIANT: the document is what parsing the text with this challenge gives, so whoever has the text need not.
#[derive(Debug)]
pub struct Ahead {
    challenge: Digest,
    document: Kind,
    proven: Option<Proven>,
}

#[derive(Debug)]
enum Kind {
    Consent(ConsentDocument),
    Approval(ApprovalDocument),
    RunRecord(RunRecord),
}

impl Ahead {
    /// Looks at an event ahead of its turn. None if it has no document, or one that cannot be read: then the check in its
    /// turn tells what is wrong. The same is true of a signature by a key that is not known yet, or that does not hold.
    pub fn of(event: &Event, keys: &impl KnownKeys) -> Option<Self> {
        let (challenge, document, proven) = match event {
            Event::ConsentGiven { document, proof, .. } => {
                let challenge = ConsentDocument::challenge_of(document);
                let document = Kind::Consent(ConsentDocument::parse(document).ok()?);
                (challenge, document, Proven::of_proof(challenge, proof, keys))
            }
            Event::AccessApproved { document, proof, .. } => {
                let challenge = ApprovalDocument::challenge_of(document);
                let document = Kind::Approval(ApprovalDocument::parse(document).ok()?);
                (challenge, document, Proven::of_proof(challenge, proof, keys))
            }
            Event::EvidenceStored { record, signature, .. } => {
                let challenge = RunRecord::challenge_of(record);
                let record = RunRecord::parse(record).ok()?;
                let proven = Proven::of_runner(challenge, &record.runner, signature, keys);
                (challenge, Kind::RunRecord(record), proven)
            }
            _ => return None,
        };
        Some(Self { challenge, document, proven })
    }

    pub(crate) const fn proven(&self) -> Option<&Proven> {
        self.proven.as_ref()
    }

    /// The consent document with this challenge, if it is it.
    pub(crate) fn consent(&self, challenge: &Digest) -> Option<&ConsentDocument> {
        match &self.document {
            Kind::Consent(document) if self.challenge == *challenge => Some(document),
            _ => None,
        }
    }

    /// The approval document with this challenge, if it is it.
    pub(crate) fn approval(&self, challenge: &Digest) -> Option<&ApprovalDocument> {
        match &self.document {
            Kind::Approval(document) if self.challenge == *challenge => Some(document),
            _ => None,
        }
    }

    /// The run record with this challenge, if it is it.
    pub(crate) fn run_record(&self, challenge: &Digest) -> Option<&RunRecord> {
        match &self.document {
            Kind::RunRecord(record) if self.challenge == *challenge => Some(record),
            _ => None,
        }
    }
}
