//! The operator's numbers: whether the desk keeps its promises, without anything of any customer's content.

use super::frame::Frame;
use super::render;
use super::session::Visitor;
use super::turned::Turned;
use crate::app::App;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use operations::{CountedTenant, Numbers};

/// How wide a picture is, in its own units.
const WIDTH: usize = 1_000;

#[derive(Template)]
#[template(path = "numbers.html")]
struct NumbersPage {
    page: Frame,
    rows: Vec<Row>,
    total: Numbers,
    diagnostics: usize,
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
    let (counted, total) = operations::count_tenants(&app.desk, &visitor.caller).await?;
    let most = counted.iter().map(|one| one.numbers.cases).max().unwrap_or_default().max(1);
    let row = |counted: CountedTenant| Row {
        connected: app.presence.of(&counted.tenant),
        bars: bars(&counted.numbers, most),
        counted,
    };
    let rows = counted.into_iter().map(row).collect();
    let diagnostics = app.desk.diagnostics().iter().count();
    Ok(render(&NumbersPage { page: visitor.frame, rows, total, diagnostics }))
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
    fn bars_follow_each_other_and_show_what_there_is() {
        let numbers = Numbers { in_force: 1, lapsed: 2, never: 1, ..Numbers::default() };
        let bars = bars(&numbers, 8);
        let drawn: Vec<_> = bars.iter().map(|bar| (bar.class, bar.x, bar.width)).collect();
        assert_eq!(drawn, [("consent", 0, 125), ("lapsed", 125, 250), ("case", 375, 125)]);
    }
}
