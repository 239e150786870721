//! `$filter`: which entries fit, and what of the log need not be looked at for it.

mod bounds;
mod date_time;
mod evaluate;
mod parser;
mod token;

use date_time::Ticks;
use operations::{Activity, AuditBounds, AuditFilter, DirectoryAudit};

/// The longest filter in bytes.
const BYTES_MAX: usize = 8_000;

/// A filter that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filter(Option<Expression>);

/// What an entry has to meet.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Expression {
    And(Box<Expression>, Box<Expression>),
    Or(Box<Expression>, Box<Expression>),
    Not(Box<Expression>),
    /// A text compared with a property's, without regard to case, as the directory does.
    Text(Property, TextTest, String),
    /// An instant compared with that of the entry.
    Time(TimeTest, Ticks),
    /// Some target of the entry's meets it.
    AnyTarget(Box<Expression>),
}

/// A property that is a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Property {
    Id,
    Category,
    Activity,
    Correlation,
    Service,
    Operation,
    Result,
    UserId,
    UserPrincipalName,
    UserName,
    AppId,
    AppName,
    TargetId,
    TargetName,
    TargetType,
    TargetPrincipalName,
}

/// The properties by the paths that name them; those of a target behind the name that a filter gives it.
const PROPERTIES: [(&str, Property); 12] = [
    ("id", Property::Id),
    ("category", Property::Category),
    ("activityDisplayName", Property::Activity),
    ("correlationId", Property::Correlation),
    ("loggedByService", Property::Service),
    ("operationType", Property::Operation),
    ("result", Property::Result),
    ("initiatedBy/user/id", Property::UserId),
    ("initiatedBy/user/userPrincipalName", Property::UserPrincipalName),
    ("initiatedBy/user/displayName", Property::UserName),
    ("initiatedBy/app/appId", Property::AppId),
    ("initiatedBy/app/displayName", Property::AppName),
];
const TARGET_PROPERTIES: [(&str, Property); 4] = [
    ("id", Property::TargetId),
    ("displayName", Property::TargetName),
    ("type", Property::TargetType),
    ("userPrincipalName", Property::TargetPrincipalName),
];
/// The one property that is an instant.
const TIME: &str = "activityDateTime";

/// How a text is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextTest {
    Equals,
    Differs,
    Begins,
}

/// How an instant is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TimeTest {
    Equals,
    Differs,
    After,
    From,
    Before,
    UpTo,
}

impl Filter {
    /// Reads a filter; an empty one lets everything through. The error says what is wrong, and where.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Self(None));
        }
        if text.len() > BYTES_MAX {
            return Err(format!("`$filter` has {} bytes, and {BYTES_MAX} are the most", text.len()));
        }
        let read = token::tokens(text).and_then(parser::parse);
        read.map(|expression| Self(Some(expression))).map_err(|why| format!("`$filter`: {why}"))
    }

    /// What spares looking.
    pub(super) fn bounds(&self) -> AuditBounds {
        let mut bounds = AuditBounds::default();
        if let Some(expression) = &self.0 {
            bounds::narrow(&mut bounds, expression);
        }
        bounds
    }
}

impl AuditFilter for Filter {
    fn could_fit(&self, activity: &Activity) -> bool {
        self.0.as_ref().is_none_or(|expression| evaluate::could_fit(expression, activity))
    }

    fn fits(&self, entry: &DirectoryAudit) -> bool {
        self.0.as_ref().is_none_or(|expression| evaluate::fits(expression, entry, None))
    }

    fn asks_for_correlation(&self) -> bool {
        self.0.as_ref().is_some_and(evaluate::asks_for_correlation)
    }
}

#[cfg(test)]
mod tests;
