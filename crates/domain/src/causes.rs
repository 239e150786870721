//! Which kind of actor can cause which event: one table, beside that of roles and actions ([`crate::permission`]).
//!
//! An event by anybody else was never written by this program: it refuses to append such a one, and `verify` names it.

use crate::actor::Actor;
use crate::event::{DeleteCause, Event, StopCause, WithdrawCause};
use std::fmt;

/// A kind of actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// Somebody of the tenant's own.
    Person,
    /// Somebody of the vendor's.
    Vendor,
    /// A runner.
    Runner,
    /// The clock, and what follows from other events.
    System,
}

impl ActorKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Person, Self::Vendor, Self::Runner, Self::System];
}

impl fmt::Display for ActorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Person => "the organisation's own people",
            Self::Vendor => "the vendor's people",
            Self::Runner => "a runner",
            Self::System => "the system",
        })
    }
}

impl Actor {
    /// Its kind.
    pub const fn kind(&self) -> ActorKind {
        match self {
            Self::Person(_) => ActorKind::Person,
            Self::Vendor(_) => ActorKind::Vendor,
            Self::Runner(_) => ActorKind::Runner,
            Self::System => ActorKind::System,
        }
    }
}

impl Event {
    /// The kinds of actor that can cause such an event.
    pub const fn caused_by(&self) -> &'static [ActorKind] {
        use ActorKind::{Person, Runner, System, Vendor};
        match self {
            // The vendor's own tenant begins by itself at the first start; there the vendor's people manage themselves.
            Self::TenantCreated { .. } => &[Vendor, System],
            // Whoever stands at the machine invites its operator again.
            Self::PersonAdded { .. } | Self::PersonInvited { .. } => &[Person, Vendor, System],
            Self::SettingsChanged { .. }
            | Self::SubscriptionAdded { .. }
            | Self::ConsentKeyEnrolled { .. }
            | Self::ConsentKeyRevoked { .. }
            | Self::RunnerInvited { .. }
            | Self::RunnerRemoved { .. }
            | Self::CaseChanged { .. }
            | Self::DestinationAdded { .. }
            | Self::DestinationChanged { .. }
            | Self::DestinationRemoved { .. }
            | Self::CaseClosed { .. }
            | Self::CaseReopened { .. }
            | Self::ConsentGiven { .. }
            | Self::AccessApproved { .. }
            | Self::DryRunRequested { .. }
            | Self::DryRunStopped { cause: StopCause::Asked, .. }
            | Self::BundleAttached { .. }
            | Self::CrossTenantPartnerAdded { .. }
            | Self::CrossTenantPartnerChanged { .. }
            | Self::CrossTenantPartnerRemoved { .. }
            | Self::Locked
            | Self::Unlocked => &[Person],
            Self::RunnerEnrolled { .. }
            | Self::RunClaimed { .. }
            | Self::DryRunClaimed { .. }
            | Self::DryRunCounted { .. }
            | Self::EvidenceStored { .. } => &[Runner],
            Self::PersonChanged { .. }
            | Self::PersonRemoved { .. }
            | Self::TokenIssued { .. }
            | Self::TokenRevoked { .. }
            | Self::SignInKeyEnrolled { .. }
            | Self::SignInKeyRevoked { .. }
            | Self::CaseOpened { .. }
            | Self::CaseSaid { .. }
            | Self::ConsentAsked { .. }
            | Self::AccessDenied { .. }
            | Self::EvidenceRead { .. } => &[Person, Vendor],
            Self::CaseAssigned { .. }
            | Self::EngineerSignedIn { .. }
            | Self::AccessRequested { .. }
            | Self::AccessEndorsed { .. }
            | Self::RunRequested { .. }
            | Self::RunDenied { .. } => &[Vendor],
            Self::ConsentLapsed { .. }
            | Self::PartnerAdded
            | Self::PartnerRemoved
            | Self::AccessRequestExpired { .. }
            | Self::AccessGrantEnded { .. } => &[System],
            Self::ConsentWithdrawn { cause, .. } => match cause {
                WithdrawCause::Asked | WithdrawCause::PartnerRemoved | WithdrawCause::KeyRevoked => &[Person],
                WithdrawCause::KeyEnrolled => &[System],
            },
            Self::RunStopped { cause, .. } | Self::DryRunStopped { cause, .. } => match cause {
                StopCause::AccessEnded { .. } | StopCause::Expired => &[System],
                StopCause::Asked => &[Person, Vendor],
                StopCause::Refused { .. } | StopCause::LeaseLost | StopCause::Failed { .. } => &[Runner],
            },
            Self::EvidenceDeleted { cause, .. } => match cause {
                DeleteCause::Asked => &[Person],
                DeleteCause::Due | DeleteCause::Retention | DeleteCause::Lost => &[System],
            },
            Self::PersonalDataErased { .. } => &[Person, System],
        }
    }

    /// Whether `by` can cause this event.
    pub fn can_be_caused_by(&self, by: &Actor) -> bool {
        self.caused_by().contains(&by.kind())
    }
}
