//! `glasscase runner`

use clap::{Args, Subcommand};
use domain::{CaseId, KeyId, RunnerId};
use std::path::PathBuf;

/// Settings to begin with. No line is longer than a terminal: one that is folded cannot be copied.
const EXAMPLE: &str = "  server: https://desk.example
  name: paris-1
  data: runner-data           # the runner's own folder, beside this file
  scope:
    SUBSCRIPTION:
      folders: [/var/log/mail]
      hosts: [\"mail.contoso.com:443\"]
      dns:
        domains: [contoso.com]
      host_facts: true
      databases:
        orders:               # diagnostics know it by this name alone
          postgresql:         # or mysql; or sqlite: {path: /var/lib/app.db}
            host: db.contoso.com    # at a private address: in `hosts` too
            database: orders
            user: glasscase   # GRANT pg_monitor, or PROCESS in MySQL; no more
            password_file: /etc/glasscase/orders.password   # chmod 600
            tls: required     # or off, where nobody listens
      directories:            # LDAP, known by name too
        staff:
          host: ldap.contoso.com
          user: cn=glasscase,dc=contoso,dc=com
          password_file: /etc/glasscase/staff.password
      services:               # HTTP APIs, known by name too
        licences:
          url: https://graph.microsoft.com/v1.0
          credential_file: /etc/glasscase/licences.token
      clusters:               # Kubernetes; an account that may only list
        live:                 # without `url`: the one that it runs in
          url: https://k8s.contoso.com:6443
          token_file: /etc/glasscase/live.token
          authority_file: /etc/glasscase/live-ca.pem
          namespaces: [shop]  # or [\"*\"]
          cluster_wide: true  # nodes, and requests for certificates
      container_engines:      # Docker or Podman; asked by the runner alone
        local: {socket: /run/podman/podman.sock}";

/// What stands below the help of `runner enrol`.
fn settings_help() -> String {
    format!(
        "The settings say which server the runner works for and what it may touch. Nothing else is opened:\n\n{EXAMPLE}"
    )
}

/// What can be done with runners.
#[derive(Debug, Subcommand)]
pub(crate) enum RunnerCommand {
    /// Make a one-time code with which a runner enrols; prints it, once
    Invite,
    /// List the runners
    List,
    /// Remove a runner
    Remove {
        /// The runner's id
        runner: RunnerId,
    },
    /// Make this machine a runner, with a one-time code
    #[command(after_help = settings_help())]
    Enrol(EnrolArguments),
    /// Run diagnostics on this machine until stopped
    ///
    /// Logs to standard error; `GLASSCASE_LOG` says how much.
    Run {
        /// The runner's settings
        #[arg(long, value_name = "FILE", default_value = "runner.yaml")]
        settings: PathBuf,
    },
    /// Trust a consent key on this machine
    ///
    /// From then on this runner refuses every consent that no trusted key signed, whatever the server says.
    Trust {
        /// The public key as `glasscase consent keygen` printed it, or the text of a passkey
        #[arg(value_name = "KEY")]
        public_key: String,
        #[command(flatten)]
        folder: FolderArguments,
    },
    /// Trust a consent key no more
    Distrust {
        /// The key's id
        key: KeyId,
        #[command(flatten)]
        folder: FolderArguments,
    },
    /// List the consent keys that this machine trusts
    Trusted {
        #[command(flatten)]
        folder: FolderArguments,
    },
    /// Take a pack of diagnostics on this machine, if a publisher that its settings trust signed it
    ///
    /// Without a file it takes what the runner's server offers, of the same publishers.
    /// Its diagnostics run from the runner's next start on. An older pack of the same publisher is refused.
    Take {
        /// The pack [default: those that the server offers]
        #[arg(value_name = "FILE")]
        pack: Option<PathBuf>,
        /// The runner's settings
        #[arg(long, value_name = "FILE", default_value = "runner.yaml")]
        settings: PathBuf,
    },
    /// Show the latest consents that this machine's runner was shown, as it got them
    Consents {
        /// Show the whole text of this case's consent
        #[arg(long)]
        case: Option<CaseId>,
        #[command(flatten)]
        folder: FolderArguments,
    },
    /// Stop this machine's runner, whatever the server says; it does not start again until it is resumed
    Stop {
        #[command(flatten)]
        folder: FolderArguments,
        /// Seconds after which a runner that does not end by itself is killed
        #[arg(long, value_name = "SECONDS", default_value_t = 5)]
        patience: u32,
    },
    /// Let a stopped runner work again once it is started
    Resume {
        #[command(flatten)]
        folder: FolderArguments,
    },
}

/// A runner to enrol.
#[derive(Debug, Args)]
pub(crate) struct EnrolArguments {
    /// The one-time code
    pub(crate) code: String,

    /// The runner's settings
    #[arg(long, value_name = "FILE", default_value = "runner.yaml")]
    pub(crate) settings: PathBuf,

    /// The file `tenant.secret` of another runner of yours, so that both make the same pseudonyms
    #[arg(long, value_name = "FILE")]
    pub(crate) secret: Option<PathBuf>,
}

/// The runner's own folder, named by itself or by the settings.
#[derive(Debug, Args)]
pub(crate) struct FolderArguments {
    /// The runner's settings
    #[arg(long, value_name = "FILE", default_value = "runner.yaml")]
    pub(crate) settings: PathBuf,

    /// The runner's own folder, if its settings cannot be read
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn settings_to_begin_with_are_settings() {
        let settings = runner::Settings::parse(EXAMPLE, Path::new("/etc/glasscase/runner.yaml")).unwrap();
        let scope = settings.scope(&[]).unwrap();
        let area = scope.area(&"SUBSCRIPTION".parse().unwrap()).unwrap();
        assert!(EXAMPLE.lines().all(|line| line.len() < 80), "a terminal folds longer lines");
        assert!(area.clusters.contains_key("live") && area.container_engines.contains_key("local"));
    }
}
