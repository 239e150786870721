//! Figures as facts: rounded, so that they read well and compare.

use serde_json::Value;
use std::time::Duration;

/// `part` of `whole` in percent, to one decimal; 0 of nothing.
#[expect(clippy::cast_precision_loss, reason = "a percentage needs no more than 53 bits")]
pub(crate) fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { tenths(part as f64 * 100.0 / whole as f64) }
}

/// `value` to one decimal.
pub(crate) fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Whole milliseconds.
pub(crate) fn millis(duration: Duration) -> Value {
    Value::from(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
}
