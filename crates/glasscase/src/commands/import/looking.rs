//! Takes the files of a bundle: each is screened, counted, looked at by analyzers and, if wished, written.

use super::attachment::{Attachment, Packed};
use super::content;
use super::findings::Findings;
use super::report::{Configuration, Counts, Entry, Har, Leading, LeftOut, Logs, Report};
use super::screen::{Output, Screening, Screens};
use super::screened_file::{REPORT, ScreenedFile};
use super::second_look::SecondLook;
use super::stray::Stray;
use anyhow::Result;
use bundle::{File, Link, Receiver, Summary, Unread};
use collect::given::CONFIG_BYTES_MAX;
use std::io;

/// What an import came to.
pub(super) struct Looked {
    /// As it is, for whoever owns the bundle.
    pub(super) report: Report,
    /// As others may see it.
    pub(super) masked: Report,
    /// The screened form for a case, if it is to be attached.
    pub(super) packed: Option<Packed>,
}

/// The way of a bundle's files.
pub(super) struct Looking<'a> {
    screens: &'a Screens,
    findings: Findings,
    file: Option<ScreenedFile>,
    attachment: Option<Attachment>,
    open: Option<Open>,
    found: Counts,
    entries: Vec<Entry>,
    links: Vec<Leading>,
}

/// A file on its way.
struct Open {
    entry: Entry,
    screening: Screening,
    look: SecondLook,
    stray: Stray,
    is_har: bool,
    is_log: bool,
    /// What is there of a configuration.
    configuration: Option<Vec<u8>>,
}

impl<'a> Looking<'a> {
    pub(super) fn new(
        screens: &'a Screens,
        findings: Findings,
        file: Option<ScreenedFile>,
        attachment: Option<Attachment>,
    ) -> Self {
        let (entries, links) = (Vec::new(), Vec::new());
        Self { screens, findings, file, attachment, open: None, found: Counts::new(), entries, links }
    }

    /// Takes bytes of text.
    fn text(&mut self, open: &mut Open, bytes: &[u8]) -> io::Result<()> {
        if open.is_log {
            self.findings.log(bytes);
        }
        if let Some(text) = &mut open.configuration {
            text.extend_from_slice(bytes);
        }
        // A larger file is data.
        open.configuration.take_if(|text| text.len() > CONFIG_BYTES_MAX);
        let screened = open.screening.push(bytes);
        self.screened(&mut open.entry, &mut open.look, screened)
    }

    fn screened(&mut self, entry: &mut Entry, look: &mut SecondLook, screened: Output) -> io::Result<()> {
        for entity in screened.found {
            let category = entity.category().name();
            *entry.found.entry(category).or_default() += 1;
            *self.found.entry(category).or_default().entry(entity.name()).or_default() += 1;
        }
        let sound = look.push(&screened.bytes);
        self.write(&sound)
    }

    fn write(&mut self, sound: &[u8]) -> io::Result<()> {
        self.attachment.as_mut().map_or(Ok(()), |attachment| attachment.bytes(sound))?;
        self.file.as_mut().map_or(Ok(()), |file| file.bytes(sound))
    }

    /// All that was found, as it is and as others may see it; the screened form is finished.
    pub(super) fn end(mut self, name: &str, summary: &Summary) -> Result<Looked> {
        let (logs, configuration) = self.findings.end();
        let mut report = Report {
            file: name.to_owned(),
            form: summary.form.clone(),
            packed_bytes: summary.packed_bytes,
            bytes: summary.bytes,
            tool: summary.tool.as_ref().map(|tool| tool.name.name()),
            tool_version: summary.tool.as_ref().and_then(|tool| tool.version.clone()),
            found: self.found,
            files: self.entries,
            links: self.links,
            har: summary.har.as_ref().map(|har| Har {
                requests: har.requests,
                statuses: har.statuses.clone(),
                failures: har.failures.clone(),
                dropped: har.dropped,
                dropped_bytes: har.dropped_bytes,
            }),
            logs,
            configuration,
            out: None,
        };
        let masked = masked(&report, self.screens);
        let packed = self.attachment.take().map(|attachment| packed(attachment, &masked)).transpose()?;
        report.out = self.file.map(|file| file.finish(&masked)).transpose()?;
        Ok(Looked { report, masked, packed })
    }
}

impl Receiver for Looking<'_> {
    fn begin(&mut self, file: &File) -> io::Result<()> {
        let is_log = content::is_log(&file.path);
        if is_log {
            self.findings.begin_log(&file.path);
        }
        let path = self.screens.path(&file.path);
        if let Some(to) = &mut self.file {
            to.begin(&path);
        }
        if let Some(to) = &mut self.attachment {
            to.begin(path);
        }
        self.open = Some(Open {
            entry: Entry { path: file.path.clone(), encoding: file.encoding, ..Entry::default() },
            screening: self.screens.begin(),
            look: SecondLook::default(),
            stray: Stray::default(),
            is_har: file.is_har,
            is_log,
            configuration: content::is_configuration(&file.path).then(Vec::new),
        });
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        let before = open.entry.bytes;
        open.entry.bytes += bytes.len() as u64;
        if open.entry.left_out.is_none() && !open.is_har && content::is_no_text(bytes, before == 0) {
            open.entry.left_out = Some(LeftOut::NoText { from: before });
            open.configuration = None;
        }
        let done = if open.entry.left_out.is_none() {
            let text = open.stray.decode(bytes);
            self.text(&mut open, &text)
        } else {
            Ok(())
        };
        self.open = Some(open);
        done
    }

    fn end(&mut self) -> io::Result<()> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        if open.entry.left_out.is_none() {
            let rest = open.stray.end();
            self.text(&mut open, &rest)?;
        }
        let Open { mut entry, screening, mut look, stray, is_log, configuration, .. } = open;
        entry.encoding = entry.encoding.or(stray.has_met.then_some("windows-1252"));
        if is_log {
            self.findings.end_log();
        }
        if let Some(text) = &configuration {
            self.findings.configuration(&entry.path, text);
        }
        self.screened(&mut entry, &mut look, screening.end())?;
        let (rest, shape) = look.end();
        self.write(&rest)?;
        entry.left_out = entry.left_out.or(shape.map(|shape| LeftOut::Credential { shape }));
        self.attachment.as_mut().map_or(Ok(()), Attachment::end)?;
        if let Some(file) = &mut self.file {
            // Of what is no text from its start there is nothing to write.
            if entry.left_out == Some(LeftOut::NoText { from: 0 }) { file.leave_out() } else { file.end()? }
        }
        self.entries.push(entry);
        Ok(())
    }

    fn unread(&mut self, unread: &Unread) -> io::Result<()> {
        let Unread { path, reason } = unread.clone();
        self.entries.push(Entry { path, left_out: Some(LeftOut::Unread { reason }), ..Entry::default() });
        Ok(())
    }

    fn link(&mut self, link: &Link) -> io::Result<()> {
        self.links.push(Leading { path: link.path.clone(), target: link.target.clone() });
        Ok(())
    }
}

/// The attachment with the report, which says what was found and left out.
fn packed(mut attachment: Attachment, masked: &Report) -> Result<Packed> {
    attachment.begin(REPORT.to_owned());
    attachment.bytes(&serde_json::to_vec_pretty(masked)?)?;
    attachment.end()?;
    attachment.finish()
}

/// The report without a name or value that the classifier finds, for whoever is to help.
fn masked(report: &Report, screens: &Screens) -> Report {
    let mut masked = report.clone();
    masked.file = screens.path(&report.file);
    masked.tool_version = report.tool_version.as_deref().map(|version| screens.text(version));
    for entry in &mut masked.files {
        entry.path = screens.path(&entry.path);
        if let Some(LeftOut::Unread { reason }) = &mut entry.left_out {
            *reason = screens.naming_paths(reason);
        }
    }
    for link in &mut masked.links {
        link.path = screens.path(&link.path);
        link.target = screens.path(&link.target);
    }
    if let Some(har) = &mut masked.har {
        let failures = std::mem::take(&mut har.failures);
        har.failures = failures.into_iter().map(|(what, count)| (screens.text(&what), count)).collect();
    }
    mask_logs(&mut masked.logs, screens);
    mask_configuration(&mut masked.configuration, screens);
    masked
}

fn mask_logs(logs: &mut Logs, screens: &Screens) {
    for finding in &mut logs.findings {
        for text in [&mut finding.message, &mut finding.advice] {
            text.en = screens.text(&text.en);
            text.fr = screens.text(&text.fr);
        }
        for seen in &mut finding.seen {
            seen.value = None;
        }
    }
    for cluster in &mut logs.errors {
        cluster.shape = screens.text(&cluster.shape);
    }
}

fn mask_configuration(configuration: &mut Configuration, screens: &Screens) {
    for file in &mut configuration.unreadable {
        file.path = screens.path(&file.path);
    }
    for file in &mut configuration.secrets {
        file.path = screens.path(&file.path);
        for key in &mut file.keys {
            *key = screens.text(key);
        }
    }
}
