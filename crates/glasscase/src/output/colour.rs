//! Colours of terminals (ECMA-48, *Select Graphic Rendition*).

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colour {
    /// Headings and names of values.
    Dim,
    /// Something is as it should be.
    Good,
    /// Something wants attention.
    Warning,
    /// Something is at fault, or refused.
    Bad,
    /// A labelled value that is shown.
    Shown,
    /// A value that was replaced before it came here.
    Masked,
}

/// Ends any colour.
pub(crate) const END: &str = "\x1b[0m";

impl Colour {
    /// What begins the colour.
    pub(crate) const fn start(self) -> &'static str {
        match self {
            Self::Dim => "\x1b[2m",
            Self::Good => "\x1b[32m",
            Self::Warning => "\x1b[33m",
            Self::Bad => "\x1b[31m",
            Self::Shown => "\x1b[36m",
            Self::Masked => "\x1b[35m",
        }
    }
}
