//! What the collecting process is told: the order, and of the scope no more than the one area, without what is listed by name.

use super::Confinement;
use crate::Order;
use crate::scope::{Area, Scope};
use diagnostics::{Diagnostic, Inputs};
use domain::{Moment, SubscriptionId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// An order as it crosses.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Handed {
    diagnostic: Value,
    inputs: Value,
    pub(super) subscription: SubscriptionId,
    area: Area,
    forbidden: Vec<PathBuf>,
    pub(super) now: Moment,
    pub(super) confinement: Confinement,
}

/// An order that arrived.
pub(super) struct Unpacked {
    pub(super) diagnostic: Diagnostic,
    pub(super) inputs: Inputs,
    pub(super) scope: Scope,
}

impl Handed {
    pub(super) fn new(order: &Order, confinement: Confinement) -> Result<Self, crate::CollectError> {
        let failed = |error: serde_json::Error| crate::CollectError::Failed {
            collector: "all".to_owned(),
            reason: format!("the order cannot be handed over: {error}"),
        };
        Ok(Self {
            diagnostic: serde_json::to_value(order.diagnostic.form()).map_err(failed)?,
            inputs: order.inputs.to_json(),
            subscription: order.subscription.clone(),
            area: order.scope.area(order.subscription)?.without_logins(),
            forbidden: order.scope.forbidden().to_vec(),
            now: order.now,
            confinement,
        })
    }

    pub(super) fn unpack(&self) -> Result<Unpacked, String> {
        let diagnostic =
            Diagnostic::parse(&self.diagnostic.to_string()).map_err(|error| error.to_string())?;
        let inputs = diagnostic.check_inputs(&self.inputs).map_err(|error| error.to_string())?;
        let areas = BTreeMap::from([(self.subscription.clone(), self.area.clone())]);
        let scope = Scope::new(areas, self.forbidden.clone()).map_err(|error| error.to_string())?;
        Ok(Unpacked { diagnostic, inputs, scope })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collecting_process_is_told_of_nothing_that_is_listed_by_name() {
        let catalogue = diagnostics::Catalogue::built_in();
        let diagnostic = catalogue.get(&"postgresql-locks".parse().unwrap()).unwrap();
        let inputs = diagnostic.check_inputs(&serde_json::json!({"database": "orders"})).unwrap();
        let scope = "sub:
  databases: {orders: {postgresql: {host: db.test, user: x, password_file: /a/secret}}}
  clusters: {live: {url: 'https://k8s.test', token_file: /a/token, authority_file: /a/ca}}
  container_engines: {local: {socket: /a/engine.sock}}";
        let order = Order {
            diagnostic,
            inputs: &inputs,
            subscription: &"sub".parse().unwrap(),
            scope: &Scope::parse(scope, Vec::new()).unwrap(),
            now: "2026-11-24T00:00:00Z".parse().unwrap(),
        };
        let handed = Handed::new(&order, Confinement::Required).unwrap();
        let told = serde_json::to_string(&handed).unwrap();
        for hidden in ["db.test", "k8s.test", "/a/ca", "engine.sock"] {
            assert!(!told.contains(hidden), "{hidden}");
        }
        let unpacked = handed.unpack().unwrap();
        assert!(unpacked.scope.area(order.subscription).unwrap().databases.is_empty());
        // What it may not read stays named, so that it is not read by accident.
        assert_eq!(unpacked.scope.forbidden(), ["/a/secret", "/a/token"].map(PathBuf::from));
    }
}
