//! What the program can be told on its command line. Raw words become ids, categories and spans here, once.

mod access;
mod audit;
mod case;
mod consent;
mod consent_key;
mod demo;
mod destination;
mod diagnostic;
mod duration;
mod evidence;
mod export;
mod import;
mod log;
mod notices;
mod pack;
mod page;
mod request;
mod runner;
mod screen;
mod serve;
mod settings;
mod subscription;
mod tenant;
mod terms;
mod token;
mod user;
mod verify;
mod witness;
mod word;

pub(crate) use access::AccessCommand;
pub(crate) use audit::{AuditCommand, ListArguments as AuditListArguments, ReceiptArguments};
pub(crate) use case::{CaseCommand, ListArguments as CaseListArguments, OpenArguments};
pub(crate) use consent::{ConsentCommand, GiveArguments, KeygenArguments, RenewArguments, SignArguments};
pub(crate) use consent_key::{ConsentKeyCommand, EnrolArguments as ConsentKeyEnrolArguments};
pub(crate) use demo::DemoArguments;
pub(crate) use destination::{AddArguments as DestinationAddArguments, DestinationCommand};
pub(crate) use diagnostic::{
    DiagnosticCommand, DiagnosticHereCommand, DiagnosticServerCommand, DocsArguments, DryRunArguments,
    InputArguments, PreviewArguments, RunArguments, TryArguments,
};
pub(crate) use evidence::EvidenceCommand;
pub(crate) use export::ExportArguments;
pub(crate) use import::ImportArguments;
pub(crate) use log::{DataArguments as LogDataArguments, LogCommand};
pub(crate) use notices::{ChooseArguments, MailArguments, NoticesCommand, WebhookCommand};
pub(crate) use pack::PackCommand;
pub(crate) use page::{PageArguments, QueueArguments};
pub(crate) use request::{
    ApproveArguments, AskArguments as RequestAskArguments, PartArguments, RequestCommand,
};
pub(crate) use runner::{
    EnrolArguments as RunnerEnrolArguments, FolderArguments as RunnerFolderArguments, RunnerCommand,
};
pub(crate) use screen::{ChannelWord, ClassifyArguments, InspectArguments, RedactArguments};
pub(crate) use serve::{RebuildArguments, RehearseArguments, ServeArguments};
pub(crate) use settings::{SettingsArguments, SettingsCommand};
pub(crate) use subscription::SubscriptionCommand;
pub(crate) use tenant::{CreateArguments as TenantCreateArguments, TenantCommand};
pub(crate) use terms::{LevelArguments, SigningArguments, TermsArguments};
pub(crate) use token::{CreateArguments as TokenCreateArguments, TokenCommand};
pub(crate) use user::{
    AddArguments as UserAddArguments, ChangeArguments as UserChangeArguments, Changes as UserChanges,
    UserCommand,
};
pub(crate) use verify::VerifyArguments;
pub(crate) use witness::WitnessArguments;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use std::path::PathBuf;

/// Stands below the help of the whole program.
const ENDINGS: &str = "\
Exit codes:
  0  done
  1  refused or failed
  2  the arguments or the input cannot be used
  3  the answer is no: a run was denied, an export is not sound, or a text holds what --fail-on names
  4  a text could not be read, and is named; all others were done
  5  something is no text, and is named; all others were done

Start with `glasscase demo`, which walks through a whole case on this machine.";

/// A support desk with glass walls: help with your systems only while you agree, and proof of every look.
#[derive(Debug, Parser)]
#[command(name = "glasscase", version, after_help = ENDINGS, max_term_width = 110)]
pub(crate) struct Arguments {
    /// Answer in JSON, in the shapes of the API
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// End when standard input ends: for programs that start this one
    #[arg(long, global = true, hide = true)]
    pub(crate) until_stdin_ends: bool,

    #[command(flatten)]
    pub(crate) connection: Connection,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Which server the program talks to, and as whom.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Connection, for commands that talk to a server")]
pub(crate) struct Connection {
    /// Address of the server
    #[arg(
        long,
        global = true,
        env = "GLASSCASE_URL",
        default_value = "http://127.0.0.1:8080",
        value_name = "URL"
    )]
    pub(crate) url: String,

    /// API token; other programs can see it, so prefer `GLASSCASE_TOKEN` or --token-file
    #[arg(long, global = true, value_name = "TOKEN", conflicts_with = "token_file")]
    pub(crate) token: Option<String>,

    /// File that holds the API token
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
}

/// A thing to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Open, follow and close support cases
    #[command(subcommand)]
    Case(CaseCommand),
    /// Give, withdraw, ask for and sign consent
    #[command(subcommand)]
    Consent(ConsentCommand),
    /// Ask for more categories for a while, and answer such requests
    #[command(subcommand)]
    Request(RequestCommand),
    /// See what diagnostics read, run them, and read what they found
    #[command(subcommand)]
    Diagnostic(DiagnosticCommand),
    /// Publish diagnostics of your own as signed packs
    #[command(subcommand)]
    Pack(PackCommand),
    /// List, read and delete what runs collected and customers attached
    #[command(subcommand)]
    Evidence(EvidenceCommand),
    /// See who can look at what until when, and stop it
    #[command(subcommand)]
    Access(AccessCommand),
    /// Show and change your organisation's settings
    #[command(subcommand)]
    Settings(SettingsCommand),
    /// Read and export the audit log
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Send entries of your log to webhooks and syslog receivers
    #[command(subcommand)]
    Destination(DestinationCommand),
    /// See what you were told, and choose how you are told
    #[command(subcommand)]
    Notices(NoticesCommand),
    /// Check an exported audit log offline, and replay the access rules over it
    Verify(VerifyArguments),
    /// Answer "what if" timelines, one JSON text a line, from standard input
    ///
    /// Reads {"name","settings","events","probes"} and writes {"name","answers","log"} for each line, in order. A line
    /// that is no timeline is reported with its number on standard error; the others are still answered, and the
    /// exit code is 2.
    Simulate,
    /// Find sensitive spans in texts, or in records on standard input, one JSON text a line
    ///
    /// Of texts each line that holds a span is answered, its id being {"file","line"}. On standard input each line is a
    /// record, {"id","text"} with "channel" and "context" if wanted, and each is answered.
    Classify(ClassifyArguments),
    /// Tell what is sensitive in texts: how much of what, where and why
    Inspect(InspectArguments),
    /// Replace sensitive values in texts by pseudonyms
    Redact(RedactArguments),
    /// Look at a support bundle of another tool, screened on this machine
    ///
    /// Takes what sos, Troubleshoot, must-gather, Elastic's support-diagnostics and browsers (HAR) write, and other
    /// archives. Nothing is unpacked to disk and nothing leaves, unless --out or --attach say so. Of a HAR, cookies,
    /// tokens and bodies are dropped before anything else sees them.
    Import(ImportArguments),
    /// Create and list customers
    #[command(subcommand)]
    Tenant(TenantCommand),
    /// Add, list and remove people
    #[command(subcommand)]
    User(UserCommand),
    /// Make, list and revoke API tokens
    #[command(subcommand)]
    Token(TokenCommand),
    /// Show whose token you use, and what it may do
    Whoami,
    /// Name and list your organisation's subscriptions
    #[command(subcommand)]
    Subscription(SubscriptionCommand),
    /// Enrol, list and revoke the keys that sign consents
    #[command(subcommand)]
    ConsentKey(ConsentKeyCommand),
    /// Invite and remove runners, and be one
    #[command(subcommand)]
    Runner(RunnerCommand),
    /// List the cases of your teams
    Queue(QueueArguments),
    /// Start a server
    ///
    /// The first start makes the data folder and prints a one-time link for the first operator.
    #[command(after_help = serve::SERVE_ENDING)]
    Serve(Box<ServeArguments>),
    /// Walk through a whole case on this machine, from opening to proof
    Demo(DemoArguments),
    /// Recreate the tables that make reading fast from the log
    Rebuild(RebuildArguments),
    /// Write a customer's audit log to a file
    Export(ExportArguments),
    /// Change the key that signs the logs, and name their witnesses, on the server's machine
    #[command(subcommand)]
    Log(LogCommand),
    /// Be a witness of logs: sign that they only ever grow
    ///
    /// Speaks C2SP tlog-witness. Whoever runs one apart from the vendor makes it impossible to show two versions of a log
    /// unnoticed: of each size of a log it signs one, and only what continues it.
    Witness(WitnessArguments),
    /// Show in a copy of a data folder what the clock will do
    Rehearse(RehearseArguments),
    /// Print a script that completes commands in a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_fit_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_token_of_the_environment_is_not_shown_in_help() {
        let help = Arguments::command().render_long_help().to_string();
        assert!(!help.contains("[env: GLASSCASE_TOKEN"), "{help}");
    }
}
