//! What a unit of work says, and what comes of it.

use crate::destinations::NewDestination;
use crate::resources::ResourceRow;
use domain::{Actor, DestinationId, Event, Moment, PersonId, Record, Tenant};
use std::fmt;

/// Decides a command. Gets the tenant, with all that fell due applied, and the instant. May be called again after
/// another writer was faster, so it must not do anything but decide.
pub type Decide = Box<dyn FnMut(&Tenant, Moment) -> Verdict + Send>;

/// What was decided.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It is done, once this is appended.
    Append {
        /// What to append and record.
        append: Append,
        /// What the caller is told; kept under the idempotency key.
        answer: Vec<u8>,
    },
    /// It is refused. Only what fell due is appended.
    Refuse {
        /// What the caller is told; kept under the idempotency key.
        answer: Vec<u8>,
    },
}

/// What a command appends.
#[derive(Clone, Debug)]
pub struct Append {
    /// Who caused the events.
    pub by: Actor,
    /// The events, in order. All take effect at the instant of the append.
    pub events: Vec<NewEvent>,
    /// What is written beside the log.
    pub records: Vec<RecordWrite>,
}

/// An event with its parts.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// What happened.
    pub event: Event,
    /// Its names and free text, already sealed.
    pub parts: Vec<Part>,
}

impl From<Event> for NewEvent {
    fn from(event: Event) -> Self {
        Self { event, parts: Vec::new() }
    }
}

/// A part of an event: it stands beside the leaf, which holds only the commitment, so it can be erased.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name among the event's parts (see [`Event::parts`]).
    pub field: String,
    /// The salt of its commitment.
    pub salt: [u8; 32],
    /// Its commitment, lower-case hex.
    pub commitment: String,
    /// The sealed value.
    pub sealed: Vec<u8>,
}

/// Salt and value are personal data, so they are not shown.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("field", &self.field).finish_non_exhaustive()
    }
}

/// What a credential stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// A person's API token; the subject is the token's id.
    Token,
    /// The session of somebody who proved who they are; the subject is the token's id. It can do what they may at any time.
    Session,
    /// An enrolled runner; the subject is the runner's id.
    Runner,
    /// The one-time code with which a runner enrols; the subject is the runner's id.
    RunnerInvitation,
    /// The one-time link with which somebody gets their first token; the subject is the person's id.
    PersonInvitation,
    /// An invitation that was used; the subject is what it was. It is kept until it is over, so that a repeated request
    /// finds its first answer.
    SpentInvitation,
}

/// A change of the records: what stands beside the log and is no function of it. `rebuild` never touches these.
#[derive(Clone, PartialEq, Eq)]
pub enum RecordWrite {
    /// Keeps somebody's name, or replaces it.
    PutPerson {
        /// Who.
        person: PersonId,
        /// The name shown to others.
        name: String,
        /// The user principal name, as in `ada@contoso.example`.
        upn: String,
    },
    /// Forgets somebody's name.
    RemovePerson {
        /// Who.
        person: PersonId,
    },
    /// Keeps a credential, by its hash.
    PutCredential {
        /// SHA-256 of the secret.
        hash: [u8; 32],
        /// What it stands for.
        kind: CredentialKind,
        /// Whose it is: the id that `kind` says.
        subject: String,
        /// When it stops working.
        expires_at: Moment,
    },
    /// Forgets all credentials of one kind and subject.
    RemoveCredential {
        /// What they stand for.
        kind: CredentialKind,
        /// Whose they are.
        subject: String,
    },
    /// Forgets one credential.
    RemoveCredentialByHash {
        /// SHA-256 of the secret.
        hash: [u8; 32],
    },
    /// Says which request caused the events of this append, if there are any; without it they get an id of their own.
    PutCorrelation {
        /// The request's id, a UUID.
        id: [u8; 16],
    },
    /// Keeps a name that is new in its scope.
    AddResource(ResourceRow),
    /// Keeps a name in place of the same one.
    ReplaceResource(ResourceRow),
    /// Keeps a destination: nothing was sent to it yet.
    PutDestination(NewDestination),
    /// Replaces the sealed secrets of a destination.
    PutDestinationSecrets {
        /// Which.
        destination: DestinationId,
        /// The sealed secrets.
        secrets: Vec<u8>,
    },
    /// Sends what was given up again, or everything from a place in the log on.
    ReplayDestination {
        /// Which.
        destination: DestinationId,
        /// The first entry to send again; none for what was given up.
        from: Option<u64>,
    },
    /// Forgets a destination, with what it missed.
    RemoveDestination {
        /// Which.
        destination: DestinationId,
    },
    /// Erases a part, value and salt.
    ErasePart {
        /// Of which event.
        sequence: u64,
        /// Which part.
        field: String,
    },
}

/// Names and hashes are not shown.
impl fmt::Debug for RecordWrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PutPerson { .. } => "PutPerson",
            Self::RemovePerson { .. } => "RemovePerson",
            Self::PutCredential { .. } => "PutCredential",
            Self::RemoveCredential { .. } => "RemoveCredential",
            Self::RemoveCredentialByHash { .. } => "RemoveCredentialByHash",
            Self::PutCorrelation { .. } => "PutCorrelation",
            Self::AddResource(_) => "AddResource",
            Self::ReplaceResource(_) => "ReplaceResource",
            Self::PutDestination(_) => "PutDestination",
            Self::PutDestinationSecrets { .. } => "PutDestinationSecrets",
            Self::ReplayDestination { .. } => "ReplayDestination",
            Self::RemoveDestination { .. } => "RemoveDestination",
            Self::ErasePart { .. } => "ErasePart",
        })
    }
}

/// What came of a unit of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What the caller is told.
    pub answer: Vec<u8>,
    /// Whether the command was refused.
    pub refused: bool,
    /// Whether this is the answer to an earlier request under the same idempotency key.
    pub repeated: bool,
    /// All that was appended, in order: what fell due, and the events of the command unless it was refused. Empty when
    /// repeated, since nothing is appended then.
    pub records: Vec<Record>,
}

/// Makes repeating a request harmless: the answer to a repeated key is the first answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// Who asks; keys of different principals have nothing to do with each other.
    pub principal: String,
    /// The key that the caller chose.
    pub key: String,
    /// SHA-256 of the request.
    pub body: [u8; 32],
}
