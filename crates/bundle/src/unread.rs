//! Archives and HAR files inside the bundle: read as a whole or not at all.

use crate::error::BundleError;
use crate::meter::Inside;
use crate::packing::Form;
use crate::peek::Peeked;
use crate::read::{Walk, Way};
use crate::receiver::Unread;
use std::io::Read;
use std::ops::Bound;

impl Walk<'_> {
    /// Something inside of the bundle that is opened. A survey notes it if it is no good; a reading passes over what was
    /// noted.
    pub(crate) fn inside(
        &mut self,
        form: Form,
        path: String,
        modified: Option<i64>,
        content: &mut dyn Read,
        depth: u32,
    ) -> Result<(), BundleError> {
        if let Way::Surveyed(known) = self.way
            && let Some(reason) = known.get(&path)
        {
            return self.pass_over(path, reason.clone());
        }
        let meter = self.meter;
        let before = (!matches!(self.way, Way::Surveyed(_))).then(|| self.summary.clone());
        meter.begin_inside();
        let mut inside = Inside::new(content, meter);
        let opened = self.open(form, &path, modified, &mut inside, depth);
        let has_failed = inside.has_failed;
        let Err(why) = opened else { return meter.end_inside(true) };
        meter.end_inside(false)?;
        match before {
            Some(before) if !has_failed && why.is_of_what_is_inside() => {
                meter.forgive();
                self.summary = before;
                // What of it was handed on stays, and so do its names.
                if !matches!(self.way, Way::Each) {
                    self.forget_inside(&path);
                }
                self.pass_over(path, why.to_string())
            }
            // The archive around it failed, or what was sound when it was surveyed is not any more.
            _ => Err(why),
        }
    }

    fn open(
        &mut self,
        form: Form,
        path: &str,
        modified: Option<i64>,
        content: &mut dyn Read,
        depth: u32,
    ) -> Result<(), BundleError> {
        match form {
            Form::Tar => self.tar(content, path, depth + 1),
            Form::Zip => self.zip_inside(content, path, depth + 1),
            Form::Gzip | Form::Xz | Form::Zstd => self.packed(form, path, modified, content, depth),
            _ => {
                let mut peeked = Peeked::new(content).map_err(|why| self.meter.fault(&why))?;
                self.file(path.to_owned(), modified, &mut peeked)
            }
        }
    }

    fn pass_over(&mut self, path: String, reason: String) -> Result<(), BundleError> {
        if !matches!(self.way, Way::Each) {
            self.claim(&path)?;
        }
        self.unread.insert(path.clone(), reason.clone());
        self.receiver.unread(&Unread { path, reason }).map_err(BundleError::Taken)
    }

    /// Forgets what was seen of an archive that is passed over.
    fn forget_inside(&mut self, path: &str) {
        self.paths.remove(path);
        let inside = format!("{path}/");
        let below = (Bound::Included(inside.clone()), Bound::Unbounded);
        let gone: Vec<String> =
            self.paths.range(below).take_while(|path| path.starts_with(&inside)).cloned().collect();
        for path in gone {
            self.paths.remove(&path);
            self.unread.remove(&path);
        }
    }
}
