//! The events of a log, one after the other, held against each other and against the rules.

mod about;
mod authority;
mod comparing;
mod consents;
mod counting;
mod decided;
mod hours;
mod orders;
mod parts;
mod runs;
mod shelf;
mod standing;
mod stories;
mod times;

use crate::batch::PreparedEvent;
use crate::breach::Breach;
use crate::code;
use crate::figures::Figures;
use crate::report::{CaseStory, Fault, Findings, RunnerLogReport};
use crate::verify::Options;
use comparing::Comparing;
use consents::{Chains, Trusted};
use domain::{CaseId, Moment, Record, Tenant, Unlawful};
use hours::Hours;
use ledger::Header;
use orders::Orders;
use parts::{Meeting, PartsCheck};
use runs::Claims;
use shelf::{Kept, Shelf};
use stories::Stories;
use times::Times;

/// A log under replay.
#[derive(Default)]
pub(crate) struct Replay {
    tenant: Tenant,
    /// Whose log it is: the header's word, or else the first event's.
    id: Option<String>,
    parts: PartsCheck,
    chains: Chains,
    claims: Claims,
    hours: Hours,
    orders: Orders,
    trusted: Trusted,
    comparing: Comparing,
    times: Times,
    stories: Stories,
    shelf: Shelf,
    figures: Figures,
    findings: Findings,
    last_sequence: Option<u64>,
}

/// What a replay comes to.
pub(crate) struct Outcome {
    pub(crate) figures: Figures,
    pub(crate) cases: Vec<CaseStory>,
    pub(crate) cases_left_out: u64,
    pub(crate) findings: Findings,
    pub(crate) from: Option<Moment>,
    pub(crate) until: Option<Moment>,
    pub(crate) runner_log: Option<RunnerLogReport>,
}

impl Replay {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            trusted: Trusted(options.consent_keys.clone()),
            comparing: Comparing::with(options.runner_log.clone()),
            ..Self::default()
        }
    }

    /// Takes whose log it is from the header.
    pub(crate) fn header(&mut self, header: &Header) {
        self.id.get_or_insert_with(|| header.tenant.clone());
    }

    /// The number of the last event.
    pub(crate) const fn last_sequence(&self) -> Option<u64> {
        self.last_sequence
    }

    /// Judges an event against those before it, and applies it.
    pub(crate) fn event(&mut self, entry: &PreparedEvent<'_>) {
        self.last_sequence = Some(entry.sequence);
        let Some(record) = entry.record else {
            return self.fault(entry.line, Some(entry.sequence), &Breach::NoRecord);
        };
        let mut breaches = Breaches::default();
        let case = about::case(&self.tenant, &record.event);
        if let Some(case) = &case {
            self.bring_back(case);
        }
        self.check_form(entry, record, case.as_ref(), &mut breaches);
        self.check_meaning(entry, record, &mut breaches);
        counting::count(&mut self.figures, record, &breaches.0);
        self.stories.follow(record, case.as_ref(), &breaches);
        if let Some(case) = &case {
            // The chain of consents keeps its digest, which is all that the next one is held against.
            self.tenant.forget_ended_document(case);
            self.set_aside(case);
        }
        for breach in breaches.0 {
            let what = format!("{}: {breach}", about::name(record, case.as_ref()));
            let (line, sequence, code) = (entry.line, Some(entry.sequence), code::of_event(&breach));
            self.findings.push(Fault { line, sequence, code, what });
        }
    }

    /// Takes a case off the shelf that an event is about.
    fn bring_back(&mut self, id: &CaseId) {
        if self.tenant.case(id).is_some() {
            return;
        }
        if let Some(kept) = self.shelf.take(id) {
            self.restore(id, kept);
        }
    }

    /// Puts a closed case on the shelf once nothing but an event about it can ask for it.
    fn set_aside(&mut self, id: &CaseId) {
        let Some(closed_at) = self.parts.closed.get(id).copied() else { return };
        let Some(case) = self.tenant.set_aside(id) else { return };
        let latest = self.chains.0.remove(id);
        self.parts.closed.remove(id);
        if let Some(kept) = self.shelf.put(id, Kept { case, latest, closed_at }) {
            self.restore(id, kept);
        }
    }

    fn restore(&mut self, id: &CaseId, Kept { case, latest, closed_at }: Kept) {
        self.tenant.bring_back(id.clone(), case);
        self.parts.closed.insert(id.clone(), closed_at);
        if let Some(latest) = latest {
            self.chains.0.insert(id.clone(), latest);
        }
    }

    fn fault(&mut self, line: u64, sequence: Option<u64>, breach: &Breach) {
        let code = code::of_event(breach);
        self.findings.push(Fault { line, sequence, code, what: breach.to_string() });
    }

    /// What can be said of the record alone: its place, its owner, and that there is one way to write it.
    fn check_form(
        &mut self,
        entry: &PreparedEvent<'_>,
        record: &Record,
        case: Option<&CaseId>,
        breaches: &mut Breaches,
    ) {
        if record.sequence != entry.sequence {
            breaches.push(Breach::OtherSequence { said: record.sequence });
        }
        let id = self.id.get_or_insert_with(|| record.tenant.as_str().to_owned());
        if record.tenant.as_str() != id {
            breaches.push(Breach::OtherTenant { said: record.tenant.to_string() });
        }
        if !entry.is_one_form {
            breaches.push(Breach::OtherForm);
        }
        self.parts.check(
            &Meeting { entry, record, case, tenant: &self.tenant, shelf: &self.shelf },
            &mut self.figures.parts,
            breaches,
        );
    }

    /// What can be said of the event in the state that it meets; then the next state.
    fn check_meaning(&mut self, entry: &PreparedEvent<'_>, record: &Record, breaches: &mut Breaches) {
        let tenant = &self.tenant;
        breaches.take(self.times.event(record));
        breaches.take(authority::check(tenant, record));
        breaches.take(self.orders.check(record));
        breaches.take(standing::check(tenant, record, &self.trusted));
        breaches.take(self.chains.check(tenant, entry, record, &self.trusted, &mut self.figures.consents));
        breaches.take(self.claims.check(tenant, entry, record, &self.chains));
        self.comparing.follow(tenant, record);
        for overdue in self.hours.take_overdue(record) {
            breaches.push(overdue);
        }
        self.hours.follow(tenant, record, entry.line, &mut self.figures.evidence);
        let verdict = self.tenant.replay(record);
        if matches!(verdict, Err(Unlawful::Unrecorded(_))) {
            // What fell due did so, recorded or not: what follows is judged by it.
            self.tenant.advance(record.at);
        }
        breaches.take(verdict.map_err(Breach::from));
    }

    /// Takes the time of a checkpoint.
    pub(crate) fn checkpoint(&mut self, line: u64, note: &str) {
        if let Err(breach) = self.times.checkpoint(note) {
            self.fault(line, self.last_sequence, &breach);
        }
    }

    /// Judges what the end of the log leaves open.
    pub(crate) fn finish(mut self) -> Outcome {
        let missing: Vec<_> = self.parts.missing().collect();
        for (line, sequence, breach) in missing {
            self.fault(line, Some(sequence), &breach);
        }
        let overdue: Vec<_> = self.hours.overdue_at_end(self.times.until()).collect();
        for (line, breach) in overdue {
            self.fault(line, self.last_sequence, &breach);
        }
        let tenant = &self.tenant;
        self.figures.cases.open = count(tenant.cases().values().filter(|case| case.open).count());
        self.figures.runs.under_way = count(tenant.runs().len());
        self.figures.evidence.kept = count(tenant.collections().len());
        let (from, until) = (self.times.from(), self.times.until());
        let runner_log = self.comparing.finish(tenant, self.id.as_deref(), until);
        let (cases, cases_left_out) = self.stories.finish();
        let (figures, findings) = (self.figures, self.findings);
        Outcome { figures, cases, cases_left_out, findings, from, until, runner_log }
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// What is wrong with one event.
#[derive(Default)]
pub(crate) struct Breaches(Vec<Breach>);

impl Breaches {
    fn push(&mut self, breach: Breach) {
        self.0.push(breach);
    }

    fn take(&mut self, verdict: Result<(), Breach>) {
        self.0.extend(verdict.err());
    }
}
