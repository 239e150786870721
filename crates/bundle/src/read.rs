//! Goes through a bundle.

use crate::decoder;
use crate::error::BundleError;
use crate::handing::{Counted, Handing, copy};
use crate::har::clean_metered;
use crate::limits::Limits;
use crate::meter::{Meter, Source, Unpacked};
use crate::packing::{self, Form};
use crate::peek::{HEAD_BYTES, Peeked};
use crate::receiver::{File, Link, Receiver, Unread};
use crate::summary::Summary;
use crate::survey::Survey;
use crate::tool::Recognition;
use crate::utf16;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, SeekFrom};

/// Reads the bundle in `source`, called `name`, and hands its files to `receiver`. `survey` is what the same bytes showed
/// before, within the same limits.
///
/// # Errors
/// [`BundleError`], with what was refused and where: of bytes that were surveyed, only if they cannot be read any more, or
/// the receiver takes no more. What it got until then is to be thrown away.
pub fn read(
    source: impl Read + Seek,
    name: &str,
    limits: &Limits,
    survey: &Survey,
    receiver: &mut dyn Receiver,
) -> Result<Summary, BundleError> {
    Ok(go_through(source, name, limits, Way::Surveyed(&survey.unread), receiver)?.0)
}

/// Reads the archive in `source` as far as it can be: an entry that is broken, leads out or is no file is told by
/// [`Receiver::unread`], and the others are read all the same. A file that began and then breaks is told so instead of its
/// end. HAR files come as they are.
///
/// # Errors
/// [`BundleError`] that ends the reading: behind it, nothing can be found. What came until then is sound.
pub fn read_each(
    source: impl Read + Seek,
    name: &str,
    limits: &Limits,
    receiver: &mut dyn Receiver,
) -> Result<(), BundleError> {
    go_through(source, name, limits, Way::Each, receiver).map(drop)
}

/// How a bundle is gone through.
#[derive(Clone, Copy)]
pub(crate) enum Way<'a> {
    /// To see what is in it, and whether it is sound.
    Survey,
    /// Without what a survey found not to be read: by path, why.
    Surveyed(&'a BTreeMap<String, String>),
    /// As far as it can be.
    Each,
}

/// Goes through a bundle; gives what it is, and why what inside of it is not read.
pub(crate) fn go_through(
    mut source: impl Read + Seek,
    name: &str,
    limits: &Limits,
    way: Way<'_>,
    receiver: &mut dyn Receiver,
) -> Result<(Summary, BTreeMap<String, String>), BundleError> {
    let unreadable = |why| BundleError::Unreadable { place: name.to_owned(), why };
    let size = source.seek(SeekFrom::End(0)).map_err(unreadable)?;
    let mut head = Vec::new();
    source.rewind().map_err(unreadable)?;
    (&mut source).take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(unreadable)?;
    source.rewind().map_err(unreadable)?;
    let meter = Meter::new(*limits, size, name);
    let mut walk = Walk {
        meter: &meter,
        limits,
        name,
        receiver,
        way,
        unread: BTreeMap::new(),
        paths: BTreeSet::new(),
        recognition: Recognition::default(),
        summary: Summary { packed_bytes: size, ..Summary::default() },
    };
    let source = Source { inner: source, meter: &meter };
    walk.summary.form = walk.bundle(packing::of(&head), source)?;
    let Walk { recognition, mut summary, unread, .. } = walk;
    summary.tool = recognition.tool(summary.har.as_ref());
    Ok((summary, unread))
}

/// The way through a bundle.
pub(crate) struct Walk<'a> {
    pub(crate) meter: &'a Meter,
    limits: &'a Limits,
    /// The bundle's name.
    name: &'a str,
    pub(crate) receiver: &'a mut dyn Receiver,
    pub(crate) way: Way<'a>,
    /// What is not read, by path, and why.
    pub(crate) unread: BTreeMap<String, String>,
    /// All paths so far.
    pub(crate) paths: BTreeSet<String>,
    recognition: Recognition,
    pub(crate) summary: Summary,
}

impl Walk<'_> {
    fn bundle(
        &mut self,
        form: Form,
        mut source: Source<'_, impl Read + Seek>,
    ) -> Result<String, BundleError> {
        let place = self.name.to_owned();
        let form = match form {
            Form::Zip => {
                self.zip(source, "", 0)?;
                "zip"
            }
            Form::Tar => {
                self.tar(&mut source, "", 0)?;
                "tar"
            }
            Form::Json => self.text(self.name, &mut source)?,
            Form::Gzip | Form::Xz | Form::Zstd => return self.packed_bundle(form, source),
            Form::Encrypted => return Err(BundleError::Encrypted { place }),
            Form::Unsupported(form) => return Err(BundleError::Unsupported { place, form }),
            Form::Other => return Err(BundleError::Unknown { place }),
        };
        Ok(form.to_owned())
    }

    fn packed_bundle(&mut self, form: Form, source: impl Read) -> Result<String, BundleError> {
        let (meter, place) = (self.meter, self.name.to_owned());
        let Some(decoder) = decoder::open(form, source, meter)? else {
            return Err(BundleError::Unknown { place });
        };
        let mut unpacked = Unpacked::new(decoder, meter);
        let mut inner = Peeked::new(&mut unpacked).map_err(|why| meter.fault(&why))?;
        let inside = match packing::of(inner.head()) {
            Form::Tar => {
                self.tar(&mut inner, "", 0)?;
                "tar"
            }
            Form::Json => {
                let name = packing::name_without_packing(self.name);
                self.text(name, &mut inner)?
            }
            _ => return Err(BundleError::Unknown { place }),
        };
        Ok(format!("{inside}.{}", ending(form)))
    }

    /// A HAR or another JSON text that is a bundle by itself.
    fn text(&mut self, name: &str, source: &mut dyn Read) -> Result<&'static str, BundleError> {
        self.meter.entry()?;
        // A name that no entry may have (`c:x.har`) is its owner's choice, and says nothing against the text.
        let path = crate::path::inside("", name.as_bytes()).unwrap_or_else(|_| "bundle".to_owned());
        let mut peeked = Peeked::new(source).map_err(|why| self.meter.fault(&why))?;
        let is_har = packing::is_har(peeked.head());
        self.file(path, None, &mut peeked)?;
        Ok(if is_har { "har" } else { "json" })
    }

    /// An entry of an archive that is a file: read through to its end. Gives its size.
    pub(crate) fn entry(
        &mut self,
        path: String,
        modified: Option<i64>,
        content: &mut dyn Read,
        depth: u32,
    ) -> Result<u64, BundleError> {
        let meter = self.meter;
        let mut counted = Counted { source: content, bytes: 0 };
        let mut peeked = Peeked::new(&mut counted).map_err(|why| meter.fault(&why))?;
        let form = if packing::is_named_as_archive(&path) { packing::of(peeked.head()) } else { Form::Other };
        if form.is_opened() || self.is_har(&path, peeked.head()) {
            self.inside(form, path, modified, &mut peeked, depth)?;
        } else {
            self.file(path, modified, &mut peeked)?;
        }
        io::copy(&mut peeked, &mut io::sink()).map_err(|why| meter.fault(&why))?;
        Ok(counted.bytes)
    }

    /// A packed file inside of an archive: an archive, or one file, for which it is a folder.
    pub(crate) fn packed(
        &mut self,
        form: Form,
        path: &str,
        modified: Option<i64>,
        packed: &mut dyn Read,
        depth: u32,
    ) -> Result<(), BundleError> {
        let meter = self.meter;
        let Some(decoder) = decoder::open(form, packed, meter)? else { return Ok(()) };
        let mut unpacked = Unpacked::new(decoder, meter);
        let mut inner = Peeked::new(&mut unpacked).map_err(|why| meter.fault(&why))?;
        if packing::of(inner.head()) == Form::Tar {
            return self.tar(&mut inner, path, depth + 1);
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        self.file(format!("{path}/{}", packing::name_without_packing(name)), modified, &mut inner)
    }

    /// Hands a file on, as UTF-8 if it is UTF-16.
    pub(crate) fn file(
        &mut self,
        path: String,
        modified: Option<i64>,
        content: &mut Peeked<'_>,
    ) -> Result<(), BundleError> {
        let Some(encoding) = utf16::encoding(content.head()) else {
            return self.hand_on(path, modified, None, content);
        };
        let mut decoded = utf16::decoding(content, encoding).map_err(|why| self.meter.fault(&why))?;
        let mut decoded = Peeked::new(&mut decoded).map_err(|why| self.meter.fault(&why))?;
        self.hand_on(path, modified, Some(encoding.name()), &mut decoded)
    }

    fn hand_on(
        &mut self,
        path: String,
        modified: Option<i64>,
        encoding: Option<&'static str>,
        content: &mut Peeked<'_>,
    ) -> Result<(), BundleError> {
        self.claim(&path)?;
        self.recognition.see(&path, content.head());
        let file = File { is_har: self.is_har(&path, content.head()), path, modified, encoding };
        self.summary.files += 1;
        self.summary.latest = self.summary.latest.max(modified);
        self.receiver.begin(&file).map_err(BundleError::Taken)?;
        let mut handing = Handing { receiver: &mut *self.receiver, bytes: 0 };
        if file.is_har {
            content.skip(packing::byte_order_mark(content.head()));
            let facts = clean_metered(content, &mut handing, self.meter)?;
            self.summary.bytes += handing.bytes;
            self.summary.add_har(facts);
        } else {
            copy(content, &mut handing, self.meter)?;
            self.summary.bytes += handing.bytes;
        }
        self.receiver.end().map_err(BundleError::Taken)
    }

    /// Whether something is a HAR that is to be cleaned.
    fn is_har(&self, path: &str, head: &[u8]) -> bool {
        !matches!(self.way, Way::Each) && is_har(path, head)
    }

    /// What becomes of the archive after an entry of it: of one that is broken only that is told, if the others are wanted
    /// all the same.
    pub(crate) fn entry_done(&mut self, done: Result<(), BundleError>) -> Result<(), BundleError> {
        let Err(why) = done else { return Ok(()) };
        let entry = why.entry().filter(|_| matches!(self.way, Way::Each));
        let Some(path) = entry.map(str::to_owned) else { return Err(why) };
        self.meter.forgive();
        let unread = Unread { path, reason: why.to_string() };
        self.receiver.unread(&unread).map_err(BundleError::Taken)
    }

    pub(crate) fn link(&mut self, path: &str, target: String) -> Result<(), BundleError> {
        self.claim(path)?;
        self.receiver.link(&Link { path: path.to_owned(), target }).map_err(BundleError::Taken)
    }

    pub(crate) fn claim(&mut self, path: &str) -> Result<(), BundleError> {
        self.meter.at(path);
        if self.paths.insert(path.to_owned()) {
            Ok(())
        } else {
            Err(BundleError::Twice { place: path.to_owned() })
        }
    }

    /// Fails if an entry that is no folder has no name of its own: `./` is the folder itself.
    pub(crate) fn check_name(&self, path: &str, folder: &str) -> Result<(), BundleError> {
        if path == folder {
            let reason = "an entry has no name".to_owned();
            return Err(BundleError::Damaged { place: self.place(folder), reason });
        }
        Ok(())
    }

    pub(crate) fn check_depth(&self, folder: &str, depth: u32) -> Result<(), BundleError> {
        let limit = self.limits.depth;
        if depth > limit {
            Err(BundleError::TooDeep { place: folder.to_owned(), depth: limit })
        } else {
            Ok(())
        }
    }

    /// How errors call an archive: by its folder, or by the bundle's name.
    pub(crate) fn place(&self, folder: &str) -> String {
        if folder.is_empty() { self.name.to_owned() } else { folder.to_owned() }
    }
}

/// Whether something of this name that begins so is a HAR: by its name if it is JSON, or by its first keys.
fn is_har(path: &str, head: &[u8]) -> bool {
    let is_named = path.to_ascii_lowercase().ends_with(".har") && packing::of(head) == Form::Json;
    is_named || packing::is_har(head)
}

const fn ending(form: Form) -> &'static str {
    match form {
        Form::Xz => "xz",
        Form::Zstd => "zst",
        _ => "gz",
    }
}
