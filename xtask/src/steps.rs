//! Announces, times and sums up the steps of a chore.

use anyhow::{Context, Result};
use std::fmt;
use std::time::{Duration, Instant};

/// The steps taken so far; dropping it prints the closing summary, also when a step failed.
#[derive(Default)]
pub(crate) struct Steps {
    finished: Vec<Finished>,
}

struct Finished {
    name: &'static str,
    took: Duration,
    passed: bool,
}

impl Steps {
    /// Does one step. An error says which step it was.
    pub(crate) fn take<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let number = self.finished.len() + 1;
        println!("\n=== {number}. {name}");
        let start = Instant::now();
        let outcome = work();
        let step = Finished { name, took: start.elapsed(), passed: outcome.is_ok() };
        println!("=== {number}. {step}");
        self.finished.push(step);
        outcome.with_context(|| format!("step {number}, {name}, failed"))
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        println!("\n=== summary");
        for (index, step) in self.finished.iter().enumerate() {
            println!("{:>2}. {step}", index + 1);
        }
        let total = self.finished.iter().map(|step| step.took).sum();
        println!("    {:<24} {}", "total", shown(total));
    }
}

impl fmt::Display for Finished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = if self.passed { "passed" } else { "FAILED" };
        write!(f, "{:<24} {} {outcome}", self.name, shown(self.took))
    }
}

/// Minutes and seconds, in a column of fixed width.
fn shown(duration: Duration) -> String {
    let tenths = duration.as_millis() / 100;
    format!("{:>3} min {:>2}.{} s", tenths / 600, tenths / 10 % 60, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::{Duration, Steps, shown};
    use anyhow::anyhow;

    #[test]
    fn a_failing_step_is_named_in_its_error() {
        let mut steps = Steps::default();
        steps.take("warm up", || Ok(())).unwrap();
        let error = steps.take("lift", || Err::<(), _>(anyhow!("too heavy"))).unwrap_err();
        assert_eq!(format!("{error:#}"), "step 2, lift, failed: too heavy");
        assert_eq!(steps.finished.iter().map(|step| step.passed).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn durations_are_shown_in_minutes_and_seconds() {
        assert_eq!(shown(Duration::from_millis(125_960)), "  2 min  5.9 s");
    }
}
