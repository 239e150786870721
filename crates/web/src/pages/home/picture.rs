//! The last 30 days as a picture: cases, the consents on them, and each look.

use crate::app::App;
use crate::pages::frame::Frame;
use crate::pages::session::Visitor;
use crate::pages::story::is_look;
use crate::pages::turned::Turned;
use domain::{CaseId, Event, Moment, Record, Span};
use operations::FollowedCase;
use std::collections::BTreeSet;

/// How far back it goes.
const DAYS: u32 = 30;
/// How many cases it shows.
const CASES: usize = 8;
/// How many events of a case it looks at, latest first.
const EVENTS_MAX: usize = 2_000;
/// The kinds of events that it shows.
const SHOWN: [&str; 6] =
    ["run_claimed", "evidence_read", "consent_given", "consent_withdrawn", "consent_lapsed", "case_closed"];
/// How many it reads at a time.
const READ: u32 = 500;
/// How wide a look is, in the picture's units.
const LOOK_WIDTH: u64 = 2;
/// How wide the picture is, in its own units.
const WIDTH: u64 = 1_000;

/// The picture.
pub(super) struct Picture {
    /// The first instant that is shown.
    pub(super) from: Moment,
    /// The last one: now.
    pub(super) to: Moment,
    /// The cases, newest first.
    pub(super) rows: Vec<Row>,
}

/// What is known of a case.
struct Seen {
    /// What happened, oldest first.
    records: Vec<Record>,
    /// Whether that is all that is to be shown.
    is_whole: bool,
}

/// A case in the picture.
pub(super) struct Row {
    /// The case.
    pub(super) case: CaseId,
    /// Its title.
    pub(super) title: String,
    /// The case itself.
    pub(super) open: Bar,
    /// When consent was in force.
    pub(super) consents: Vec<Bar>,
    /// Where somebody looked.
    pub(super) looks: BTreeSet<u64>,
    /// The same in words.
    pub(super) words: String,
}

/// A stretch of time in the picture's units.
pub(super) struct Bar {
    /// Where it begins.
    pub(super) x: u64,
    /// How wide it is; at least visible.
    pub(super) width: u64,
}

impl Picture {
    pub(super) async fn of(app: &App, visitor: &Visitor, cases: &[FollowedCase]) -> Result<Self, Turned> {
        let to = visitor.frame.now;
        let from = to.minus(Span::from_days(DAYS));
        let is_shown = |case: &&FollowedCase| case.row.closed_at.is_none_or(|closed| closed > from);
        let mut picture = Self { from, to, rows: Vec::new() };
        for case in cases.iter().filter(is_shown).take(CASES) {
            let seen = picture.see(app, visitor, &case.row.case).await?;
            picture.rows.push(picture.row(&visitor.frame, case, &seen));
        }
        Ok(picture)
    }

    /// What happened in a case since the first instant that is shown, as far as it is looked at.
    async fn see(&self, app: &App, visitor: &Visitor, case: &CaseId) -> Result<Seen, Turned> {
        let (mut records, mut before) = (Vec::new(), u64::MAX);
        loop {
            let (desk, caller) = (&app.desk, &visitor.caller);
            let read = operations::read_latest_of_kinds(desk, caller, case, &SHOWN, before, READ).await?;
            let known = records.len();
            let read = read.into_iter().map(|entry| entry.record);
            records.extend(read.take_while(|record| record.at >= self.from));
            let is_whole = records.len() - known < READ as usize;
            if is_whole || records.len() >= EVENTS_MAX {
                records.reverse();
                return Ok(Seen { records, is_whole });
            }
            before = records.last().map_or(0, |record: &Record| record.sequence);
        }
    }

    fn row(&self, page: &Frame, case: &FollowedCase, seen: &Seen) -> Row {
        let Seen { records, is_whole } = seen;
        let end = case.row.closed_at.unwrap_or(self.to);
        let looks: Vec<_> = records.iter().filter(|record| is_look(record)).collect();
        let is_in_force = case.until.is_some();
        let told = [
            ("looks", looks.len().into()),
            ("opened", page.moment(&case.row.opened_at).into()),
            ("least", if *is_whole { "no" } else { "yes" }.into()),
            ("consent", if case.until.is_some() { "yes" } else { "no" }.into()),
        ];
        Row {
            case: case.row.case.clone(),
            title: case.title.clone().unwrap_or_else(|| page.say("erased")),
            open: self.bar(case.row.opened_at, end),
            consents: self.consents(records, self.from.max(case.row.opened_at), end, is_in_force),
            words: page.tell("home-picture-row", &told),
            // Many looks stand where one does.
            looks: looks.iter().map(|look| self.x(look.at) / LOOK_WIDTH * LOOK_WIDTH).collect(),
        }
    }

    /// When consent was in force from `begin` on. What ends and did not begin meanwhile was in force before, and so was what
    /// is in force without anything said of it.
    fn consents(&self, records: &[Record], begin: Moment, end: Moment, is_in_force: bool) -> Vec<Bar> {
        let (mut bars, mut given, mut is_told) = (Vec::new(), None, false);
        for Record { at, event, .. } in records {
            match event {
                Event::ConsentGiven { .. } => given = given.or(Some(*at)),
                Event::ConsentWithdrawn { .. } | Event::ConsentLapsed { .. } => {
                    let from = given.take().or((!is_told).then_some(begin));
                    bars.extend(from.map(|from| self.bar(from, *at)));
                }
                Event::CaseClosed { .. } => bars.extend(given.take().map(|from| self.bar(from, *at))),
                _ => continue,
            }
            is_told = true;
        }
        let before = (is_in_force && !is_told).then_some(begin);
        bars.extend(given.or(before).map(|from| self.bar(from, end)));
        bars
    }

    fn bar(&self, from: Moment, to: Moment) -> Bar {
        let x = self.x(from);
        Bar { x, width: self.x(to).saturating_sub(x).max(3) }
    }

    /// Where an instant is in the picture.
    fn x(&self, at: Moment) -> u64 {
        let (past, whole) = (at.since(self.from).micros(), self.to.since(self.from).micros().max(1));
        let share = i128::from(past) * i128::from(WIDTH) / i128::from(whole);
        u64::try_from(share).unwrap_or(0).min(WIDTH)
    }
}
