//! Seeing, stopping and resuming access; the partner; the settings.

use crate::caller::Caller;
use crate::commit::{Decided, Place, RequestKey};
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::watch::Appended;
use domain::{
    Action, CaseId, Categories, Command, Event, Level, Moment, NatureId, Person, RequestState, Settings,
    SubscriptionId, TeamId, Tenant, permits,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tokio::sync::broadcast::Receiver;

/// What a case's consent opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseAccess {
    /// The case.
    pub case: CaseId,
    /// The consent's level.
    pub level: Level,
    /// The consent's categories and the approved ones.
    pub categories: Categories,
    /// When the consent lapses.
    pub until: Moment,
    /// What kind of problem the case is about.
    pub nature: NatureId,
    /// The subscriptions that it names.
    pub subscriptions: Vec<SubscriptionId>,
    /// How many of the vendor's people may work on it.
    pub engineers: usize,
}

/// The state of access to a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Whether the emergency stop is on.
    pub locked: bool,
    /// Whether the partner entry exists.
    pub partner: bool,
    /// The latest deadline among consents in force.
    pub access_until: Option<Moment>,
    /// The cases with a consent in force, in byte order of their ids: those that were asked for.
    pub cases: Vec<CaseAccess>,
    /// How many there are in all.
    pub count: usize,
    /// How many of these are advanced.
    pub advanced: usize,
    /// The cases with an access request that waits for the customer.
    pub asked: BTreeSet<CaseId>,
}

/// The partner was removed by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerRemoved {
    /// When.
    pub at: Moment,
    /// The cases whose advanced consent was withdrawn by it.
    pub withdrawn: Vec<CaseId>,
}

/// Who can see what until when.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn show_access(desk: &Desk, caller: &Caller) -> Result<Access, Refusal> {
    show_access_behind(desk, caller, None, usize::MAX).await
}

/// The same with no more than `limit` cases, those behind `after`.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn show_access_behind(
    desk: &Desk,
    caller: &Caller,
    after: Option<&CaseId>,
    limit: usize,
) -> Result<Access, Refusal> {
    caller.may(Action::SeeAccess)?;
    let (tenant, now) = desk.tenant_now(&caller.tenant).await?;
    let vendor = desk.tenant(desk.support_tenant()).await?;
    let cases = tenant.in_force_behind(after, now).take(limit).filter_map(|id| {
        let case = tenant.case(id)?;
        let consent = case.consent.in_force()?;
        Some(CaseAccess {
            case: id.clone(),
            level: consent.level,
            categories: tenant.covered(consent, now),
            until: tenant.case_deadline(id, now)?,
            nature: case.nature.clone(),
            subscriptions: case.subscriptions.clone(),
            engineers: engineers(&vendor, &case.team),
        })
    });
    let asked = tenant
        .requests()
        .values()
        .filter(|request| request.state == RequestState::Pending && now < request.expires_at());
    Ok(Access {
        locked: tenant.is_locked(),
        partner: tenant.has_partner(now),
        access_until: tenant.access_until(now),
        cases: cases.collect(),
        count: tenant.count_in_force(now),
        advanced: tenant.count_in_force_advanced(now),
        asked: asked.map(|request| request.case.clone()).collect(),
    })
}

/// Listens to what is appended to the log of the caller's organisation.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub fn follow_access(desk: &Desk, caller: &Caller) -> Result<Receiver<Appended>, Refusal> {
    caller.may(Action::SeeAccess)?;
    Ok(desk.watchers().listen(&caller.tenant))
}

/// How many events the log of the caller's organisation holds, for a page that follows what happens after it was made.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn access_size(desk: &Desk, caller: &Caller) -> Result<u64, Refusal> {
    caller.may(Action::SeeAccess)?;
    Ok(desk.store().head(&caller.tenant).await?.map_or(0, |head| head.size))
}

/// How many of the vendor's people may run diagnostics for this team.
fn engineers(vendor: &Tenant, team: &TeamId) -> usize {
    let works =
        |person: &&Person| person.teams.contains(team) && permits(&person.roles, Action::RunDiagnostic);
    vendor.people().values().filter(works).count()
}

/// Stops all access at once.
///
/// # Errors
/// [`Refusal::Rule`] if it is stopped already.
pub async fn lock(desk: &Desk, caller: &Caller, key: Option<&RequestKey>) -> Result<Moment, Refusal> {
    caller.may(Action::Lock)?;
    desk.commit_command(Place::of(caller.tenant.clone(), caller, key), Command::Lock).await
}

/// Resumes what has not ended meanwhile.
///
/// # Errors
/// [`Refusal::Rule`] if nothing is stopped.
pub async fn unlock(desk: &Desk, caller: &Caller, key: Option<&RequestKey>) -> Result<Moment, Refusal> {
    caller.may(Action::Unlock)?;
    desk.trust_clock()?;
    desk.commit_command(Place::of(caller.tenant.clone(), caller, key), Command::Unlock).await
}

/// Deletes the partner entry by hand, and with it every advanced consent.
///
/// # Errors
/// [`Refusal::Rule`] if there is none.
pub async fn remove_partner(desk: &Desk, caller: &Caller) -> Result<PartnerRemoved, Refusal> {
    caller.may(Action::RemovePartner)?;
    let place = Place::of(caller.tenant.clone(), caller, None);
    desk.commit(place, |tenant, now| {
        let events = tenant.decide(&Command::RemovePartner, now)?;
        let withdrawn = events.iter().filter_map(Event::case).cloned().collect();
        Ok(Decided::new(events, PartnerRemoved { at: now, withdrawn }))
    })
    .await
}

/// The settings in effect.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn show_settings(desk: &Desk, caller: &Caller) -> Result<Settings, Refusal> {
    caller.may(Action::SeeAccess)?;
    Ok(desk.tenant(&caller.tenant).await?.settings().clone())
}

/// Replaces the settings. What they make shorter ends at once.
///
/// # Errors
/// [`Refusal::Rule`] naming the setting that is out of bounds.
pub async fn change_settings(desk: &Desk, caller: &Caller, settings: Settings) -> Result<Settings, Refusal> {
    caller.may(Action::ChangeSettings)?;
    let command = Command::ChangeSettings { settings: settings.clone() };
    desk.commit_command(Place::of(caller.tenant.clone(), caller, None), command).await?;
    Ok(settings)
}
