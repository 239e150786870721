//! Runs a server process of the program on a free port.

use crate::program::program;
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout};
use std::time::{Duration, Instant};
use wire::{AddSubscription, Client, Done, NewCase, Opened, RedeemInvitation, TokenSecret};

/// How long anything that a server does may take before a test fails.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running server. It is killed when this is dropped.
pub(crate) struct Server {
    child: Child,
    _out: BufReader<ChildStdout>,
    pub(crate) url: String,
    pub(crate) link: Option<String>,
}

impl Server {
    /// Starts a server on the folder, with more arguments.
    pub(crate) fn start(data: &Path, more: &[&str]) -> Self {
        Self::start_at(data, "127.0.0.1:0", more)
    }

    /// The same at an address, such as that of one before it.
    pub(crate) fn start_at(data: &Path, listen: &str, more: &[&str]) -> Self {
        let arguments = ["serve", "--data", data.to_str().unwrap(), "--listen", listen, "--json"];
        let mut child = program(&[&arguments, more].concat()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let mut err = String::new();
        if line.is_empty() {
            child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        }
        assert_eq!(err, "", "the server did not start");
        let said: Value = serde_json::from_str(&line).unwrap();
        let text = |name: &str| said[name].as_str().map(str::to_owned);
        Self { child, _out: out, url: text("url").unwrap(), link: text("operator_link") }
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Its address without the scheme.
    pub(crate) fn address(&self) -> &str {
        self.url.split_once("://").unwrap().1
    }

    /// Sends it a signal, by its number's name.
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        let process = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw);
        rustix::process::kill_process(process.unwrap(), signal).unwrap();
    }

    /// Closes its standard input.
    pub(crate) fn close_stdin(&mut self) {
        drop(self.child.stdin.take());
    }

    /// Waits for its end; gives the exit code and what it logged.
    pub(crate) fn ended(mut self) -> (Option<i32>, String) {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(begun.elapsed() < PATIENCE, "the server does not end");
            std::thread::sleep(Duration::from_millis(10));
        };
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (status.code(), log)
    }

    /// Ends it as its operator would.
    pub(crate) fn end(self) -> String {
        self.signal(rustix::process::Signal::TERM);
        let (code, log) = self.ended();
        assert_eq!(code, Some(0), "{log}");
        log
    }

    /// Kills it, as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The token of whoever redeems this code or link.
    pub(crate) async fn redeem_token(&self, code: &str) -> String {
        let client = Client::new(&self.url, None).unwrap();
        let code = code.rsplit('#').next().unwrap().to_owned();
        let token: TokenSecret =
            client.post("api/v1/invitations/redeem", &RedeemInvitation { code }).await.unwrap();
        token.secret
    }

    /// A client with that token.
    pub(crate) async fn redeem(&self, code: &str) -> Client {
        Client::new(&self.url, Some(self.redeem_token(code).await)).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The answer to a plain GET, whole.
pub(crate) fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Names a subscription of the caller's organisation and opens a case about it, without consent; gives the case.
pub(crate) async fn open_case(owner: &Client) -> String {
    let subscription = AddSubscription { subscription: "contoso-mail".parse().unwrap() };
    let _: Done = owner.post("api/v1/subscriptions", &subscription).await.unwrap();
    let case = NewCase {
        subscriptions: vec![subscription.subscription],
        service: "mail".parse().unwrap(),
        nature: "connectivity".parse().unwrap(),
        severity: domain::Severity::Moderate,
        title: "slow".to_owned(),
        text: String::new(),
        consent: None,
        tenant: None,
    };
    let opened: Opened = owner.post("api/v1/cases", &case).await.unwrap();
    opened.case.to_string()
}

/// Runs a future to its end.
pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
