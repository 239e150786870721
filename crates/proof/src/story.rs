//! A report in plain words.

use crate::figures::{Access, Consents, Evidence, Figures, Reads, Runs, Signed};
use crate::report::{CaseStory, Report, RunnerLogReport, SinceReport, Verdict, WitnessReport};
use std::fmt::{self, Display, Formatter};

/// Faults that are told, and cases; the others are counted.
const TOLD_MAX: usize = 100;

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let tenant = self.tenant.as_deref().unwrap_or("an unknown organisation");
        match self.verdict {
            Verdict::Sound => writeln!(f, "The log of {tenant} is sound: nothing is wrong with it.\n")?,
            Verdict::Unsound => {
                let found = Count(self.faults_found(), "fault", "faults");
                writeln!(f, "The log of {tenant} is NOT sound: {found}.\n")?;
            }
        }
        self.log(f)?;
        self.key(f)?;
        figures(&self.figures, f)?;
        self.cases(f)?;
        if let Some(compared) = &self.runner_log {
            runner_log(compared, f)?;
        }
        if let Some(compared) = &self.since {
            since(compared, f)?;
        }
        self.witnesses.iter().try_for_each(|seen| witness(seen, f))?;
        self.faults(f)?;
        f.write_str("\nNot proven by any log: that a server able to open evidence recorded every read.\n")
    }
}

impl Report {
    fn faults_found(&self) -> u64 {
        let beside = self.runner_log.as_ref().map_or(0, |compared| compared.faults.len());
        let named = u64::try_from(self.faults.len().saturating_add(beside)).unwrap_or(u64::MAX);
        named.saturating_add(self.faults_left_out)
    }

    fn log(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let events = Count(self.events, "event", "events");
        write!(f, "Log:       {}, {events}", self.origin.as_deref().unwrap_or("without a name"))?;
        if let (Some(from), Some(until)) = (self.from, self.until) {
            write!(f, " from {from} to {until}")?;
        }
        let checkpoints = Count(self.checkpoints, "checkpoint", "checkpoints");
        write!(f, ", {checkpoints} signed")?;
        match &self.sealed_at {
            Some(at) => writeln!(f, ", the last at {at}"),
            None => writeln!(f),
        }
    }

    fn key(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (&self.believed_key, self.key_was_given) {
            (Some(key), true) => writeln!(f, "Key:       {key}, which you gave"),
            (Some(key), false) => {
                writeln!(f, "Key:       {key}, which is the file's own word")?;
                writeln!(
                    f,
                    "           So the file agrees with itself; who made it is not proven. Give the key that you kept."
                )
            }
            (None, _) => writeln!(f, "Key:       none"),
        }
    }

    /// The cases that were opened last, each in its own line.
    fn cases(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let untold = self.cases.len().saturating_sub(TOLD_MAX);
        for story in self.cases.iter().skip(untold) {
            case(story, f)?;
        }
        match self.cases_left_out.saturating_add(u64::try_from(untold).unwrap_or(u64::MAX)) {
            0 => Ok(()),
            earlier => writeln!(f, "           and {} before these", Count(earlier, "case", "cases")),
        }
    }

    fn faults(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.faults.is_empty() {
            return Ok(());
        }
        f.write_str("\nFaults:\n")?;
        for fault in self.faults.iter().take(TOLD_MAX) {
            match fault.sequence {
                _ if fault.line == 0 => writeln!(f, "- {}", fault.what)?,
                Some(event) => writeln!(f, "- line {} (event {event}): {}", fault.line, fault.what)?,
                None => writeln!(f, "- line {}: {}", fault.line, fault.what)?,
            }
        }
        let untold = u64::try_from(self.faults.len().saturating_sub(TOLD_MAX)).unwrap_or(u64::MAX);
        match self.faults_left_out.saturating_add(untold) {
            0 => Ok(()),
            more => writeln!(f, "- and {more} more"),
        }
    }
}

fn figures(figures: &Figures, f: &mut Formatter<'_>) -> fmt::Result {
    let Figures { cases, consents, access, runs, reads, evidence, parts } = figures;
    writeln!(f, "Cases:     {} opened, {} open at the end", cases.opened, cases.open)?;
    consents_given(consents, f)?;
    access_requests(consents, f)?;
    whole_access(access, f)?;
    runs_made(runs, f)?;
    reads_made(reads, f)?;
    evidence_kept(evidence, f)?;
    writeln!(
        f,
        "Personal:  {} there as recorded, {} erased on record",
        Count(parts.present, "part", "parts"),
        parts.erased
    )
}

fn consents_given(consents: &Consents, f: &mut Formatter<'_>) -> fmt::Result {
    let Consents { given, signed, attested, lapsed, withdrawn, .. } = consents;
    write!(
        f,
        "Consents:  {given} given: {signed} signed by the customer's keys, {attested} on the server's word"
    )?;
    match given.saturating_sub(*signed).saturating_sub(*attested) {
        0 => {}
        unproven => write!(f, ", {unproven} WITHOUT A PROOF THAT HOLDS")?,
    }
    writeln!(f, "; {withdrawn} withdrawn, {lapsed} lapsed")?;
    for (key, Signed { consents, approvals, passkey, given }) in &consents.by_key {
        let (consents, approvals) =
            (Count(*consents, "consent", "consents"), Count(*approvals, "approval", "approvals"));
        let word = if *given { ", which you gave" } else { "" };
        let kind = if *passkey { ", a passkey" } else { "" };
        writeln!(f, "           {key}{kind}{word}: signed {consents}, {approvals}")?;
    }
    Ok(())
}

fn access_requests(consents: &Consents, f: &mut Formatter<'_>) -> fmt::Result {
    let Consents { requests, approved, approvals_signed, .. } = consents;
    let asked = Count(*requests, "access request", "access requests");
    writeln!(
        f,
        "Requests:  {asked}, {approved} approved, {approvals_signed} of these signed by the customer's keys"
    )
}

fn whole_access(access: &Access, f: &mut Formatter<'_>) -> fmt::Result {
    let locks = Count(access.locks, "time", "times");
    let partner = Count(access.partner_added, "time", "times");
    writeln!(
        f,
        "Access:    locked {locks}; the vendor's support organisation was added as a partner {partner}"
    )
}

fn runs_made(runs: &Runs, f: &mut Formatter<'_>) -> fmt::Result {
    let Runs { asked, covered, denied, uncovered, shipped, stopped, under_way } = runs;
    let asked = Count(*asked, "run", "runs");
    write!(
        f,
        "Runs:      {asked}, {covered} covered, {denied} denied and not run; {shipped} shipped evidence, "
    )?;
    write!(f, "{stopped} stopped, {under_way} under way")?;
    match uncovered {
        0 => writeln!(f),
        steps => writeln!(f, "; NOT COVERED: {}", Count(*steps, "step of a run", "steps of runs")),
    }
}

fn reads_made(reads: &Reads, f: &mut Formatter<'_>) -> fmt::Result {
    let Reads { by_vendor, by_customer, uncovered, masked } = reads;
    let by_vendor = Count(*by_vendor, "read", "reads");
    write!(f, "Reads:     {by_vendor} by the vendor, ")?;
    match uncovered {
        0 => write!(f, "all covered")?,
        reads => write!(f, "{reads} of them NOT COVERED")?,
    }
    writeln!(f, ", {masked} with something masked; {by_customer} by the customer's own people")
}

fn evidence_kept(evidence: &Evidence, f: &mut Formatter<'_>) -> fmt::Result {
    let Evidence { stored, deleted, deleted_late, kept } = evidence;
    write!(
        f,
        "Evidence:  {} stored, {deleted} deleted, {kept} not due yet",
        Count(*stored, "collection", "collections")
    )?;
    match deleted_late {
        0 => writeln!(f),
        late => writeln!(f, "; {late} deleted more than an hour late"),
    }
}

/// Who let the vendor look at what in a case, and whether they did.
fn case(story: &CaseStory, f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "Case `{}`, opened {}, ", story.case, story.opened_at)?;
    match story.closed_at {
        Some(closed_at) => write!(f, "closed {closed_at}: ")?,
        None => write!(f, "open at the end: ")?,
    }
    let consents = Count(story.consents, "consent", "consents");
    let approvals = Count(story.approvals, "approval", "approvals");
    write!(f, "{consents}, {} signed, {approvals}; ", story.signed)?;
    write!(f, "{}, {} denied; ", Count(story.runs, "run", "runs"), story.denied)?;
    write!(f, "{} by the vendor", Count(story.reads, "read", "reads"))?;
    if !story.shown.is_empty() {
        write!(f, ", shown {}", story.shown)?;
    }
    write!(f, "; {} stored, {} deleted", Count(story.stored, "collection", "collections"), story.deleted)?;
    match (story.uncovered, story.faults) {
        (0, 0) => writeln!(f),
        (0, faults) => writeln!(f, "; {}", Count(faults, "FAULT", "FAULTS")),
        (uncovered, faults) => {
            writeln!(f, "; {}, {uncovered} NOT COVERED", Count(faults, "FAULT", "FAULTS"))
        }
    }
}

fn since(compared: &SinceReport, f: &mut Formatter<'_>) -> fmt::Result {
    let events = Count(compared.events, "event", "events");
    match (compared.agrees, compared.parted_at) {
        (true, _) => writeln!(f, "Earlier:   the log extends the earlier one of {events}"),
        (false, Some(event)) => {
            writeln!(
                f,
                "Earlier:   the log does NOT extend the earlier one of {events}: they part at event {event}"
            )
        }
        (false, None) => writeln!(f, "Earlier:   the earlier log of {events} proves NOTHING by itself"),
    }
}

fn witness(seen: &WitnessReport, f: &mut Formatter<'_>) -> fmt::Result {
    let checkpoints = Count(seen.checkpoints, "checkpoint", "checkpoints");
    write!(f, "Witness:   {} cosigned {checkpoints}", seen.key)?;
    match seen.size {
        Some(size) => writeln!(f, ", the last of {}", Count(size, "event", "events")),
        None => writeln!(f),
    }
}

fn runner_log(compared: &RunnerLogReport, f: &mut Formatter<'_>) -> fmt::Result {
    let RunnerLogReport { runners, records, stored, stopped, open, faults } = compared;
    let names: Vec<_> = runners.iter().map(ToString::to_string).collect();
    let whose = if names.is_empty() { "of no runner".to_owned() } else { format!("of {}", names.join(", ")) };
    let records = Count(*records, "run", "runs");
    write!(f, "Runner:    its own log, {whose}, has {records}: {stored} stored in this log too, ")?;
    writeln!(f, "{stopped} stopped and destroyed by the server's word, {open} not ended when this log does")?;
    for fault in faults.iter().take(TOLD_MAX) {
        match fault.line {
            Some(line) => writeln!(f, "- line {line} of the runner's log: {}", fault.what)?,
            None => writeln!(f, "- the runner's log: {}", fault.what)?,
        }
    }
    match faults.len().saturating_sub(TOLD_MAX) {
        0 => Ok(()),
        more => writeln!(f, "- and {more} more of the runner's log"),
    }
}

/// A number with its noun.
struct Count(u64, &'static str, &'static str);

impl Display for Count {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(count, one, many) = self;
        write!(f, "{count} {}", if *count == 1 { one } else { many })
    }
}
