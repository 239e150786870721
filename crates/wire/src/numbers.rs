//! What an operator may know of an installation: how many, how much, whether on time. Nothing of any customer's content.

use domain::{KeyId, Moment, RunnerId, TenantId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The figures of an installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Numbers {
    /// All customers together.
    pub total: Counts,
    /// Each customer.
    pub tenants: Vec<TenantCounts>,
    /// How many diagnostics the catalogue has.
    pub diagnostics: usize,
    /// The last days in UTC, the oldest first and today last.
    pub days: Vec<DayCounts>,
    /// The revocations of these days that ended runs, the oldest first.
    pub stops: Vec<Stop>,
    /// Each runner of each customer.
    pub runners: Vec<RunnerState>,
    /// The key that signs the logs.
    pub log_key: LogKeyState,
    /// The keys that seal evidence.
    pub sealing_keys: SealingKeys,
}

/// A customer with its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TenantCounts {
    /// The customer.
    #[schema(value_type = String)]
    pub tenant: TenantId,
    /// Its name.
    pub name: Option<String>,
    /// How many events its log holds.
    pub events: u64,
    /// How many of its runners are connected to this server.
    pub connected: usize,
    /// What is counted.
    pub counts: Counts,
}

/// What is counted of one customer, or of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Counts {
    /// The cases that are open.
    pub open_cases: usize,
    /// All cases.
    pub cases: usize,
    /// Consents that were given, again and again included.
    pub given: u64,
    /// Cases whose consent is in force.
    pub in_force: usize,
    /// Cases whose consent ended before its time.
    pub withdrawn: usize,
    /// Cases whose consent ended by its deadline.
    pub lapsed: usize,
    /// Cases without a consent since they were opened, or opened again.
    pub never: usize,
    /// Access requests that wait for an answer.
    pub waiting_requests: usize,
    /// Runs that wait for a runner, or collect.
    pub runs: usize,
    /// Collections that are kept.
    pub kept: usize,
    /// Their size, sealed, in bytes.
    pub kept_bytes: u64,
    /// Those of them whose hour came, and whose receipt is not written yet.
    pub overdue: usize,
    /// The runners that enrolled.
    pub runners: usize,
    /// Whether all access is stopped; of all customers, whether that of some is.
    pub locked: bool,
}

/// What happened on a day, in all organisations together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DayCounts {
    /// Cases that were opened.
    pub opened: u64,
    /// Consents that were given.
    pub given: u64,
    /// Consents that were asked for and not given since.
    pub unanswered: u64,
    /// Consents that customers withdrew.
    pub withdrawn: u64,
    /// Consents whose time was over.
    pub lapsed: u64,
    /// Access requests that customers refused.
    pub refused: u64,
    /// Runs that began to collect.
    pub runs: u64,
    /// Runs that the rules denied.
    pub denied: u64,
    /// Sensitive values that were found in what runs collected.
    pub found: u64,
    /// Collections that were destroyed.
    pub destroyed: u64,
    /// Those of them that outlived their hour by another one.
    pub late: u64,
}

/// A revocation that ended runs which runners worked on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Stop {
    /// When it was decided.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
    /// How many runs it ended that a runner has let go of.
    pub runs: usize,
    /// How long it took until the last of them was, in milliseconds.
    pub millis: u64,
}

/// A runner, as an operator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunnerState {
    /// Beside whose data it stands.
    #[schema(value_type = String)]
    pub tenant: TenantId,
    /// The runner.
    #[schema(value_type = String)]
    pub runner: RunnerId,
    /// `invited`, `connected`, `away` or, where it never was seen, `unseen`.
    pub health: String,
    /// The program and its version, as it says of itself.
    pub program: Option<String>,
    /// When it was seen last; after a restart of the server, to about a minute.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub seen_at: Option<Moment>,
    /// The id of the key that signs its run records.
    #[schema(value_type = Option<String>)]
    pub key: Option<KeyId>,
    /// The runs that it works on.
    pub runs: usize,
}

/// The key that signs the checkpoints of all logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogKeyState {
    /// Its fingerprint.
    pub fingerprint: String,
    /// Since when it signs.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Moment>,
    /// The keys before it, the first one first.
    pub rotations: Vec<RotatedKey>,
}

/// A key that another one took the place of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RotatedKey {
    /// Its fingerprint.
    pub fingerprint: String,
    /// Until when it signed, as both keys stated.
    pub until: String,
}

/// The keys of hours, of all organisations together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SealingKeys {
    /// How many there are.
    pub standing: usize,
    /// When the next one is destroyed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next: Option<Moment>,
    /// When the last one is.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last: Option<Moment>,
    /// Those which are there an hour after theirs came.
    pub overdue: usize,
}
