//! The vendor's people and a customer's, each signed in with a token of their own.

use crate::scene::id;
use domain::{Role, Roles, Settings, SubscriptionId, TeamId, TenantId};
use operations::{
    AddPerson, Caller, Desk, NewTenant, NewToken, add_person, add_subscription, create_tenant, first_start,
    issue_token, redeem_invitation,
};

/// The vendor's people.
pub(crate) struct Staff {
    pub(crate) operator: Caller,
    /// Of the team that works all cases.
    pub(crate) engineer: Caller,
    /// Of the same team.
    pub(crate) lead: Caller,
    /// An engineer and lead of another team.
    pub(crate) stranger: Caller,
}

/// A customer with a person for each role.
pub(crate) struct Customer {
    pub(crate) tenant: TenantId,
    /// Its only subscription.
    pub(crate) subscription: SubscriptionId,
    /// The first owner, who holds every role.
    pub(crate) everybody: Caller,
    pub(crate) owner: Caller,
    pub(crate) author: Caller,
    pub(crate) consenter: Caller,
    pub(crate) auditor: Caller,
}

/// Signs in with an invitation.
async fn redeem(desk: &Desk, code: &str) -> Caller {
    let token = redeem_invitation(desk, None, code).await.unwrap();
    desk.authenticate(&token.secret).await.unwrap()
}

/// The first operator.
pub(crate) async fn operator(desk: &Desk) -> Caller {
    let invitation = first_start(desk).await.unwrap().unwrap();
    redeem(desk, &invitation.code).await
}

/// Adds somebody to the organisation of `by`, and signs them in.
pub(crate) async fn appoint(desk: &Desk, by: &Caller, name: &str, roles: &[Role], teams: &[&str]) -> Caller {
    let new = AddPerson {
        name: name.to_owned(),
        upn: format!("{name}@{}.example", by.tenant),
        roles: roles.iter().copied().collect::<Roles>(),
        teams: teams.iter().map(|team| id::<TeamId>(team)).collect(),
    };
    let person = add_person(desk, by, None, new).await.unwrap();
    let token = NewToken { person: Some(person), label: "desk".to_owned(), roles: None, days: 365 };
    let token = issue_token(desk, by, None, token).await.unwrap();
    desk.authenticate(&token.secret).await.unwrap()
}

pub(crate) async fn hire(desk: &Desk, operator: Caller) -> Staff {
    Staff {
        engineer: appoint(desk, &operator, "erin", &[Role::Engineer], &["support"]).await,
        lead: appoint(desk, &operator, "lea", &[Role::Lead], &["support"]).await,
        stranger: appoint(desk, &operator, "sam", &[Role::Engineer, Role::Lead], &["billing"]).await,
        operator,
    }
}

impl Customer {
    /// A new customer with one subscription.
    pub(crate) async fn join(desk: &Desk, operator: &Caller, name: &str) -> Self {
        let (name, settings) = (name.to_owned(), Settings::default());
        let new = NewTenant { tenant: Some(id(&name)), name: name.clone(), settings };
        let (tenant, invitation) = create_tenant(desk, operator, None, new).await.unwrap();
        let everybody = redeem(desk, &invitation.code).await;
        let subscription: SubscriptionId = id(&format!("{name}-mail"));
        add_subscription(desk, &everybody, None, subscription.clone()).await.unwrap();
        let by = &everybody;
        Self {
            owner: appoint(desk, by, "olga", &[Role::Owner], &[]).await,
            author: appoint(desk, by, "anna", &[Role::Author], &[]).await,
            consenter: appoint(desk, by, "carl", &[Role::Consenter], &[]).await,
            auditor: appoint(desk, by, "axel", &[Role::Auditor], &[]).await,
            tenant,
            subscription,
            everybody,
        }
    }
}
