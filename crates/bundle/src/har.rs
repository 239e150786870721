//! HTTP archives (HAR 1.2, as browsers and proxies export them): cleaned before anything else sees them.
//!
//! A HAR of a signed-in person holds live sessions. What may stay is listed ([`form`]), all else is replaced by a mark that
//! says how many bytes stood there: cookies, headers that are not known to be harmless, values of query parameters,
//! whatever was sent and received, messages of web sockets, scripts' stacks, comments, and whatever a tool added.
//!
//! It is read and written member by member: memory holds one kept text (16 MiB at most; most are far below 1 KiB), never a
//! body.

mod form;
mod guard;
mod header;
mod mark;
mod members;
mod pair;
mod seed;
mod text;
mod url;

use crate::error::BundleError;
use crate::meter::Meter;
use form::HAR;
use guard::Guard;
use seed::{Cleaner, Seed};
use serde::de::DeserializeSeed as _;
use std::collections::BTreeMap;
use std::io::{Read, Write};

/// What a HAR said of itself, and what was dropped of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HarFacts {
    /// What wrote it: `WebInspector`, `Playwright`, `Firefox`.
    pub creator: Option<String>,
    /// Its version.
    pub creator_version: Option<String>,
    /// How many requests it holds.
    pub requests: u64,
    /// How many answers had each status; 0 or -1 stands for no answer.
    pub statuses: BTreeMap<i64, u64>,
    /// How many requests failed without an answer, by what the browser calls it: `net::ERR_NAME_NOT_RESOLVED`.
    pub failures: BTreeMap<String, u64>,
    /// How many members and values were dropped.
    pub dropped: u64,
    /// How many bytes they had in the file.
    pub dropped_bytes: u64,
}

/// Writes the HAR of `source` to `to` without what must not leave. `place` names it in errors.
///
/// # Errors
/// [`BundleError::Damaged`] and [`BundleError::Truncated`] if it is not JSON, [`BundleError::Unbounded`] if it is nested
/// without end or a text of it too long, [`BundleError::Taken`] if `to` fails.
pub fn clean(source: &mut dyn Read, to: &mut dyn Write, place: &str) -> Result<HarFacts, BundleError> {
    let meter = Meter::new(crate::Limits::default(), u64::MAX, place);
    clean_metered(source, to, &meter)
}

/// The same inside a bundle, whose meter knows why a read failed.
pub(crate) fn clean_metered(
    source: &mut dyn Read,
    to: &mut dyn Write,
    meter: &Meter,
) -> Result<HarFacts, BundleError> {
    let guard = Guard::new(source, meter);
    let mut cleaner = Cleaner::new(to, guard.state());
    let mut json = serde_json::Deserializer::from_reader(guard);
    let seed = Seed { form: &HAR, to: &mut cleaner };
    let parsed = seed.deserialize(&mut json).and_then(|()| json.end());
    let Cleaner { facts, failure, .. } = cleaner;
    match (parsed, failure) {
        (_, Some(why)) => Err(BundleError::Taken(why)),
        (Ok(()), None) => Ok(facts),
        (Err(why), None) => Err(fault(&why, meter)),
    }
}

/// Why a text could not be read. The parser's words quote nothing of it: no value has a type that is asked for.
fn fault(why: &serde_json::Error, meter: &Meter) -> BundleError {
    let place = meter.place();
    match why.classify() {
        serde_json::error::Category::Eof => BundleError::Truncated { place },
        serde_json::error::Category::Io => meter.fault(&std::io::Error::from(std::io::ErrorKind::Other)),
        _ => BundleError::Damaged {
            place,
            reason: format!("it is not JSON (line {}, column {})", why.line(), why.column()),
        },
    }
}
