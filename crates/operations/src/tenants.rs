//! Tenants: the vendor's own at the first start, and customers.

use crate::caller::Caller;
use crate::cases::{checked, keep_name, part_of};
use crate::commit::{Decided, Place};
use crate::desk::Desk;
use crate::directory::TokenSecret;
use crate::mint;
use crate::refusal::Refusal;
use domain::{Action, Actor, Command, Event, Role, Roles, Settings, Span, TeamId, TenantId};
use store::{CredentialKind, RecordWrite};

/// How long the first token of a tenant works: long enough to make another.
const FIRST_TOKEN_LIFE: Span = Span::from_days(30);

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

/// Creates a customer's tenant with its first owner, who may also consent until they appoint others.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::Invalid`] naming the field, [`Refusal::Rule`] if it exists.
pub async fn create_tenant(
    desk: &Desk,
    caller: &Caller,
    new: NewTenant,
) -> Result<(TenantId, TokenSecret), Refusal> {
    caller.may(Action::ManageTenants)?;
    let tenant = match new.tenant {
        Some(tenant) => well_formed(tenant)?,
        None => mint::tenant()?,
    };
    let name = checked("name", &new.name, 1, 200)?;
    let roles = Roles::from([Role::Owner, Role::Author, Role::Consenter, Role::Auditor]);
    let beginning =
        Beginning { name, settings: new.settings, person: "First owner", roles, teams: Vec::new() };
    let owner = begin(desk, &tenant, caller.actor(), beginning).await?;
    Ok((tenant, owner))
}

/// Ids name folders and logs, so they are made of letters, digits and `-`.
fn well_formed(tenant: TenantId) -> Result<TenantId, Refusal> {
    let text = tenant.as_str();
    let fits =
        text.len() <= 64 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits && !text.starts_with('-') {
        Ok(tenant)
    } else {
        Err(Refusal::invalid("tenant", "an id is up to 64 lower-case letters, digits and `-`, as in a UUID"))
    }
}

/// Creates the vendor's own tenant at the first start, with an operator. None if it exists.
///
/// # Errors
/// If the database or the vault fails.
pub async fn first_start(desk: &Desk) -> Result<Option<TokenSecret>, Refusal> {
    let tenant = well_formed(desk.support_tenant().clone())?;
    if desk.store().tenant(&tenant).await?.is_some() {
        return Ok(None);
    }
    let name = desk.installation().support_name.clone();
    let roles = Roles::from([Role::Operator]);
    let beginning = Beginning {
        name: &name,
        settings: Settings::default(),
        person: "First operator",
        roles,
        teams: Vec::new(),
    };
    begin(desk, &tenant, Actor::System, beginning).await.map(Some)
}

/// A tenant's first events.
struct Beginning<'a> {
    name: &'a str,
    settings: Settings,
    person: &'a str,
    roles: Roles,
    teams: Vec<TeamId>,
}

async fn begin(desk: &Desk, id: &TenantId, by: Actor, new: Beginning<'_>) -> Result<TokenSecret, Refusal> {
    let (person, token, secret) = (mint::person()?, mint::token()?, mint::secret(id)?);
    let upn = format!("{person}@{id}");
    let parts = vec![desk.part(id, "name", new.name)?];
    let person_parts = vec![desk.part(id, "name", new.person)?, desk.part(id, "upn", &upn)?];
    let label = desk.part(id, "label", "first token")?;
    let keep = keep_name(&person, new.person, &upn);
    let Beginning { settings, roles, teams, .. } = new;
    desk.commit(Place::without_key(id.clone(), by), move |tenant, now| {
        let expires_at = now.plus(FIRST_TOKEN_LIFE);
        let mut decided = Decided::new(
            tenant.decide(&Command::CreateTenant { settings: settings.clone() }, now)?,
            TokenSecret {
                token: token.clone(),
                person: person.clone(),
                secret: secret.text.clone(),
                expires_at,
            },
        )
        .with_parts(parts.clone());
        let added = Event::PersonAdded { person: person.clone(), roles: roles.clone(), teams: teams.clone() };
        let (token, person, roles) = (token.clone(), person.clone(), roles.clone());
        let issued = Event::TokenIssued { token: token.clone(), person, roles, expires_at };
        decided.events.push(store::NewEvent { event: added, parts: person_parts.clone() });
        decided.events.push(store::NewEvent { event: issued, parts: vec![label.clone()] });
        let credential = RecordWrite::PutCredential {
            hash: secret.hash,
            kind: CredentialKind::Token,
            subject: token.to_string(),
            expires_at,
        };
        Ok(decided.with_records(vec![keep.clone(), credential]))
    })
    .await
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
        let name = part_of(desk, &tenant, 0, "name").await?;
        let events = desk.store().head(&tenant).await?.map_or(0, |head| head.size);
        summaries.push(TenantSummary { tenant, name, events });
    }
    Ok(summaries)
}
