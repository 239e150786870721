//! Which role may do what: one table (design.md, *Roles and rights*).

use crate::role::{Role, Roles};
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident $words:literal : $($role:ident)+;)*) => {
        /// A thing that a person may be allowed to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Action {
            $($(#[$doc])* $action,)*
        }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$action,)*];

            /// The roles that may do it.
            pub const fn allowed_to(self) -> &'static [Role] {
                match self {
                    $(Self::$action => &[$(Role::$role),+],)*
                }
            }

            /// What it is called in a sentence: "you may not …".
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$action => $words,)*
                }
            }
        }
    };
}

actions! {
    /// Open a case for one's own organisation.
    OpenCase "open a case": Owner Author Consenter;
    /// Open a case on a customer's behalf, always without consent.
    OpenCaseForCustomer "open a case for a customer": Engineer Lead;
    /// See cases, their messages, runs and consents.
    FollowCase "follow a case": Owner Author Consenter Auditor Engineer Lead;
    /// Change how urgent a case is, and whom to ask about it.
    ChangeCase "change a case": Owner Author Consenter;
    /// Write a message in a case.
    SayInCase "write in a case": Owner Author Consenter Engineer Lead;
    /// Attach a support bundle to a case.
    AttachBundle "attach a support bundle": Owner Author Consenter;
    /// Close or reopen a case.
    CloseCase "close or reopen a case": Owner Author Consenter;
    /// Take a case to work it, or hand it over.
    AssignCase "take or hand over a case": Engineer Lead;
    /// Give, renew or withdraw consent, and answer access requests.
    Consent "give or withdraw consent, or answer an access request": Consenter;
    /// Ask the customer for consent, renewal or the advanced level.
    AskConsent "ask for consent": Owner Author Consenter Engineer Lead;
    /// Ask for more categories for a while.
    RequestAccess "request access": Engineer Lead;
    /// Endorse an engineer's access request before the customer is asked.
    EndorseRequest "endorse an access request": Lead;
    /// Stop all access at once.
    Lock "lock": Owner Author Consenter Auditor;
    /// Resume what has not ended meanwhile.
    Unlock "unlock": Owner Consenter;
    /// Delete the partner entry, and with it every advanced consent.
    RemovePartner "remove the partner": Owner Consenter;
    /// See who can see what until when.
    SeeAccess "see the state of access": Owner Author Consenter Auditor;
    /// Ask what a diagnostic would hand over, and see what was counted.
    DryRun "ask for a dry run": Owner Author Consenter;
    /// Run a diagnostic, or cancel one.
    RunDiagnostic "run a diagnostic": Engineer Lead;
    /// Stop a diagnostic that is running in one's own systems.
    StopRun "stop a run": Owner Author Consenter Engineer Lead;
    /// Read what a run collected.
    ReadEvidence "read evidence": Owner Author Consenter Auditor Engineer Lead;
    /// Destroy what a run collected before it is due.
    DeleteEvidence "delete evidence": Owner Consenter;
    /// Read the audit log, and export it.
    ReadAudit "read the audit log": Owner Auditor;
    /// Change the tenant's settings.
    ChangeSettings "change settings": Owner;
    /// Add and remove people, their roles and their tokens.
    ManagePeople "manage people and tokens": Owner;
    /// Enrol and revoke consent keys.
    ManageConsentKeys "manage consent keys": Owner;
    /// Name the tenant's subscriptions, and invite and remove its runners.
    ManageRunners "manage subscriptions and runners": Owner;
    /// Say where entries of the log are sent.
    ManageDestinations "manage destinations": Owner;
    /// Create tenants and see that they exist.
    ManageTenants "manage tenants": Operator;
    /// Add and remove the vendor's people and tokens.
    ManageVendorPeople "manage the vendor's people": Operator;
    /// Read the vendor's own log.
    ReadVendorAudit "read the vendor's audit log": Operator Lead;
    /// See the cases of one's teams across tenants.
    SeeQueue "see the queue": Engineer Lead;
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// Whether somebody with these roles may do this.
pub fn permits(roles: &Roles, action: Action) -> bool {
    action.allowed_to().iter().any(|role| roles.contains(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table once more, by role, so that a slip in one place shows in the other.
    fn expected(role: Role) -> &'static [Action] {
        use Action as A;
        match role {
            Role::Owner => &[
                A::OpenCase,
                A::FollowCase,
                A::SayInCase,
                A::AttachBundle,
                A::ChangeCase,
                A::CloseCase,
                A::AskConsent,
                A::Lock,
                A::Unlock,
                A::RemovePartner,
                A::SeeAccess,
                A::DryRun,
                A::StopRun,
                A::ReadEvidence,
                A::DeleteEvidence,
                A::ReadAudit,
                A::ChangeSettings,
                A::ManagePeople,
                A::ManageConsentKeys,
                A::ManageRunners,
                A::ManageDestinations,
            ],
            Role::Author => &[
                A::OpenCase,
                A::FollowCase,
                A::SayInCase,
                A::AttachBundle,
                A::ChangeCase,
                A::CloseCase,
                A::AskConsent,
                A::Lock,
                A::SeeAccess,
                A::DryRun,
                A::StopRun,
                A::ReadEvidence,
            ],
            Role::Consenter => &[
                A::OpenCase,
                A::FollowCase,
                A::SayInCase,
                A::AttachBundle,
                A::ChangeCase,
                A::CloseCase,
                A::Consent,
                A::AskConsent,
                A::Lock,
                A::Unlock,
                A::RemovePartner,
                A::SeeAccess,
                A::DryRun,
                A::StopRun,
                A::ReadEvidence,
                A::DeleteEvidence,
            ],
            Role::Auditor => &[A::FollowCase, A::Lock, A::SeeAccess, A::ReadEvidence, A::ReadAudit],
            Role::Engineer => &[
                A::OpenCaseForCustomer,
                A::FollowCase,
                A::SayInCase,
                A::AssignCase,
                A::AskConsent,
                A::RequestAccess,
                A::RunDiagnostic,
                A::StopRun,
                A::ReadEvidence,
                A::SeeQueue,
            ],
            Role::Lead => &[
                A::OpenCaseForCustomer,
                A::FollowCase,
                A::SayInCase,
                A::AssignCase,
                A::AskConsent,
                A::RequestAccess,
                A::EndorseRequest,
                A::RunDiagnostic,
                A::StopRun,
                A::ReadEvidence,
                A::ReadVendorAudit,
                A::SeeQueue,
            ],
            Role::Operator => &[A::ManageTenants, A::ManageVendorPeople, A::ReadVendorAudit],
        }
    }

    #[test]
    fn every_pair_of_role_and_action_is_decided_as_the_design_says() {
        for role in Role::ALL {
            for action in Action::ALL {
                let may = permits(&Roles::from([role]), *action);
                assert_eq!(may, expected(role).contains(action), "{role} / {action:?}");
            }
        }
    }

    #[test]
    fn nobody_without_a_role_may_do_anything() {
        assert!(Action::ALL.iter().all(|action| !permits(&Roles::new(), *action)));
    }
}
