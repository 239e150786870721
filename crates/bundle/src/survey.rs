//! A look through a bundle before it is read.

use crate::error::BundleError;
use crate::limits::Limits;
use crate::read::{Way, go_through};
use crate::receiver::{File, Link, Receiver, Unread};
use crate::summary::Summary;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek};

/// What a look through a bundle showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// What it is as a whole.
    pub summary: Summary,
    /// The archives and HAR files inside of which nothing is to be read: by path, why.
    pub(crate) unread: BTreeMap<String, String>,
}

/// Goes through the bundle in `source`, called `name`, to its end.
///
/// # Errors
/// [`BundleError`], with what was refused and where.
pub fn survey(source: impl Read + Seek, name: &str, limits: &Limits) -> Result<Survey, BundleError> {
    let (summary, unread) = go_through(source, name, limits, Way::Survey, &mut Nobody)?;
    Ok(Survey { summary, unread })
}

/// Receives nothing: whether a bundle is sound is known once it was read.
struct Nobody;

impl Receiver for Nobody {
    fn begin(&mut self, _: &File) -> io::Result<()> {
        Ok(())
    }

    fn bytes(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn unread(&mut self, _: &Unread) -> io::Result<()> {
        Ok(())
    }

    fn link(&mut self, _: &Link) -> io::Result<()> {
        Ok(())
    }
}
