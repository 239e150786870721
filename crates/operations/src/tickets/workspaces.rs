//! Places for files that are attached to one case. A workspace may come before its case: then the case that is opened with
//! it takes the id that the workspace keeps for it.

use super::resolve::find;
use super::scope::Scope;
use crate::caller::Caller;
use crate::commit::{Decided, Place};
use crate::desk::Desk;
use crate::mint;
use crate::personal::name_of;
use crate::refusal::Refusal;
use domain::{Action, Actor, CaseId, Moment, PersonId, Span};
use store::{RecordWrite, ResourceKind, ResourceRow};

/// How long files wait for their case at least.
const WAITING: Span = Span::from_hours(1);

/// A workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownWorkspace {
    /// Its name.
    pub name: String,
    /// When it was made.
    pub at: Moment,
    /// Who made it.
    pub by: String,
    /// Until when what is put there now is kept, as things are.
    pub until: Moment,
}

/// A workspace, with the case that it is for.
pub(super) struct Found {
    pub(super) row: ResourceRow,
    pub(super) case: CaseId,
}

impl Found {
    /// The scope of its files' names.
    pub(super) fn files(&self) -> String {
        format!("{}/{}", self.row.scope, self.row.name.to_lowercase())
    }
}

pub(super) async fn workspace_row(
    desk: &Desk,
    scope: &Scope,
    name: &str,
) -> Result<Option<ResourceRow>, Refusal> {
    Ok(desk.store().resource(&scope.tenant, ResourceKind::Workspace, scope.key(), name).await?)
}

/// Whether the case that a workspace is for was opened.
pub(super) async fn is_bound(desk: &Desk, scope: &Scope, case: &CaseId) -> Result<bool, Refusal> {
    Ok(desk.tenant(&scope.tenant).await?.case(case).is_some())
}

/// A workspace of the scope. Every ticket has one of its own name, whether or not somebody asked for it.
pub(super) async fn find_workspace(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    name: &str,
) -> Result<Found, Refusal> {
    let not_found = || Refusal::not_found("file workspace", &name);
    let row = if let Some(row) = workspace_row(desk, scope, name).await? {
        row
    } else {
        let named = find(desk, caller, scope, name).await?.ok_or_else(not_found)?;
        let case = desk.store().case(&scope.tenant, &named.case).await?.ok_or_else(not_found)?;
        let by = opener(desk, scope, &named.case, case.opened_sequence).await?.ok_or_else(not_found)?;
        row_of(scope, &named.name, &named.case, case.opened_at, &by)
    };
    let case: CaseId = row.target.parse().map_err(|_| not_found())?;
    let state = desk.tenant(&scope.tenant).await?;
    let is_theirs = match state.case(&case) {
        Some(case) => scope.holds(caller, case),
        None => scope.is_of(caller),
    };
    if is_theirs { Ok(Found { row, case }) } else { Err(not_found()) }
}

/// Who opened a case.
async fn opener(desk: &Desk, scope: &Scope, case: &CaseId, opened: u64) -> Result<Option<PersonId>, Refusal> {
    let events = desk.store().events_of_case(&scope.tenant, case, opened, 1).await?;
    Ok(events.into_iter().find_map(|stored| match stored.record.by {
        Actor::Person(person) | Actor::Vendor(person) => Some(person),
        Actor::Runner(_) | Actor::System => None,
    }))
}

fn row_of(scope: &Scope, name: &str, case: &CaseId, at: Moment, by: &PersonId) -> ResourceRow {
    ResourceRow {
        kind: ResourceKind::Workspace,
        scope: scope.key().to_owned(),
        name: name.to_owned(),
        target: case.to_string(),
        at,
        by: by.clone(),
        content: Vec::new(),
    }
}

/// Makes a workspace, or gives the one that is there.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn make_workspace(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    name: &str,
) -> Result<ShownWorkspace, Refusal> {
    caller.may(Action::AttachBundle)?;
    match find_workspace(desk, caller, scope, name).await {
        Err(Refusal::NotFound { .. }) => {}
        found => return shown(desk, scope, &found?).await,
    }
    if !scope.is_of(caller) {
        return Err(Refusal::not_found("file workspace", &name));
    }
    match add_workspace(desk, caller, scope, name).await {
        // Another request was faster.
        Ok(_) | Err(Refusal::Rule { rule: domain::Refusal::Exists { .. } }) => {
            shown(desk, scope, &find_workspace(desk, caller, scope, name).await?).await
        }
        Err(refusal) => Err(refusal),
    }
}

/// Makes a workspace whose name is free.
pub(super) async fn add_workspace(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    name: &str,
) -> Result<Found, Refusal> {
    let case = mint::case()?;
    let row = row_of(scope, name, &case, desk.now(), &caller.person);
    let (place, kept) = (Place::of(scope.tenant.clone(), caller, None), row.clone());
    let made = desk.commit(place, move |_, _| {
        Ok(Decided::new(Vec::new(), ()).with_records(vec![RecordWrite::AddResource(kept.clone())]))
    });
    made.await?;
    Ok(Found { row, case })
}

/// A workspace of the scope.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn show_workspace(
    desk: &Desk,
    caller: &Caller,
    scope: &Scope,
    name: &str,
) -> Result<ShownWorkspace, Refusal> {
    caller.may(Action::FollowCase)?;
    shown(desk, scope, &find_workspace(desk, caller, scope, name).await?).await
}

async fn shown(desk: &Desk, scope: &Scope, found: &Found) -> Result<ShownWorkspace, Refusal> {
    let state = desk.tenant(&scope.tenant).await?;
    let kept = match state.case(&found.case) {
        Some(_) => Span::from_days(u32::from(state.settings().retention_days)),
        None => WAITING,
    };
    let row = &found.row;
    let by = maker(desk, scope, &row.by).await?;
    Ok(ShownWorkspace { name: row.name.clone(), at: row.at, by, until: row.at.plus(kept) })
}

/// The name of whoever made something, or their id.
pub(super) async fn maker(desk: &Desk, scope: &Scope, by: &PersonId) -> Result<String, Refusal> {
    let name = name_of(desk, &scope.tenant, &Actor::Person(by.clone())).await?;
    Ok(name.unwrap_or_else(|| by.to_string()))
}
