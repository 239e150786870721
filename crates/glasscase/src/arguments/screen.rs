//! `glasscase classify`, `glasscase inspect` and `glasscase redact`

use super::word;
use clap::{Args, ValueEnum};
use domain::{Categories, Category};
use std::path::PathBuf;

/// Where a text comes from.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum ChannelWord {
    /// Diagnostics, telemetry, event and access logs, registry, configuration, audit records
    #[default]
    Log,
    /// Case notes, chats, mail with the support desk
    Case,
    /// Billing, purchase, payment, licence, provisioning and administrator contact records
    Account,
}

/// Texts to read.
#[derive(Debug, Args)]
pub(crate) struct InputArguments {
    /// Texts, folders of them, patterns such as `*.log`, and archives (tar, also packed, and zip); gzip and zstd are
    /// unpacked, UTF-16 becomes UTF-8 [default: standard input]
    #[arg(value_name = "FILE|FOLDER|PATTERN")]
    pub(crate) texts: Vec<PathBuf>,

    /// Show no progress, which is shown on a terminal alone
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// Records to classify, or texts whose lines are.
#[derive(Debug, Args)]
pub(crate) struct ClassifyArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,

    /// Tenant context file, or a folder of them from which each record's `context` names one
    #[arg(long, visible_alias = "tenant", value_name = "FILE|FOLDER")]
    pub(crate) context: Option<PathBuf>,

    /// Where records come from that don't say it themselves
    #[arg(long, value_enum, default_value_t)]
    pub(crate) channel: ChannelWord,

    /// Classes and entity types, such as `credential` or `upn`, of which one occurrence makes the exit code 3
    #[arg(long, value_name = "WORDS", value_delimiter = ',', value_parser = word::found())]
    pub(crate) fail_on: Vec<String>,
}

/// Texts to look into.
#[derive(Debug, Args)]
pub(crate) struct InspectArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,

    /// Tell why each span of this one line is what it is, and read nothing else
    #[arg(long, value_name = "LINE", conflicts_with = "texts")]
    pub(crate) explain: Option<String>,

    /// Tenant context file
    #[arg(long, value_name = "FILE")]
    pub(crate) context: Option<PathBuf>,

    /// Where the texts come from
    #[arg(long, value_enum, default_value_t)]
    pub(crate) channel: ChannelWord,

    /// Classes and entity types, such as `credential` or `upn`, of which one occurrence makes the exit code 3
    #[arg(long, value_name = "WORDS", value_delimiter = ',', value_parser = word::found())]
    pub(crate) fail_on: Vec<String>,
}

/// Texts to screen.
#[derive(Debug, Args)]
pub(crate) struct RedactArguments {
    #[command(flatten)]
    pub(crate) input: InputArguments,

    /// A new folder for the screened texts, each at its own path; an archive becomes a folder of its name [default:
    /// standard output, for one text]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) output: Option<PathBuf>,

    /// Keep the type of values where tools need it: addresses become others (240.0.0.0/4, `2001:db8::/32`), hosts and mail
    /// addresses end in `.invalid`, GUIDs have version 8, telephone numbers are 555-01xx; credentials stay tokens
    #[arg(long)]
    pub(crate) shape: bool,

    /// Tenant context file
    #[arg(long, value_name = "FILE")]
    pub(crate) context: Option<PathBuf>,

    /// Where the text comes from
    #[arg(long, value_enum, default_value_t)]
    pub(crate) channel: ChannelWord,

    /// Categories to leave as they are; credentials never are
    #[arg(long, value_name = "CATEGORIES", value_delimiter = ',', value_parser = word::category())]
    allow: Vec<Category>,

    /// File whose content makes the pseudonyms, at least 16 bytes: the same file, the same pseudonyms [default: a
    /// random key, so that no other text has the same pseudonyms]
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,

    /// Write here which value each pseudonym stands for; only you can read the file, and it must not exist
    #[arg(long, value_name = "FILE")]
    pub(crate) reveal_map: Option<PathBuf>,

    /// Screen bytes that are no text too
    #[arg(long)]
    pub(crate) binary: bool,

    /// Classes and entity types, such as `credential` or `upn`, of which one occurrence makes the exit code 3; the screened
    /// text is written all the same
    #[arg(long, value_name = "WORDS", value_delimiter = ',', value_parser = word::found())]
    pub(crate) fail_on: Vec<String>,

    /// How many threads work; the output is the same [default: as many as there are cores, at most 8]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..=64))]
    threads: Option<u8>,
}

/// More threads than this wait for the one that reads and writes.
const THREADS_MAX: usize = 8;

impl RedactArguments {
    /// How many threads work.
    pub(crate) fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX);
        self.threads.map_or_else(cores, usize::from)
    }

    /// The categories to leave as they are.
    pub(crate) fn allowed(&self) -> Categories {
        self.allow.iter().copied().collect()
    }
}
