//! Where a run stands: its order, its stop, what is left of its limits, and where its text goes.

mod orchestration;

use crate::budget::Budget;
use crate::network::{
    Answer, Dialed, DirectoryLogin, LATE, Login, Network, Resolver, ServiceAccess, Told, Unreached, Wanted,
    resolver,
};
use crate::scope::{Scope, ScopedFile};
use crate::{CollectError, Evidence, Order, Stop};
use classify::Channel;
use diagnostics::Inputs;
use diagnostics::collector::Engine;
use domain::{Moment, Span, SubscriptionId};
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::{TcpStream, UdpSocket};
use tokio::runtime::{Builder, Runtime};

/// What every collector works with.
pub(crate) struct Site<'a> {
    pub(crate) inputs: &'a Inputs,
    pub(crate) subscription: &'a SubscriptionId,
    pub(crate) scope: &'a Scope,
    pub(crate) now: Moment,
    pub(crate) stop: &'a Stop,
    pub(crate) budget: Budget,
    /// The name of the collector at work.
    pub(crate) collector: String,
    begun: Instant,
    evidence: &'a mut dyn Evidence,
    network: Arc<dyn Network>,
    runtime: Runtime,
}

impl<'a> Site<'a> {
    pub(crate) fn new(
        order: &Order<'a>,
        stop: &'a Stop,
        network: Arc<dyn Network>,
        evidence: &'a mut dyn Evidence,
    ) -> Result<Self, CollectError> {
        let runtime = Builder::new_current_thread().enable_io().enable_time().build().map_err(|error| {
            CollectError::Failed { collector: "all".to_owned(), reason: format!("no network: {error}") }
        })?;
        Ok(Self {
            inputs: order.inputs,
            subscription: order.subscription,
            scope: order.scope,
            now: order.now,
            stop,
            budget: Budget::new(order.diagnostic.form().limits),
            collector: String::new(),
            begun: Instant::now(),
            evidence,
            network,
            runtime,
        })
    }

    /// Whether there is time left.
    pub(crate) fn go_on(&mut self) -> Result<bool, CollectError> {
        if self.stop.is_stopped() {
            return Err(CollectError::Stopped);
        }
        Ok(!self.budget.time_left().is_zero())
    }

    /// The run's time, counted on since collecting began.
    pub(crate) fn time(&self) -> Moment {
        let elapsed = i64::try_from(self.begun.elapsed().as_micros()).unwrap_or(i64::MAX);
        self.now.plus(Span::from_micros(elapsed))
    }

    /// Waits for network work; none if time ran out first.
    pub(crate) fn wait<F: Future>(&mut self, work: F) -> Result<Option<F::Output>, CollectError> {
        let left = self.budget.time_left();
        let stop = self.stop;
        let outcome = self.runtime.block_on(async {
            tokio::select! {
                biased;
                () = stop.stopped() => Err(CollectError::Stopped),
                outcome = tokio::time::timeout(left, work) => Ok(outcome.ok()),
            }
        })?;
        if outcome.is_none() {
            self.budget.time_left();
        }
        Ok(outcome)
    }

    /// A connection to a host of the scope.
    pub(crate) fn dial(&mut self, host: &str, port: u16) -> Result<Result<Dialed, Unreached>, CollectError> {
        let answer = self.ask(Wanted::Stream { host: host.to_owned(), port })?;
        let Some(socket) = answer.socket else { return Ok(Err(unreached(answer.told))) };
        let Told::Connected { address, dns, connect } = answer.told else {
            return Err(self.failed("a socket came without an address"));
        };
        self.dialed(socket, address, dns, connect).map(Ok)
    }

    /// A connection to the server of a listed database, and how to sign in there.
    pub(crate) fn database_server(
        &mut self,
        engine: Engine,
        name: &str,
    ) -> Result<Result<(Dialed, Login), Unreached>, CollectError> {
        let answer = self.ask(Wanted::Database { engine, name: name.to_owned() })?;
        let (socket, address, dns, connect, login) = match (answer.socket, answer.told) {
            (Some(socket), Told::DatabaseServer { address, dns, connect, login }) => {
                (socket, address, dns, connect, login)
            }
            (_, Told::Unusable(reason)) => return Err(self.failed(reason)),
            (_, told) => return Ok(Err(unreached(told))),
        };
        let dialed = self.dialed(socket, address, dns, connect)?;
        Ok(Ok((dialed, login)))
    }

    /// A connection to a listed directory, and how to sign in there.
    pub(crate) fn directory(
        &mut self,
        name: &str,
    ) -> Result<Result<(Dialed, DirectoryLogin), Unreached>, CollectError> {
        let answer = self.ask(Wanted::Directory { name: name.to_owned() })?;
        let (socket, address, dns, connect, login) = match (answer.socket, answer.told) {
            (Some(socket), Told::Directory { address, dns, connect, login }) => {
                (socket, address, dns, connect, login)
            }
            (_, Told::Unusable(reason)) => return Err(self.failed(reason)),
            (_, told) => return Ok(Err(unreached(told))),
        };
        let dialed = self.dialed(socket, address, dns, connect)?;
        Ok(Ok((dialed, login)))
    }

    /// A connection to a listed service, and how to ask it.
    pub(crate) fn service(
        &mut self,
        name: &str,
    ) -> Result<Result<(Dialed, ServiceAccess), Unreached>, CollectError> {
        let answer = self.ask(Wanted::Service { name: name.to_owned() })?;
        let (socket, address, dns, connect, access) = match (answer.socket, answer.told) {
            (Some(socket), Told::Service { address, dns, connect, access }) => {
                (socket, address, dns, connect, access)
            }
            (_, Told::Unusable(reason)) => return Err(self.failed(reason)),
            (_, told) => return Ok(Err(unreached(told))),
        };
        let dialed = self.dialed(socket, address, dns, connect)?;
        Ok(Ok((dialed, access)))
    }

    /// A socket that was handed out, where it can be waited for.
    fn dialed(
        &self,
        socket: OwnedFd,
        address: SocketAddr,
        dns: Duration,
        connect: Duration,
    ) -> Result<Dialed, CollectError> {
        let _inside = self.runtime.enter();
        let stream = TcpStream::from_std(socket.into()).map_err(|error| self.failed(error.to_string()))?;
        Ok(Dialed { stream, address, dns, connect })
    }

    /// The file of a listed database of SQLite, inside the scope.
    pub(crate) fn database_file(&mut self, name: &str) -> Result<ScopedFile, CollectError> {
        match self.ask(Wanted::Database { engine: Engine::Sqlite, name: name.to_owned() })?.told {
            Told::DatabaseFile(path) => Ok(self.scope.file(self.subscription, &path)?),
            told => Err(self.failed(unreached(told).reason().to_owned())),
        }
    }

    /// A socket for datagrams to a host of the scope, and the host's address.
    pub(crate) fn datagrams(
        &mut self,
        host: &str,
        port: u16,
    ) -> Result<Result<(UdpSocket, SocketAddr), Unreached>, CollectError> {
        let answer = self.ask(Wanted::Datagrams { host: host.to_owned(), port })?;
        let Some(socket) = answer.socket else { return Ok(Err(unreached(answer.told))) };
        let Told::Connected { address, .. } = answer.told else {
            return Err(self.failed("a socket came without an address"));
        };
        let _inside = self.runtime.enter();
        let socket = UdpSocket::from_std(socket.into()).map_err(|error| self.failed(error.to_string()))?;
        Ok(Ok((socket, address)))
    }

    /// A resolver that asks the DNS server called `named`, or those of the scope or the system.
    pub(crate) fn resolver(&mut self, named: Option<&str>) -> Result<Resolver, CollectError> {
        let servers = self.name_servers(named)?;
        // The resolver starts its own tasks, so it is made where they can run.
        let _inside = self.runtime.enter();
        resolver(&self.network, &servers).map_err(|reason| self.failed(reason))
    }

    /// The DNS server called `named`, or those of the scope or the system.
    pub(crate) fn name_servers(&mut self, named: Option<&str>) -> Result<Vec<SocketAddr>, CollectError> {
        match self.ask(Wanted::NameServers { named: named.map(str::to_owned) })?.told {
            Told::NameServers(servers) => Ok(servers),
            told => Err(self.failed(unreached(told).reason().to_owned())),
        }
    }

    /// Who hands out sockets to DNS servers.
    pub(crate) fn network(&self) -> Arc<dyn Network> {
        Arc::clone(&self.network)
    }

    fn ask(&mut self, wanted: Wanted) -> Result<Answer, CollectError> {
        let network = Arc::clone(&self.network);
        let answer = self.wait(network.ask(wanted))?;
        match answer.unwrap_or_else(|| Unreached::Dns(LATE.to_owned()).into()) {
            Answer { told: Told::OutOfScope(refusal), .. } => Err(refusal.into()),
            answer => Ok(answer),
        }
    }

    /// Begins an item of evidence that came through this channel.
    pub(crate) fn item(&mut self, name: &str, channel: Channel) -> Result<(), CollectError> {
        Ok(self.evidence.item(name, channel)?)
    }

    /// Adds to the item.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), CollectError> {
        Ok(self.evidence.write(bytes)?)
    }

    /// Lets what was written go on before this run waits.
    pub(crate) fn flush(&mut self) -> Result<(), CollectError> {
        Ok(self.evidence.flush()?)
    }

    pub(crate) fn failed(&self, reason: impl Into<String>) -> CollectError {
        CollectError::Failed { collector: self.collector.clone(), reason: reason.into() }
    }
}

fn unreached(told: Told) -> Unreached {
    match told {
        Told::Unreached(unreached) => unreached,
        _ => Unreached::Dns("there is no socket".to_owned()),
    }
}
