//! `glasscase notices`

use super::word;
use clap::{ArgAction, Args, Subcommand};
use consent::Language;
use domain::NoticeKind;

/// What can be done with notices.
#[derive(Debug, Subcommand)]
pub(crate) enum NoticesCommand {
    /// List what you were told, the latest first
    List {
        /// Only what you did not read yet
        #[arg(long)]
        unread: bool,
    },
    /// Say that you read everything that was told until now
    Read,
    /// Show where you are told of what
    Settings,
    /// Choose where you are told of some kinds, or of all
    Choose(ChooseArguments),
    /// Say where your mails go; a code is mailed there first
    Mail(MailArguments),
    /// Confirm the address with the code that was mailed to it
    Confirm {
        /// The code [default: have another one mailed]
        code: Option<String>,
    },
    /// Have notices sent to an address of your own, signed as Standard Webhooks
    #[command(subcommand)]
    Webhook(WebhookCommand),
}

/// Where somebody is told of some kinds.
#[derive(Debug, Args)]
pub(crate) struct ChooseArguments {
    /// The kinds [default: all]
    #[arg(value_parser = word::notice_kind())]
    pub(crate) kinds: Vec<NoticeKind>,

    /// Whether the desk shows them
    #[arg(long, action = ArgAction::Set, value_name = "BOOL")]
    pub(crate) desk: Option<bool>,

    /// Whether a mail tells of them
    #[arg(long, action = ArgAction::Set, value_name = "BOOL")]
    pub(crate) mail: Option<bool>,

    /// Whether your webhook tells of them
    #[arg(long, action = ArgAction::Set, value_name = "BOOL", required_unless_present_any = ["desk", "mail"])]
    pub(crate) webhook: Option<bool>,
}

/// Where somebody's mails go.
#[derive(Debug, Args)]
pub(crate) struct MailArguments {
    /// The address
    #[arg(required_unless_present = "none", conflicts_with = "none")]
    pub(crate) address: Option<String>,

    /// The language of mails
    #[arg(long, value_parser = word::language(), default_value = "en", conflicts_with = "none")]
    pub(crate) language: Language,

    /// Send no mail any more
    #[arg(long)]
    pub(crate) none: bool,
}

/// What can be done with one's webhook.
#[derive(Debug, Subcommand)]
pub(crate) enum WebhookCommand {
    /// Show the address, and how far it is
    Show,
    /// Send notices to this address from here on; prints its secret, once
    Set {
        /// An https address
        address: String,
    },
    /// Make a new secret; the previous one signs too for a day
    Renew,
    /// Send nothing there any more
    Remove,
}
