//! The desk: what every operation has at hand.

use crate::bundles::Checks;
use crate::caller::SeenSecrets;
use crate::clock::Clock;
use crate::directory_audits::Applications;
use crate::numbers::DailyCounts;
use crate::reads::RecentReads;
use crate::refusal::Refusal;
use crate::visits::RecentVisits;
use crate::wake::{Followers, Wake};
use crate::watch::Watchers;
use crate::witnesses::{LogSettings, Witnessing};
use consent::RelyingParty;
use diagnostics::Catalogue;
use domain::{CaseId, CollectionId, Moment, ProblemCatalogue, Record, Side, Tenant, TenantId};
use ledger::LogKey;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock};
use store::Store;
use streams::Outgoing;
use vault::Vault;

/// What the installation is called and who runs it.
#[derive(Clone, Debug)]
pub struct Installation {
    /// The vendor's support tenant: its people are the vendor's, and it is the partner that advanced consent adds.
    pub support_tenant: TenantId,
    /// The support tenant's public name.
    pub support_name: String,
    /// The programs that the vendor acts through, as the customer's audit tools know them.
    pub applications: Applications,
    /// The pages on which passkeys are made that sign consents; none where the desk has no name to bind them to.
    pub consent_site: Option<RelyingParty>,
    /// The name that passkeys for signing in are bound to; none where the desk has an IP address alone.
    pub sign_in_site: Option<RelyingParty>,
}

/// The origins of a desk whose consents are signed on pages of another name.
#[derive(Clone, Copy, Debug)]
pub struct TwoNames<'d> {
    /// Where people sign in and work.
    pub desk: &'d str,
    /// Where passkeys sign, and nothing else is done.
    pub consents: &'d str,
}

/// What every operation has at hand. Cheap to clone.
#[derive(Clone)]
pub struct Desk(Arc<Parts>);

struct Parts {
    store: Store,
    vault: Vault,
    clock: Arc<dyn Clock>,
    diagnostics: Catalogue,
    log_key: LogKey,
    log_settings: OnceLock<LogSettings>,
    installation: Installation,
    watchers: Watchers,
    followers: Followers,
    witnessing: Witnessing,
    /// When it was last looked for logs that stand still.
    silence: Mutex<Option<Moment>>,
    seen_secrets: SeenSecrets,
    recent_reads: RecentReads,
    recent_visits: RecentVisits,
    checks: Checks,
    daily_counts: DailyCounts,
    /// Held while a file is made of its parts: two that come last at once are taken one after the other.
    file_turn: tokio::sync::Mutex<()>,
    /// What connections to destinations may do; set once, before the first.
    outgoing: OnceLock<Outgoing>,
    /// By tenant, the collections that were unfinished when last looked, with the bytes that had come.
    unfinished: Mutex<HashMap<TenantId, BTreeMap<CollectionId, u64>>>,
}

impl Desk {
    /// Puts a desk together. `store` was opened with the same clock.
    pub fn new(
        store: Store,
        vault: Vault,
        clock: Arc<dyn Clock>,
        diagnostics: Catalogue,
        log_key: LogKey,
        installation: Installation,
    ) -> Self {
        Self(Arc::new(Parts {
            store,
            vault,
            clock,
            diagnostics,
            log_key,
            log_settings: OnceLock::new(),
            installation,
            watchers: Watchers::default(),
            followers: Followers::default(),
            witnessing: Witnessing::default(),
            silence: Mutex::default(),
            seen_secrets: SeenSecrets::default(),
            recent_reads: RecentReads::default(),
            recent_visits: RecentVisits::default(),
            checks: Checks::default(),
            daily_counts: DailyCounts::default(),
            file_turn: tokio::sync::Mutex::default(),
            outgoing: OnceLock::new(),
            unfinished: Mutex::default(),
        }))
    }

    /// Settles which witnesses the logs have, and how their key was changed. What was settled first stays.
    #[must_use]
    pub fn with_log_settings(self, settings: LogSettings) -> Self {
        let _ = self.0.log_settings.set(settings);
        self
    }

    pub(crate) fn log_settings(&self) -> &LogSettings {
        self.0.log_settings.get_or_init(LogSettings::default)
    }

    pub(crate) fn witnessing(&self) -> &Witnessing {
        &self.0.witnessing
    }

    /// Whether it was last looked for logs that stand still before `before`, or never; then it counts as done `now`.
    pub(crate) fn take_silence_round(&self, before: Moment, now: Moment) -> bool {
        let mut last = self.0.silence.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let is_due = last.is_none_or(|last| last <= before);
        if is_due {
            *last = Some(now);
        }
        is_due
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.0.vault
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.0.clock.as_ref()
    }

    pub(crate) fn log_key(&self) -> &LogKey {
        &self.0.log_key
    }

    pub(crate) fn watchers(&self) -> &Watchers {
        &self.0.watchers
    }

    /// Wakes whoever holds the answer whenever this process appended to a log, until it is dropped. Other replicas wake
    /// their own.
    pub fn follow(&self) -> Arc<Wake> {
        self.0.followers.follow()
    }

    pub(crate) fn seen_secrets(&self) -> &SeenSecrets {
        &self.0.seen_secrets
    }

    pub(crate) fn recent_reads(&self) -> &RecentReads {
        &self.0.recent_reads
    }

    pub(crate) fn daily_counts(&self) -> &DailyCounts {
        &self.0.daily_counts
    }

    pub(crate) fn recent_visits(&self) -> &RecentVisits {
        &self.0.recent_visits
    }

    pub(crate) fn checks(&self) -> &Checks {
        &self.0.checks
    }

    /// One file at a time is made of its parts.
    pub(crate) async fn file_turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.0.file_turn.lock().await
    }

    /// Settles what connections to destinations may do. Without it they go to public addresses alone.
    pub fn settle_outgoing(&self, outgoing: Outgoing) {
        if self.0.outgoing.set(outgoing).is_err() {
            tracing::error!("what connections to destinations may do was settled before; that stands");
        }
    }

    pub(crate) fn outgoing(&self) -> &Outgoing {
        self.0.outgoing.get_or_init(Outgoing::default)
    }

    /// The diagnostics that runs can be asked for.
    pub fn diagnostics(&self) -> &Catalogue {
        &self.0.diagnostics
    }

    /// The services and natures that cases are about.
    pub fn problems(&self) -> &'static ProblemCatalogue {
        ProblemCatalogue::built_in()
    }

    /// What the installation is called and who runs it.
    pub fn installation(&self) -> &Installation {
        &self.0.installation
    }

    /// The pages on which passkeys sign consents, if there are any.
    pub(crate) fn consent_site(&self) -> Option<&RelyingParty> {
        self.0.installation.consent_site.as_ref()
    }

    /// The pages on which people sign in with a passkey.
    pub(crate) fn sign_in_site(&self) -> Option<&RelyingParty> {
        self.0.installation.sign_in_site.as_ref()
    }

    /// The two names of a desk whose consents are signed on pages of another name; none where all pages have one.
    pub fn two_names(&self) -> Option<TwoNames<'_>> {
        let desk = self.sign_in_site()?.origins().first()?;
        let consents = self.consent_site()?.origins().first()?;
        (desk != consents).then_some(TwoNames { desk, consents })
    }

    /// The vendor's own tenant.
    pub fn support_tenant(&self) -> &TenantId {
        &self.0.installation.support_tenant
    }

    /// The present instant.
    pub fn now(&self) -> Moment {
        self.0.clock.now()
    }

    /// The tenant's state as of its last event.
    pub(crate) async fn tenant(&self, id: &TenantId) -> Result<Arc<Tenant>, Refusal> {
        self.store().tenant(id).await?.ok_or_else(|| Refusal::not_found("tenant", id))
    }

    /// The tenant's state, and the instant at which to ask it: now, or its last event if the clock is behind.
    pub(crate) async fn tenant_now(&self, id: &TenantId) -> Result<(Arc<Tenant>, Moment), Refusal> {
        let tenant = self.tenant(id).await?;
        let now = self.now().max(tenant.last_at());
        Ok((tenant, now))
    }

    /// The tenant in whose log a case of the caller's stands. The vendor's people find the cases of their teams; a case
    /// of another team or tenant is answered like one that does not exist. That they came is in the log by then.
    pub(crate) async fn place_of(&self, caller: &crate::Caller, case: &CaseId) -> Result<TenantId, Refusal> {
        let not_found = || Refusal::not_found("case", case);
        match caller.side {
            Side::Customer => {
                let state = self.tenant(&caller.tenant).await?;
                state.case(case).map(|_| caller.tenant.clone()).ok_or_else(not_found)
            }
            Side::Vendor => {
                let (tenant, team) = self.store().tenant_of_case(case).await?.ok_or_else(not_found)?;
                if !caller.teams.contains(&team) {
                    return Err(not_found());
                }
                self.record_visit(caller, &tenant, case).await?;
                Ok(tenant)
            }
        }
    }

    /// Tells everybody who watches the tenant what was appended, and destroys what stopped runs shipped.
    pub(crate) async fn wake(&self, tenant: &TenantId, records: Vec<Record>) {
        if records.is_empty() {
            return;
        }
        let records: Arc<[Record]> = records.into();
        self.watchers().tell(tenant, self.now(), records.clone());
        self.0.followers.wake(tenant);
        // The stop itself is durable; a failure here is made good by `tidy`.
        if let Err(why) = crate::sweep::destroy_stopped(self, tenant, &records).await {
            tracing::error!(%tenant, error = %why, "what a stopped run shipped could not be destroyed yet");
        }
    }

    /// Those of `unfinished` of which nothing came since the last time.
    pub(crate) fn forsaken(
        &self,
        tenant: &TenantId,
        unfinished: BTreeMap<CollectionId, u64>,
    ) -> Vec<CollectionId> {
        let Ok(mut seen) = self.0.unfinished.lock() else { return Vec::new() };
        let before = seen.remove(tenant).unwrap_or_default();
        let forsaken = unfinished.iter().filter(|(id, bytes)| before.get(id) == Some(bytes));
        let forsaken = forsaken.map(|(id, _)| id.clone()).collect();
        seen.insert(tenant.clone(), unfinished);
        forsaken
    }

    /// Refuses to grant anything while the clock is not trusted.
    pub(crate) fn trust_clock(&self) -> Result<(), Refusal> {
        if self.clock().is_trusted() { Ok(()) } else { Err(Refusal::ClockUntrusted) }
    }

    /// Takes the wall clock as right from here on. For an operator at the machine.
    pub fn confirm_clock(&self) {
        self.clock().confirm();
        tracing::warn!("an operator confirmed the clock");
    }
}
