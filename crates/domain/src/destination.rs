//! Where entries of a log are sent, and in which form.

use serde::{Deserialize, Serialize};

/// How a receiver is reached, and what it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DestinationForm {
    /// A signed webhook with the log's own entry, byte for byte.
    Webhook,
    /// A signed webhook with the entry as an OCSF event.
    WebhookOcsf,
    /// Syslog over TLS, with the entry's facts as structured data (RFC 5424).
    Syslog,
    /// Syslog over TLS, with the entry as a CEF line.
    SyslogCef,
    /// Syslog over TLS, with the entry as an OCSF event.
    SyslogOcsf,
}

impl DestinationForm {
    /// Every form.
    pub const ALL: [Self; 5] =
        [Self::Webhook, Self::WebhookOcsf, Self::Syslog, Self::SyslogCef, Self::SyslogOcsf];

    /// The form's word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::WebhookOcsf => "webhook_ocsf",
            Self::Syslog => "syslog",
            Self::SyslogCef => "syslog_cef",
            Self::SyslogOcsf => "syslog_ocsf",
        }
    }

    /// Whether the receiver is a webhook's endpoint; else it takes syslog.
    pub const fn is_webhook(self) -> bool {
        matches!(self, Self::Webhook | Self::WebhookOcsf)
    }
}
