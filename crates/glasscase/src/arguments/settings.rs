//! `glasscase settings`

use super::word;
use clap::{Args, Subcommand};
use domain::{AccessLifetime, BadId, Categories, Category, PersonId, Settings, UnknownCategory};
use std::collections::BTreeSet;

/// What can be done with settings.
#[derive(Debug, Subcommand)]
pub(crate) enum SettingsCommand {
    /// Show the settings
    Show,
    /// Change settings; those that are not named stay
    Set(SettingsArguments),
}

/// Settings to change.
#[derive(Clone, Debug, Args)]
pub(crate) struct SettingsArguments {
    /// Days until a consent lapses: 1 to 30
    #[arg(long, value_name = "DAYS")]
    access_days: Option<u8>,

    /// Whether consents prolong each other
    #[arg(long, value_parser = word::access_lifetime())]
    access_lifetime: Option<AccessLifetime>,

    /// Days until collected evidence is destroyed: 1 to 28
    #[arg(long, value_name = "DAYS")]
    retention_days: Option<u8>,

    /// Days until the text of a closed case is erased: 1 to 3650
    #[arg(long, value_name = "DAYS")]
    case_text_days: Option<u16>,

    /// Whether a lead of the vendor's must endorse an access request before you are asked
    #[arg(long, value_name = "BOOLEAN")]
    lead_approval: Option<bool>,

    /// The categories that no consent may open, joined by commas; `none` to withhold none
    #[arg(long, value_name = "CATEGORIES", value_parser = withheld)]
    never_offered: Option<Categories>,

    /// The only people who may consent and approve requests, by id, joined by commas; `everybody` whose role allows it
    #[arg(long, value_name = "PEOPLE", value_parser = named)]
    approvers: Option<Approvers>,
}

/// People, by id.
#[derive(Clone, Debug)]
struct Approvers(BTreeSet<PersonId>);

fn named(words: &str) -> Result<Approvers, BadId> {
    match words {
        "everybody" => Ok(Approvers(BTreeSet::new())),
        words => words.split(',').map(|word| word.trim().parse()).collect::<Result<_, _>>().map(Approvers),
    }
}

fn withheld(words: &str) -> Result<Categories, UnknownCategory> {
    match words {
        "none" => Ok(Categories::NONE),
        words => words.split(',').map(|word| word.trim().parse::<Category>()).collect(),
    }
}

impl SettingsArguments {
    /// Whether anything is to be changed.
    pub(crate) const fn is_empty(&self) -> bool {
        self.access_days.is_none()
            && self.access_lifetime.is_none()
            && self.retention_days.is_none()
            && self.case_text_days.is_none()
            && self.lead_approval.is_none()
            && self.never_offered.is_none()
            && self.approvers.is_none()
    }

    /// `before` with what was named changed.
    pub(crate) fn over(&self, before: &Settings) -> Settings {
        Settings {
            access_days: self.access_days.unwrap_or(before.access_days),
            access_lifetime: self.access_lifetime.unwrap_or(before.access_lifetime),
            retention_days: self.retention_days.unwrap_or(before.retention_days),
            case_text_days: self.case_text_days.unwrap_or(before.case_text_days),
            lead_approval: self.lead_approval.unwrap_or(before.lead_approval),
            never_offered: self.never_offered.unwrap_or(before.never_offered),
            approvers: self
                .approvers
                .as_ref()
                .map_or_else(|| before.approvers.clone(), |some| some.0.clone()),
        }
    }
}
