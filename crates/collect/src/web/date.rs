//! Dates in headers (RFC 9110, section 5.6.7).

use domain::Moment;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

/// The instant of a date such as `Tue, 24 Nov 2026 00:00:20 GMT`.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    let date = OffsetDateTime::parse(text.trim(), &Rfc2822).ok()?;
    Moment::from_unix_seconds(date.unix_timestamp())
}
