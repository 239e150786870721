//! Tenants: the vendor's own at the first start, and customers.

use crate::caller::Caller;
use crate::commit::{Decided, Place, RequestKey};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::invitations::{DrawnInvitation, PersonInvitation, has_operator, invite_operator};
use crate::mint;
use crate::personal::{checked, keep_name, part_of};
use crate::refusal::Refusal;
use domain::{Action, Actor, Command, Event, Role, Roles, Settings, TenantId};
use serde::{Deserialize, Serialize};

/// A tenant to create.
#[derive(Clone, Debug)]
pub struct NewTenant {
    /// Its id; made here when none.
    pub tenant: Option<TenantId>,
    /// Its name.
    pub name: String,
    /// Its settings.
    pub settings: Settings,
}

/// A tenant as operators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantSummary {
    /// The tenant.
    pub tenant: TenantId,
    /// Its name.
    pub name: Option<String>,
    /// How many events its log holds.
    pub events: u64,
}

/// A tenant that will be created, drawn once for each idempotency key.
#[derive(Clone, Serialize, Deserialize)]
struct Drawn {
    tenant: TenantId,
    owner: DrawnInvitation,
}

/// Creates a customer's tenant and invites its first owner, who may also consent until they appoint others.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::Invalid`] naming the field, [`Refusal::Rule`] if it exists.
pub async fn create_tenant(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
    new: NewTenant,
) -> Result<(TenantId, PersonInvitation), Refusal> {
    caller.may(Action::ManageTenants)?;
    let tenant = match new.tenant {
        Some(tenant) => well_formed(tenant)?,
        None => mint::tenant()?,
    };
    let name = checked("name", &new.name, 1, 200)?;
    let owner = DrawnInvitation::new(&tenant, mint::person()?)?;
    // The key is the vendor's, and the events are the new tenant's: so what was drawn is kept in the vendor's log first.
    // A crash behind this creates nothing; a repeat goes on with the same ids.
    let drawn =
        desk.keep_answer(Place::of(caller.tenant.clone(), caller, key), Drawn { tenant, owner }).await?;
    let roles = Roles::from([Role::Owner, Role::Author, Role::Consenter, Role::Auditor]);
    let beginning = Beginning { name, settings: new.settings, person: "First owner", roles };
    let place = Place::of(drawn.tenant.clone(), caller, key);
    let owner = begin(desk, place, &drawn.owner, beginning).await?;
    Ok((drawn.tenant, owner))
}

/// Ids name folders and logs, so they are made of letters, digits and `-`.
fn well_formed(tenant: TenantId) -> Result<TenantId, Refusal> {
    let text = tenant.as_str();
    let fits =
        text.len() <= 64 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits && !text.starts_with('-') { Ok(tenant) } else { Err(Refusal::fault("tenant", Fault::NoTenantId)) }
}

/// Creates the vendor's own tenant at the first start, and invites its operator. As long as no operator can sign in, each
/// later start invites again; otherwise none.
///
/// # Errors
/// If the database or the vault fails.
pub async fn first_start(desk: &Desk) -> Result<Option<PersonInvitation>, Refusal> {
    let tenant = well_formed(desk.support_tenant().clone())?;
    if let Some(state) = desk.store().tenant(&tenant).await? {
        return if has_operator(&state, desk.now()) {
            Ok(None)
        } else {
            invite_operator(desk).await.map(Some)
        };
    }
    let name = desk.installation().support_name.clone();
    let roles = Roles::from([Role::Operator]);
    let beginning = Beginning { name: &name, settings: Settings::default(), person: "First operator", roles };
    let operator = DrawnInvitation::new(&tenant, mint::person()?)?;
    begin(desk, Place::without_key(tenant, Actor::System), &operator, beginning).await.map(Some)
}

/// A tenant's first events.
struct Beginning<'a> {
    name: &'a str,
    settings: Settings,
    person: &'a str,
    roles: Roles,
}

async fn begin(
    desk: &Desk,
    place: Place,
    first: &DrawnInvitation,
    new: Beginning<'_>,
) -> Result<PersonInvitation, Refusal> {
    let (id, first) = (place.tenant.clone(), first.clone());
    let upn = format!("{}@{id}", first.person);
    let parts = vec![desk.part(&id, "name", new.name)?];
    let person_parts = vec![desk.part(&id, "name", new.person)?, desk.part(&id, "upn", &upn)?];
    let keep = keep_name(&first.person, new.person, &upn);
    let Beginning { settings, roles, .. } = new;
    desk.commit(place, move |tenant, now| {
        let created = tenant.decide(&Command::CreateTenant { settings: settings.clone() }, now)?;
        let (invitation, kept) = first.begin(now);
        let mut decided = Decided::new(created, invitation).with_parts(parts.clone());
        let (person, roles) = (first.person.clone(), roles.clone());
        let added = Event::PersonAdded { person, roles, teams: Vec::new() };
        decided.events.push(store::NewEvent { event: added, parts: person_parts.clone() });
        Ok(decided.with_records(vec![keep.clone()]).with_records(kept))
    })
    .await
}

/// What the vendor called a customer when it made its place here; none once erased.
pub(crate) async fn name_of_tenant(desk: &Desk, tenant: &TenantId) -> Result<Option<String>, Refusal> {
    part_of(desk, tenant, 0, "name").await
}

/// The customers' tenants: that they exist, what they are called, and how long their logs are.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_tenants(desk: &Desk, caller: &Caller) -> Result<Vec<TenantSummary>, Refusal> {
    caller.may(Action::ManageTenants)?;
    let mut summaries = Vec::new();
    for tenant in desk.store().tenants().await? {
        if tenant == *desk.support_tenant() {
            continue;
        }
        let name = name_of_tenant(desk, &tenant).await?;
        let events = desk.store().head(&tenant).await?.map_or(0, |head| head.size);
        summaries.push(TenantSummary { tenant, name, events });
    }
    Ok(summaries)
}
