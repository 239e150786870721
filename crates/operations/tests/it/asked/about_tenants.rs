//! Operations about a tenant: access, settings, people, keys, runners, its log; and the vendor's own.

use super::about_cases::host_health;
use super::things::{consent_key, webhook};
use super::{Operation, operation};
use crate::scene::id;
use authenticator::Algorithm;
use domain::{Role, Roles, Settings};
use operations::{
    AddPerson, CaseFilter, ChangePerson, Language, LogSearch, NewTenant, NewToken, Page, add_destination,
    add_person, add_subscription, change_person, change_settings, create_tenant, enrol_consent_key,
    enrol_passkey, export, invite_runner, issue_token, list_consent_keys, list_destinations, list_dry_runs,
    list_people, list_queue, list_runners, list_subscriptions, list_tenants, list_undelivered, lock,
    offer_passkey, read_audit, read_passkey, remove_destination, remove_partner, remove_person,
    remove_runner, renew_secret, replay_destination, request_dry_run, revoke_consent_key, runners_seen,
    search_log, show_access, show_access_behind, show_dry_run, show_numbers, show_settings, stop_dry_run,
    unlock,
};

pub(super) const READING: &[Operation] = &[
    // The vendor's people have the queue.
    operation!(
        list_cases(FollowCase | SeeAccess) | a | {
            operations::list_cases(a.desk, a.caller, CaseFilter::default(), Page::first(9))
        }
    ),
    operation!(show_access_behind(SeeAccess) | a | show_access_behind(a.desk, a.caller, None, 1)),
    operation!(show_access(SeeAccess) | a | show_access(a.desk, a.caller)),
    operation!(show_settings(SeeAccess) | a | show_settings(a.desk, a.caller)),
    operation!(list_subscriptions(SeeAccess) | a | list_subscriptions(a.desk, a.caller)),
    operation!(list_consent_keys(SeeAccess) | a | list_consent_keys(a.desk, a.caller)),
    operation!(list_runners(SeeAccess) | a | list_runners(a.desk, a.caller)),
    operation!(runners_seen(SeeAccess) | a | runners_seen(a.desk, a.caller)),
    operation!(list_dry_runs(DryRun) | a | list_dry_runs(a.desk, a.caller)),
    operation!(show_dry_run(DryRun) of |a| show_dry_run(a.desk, a.caller, &a.things.dry_run)),
    operation!(list_people(ManagePeople | ManageVendorPeople) | a | list_people(a.desk, a.caller)),
    operation!(read_audit(ReadAudit | ReadVendorAudit) | a | read_audit(a.desk, a.caller, 0, 9)),
    operation!(
        search_log(ReadAudit | ReadVendorAudit) | a | search_log(a.desk, a.caller, &LogSearch::default())
    ),
    operation!(export(ReadAudit | ReadVendorAudit) | a | export(a.desk, a.caller)),
    operation!(list_queue(SeeQueue) | a | list_queue(a.desk, a.caller, false, Page::first(9))),
    operation!(list_destinations(ManageDestinations) | a | list_destinations(a.desk, a.caller)),
    operation!(list_undelivered(ManageDestinations) of |a| {
        list_undelivered(a.desk, a.caller, &a.things.destination, 0)
    }),
    operation!(list_tenants(ManageTenants) | a | list_tenants(a.desk, a.caller)),
    operation!(show_numbers(ManageTenants) | a | show_numbers(a.desk, a.caller)),
];

pub(super) const LAST: &[Operation] = &[
    operation!(add_destination(ManageDestinations) keyed |a| {
        add_destination(a.desk, a.caller, a.key, webhook())
    }),
    operation!(renew_secret(ManageDestinations) of keyed |a| {
        renew_secret(a.desk, a.caller, a.key, &a.things.destination)
    }),
    operation!(replay_destination(ManageDestinations) of keyed |a| {
        replay_destination(a.desk, a.caller, a.key, &a.things.destination, None)
    }),
    operation!(remove_destination(ManageDestinations) of |a| {
        remove_destination(a.desk, a.caller, &a.things.destination)
    }),
    operation!(request_dry_run(DryRun) keyed |a| request_dry_run(a.desk, a.caller, a.key, host_health())),
    operation!(stop_dry_run(DryRun) of keyed |a| stop_dry_run(a.desk, a.caller, a.key, &a.things.dry_run)),
    operation!(lock(Lock) keyed |a| lock(a.desk, a.caller, a.key)),
    operation!(unlock(Unlock) keyed |a| unlock(a.desk, a.caller, a.key)),
    operation!(change_settings(ChangeSettings) | a | change_settings(a.desk, a.caller, Settings::default())),
    operation!(add_person(ManagePeople | ManageVendorPeople) keyed |a| {
        add_person(a.desk, a.caller, a.key, somebody(a.caller.side))
    }),
    operation!(issue_token(ManagePeople | ManageVendorPeople) of keyed |a| {
        let person = Some(a.things.person.clone());
        issue_token(a.desk, a.caller, a.key, NewToken { person, label: "l".to_owned(), roles: None, days: 1 })
    }),
    operation!(change_person(ManagePeople | ManageVendorPeople) of keyed |a| {
        let role = if a.caller.side == domain::Side::Customer { Role::Auditor } else { Role::Lead };
        let change = ChangePerson { roles: Some([role].into()), teams: None };
        change_person(a.desk, a.caller, a.key, &a.things.person, change)
    }),
    operation!(remove_person(ManagePeople | ManageVendorPeople) of |a| {
        remove_person(a.desk, a.caller, &a.things.person)
    }),
    operation!(add_subscription(ManageRunners) keyed |a| {
        add_subscription(a.desk, a.caller, a.key, id(&format!("{}-archive", a.caller.tenant)))
    }),
    operation!(invite_runner(ManageRunners) keyed |a| invite_runner(a.desk, a.caller, a.key)),
    operation!(remove_runner(ManageRunners) of |a| remove_runner(a.desk, a.caller, &a.things.runner)),
    operation!(enrol_consent_key(ManageConsentKeys) keyed |a| {
        let public = consent_key(7).public().text();
        async move { enrol_consent_key(a.desk, a.caller, a.key, "ed25519", &public, "new").await }
    }),
    operation!(offer_passkey(SeeAccess) keyed |a| offer_passkey(a.desk, a.caller, a.key, Language::Fr)),
    operation!(enrol_passkey(ManageConsentKeys) keyed |a| async move {
        let offered = offer_passkey(a.desk, a.caller, None, Language::En).await?;
        let made = crate::passkeys::made(&authenticator::Passkey::new(Algorithm::Es256), &offered);
        enrol_passkey(a.desk, a.caller, a.key, &made, "new").await.map(|(id, _)| id)
    }),
    operation!(read_passkey(SeeAccess) keyed |a| async move {
        let offered = offer_passkey(a.desk, a.caller, None, Language::En).await?;
        let made = crate::passkeys::made(&authenticator::Passkey::new(Algorithm::Es256), &offered);
        read_passkey(a.desk, a.caller, a.key, &made).await
    }),
    operation!(revoke_consent_key(ManageConsentKeys) of |a| revoke_consent_key(a.desk, a.caller, &a.things.key)),
    operation!(create_tenant(ManageTenants) keyed |a| {
        let (name, settings) = ("Tailspin".to_owned(), Settings::default());
        create_tenant(a.desk, a.caller, a.key, NewTenant { tenant: Some(id("tailspin")), name, settings })
    }),
    operation!(remove_partner(RemovePartner) | a | remove_partner(a.desk, a.caller)),
];

fn somebody(side: domain::Side) -> AddPerson {
    let role = if side == domain::Side::Customer { Role::Auditor } else { Role::Lead };
    let (name, upn) = ("Ada".to_owned(), "ada@contoso.example".to_owned());
    AddPerson { name, upn, roles: Roles::from([role]), teams: Vec::new() }
}
