//! What dry runs counted on the customer's own systems, told beside the terms that a consent would have.

use crate::pages::frame::Frame;
use crate::pages::told;
use domain::{Categories, DiagnosticId, DryRunCounts, SubscriptionId};
use operations::{DryRunRow, RunState};

/// The latest dry run of a diagnostic on one of the case's subscriptions.
pub(super) enum Counted {
    /// A runner has yet to count.
    Waits(String),
    /// What it counted, or why it did not.
    Told(String),
}

/// The latest dry run of a diagnostic on each of these subscriptions. `rows` come newest first.
pub(super) fn of(
    page: &Frame,
    rows: &[DryRunRow],
    diagnostic: &DiagnosticId,
    subscriptions: &[SubscriptionId],
    terms: Categories,
) -> Vec<Counted> {
    let latest = |on: &SubscriptionId| {
        rows.iter().find(|row| row.diagnostic == *diagnostic && row.subscription == *on)
    };
    subscriptions.iter().filter_map(latest).map(|row| counted(page, row, terms)).collect()
}

fn counted(page: &Frame, row: &DryRunRow, terms: Categories) -> Counted {
    let subscription = ("subscription", row.subscription.as_str().into());
    match (&row.counts, row.state) {
        (Some(counts), _) => {
            let (shown, masked) = split(page, counts, terms);
            Counted::Told(page.tell(
                "counted",
                &[
                    subscription,
                    ("ago", page.ago(&row.ended_at.unwrap_or(row.requested_at)).into()),
                    ("items", counts.items.into()),
                    ("size", page.size(&counts.bytes).into()),
                    ("shown", shown.into()),
                    ("masked", masked.into()),
                ],
            ))
        }
        (None, RunState::Stopped) => {
            let why = told::ending(page, None, row.cause.as_ref());
            Counted::Told(page.tell("counted-not", &[subscription, ("why", why.into())]))
        }
        (None, _) => Counted::Waits(page.tell("counted-waits", &[subscription])),
    }
}

/// The values that these terms would show, and those that they would mask; credentials always are.
fn split(page: &Frame, counts: &DryRunCounts, terms: Categories) -> (String, String) {
    let is_shown =
        |word: &str| operations::label_category(word).is_some_and(|category| terms.contains(category));
    let (shown, masked): (Vec<_>, Vec<_>) = counts.spans.iter().partition(|(word, _)| is_shown(word));
    (told::counts(page, shown), told::counts(page, masked))
}
