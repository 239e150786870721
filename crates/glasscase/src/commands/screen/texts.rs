//! Text after text, out of files, folders and archives. What cannot be read is told by name, and the others are read.

use super::inputs::{Input, Inputs};
use super::members::{self, Member};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::printable::one_line;
use crate::progress::{self, Watched};
use anyhow::Result;
use bundle::{Limits, Text};
use indicatif::ProgressBar;
use std::fs::File;
use std::io::{self, Read, Seek as _, Write as _};
use std::path::{Path, PathBuf};

/// A text that is to be read.
pub(super) struct Place<'a> {
    /// How people call it: the file, and its path in the archive.
    pub(super) name: String,
    /// The file.
    pub(super) file: &'a Path,
    /// Its path in the archive that the file is.
    pub(super) inside: Option<String>,
    /// Whether the file was packed by itself, and is not any more.
    pub(super) is_unpacked: bool,
}

/// What was left out, and how bad that is.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    /// By name, why.
    pub(super) told: Vec<(String, String)>,
    has_unread: bool,
    has_binary: bool,
}

impl LeftOut {
    /// The exit code that says so.
    pub(super) const fn exit(&self) -> Exit {
        match self {
            Self { has_unread: true, .. } => Exit::Unread,
            Self { has_binary: true, .. } => Exit::Binary,
            _ => Exit::Done,
        }
    }

    /// Tells it on standard error, a line each.
    pub(super) fn report(&self) {
        for (name, why) in &self.told {
            // With standard error gone there is nobody to tell.
            let _ = writeln!(io::stderr().lock(), "left out: {}", one_line(&format!("{name}: {why}")));
        }
    }
}

/// What is done with each text.
type Take<'t> = dyn FnMut(&Place<'_>, &mut dyn Read) -> Result<()> + 't;

/// Reads every text of what was asked for.
pub(super) struct Texts {
    inputs: Inputs,
    takes_binary: bool,
    /// Whether what is no text in a folder that was named is a fault.
    is_strict: bool,
    bar: ProgressBar,
    pub(super) left_out: LeftOut,
}

impl Texts {
    pub(super) fn of(given: &[PathBuf], takes_binary: bool, is_strict: bool, is_quiet: bool) -> Result<Self> {
        let mut inputs = Inputs::of(given)?;
        let bar = progress::rate(Some(inputs.bytes()), is_quiet);
        let mut left_out = LeftOut { has_unread: !inputs.unread.is_empty(), ..LeftOut::default() };
        left_out.told.append(&mut inputs.unread);
        left_out.told.append(&mut inputs.left_out);
        Ok(Self { inputs, takes_binary, is_strict, bar, left_out })
    }

    /// Whether there is one file, which is no folder and no archive.
    pub(super) fn is_one_file(&self) -> bool {
        let [input] = self.inputs.files.as_slice() else { return false };
        let is_archive = || File::open(&input.path).and_then(Text::open).is_ok_and(|text| text.is_archive());
        !input.is_found && self.left_out.told.is_empty() && !is_archive()
    }

    /// Hands every text to `take`, whose failures of reading leave that text out, and of writing end the work.
    ///
    /// # Errors
    /// What `take` fails with.
    pub(super) fn each(&mut self, take: &mut Take<'_>) -> Result<()> {
        for input in self.inputs.files.clone() {
            self.file(&input, take)?;
        }
        self.bar.finish_and_clear();
        Ok(())
    }

    fn file(&mut self, input: &Input, take: &mut Take<'_>) -> Result<()> {
        let name = input.path.display().to_string();
        let watch = |file| Watched::new(file, self.bar.clone());
        let opened =
            File::open(&input.path).and_then(|file| Ok((Text::open(watch(file.try_clone()?))?, file)));
        let (mut text, mut file) = match opened {
            Ok(opened) => opened,
            Err(why) => {
                self.unread(name, &why.to_string());
                return Ok(());
            }
        };
        if text.is_archive() {
            return match file.rewind() {
                Ok(()) => self.archive(input, &name, file, take),
                Err(why) => {
                    self.unread(name, &format!("an archive must be a file: {why}"));
                    Ok(())
                }
            };
        }
        if text.is_binary() && !self.takes_binary {
            self.binary(name, input.is_found);
            return Ok(());
        }
        let is_unpacked = is_packed(&file);
        let place = Place { name, file: &input.path, inside: None, is_unpacked };
        self.take(&place, &mut text, take)
    }

    fn archive(&mut self, input: &Input, name: &str, file: File, take: &mut Take<'_>) -> Result<()> {
        let watched = Watched::new(file, self.bar.clone());
        let over = members::each(watched, name, &Limits::default(), &mut |member| match member {
            Member::Unread(path, why) => {
                self.unread(format!("{name}: {path}"), &why);
                Ok(())
            }
            Member::File(path, reader) => self.member(input, name, path, reader, take),
        })?;
        if let Err(why) = over {
            self.unread(name.to_owned(), &why.to_string());
        }
        Ok(())
    }

    /// A file of the archive called `archive`.
    fn member(
        &mut self,
        input: &Input,
        archive: &str,
        path: String,
        reader: &mut dyn Read,
        take: &mut Take<'_>,
    ) -> Result<()> {
        let name = format!("{archive}: {path}");
        match Text::open(reader) {
            Err(why) => self.unread(name, &why.to_string()),
            Ok(text) if text.is_binary() && !self.takes_binary => self.binary(name, true),
            Ok(mut text) => {
                let place = Place { name, file: &input.path, inside: Some(path), is_unpacked: false };
                return self.take(&place, &mut text, take);
            }
        }
        Ok(())
    }

    fn take(&mut self, place: &Place<'_>, text: &mut dyn Read, take: &mut Take<'_>) -> Result<()> {
        let mut reading = Reading { text, why: None };
        let taken = take(place, &mut reading);
        let Some(why) = reading.why else { return taken };
        self.unread(place.name.clone(), &why);
        Ok(())
    }

    fn unread(&mut self, name: String, why: &str) {
        self.left_out.has_unread = true;
        self.left_out.told.push((name, why.to_owned()));
    }

    fn binary(&mut self, name: String, is_found: bool) {
        self.left_out.has_binary |= self.is_strict || !is_found;
        self.left_out.told.push((name, "it is no text; --binary screens any bytes".to_owned()));
    }
}

/// Whether a file is packed by itself.
fn is_packed(file: &File) -> bool {
    use std::os::unix::fs::FileExt as _;
    let mut head = [0; 4];
    let count = file.read_at(&mut head, 0).unwrap_or_default();
    matches!(head.get(..count), Some([0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd]))
}

/// A text that remembers why it could not be read to its end: that is its own fault, and no reason to stop.
struct Reading<'a> {
    text: &'a mut dyn Read,
    why: Option<String>,
}

impl Read for Reading<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.text.read(to);
        if let Err(why) = &read
            && why.kind() != io::ErrorKind::Interrupted
        {
            self.why = Some(why.to_string());
        }
        read
    }
}

/// Standard input as one text.
///
/// # Errors
/// If it cannot be read, or is no text and `takes_binary` does not allow that.
pub(super) fn standard_input(takes_binary: bool, is_quiet: bool) -> Result<Text<'static>> {
    let source = Watched::new(io::stdin(), progress::rate(None, is_quiet));
    let text =
        Text::open(source).map_err(|why| Failure::unread(format!("cannot read `standard input`: {why}")))?;
    if text.is_binary() && !takes_binary {
        let advice = "name an archive as a file; --binary screens any bytes";
        return Err(Failure::binary("`standard input` is no text").advise(advice).into());
    }
    Ok(text)
}
