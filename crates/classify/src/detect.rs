//! The detectors: each finds candidates of one kind in a line; precedence is settled afterwards.

mod access_log;
mod address;
mod card;
mod colon;
mod command;
mod cookie;
mod credential;
mod cue;
mod distinguished;
mod guid;
mod host;
mod keyed;
mod mail;
mod path;
mod pem;
mod person;
mod phone;
mod phrase;
mod postal;
mod secret_shape;
mod sid;
mod syslog;
mod url;
mod user;
mod words;

pub(crate) use pem::{Pem, PemState};
pub(crate) use user::is_placeholder;

use crate::line::Line;
use crate::span::Span;

/// Adds every candidate in `line`.
pub(crate) fn detect(line: &Line<'_>, found: &mut Vec<Span>) {
    syslog::find(line, found);
    access_log::find(line, found);
    phrase::find(line, found);
    keyed::find(line, found);
    words::find(line, found);
    colon::find(line, found);
    mail::find(line, found);
    path::find(line, found);
    url::find(line, found);
    distinguished::find(line, found);
    cue::find(line, found);
    command::find(line, found);
    cookie::find(line, found);
    secret_shape::find(line, found);
    phone::find(line, found);
    card::find(line, found);
    if line.channel.is_prose() {
        postal::find(line, found);
        person::find(line, found);
    }
}
