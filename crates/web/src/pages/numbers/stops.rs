//! How long stops took, drawn: a point for each.

use domain::Moment;
use operations::{DAYS, Stop};

/// Of how many stops, the latest, points are drawn.
const POINTS: usize = 500;
/// How wide and how high the picture is, in its own units.
const WIDTH: i64 = 1_000;
const HEIGHT: u64 = 120;
/// How far points stay from its edges.
const EDGE: i64 = 6;
const EDGE_HIGH: u64 = 6;
/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// The stops of the last days.
pub(in crate::pages) struct Stops {
    /// How many there were.
    pub(in crate::pages) count: usize,
    /// The middle one, in milliseconds.
    pub(in crate::pages) median: u64,
    /// The longest, in milliseconds.
    pub(in crate::pages) longest: u64,
    pub(in crate::pages) points: Vec<Point>,
}

/// A stop in the picture.
pub(in crate::pages) struct Point {
    pub(in crate::pages) x: i64,
    pub(in crate::pages) y: u64,
    /// How long it took, for those who cannot see the picture.
    pub(in crate::pages) millis: u64,
}

impl Stops {
    /// Draws stops, given the oldest first. The longest is at the top, now at the right.
    pub(in crate::pages) fn of(stops: &[Stop], now: Moment) -> Self {
        let mut sorted: Vec<_> = stops.iter().map(|stop| stop.millis).collect();
        sorted.sort_unstable();
        let longest = sorted.last().copied().unwrap_or_default();
        let points = stops.iter().skip(stops.len().saturating_sub(POINTS));
        let point = |stop: &Stop| Point {
            x: across(now.since(stop.at).micros()),
            y: down(stop.millis, longest),
            millis: stop.millis,
        };
        Self {
            count: stops.len(),
            median: sorted.get(sorted.len() / 2).copied().unwrap_or_default(),
            longest,
            points: points.map(point).collect(),
        }
    }
}

fn across(ago: i64) -> i64 {
    let whole = i64::from(DAYS) * DAY;
    let left = WIDTH - 2 * EDGE;
    // In thousandths of a second, so that the product fits.
    EDGE + left - (ago.clamp(0, whole) / 1_000) * left / (whole / 1_000)
}

const fn down(millis: u64, longest: u64) -> u64 {
    let high = HEIGHT - 2 * EDGE_HIGH;
    let up = match millis.saturating_mul(high).checked_div(longest) {
        Some(up) => up,
        None => 0,
    };
    HEIGHT - EDGE_HIGH - up
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Span;

    #[test]
    fn the_longest_is_at_the_top_and_the_latest_at_the_right() {
        let now = Moment::from_unix_seconds(1_800_000_000).unwrap();
        let stop = |days, millis| Stop { at: now.minus(Span::from_days(days)), runs: 1, millis };
        let drawn = Stops::of(&[stop(30, 40), stop(15, 0), stop(0, 20)], now);
        assert_eq!((drawn.count, drawn.median, drawn.longest), (3, 20, 40));
        let points: Vec<_> = drawn.points.iter().map(|point| (point.x, point.y)).collect();
        assert_eq!(points, [(6, 6), (500, 114), (994, 60)]);
    }

    #[test]
    fn stops_that_took_no_time_and_none_at_all_are_drawn_too() {
        let now = Moment::from_unix_seconds(1_800_000_000).unwrap();
        assert_eq!(Stops::of(&[], now).count, 0);
        let drawn = Stops::of(&[Stop { at: now, runs: 1, millis: 0 }], now);
        assert_eq!((drawn.longest, drawn.points[0].y), (0, 114));
    }
}
