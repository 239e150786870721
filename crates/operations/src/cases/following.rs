//! Cases as those who follow them see them.

use super::vendor_may_read_text;
use crate::caller::Caller;
use crate::desk::Desk;
use crate::personal::{name_of, part_of, parts_of};
use crate::refusal::Refusal;
use crate::tenants::name_of_tenant;
use domain::{Action, Actor, Case, CaseId, Categories, Moment, PersonId, Side, Tenant, TenantId};
use std::collections::HashMap;
use store::{CaseFilter, CaseRow, EventList, Page};

/// A case with what the rules know of it now.
#[derive(Clone, Debug)]
pub struct FollowedCase {
    /// Whose case.
    pub tenant: TenantId,
    /// What the vendor calls them; for the vendor's people alone.
    pub customer: Option<String>,
    /// Its row.
    pub row: CaseRow,
    /// Its title; none once erased.
    pub title: Option<String>,
    /// Its state, with its consent.
    pub state: Case,
    /// The name of the engineer who works it, if somebody took it.
    pub engineer: Option<String>,
    /// When its consent lapses, if one is in force.
    pub until: Option<Moment>,
    /// What the consent covers, with what was approved; nothing unless one is in force.
    pub covered: Categories,
    /// Whether its organisation stopped all access: then the consent opens nothing.
    pub locked: bool,
    /// The instant at which this holds.
    pub now: Moment,
}

/// The caller's organisation's cases, newest first.
///
/// # Errors
/// [`Refusal::NotAllowed`] for the vendor's people, who have the queue.
pub async fn list_cases(
    desk: &Desk,
    caller: &Caller,
    filter: CaseFilter,
    page: Page<u64>,
) -> Result<Vec<FollowedCase>, Refusal> {
    caller.may(Action::FollowCase)?;
    if caller.side == Side::Vendor {
        return Err(Refusal::NotAllowed { action: Action::SeeAccess });
    }
    let rows = desk.store().cases(&caller.tenant, filter, page).await?;
    let (tenant, now) = desk.tenant_now(&caller.tenant).await?;
    let opened: Vec<_> = rows.iter().map(|row| row.opened_sequence).collect();
    let mut titles = parts_of(desk, &caller.tenant, &opened, "title").await?;
    // Few engineers work many cases.
    let mut names: HashMap<PersonId, String> = HashMap::new();
    let mut followed = Vec::with_capacity(rows.len());
    for row in rows {
        let mut found = found(&tenant, now, &caller.tenant, row)?;
        found.title = titles.remove(&found.row.opened_sequence);
        if let Some(engineer) = &found.state.engineer {
            if !names.contains_key(engineer) {
                names.insert(engineer.clone(), engineer_name(desk, &caller.tenant, engineer).await?);
            }
            found.engineer = names.get(engineer).cloned();
        }
        followed.push(found);
    }
    Ok(followed)
}

/// The titles of some cases of the caller's organisation; those that were erased are missing.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn titles_of(
    desk: &Desk,
    caller: &Caller,
    cases: &[CaseId],
) -> Result<HashMap<CaseId, String>, Refusal> {
    caller.may(Action::FollowCase)?;
    let mut opened = HashMap::new();
    for case in cases {
        let list = EventList::OfCaseAndKind(case.clone(), "case_opened".to_owned());
        let found = desk.store().list_events(&caller.tenant, &list, 0..u64::MAX, 1).await?;
        opened.extend(found.first().map(|event| (event.sequence, case.clone())));
    }
    let places: Vec<_> = opened.keys().copied().collect();
    let titles = parts_of(desk, &caller.tenant, &places, "title").await?;
    let of_case = |(sequence, title)| Some((opened.get(&sequence)?.clone(), title));
    Ok(titles.into_iter().filter_map(of_case).collect())
}

/// A case of the caller's organisation, or of their team.
///
/// # Errors
/// [`Refusal::NotFound`] for any other.
pub async fn show_case(desk: &Desk, caller: &Caller, case: &CaseId) -> Result<FollowedCase, Refusal> {
    caller.may(Action::FollowCase)?;
    let tenant = desk.place_of(caller, case).await?;
    let row = desk.store().case(&tenant, case).await?.ok_or_else(|| Refusal::not_found("case", case))?;
    let mut found = follow(desk, &tenant, row).await?;
    if caller.side == Side::Vendor {
        found.customer = name_of_tenant(desk, &tenant).await?;
        if vendor_may_read_text(desk, &tenant, case).await.is_err() {
            found.title = None;
        }
    }
    Ok(found)
}

pub(crate) async fn follow(desk: &Desk, id: &TenantId, row: CaseRow) -> Result<FollowedCase, Refusal> {
    let (tenant, now) = desk.tenant_now(id).await?;
    let mut found = found(&tenant, now, id, row)?;
    found.title = part_of(desk, id, found.row.opened_sequence, "title").await?;
    if let Some(engineer) = &found.state.engineer {
        found.engineer = Some(engineer_name(desk, id, engineer).await?);
    }
    Ok(found)
}

/// What the rules know of a case, without names and texts.
fn found(tenant: &Tenant, now: Moment, id: &TenantId, row: CaseRow) -> Result<FollowedCase, Refusal> {
    let state = tenant.case(&row.case).cloned().ok_or_else(|| Refusal::not_found("case", &row.case))?;
    let until = tenant.case_deadline(&row.case, now);
    let in_force = state.consent.in_force().filter(|_| until.is_some());
    let covered = in_force.map(|consent| tenant.covered(consent, now)).unwrap_or_default();
    let (customer, title, engineer, locked) = (None, None, None, tenant.is_locked());
    Ok(FollowedCase {
        tenant: id.clone(),
        customer,
        row,
        title,
        state,
        engineer,
        until,
        covered,
        locked,
        now,
    })
}

/// The name of an engineer, or what the log has of them.
async fn engineer_name(desk: &Desk, tenant: &TenantId, engineer: &PersonId) -> Result<String, Refusal> {
    let name = name_of(desk, tenant, &Actor::Vendor(engineer.clone())).await?;
    Ok(name.unwrap_or_else(|| engineer.to_string()))
}
