//! What the surroundings of a GUID call it: the path, the words in front and behind, the field around it
//! (classification.md 4.3, 4.4 `tenant_id`, 5.2).

use super::place;
use crate::key::{self, KeyClass};
use crate::line::Line;
use crate::vocabulary::LINKING_WORDS;
use std::ops::Range;

const LOG_END: &[u8] = b"]LOG]";

/// The class of what the surroundings call the identifier: path, words in front, then the field around it.
pub(super) fn cue(line: &Line<'_>, range: &Range<usize>) -> Option<KeyClass> {
    let bracket = line.run_back(range.start, |b| b"{('\"[\x1f".contains(&b));
    let (before, start) = place::before_scheme(line, bracket).unwrap_or((bracket, range.start));
    // `…]LOG]!>` ends what Configuration Manager says.
    let ended = line.slice(range.end..range.end + LOG_END.len()) == LOG_END;
    let after = line.byte(line.run(range.end, |b| b"})]".contains(&b))).filter(|_| !ended);
    // `PUID:…@tenant`, `application@tenant`: what stands behind the sign is the directory.
    if line.byte_before(before) == Some(b'@') {
        return Some(KeyClass::TenantId);
    }
    // `"{…}"=dword:00000000`: a value of the registry that is named by it.
    let close = line.run(range.end, |b| b == b'}');
    if line.slice(close..close + 2) == b"\"=" {
        return Some(KeyClass::Object);
    }
    // A user's address in Teams (`8:orgid:…`).
    if line.slice(before.saturating_sub(8)..before) == b"8:orgid:" {
        return Some(KeyClass::UserGuid);
    }
    if matches!(line.byte_before(before), Some(b'%' | b'#'))
        || is_product(line.slice(before.saturating_sub(3)..before))
        || is_service_principal(line, before)
        || place::is_pod(line, range.start)
        || place::is_of_sku(line, range)
    {
        return Some(KeyClass::Object);
    }
    if matches!(line.byte_before(before), Some(b'/' | b'\\')) {
        return Some(path_class(line, before));
    }
    // `8b4e19c7-….200`: an update and its revision.
    let revised = after == Some(b'.') && line.byte(range.end + 1).is_some_and(|b| b.is_ascii_digit());
    if revised || matches!(after, Some(b'\\' | b'/')) || after.is_some_and(|b| b.is_ascii_alphanumeric()) {
        return Some(KeyClass::Object);
    }
    if let Some(class) = words_behind(line, range.end) {
        return Some(class);
    }
    let field =
        line.fields.at(start).filter(|field| !matches!(field.class, KeyClass::Name | KeyClass::Place));
    if let Some(field) =
        field.filter(|f| f.value.start >= before.saturating_sub(1) && f.class != KeyClass::Body)
    {
        // `ClientID = "GUID:…"` of Configuration Manager: a machine.
        let managed = field.class == KeyClass::ClientId && line.slice(start..range.start) == b"GUID:";
        return Some(if managed { KeyClass::DeviceGuid } else { field.class });
    }
    if let Some(class) = continued_label(line, before) {
        return Some(class);
    }
    words_before(line, before).or_else(|| field.filter(|f| f.class != KeyClass::Body).map(|f| f.class))
}

/// `MsiExec.exe /X{…}`: a package of the installer (5.2). What stands in front of `#{…}` in a device's path is its class.
fn is_product(before: &[u8]) -> bool {
    matches!(before, [b' ', b'/' | b'-', option] if b"xXiIpPfF".contains(option))
}

/// `az login --service-principal -u …`.
fn is_service_principal(line: &Line<'_>, start: usize) -> bool {
    line.slice(start.saturating_sub(3)..start) == b"-u "
        && memchr::memmem::find(line.view, b"--service-principal").is_some()
}

/// The class of the path component in front; a component that is not known names some other object.
fn path_class(line: &Line<'_>, slash: usize) -> KeyClass {
    let component = line.run_back(slash, |b| matches!(b, b'/' | b'\\'));
    let start = line.run_back(component, |b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let class = key::lookup(b"", line.slice(start..component));
    class.filter(|class| !matches!(class, KeyClass::Name | KeyClass::Place)).unwrap_or(KeyClass::Object)
}

/// The label whose value goes on over lines of identifiers up to `end`, as `Properties:` does in directory events.
fn continued_label(line: &Line<'_>, end: usize) -> Option<KeyClass> {
    let field = line.fields.before(end).filter(|field| field.value.end <= end)?;
    let between = line.slice(field.value.end..end);
    let identifiers =
        between.iter().all(|b| b.is_ascii_whitespace() || b.is_ascii_hexdigit() || b"{}-,".contains(b));
    (identifiers && between.contains(&b'\n')).then_some(field.class)
}

/// How far in front, in words, the name of the identifier may stand.
const CUE_WORDS: usize = 4;
/// The same in front of a verb that states: `the request id in the error was …`.
const STATED_WORDS: usize = 7;

/// The class of the nearest words in front of `end` that name a thing.
fn words_before(line: &Line<'_>, end: usize) -> Option<KeyClass> {
    let last = line.words.partition_point(|w| w.end <= end);
    let verb = last.checked_sub(1).and_then(|at| line.words.get(at)).map(|w| line.slice(w.start..w.end));
    let stated = matches!(verb, Some(b"was" | b"is" | b"est"));
    let reach = if stated { STATED_WORDS } else { CUE_WORDS };
    let words = line.words.get(last.saturating_sub(reach)..last)?;
    let mut until = end;
    for (index, word) in words.iter().enumerate().rev() {
        let gap = line.slice(word.end..until);
        // A label may stand on the line above its value.
        let label = gap.starts_with(b":") && gap.len() <= 8;
        let apart = if label { &b"\",;.!?|"[..] } else { b"\n\r\",;.!?|" };
        // COM's errors put the identifier on a line of its own behind `CLSID`.
        let broken = index + 1 == words.len()
            && gap.contains(&b'\n')
            && gap.len() <= 8
            && gap.iter().all(|b| b.is_ascii_whitespace() || *b == b'{');
        if broken && key::lookup(b"", line.slice(word.start..word.end)) == Some(KeyClass::Object) {
            return Some(KeyClass::Object);
        }
        if gap.len() > 8 || gap.iter().any(|b| apart.contains(b)) {
            return None;
        }
        until = word.start;
        if LINKING_WORDS.has(line.slice(word.start..word.end)) {
            continue;
        }
        let from = words.get(index.saturating_sub(2)..=index)?.first()?.start;
        let class = key::lookup(b"", line.slice(from..word.end));
        if let Some(class) = class.filter(|class| !matches!(class, KeyClass::Name | KeyClass::Place)) {
            return Some(class);
        }
    }
    None
}

/// The class of what `"{…}" instance of task "…"` says the identifier is an instance of.
fn words_behind(line: &Line<'_>, end: usize) -> Option<KeyClass> {
    const INSTANCE_OF: &[u8] = b" instance of ";
    const OBJECTS: [&[u8]; 6] = [b"request", b"job", b"task", b"transaction", b"query", b"Request"];
    let close = line.run(end, |b| b"})]'\"\x1f".contains(&b));
    // `[…] request completed`.
    let next = line
        .word_from(close)
        .filter(|w| close > end && w.start == close + 1 && line.byte(close) == Some(b' '));
    if next.is_some_and(|w| OBJECTS.contains(&line.slice(w.start..w.end))) {
        return Some(KeyClass::Object);
    }
    let start = close + INSTANCE_OF.len();
    if line.slice(close..start.min(line.view.len())) != INSTANCE_OF {
        return None;
    }
    key::lookup(b"", line.slice(start..line.run(start, |b| b.is_ascii_alphanumeric())))
}
