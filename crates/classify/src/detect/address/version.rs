//! Versions that are written as addresses are: told by words, signs, paths and fields around them (classification.md 5.1).

mod device;
mod product;

use crate::field::Style;
use crate::key::KeyClass;
use crate::line::Line;
use crate::marks::Marks;
use crate::vocabulary::VERSION_CUES;
use crate::word::Word;
pub(super) use product::is_transport;
use std::ops::Range;

/// Whether what has the form of an address is a version.
pub(in crate::detect) fn is_version(line: &Line<'_>, range: &Range<usize>) -> bool {
    has_version_neighbour(line, range)
        || follows_version_cue(line, range.start)
        || is_path_component(line, range)
        || precedes_architecture(line, range.end)
        || follows_component(line, range.start)
        || product::is_in_front(line, range)
        || is_of_phone(line, range.start)
        || is_of_program(line, range.start)
        || is_in_version_field(line, range)
        || is_labelled_version(line, range.start)
        || line.marks.has(Marks::BAR) && device::is_of_device(line, range.start)
}

/// `Yealink SIP-T46U 108.86.0.45`: a desk phone's maker, model and firmware.
fn is_of_phone(line: &Line<'_>, start: usize) -> bool {
    const MAKERS: [&[u8]; 6] = [b"yealink", b"fanvil", b"grandstream", b"snom", b"polycom", b"htek"];
    let model = line.word_before(start).filter(|word| word.end + 1 == start);
    let maker =
        model.and_then(|model| line.word_before(model.start).filter(|word| word.end + 1 == model.start));
    maker.is_some_and(|maker| is_one_of(line, maker, &MAKERS))
}

fn has_version_neighbour(line: &Line<'_>, range: &Range<usize>) -> bool {
    // `Debian APT-HTTP/1.3 (0.9.7.9)`: a product, its protocol and its own version.
    let product = line.word_before(range.start.saturating_sub(2)).filter(|word| word.end + 2 == range.start);
    if line.byte(range.end) == Some(b')')
        && product.is_some_and(|word| {
            line.byte_before(word.start) == Some(b'/')
                && line.byte(word.start).is_some_and(|b| b.is_ascii_digit())
        })
    {
        return true;
    }
    if line.slice(range.start.saturating_sub(5)..range.start) == b".jar:" {
        return true;
    }
    let joins = |b: Option<u8>| matches!(b, Some(b'~' | b'-' | b'_' | b'+'));
    let arrow = line.slice(range.end..range.end + 2) == b"->";
    // `through port IP_192.0.2.5`, as Windows calls a printer's.
    if is_in_pool(line, range) || line.slice(range.start.saturating_sub(4)..range.start) == b" IP_" {
        return false;
    }
    joins(line.byte(range.end)) && !arrow
        || joins(line.byte_before(range.start))
            && !follows_port(line, range.start)
            && !follows_kind(line, range.start)
}

/// `BP-1347369012-192.0.2.7-1444972147527`: the server in the identifier of HDFS' pool of blocks.
fn is_in_pool(line: &Line<'_>, range: &Range<usize>) -> bool {
    let number = line.run_back(range.start.saturating_sub(1), |b| b.is_ascii_digit());
    line.byte(range.end) == Some(b'-')
        && number + 1 < range.start
        && line.slice(number.saturating_sub(3)..number) == b"BP-"
}

/// `(IP)-192.0.2.7`: what kind of value it is.
fn follows_kind(line: &Line<'_>, start: usize) -> bool {
    line.slice(0..start).ends_with(b"(IP)-")
}

/// Whether a port joins the address to that of the other end.
fn follows_port(line: &Line<'_>, start: usize) -> bool {
    let digits = line.run_back(start.saturating_sub(1), |b| b.is_ascii_digit());
    line.byte_before(start) == Some(b'-') && digits + 1 < start && line.byte_before(digits) == Some(b':')
}

/// A cue word directly in front, or the second version of `10.0.0.1 -> 10.0.0.2`.
pub(super) fn follows_version_cue(line: &Line<'_>, start: usize) -> bool {
    let Some(word) = line.word_before(start) else { return false };
    let (between, text) = (line.slice(word.end..start), line.slice(word.start..word.end));
    let close = between.len() <= 3 && between.iter().all(|b| b" :=\"'(\t\x1f".contains(b));
    // `{"v":"192.0.2.7"}`: a key for any value.
    let general = text == b"v" && between.starts_with(b"\"");
    // `P2: 3.2.1.0` of an error report of Windows: the version of the program.
    let front = || line.slice(0..line.view.len().min(REPORT_BYTES_MAX));
    let reported =
        matches!(text, [b'P', b'0'..=b'9']) && memchr::memmem::find(front(), b"Event Name").is_some();
    let named = || reported || !general && !is_host_option(line, word.start) && is_cue(text);
    if close
        && (named() || is_built_for(line, word) || is_mended_in(line, word) || is_changed_from(line, word))
    {
        return true;
    }
    // `refs/remotes/origin/release/3.18.0.4`: a branch.
    if between == b"/" && is_one_of(line, word, &[b"release", b"releases", b"tags"]) {
        return true;
    }
    let continues = text.eq_ignore_ascii_case(b"than")
        || memchr::memmem::find(between, b"->").is_some()
        || is_superseded_by(line, word.start, text);
    continues && earlier_version(line, word.start)
}

/// So far into a report stands what kind of event it is of.
const REPORT_BYTES_MAX: usize = 512;

/// Whether a version stands behind the word, which may be a whole option: `-RequiredVersion`, `--min-version`.
fn is_cue(text: &[u8]) -> bool {
    const VERSION: &[u8] = b"version";
    let end = text.len().checked_sub(VERSION.len()).and_then(|at| text.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(VERSION))
        || VERSION_CUES.has(text.strip_suffix(b".").unwrap_or(text))
}

/// `VPN Agent for Windows 5.1.4.74`: a product, and what it runs on.
fn is_built_for(line: &Line<'_>, system: &Word) -> bool {
    const SYSTEMS: [&[u8]; 6] = [b"windows", b"linux", b"mac", b"macos", b"android", b"ios"];
    let is_for = || line.word_before(system.start).is_some_and(|word| is_one_of(line, word, &[b"for"]));
    is_one_of(line, system, &SYSTEMS) && is_for()
}

/// `fixed in 10.0.0.1`, `upgraded to 10.0.0.1`.
fn is_mended_in(line: &Line<'_>, join: &Word) -> bool {
    const JOINS: [&[u8]; 5] = [b"in", b"to", b"with", b"dans", b"en"];
    const DEEDS: [&[u8]; 8] = [
        b"patched",
        b"fixed",
        b"introduced",
        b"resolved",
        b"corrected",
        b"upgraded",
        b"downgraded",
        b"corrig\xc3\xa9",
    ];
    let deed = || line.word_before(join.start).is_some_and(|word| is_one_of(line, word, &DEEDS));
    is_one_of(line, join, &JOINS) && deed()
}

/// `upgraded openssl from 1.1.1.20 to 3.0.13.1`.
fn is_changed_from(line: &Line<'_>, join: &Word) -> bool {
    const JOINS: [&[u8]; 4] = [b"from", b"to", b"de", b"vers"];
    const DEEDS: [&[u8]; 8] = [
        b"upgraded",
        b"downgraded",
        b"upgrading",
        b"bumped",
        b"upgrade",
        b"downgrade",
        b"migr\xc3\xa9",
        b"bump",
    ];
    const BEFORE_MAX: usize = 5;
    let deed = || {
        let last = line.words.partition_point(|word| word.start < join.start);
        let words = line.words.get(last.saturating_sub(BEFORE_MAX)..last).unwrap_or_default();
        words.iter().any(|word| is_one_of(line, word, &DEEDS))
    };
    is_one_of(line, join, &JOINS) && deed()
}

/// `renderer wkhtmltopdf 0.12.6.1`: a program that writes its name in small letters, and its version.
fn is_of_program(line: &Line<'_>, start: usize) -> bool {
    let name = line.word_before(start).filter(|word| word.end + 1 == start);
    line.byte_before(start) == Some(b' ')
        && name.is_some_and(|word| RENDERERS.iter().any(|known| line.slice(word.start..word.end) == *known))
}

/// Programs that are no hosts, either: `ssh nginx 192.0.2.7` may go anywhere.
const RENDERERS: [&[u8]; 5] =
    [b"wkhtmltopdf", b"wkhtmltoimage", b"weasyprint", b"ghostscript", b"libreoffice"];

fn is_one_of(line: &Line<'_>, word: &Word, words: &[&[u8]]) -> bool {
    let text = line.slice(word.start..word.end);
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// `/v:192.0.2.7` of remote desktops, the letter at `start`: an option, and a host.
fn is_host_option(line: &Line<'_>, start: usize) -> bool {
    line.slice(start.saturating_sub(1)..start + 2) == b"/v:"
}

fn is_superseded_by(line: &Line<'_>, by_start: usize, by: &[u8]) -> bool {
    by.eq_ignore_ascii_case(b"by")
        && line
            .word_before(by_start)
            .is_some_and(|w| line.slice(w.start..w.end).eq_ignore_ascii_case(b"superseded"))
}

/// Whether one of the few words up to `end` is a version cue.
fn earlier_version(line: &Line<'_>, end: usize) -> bool {
    let last = line.words.partition_point(|w| w.start <= end);
    let words = line.words.get(last.saturating_sub(5)..last).unwrap_or_default();
    words.iter().any(|w| VERSION_CUES.has(line.slice(w.start..w.end)))
}

/// `plugin org.example:git 13.4.97.2`: the version of a part of a program, named in between.
fn follows_component(line: &Line<'_>, start: usize) -> bool {
    const KINDS: [&[u8]; 8] =
        [b"plugin", b"package", b"extension", b"module", b"library", b"addon", b"driver", b"dependency"];
    let name_end = start.saturating_sub(1);
    if line.byte(name_end) != Some(b' ') {
        return false;
    }
    let name = line.run_back(name_end, |b| b.is_ascii_alphanumeric() || b"._:/@-".contains(&b));
    let kind = line.run_back(name.saturating_sub(1), |b| b.is_ascii_alphabetic());
    name < name_end
        && line.byte_before(name) == Some(b' ')
        && KINDS.iter().any(|word| line.slice(kind..name - 1).eq_ignore_ascii_case(word))
}

/// `10.14.2.6 (amd64)`: the version of a package that was built for one kind of machine.
fn precedes_architecture(line: &Line<'_>, end: usize) -> bool {
    const ARCHITECTURES: [&[u8]; 9] =
        [b"amd64", b"x86_64", b"x64", b"x86", b"i386", b"i686", b"arm64", b"aarch64", b"noarch"];
    let close = line.run(end + 2, |b| b.is_ascii_alphanumeric() || b == b'_');
    line.slice(end..end + 2) == b" ("
        && line.byte(close) == Some(b')')
        && ARCHITECTURES.contains(&line.slice(end + 2..close))
}

/// `…\1.2.3.4\…` and `…/1.2.3.4/…` inside a path; `\\1.2.3.4\share` and `//1.2.3.4/` are hosts.
fn is_path_component(line: &Line<'_>, range: &Range<usize>) -> bool {
    let Some(slash @ (b'/' | b'\\')) = line.byte_before(range.start) else { return false };
    let path = line.run_back(range.start, |b| b == slash);
    let single = range.start - path == 1
        || (slash == b'\\' && range.start - path == 2 && line.byte_before(path) != Some(b'"'));
    let inside = line.byte_before(path).is_some_and(|b| b.is_ascii_alphanumeric() || b")._-".contains(&b));
    single
        && inside
        && !is_transport(line, path)
        && line.byte(range.end) == Some(slash)
        && !is_network(line, range.end)
}

/// `…/192.0.2.0/24`: a path of an interface and its network, whose prefix stands behind `slash`.
fn is_network(line: &Line<'_>, slash: usize) -> bool {
    let end = line.run(slash + 1, |b| b.is_ascii_digit());
    (1..=2).contains(&(end - slash - 1)) && line.byte(end).is_none_or(|b| b.is_ascii_whitespace())
}

/// The value of a version key, or `(15.20.41.3)` behind a server's name in a field for servers.
fn is_in_version_field(line: &Line<'_>, range: &Range<usize>) -> bool {
    let Some(field) = line.fields.at(range.start) else { return false };
    match field.class {
        KeyClass::Version if is_host_option(line, field.key.start) => false,
        // `{"v":"192.0.2.7"}`.
        KeyClass::Version if field.style == Style::Quoted && line.slice(field.key.clone()) == b"v" => false,
        // `version=4,src=192.0.2.7`: the next key is none that has a field.
        KeyClass::Version if line.slice(field.value.start..range.start).iter().any(|b| b"=:".contains(b)) => {
            false
        }
        KeyClass::Version => field.style != Style::Label || field.value.start == range.start,
        KeyClass::Server if !line.slice(field.key.clone()).eq_ignore_ascii_case(b"OriginatingServer") => {
            false
        }
        KeyClass::Machine | KeyClass::Server => {
            field.style == Style::Quoted && line.byte_before(range.start) == Some(b'(')
        }
        _ => false,
    }
}

/// `Server version number: 9.0.85.0`, `version du modèle : 2.0.0.8`, `Driver Version: 05/23/2023 12.19.2.57`: a label that says so,
/// up to a date in front.
fn is_labelled_version(line: &Line<'_>, start: usize) -> bool {
    const LABEL_BYTES_MAX: usize = 40;
    let blank = |b: u8| b == b' ' || b == b'\t';
    let end = line.run_back(start, blank);
    let date = line.run_back(end, |b| b.is_ascii_digit() || b == b'/');
    let end = if memchr::memchr_iter(b'/', line.slice(date..end)).count() == 2 {
        line.run_back(date, blank)
    } else {
        end
    };
    if line.byte_before(end) != Some(b':') {
        return false;
    }
    let front = line.slice(end.saturating_sub(LABEL_BYTES_MAX)..end - 1);
    let from = front.iter().rposition(|b| b";,|\n{\"".contains(b)).map_or(0, |at| at + 1);
    let label = front.get(from..).unwrap_or_default().to_ascii_lowercase();
    // `version: server: 192.0.2.7` is a label behind another.
    !label.contains(&b':') && memchr::memmem::find(&label, b"version").is_some()
}
