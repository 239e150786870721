//! The screened form: a zip, written file by file.

use super::report::{Report, Written};
use crate::commands::whole_file::WholeFile;
use crate::failure::Failure;
use anyhow::Result;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, Crc32, DataDescriptorOutput, ZipArchiveWriter};
use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What stands for the whole: what was found, and what was left out.
pub(super) const REPORT: &str = "glasscase-import.json";
/// The most packed bytes of a file that are held: text of about a gigabyte. A longer file goes on in a second part.
const HELD_BYTES_MAX: usize = 64 << 20;

/// A zip that appears whole or not at all.
pub(super) struct ScreenedFile {
    to: PathBuf,
    archive: ZipArchiveWriter<WholeFile>,
    names: HashSet<String>,
    open: Option<Open>,
}

/// A file that is being packed.
struct Open {
    name: String,
    part: u32,
    packed: DeflateEncoder<Vec<u8>>,
    crc: Crc32,
    bytes: u64,
}

impl Open {
    fn new(name: String, part: u32) -> Self {
        let packed = DeflateEncoder::new(Vec::new(), Compression::default());
        Self { name, part, packed, crc: Crc32::new(), bytes: 0 }
    }
}

impl ScreenedFile {
    /// Begins to write; an existing file is not replaced.
    pub(super) fn create(to: &Path, name: &str) -> Result<Self> {
        let to = if to.is_dir() { to.join(format!("{name}.screened.zip")) } else { to.to_owned() };
        if to.exists() {
            let what = format!("`{}` is there already", to.display());
            return Err(Failure::bad_input(what).advise("name another file with --out, or remove it").into());
        }
        let archive = ZipArchiveWriter::new(WholeFile::create(&to)?);
        Ok(Self { to, archive, names: HashSet::from([REPORT.to_owned()]), open: None })
    }

    /// Begins a file. Where two names are one once they are screened, the second gets a number.
    pub(super) fn begin(&mut self, path: &str) {
        let mut name = path.to_owned();
        let mut number = 1;
        while !self.names.insert(name.clone()) {
            number += 1;
            name = format!("{path}~{number}");
        }
        self.open = Some(Open::new(name, 1));
    }

    /// Packs the next bytes of the file that began.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(open) = &mut self.open else { return Ok(()) };
        open.packed.write_all(bytes)?;
        open.crc.update(bytes);
        open.bytes += bytes.len() as u64;
        if open.packed.get_ref().len() < HELD_BYTES_MAX {
            return Ok(());
        }
        let next = Open::new(open.name.clone(), open.part + 1);
        self.end()?;
        self.open = Some(next);
        Ok(())
    }

    /// Writes the file that began.
    pub(super) fn end(&mut self) -> io::Result<()> {
        let Some(Open { name, part, packed, crc, bytes }) = self.open.take() else { return Ok(()) };
        let name = if part == 1 { name } else { format!("{name}.part{part}") };
        let new =
            self.archive.new_file(EntryPath::conformant(name)).compression_method(CompressionMethod::DEFLATE);
        let packed = packed.finish()?;
        let written = new.start().map_err(io::Error::other).and_then(|(mut entry, _)| {
            entry.write_all(&packed)?;
            let end = DataDescriptorOutput::new(crc.checksum(), bytes);
            entry.finish(end).map(drop).map_err(io::Error::other)
        });
        written.map_err(|why| io::Error::other(unwritten(&self.to, &why)))
    }

    /// Lets go of the file that began, as if it had not.
    pub(super) fn leave_out(&mut self) {
        if let Some(Open { name, .. }) = self.open.take() {
            self.names.remove(&name);
        }
    }

    /// Adds what was found and makes the file appear.
    pub(super) fn finish(mut self, report: &Report) -> Result<Written> {
        self.names.remove(REPORT);
        self.begin(REPORT);
        self.bytes(&serde_json::to_vec_pretty(report)?)?;
        self.end()?;
        let file = self.archive.finish().map_err(|why| unwritten(&self.to, &why))?;
        Ok(Written { path: self.to.display().to_string(), bytes: file.finish()? })
    }
}

/// A place where the screened form cannot be written.
fn unwritten(to: &Path, why: &dyn std::error::Error) -> Failure {
    Failure::failed(format!("cannot write `{}`: {why}", to.display()))
        .advise("make room, or name another place with --out")
}
