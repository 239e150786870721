//! Where collected text goes while it is read.

use classify::Channel;

/// The receiver of collected text: it screens, compresses, encrypts and ships, and holds the collector up while it
/// is busy. It must return soon after the run's [`Stop`](super::Stop) is set.
pub trait Evidence: Send {
    /// Begins the next item; what is written from now on belongs to it. The name may hold collected text, as a
    /// file's path does, so it is screened too.
    ///
    /// # Errors
    /// [`Unwanted`] if no more is taken.
    fn item(&mut self, name: &str, channel: Channel) -> Result<(), Unwanted>;

    /// Takes bytes of the current item, cut anywhere.
    ///
    /// # Errors
    /// [`Unwanted`] if no more is taken.
    fn write(&mut self, bytes: &[u8]) -> Result<(), Unwanted>;

    /// What was written may have to wait for more of it; from here on it waits no longer. Said by whoever is about to
    /// wait for something itself.
    ///
    /// # Errors
    /// [`Unwanted`] if no more is taken.
    fn flush(&mut self) -> Result<(), Unwanted> {
        Ok(())
    }
}

/// No more evidence is taken: the upload broke, or screening found what must not be shipped.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("evidence is not taken any more: {0}")]
pub struct Unwanted(pub String);
