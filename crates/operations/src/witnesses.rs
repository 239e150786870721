//! Asks witnesses to cosign the checkpoints of tenants' logs (C2SP tlog-witness), as the installation's settings say.

use crate::audit::consistency;
use crate::desk::Desk;
use crate::refusal::Refusal;
use domain::TenantId;
use ledger::witness::{Policy, PolicyWitness, Submission, WitnessKey, cosigned_at, with_cosignatures};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::CheckpointRow;

/// How long an export or a receipt waits for witnesses.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a witness that did not answer is left alone.
const REST: Duration = Duration::from_secs(30);
/// How often a witness is asked about one checkpoint: it may say once that it knows another size.
const ATTEMPTS: usize = 2;

/// What a witness answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: String,
}

/// The way to a witness's answer; an error says in words why there is none.
pub type Asking<'a> = Pin<Box<dyn Future<Output = Result<WitnessAnswer, String>> + Send + 'a>>;

/// Sends requests to witnesses.
pub trait AskWitness: Send + Sync {
    /// Posts `body` to `add-checkpoint` below a witness's submission prefix.
    fn add_checkpoint<'a>(&'a self, prefix: &'a str, body: String) -> Asking<'a>;
}

/// What an operator settled about the logs of an installation.
#[derive(Clone, Default)]
pub struct LogSettings {
    /// Statements that the log's key was changed, signed notes, the oldest first.
    pub rotations: Vec<String>,
    /// The witnesses of every log that has none of its own.
    pub policy: Option<Policy>,
    /// The witnesses of single tenants' logs.
    pub tenant_policies: BTreeMap<TenantId, Policy>,
    /// How witnesses are reached; without it none is asked.
    pub witnesses: Option<Arc<dyn AskWitness>>,
}

impl LogSettings {
    /// The witnesses of a tenant's log.
    pub(crate) fn policy_of(&self, tenant: &TenantId) -> Option<&Policy> {
        self.tenant_policies.get(tenant).or(self.policy.as_ref())
    }
}

impl fmt::Debug for LogSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogSettings")
            .field("policy", &self.policy)
            .field("tenant_policies", &self.tenant_policies)
            .finish_non_exhaustive()
    }
}

/// What this process remembers of witnesses.
#[derive(Debug, Default)]
pub(crate) struct Witnessing {
    /// Logs with a checkpoint that some witness did not sign yet, as far as is known.
    waiting: Mutex<BTreeSet<TenantId>>,
    /// Until when witnesses that did not answer are left alone, by their prefix.
    resting: Mutex<HashMap<String, Instant>>,
}

impl Witnessing {
    /// Notes that a log has a new checkpoint.
    pub(crate) fn sealed(&self, tenant: &TenantId) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant.clone());
    }

    fn take_waiting(&self) -> BTreeSet<TenantId> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn rests(&self, prefix: &str) -> bool {
        let resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.get(prefix).is_some_and(|until| Instant::now() < *until)
    }

    fn rest(&self, prefix: &str) {
        let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.insert(prefix.to_owned(), Instant::now() + REST);
    }
}

/// Why a witness did not sign.
#[derive(Debug, thiserror::Error)]
enum Unsigned {
    #[error(
        "two versions of this log exist, or the database was put back: the witness signed {signed} events, and the log has {size}"
    )]
    Ahead { signed: u64, size: u64 },
    #[error("two versions of this log exist: the witness signed another history of it ({said})")]
    OtherHistory { said: String },
    #[error("the witness refused it with status {status}: {said}")]
    Refused { status: u16, said: String },
    #[error("the witness's answer makes no sense: {0}")]
    Senseless(&'static str),
    #[error("the witness did not answer: {0}")]
    Silent(String),
    #[error(transparent)]
    Inside(#[from] Refusal),
}

/// Asks the witnesses of every log with a checkpoint that they did not sign yet; says how many cosignatures came. One
/// round; called again and again, apart from the sweep, since witnesses may be slow.
///
/// # Errors
/// If the database fails. What a witness refuses is logged, and asked again with the next checkpoint.
pub async fn ask_witnesses(desk: &Desk) -> Result<usize, Refusal> {
    let (mut signed, mut first) = (0, None);
    for tenant in desk.witnessing().take_waiting() {
        let asked = ask(desk, &tenant).await;
        if !matches!(asked, Ok((_, true))) {
            desk.witnessing().sealed(&tenant);
        }
        match asked {
            Ok((count, _)) => signed += count,
            Err(why) => first = first.or(Some(why)),
        }
    }
    first.map_or(Ok(signed), Err)
}

/// Notes every log as one whose witnesses may not have signed yet: at the start, and now and then.
pub(crate) async fn note_all(desk: &Desk) -> Result<(), Refusal> {
    if desk.log_settings().witnesses.is_some() {
        for tenant in desk.store().tenants().await? {
            desk.witnessing().sealed(&tenant);
        }
    }
    Ok(())
}

/// Asks the witnesses of a log for its newest checkpoint, and waits a while for them.
pub(crate) async fn ask_briefly(desk: &Desk, tenant: &TenantId) {
    match tokio::time::timeout(PATIENCE, ask(desk, tenant)).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::warn!(%tenant, %error, "the witnesses could not be asked"),
        Err(_) => tracing::warn!(%tenant, "the witnesses did not all answer in time"),
    }
}

/// How many witnesses signed the newest checkpoint now, and whether those that did not are not to be asked again for it.
async fn ask(desk: &Desk, tenant: &TenantId) -> Result<(usize, bool), Refusal> {
    let settings = desk.log_settings();
    let (Some(policy), Some(client)) = (settings.policy_of(tenant), &settings.witnesses) else {
        return Ok((0, true));
    };
    let Some(row) = desk.store().latest_checkpoints(tenant, 1).await?.into_iter().next() else {
        return Ok((0, true));
    };
    let (mut count, mut is_whole) = (0, true);
    for PolicyWitness { key, url } in policy.witnesses() {
        let Some(url) = url else { continue };
        if cosigned_at(&row.note, key).is_ok() {
            continue;
        }
        if desk.witnessing().rests(url) {
            is_whole = false;
            continue;
        }
        match ask_one(desk, client.as_ref(), tenant, &row, (key, url)).await {
            Ok(()) => count += 1,
            Err(why @ Unsigned::Silent(_)) => {
                tracing::warn!(%tenant, witness = key.name(), %why, "a checkpoint was not cosigned; it is asked again");
                desk.witnessing().rest(url);
                is_whole = false;
            }
            Err(why) => {
                tracing::error!(%tenant, witness = key.name(), size = row.size, %why, "a checkpoint was not cosigned");
            }
        }
    }
    Ok((count, is_whole))
}

async fn ask_one(
    desk: &Desk,
    client: &dyn AskWitness,
    tenant: &TenantId,
    row: &CheckpointRow,
    (key, url): (&WitnessKey, &str),
) -> Result<(), Unsigned> {
    let witness = key.to_string();
    let known = desk.store().cosigned_size(tenant, &witness).await.map_err(Refusal::from)?;
    let mut old = known.unwrap_or_default().min(row.size);
    for _ in 0..ATTEMPTS {
        let proof = consistency(desk, tenant, row.size, old).await?;
        let asked = Submission { old, proof, note: row.note.clone() };
        let answer = client.add_checkpoint(url, asked.to_text()).await.map_err(Unsigned::Silent)?;
        match answer.status {
            200 => {
                let line = own_line(&row.note, &answer.body, key)?;
                let place = (row.size, row.at);
                desk.store().put_cosignature(tenant, place, &witness, line).await.map_err(Refusal::from)?;
                return Ok(());
            }
            409 => old = other_size(&answer, old, row.size)?,
            422 => return Err(Unsigned::OtherHistory { said: short(&answer.body) }),
            status if status >= 500 || status == 429 => {
                return Err(Unsigned::Silent(format!("status {status}, {}", short(&answer.body))));
            }
            status => return Err(Unsigned::Refused { status, said: short(&answer.body) }),
        }
    }
    Err(Unsigned::Senseless("it names another size each time"))
}

/// The size that the witness signed last, where it is one to go on from.
fn other_size(answer: &WitnessAnswer, old: u64, size: u64) -> Result<u64, Unsigned> {
    let signed = answer.body.trim_end_matches('\n').parse();
    let signed = signed.map_err(|_| Unsigned::Senseless("it names no size that it signed"))?;
    if signed > size {
        return Err(Unsigned::Ahead { signed, size });
    }
    if signed == old {
        return Err(Unsigned::OtherHistory { said: format!("of {signed} events it signed another root") });
    }
    Ok(signed)
}

/// The line of an answer that is this witness's signature of the note.
fn own_line<'a>(note: &str, answer: &'a str, key: &WitnessKey) -> Result<&'a str, Unsigned> {
    let signs = |line: &&str| cosigned_at(&with_cosignatures(note, [*line]), key).is_ok();
    answer.lines().find(signs).ok_or(Unsigned::Senseless("it holds no signature of the witness's key"))
}

fn short(text: &str) -> String {
    text.trim().chars().filter(|letter| !letter.is_control()).take(300).collect()
}
