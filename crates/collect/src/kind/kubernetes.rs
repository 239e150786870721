//! Objects of a Kubernetes cluster, and what is wrong with them. Of each object only what is told is read at all.

mod certificates;
mod events;
mod found;
mod meta;
mod nodes;
mod pods;
mod signing_requests;

use crate::CollectError;
use crate::database::{Failure, Opening};
use crate::kubernetes::{Api, Resource, Wish};
use crate::site::Site;
use diagnostics::InputError;
use diagnostics::collector::Kubernetes;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// What can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fact {
    Pods,
    Nodes,
    Certificates,
    SigningRequests,
}

impl Fact {
    const ALL: [Self; 4] = [Self::Pods, Self::Nodes, Self::Certificates, Self::SigningRequests];

    const fn name(self) -> &'static str {
        match self {
            Self::Pods => "pods",
            Self::Nodes => "nodes",
            Self::Certificates => "certificates",
            Self::SigningRequests => "signing_requests",
        }
    }
}

/// What the lists are asked with.
struct Asked<'a> {
    api: Api<'a>,
    /// The namespaces to look at; none at all means every one.
    namespaces: Vec<String>,
    recent_minutes: i64,
}

/// The objects that there are, and why there are no more.
type Listed<T> = (Vec<T>, Result<(), Failure>);

/// Lists what is asked for. A list that is refused leaves the others.
pub(super) fn collect(site: &mut Site, parameters: &Kubernetes) -> Result<Value, CollectError> {
    let name = parameters.cluster.get(site.inputs)?;
    let unfit = |word: String| InputError::Unfit { input: "facts".to_owned(), value: word };
    let named =
        |word: String| Fact::ALL.into_iter().find(|fact| fact.name() == word).ok_or_else(|| unfit(word));
    let wanted: Vec<Fact> =
        parameters.facts.get(site.inputs)?.into_iter().map(named).collect::<Result<_, _>>()?;
    let mut namespaces = parameters.namespaces.get(site.inputs)?;
    if namespaces.is_empty() {
        namespaces = site.namespaces(&name)?;
    }
    let recent_minutes = i64::try_from(parameters.recent_minutes.get(site.inputs)?).unwrap_or(i64::MAX);
    let mut asked = Asked { api: Api::of(&name), namespaces, recent_minutes };
    let (mut told, mut facts, mut outcome) = (Opening::of(&name), Map::new(), Ok(()));
    told.is_encrypted(true);
    for fact in wanted {
        let (value, ended) = match fact {
            Fact::Pods => pods::facts(site, &mut asked)?,
            Fact::Nodes => nodes::facts(site, &mut asked)?,
            Fact::Certificates => certificates::facts(site, &mut asked)?,
            Fact::SigningRequests => signing_requests::facts(site, &mut asked)?,
        };
        facts.insert(fact.name().to_owned(), value);
        outcome = outcome.and(ended);
    }
    told.conclude(outcome);
    if let Value::Object(more) = asked.api.told() {
        facts.extend(more);
    }
    facts.insert("namespaces".to_owned(), json!(asked.namespaces));
    told.with(site, facts)
}

impl Asked<'_> {
    /// The objects of all namespaces that are looked at.
    fn in_namespaces<T: DeserializeOwned>(
        &mut self,
        site: &mut Site,
        resource: Resource,
        selector: &str,
    ) -> Result<Listed<T>, CollectError> {
        let mut objects = Vec::new();
        let every = self.namespaces.is_empty().then_some(None);
        let named = self.namespaces.iter().map(|name| Some(name.as_str()));
        for namespace in every.into_iter().chain(named) {
            match self.api.list(site, Wish { resource, namespace, selector })? {
                Ok(more) => objects.extend(more),
                Err(failure) => return Ok((objects, Err(failure))),
            }
        }
        Ok((objects, Ok(())))
    }

    /// The objects that are in no namespace.
    fn cluster_wide<T: DeserializeOwned>(
        &mut self,
        site: &mut Site,
        resource: Resource,
    ) -> Result<Listed<T>, CollectError> {
        Ok(match self.api.list(site, Wish { resource, namespace: None, selector: "" })? {
            Ok(objects) => (objects, Ok(())),
            Err(failure) => (Vec::new(), Err(failure)),
        })
    }
}
