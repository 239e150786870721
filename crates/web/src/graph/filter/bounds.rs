//! What all entries have in common that fit: what stands there joined by `and` alone.

use super::date_time::Ticks;
use super::{Expression, Property, TextTest, TimeTest};
use domain::Moment;
use operations::AuditBounds;

/// Narrows the bounds by what an expression asks of every entry.
pub(super) fn narrow(bounds: &mut AuditBounds, expression: &Expression) {
    match expression {
        Expression::And(left, right) => {
            narrow(bounds, left);
            narrow(bounds, right);
        }
        Expression::Time(test, ticks) => narrow_time(bounds, *test, *ticks),
        Expression::Text(Property::Id, TextTest::Equals, id) => {
            bounds.place = bounds.place.or_else(|| id.parse().ok());
        }
        Expression::Text(Property::Correlation, TextTest::Equals, id) => {
            bounds.correlation = bounds.correlation.or_else(|| id.parse().ok());
        }
        Expression::AnyTarget(inner) => {
            if let Expression::Text(Property::TargetId, TextTest::Equals, id) = &**inner {
                let case =
                    id.to_lowercase().rsplit_once("/supporttickets/").map(|(_, name)| name.parse().ok());
                bounds.case = bounds.case.take().or_else(|| case.flatten());
            }
        }
        Expression::Or(..) | Expression::Not(_) | Expression::Text(..) => {}
    }
}

/// Instants of the log are whole microseconds: the bound is the one that is no narrower than what was asked for.
fn narrow_time(bounds: &mut AuditBounds, test: TimeTest, ticks: Ticks) {
    let at = |ticks: Ticks| Moment::from_unix_micros(ticks.div_euclid(10));
    if matches!(test, TimeTest::Equals | TimeTest::After | TimeTest::From)
        && let Some(since) = at(ticks)
    {
        bounds.since = Some(bounds.since.map_or(since, |known| known.max(since)));
    }
    if matches!(test, TimeTest::Equals | TimeTest::Before | TimeTest::UpTo)
        && let Some(until) = at(ticks)
    {
        bounds.until = Some(bounds.until.map_or(until, |known| known.min(until)));
    }
}
