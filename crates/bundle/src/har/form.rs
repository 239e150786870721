//! What of a HAR may stay (HAR 1.2, and members that Chromium, Firefox and Playwright add): an allow list.

/// What may stay of a value.
#[derive(Debug)]
pub(super) enum Form {
    /// An object: of its members, those that are listed.
    Object(&'static [(&'static str, Form)]),
    /// A list of such values.
    List(&'static Form),
    /// The list of requests, which are counted.
    Requests(&'static Form),
    /// A number, a truth value or nothing.
    Scalar,
    /// A short text that a program chose: a method, a media type, a time.
    Word,
    /// The status of an answer, which is counted.
    Status,
    /// Why there is no answer, which is counted.
    Failure,
    /// The name of what wrote the HAR.
    Creator,
    /// And its version.
    CreatorVersion,
    /// An address without user, query values and fragment.
    Url,
    /// A header: its name, and its value if that is harmless.
    Header,
    /// A query parameter: its name alone.
    Parameter,
    /// A list whose place is kept for programs that need one there: one entry with a mark if there was anything.
    Cookies,
    /// A text that is replaced by a mark.
    Body,
}

use Form::{
    Body, Cookies, Creator, CreatorVersion, Failure, Header, List, Object, Parameter, Requests, Scalar,
    Status, Url, Word,
};

/// The whole.
pub(super) static HAR: Form = Object(&[("log", LOG)]);

const LOG: Form = Object(&[
    ("version", Word),
    ("creator", Object(&[("name", Creator), ("version", CreatorVersion)])),
    ("browser", Object(&[("name", Word), ("version", Word)])),
    ("pages", List(&PAGE)),
    ("entries", Requests(&ENTRY)),
]);

const PAGE: Form = Object(&[
    ("startedDateTime", Word),
    ("id", Word),
    // Chromium writes the page's address here; other titles are what the page shows to its user.
    ("title", Url),
    ("pageTimings", Object(&[("onContentLoad", Scalar), ("onLoad", Scalar)])),
]);

const ENTRY: Form = Object(&[
    ("pageref", Word),
    ("startedDateTime", Word),
    ("time", Scalar),
    ("request", REQUEST),
    ("response", RESPONSE),
    ("cache", Object(&[])),
    ("timings", TIMINGS),
    ("serverIPAddress", Word),
    ("_serverPort", Scalar),
    ("connection", Word),
    ("_connectionId", Word),
    ("_resourceType", Word),
    ("_priority", Word),
    ("_fromCache", Word),
    ("_securityDetails", Object(&[("protocol", Word), ("validFrom", Scalar), ("validTo", Scalar)])),
    ("_monotonicTime", Scalar),
]);

const REQUEST: Form = Object(&[
    ("method", Word),
    ("url", Url),
    ("httpVersion", Word),
    ("headers", List(&Header)),
    ("queryString", List(&Parameter)),
    ("cookies", Cookies),
    ("headersSize", Scalar),
    ("bodySize", Scalar),
    ("postData", Object(&[("mimeType", Word), ("text", Body)])),
]);

const RESPONSE: Form = Object(&[
    ("status", Status),
    ("statusText", Word),
    ("httpVersion", Word),
    ("headers", List(&Header)),
    ("cookies", Cookies),
    ("content", Object(&[("size", Scalar), ("compression", Scalar), ("mimeType", Word), ("text", Body)])),
    ("redirectURL", Url),
    ("headersSize", Scalar),
    ("bodySize", Scalar),
    ("_transferSize", Scalar),
    // `net::ERR_CERT_DATE_INVALID`
    ("_error", Failure),
    ("_failureText", Failure),
]);

const TIMINGS: Form = Object(&[
    ("blocked", Scalar),
    ("dns", Scalar),
    ("connect", Scalar),
    ("ssl", Scalar),
    ("send", Scalar),
    ("wait", Scalar),
    ("receive", Scalar),
    ("_blocked_queueing", Scalar),
    ("_blocked_proxy", Scalar),
]);
