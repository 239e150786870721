//! A receiver that keeps all, and archives to read.

use bundle::{BundleError, File, Limits, Link, Receiver, Summary, Unread, read, survey};
use std::io::{self, Cursor, Write as _};

/// What a bundle holds.
#[derive(Default, Debug, PartialEq, Eq)]
pub(crate) struct Listing {
    pub(crate) files: Vec<(String, Vec<u8>)>,
    pub(crate) links: Vec<(String, String)>,
    pub(crate) hars: usize,
    pub(crate) encodings: Vec<&'static str>,
    pub(crate) unread: Vec<(String, String)>,
}

impl Receiver for Listing {
    fn begin(&mut self, file: &File) -> io::Result<()> {
        self.hars += usize::from(file.is_har);
        self.encodings.extend(file.encoding);
        self.files.push((file.path.clone(), Vec::new()));
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.files.last_mut().unwrap().1.extend_from_slice(bytes);
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn unread(&mut self, unread: &Unread) -> io::Result<()> {
        self.unread.push((unread.path.clone(), unread.reason.clone()));
        Ok(())
    }

    fn link(&mut self, link: &Link) -> io::Result<()> {
        self.links.push((link.path.clone(), link.target.clone()));
        Ok(())
    }
}

impl Listing {
    /// The paths and their contents as text.
    pub(crate) fn texts(&self) -> Vec<(&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), std::str::from_utf8(text).unwrap())).collect()
    }
}

/// Reads a bundle called `bundle`.
pub(crate) fn listing(bytes: &[u8]) -> Result<(Summary, Listing), BundleError> {
    limited(bytes, &Limits::default())
}

/// The same within other limits.
pub(crate) fn limited(bytes: &[u8], limits: &Limits) -> Result<(Summary, Listing), BundleError> {
    named(bytes, "bundle", limits)
}

/// The same of a bundle with another name. What a survey says and what is read must agree.
pub(crate) fn named(bytes: &[u8], name: &str, limits: &Limits) -> Result<(Summary, Listing), BundleError> {
    let mut listing = Listing::default();
    let survey = survey(Cursor::new(bytes), name, limits)?;
    let summary = read(Cursor::new(bytes), name, limits, &survey, &mut listing).unwrap();
    assert_eq!((&summary.har, summary.files), (&survey.summary.har, survey.summary.files));
    Ok((summary, listing))
}

/// A header for a file of this size.
pub(crate) fn header(size: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o644);
    header.set_mtime(1_790_000_000);
    header.set_cksum();
    header
}

/// A tar with these files.
pub(crate) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, content) in files {
        builder.append_data(&mut header(content.len() as u64), path, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

/// A tar with one entry whose header holds this name as it is.
pub(crate) fn raw_tar(name: &[u8], kind: tar::EntryType, link: &[u8], content: &[u8]) -> Vec<u8> {
    let mut header = header(content.len() as u64);
    header.set_entry_type(kind);
    let old = header.as_old_mut();
    old.name[..name.len()].copy_from_slice(name);
    old.linkname[..link.len()].copy_from_slice(link);
    header.set_cksum();
    let mut builder = tar::Builder::new(Vec::new());
    builder.append(&header, content).unwrap();
    builder.into_inner().unwrap()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 1);
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// A zip with these files, deflated.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    for (path, content) in files {
        let name = rawzip::path::EntryPath::verbatim(path.as_bytes());
        let builder = archive.new_file(name).compression_method(rawzip::CompressionMethod::DEFLATE);
        let (mut entry, config) = builder.start().unwrap();
        let encoder = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::fast());
        let mut writer = config.wrap(encoder);
        writer.write_all(content).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap()
}
