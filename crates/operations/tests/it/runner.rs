//! A runner beside a customer's data: enrolled, with a key of its own, sealing what it ships.

use crate::people::Customer;
use consent::{ConsentDocument, Digest, Document as _, RunRecord, RunnerKey};
use domain::{CollectionId, NewEvidence, RunId};
use operations::{
    Claimed, Delivered, Delivery, Desk, Label, Piece, Refusal, RunnerCaller, accept_part, claim_run,
    enrol_runner, finish_run, invite_runner,
};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write as _;

pub(crate) struct Runner {
    pub(crate) caller: RunnerCaller,
    pub(crate) key: RunnerKey,
}

/// What a run collects here: a user's name and a host's, and the key of their licence.
pub(crate) fn piece() -> Piece {
    let label = |start, end, category: &str, entity: &str, masked| {
        let (category, entity) = (category.to_owned(), entity.to_owned());
        Label { start, end, category, entity, masked }
    };
    Piece {
        item: "host".to_owned(),
        text: "joe at srv1 has licence L-7781\n".to_owned(),
        labels: vec![
            label(0, 3, "euii", "username", false),
            label(7, 11, "oii", "tenant_host", false),
            label(24, 30, "account", "licence", false),
        ],
    }
}

impl Runner {
    /// Invites a runner as the customer's owner, and enrols it.
    pub(crate) async fn enrol(desk: &Desk, customer: &Customer, seed: u8) -> Self {
        let key = RunnerKey::from_seed(&[seed; 32]).unwrap();
        let invitation = invite_runner(desk, &customer.owner, None).await.unwrap();
        let enrolled =
            enrol_runner(desk, None, &invitation.code, "paris-1", &key.public_base64()).await.unwrap();
        Self { caller: desk.authenticate_runner(&enrolled.secret).await.unwrap(), key }
    }

    pub(crate) async fn claim(&self, desk: &Desk, run: &RunId) -> Result<Claimed, Refusal> {
        claim_run(desk, &self.caller, None, run).await
    }

    /// Ships what was collected, in two parts.
    pub(crate) async fn ship(&self, desk: &Desk, claimed: &Claimed) -> Result<Vec<u8>, Refusal> {
        let (sealed, run) = (seal(&claimed.recipient, &lines()), &claimed.order.run);
        let (first, second) = sealed.split_at(sealed.len() / 2);
        let received = accept_part(desk, &self.caller, run, 0, first.to_vec()).await?;
        accept_part(desk, &self.caller, run, received, second.to_vec()).await?;
        Ok(sealed)
    }

    /// What the runner says of a run that shipped these bytes.
    pub(crate) fn delivery(&self, claimed: &Claimed, sealed: &[u8]) -> Delivery {
        let record = self.record(claimed, sealed);
        let evidence = NewEvidence {
            bytes: record.bytes,
            sha256: record.sha256.to_string(),
            spans: record.spans.clone(),
            signature: self.key.sign(&record),
            record: record.canonical(),
        };
        Delivery { evidence, findings: json!([{ "verdict": "warn", "text": "joe is out of licences" }]) }
    }

    pub(crate) fn record(&self, claimed: &Claimed, sealed: &[u8]) -> RunRecord {
        let order = &claimed.order;
        RunRecord {
            tenant: self.caller.tenant.clone(),
            run: order.run.clone(),
            case: order.case.clone(),
            runner: self.caller.runner.clone(),
            diagnostic: order.diagnostic.clone(),
            version: order.version,
            digest: order.digest.parse().unwrap(),
            consent: Some(ConsentDocument::challenge_of(&claimed.consent.document)),
            covered: claimed.covered,
            sha256: Digest::of(sealed),
            bytes: sealed.len() as u64,
            plain_sha256: Digest::of(&lines()),
            spans: BTreeMap::from([("account".to_owned(), 1), ("euii".to_owned(), 1), ("oii".to_owned(), 1)]),
            started_at: claimed.at,
            ended_at: claimed.at,
        }
    }

    pub(crate) async fn finish(
        &self,
        desk: &Desk,
        claimed: &Claimed,
        sealed: &[u8],
    ) -> Result<Delivered, Refusal> {
        finish_run(desk, &self.caller, &claimed.order.run, self.delivery(claimed, sealed)).await
    }

    /// Takes a run and delivers what it collects.
    pub(crate) async fn deliver(&self, desk: &Desk, run: &RunId) -> CollectionId {
        let claimed = self.claim(desk, run).await.unwrap();
        let sealed = self.ship(desk, &claimed).await.unwrap();
        self.finish(desk, &claimed, &sealed).await.unwrap();
        claimed.collection
    }
}

fn lines() -> Vec<u8> {
    let mut lines = serde_json::to_vec(&piece()).unwrap();
    lines.push(b'\n');
    lines
}

/// Seals bytes as a runner or an import does.
pub(crate) fn seal(recipient: &str, evidence: &[u8]) -> Vec<u8> {
    let recipient: age::x25519::Recipient = recipient.parse().unwrap();
    let encryptor =
        age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).unwrap();
    let mut writer = encryptor.wrap_output(Vec::new()).unwrap();
    writer.write_all(evidence).unwrap();
    writer.finish().unwrap()
}
