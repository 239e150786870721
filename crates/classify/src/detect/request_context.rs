//! The context of a request as the services of `OpenStack` write it: `[req-… user project domain …]`, each an identifier or a name, a hyphen
//! where there is none (classification.md 4.3 `user_guid`, 4.4 `tenant_id`; the request's own identifier is nothing, 5.2).

use super::guid::{GUID_BYTES, is_guid};
use super::user;
use crate::context::Known;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

static REQUEST: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("req-"));

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for request in REQUEST.find_iter(line.view) {
        let id = request + b"req-".len()..request + b"req-".len() + GUID_BYTES;
        if is_guid(line.slice(id.clone())) && is_in_brackets(line, request) {
            let user = column(line, id.end);
            let project = column(line, user.end);
            if !user.is_empty() && !project.is_empty() {
                judge_user(line, found, user);
                judge_project(line, found, project);
            }
        }
    }
}

/// Whether in front of the request stands its bracket, or another one's identifier or `None` in it.
fn is_in_brackets(line: &Line<'_>, request: usize) -> bool {
    const FRONT_BYTES_MAX: usize = 48;
    let front = line.slice(request.saturating_sub(FRONT_BYTES_MAX)..request);
    memchr::memrchr2(b'[', b']', front).is_some_and(|at| front.get(at) == Some(&b'['))
}

/// What stands behind one blank.
fn column(line: &Line<'_>, end: usize) -> Range<usize> {
    if line.byte(end) != Some(b' ') {
        return end..end;
    }
    end + 1..line.run(end + 1, |b| b.is_ascii_graphic() && !b"[]\"".contains(&b))
}

fn is_identifier(text: &[u8]) -> bool {
    is_guid(text) || text.len() == 32 && text.iter().all(u8::is_ascii_hexdigit)
}

fn judge_user(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let text = line.slice(range.clone());
    // What the context knows of it tells more than its place.
    if line.context.known(text).is_some() {
    } else if is_identifier(text) {
        push(line, found, range, Entity::UserGuid);
    } else if text.len() > 1 && !text.starts_with(b"req-") {
        user::judge(line, found, range, user::Position::Cue);
    }
}

fn judge_project(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let text = line.slice(range.clone());
    let known = line.context.known(text);
    if known == Some(Known::TenantId) || known.is_none() && is_identifier(text) {
        push(line, found, range, Entity::TenantId);
    }
}
