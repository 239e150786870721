//! The runner's own check before each run, whatever the server says (design.md, *What a consent proves*).
//!
//! Nothing that the server says widens what happens: the diagnostic is this program's, the scope is the settings', the
//! keys are those pinned here, the time is this machine's. The server's word only narrows: what it does not count as
//! covered is masked.

mod papers;
mod refusal;

pub(crate) use papers::Papers;
pub(crate) use refusal::Refusal;

use crate::folder::{FolderError, KeptConsent};
use collect::scope::Scope;
use consent::{NotCovered, PublicKey};
use diagnostics::{Catalogue, Diagnostic, Inputs};
use domain::{CaseId, Categories, DiagnosticId, KeyId, Level, Moment, Span, SubscriptionId, TenantId};
use std::collections::BTreeMap;
use wire::{Claimed, DryRunClaimed};

/// How far the server's clock may be from this machine's.
const CLOCK_SKEW: Span = consent::CLOCK_SKEW;

/// What the check rests on: all of it stands on this machine.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    /// Whose data the runner stands beside.
    pub(crate) tenant: &'a TenantId,
    /// What the settings let it touch.
    pub(crate) scope: &'a Scope,
    /// Whether the settings allow diagnostics of the advanced level.
    pub(crate) advanced: bool,
    /// The diagnostics of this program.
    pub(crate) catalogue: &'a Catalogue,
    /// The consent keys pinned here.
    pub(crate) trusted: &'a BTreeMap<KeyId, PublicKey>,
    /// The latest consent of a case that was seen here.
    pub(crate) seen: &'a dyn Fn(&CaseId) -> Result<Option<KeptConsent>, FolderError>,
    /// The wall clock.
    pub(crate) now: Moment,
}

/// What a run is about.
#[derive(Clone, Debug)]
struct Matter {
    tenant: TenantId,
    case: CaseId,
    subscription: SubscriptionId,
}

/// A run that may be done, and how.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    /// What to do.
    pub(crate) diagnostic: Diagnostic,
    /// With which inputs.
    pub(crate) inputs: Inputs,
    /// What may be shipped unmasked.
    pub(crate) covered: Categories,
    papers: Papers,
    matter: Matter,
    /// What the collection is encrypted to.
    pub(crate) recipient: age::x25519::Recipient,
}

/// Checks a run that was claimed and whose papers hold.
///
/// # Errors
/// The first reason why it is refused.
pub(crate) fn check(claimed: &Claimed, papers: Papers, ground: &Ground<'_>) -> Result<Order, Refusal> {
    if claimed.tenant != *ground.tenant {
        return Err(Refusal::OtherTenant);
    }
    ground.scope.area(&claimed.subscription)?;
    let diagnostic = own_diagnostic(&claimed.into(), ground.catalogue, ground.advanced)?;
    let inputs = diagnostic.check_inputs(&claimed.inputs.clone().into())?;
    check_clock(claimed.at, ground.now)?;
    let matter = Matter {
        tenant: ground.tenant.clone(),
        case: claimed.case.clone(),
        subscription: claimed.subscription.clone(),
    };
    // What a diagnostic did not declare is masked, whatever the consent covers: nobody was told that it would be read.
    let covered = papers.cover(&matter, diagnostic, ground.now)?;
    let covered = covered.intersection(claimed.covered).intersection(diagnostic.form().categories);
    let recipient = claimed.recipient.parse().map_err(|_| Refusal::Recipient)?;
    Ok(Order { diagnostic: diagnostic.clone(), inputs, covered, papers, matter, recipient })
}

impl Order {
    /// Whether the documents still cover the run at `now`, by the runner's own clock: asked before each part goes out.
    ///
    /// # Errors
    /// The reason why they do not.
    pub(crate) fn recheck(&self, now: Moment) -> Result<(), Refusal> {
        let covered = self.papers.cover(&self.matter, &self.diagnostic, now)?;
        let missing = self.covered.minus(covered);
        if missing.is_empty() { Ok(()) } else { Err(NotCovered::CategoryNotGranted { missing }.into()) }
    }

    /// The consent that it rests on.
    pub(crate) const fn consent(&self) -> &KeptConsent {
        self.papers.consent()
    }
}

/// A diagnostic as the server names it.
pub(crate) struct Named<'c> {
    diagnostic: &'c DiagnosticId,
    version: u32,
    digest: &'c str,
    level: Option<Level>,
    categories: Option<Categories>,
}

impl<'c> From<&'c Claimed> for Named<'c> {
    fn from(claimed: &'c Claimed) -> Self {
        Self {
            diagnostic: &claimed.diagnostic,
            version: claimed.version,
            digest: &claimed.digest,
            level: Some(claimed.level),
            categories: Some(claimed.categories),
        }
    }
}

impl<'c> From<&'c DryRunClaimed> for Named<'c> {
    fn from(claimed: &'c DryRunClaimed) -> Self {
        let DryRunClaimed { diagnostic, version, digest, .. } = claimed;
        Self { diagnostic, version: *version, digest, level: None, categories: None }
    }
}

/// The diagnostic as this program has it. Whatever the server says of it must be the same.
pub(crate) fn own_diagnostic<'a>(
    named: &Named<'_>,
    catalogue: &'a Catalogue,
    advanced: bool,
) -> Result<&'a Diagnostic, Refusal> {
    let unknown = || Refusal::UnknownDiagnostic(named.diagnostic.clone());
    let diagnostic = catalogue.get(named.diagnostic).ok_or_else(unknown)?;
    let form = diagnostic.form();
    for (what, is_same) in [
        ("version", named.version == form.version),
        ("digest", named.digest == diagnostic.digest()),
        ("level", named.level.is_none_or(|level| level == form.level)),
        ("set of categories", named.categories.is_none_or(|set| set == form.categories)),
    ] {
        if !is_same {
            return Err(Refusal::OtherDiagnostic(what));
        }
    }
    if form.level == Level::Advanced && !advanced {
        return Err(Refusal::AdvancedOff);
    }
    Ok(diagnostic)
}

pub(crate) fn check_clock(server: Moment, own: Moment) -> Result<(), Refusal> {
    if server.since(own) > CLOCK_SKEW || own.since(server) > CLOCK_SKEW {
        return Err(Refusal::Clock { server, own });
    }
    Ok(())
}
