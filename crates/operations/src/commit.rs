//! The rhythm of every operation that changes something: load, permit, decide, append, wake.

use crate::caller::Caller;
use crate::correlation::CorrelationId;
use crate::deliveries::in_vault;
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use domain::{Actor, CollectionId, Command, Event, Moment, Tenant, TenantId};
use ledger::{Commitment, Salt};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Append, Decide, IdempotencyKey, NewEvent, Outcome, Part, RecordWrite, Verdict};

/// The key under which a request may be repeated, as the caller sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey {
    /// The caller's word for this request.
    pub key: String,
    /// SHA-256 of what is asked: method, path and body.
    pub body: [u8; 32],
}

impl RequestKey {
    /// The key of a request with this method, path and body.
    pub fn of(key: impl Into<String>, method: &str, path: &str, body: &[u8]) -> Self {
        let whole = [method.as_bytes(), b"\0", path.as_bytes(), b"\0", body].concat();
        Self { key: key.into(), body: mint::sha256(&whole) }
    }

    /// A word for a request that nobody used before, as a form carries it.
    ///
    /// # Errors
    /// [`Refusal::Failed`] if the system has no randomness to give.
    pub fn draw() -> Result<String, Refusal> {
        Ok(mint::nonce()?)
    }
}

/// What an operation decided.
pub(crate) struct Decided<R> {
    pub(crate) events: Vec<NewEvent>,
    pub(crate) records: Vec<RecordWrite>,
    pub(crate) answer: R,
}

impl<R> Decided<R> {
    pub(crate) fn new(events: Vec<Event>, answer: R) -> Self {
        Self { events: events.into_iter().map(NewEvent::from).collect(), records: Vec::new(), answer }
    }

    /// Puts `parts` beside the first event that may have them.
    #[must_use]
    pub(crate) fn with_parts(mut self, parts: Vec<Part>) -> Self {
        for part in parts {
            let owner = self.events.iter_mut().find(|new| new.event.parts().contains(&part.field.as_str()));
            if let Some(owner) = owner {
                owner.parts.push(part);
            }
        }
        self
    }

    #[must_use]
    pub(crate) fn with_records(mut self, records: Vec<RecordWrite>) -> Self {
        self.records.extend(records);
        self
    }
}

/// Where and for whom a decision is committed.
pub(crate) struct Place {
    pub(crate) tenant: TenantId,
    pub(crate) by: Actor,
    pub(crate) key: Option<IdempotencyKey>,
}

impl Place {
    pub(crate) fn of(tenant: TenantId, caller: &Caller, key: Option<&RequestKey>) -> Self {
        Self::without_key(tenant, caller.actor()).repeatable(caller.principal(), key)
    }

    /// In the log of the organisation beside whose data the runner stands.
    pub(crate) fn of_runner(caller: &crate::RunnerCaller, key: Option<&RequestKey>) -> Self {
        let by = Actor::Runner(caller.runner.clone());
        Self::without_key(caller.tenant.clone(), by).repeatable(caller.principal(), key)
    }

    /// The same place, where `principal` may repeat the request under `key`.
    #[must_use]
    pub(crate) fn repeatable(self, principal: String, key: Option<&RequestKey>) -> Self {
        Self { key: key.map(|k| IdempotencyKey { principal, key: k.key.clone(), body: k.body }), ..self }
    }

    /// The clock's own doing, or a runner's.
    pub(crate) const fn without_key(tenant: TenantId, by: Actor) -> Self {
        Self { tenant, by, key: None }
    }
}

/// Binds a sealed answer to its use.
const ANSWER: &[u8] = b"answer";

impl Desk {
    /// Decides in the tenant's turn and appends what was decided, in one transaction; gives the answer, or that of the
    /// first request under the same key. Answers are kept sealed, since they may hold names or secrets.
    pub(crate) async fn commit<R, F>(&self, place: Place, mut decide: F) -> Result<R, Refusal>
    where
        R: Serialize + DeserializeOwned,
        F: FnMut(&Tenant, Moment) -> Result<Decided<R>, Refusal> + Send + 'static,
    {
        let Place { tenant, by, key } = place;
        let (desk, owner, is_kept) = (self.clone(), tenant.clone(), key.is_some());
        let request = CorrelationId::current();
        let work = move |state: &Tenant, now: Moment| {
            let (events, records, answer) = match decide(state, now).and_then(|made| caused(state, made, &by))
            {
                Ok(Decided { events, records, answer }) => (events, records, Ok(answer)),
                Err(refusal) => (Vec::new(), Vec::new(), Err(refusal)),
            };
            match (desk.sealed(&owner, &answer, is_kept), answer) {
                (Ok(sealed), Ok(_)) => {
                    let request = request.map(|id| RecordWrite::PutCorrelation { id: id.0 });
                    let records = records.into_iter().chain(request).collect();
                    Verdict::Append { append: Append { by: by.clone(), events, records }, answer: sealed }
                }
                (Ok(sealed), Err(_)) => Verdict::Refuse { answer: sealed },
                // Sealing failed, so the plain refusal says no more than that.
                (Err(refusal), _) => Verdict::Refuse { answer: plain(&Err::<(), _>(refusal)) },
            }
        };
        let outcome = self.append(tenant.clone(), key, Box::new(work)).await?;
        self.unsealed(&tenant, &outcome.answer, is_kept)
    }

    /// Appends, and wakes who listens: also when the caller stops waiting in between, since an append that is durable
    /// has to reach the runners.
    async fn append(
        &self,
        tenant: TenantId,
        key: Option<IdempotencyKey>,
        work: Decide,
    ) -> Result<Outcome, Refusal> {
        let desk = self.clone();
        let appended = tokio::spawn(async move {
            let mut outcome = desk.store().append(&tenant, key, work).await?;
            desk.wake(&tenant, std::mem::take(&mut outcome.records)).await;
            Ok(outcome)
        });
        appended.await.map_err(|why| Refusal::failed("append", &why))?
    }

    /// Keeps an answer that changes nothing for its idempotency key, or gives the first one under that key.
    pub(crate) async fn keep_answer<R>(&self, place: Place, answer: R) -> Result<R, Refusal>
    where
        R: Clone + Serialize + DeserializeOwned + Send + 'static,
    {
        if place.key.is_none() {
            return Ok(answer);
        }
        self.commit(place, move |_, _| Ok(Decided::new(Vec::new(), answer.clone()))).await
    }

    /// Decides a command of the domain's and answers with the instant.
    pub(crate) async fn commit_command(&self, place: Place, command: Command) -> Result<Moment, Refusal> {
        self.commit(place, move |tenant, now| Ok(Decided::new(tenant.decide(&command, now)?, now))).await
    }

    fn sealed<R: Serialize>(
        &self,
        tenant: &TenantId,
        answer: &Result<R, Refusal>,
        is_kept: bool,
    ) -> Result<Vec<u8>, Refusal> {
        let text = plain(answer);
        if is_kept { Ok(self.vault().seal_text(tenant.as_str(), &text, ANSWER)?) } else { Ok(text) }
    }

    fn unsealed<R: DeserializeOwned>(
        &self,
        tenant: &TenantId,
        answer: &[u8],
        is_kept: bool,
    ) -> Result<R, Refusal> {
        let opened;
        let text = if is_kept {
            // A refusal to seal is plain: see `commit`.
            opened =
                self.vault().open_text(tenant.as_str(), answer, ANSWER).unwrap_or_else(|_| answer.to_vec());
            &opened
        } else {
            answer
        };
        let answer: Result<R, Refusal> =
            serde_json::from_slice(text).map_err(|why| Refusal::failed("read a kept answer", &why))?;
        answer
    }

    /// A name or a free text beside an event: salted, committed to, and sealed.
    pub(crate) fn part(&self, tenant: &TenantId, field: &str, value: &str) -> Result<Part, Refusal> {
        let mut salt = [0; 32];
        getrandom::fill(&mut salt)?;
        let commitment = Commitment::to(&Salt(salt), value.as_bytes()).to_string();
        let sealed = self.vault().seal_text(tenant.as_str(), value.as_bytes(), field.as_bytes())?;
        Ok(Part { field: field.to_owned(), salt, commitment, sealed })
    }

    /// A text drawn from evidence, beside the event that stores it: it dies with the collection, in backups too.
    pub(crate) async fn part_of_collection(
        &self,
        tenant: &TenantId,
        collection: &CollectionId,
        field: &str,
        value: String,
    ) -> Result<Part, Refusal> {
        let mut salt = [0; 32];
        getrandom::fill(&mut salt)?;
        let commitment = Commitment::to(&Salt(salt), value.as_bytes()).to_string();
        let sealed = in_vault(self, tenant, collection, move |vault, tenant, collection| {
            vault.seal_beside(tenant, collection, value.as_bytes())
        });
        Ok(Part { field: field.to_owned(), salt, commitment, sealed: sealed.await? })
    }

    /// The text of a part of the event that stored a collection. Refused as destroyed once the collection is.
    pub(crate) async fn open_part_of_collection(
        &self,
        tenant: &TenantId,
        collection: &CollectionId,
        sealed: Vec<u8>,
    ) -> Result<String, Refusal> {
        let opened = in_vault(self, tenant, collection, move |vault, tenant, collection| {
            vault.open_beside(tenant, collection, &sealed)
        });
        String::from_utf8(opened.await?).map_err(|why| Refusal::failed("read a part", &why))
    }

    /// The text of a part.
    pub(crate) fn open_part(&self, tenant: &TenantId, field: &str, sealed: &[u8]) -> Result<String, Refusal> {
        let text = self.vault().open_text(tenant.as_str(), sealed, field.as_bytes())?;
        String::from_utf8(text).map_err(|why| Refusal::failed("read a part", &why))
    }
}

/// What was decided, unless the settings leave it to others than `by`, or some event of it is none that `by` can cause:
/// that would be a fault of this program, and every verifier would name it.
fn caused<R>(state: &Tenant, decided: Decided<R>, by: &Actor) -> Result<Decided<R>, Refusal> {
    for new in &decided.events {
        state.check_author(&new.event, by)?;
    }
    match decided.events.iter().find(|new| !new.event.can_be_caused_by(by)) {
        None => Ok(decided),
        Some(new) => {
            let (event, by) = (format!("{:?}", new.event), by.kind());
            let what = event.split([' ', '{']).next().unwrap_or_default();
            let why = format!("{by} cannot cause the event {what}");
            Err(Refusal::failed("append", &std::io::Error::other(why)))
        }
    }
}

/// An answer as JSON.
fn plain<R: Serialize>(answer: &Result<R, Refusal>) -> Vec<u8> {
    serde_json::to_vec(answer).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_that_its_actor_cannot_cause_is_not_appended() {
        let lock = || Decided::new(vec![Event::Locked], ());
        let state = Tenant::default();
        assert!(caused(&state, lock(), &Actor::Person("p".parse().unwrap())).is_ok());
        for by in [Actor::System, Actor::Vendor("v".parse().unwrap()), Actor::Runner("n".parse().unwrap())] {
            assert!(matches!(caused(&state, lock(), &by), Err(Refusal::Failed { .. })), "{by:?}");
        }
    }
}
