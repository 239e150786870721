//! Runners: how they enrol, and what they are told.

use crate::caller::{RunnerCaller, holder_of};
use crate::commit::{Decided, Place, RequestKey};
use crate::desk::Desk;
use crate::mint;
use crate::personal::checked;
use crate::refusal::Refusal;
use crate::watch::Appended;
use domain::{Actor, Command, DryRunOrder, Moment, RunId, RunOrder, RunnerId, SubscriptionId, TenantId};
use serde::{Deserialize, Serialize};
use store::{CredentialKind, RecordWrite};
use tokio::sync::broadcast;

/// A runner was enrolled.
#[derive(Clone, Serialize, Deserialize)]
pub struct Enrolled {
    /// The runner.
    pub runner: RunnerId,
    /// Whose data it stands beside.
    pub tenant: TenantId,
    /// What it shows from now on.
    pub secret: String,
}

/// A run that waits for a runner.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The run.
    pub run: RunId,
    /// On which subscription.
    pub subscription: SubscriptionId,
    /// Which diagnostic.
    pub diagnostic: domain::DiagnosticId,
}

/// What a runner that connects is told first.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// The runs that it still holds, dry runs among them.
    pub holding: Vec<RunId>,
    /// The runs that wait.
    pub offers: Vec<Offer>,
    /// The dry runs that wait.
    pub dry_offers: Vec<Offer>,
}

/// Enrols a runner with its one-time code.
///
/// # Errors
/// [`Refusal::SignIn`] if the code is unknown, [`Refusal::Rule`] if it was used or is over.
pub async fn enrol_runner(
    desk: &Desk,
    key: Option<&RequestKey>,
    code: &str,
    name: &str,
    public_key: &str,
) -> Result<Enrolled, Refusal> {
    let (tenant, hash) = mint::read_secret(code).ok_or(Refusal::SignIn)?;
    let found = desk.store().credential(&tenant, &hash).await?.ok_or(Refusal::SignIn)?;
    if !matches!(found.kind, CredentialKind::RunnerInvitation | CredentialKind::SpentInvitation) {
        return Err(Refusal::SignIn);
    }
    let runner: RunnerId = found.subject.parse().map_err(|_| Refusal::SignIn)?;
    consent::PublicKey::parse("ed25519", public_key).map_err(|why| Refusal::invalid("public_key", why))?;
    let part = desk.part(&tenant, "name", checked("name", name, 1, 100)?)?;
    let secret = mint::secret(&tenant)?;
    let records = vec![
        RecordWrite::PutCredential {
            hash,
            kind: CredentialKind::SpentInvitation,
            subject: runner.to_string(),
            expires_at: found.expires_at,
        },
        RecordWrite::PutCredential {
            hash: secret.hash,
            kind: CredentialKind::Runner,
            subject: runner.to_string(),
            expires_at: Moment::MAX,
        },
    ];
    let command = Command::EnrolRunner { runner: runner.clone(), public_key: public_key.to_owned() };
    let place = Place::without_key(tenant.clone(), Actor::Runner(runner.clone()));
    let enrolled = Enrolled { runner, tenant, secret: secret.text };
    desk.commit(place.repeatable(holder_of(&hash), key), move |tenant, now| {
        let decided = Decided::new(tenant.decide(&command, now)?, enrolled.clone());
        Ok(decided.with_parts(vec![part.clone()]).with_records(records.clone()))
    })
    .await
}

/// Listens to the tenant's log, and says what stands at this moment. Listening begins first, so nothing is missed.
///
/// # Errors
/// If the tenant cannot be loaded.
pub async fn attend(
    desk: &Desk,
    caller: &RunnerCaller,
) -> Result<(Standing, broadcast::Receiver<Appended>), Refusal> {
    let listener = desk.watchers().listen(&caller.tenant);
    Ok((standing(desk, caller).await?, listener))
}

/// What a runner holds and what waits for one.
///
/// # Errors
/// If the tenant cannot be loaded.
pub async fn standing(desk: &Desk, caller: &RunnerCaller) -> Result<Standing, Refusal> {
    let tenant = desk.tenant(&caller.tenant).await?;
    let mut standing = Standing::default();
    for (id, run) in tenant.runs() {
        match &run.claim {
            None => standing.offers.push(offer(&run.order)),
            Some(claim) if claim.runner == caller.runner => standing.holding.push(id.clone()),
            Some(_) => {}
        }
    }
    for (id, dry_run) in tenant.dry_runs() {
        match &dry_run.runner {
            None => standing.dry_offers.push(dry_offer(&dry_run.order)),
            Some(runner) if *runner == caller.runner => standing.holding.push(id.clone()),
            Some(_) => {}
        }
    }
    Ok(standing)
}

/// An order as it is offered to runners.
pub fn offer(order: &RunOrder) -> Offer {
    Offer {
        run: order.run.clone(),
        subscription: order.subscription.clone(),
        diagnostic: order.diagnostic.clone(),
    }
}

/// A dry run as it is offered to runners.
pub fn dry_offer(order: &DryRunOrder) -> Offer {
    Offer {
        run: order.run.clone(),
        subscription: order.subscription.clone(),
        diagnostic: order.diagnostic.clone(),
    }
}
