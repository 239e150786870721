//! What is known beside the log when its entries are told.

use super::applications::Applications;
use super::entry::{AuditTarget, Initiator, Modified, Names};
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use domain::{Actor, CaseId, PersonId, SubscriptionId, Tenant, TenantId};
use std::collections::HashMap;
use std::sync::Arc;

/// What is known beside the log.
pub(super) struct View {
    pub(super) tenant: TenantId,
    /// The tenant as it is now: which subscriptions a case names never changes.
    pub(super) state: Arc<Tenant>,
    pub(super) applications: Applications,
    pub(super) support_tenant: TenantId,
    pub(super) support_name: String,
    people: HashMap<PersonId, Names>,
    vendors: HashMap<PersonId, Names>,
}

impl View {
    pub(super) async fn of(desk: &Desk, tenant: &TenantId) -> Result<Self, Refusal> {
        let installation = desk.installation();
        Ok(Self {
            tenant: tenant.clone(),
            state: desk.tenant(tenant).await?,
            applications: installation.applications.clone(),
            support_tenant: installation.support_tenant.clone(),
            support_name: installation.support_name.clone(),
            people: names(desk, tenant).await?,
            vendors: names(desk, desk.support_tenant()).await?,
        })
    }

    pub(super) fn person(&self, person: &PersonId) -> Option<&Names> {
        self.people.get(person)
    }

    /// An engineer by name, or by id once they were removed.
    pub(super) fn vendor(&self, person: &PersonId) -> String {
        self.vendors.get(person).map_or_else(|| person.to_string(), |names| names.name.clone())
    }

    pub(super) fn initiator(&self, by: &Actor) -> Initiator {
        let application = match by {
            Actor::Person(id) => {
                return Initiator::User { id: id.to_string(), names: self.person(id).cloned() };
            }
            Actor::Vendor(_) | Actor::Runner(_) => &self.applications.assist,
            Actor::System => &self.applications.partner,
        };
        Initiator::App { id: application.id.clone(), name: application.name.clone() }
    }

    /// The case as a target: its path among the support cases of its first subscription, and its name.
    pub(super) fn case(&self, case: &CaseId) -> AuditTarget {
        let subscription = self.state.case(case).and_then(|case| case.subscriptions.first());
        case_on(case, subscription)
    }

    /// The case that a run, a collection or an access request belongs to, as a target.
    pub(super) fn case_of(&self, id: &str) -> AuditTarget {
        match mint::case_of(id) {
            Some(case) => self.case(&case),
            None => thing(id, "SupportCase"),
        }
    }

    pub(super) fn user(&self, person: &PersonId, modified: Vec<Modified>) -> AuditTarget {
        let names = self.person(person);
        AuditTarget {
            id: person.to_string(),
            name: names.map(|names| names.name.clone()),
            kind: "User",
            upn: names.map(|names| names.upn.clone()),
            modified,
        }
    }

    /// The tenant's cross-tenant access policy, of which there is one.
    pub(super) fn policy(&self, modified: Vec<Modified>) -> AuditTarget {
        let name = Some("Cross-tenant access policy".to_owned());
        AuditTarget { id: self.tenant.to_string(), name, kind: "Policy", upn: None, modified }
    }

    pub(super) fn organisation(&self, modified: Vec<Modified>) -> AuditTarget {
        AuditTarget { modified, ..thing(self.tenant.as_str(), "Organization") }
    }
}

/// A case as a target: its path among the support cases of a subscription, and its name.
pub(super) fn case_on(case: &CaseId, subscription: Option<&SubscriptionId>) -> AuditTarget {
    let below = subscription.map(|id| format!("/subscriptions/{id}")).unwrap_or_default();
    let id = format!("{below}/providers/Microsoft.Support/supportTickets/{case}");
    AuditTarget { id, name: Some(case.to_string()), kind: "SupportCase", ..AuditTarget::default() }
}

/// Something that has no name but its id.
pub(super) fn thing(id: &str, kind: &'static str) -> AuditTarget {
    AuditTarget { id: id.to_owned(), kind, ..AuditTarget::default() }
}

async fn names(desk: &Desk, tenant: &TenantId) -> Result<HashMap<PersonId, Names>, Refusal> {
    let people = desk.store().people(tenant).await?;
    Ok(people.into_iter().map(|row| (row.person, Names { name: row.name, upn: row.upn })).collect())
}
