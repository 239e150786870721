//! What an import tells, as text for people.

use super::attachment::Packed;
use super::report::{Counts, Entry, Har, LeftOut, Report};
use crate::arguments::ImportArguments;
use crate::commands::diagnostic::show::finding;
use crate::output::Output;
use crate::output::colour::Colour;
use crate::output::table::Table;
use domain::CaseId;
use operations::BUNDLE_BYTES_MAX;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io;

/// How many files are listed unless all are asked for.
const FILES_SHOWN: usize = 20;
/// How many kinds of errors, and files with secrets, are shown.
const ROWS_SHOWN: usize = 10;

/// All of it, for whoever owns the bundle.
pub(super) fn report(report: &Report, arguments: &ImportArguments, out: &mut Output) -> io::Result<()> {
    out.fields(&[
        ("bundle", Some(report.file.clone())),
        ("made by", Some(made_by(report))),
        ("form", Some(format!("{}, {}", report.form, size(report.packed_bytes)))),
        ("holds", Some(holds(report))),
        ("left out", left_out(&report.files)),
    ])?;
    if let Some(har) = &report.har {
        out.line("")?;
        out.line(format_args!("Requests: {}.", requests(har)))?;
        out.line(format_args!(
            "Cookies, tokens, bodies and other values, {} in all ({}), were dropped before anything else saw them.",
            har.dropped,
            size(har.dropped_bytes)
        ))?;
    }
    passed_over(report, out)?;
    found(&report.found, out)?;
    if arguments.context.is_none() {
        out.line("Your own names, hosts and domains are known as such only with --context FILE.")?;
    }
    logs(report, arguments.french, out)?;
    configuration(report, out)?;
    files(&report.files, arguments.files, out)?;
    if let Some(written) = &report.out {
        out.line("")?;
        out.line(format_args!("The screened form is in `{}` ({}).", written.path, size(written.bytes)))?;
    }
    Ok(())
}

/// How much is about to leave.
pub(super) fn to_be_sent(case: &CaseId, packed: &Packed, out: &mut Output) -> io::Result<()> {
    let (bytes, most) = (size(packed.bytes), size(BUNDLE_BYTES_MAX));
    out.line("")?;
    out.line(format_args!("The screened form, {bytes} packed, is for {case}, which takes {most} at most."))
}

/// The tool, in words.
pub(super) fn made_by(report: &Report) -> String {
    match (report.tool, &report.tool_version) {
        (Some(tool), Some(version)) => format!("{tool} {version}"),
        (Some(tool), None) => tool.to_owned(),
        (None, _) => "a tool that is not known here".to_owned(),
    }
}

/// How requests went, in words: `5, answered 200 (3), 503 (1); net::ERR_CONNECTION_REFUSED (1)`.
pub(super) fn requests(har: &Har) -> String {
    let with_count = |what: &dyn Display, count: &u64| format!("{what} ({count})");
    // Without an answer there is no status, whatever number stands there.
    let statuses = har.statuses.iter().filter(|(status, _)| **status > 0);
    let answered: Vec<_> = statuses.map(|(status, count)| with_count(status, count)).collect();
    let failed: Vec<_> = har.failures.iter().map(|(what, count)| with_count(what, count)).collect();
    let mut text = har.requests.to_string();
    for (lead, list) in [(", answered ", answered), ("; failed with ", failed)] {
        if !list.is_empty() {
            text.push_str(lead);
            text.push_str(&list.join(", "));
        }
    }
    text
}

/// How much there is, in words.
pub(super) fn holds(report: &Report) -> String {
    let links = match report.links.len() {
        0 => String::new(),
        count => format!(", {count} links (not followed)"),
    };
    let read = report.files.iter().filter(|entry| !is_unread(entry)).count();
    format!("{read} files, {}{links}", size(report.bytes))
}

/// Whether something inside was passed over as a whole.
fn is_unread(entry: &Entry) -> bool {
    matches!(entry.left_out, Some(LeftOut::Unread { .. }))
}

/// What inside was passed over, with its reason.
pub(super) fn unread(report: &Report) -> impl Iterator<Item = (&str, &str)> {
    report.files.iter().filter_map(|entry| match &entry.left_out {
        Some(LeftOut::Unread { reason }) => Some((entry.path.as_str(), reason.as_str())),
        _ => None,
    })
}

/// Files that are not, or not whole, in the screened form, in words.
pub(super) fn left_out(files: &[Entry]) -> Option<String> {
    let count = |is: fn(&LeftOut) -> bool| {
        files.iter().filter(|entry| entry.left_out.as_ref().is_some_and(is)).count()
    };
    let no_text = count(|why| matches!(why, LeftOut::NoText { .. }));
    let credential = count(|why| matches!(why, LeftOut::Credential { .. }));
    let unread = count(|why| matches!(why, LeftOut::Unread { .. }));
    let words = [
        (unread, "that cannot be opened"),
        (no_text, "that are no text and cannot be screened"),
        (credential, "from where a second look found a credential"),
    ];
    let words: Vec<_> = words
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} files {what}"))
        .collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn passed_over(report: &Report, out: &mut Output) -> io::Result<()> {
    let all: Vec<_> = unread(report).collect();
    if !all.is_empty() {
        out.line("")?;
    }
    for (path, reason) in all.iter().take(ROWS_SHOWN) {
        out.coloured(Colour::Warning, "warn")?;
        out.line(format_args!("  {path} was not opened: {reason}"))?;
    }
    match all.len().saturating_sub(ROWS_SHOWN) {
        0 => Ok(()),
        more => out.line(format_args!("      and {more} more; --json lists them")),
    }
}

fn found(found: &Counts, out: &mut Output) -> io::Result<()> {
    out.line("")?;
    if found.is_empty() {
        return out.line("Nothing sensitive was found in it.");
    }
    out.line("Found in it, and replaced by pseudonyms in the screened form:")?;
    let mut table = Table::new(["category", "values", "of them"]);
    for (category, types) in found {
        table.row([(*category).to_owned(), types.values().sum::<u64>().to_string(), counts(types)]);
    }
    out.table(&table)
}

/// Counts in words, the most frequent first: `12 upn, 3 email`.
pub(super) fn counts(types: &BTreeMap<&'static str, u64>) -> String {
    let mut types: Vec<_> = types.iter().collect();
    types.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    types.iter().map(|(name, count)| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
}

fn logs(report: &Report, french: bool, out: &mut Output) -> io::Result<()> {
    let logs = &report.logs;
    out.line("")?;
    out.line(format_args!("Logs: {} files, {} lines.", logs.files, logs.lines))?;
    logs.findings.iter().try_for_each(|one| finding(one, french, out))?;
    if logs.errors.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(["times", "first", "error"]);
    for cluster in logs.errors.iter().take(ROWS_SHOWN) {
        let first = cluster.first.as_deref().map(minute).unwrap_or_default();
        table.row([cluster.count.to_string(), first, cluster.shape.clone()]);
    }
    out.table(&table)
}

/// An instant without its seconds.
pub(super) fn minute(at: &str) -> String {
    at.get(..16).unwrap_or(at).replace('T', " ")
}

fn configuration(report: &Report, out: &mut Output) -> io::Result<()> {
    let configuration = &report.configuration;
    out.line("")?;
    out.line(format_args!("Configuration: {} files.", configuration.files))?;
    for file in configuration.unreadable.iter().take(ROWS_SHOWN) {
        out.coloured(Colour::Warning, "warn")?;
        out.line(format_args!("  {} cannot be read: {}", file.path, file.reason))?;
    }
    for file in configuration.secrets.iter().take(ROWS_SHOWN) {
        out.coloured(Colour::Warning, "warn")?;
        out.line(format_args!("  {} holds what looks like secrets: {}", file.path, file.keys.join(", ")))?;
    }
    let more = configuration.unreadable.len().saturating_sub(ROWS_SHOWN)
        + configuration.secrets.len().saturating_sub(ROWS_SHOWN);
    if more > 0 {
        out.line(format_args!("      and {more} more; --json lists them"))?;
    }
    Ok(())
}

fn files(files: &[Entry], all: bool, out: &mut Output) -> io::Result<()> {
    let mut listed: Vec<_> = files.iter().collect();
    if !all {
        listed.sort_by_key(|entry| std::cmp::Reverse(entry.found.values().sum::<u64>()));
        listed.truncate(FILES_SHOWN);
    }
    out.line("")?;
    let mut table = Table::new(["file", "size", "found in it"]);
    for entry in &listed {
        table.row([entry.path.clone(), size(entry.bytes), found_in(entry)]);
    }
    out.table(&table)?;
    match files.len() - listed.len() {
        0 => Ok(()),
        more => out.line(format_args!("and {more} more files with less in them; --files lists all")),
    }
}

fn found_in(entry: &Entry) -> String {
    let read_as = entry.encoding.map_or_else(String::new, |encoding| format!("read as {encoding}"));
    let more = match &entry.left_out {
        Some(LeftOut::Unread { .. }) => "not opened".to_owned(),
        Some(LeftOut::NoText { from: 0 }) => "no text, left out".to_owned(),
        Some(LeftOut::NoText { from }) => format!("no text from byte {from} on"),
        Some(LeftOut::Credential { shape }) => format!("left out from a {shape} on"),
        None => String::new(),
    };
    let words = [counts(&entry.found), read_as, more];
    words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ")
}

/// Bytes in their largest whole unit.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1_024 {
        return format!("{bytes} bytes");
    }
    let (mut tenths, mut unit) = (bytes.saturating_mul(10) / 1_024, 0);
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths /= 1_024;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS.get(unit).unwrap_or(&"TiB"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        for (bytes, words) in [
            (0, "0 bytes"),
            (1_023, "1023 bytes"),
            (1_536, "1.5 KiB"),
            (64 << 20, "64.0 MiB"),
            (5 << 40, "5.0 TiB"),
        ] {
            assert_eq!(size(bytes), words);
        }
    }
}
