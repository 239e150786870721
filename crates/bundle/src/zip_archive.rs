//! Entries of a zip archive. Its directory stands at the end, so it is read with jumps.

use crate::error::BundleError;
use crate::meter::{Meter, Unpacked};
use crate::path;
use crate::read::Walk;
use flate2::read::DeflateDecoder;
use rawzip::time::{UtcDateTime, ZipDateTimeKind};
use rawzip::{
    CompressionMethod, ErrorKind, MAX_CENTRAL_DIRECTORY_RECORD_SIZE, RECOMMENDED_BUFFER_SIZE, ReaderAt,
    ZipArchive, ZipArchiveEntryWayfinder,
};
use std::io::{Cursor, Read, Seek};

/// The largest zip inside an archive, which is held in memory.
const NESTED_BYTES_MAX: u64 = 64 << 20;

/// What the directory says of an entry.
struct Listed {
    name: Vec<u8>,
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    is_encrypted: bool,
    is_folder: bool,
    is_link: bool,
    modified: Option<i64>,
}

impl Walk<'_> {
    /// Reads the entries of a zip, below `folder`.
    pub(crate) fn zip(
        &mut self,
        source: impl Read + Seek,
        folder: &str,
        depth: u32,
    ) -> Result<(), BundleError> {
        self.check_depth(folder, depth)?;
        let meter = self.meter;
        let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE.max(MAX_CENTRAL_DIRECTORY_RECORD_SIZE)];
        let archive = ZipArchive::from_seekable(source, &mut buffer).map_err(|why| fault(&why, meter))?;
        let listed = directory(&archive, &mut buffer, meter)?;
        // Before zip64 the number had 16 bits, and some programs still write no more of it.
        let stated = archive.entries_hint();
        if stated != listed.len() as u64 && stated != listed.len() as u64 & 0xffff {
            let reason = format!("its directory says {stated} entries and lists {}", listed.len());
            return Err(BundleError::Damaged { place: self.place(folder), reason });
        }
        let mut ranges = Vec::with_capacity(listed.len());
        for entry in listed {
            let done = self.zip_entry(&archive, &entry, folder, depth, &mut ranges);
            self.entry_done(done)?;
        }
        meter.at(&self.place(folder));
        ranges.sort_unstable();
        let overlap = ranges.windows(2).any(|pair| matches!(pair, [one, next] if one.1 > next.0));
        if overlap {
            // As in the bombs of bamsoftware.com/hacks/zipbomb: entries that share their packed bytes.
            let reason = "entries overlap, as in archives made to do harm".to_owned();
            return Err(BundleError::Damaged { place: meter.place(), reason });
        }
        Ok(())
    }

    /// A zip inside an archive: there is no jumping, so it is held.
    pub(crate) fn zip_inside(
        &mut self,
        source: &mut dyn Read,
        folder: &str,
        depth: u32,
    ) -> Result<(), BundleError> {
        self.check_depth(folder, depth)?;
        let mut held = Vec::new();
        source.take(NESTED_BYTES_MAX + 1).read_to_end(&mut held).map_err(|why| self.meter.fault(&why))?;
        if held.len() as u64 > NESTED_BYTES_MAX {
            let (place, what) = (folder.to_owned(), "a zip inside of an archive");
            return Err(BundleError::Unbounded { place, what, limit: NESTED_BYTES_MAX });
        }
        self.zip(Cursor::new(held), folder, depth)
    }

    fn zip_entry<R: ReaderAt>(
        &mut self,
        archive: &ZipArchive<R>,
        entry: &Listed,
        folder: &str,
        depth: u32,
        ranges: &mut Vec<(u64, u64)>,
    ) -> Result<(), BundleError> {
        let meter = self.meter;
        let path = path::inside(folder, &entry.name)?;
        meter.at(&path);
        if entry.is_encrypted {
            return Err(BundleError::Encrypted { place: path });
        }
        let found = archive.get_entry(entry.place).map_err(|why| fault(&why, meter))?;
        ranges.push(found.compressed_data_range());
        let packed = found.reader();
        let unpacked: Box<dyn Read + '_> = match entry.method {
            CompressionMethod::STORE => Box::new(packed),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(packed)),
            other => {
                let form = other.name().unwrap_or("an unknown method");
                return Err(BundleError::Unsupported { place: path, form });
            }
        };
        let mut content = Unpacked::new(found.verifying_reader(unpacked), meter);
        if entry.is_folder {
            return Ok(());
        }
        self.check_name(&path, folder)?;
        if entry.is_link {
            let mut target = Vec::new();
            let limit = path::PATH_BYTES_MAX as u64 + 1;
            content.take(limit).read_to_end(&mut target).map_err(|why| meter.fault(&why))?;
            return self.link(&path, path::check_link(&path, &target)?);
        }
        self.entry(path, entry.modified, &mut content, depth).map(drop)
    }
}

/// The directory, whose entries are counted before anything of them is kept.
fn directory<R: ReaderAt>(
    archive: &ZipArchive<R>,
    buffer: &mut [u8],
    meter: &Meter,
) -> Result<Vec<Listed>, BundleError> {
    let mut listed = Vec::new();
    let mut entries = archive.entries(buffer);
    while let Some(entry) = entries.next_entry().map_err(|why| fault(&why, meter))? {
        meter.entry()?;
        listed.push(Listed {
            name: entry.file_path().as_bytes().to_vec(),
            place: entry.wayfinder(),
            method: entry.compression_method(),
            is_encrypted: entry.flags().is_encrypted()
                || entry.compression_method() == CompressionMethod::AES,
            is_folder: entry.is_dir(),
            is_link: entry.mode().is_symlink(),
            modified: modified(&entry.last_modified()),
        });
    }
    Ok(listed)
}

fn modified(at: &ZipDateTimeKind) -> Option<i64> {
    let local = match at {
        ZipDateTimeKind::Utc(at) => return Some(at.to_unix()),
        ZipDateTimeKind::Local(at) => at,
    };
    // 1980 is what stands there when nobody set it.
    let set = local.year() > 1980;
    let utc = UtcDateTime::from_components(
        local.year(),
        local.month(),
        local.day(),
        local.hour(),
        local.minute(),
        local.second(),
        0,
    );
    utc.filter(|_| set).map(|at| at.to_unix())
}

fn fault(why: &rawzip::Error, meter: &Meter) -> BundleError {
    let place = meter.place();
    match why.kind() {
        ErrorKind::IO(why) => meter.fault(why),
        // It begins as a zip, so its end is what is missing.
        ErrorKind::Eof | ErrorKind::MissingEndOfCentralDirectory => BundleError::Truncated { place },
        _ => meter.fault(&std::io::Error::other(why.to_string())),
    }
}
