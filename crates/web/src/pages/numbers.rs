//! The operator's numbers: whether the desk keeps its promises, without anything of any customer's content.

mod stops;

use super::frame::Frame;
use super::render;
use super::session::Visitor;
use super::turned::Turned;
use crate::app::App;
use crate::presence::{Health, Seen};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use operations::{AllNumbers, CountedRunner, CountedTenant, Day, Keys, Numbers};
use stops::Stops;

/// How wide a picture is, in its own units.
const WIDTH: usize = 1_000;

#[derive(Template)]
#[template(path = "numbers.html")]
struct NumbersPage {
    page: Frame,
    rows: Vec<Row>,
    total: Numbers,
    diagnostics: usize,
    plots: Vec<Plot>,
    stops: Stops,
    runners: Vec<Runner>,
    keys: Keys,
}

/// A runner, and how it was seen last.
struct Runner {
    counted: CountedRunner,
    health: Health,
    seen: Option<Seen>,
}

impl Runner {
    /// The key of the message that says how it is.
    const fn health(&self) -> &'static str {
        match self.health {
            Health::Invited => "runner-invited",
            Health::Connected => "runner-connected",
            Health::Away => "runner-away",
            Health::Unseen => "runner-unseen",
        }
    }

    fn is_bad(&self) -> bool {
        matches!(self.health, Health::Away | Health::Unseen)
    }
}

/// What happened on each of the last days, drawn.
struct Plot {
    /// The key of its message.
    name: &'static str,
    total: u64,
    most: u64,
    columns: Vec<Column>,
}

/// A day of a plot.
struct Column {
    x: usize,
    y: u64,
    height: u64,
    /// How many, for those who cannot see the picture.
    count: u64,
}

/// What a plot counts of a day.
type Count = fn(&Day) -> u64;

/// The plots.
const PLOTS: [(&str, Count); 11] = [
    ("plot-opened", |day| day.opened),
    ("plot-given", |day| day.given),
    ("plot-unanswered", |day| day.unanswered),
    ("plot-withdrawn", |day| day.withdrawn),
    ("plot-lapsed", |day| day.lapsed),
    ("plot-refused", |day| day.refused),
    ("plot-runs", |day| day.runs),
    ("plot-denied", |day| day.denied),
    ("plot-found", |day| day.found),
    ("plot-destroyed", |day| day.destroyed),
    ("plot-late", |day| day.late),
];

/// How high a plot is, in its own units.
const HEIGHT: u64 = 48;
/// How wide a day is, and the gap behind it.
const DAY_WIDTH: usize = 10;

fn plot(name: &'static str, days: &[Day], count: Count) -> Plot {
    let most = days.iter().map(count).max().unwrap_or_default();
    let columns = days.iter().map(count).enumerate().map(|(day, count)| {
        // Few among many are seen too.
        let height = (count * HEIGHT).div_ceil(most.max(1));
        Column { x: day * DAY_WIDTH, y: HEIGHT - height, height, count }
    });
    Plot { name, total: days.iter().map(count).sum(), most, columns: columns.collect() }
}

/// A customer, with its cases by what became of their consents.
struct Row {
    counted: CountedTenant,
    connected: usize,
    bars: Vec<Bar>,
}

/// A stretch of a picture.
struct Bar {
    class: &'static str,
    x: usize,
    width: usize,
}

/// `GET /numbers`
pub(super) async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Turned> {
    let (desk, caller) = (&app.desk, &visitor.caller);
    let AllNumbers { tenants, total, days, stops, runners, keys } =
        operations::show_numbers(desk, caller).await?;
    let most = tenants.iter().map(|one| one.numbers.cases).max().unwrap_or_default().max(1);
    let row = |counted: CountedTenant| Row {
        connected: app.presence.of(&counted.tenant),
        bars: bars(&counted.numbers, most),
        counted,
    };
    let rows = tenants.into_iter().map(row).collect();
    let diagnostics = desk.diagnostics().iter().count();
    let plots = PLOTS.into_iter().map(|(name, count)| plot(name, &days, count)).collect();
    let runner = |counted: CountedRunner| {
        let seen = app.presence.seen(&counted.tenant, &counted.runner, counted.seen.as_ref());
        Runner { health: Health::of(counted.key.is_some(), seen.as_ref()), counted, seen }
    };
    let runners = runners.into_iter().map(runner).collect();
    let stops = Stops::of(&stops, visitor.frame.now);
    Ok(render(&NumbersPage { page: visitor.frame, rows, total, diagnostics, plots, stops, runners, keys }))
}

fn bars(numbers: &Numbers, most: usize) -> Vec<Bar> {
    let counts = [
        ("consent", numbers.in_force),
        ("withdrawn", numbers.withdrawn),
        ("lapsed", numbers.lapsed),
        ("case", numbers.never),
    ];
    let mut x = 0;
    let bar = |(class, count): (&'static str, usize)| {
        let bar = Bar { class, x, width: count * WIDTH / most };
        x += bar.width;
        bar
    };
    counts.into_iter().map(bar).filter(|bar| bar.width > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plot_is_as_high_as_its_highest_day_and_shows_the_least() {
        let days = [0, 1, 100].map(|runs| Day { runs, ..Day::default() });
        let plot = plot("plot-runs", &days, |day| day.runs);
        let drawn: Vec<_> = plot.columns.iter().map(|one| (one.x, one.y, one.height)).collect();
        assert_eq!(drawn, [(0, 48, 0), (10, 47, 1), (20, 0, 48)]);
        assert_eq!((plot.total, plot.most), (101, 100));
    }

    #[test]
    fn bars_follow_each_other_and_show_what_there_is() {
        let numbers = Numbers { in_force: 1, lapsed: 2, never: 1, ..Numbers::default() };
        let bars = bars(&numbers, 8);
        let drawn: Vec<_> = bars.iter().map(|bar| (bar.class, bar.x, bar.width)).collect();
        assert_eq!(drawn, [("consent", 0, 125), ("lapsed", 125, 250), ("case", 375, 125)]);
    }
}
