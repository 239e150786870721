//! The log as auditors, witnesses and operators meet it: real servers, real witnesses, and a reader that shares no code.

mod erasing;
mod reference;
mod rotation;
mod witnesses;

use crate::program::{Ended, run};
use crate::server::{Server, wait};
use domain::TenantId;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;
use wire::{Client, LogKey, NewTenant, Said, Say, TenantCreated};

/// A customer's owner at a running server.
struct Desk {
    folder: TempDir,
    server: Option<Server>,
    tenant: TenantId,
    token: String,
    /// A case to write in.
    case: String,
}

impl Desk {
    /// A new desk with one customer, whose owner opened a case.
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start(&folder.path().join("data"), &[]);
        let (tenant, token, case) = wait(async {
            let operator = server.redeem(server.link.as_ref().unwrap()).await;
            let settings = domain::Settings::default();
            let new = NewTenant { tenant: None, name: "Contoso".to_owned(), settings };
            let created: TenantCreated = operator.post("api/v1/tenants", &new).await.unwrap();
            let token = server.redeem_token(&created.owner.code).await;
            let owner = Client::new(&server.url, Some(token.clone())).unwrap();
            (created.tenant, token, crate::server::open_case(&owner).await)
        });
        Self { folder, server: Some(server), tenant, token, case }
    }

    fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    /// Ends the server; gives what it logged.
    fn end(&mut self) -> String {
        self.server.take().unwrap().end()
    }

    fn start(&mut self, data: &str, more: &[&str]) {
        self.server = Some(Server::start(&self.folder.path().join(data), more));
    }

    fn client(&self) -> Client {
        Client::new(&self.server().url, Some(self.token.clone())).unwrap()
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// Brings the log so many events further.
    fn say(&self, times: usize) {
        let (client, path) = (self.client(), format!("api/v1/cases/{}/messages", self.case));
        wait(async {
            for number in 0..times {
                let say = Say { text: format!("message {number}") };
                let _: Said = client.post(&path, &say).await.unwrap();
            }
        });
    }

    fn key(&self) -> LogKey {
        wait(self.client().get("api/v1/audit/key")).unwrap()
    }

    /// A command of the owner's.
    fn ask(&self, arguments: &[&str]) -> Ended {
        let connection = ["--url", &self.server().url, "--token", &self.token];
        run(&[arguments, &connection].concat(), b"")
    }

    fn export(&self, name: &str) -> String {
        let file = self.path(name);
        let ended = self.ask(&["audit", "export", "--output", &file]);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        file
    }
}

/// Verifies; gives the exit code and what was said.
/// What `glasscase verify` says; the second verifier must come to the same.
fn verify(arguments: &[&str]) -> (Option<i32>, String) {
    let ended = run(&[&["verify"], arguments].concat(), b"");
    let said = ended.out + &ended.err;
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/verify.py");
    let second = Command::new("python3").arg(program).args(arguments).output().unwrap();
    let theirs = String::from_utf8_lossy(&second.stdout);
    let errors = String::from_utf8_lossy(&second.stderr);
    assert_eq!(second.status.code(), ended.code, "{said}\n{theirs}{errors}");
    (ended.code, said)
}

fn sound(arguments: &[&str]) {
    let (code, said) = verify(arguments);
    assert_eq!(code, Some(0), "{said}");
}

fn on(data: &Path, arguments: &[&str]) -> Ended {
    let ended = run(&[arguments, &["--data", data.to_str().unwrap()]].concat(), b"");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    ended
}
