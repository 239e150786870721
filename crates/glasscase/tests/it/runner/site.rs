//! A machine where a customer's data is, with the server that its runner works for.

use super::process::Runner;
use crate::program::{Ended, program, run_command};
use crate::server::{Server, wait};
use serde::de::DeserializeOwned;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;
use wire::{Invitation, Me, NewTenant, Person, TenantCreated, TokenSecret};

/// The subscription whose data is here.
pub(crate) const SUBSCRIPTION: &str = "contoso-mail";

/// A machine with a server, and the people who type commands.
pub(crate) struct Site {
    pub(crate) server: Server,
    pub(crate) folder: TempDir,
    pub(crate) owner: String,
    operator: String,
}

impl Site {
    /// A customer with a subscription, and settings for a runner that may connect to this machine. `more` is added to
    /// the settings.
    pub(crate) fn new(more: &str) -> Self {
        Self::beside(tempfile::tempdir().unwrap(), &[], more)
    }

    /// The same in a folder that is there, with more arguments for the server.
    pub(crate) fn beside(folder: TempDir, serving: &[&str], more: &str) -> Self {
        Self::beside_at(folder, "127.0.0.1:0", serving, more)
    }

    /// The same with a server at an address.
    pub(crate) fn beside_at(folder: TempDir, listen: &str, serving: &[&str], more: &str) -> Self {
        let mut server = Server::start_at(&folder.path().join("server"), listen, serving);
        if serving.contains(&"--public-url") {
            // Names that browsers know are none that this machine finds.
            server.url = format!("http://{listen}");
        }
        let (operator, owner) = wait(people(&server));
        let site = Self { server, folder, owner, operator };
        site.settle(&format!(
            "server: {}\nname: paris-1\ndata: runner\n{more}\nscope:\n  {SUBSCRIPTION}:\n    hosts: ['127.0.0.1:*']\n    host_facts: true\n",
            site.server.url
        ));
        assert_eq!(site.owner(&["subscription", "add", SUBSCRIPTION]).code, Some(0));
        site
    }

    /// The same with an enrolled runner.
    pub(crate) fn enrolled(more: &str) -> Self {
        Self::new(more).enrol()
    }

    /// Enrols the runner.
    pub(crate) fn enrol(self) -> Self {
        let enrolled = self.runner("enrol", &[&self.code()]);
        assert_eq!(enrolled.code, Some(0), "{}", enrolled.err);
        self
    }

    /// Writes the settings.
    pub(crate) fn settle(&self, text: &str) {
        fs::write(self.settings(), text).unwrap();
    }

    pub(crate) fn settings(&self) -> PathBuf {
        self.folder.path().join("runner.yaml")
    }

    /// The runner's own folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("runner")
    }

    /// A new one-time code.
    pub(crate) fn code(&self) -> String {
        let invitation: Invitation = answer(&self.owner(&["runner", "invite", "--json"]));
        invitation.code
    }

    /// A command about the runner of this machine, typed by somebody without a token.
    pub(crate) fn runner(&self, command: &str, more: &[&str]) -> Ended {
        run_command(self.runner_command(command, more), b"")
    }

    pub(crate) fn runner_command(&self, command: &str, more: &[&str]) -> Command {
        let settings = self.settings();
        program(&[&["runner", command, "--settings", settings.to_str().unwrap()], more].concat())
    }

    /// Starts the runner, and waits until it is connected.
    pub(super) fn start(&self) -> Runner {
        let runner = Runner::start(self.runner_command("run", &[]));
        runner.said("connected to the server");
        runner
    }

    /// A command of the customer's first owner.
    pub(crate) fn owner(&self, arguments: &[&str]) -> Ended {
        run_command(self.command(&self.owner, arguments), b"")
    }

    /// The token of an engineer of the team that all problems go to.
    pub(crate) fn engineer(&self) -> String {
        let add = [
            "user",
            "add",
            "sam@support.example",
            "--name",
            "Sam",
            "--roles",
            "engineer",
            "--teams",
            "support",
        ];
        let added: Person =
            answer(&run_command(self.command(&self.operator, &[&add[..], &["--json"]].concat()), b""));
        let make = ["token", "create", "laptop", "--person", added.person.as_str(), "--json"];
        let token: TokenSecret = answer(&run_command(self.command(&self.operator, &make), b""));
        token.secret
    }

    /// A command of whoever has this token.
    pub(crate) fn command(&self, token: &str, arguments: &[&str]) -> Command {
        let mut command = program(&[arguments, &["--url", &self.server.url]].concat());
        command.env("GLASSCASE_TOKEN", token);
        command
    }
}

/// What a command answered in JSON.
pub(crate) fn answer<T: DeserializeOwned>(ended: &Ended) -> T {
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    serde_json::from_str(&ended.out).unwrap()
}

/// The tokens of the first operator and of the customer's first owner.
async fn people(server: &Server) -> (String, String) {
    let redeem = async |code: &str| -> String {
        let client = wire::Client::new(&server.url, None).unwrap();
        let code = code.rsplit('#').next().unwrap().to_owned();
        let redeemed = client.post("api/v1/invitations/redeem", &wire::RedeemInvitation { code }).await;
        let token: TokenSecret = redeemed.unwrap();
        token.secret
    };
    let operator = redeem(server.link.as_ref().unwrap()).await;
    let client = wire::Client::new(&server.url, Some(operator.clone())).unwrap();
    let _: Me = client.get("api/v1/me").await.unwrap();
    let new = NewTenant { tenant: None, name: "Contoso".to_owned(), settings: domain::Settings::default() };
    let created: TenantCreated = client.post("api/v1/tenants", &new).await.unwrap();
    (operator, redeem(&created.owner.code).await)
}
