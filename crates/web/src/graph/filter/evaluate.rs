//! Whether an entry fits.

use super::date_time::Ticks;
use super::{Expression, Property, TextTest, TimeTest};
use crate::graph::entry::{SERVICE, result};
use domain::Moment;
use operations::{Activity, AuditTarget, DirectoryAudit, Initiator};

/// Whether the entry fits; `target` is the one that an `any` asks about.
pub(super) fn fits(expression: &Expression, entry: &DirectoryAudit, target: Option<&AuditTarget>) -> bool {
    match expression {
        Expression::And(left, right) => fits(left, entry, target) && fits(right, entry, target),
        Expression::Or(left, right) => fits(left, entry, target) || fits(right, entry, target),
        Expression::Not(inner) => !fits(inner, entry, target),
        Expression::Time(test, ticks) => time_fits(*test, ticks_of(entry.at), *ticks),
        Expression::AnyTarget(inner) => entry.targets.iter().any(|target| fits(inner, entry, Some(target))),
        Expression::Text(Property::Id, test, wanted) => {
            text_fits(*test, Some(&entry.place.to_string()), wanted)
        }
        Expression::Text(Property::Correlation, test, wanted) => {
            text_fits(*test, Some(&entry.correlation.to_string()), wanted)
        }
        Expression::Text(property, test, wanted) => text_fits(*test, text(*property, entry, target), wanted),
    }
}

/// The property's text; none where the entry has no such thing.
fn text<'e>(
    property: Property,
    entry: &'e DirectoryAudit,
    target: Option<&'e AuditTarget>,
) -> Option<&'e str> {
    let user = match &entry.initiator {
        Initiator::User { id, names } => Some((id.as_str(), names.as_ref())),
        Initiator::App { .. } => None,
    };
    let app = match &entry.initiator {
        Initiator::App { id, name } => Some((id.as_str(), name.as_str())),
        Initiator::User { .. } => None,
    };
    match property {
        // Made as text where they are asked for.
        Property::Id | Property::Correlation => None,
        Property::Category => Some(entry.activity.category),
        Property::Activity => Some(entry.activity.name),
        Property::Service => Some(SERVICE),
        Property::Operation => Some(entry.activity.operation),
        Property::Result => Some(result(&entry.result).0),
        Property::UserId => user.map(|(id, _)| id),
        Property::UserPrincipalName => user.and_then(|(_, names)| names).map(|names| names.upn.as_str()),
        Property::UserName => user.and_then(|(_, names)| names).map(|names| names.name.as_str()),
        Property::AppId => app.map(|(id, _)| id),
        Property::AppName => app.map(|(_, name)| name),
        Property::TargetId => target.map(|target| target.id.as_str()),
        Property::TargetName => target.and_then(|target| target.name.as_deref()),
        Property::TargetType => target.map(|target| target.kind),
        Property::TargetPrincipalName => target.and_then(|target| target.upn.as_deref()),
    }
}

fn text_fits(test: TextTest, value: Option<&str>, wanted: &str) -> bool {
    let equals = || value.is_some_and(|value| value.to_lowercase() == wanted.to_lowercase());
    match test {
        TextTest::Equals => equals(),
        TextTest::Differs => !equals(),
        TextTest::Begins => {
            value.is_some_and(|value| value.to_lowercase().starts_with(&wanted.to_lowercase()))
        }
    }
}

/// An instant of the log, as filters count.
pub(super) const fn ticks_of(at: Moment) -> Ticks {
    at.unix_micros().saturating_mul(10)
}

const fn time_fits(test: TimeTest, at: Ticks, wanted: Ticks) -> bool {
    match test {
        TimeTest::Equals => at == wanted,
        TimeTest::Differs => at != wanted,
        TimeTest::After => at > wanted,
        TimeTest::From => at >= wanted,
        TimeTest::Before => at < wanted,
        TimeTest::UpTo => at <= wanted,
    }
}

/// Whether some entry of this activity could fit, by what an activity tells alone.
pub(super) fn could_fit(expression: &Expression, activity: &Activity) -> bool {
    known(expression, activity) != Some(false)
}

/// The answer, where the activity settles it.
fn known(expression: &Expression, activity: &Activity) -> Option<bool> {
    match expression {
        Expression::And(left, right) => match (known(left, activity), known(right, activity)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Expression::Or(left, right) => match (known(left, activity), known(right, activity)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Expression::Not(inner) => known(inner, activity).map(|answer| !answer),
        Expression::Text(property, test, wanted) => {
            let value = match property {
                Property::Category => activity.category,
                Property::Activity => activity.name,
                Property::Operation => activity.operation,
                Property::Service => SERVICE,
                _ => return None,
            };
            Some(text_fits(*test, Some(value), wanted))
        }
        Expression::Time(..) | Expression::AnyTarget(_) => None,
    }
}

/// Whether the answer depends on which request caused an entry.
pub(super) fn asks_for_correlation(expression: &Expression) -> bool {
    match expression {
        Expression::And(left, right) | Expression::Or(left, right) => {
            asks_for_correlation(left) || asks_for_correlation(right)
        }
        Expression::Not(inner) | Expression::AnyTarget(inner) => asks_for_correlation(inner),
        Expression::Text(property, ..) => *property == Property::Correlation,
        Expression::Time(..) => false,
    }
}
