//! What entries of the directory's audit log are called: for each event of our log, its entries in their order. The names
//! and categories are Microsoft's where it has such an activity (wire.md, section 5); docs/graph.md tells them to auditors.

/// What happened, as audit tools know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Its name.
    pub name: &'static str,
    /// The category that it is filed under.
    pub category: &'static str,
    /// What was done to the target: `Add`, `Update`, `Delete`, `Read`, `Run` or `SignIn`.
    pub operation: &'static str,
}

const fn act(category: &'static str, operation: &'static str, name: &'static str) -> Activity {
    Activity { name, category, operation }
}

const SETTINGS: &str = "CrossTenantAccessSettings";
const CONSTRAINTS: &str = "DelegatedAdminServiceProviderConstraints";
const POLICY: &str = "Policy";
const REQUESTS: &str = "MicrosoftSupportAccessManagement";
const SUPPORT: &str = "SupportAccess";
const CASES: &str = "SupportCase";
const PEOPLE: &str = "UserManagement";
const DIRECTORY: &str = "DirectoryManagement";
const DEVICES: &str = "Device";

/// By the event's word, its entries. The second of a partner's added, and of its removal, is of the roles that it may hold.
pub(super) const ACTIVITIES: [(&str, &[Activity]); 57] = [
    ("tenant_created", &[act(DIRECTORY, "Add", "Create company")]),
    ("settings_changed", &[act(POLICY, "Update", "Update support access settings")]),
    ("subscription_added", &[act(DIRECTORY, "Add", "Add subscription")]),
    ("person_added", &[act(PEOPLE, "Add", "Add user")]),
    ("person_changed", &[act(PEOPLE, "Update", "Update user")]),
    ("person_removed", &[act(PEOPLE, "Delete", "Delete user")]),
    ("person_invited", &[act(PEOPLE, "Update", "Invite user to sign in")]),
    ("token_issued", &[act(PEOPLE, "Add", "Add access token")]),
    ("token_revoked", &[act(PEOPLE, "Delete", "Revoke access token")]),
    ("sign_in_key_enrolled", &[act(PEOPLE, "Add", "User registered security info")]),
    ("sign_in_key_revoked", &[act(PEOPLE, "Delete", "User deleted security info")]),
    ("consent_key_enrolled", &[act(POLICY, "Add", "Add consent key")]),
    ("consent_key_revoked", &[act(POLICY, "Delete", "Revoke consent key")]),
    ("runner_invited", &[act(DEVICES, "Add", "Invite runner")]),
    ("runner_enrolled", &[act(DEVICES, "Update", "Enrol runner")]),
    ("runner_removed", &[act(DEVICES, "Delete", "Delete runner")]),
    ("destination_added", &[act(DIRECTORY, "Add", "Add log destination")]),
    ("destination_changed", &[act(DIRECTORY, "Update", "Update log destination")]),
    ("destination_removed", &[act(DIRECTORY, "Delete", "Delete log destination")]),
    ("case_opened", &[act(CASES, "Add", "Create support case")]),
    ("case_changed", &[act(CASES, "Update", "Update support case")]),
    ("case_said", &[act(CASES, "Update", "Add message to support case")]),
    ("case_closed", &[act(CASES, "Update", "Close support case")]),
    ("case_reopened", &[act(CASES, "Update", "Reopen support case")]),
    ("case_assigned", &[act(CASES, "Update", "Assign support case")]),
    ("consent_asked", &[act(POLICY, "Update", "Ask for diagnostic consent")]),
    ("consent_given", &[act(POLICY, "Add", "Give diagnostic consent")]),
    ("consent_withdrawn", &[act(POLICY, "Delete", "Withdraw diagnostic consent")]),
    ("consent_lapsed", &[act(POLICY, "Delete", "Diagnostic consent lapsed")]),
    (
        "partner_added",
        &[
            act(SETTINGS, "Add", "Add a partner to cross-tenant access setting"),
            act(CONSTRAINTS, "Add", "Add allowed assignable roles"),
            act(SETTINGS, "Update", "Update a partner cross-tenant access setting"),
            act(POLICY, "Update", "Update policy"),
        ],
    ),
    (
        "partner_removed",
        &[
            act(CONSTRAINTS, "Delete", "Delete allowed assignable roles"),
            act(SETTINGS, "Delete", "Delete partner specific cross-tenant access setting"),
            act(POLICY, "Update", "Update policy"),
        ],
    ),
    ("cross_tenant_partner_added", &[act(SETTINGS, "Add", "Add a partner to cross-tenant access setting")]),
    (
        "cross_tenant_partner_changed",
        &[act(SETTINGS, "Update", "Update a partner cross-tenant access setting")],
    ),
    (
        "cross_tenant_partner_removed",
        &[act(SETTINGS, "Delete", "Delete partner specific cross-tenant access setting")],
    ),
    ("locked", &[act(POLICY, "Update", "Lock support access")]),
    ("unlocked", &[act(POLICY, "Update", "Unlock support access")]),
    ("engineer_signed_in", &[act(SUPPORT, "SignIn", "Support engineer sign-in")]),
    ("access_requested", &[act(REQUESTS, "Add", "Create access request")]),
    ("access_endorsed", &[act(REQUESTS, "Update", "Endorse access request")]),
    ("access_approved", &[act(REQUESTS, "Update", "Approve access request")]),
    ("access_denied", &[act(REQUESTS, "Update", "Reject access request")]),
    ("access_request_expired", &[act(REQUESTS, "Update", "Access request expired")]),
    ("access_grant_ended", &[act(REQUESTS, "Delete", "Remove approved access")]),
    ("run_requested", &[act(SUPPORT, "Run", "Run diagnostic")]),
    ("run_denied", &[act(SUPPORT, "Run", "Run diagnostic")]),
    ("run_claimed", &[act(SUPPORT, "Update", "Start diagnostic")]),
    ("run_stopped", &[act(SUPPORT, "Update", "Stop diagnostic")]),
    ("dry_run_requested", &[act(SUPPORT, "Run", "Dry-run diagnostic")]),
    ("dry_run_claimed", &[act(SUPPORT, "Update", "Start dry run")]),
    ("dry_run_counted", &[act(SUPPORT, "Update", "Finish dry run")]),
    ("dry_run_stopped", &[act(SUPPORT, "Update", "Stop dry run")]),
    ("evidence_stored", &[act(SUPPORT, "Add", "Store evidence")]),
    ("bundle_attached", &[act(CASES, "Add", "Attach support bundle")]),
    ("evidence_read", &[act(SUPPORT, "Read", "Read evidence")]),
    ("evidence_deleted", &[act(SUPPORT, "Delete", "Delete evidence")]),
    ("personal_data_erased", &[act(DIRECTORY, "Delete", "Erase personal data")]),
    // An event of a newer program: it is told rather than hidden.
    ("", &[act(DIRECTORY, "Update", "Other activity")]),
];

/// The entries of an event with this word.
pub(super) fn of_word(word: &str) -> &'static [Activity] {
    let known = ACTIVITIES.iter().find(|(known, _)| *known == word);
    known.or_else(|| ACTIVITIES.last()).map_or(&[], |(_, activities)| activities)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_event_has_its_activities() {
        let known: BTreeSet<&str> =
            ACTIVITIES.iter().map(|(word, _)| *word).filter(|word| !word.is_empty()).collect();
        let nothing = serde_json::json!({ "type": "nothing" });
        let refused = serde_json::from_value::<domain::Event>(nothing).unwrap_err().to_string();
        // The message names every word that an event has.
        let (_, words) = refused.split_once("expected one of ").unwrap();
        assert_eq!(known, words.split('`').skip(1).step_by(2).collect());
        assert!(ACTIVITIES.iter().all(|(_, activities)| !activities.is_empty()));
        assert_eq!(of_word("moon_landed")[0].name, "Other activity");
    }

    #[test]
    fn auditors_find_every_activity_in_the_documentation() {
        const TOLD: &str = include_str!("../../../../docs/graph.md");
        for (word, activities) in ACTIVITIES {
            let event = if word.is_empty() { "any other".to_owned() } else { format!("`{word}`") };
            for Activity { name, category, operation } in activities {
                let row = format!("| {event} | {name} | {category} | {operation} |");
                assert!(TOLD.contains(&row), "docs/graph.md lacks {row}");
            }
        }
    }
}
