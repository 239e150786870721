//! dpkg's list of packages (`/var/lib/dpkg/status`).

use crate::CollectError;
use crate::scope::Root;
use crate::site::Site;
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read};

/// The most that is read of one line, in bytes; longer ones are descriptions and lists of files.
const LINE_BYTES_MAX: u64 = 64 << 10;

/// One paragraph of a file of packages: what is needed of it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Paragraph {
    pub(super) package: String,
    pub(super) architecture: String,
    pub(super) version: String,
    pub(super) status: String,
}

/// What is installed.
#[derive(Debug, Default)]
pub(super) struct Installed {
    /// Versions by package and architecture.
    versions: HashMap<(String, String), String>,
    /// Packages that are unpacked, half installed or half configured.
    pub(super) broken: Vec<String>,
    /// Packages that are not to be updated.
    pub(super) held: Vec<String>,
}

impl Installed {
    /// Reads the list; none if there is none.
    pub(super) fn read(site: &mut Site, root: &Root) -> Result<Option<Self>, CollectError> {
        let Some(file) = root.open(&root.join("var/lib/dpkg/status")) else { return Ok(None) };
        let mut installed = Self::default();
        paragraphs(site, file, |paragraph| installed.add(paragraph))?;
        Ok(Some(installed))
    }

    fn add(&mut self, paragraph: Paragraph) {
        let mut words = paragraph.status.split(' ');
        let (wanted, _, state) = (words.next(), words.next(), words.next());
        match state {
            Some("installed" | "triggers-pending" | "triggers-awaited") => {
                if wanted == Some("hold") {
                    self.held.push(paragraph.package.clone());
                }
                self.versions.insert((paragraph.package, paragraph.architecture), paragraph.version);
            }
            Some("unpacked" | "half-installed" | "half-configured") => self.broken.push(paragraph.package),
            _ => {}
        }
    }

    pub(super) fn count(&self) -> usize {
        self.versions.len()
    }

    /// The version of a package that is installed.
    pub(super) fn version(&self, package: &str, architecture: &str) -> Option<&str> {
        let key = (package.to_owned(), architecture.to_owned());
        self.versions.get(&key).map(String::as_str)
    }

    /// The names of all packages.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.versions.keys().map(|(package, _)| package.as_str())
    }
}

/// Hands each paragraph of a file to `take`, within the run's limits; an error of reading ends the file.
pub(super) fn paragraphs(
    site: &mut Site,
    source: impl Read,
    mut take: impl FnMut(Paragraph),
) -> Result<(), CollectError> {
    let mut lines = BufReader::with_capacity(64 << 10, source);
    let mut line = Vec::new();
    let mut paragraph = Paragraph::default();
    let mut number = 0_u32;
    while site.budget.readable(1) > 0 {
        line.clear();
        let read = (&mut lines).take(LINE_BYTES_MAX).read_until(b'\n', &mut line).unwrap_or(0);
        number = number.wrapping_add(1);
        if number.is_multiple_of(1_024) && !site.go_on()? {
            return Ok(());
        }
        site.budget.spend(read);
        let text = std::str::from_utf8(&line).unwrap_or_default().trim_end();
        if read == 0 || text.is_empty() {
            if !paragraph.package.is_empty() {
                take(std::mem::take(&mut paragraph));
            }
            if read == 0 {
                return Ok(());
            }
            continue;
        }
        paragraph.note(text);
    }
    Ok(())
}

impl Paragraph {
    fn note(&mut self, line: &str) {
        let fields = [
            ("Package: ", &mut self.package),
            ("Architecture: ", &mut self.architecture),
            ("Version: ", &mut self.version),
            ("Status: ", &mut self.status),
        ];
        for (name, field) in fields {
            if let Some(value) = line.strip_prefix(name) {
                value.trim().clone_into(field);
            }
        }
    }
}
