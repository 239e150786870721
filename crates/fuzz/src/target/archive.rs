//! An archive: what a survey says of it holds when it is read, and no path leaves it.

use crate::fragments::LINES;
use bundle::{File, Limits, Link, Receiver, Unread, read, read_each, survey};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, Cursor, Write as _};

/// Small enough that an input is read in milliseconds.
const LIMITS: Limits = Limits { entries: 2_000, bytes: 8 << 20, ratio: 200, ratio_from: 1 << 20, depth: 1 };

/// Checks what comes, in which order.
#[derive(Default)]
struct Checking {
    files: u64,
    is_open: bool,
    /// Whether a file that began may break.
    may_break: bool,
}

impl Receiver for Checking {
    fn begin(&mut self, file: &File) -> io::Result<()> {
        check_path(&file.path);
        assert!(!self.is_open, "a file begins inside another");
        self.is_open = true;
        self.files += 1;
        Ok(())
    }

    fn bytes(&mut self, _: &[u8]) -> io::Result<()> {
        assert!(self.is_open, "bytes without a file");
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        assert!(self.is_open, "the end of no file");
        self.is_open = false;
        Ok(())
    }

    fn unread(&mut self, unread: &Unread) -> io::Result<()> {
        if self.may_break {
            // The path of an entry that leads out is told as it is written.
            self.is_open = false;
        } else {
            check_path(&unread.path);
        }
        Ok(())
    }

    fn link(&mut self, link: &Link) -> io::Result<()> {
        check_path(&link.path);
        Ok(())
    }
}

fn check_path(path: &str) {
    let is_plain = |part: &str| !matches!(part, "" | "." | "..");
    assert!(path.split('/').all(is_plain) && !path.contains('\0'), "`{path}` leads out");
}

pub(super) fn check(input: &[u8]) {
    // Broken or not, nothing that comes leads out, and files come one by one.
    let mut each = Checking { may_break: true, ..Checking::default() };
    let _ = read_each(Cursor::new(input), "fuzzed", &LIMITS, &mut each);
    let Ok(survey) = survey(Cursor::new(input), "fuzzed", &LIMITS) else { return };
    let mut checking = Checking::default();
    let summary = read(Cursor::new(input), "fuzzed", &LIMITS, &survey, &mut checking);
    let files = summary.map(|summary| summary.files).ok();
    assert_eq!(files, Some(checking.files), "what was surveyed is read");
    assert_eq!(files, Some(survey.summary.files));
}

/// Where a tar header has its check sum.
const SUM: std::ops::Range<usize> = 148..156;

/// Makes the check sum of the tar header at `block` right.
pub(crate) fn sign(block: &mut [u8]) {
    if let Some(field) = block.get_mut(SUM) {
        field.fill(b' ');
    }
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    if let Some(field) = block.get_mut(SUM) {
        field.copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
}

pub(crate) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = Vec::new();
    for (path, content) in files {
        let mut header = [0; 512];
        let size = format!("{:011o}\0", content.len());
        for (at, bytes) in
            [(0, path.as_bytes()), (100, b"0000644\0"), (124, size.as_bytes()), (156, b"0ustar\x20")]
        {
            header.iter_mut().skip(at).zip(bytes).for_each(|(to, from)| *to = *from);
        }
        header[257..265].copy_from_slice(b"ustar\x0000");
        header[156] = b'0';
        sign(&mut header);
        tar.extend_from_slice(&header);
        tar.extend_from_slice(content);
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.resize(tar.len() + 1_024, 0);
    tar
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let log = LINES.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    let inner = tar(&[("x.log", b"inside\n")]);
    let plain = tar(&[("a/b.log", log.as_bytes()), ("a/in.tar", &inner), ("c.gz", &gzip(b"packed\n"))]);
    let har = br#"{"log":{"version":"1.2","entries":[{"request":{"method":"GET","url":"https://a.example/?t=1","headers":[{"name":"Cookie","value":"a=b"}]}}]}}"#;
    let zip = include_bytes!("../../../bundle/tests/data/encrypted.zip");
    vec![
        gzip(&plain),
        plain,
        har.to_vec(),
        zip.to_vec(),
        STORED_ZIP.to_vec(),
        b"\x28\xb5\x2f\xfd\x04\x00\x19\x00\x00abc".to_vec(),
        b"\xfd7zXZ\x00\x00\x04".to_vec(),
        b"[1,2]".to_vec(),
    ]
}

/// A zip that holds `a` with the text `hi`, not packed.
const STORED_ZIP: &[u8] = b"PK\x03\x04\x0a\x00\x00\x00\x00\x00\x00\x00\x21\x00\xac\x2a\x93\xd8\x02\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00ahi\
PK\x01\x02\x1e\x03\x0a\x00\x00\x00\x00\x00\x00\x00\x21\x00\xac\x2a\x93\xd8\x02\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xa4\x81\x00\x00\x00\x00a\
PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00\x2f\x00\x00\x00\x21\x00\x00\x00\x00\x00";
