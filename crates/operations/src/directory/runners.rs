//! The runners of a tenant, as its people see them.

use super::own;
use crate::caller::{Caller, RunnerCaller};
use crate::commit::{Decided, RequestKey};
use crate::desk::Desk;
use crate::mint;
use crate::refusal::Refusal;
use domain::{Action, Command, Moment, Runner, RunnerId, Span, TenantId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{CredentialKind, RecordWrite, RunnerSeen};

/// How long a runner's one-time code can be used.
const INVITATION_LIFE: Span = Span::from_hours(24);

/// A one-time code for a runner.
#[derive(Clone, Serialize, Deserialize)]
pub struct Invitation {
    /// The runner that will enrol with it.
    pub runner: RunnerId,
    /// The code, shown once.
    pub code: String,
    /// When it expires.
    pub expires_at: Moment,
}

/// The runners of the caller's organisation.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn list_runners(desk: &Desk, caller: &Caller) -> Result<Vec<(RunnerId, Runner)>, Refusal> {
    caller.may(Action::SeeAccess)?;
    let state = desk.tenant(&caller.tenant).await?;
    Ok(state.runners().iter().map(|(id, runner)| (id.clone(), runner.clone())).collect())
}

/// When the runners of the caller's organisation were connected last, as far as that was kept.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn runners_seen(desk: &Desk, caller: &Caller) -> Result<HashMap<RunnerId, RunnerSeen>, Refusal> {
    caller.may(Action::SeeAccess)?;
    seen(desk, &caller.tenant).await
}

pub(crate) async fn seen(desk: &Desk, tenant: &TenantId) -> Result<HashMap<RunnerId, RunnerSeen>, Refusal> {
    let seen = desk.store().runners_seen(tenant).await?;
    Ok(seen.into_iter().map(|seen| (seen.runner.clone(), seen)).collect())
}

/// Keeps that a runner is connected, for after a restart. Whoever calls this bounds how often.
///
/// # Errors
/// If the database fails.
pub async fn keep_runner_seen(
    desk: &Desk,
    caller: &RunnerCaller,
    program: &str,
    at: Moment,
) -> Result<(), Refusal> {
    let seen = RunnerSeen { runner: caller.runner.clone(), program: program.to_owned(), at };
    Ok(desk.store().keep_runner_seen(&caller.tenant, &seen).await?)
}

/// Makes a one-time code with which a runner enrols.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn invite_runner(
    desk: &Desk,
    caller: &Caller,
    key: Option<&RequestKey>,
) -> Result<Invitation, Refusal> {
    caller.may(Action::ManageRunners)?;
    let (runner, code) = (mint::runner()?, mint::secret(&caller.tenant)?);
    desk.commit(own(caller, key), move |tenant, now| {
        let expires_at = now.plus(INVITATION_LIFE);
        let command = Command::InviteRunner { runner: runner.clone(), expires_at };
        let record = RecordWrite::PutCredential {
            hash: code.hash,
            kind: CredentialKind::RunnerInvitation,
            subject: runner.to_string(),
            expires_at,
        };
        let answer = Invitation { runner: runner.clone(), code: code.text.clone(), expires_at };
        Ok(Decided::new(tenant.decide(&command, now)?, answer).with_records(vec![record]))
    })
    .await
}

/// Removes a runner; the runs that it holds stop.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn remove_runner(desk: &Desk, caller: &Caller, runner: &RunnerId) -> Result<Moment, Refusal> {
    caller.may(Action::ManageRunners)?;
    let gone = runner;
    let runner = runner.clone();
    let removed = desk.commit(own(caller, None), move |tenant, now| {
        let events = tenant.decide(&Command::RemoveRunner { runner: runner.clone() }, now)?;
        let forget = |kind| RecordWrite::RemoveCredential { kind, subject: runner.to_string() };
        let kinds =
            [CredentialKind::Runner, CredentialKind::RunnerInvitation, CredentialKind::SpentInvitation];
        let records = kinds.map(forget).to_vec();
        Ok(Decided::new(events, now).with_records(records))
    });
    let at = removed.await?;
    desk.store().forget_runner_seen(&caller.tenant, gone).await?;
    Ok(at)
}
