//! Mails with notices, in French and English: which kind, which case, when, and where to look. Nothing in them can be
//! approved, and nothing is of a customer.

mod link;
mod text;

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
    pub text: MailText,
}
