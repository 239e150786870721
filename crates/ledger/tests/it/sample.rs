//! An export to look at and to damage.

use ledger::{
    Audit, Auditor, Checkpoint, Entry, ExportReader, ExportWriter, Fault, Frontier, Header, LeafHash, LogKey,
    Origin, Part, Salt, Trust, VerifierKey, seal,
};

/// Events of the sample.
pub(crate) const EVENTS: u64 = 24;

pub(crate) fn log_key() -> LogKey {
    LogKey::from_seed("desk.example", &[5; 32]).unwrap()
}

pub(crate) fn origin() -> Origin {
    log_key().origin("contoso").unwrap()
}

pub(crate) fn key() -> VerifierKey {
    log_key().verifier_key(&origin())
}

pub(crate) fn leaf(sequence: u64) -> Vec<u8> {
    format!(r#"{{"case":"c-{sequence}","what":"case_opened"}}"#).into_bytes()
}

/// Every third event has two personal parts.
pub(crate) fn parts(sequence: u64) -> Vec<Part> {
    let part = |field: &str, value: String| Part { field: field.to_owned(), salt: Salt([9; 32]), value };
    match sequence % 3 {
        0 => vec![part("name", format!("Ada {sequence}")), part("title", "Größe\n\"x\"".to_owned())],
        _ => Vec::new(),
    }
}

pub(crate) fn sealed(tree: &Frontier) -> String {
    let (size, root) = (tree.size(), tree.root());
    let time = "2026-01-02T03:04:05.000006Z".to_owned();
    seal(&Checkpoint { origin: origin(), size, root, time }, &log_key()).unwrap()
}

/// An export without fault: 24 events, and a checkpoint after every eight.
pub(crate) fn export() -> Vec<u8> {
    export_of(EVENTS, 8)
}

/// An export without fault: so many events, and a checkpoint after every `stride` of them.
pub(crate) fn export_of(events: u64, stride: u64) -> Vec<u8> {
    let header = Header { events, origin: origin(), tenant: "contoso".to_owned() };
    let mut writer = ExportWriter::new(Vec::new(), &header, &key()).unwrap();
    let mut tree = Frontier::new();
    for sequence in 0..events {
        let leaf = leaf(sequence);
        writer.event(sequence, &leaf, &parts(sequence)).unwrap();
        tree.append(LeafHash::of(&leaf));
        if tree.size().is_multiple_of(stride) {
            writer.checkpoint(&sealed(&tree)).unwrap();
        }
    }
    writer.finish().unwrap()
}

/// The lines of an export, newlines included.
pub(crate) fn lines(export: &[u8]) -> Vec<Vec<u8>> {
    export.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

/// The place of the first line that begins so.
pub(crate) fn place(lines: &[Vec<u8>], start: &str) -> usize {
    lines.iter().position(|line| line.starts_with(start.as_bytes())).unwrap()
}

/// Writes the last line anew, as whoever changed the file on purpose would.
pub(crate) fn reseal(lines: &mut Vec<Vec<u8>>) {
    lines.pop();
    let before = lines.concat();
    let digest =
        LeafHash(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &before).as_ref().try_into().unwrap());
    lines.push(format!("end {} {digest}\n", lines.len()).into_bytes());
}

/// Audits with the key that the customer kept.
pub(crate) fn audit(export: &[u8]) -> Audit {
    audit_with(export, Trust::Given(vec![key()]))
}

pub(crate) fn audit_with(export: &[u8], trust: Trust) -> Audit {
    let (mut reader, mut auditor) = (ExportReader::new(export), Auditor::new(trust));
    while let Some(entry) = reader.next_entry().unwrap() {
        auditor.take(&entry);
    }
    auditor.finish()
}

pub(crate) fn faults(export: &[u8]) -> Vec<Fault> {
    audit(export).faults.kept().to_vec()
}

pub(crate) fn messages(export: &[u8]) -> Vec<String> {
    faults(export).iter().map(ToString::to_string).collect()
}

/// What a reader tells, an event as its number and parts.
pub(crate) fn told(export: &[u8]) -> Vec<String> {
    let (mut reader, mut told) = (ExportReader::new(export), Vec::new());
    while let Some(entry) = reader.next_entry().unwrap() {
        told.push(match entry {
            Entry::Event(event) => {
                let leaf = String::from_utf8_lossy(event.leaf);
                let fields = event.parts.iter().map(|part| format!("{}={:?}", part.field, part.value));
                format!(
                    "{} event {} {leaf} {}",
                    event.line,
                    event.sequence,
                    fields.collect::<Vec<_>>().join(",")
                )
            }
            Entry::Header { line, header } => format!("{line} header {} {}", header.tenant, header.events),
            Entry::Key { line, .. } => format!("{line} key"),
            Entry::Rotation { line, .. } => format!("{line} rotation"),
            Entry::Checkpoint { line, .. } => format!("{line} checkpoint"),
            Entry::End { line } => format!("{line} end"),
            Entry::Fault(fault) => fault.to_string(),
        });
    }
    told
}
