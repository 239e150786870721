//! When consents lapse (access.md, rules 2 to 5 and 11).
//!
//! A consent's document says how many days it lasts and whether others prolong it. Settings that change afterwards can
//! only make that stricter: nobody signed them.

use crate::consent::Consent;
use crate::due::Due;
use crate::event::Event;
use crate::ids::CaseId;
use crate::moment::{Moment, Span};
use crate::settings::{AccessLifetime, Settings};
use crate::tenant::Tenant;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What was agreed to of a consent's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Days until it lapses, after its anchor or after the latest one.
    pub days: u8,
    /// Whether other consents prolong it, and it them.
    pub lifetime: AccessLifetime,
}

/// The fields of a consent document that are terms.
#[derive(Deserialize)]
struct Stated {
    access_days: u8,
    access_lifetime: AccessLifetime,
}

impl Terms {
    /// The terms that `document` states. Where it states none, as in timelines, those of the settings at that moment:
    /// a document that may be recorded agrees with them.
    pub(crate) fn of(document: &str, settings: &Settings) -> Self {
        match serde_json::from_str(document) {
            Ok(Stated { access_days, access_lifetime }) => {
                Self { days: access_days, lifetime: access_lifetime }
            }
            Err(_) => Self { days: settings.access_days, lifetime: settings.access_lifetime },
        }
    }
}

/// Anchors with their cases, of consents for the same number of days.
type Group = BTreeSet<(Moment, CaseId)>;

/// Such groups by their days.
type Groups = BTreeMap<u8, Group>;

/// The consents in force by their terms, so that the next deadline is found without going through all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Anchors {
    shared: Groups,
    per_case: Groups,
    /// The cases in `shared`.
    sharing: BTreeSet<CaseId>,
}

impl Anchors {
    fn groups(&mut self, lifetime: AccessLifetime) -> &mut Groups {
        match lifetime {
            AccessLifetime::Shared => &mut self.shared,
            AccessLifetime::PerCase => &mut self.per_case,
        }
    }

    pub(crate) fn insert(&mut self, consent: &Consent, case: &CaseId) {
        let Terms { days, lifetime } = consent.terms;
        self.groups(lifetime).entry(days).or_default().insert((consent.anchor, case.clone()));
        if lifetime == AccessLifetime::Shared {
            self.sharing.insert(case.clone());
        }
    }

    pub(crate) fn remove(&mut self, consent: &Consent, case: &CaseId) {
        let groups = self.groups(consent.terms.lifetime);
        if let Some(group) = groups.get_mut(&consent.terms.days) {
            group.remove(&(consent.anchor, case.clone()));
        }
        groups.retain(|_, group| !group.is_empty());
        self.sharing.remove(case);
    }
}

impl Tenant {
    /// When a consent in force lapses: after its own days, or later by another one that was given after it and prolongs
    /// it, after that one's days. So none outlives what some document says of it.
    pub(crate) fn deadline_of(&self, consent: &Consent) -> Moment {
        let own = consent.anchor.plus(self.span(consent.terms.days));
        if consent.terms.lifetime == AccessLifetime::PerCase {
            return own;
        }
        let later = self.sharing_groups().filter_map(|(span, group)| {
            let (anchor, _) = group.last().filter(|(anchor, _)| *anchor > consent.anchor)?;
            Some(anchor.plus(span))
        });
        later.fold(own, Moment::max)
    }

    /// What was agreed to, or less where the settings are stricter now.
    fn span(&self, days: u8) -> Span {
        Span::from_days(u32::from(days.min(self.settings.access_days)))
    }

    fn is_shared(&self) -> bool {
        self.settings.access_lifetime == AccessLifetime::Shared
    }

    /// The groups of consents that prolong each other: none where the settings let each lapse alone.
    fn sharing_groups(&self) -> impl Iterator<Item = (Span, &Group)> {
        let groups = self.is_shared().then_some(&self.anchors.shared);
        groups.into_iter().flatten().map(|(days, group)| (self.span(*days), group))
    }

    /// The groups of consents that lapse each after its own anchor.
    fn lone_groups(&self) -> impl Iterator<Item = (Span, &Group)> {
        let shared = (!self.is_shared()).then_some(&self.anchors.shared);
        let groups = self.anchors.per_case.iter().chain(shared.into_iter().flatten());
        groups.map(|(days, group)| (self.span(*days), group))
    }

    /// The latest deadline among the tenant's consents in force at `now`, whatever the lock.
    pub fn access_until(&self, now: Moment) -> Option<Moment> {
        let groups = self.lone_groups().chain(self.sharing_groups());
        latest(groups).filter(|deadline| now < *deadline)
    }

    /// The next lapse up to `now`; of several at one instant the first in byte order of the case.
    pub(crate) fn next_lapse(&self, now: Moment) -> Option<Due> {
        let lone = self.lone_groups().filter_map(|(span, group)| Some(group.first()?.0.plus(span)));
        // Whoever was given later prolongs those before: the latest lapses first, or all do together.
        let anchors = self.sharing_groups().filter_map(|(span, group)| Some((group.last()?.0, span)));
        let shared =
            anchors.max_by_key(|(anchor, span)| (*anchor, Reverse(*span))).map(|(at, span)| at.plus(span));
        let at = self.effective(lone.chain(shared).min()?);
        if at > now {
            return None;
        }
        let case = self.lone_at(at).chain(self.sharing_at(at)).min()?.clone();
        Some(Due { at, event: Event::ConsentLapsed { case } })
    }

    /// Nothing takes effect before the last event.
    fn effective(&self, deadline: Moment) -> Moment {
        deadline.max(self.last_at)
    }

    /// The cases whose consents lapse alone at `at`, the earliest deadline.
    fn lone_at(&self, at: Moment) -> impl Iterator<Item = &CaseId> {
        self.lone_groups().flat_map(move |(span, group)| {
            let lapsing = group.iter().take_while(move |(anchor, _)| self.effective(anchor.plus(span)) == at);
            lapsing.map(|(_, case)| case)
        })
    }

    /// The cases that share a deadline and lapse at `at`, the earliest one; only the first of them if all do.
    fn sharing_at(&self, at: Moment) -> impl Iterator<Item = &CaseId> {
        let last = latest(self.sharing_groups()).map(|deadline| self.effective(deadline));
        let all = last == Some(at);
        let first = self.anchors.sharing.first().filter(|_| all);
        let some = self.sharing_groups().filter(move |_| !all).flat_map(move |(_, group)| {
            let lapses = move |case: &CaseId| {
                let consent = self.case(case).and_then(|case| case.consent.in_force());
                consent.is_some_and(|consent| self.effective(self.deadline_of(consent)) == at)
            };
            group.iter().rev().map(|(_, case)| case).take_while(move |case| lapses(case))
        });
        first.into_iter().chain(some)
    }

    /// The cases whose consent, in force at `now`, a consent given now would prolong while the lifetime is shared.
    pub fn sharing(&self, now: Moment) -> impl Iterator<Item = &CaseId> {
        self.anchors.sharing.iter().filter(move |case| self.case_deadline(case, now).is_some())
    }

    /// The consents of other cases that prolong this case's, each given before the deadline reached by those in front of
    /// it.
    pub fn prolonging(&self, case: &CaseId) -> Vec<&Consent> {
        let mut found = Vec::new();
        let Some(own) = self.case(case).and_then(|case| case.consent.in_force()) else { return found };
        if own.terms.lifetime == AccessLifetime::PerCase {
            return found;
        }
        let mut deadline = own.anchor.plus(self.span(own.terms.days));
        loop {
            let next = self.sharing_groups().filter_map(|(span, group)| {
                let (anchor, case) = group.iter().rev().find(|(anchor, _)| *anchor < deadline)?;
                (*anchor > own.anchor).then(|| (anchor.plus(span), case))
            });
            let Some((later, case)) = next.max().filter(|(later, _)| *later > deadline) else { return found };
            found.extend(self.case(case).and_then(|case| case.consent.in_force()));
            deadline = later;
        }
    }
}

/// The latest deadline of these groups.
fn latest<'a>(groups: impl Iterator<Item = (Span, &'a Group)>) -> Option<Moment> {
    groups.filter_map(|(span, group)| Some(group.last()?.0.plus(span))).max()
}
