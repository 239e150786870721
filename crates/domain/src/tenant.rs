//! A tenant's state: the fold of its events, and what the rules ask of it.

use crate::access_request::AccessRequest;
use crate::case::Case;
use crate::category::Categories;
use crate::consent::{Consent, ConsentState, Grant};
use crate::cross_tenant::PartnerSettings;
use crate::deadlines::Anchors;
use crate::dry_run::DryRun;
use crate::event::Proof;
use crate::ids::{
    CaseId, CollectionId, KeyId, PersonId, RequestId, RunId, RunnerId, SubscriptionId, TeamId, TenantId,
    TokenId,
};
use crate::level::Level;
use crate::moment::Moment;
use crate::role::Roles;
use crate::run::{Collection, Run};
use crate::settings::Settings;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// Somebody of the tenant's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// What they may do.
    pub roles: Roles,
    /// The teams whose cases they work; of the vendor's people only.
    pub teams: Vec<TeamId>,
}

/// An API token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Whose it is.
    pub person: PersonId,
    /// What it may do at most; its person's roles bound it too.
    pub roles: Roles,
    /// When it stops working.
    pub expires_at: Moment,
}

/// A passkey with which somebody signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInKey {
    /// Whose it is.
    pub person: PersonId,
    /// The algorithm's name, for instance `es256`.
    pub algorithm: String,
    /// Its text.
    pub public_key: String,
}

/// A consent key enrolled by the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentKey {
    /// The algorithm's name, for instance `ed25519`.
    pub algorithm: String,
    /// The public key in the algorithm's form, base64.
    pub public_key: String,
    /// Whether it may sign new consents.
    pub revoked: bool,
}

/// A runner, invited or enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runner {
    /// Until when it may enrol.
    pub invited_until: Moment,
    /// The key that signs its run records, base64, once it enrolled.
    pub public_key: Option<String>,
}

/// A tenant's state. Built by [`Tenant::apply`] alone; two tenants with the same events are equal.
///
/// INVARIANT: the indexes at the end are functions of `cases` and `requests`; `apply` keeps them so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    pub(crate) created: bool,
    pub(crate) settings: Settings,
    pub(crate) subscriptions: BTreeSet<SubscriptionId>,
    pub(crate) people: BTreeMap<PersonId, Person>,
    pub(crate) tokens: BTreeMap<TokenId, Token>,
    pub(crate) sign_in_keys: BTreeMap<KeyId, SignInKey>,
    pub(crate) consent_keys: BTreeMap<KeyId, ConsentKey>,
    pub(crate) runners: BTreeMap<RunnerId, Runner>,
    pub(crate) cases: BTreeMap<CaseId, Case>,
    pub(crate) requests: BTreeMap<RequestId, AccessRequest>,
    pub(crate) runs: BTreeMap<RunId, Run>,
    pub(crate) dry_runs: BTreeMap<RunId, DryRun>,
    pub(crate) collections: BTreeMap<CollectionId, Collection>,
    pub(crate) locked: bool,
    pub(crate) partner: bool,
    pub(crate) partner_since: Option<Moment>,
    pub(crate) partners: BTreeMap<TenantId, PartnerSettings>,
    pub(crate) last_at: Moment,
    /// Consents in force by terms and anchor.
    pub(crate) anchors: Anchors,
    /// The cases of those consents.
    pub(crate) consented: BTreeSet<CaseId>,
    /// Those that nobody but the server stands behind.
    pub(crate) attested: BTreeSet<CaseId>,
    /// The advanced ones, by anchor.
    pub(crate) advanced: BTreeSet<(Moment, CaseId)>,
    /// Access requests that wait, by the instant at which they expire.
    pub(crate) waiting: BTreeSet<(Moment, RequestId)>,
    /// Approved requests that have not ended, by the instant at which they do.
    pub(crate) grants: BTreeSet<(Moment, RequestId)>,
}

impl Tenant {
    /// Whether the tenant exists.
    pub const fn is_created(&self) -> bool {
        self.created
    }

    /// When the latest event took effect. Questions and commands about earlier instants make no sense.
    pub const fn last_at(&self) -> Moment {
        self.last_at
    }

    /// The settings in effect.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether the customer's emergency stop is on.
    pub const fn is_locked(&self) -> bool {
        self.locked
    }

    /// The subscriptions that the tenant named.
    pub const fn subscriptions(&self) -> &BTreeSet<SubscriptionId> {
        &self.subscriptions
    }

    /// A case by its id.
    pub fn case(&self, case: &CaseId) -> Option<&Case> {
        self.cases.get(case)
    }

    /// Forgets the document of the case's latest consent, once that ended. It is wanted for drafting the next one; no rule
    /// asks for it, so who only replays a log can do without.
    pub fn forget_ended_document(&mut self, case: &CaseId) {
        if let Some(case) = self.cases.get_mut(case) {
            case.ended_document = None;
        }
    }

    /// Takes a closed case out of the state, for who replays a long log and keeps it in less space. None if the case is open,
    /// its consent did not end with it, or a run of it is under way: then what falls due depends on it. Every other rule asks
    /// for the case that an event names, so it must be brought back in front of such an event.
    pub fn set_aside(&mut self, id: &CaseId) -> Option<Case> {
        let is_over = |case: &Case| !case.open && matches!(case.consent, ConsentState::Never);
        if !self.case(id).is_some_and(is_over) || self.runs.values().any(|run| run.order.case == *id) {
            return None;
        }
        self.cases.remove(id)
    }

    /// Puts a case back that was set aside.
    pub fn bring_back(&mut self, id: CaseId, case: Case) {
        self.cases.entry(id).or_insert(case);
    }

    /// All cases, in byte order of their ids.
    pub const fn cases(&self) -> &BTreeMap<CaseId, Case> {
        &self.cases
    }

    /// An access request by its id.
    pub fn request(&self, request: &RequestId) -> Option<&AccessRequest> {
        self.requests.get(request)
    }

    /// All access requests.
    pub const fn requests(&self) -> &BTreeMap<RequestId, AccessRequest> {
        &self.requests
    }

    /// A run that has not ended.
    pub fn run(&self, run: &RunId) -> Option<&Run> {
        self.runs.get(run)
    }

    /// The runs that have not ended.
    pub const fn runs(&self) -> &BTreeMap<RunId, Run> {
        &self.runs
    }

    /// The dry runs that have not ended.
    pub const fn dry_runs(&self) -> &BTreeMap<RunId, DryRun> {
        &self.dry_runs
    }

    /// Evidence that has not been destroyed.
    pub fn collection(&self, collection: &CollectionId) -> Option<&Collection> {
        self.collections.get(collection)
    }

    /// All evidence that has not been destroyed.
    pub const fn collections(&self) -> &BTreeMap<CollectionId, Collection> {
        &self.collections
    }

    /// The tenant's people.
    pub const fn people(&self) -> &BTreeMap<PersonId, Person> {
        &self.people
    }

    /// The tenant's API tokens.
    pub const fn tokens(&self) -> &BTreeMap<TokenId, Token> {
        &self.tokens
    }

    /// The tenant's runners.
    pub const fn runners(&self) -> &BTreeMap<RunnerId, Runner> {
        &self.runners
    }

    /// The passkeys with which its people sign in.
    pub const fn sign_in_keys(&self) -> &BTreeMap<KeyId, SignInKey> {
        &self.sign_in_keys
    }

    /// The consent keys ever enrolled.
    pub const fn consent_keys(&self) -> &BTreeMap<KeyId, ConsentKey> {
        &self.consent_keys
    }

    /// Since when the vendor's support tenant is a partner, while it is.
    pub const fn partner_since(&self) -> Option<Moment> {
        self.partner_since
    }

    /// The partners of the tenant's own making, in byte order of their ids. The support partner is none of them.
    pub const fn cross_tenant_partners(&self) -> &BTreeMap<TenantId, PartnerSettings> {
        &self.partners
    }

    /// Whether consents must be signed: some consent key is enrolled and not revoked.
    pub fn signs_consents(&self) -> bool {
        self.consent_keys.values().any(|key| !key.revoked)
    }

    /// Whether such a proof counts. While a consent key is in use, only signatures by keys in use do: what the server
    /// alone attested before ends with the enrolment of the first one, and what a key signed ends with its revocation.
    pub(crate) fn counts(&self, proof: &Proof) -> bool {
        match proof {
            Proof::Server => !self.signs_consents(),
            Proof::Key { key, .. } => self.consent_keys.get(key).is_some_and(|key| !key.revoked),
        }
    }

    /// The approved access requests that widen a consent at `now`: those that have not ended and whose proof counts.
    pub fn grants_of<'a>(&self, consent: &'a Consent, now: Moment) -> impl Iterator<Item = &'a Grant> {
        consent.grants.values().filter(move |grant| now < grant.until && self.counts(&grant.proof))
    }

    /// Everything that may be read under a consent at `now`: its categories and those of the grants that widen it, but
    /// for what the settings withhold by now.
    pub fn covered(&self, consent: &Consent, now: Moment) -> Categories {
        self.grants_of(consent, now)
            .fold(consent.categories, |covered, grant| covered.union(grant.categories))
            .minus(self.settings.never_offered)
    }

    /// The cases with a consent in force at `now`, with its anchor; in byte order.
    pub fn in_force(&self, now: Moment) -> impl Iterator<Item = (&CaseId, Moment)> {
        let consents = self.consented.iter().filter_map(|id| Some((id, self.case(id)?.consent.in_force()?)));
        consents
            .filter(move |(_, consent)| now < self.deadline_of(consent))
            .map(|(case, consent)| (case, consent.anchor))
    }

    /// How many cases have a consent in force at `now`.
    pub fn count_in_force(&self, now: Moment) -> usize {
        // Mostly nothing fell due that is not recorded yet; then nobody has to be asked.
        if self.next_lapse(now).is_none() { self.consented.len() } else { self.in_force(now).count() }
    }

    /// How many of these are advanced.
    pub fn count_in_force_advanced(&self, now: Moment) -> usize {
        if self.next_lapse(now).is_none() { self.advanced.len() } else { self.in_force_advanced(now).count() }
    }

    /// The cases with a consent in force at `now` behind `after`, in byte order.
    pub fn in_force_behind(&self, after: Option<&CaseId>, now: Moment) -> impl Iterator<Item = &CaseId> {
        let start = after.map_or(Bound::Unbounded, Bound::Excluded);
        let behind = self.consented.range::<CaseId, _>((start, Bound::Unbounded));
        behind.filter(move |case| self.case_deadline(case, now).is_some())
    }

    /// The cases with an advanced consent in force at `now`.
    pub fn in_force_advanced(&self, now: Moment) -> impl Iterator<Item = &CaseId> {
        // The latest first: it is the likeliest to be in force.
        let cases = self.advanced.iter().rev().map(|(_, case)| case);
        cases.filter(move |case| self.case_deadline(case, now).is_some())
    }

    /// The level of the case's consent, while it has not ended.
    pub fn consent_level(&self, case: &CaseId) -> Option<Level> {
        self.case(case)?.consent.in_force().map(|consent| consent.level)
    }
}
