//! Mails with notices, in French and English: which kind, which case, when, and where to look. Nothing in them can be
//! approved, and nothing is of a customer.

mod confirm;
mod link;
mod text;

pub use confirm::ConfirmText;
pub use link::{MailLink, MailSettings, is_mail_address};
pub use text::MailText;

/// A mail to send.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// What its `Message-ID` begins with: a repeat has the same.
    pub id: String,
    /// To which address.
    pub to: String,
    /// What it says.
    pub text: MailBody,
}

/// What a mail says.
#[derive(Clone, PartialEq, Eq)]
pub enum MailBody {
    /// What happened.
    Notices(MailText),
    /// A link by which somebody proves that the address is theirs.
    Confirm(ConfirmText),
}

impl MailBody {
    fn subject(&self) -> String {
        match self {
            Self::Notices(text) => text.subject(),
            Self::Confirm(text) => text.subject(),
        }
    }

    fn plain(&self, desk: &str) -> String {
        match self {
            Self::Notices(text) => text.plain(desk),
            Self::Confirm(text) => text.plain(desk),
        }
    }

    fn html(&self, desk: &str) -> String {
        match self {
            Self::Notices(text) => text.html(desk),
            Self::Confirm(text) => text.html(desk),
        }
    }
}
