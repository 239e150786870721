//! What has happened up to an instant, kept as plainly as the rules say it.

use super::{CATEGORIES, DAY, HOUR, Op, Probe, Set, Settings};
use serde_json::{Value, json};

#[derive(Default)]
pub(super) struct History {
    pub(super) settings: Settings,
    leads: bool,
    locked: bool,
    cases: Vec<Case>,
    requests: Vec<Request>,
    had_partner: bool,
    pub(super) log: Vec<Value>,
}

struct Case {
    id: String,
    subscriptions: Vec<String>,
    open: bool,
    /// Why no consent is in force.
    none: &'static str,
    consent: Option<Consent>,
}

#[derive(Clone)]
struct Consent {
    advanced: bool,
    categories: Set,
    anchor: i64,
    /// The settings when it was given, which its document states.
    terms: Settings,
    /// What was approved, and until when.
    approved: Vec<(Set, i64)>,
}

struct Request {
    id: String,
    case: String,
    categories: Set,
    duration: i64,
    asked: i64,
    awaits_lead: bool,
    answered: bool,
}

impl History {
    /// What the clock has made true at `now`: lapses (rules 2 to 5 and 11), then the partner (rule 9).
    pub(super) fn pass(&mut self, now: i64) {
        let mut lapsing: Vec<String> = Vec::new();
        for case in &self.cases {
            if let Some(consent) = &case.consent
                && now >= self.deadline(consent)
            {
                lapsing.push(case.id.clone());
            }
        }
        lapsing.sort();
        for id in lapsing {
            self.end(now, "lapsed", &id, "lapsed");
        }
        if self.partner() != self.had_partner {
            self.had_partner = self.partner();
            let word = if self.had_partner { "partner_added" } else { "partner_removed" };
            self.log.push(json!({ "t": now, "event": word }));
        }
    }

    fn deadline(&self, consent: &Consent) -> i64 {
        let days = |terms: &Settings| terms.access_days.min(self.settings.access_days);
        let shares =
            |terms: &Settings| terms.access_lifetime == "shared" && self.settings.access_lifetime == "shared";
        if !shares(&consent.terms) {
            return consent.anchor + days(&consent.terms) * DAY;
        }
        let sharing = self.cases.iter().filter_map(|case| case.consent.as_ref()).filter(|c| shares(&c.terms));
        let later = sharing.filter(|c| c.anchor > consent.anchor).map(|c| c.anchor + days(&c.terms) * DAY);
        later.chain([consent.anchor + days(&consent.terms) * DAY]).max().unwrap()
    }

    pub(super) fn partner(&self) -> bool {
        let advanced = |case: &Case| case.consent.as_ref().is_some_and(|consent| consent.advanced);
        !self.locked && self.cases.iter().any(advanced)
    }

    pub(super) fn until(&self) -> Option<i64> {
        self.cases.iter().filter_map(|case| case.consent.as_ref()).map(|c| self.deadline(c)).max()
    }

    fn find(&mut self, id: &str) -> Option<&mut Case> {
        self.cases.iter_mut().find(|case| case.id == id)
    }

    /// Ends a consent in force.
    fn end(&mut self, now: i64, word: &str, id: &str, none: &'static str) {
        let Some(case) = self.find(id) else { return };
        if case.consent.take().is_some() {
            case.none = none;
            self.log.push(json!({ "t": now, "event": word, "case": id }));
        }
    }

    pub(super) fn take(&mut self, now: i64, op: &Op) {
        match op {
            Op::Open { case, subscriptions, consent, categories } => {
                if self.find(case).is_some() || subscriptions.is_empty() {
                    return;
                }
                if consent.is_some() && self.withholds(categories) {
                    return;
                }
                let (id, subscriptions) = (case.clone(), subscriptions.clone());
                self.cases.push(Case { id, subscriptions, open: true, none: "no_consent", consent: None });
                if let Some(level) = consent {
                    self.consent(now, case, level, categories);
                }
            }
            Op::Consent { case, level, categories } => self.consent(now, case, level, categories),
            Op::Withdraw { case } => self.end(now, "withdrawn", case, "withdrawn"),
            Op::Close { case } => self.close(now, case),
            Op::Reopen { case } => {
                if let Some(case) = self.find(case) {
                    case.open = true;
                }
            }
            Op::RemovePartner => self.remove_partner(now),
            Op::Lock => self.locked = true,
            Op::Unlock => self.locked = false,
            Op::Settings(settings) => self.settings = settings.clone(),
            Op::Leads { needed } => self.leads = *needed,
            op => self.take_about_request(now, op),
        }
    }

    fn consent(&mut self, now: i64, id: &str, level: &str, categories: &Set) {
        if self.withholds(categories) {
            return;
        }
        let terms = self.settings.clone();
        let Some(case) = self.find(id).filter(|case| case.open) else { return };
        let approved = case.consent.take().map(|old| old.approved).unwrap_or_default();
        let mut categories = categories.clone();
        categories.insert("support_data".to_owned());
        let advanced = level == "advanced";
        case.consent = Some(Consent { advanced, categories, anchor: now, terms, approved });
    }

    fn close(&mut self, now: i64, id: &str) {
        if !self.find(id).is_some_and(|case| case.open) {
            return;
        }
        self.end(now, "closed", id, "no_consent");
        let Some(case) = self.find(id) else { return };
        (case.open, case.none) = (false, "no_consent");
        for request in self.requests.iter_mut().filter(|request| request.case == id) {
            request.answered = true;
        }
    }

    fn remove_partner(&mut self, now: i64) {
        let advanced = |case: &&Case| case.consent.as_ref().is_some_and(|consent| consent.advanced);
        let mut ids: Vec<String> = self.cases.iter().filter(advanced).map(|case| case.id.clone()).collect();
        ids.sort();
        for id in ids {
            self.end(now, "withdrawn", &id, "withdrawn");
        }
    }

    /// Rule 8.
    fn take_about_request(&mut self, now: i64, op: &Op) {
        if let Op::Request { id, case, categories, duration } = op {
            let is_open = self.find(case).is_some_and(|case| case.open);
            if is_open && !self.withholds(categories) && self.requests.iter().all(|request| request.id != *id)
            {
                self.requests.push(Request {
                    id: id.clone(),
                    case: case.clone(),
                    categories: categories.clone(),
                    duration: *duration,
                    asked: now,
                    awaits_lead: self.leads,
                    answered: false,
                });
            }
            return;
        }
        let (Op::Approve { id, .. } | Op::Deny { id } | Op::Endorse { id }) = op else { return };
        let waits = |request: &&mut Request| {
            request.id == *id && !request.answered && now < request.asked + 12 * HOUR
        };
        let Some(request) = self.requests.iter_mut().find(waits) else { return };
        match op {
            Op::Deny { .. } => request.answered = true,
            Op::Endorse { .. } => request.awaits_lead = false,
            Op::Approve { categories, .. } if !request.awaits_lead => {
                let mut approved = request.categories.clone();
                approved.retain(|one| categories.as_ref().is_none_or(|some| some.contains(one)));
                let case = self.cases.iter_mut().find(|case| case.id == request.case);
                let Some(consent) = case.and_then(|case| case.consent.as_mut()) else { return };
                let is_offered = approved.is_disjoint(&self.settings.never_offered);
                if !approved.is_empty() && is_offered {
                    consent.approved.push((approved, now + request.duration));
                    request.answered = true;
                }
            }
            _ => {}
        }
    }

    fn withholds(&self, categories: &Set) -> bool {
        !categories.is_disjoint(&self.settings.never_offered)
    }

    /// *A decision*: the first reason that holds, and what is missing.
    pub(super) fn denial(&self, probe: &Probe) -> Option<(&'static str, Vec<String>)> {
        let denied = |reason| Some((reason, Vec::new()));
        let Some(case) = self.cases.iter().find(|case| case.id == probe.case) else {
            return denied("unknown_case");
        };
        if !case.open {
            return denied("closed");
        }
        let Some(consent) = &case.consent else { return denied(case.none) };
        if self.locked {
            return denied("locked");
        }
        if !case.subscriptions.contains(&probe.subscription) {
            return denied("subscription_not_in_case");
        }
        if probe.level == "advanced" && !consent.advanced {
            return denied("advanced_consent_required");
        }
        let lasting = consent.approved.iter().filter(|(_, until)| probe.t < *until);
        let covered: Set = lasting.flat_map(|(set, _)| set).chain(&consent.categories).cloned().collect();
        let missing = CATEGORIES
            .into_iter()
            .filter(|name| probe.categories.contains(*name))
            .filter(|name| !covered.contains(*name) || self.settings.never_offered.contains(*name));
        let missing: Vec<String> = missing.map(str::to_owned).collect();
        if missing.is_empty() { None } else { Some(("category_not_granted", missing)) }
    }
}
