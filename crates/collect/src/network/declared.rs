//! What a diagnostic said beforehand that it would connect to: nothing else is, even if the scope lists it.

use super::wanted::Wanted;
use crate::scope::OutOfScope;
use diagnostics::collector::Engine;
use diagnostics::{Diagnostic, InputError, Inputs, Reach};
use domain::SubscriptionId;

/// What the kinds of a diagnostic declare, with the inputs of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Declared {
    hosts: Vec<(String, u16)>,
    databases: Vec<(Engine, String)>,
    directories: Vec<String>,
    services: Vec<String>,
    clusters: Vec<String>,
    container_engines: Vec<String>,
    names: bool,
}

impl Declared {
    pub(super) fn of(diagnostic: &Diagnostic, inputs: &Inputs) -> Result<Self, InputError> {
        let mut declared = Self::default();
        for collector in &diagnostic.form().collectors {
            declared.hosts.extend(collector.kind.hosts(inputs)?);
            declared.databases.extend(collector.kind.database(inputs)?);
            declared.directories.extend(collector.kind.directory(inputs)?);
            declared.services.extend(collector.kind.service(inputs)?);
            declared.clusters.extend(collector.kind.cluster(inputs)?);
            declared.container_engines.extend(collector.kind.container_engine(inputs)?);
            declared.names |= collector.kind.reach().contains(&Reach::Names);
        }
        Ok(declared)
    }

    /// Refuses a wish for what was not declared.
    pub(super) fn check(&self, wanted: &Wanted, subscription: &SubscriptionId) -> Result<(), OutOfScope> {
        let thing = match wanted {
            Wanted::Stream { host, port } | Wanted::Datagrams { host, port } => {
                let is_declared = self.hosts.iter().any(|(name, own)| name == host && own == port);
                (!is_declared).then(|| format!("host `{}` port {port}", host.escape_debug()))
            }
            Wanted::Database { engine, name } => {
                let is_declared = self.databases.iter().any(|(own, known)| known == name && own == engine);
                (!is_declared).then(|| format!("database `{}`", name.escape_debug()))
            }
            Wanted::Directory { name } => {
                (!self.directories.contains(name)).then(|| format!("directory `{}`", name.escape_debug()))
            }
            Wanted::Service { name } => {
                (!self.services.contains(name)).then(|| format!("service `{}`", name.escape_debug()))
            }
            Wanted::Cluster { name, .. } | Wanted::Namespaces { cluster: name } => {
                (!self.clusters.contains(name)).then(|| format!("cluster `{}`", name.escape_debug()))
            }
            Wanted::ContainerEngine { name, .. } => (!self.container_engines.contains(name))
                .then(|| format!("container engine `{}`", name.escape_debug())),
            Wanted::NameServers { .. } | Wanted::NameServer { .. } => (!self.names).then(|| "DNS".to_owned()),
        };
        let Some(thing) = thing else { return Ok(()) };
        Err(OutOfScope {
            subscription: subscription.clone(),
            thing,
            why: "the diagnostic did not declare it".to_owned(),
            remedy: "use a diagnostic that does; nothing can be changed".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::wanted::Transport;
    use super::*;
    use diagnostics::Catalogue;
    use serde_json::json;

    fn declared(diagnostic: &str, inputs: &serde_json::Value) -> Declared {
        let catalogue = Catalogue::built_in();
        let diagnostic = catalogue.get(&diagnostic.parse().unwrap()).unwrap();
        Declared::of(diagnostic, &diagnostic.check_inputs(inputs).unwrap()).unwrap()
    }

    fn admits(declared: &Declared, wanted: &Wanted) -> bool {
        declared.check(wanted, &"sub".parse().unwrap()).is_ok()
    }

    #[test]
    fn a_run_connects_to_what_its_diagnostic_declared_and_to_nothing_else() {
        let stream = |host: &str, port| Wanted::Stream { host: host.to_owned(), port };
        let server = "192.0.2.53:53".parse().unwrap();
        let dns =
            [Wanted::NameServers { named: None }, Wanted::NameServer { server, transport: Transport::Udp }];

        let tls = declared("tls-certificate", &json!({ "host": "mail.contoso.com", "port": 443 }));
        assert!(admits(&tls, &stream("mail.contoso.com", 443)));
        assert!(!admits(&tls, &stream("mail.contoso.com", 25)));
        assert!(!admits(&tls, &stream("db.contoso.com", 443)));
        assert!(!admits(&tls, &Wanted::Datagrams { host: "db.contoso.com".to_owned(), port: 443 }));
        assert!(!dns.iter().any(|wanted| admits(&tls, wanted)));

        let mail = declared("mail-domain", &json!({ "domain": "contoso.com" }));
        assert!(dns.iter().all(|wanted| admits(&mail, wanted)));
        assert!(!admits(&mail, &stream("mail.contoso.com", 443)));

        let locks = declared("postgresql-locks", &json!({ "database": "orders" }));
        let database = |engine, name: &str| Wanted::Database { engine, name: name.to_owned() };
        assert!(admits(&locks, &database(Engine::Postgresql, "orders")));
        assert!(!admits(&locks, &database(Engine::Postgresql, "payroll")));
        assert!(!admits(&locks, &database(Engine::Sqlite, "orders")));
        assert!(!admits(&locks, &stream("db.contoso.com", 5432)));
        assert!(!admits(&tls, &database(Engine::Postgresql, "orders")));

        let ldap = declared("ldap-bind", &json!({ "directory": "staff" }));
        let directory = |name: &str| Wanted::Directory { name: name.to_owned() };
        assert!(admits(&ldap, &directory("staff")));
        assert!(!admits(&ldap, &directory("partners")));
        assert!(!admits(&ldap, &database(Engine::Postgresql, "staff")));
        assert!(!admits(&locks, &directory("orders")));

        let seats = declared("licence-seats", &json!({ "service": "licences" }));
        let service = |name: &str| Wanted::Service { name: name.to_owned() };
        assert!(admits(&seats, &service("licences")));
        assert!(!admits(&seats, &service("payroll")));
        assert!(!admits(&seats, &directory("licences")));
        assert!(!admits(&ldap, &service("staff")));

        let pods = declared("kubernetes-pods", &json!({ "cluster": "live" }));
        let cluster = |name: &str| Wanted::Cluster {
            name: name.to_owned(),
            resource: crate::kubernetes::Resource::Pods,
            namespace: None,
        };
        assert!(admits(&pods, &cluster("live")));
        assert!(admits(&pods, &Wanted::Namespaces { cluster: "live".to_owned() }));
        assert!(!admits(&pods, &cluster("test")));
        assert!(!admits(&pods, &service("live")));
        assert!(!admits(&seats, &cluster("licences")));

        let containers = declared("container-restarts", &json!({ "engine": "local" }));
        let engine = |name: &str| Wanted::ContainerEngine {
            name: name.to_owned(),
            question: crate::containers::Question::Version,
        };
        assert!(admits(&containers, &engine("local")));
        assert!(!admits(&containers, &engine("other")));
        assert!(!admits(&pods, &engine("live")));

        let health = declared("host-health", &json!({}));
        assert!(!dns.iter().any(|wanted| admits(&health, wanted)));
        assert!(!admits(&health, &stream("mail.contoso.com", 443)));
    }
}
