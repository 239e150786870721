//! The last 30 days as a picture: cases, the consents on them, and each look.

use crate::app::App;
use crate::pages::frame::Frame;
use crate::pages::session::Visitor;
use crate::pages::story::is_look;
use crate::pages::turned::Turned;
use domain::{CaseId, Event, Moment, Record, Span};
use operations::FollowedCase;

/// How far back it goes.
const DAYS: u32 = 30;
/// How many cases it shows.
const CASES: usize = 8;
/// How many events of a case it reads.
const EVENTS: u32 = 1_000;
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
    pub(super) looks: Vec<u64>,
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
            let (desk, caller, id) = (&app.desk, &visitor.caller, &case.row.case);
            let entries = operations::read_case_events(desk, caller, id, 0, EVENTS).await?;
            let records: Vec<_> = entries.into_iter().map(|entry| entry.record).collect();
            picture.rows.push(picture.row(&visitor.frame, case, &records));
        }
        Ok(picture)
    }

    fn row(&self, page: &Frame, case: &FollowedCase, records: &[Record]) -> Row {
        let end = case.row.closed_at.unwrap_or(self.to);
        let looks: Vec<_> = records.iter().filter(|record| is_look(record)).collect();
        let told = [
            ("looks", looks.len().into()),
            ("opened", page.moment(&case.row.opened_at).into()),
            ("consent", if case.until.is_some() { "yes" } else { "no" }.into()),
        ];
        Row {
            case: case.row.case.clone(),
            title: case.title.clone().unwrap_or_else(|| page.say("erased")),
            open: self.bar(case.row.opened_at, end),
            consents: self.consents(records, end),
            words: page.tell("home-picture-row", &told),
            looks: looks.iter().filter(|look| look.at >= self.from).map(|look| self.x(look.at)).collect(),
        }
    }

    fn consents(&self, records: &[Record], end: Moment) -> Vec<Bar> {
        let (mut bars, mut given) = (Vec::new(), None);
        for Record { at, event, .. } in records {
            match event {
                Event::ConsentGiven { .. } => given = given.or(Some(*at)),
                Event::ConsentWithdrawn { .. } | Event::ConsentLapsed { .. } | Event::CaseClosed { .. } => {
                    bars.extend(given.take().map(|from| self.bar(from, *at)));
                }
                _ => {}
            }
        }
        bars.extend(given.map(|from| self.bar(from, end)));
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
