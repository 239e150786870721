//! Clusters and container engines that the scope lists by name.

use super::{Site, unreached};
use crate::CollectError;
use crate::containers::{ANSWER_BYTES_MAX, Question};
use crate::kubernetes::Resource;
use crate::network::{ClusterAccess, Dialed, Told, Unreached, Wanted};
use domain::Moment;
use std::fs::File;
use std::io::Read as _;

/// What a container engine answered.
pub(crate) struct EngineAnswer {
    pub(crate) status: u16,
    /// The engine's own time.
    pub(crate) date: Option<Moment>,
    /// Whether the body ended before the limit.
    pub(crate) complete: bool,
    pub(crate) body: Vec<u8>,
}

impl Site<'_> {
    /// The namespaces of a listed cluster to look at unless others are named; none at all means every one.
    pub(crate) fn namespaces(&mut self, cluster: &str) -> Result<Vec<String>, CollectError> {
        match self.ask(Wanted::Namespaces { cluster: cluster.to_owned() })?.told {
            Told::Namespaces(namespaces) => Ok(namespaces),
            told => Err(self.failed(unreached(told).reason().to_owned())),
        }
    }

    /// A connection to the API server of a listed cluster, to list this in `namespace` or in all, and how to ask it.
    pub(crate) fn cluster(
        &mut self,
        name: &str,
        resource: Resource,
        namespace: Option<&str>,
    ) -> Result<Result<(Dialed, ClusterAccess), Unreached>, CollectError> {
        let (name, namespace) = (name.to_owned(), namespace.map(str::to_owned));
        let answer = self.ask(Wanted::Cluster { name, resource, namespace })?;
        let (socket, address, dns, connect, access) = match (answer.socket, answer.told) {
            (Some(socket), Told::Cluster { address, dns, connect, access }) => {
                (socket, address, dns, connect, access)
            }
            (_, Told::Unusable(reason)) => return Err(self.failed(reason)),
            (_, told) => return Ok(Err(unreached(told))),
        };
        let dialed = self.dialed(socket, address, dns, connect)?;
        Ok(Ok((dialed, access)))
    }

    /// What a listed container engine answers.
    pub(crate) fn container_engine(
        &mut self,
        name: &str,
        question: Question,
    ) -> Result<Result<EngineAnswer, Unreached>, CollectError> {
        let answer = self.ask(Wanted::ContainerEngine { name: name.to_owned(), question })?;
        let (body, status, date, complete) = match (answer.socket, answer.told) {
            (Some(body), Told::Answered { status, date, complete }) => (body, status, date, complete),
            (_, Told::Unusable(reason)) => return Err(self.failed(reason)),
            (_, told) => return Ok(Err(unreached(told))),
        };
        let (wanted, mut bytes) = (self.budget.readable(ANSWER_BYTES_MAX), Vec::new());
        let read = File::from(body).take(wanted as u64).read_to_end(&mut bytes);
        read.map_err(|error| self.failed(format!("an answer cannot be read: {error}")))?;
        self.budget.spend(bytes.len());
        Ok(Ok(EngineAnswer { status, date, complete, body: bytes }))
    }
}
