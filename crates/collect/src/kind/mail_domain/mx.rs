//! Mail servers (RFC 5321, section 5.1; RFC 7505).

use crate::dns::Dns;
use serde::Serialize;

/// The most mail servers whose addresses are asked for.
const SERVERS_MAX: usize = 20;

/// The domain's mail servers.
#[derive(Debug, Default, Serialize)]
pub(super) struct Mx {
    /// Whether DNS answered.
    answered: bool,
    count: usize,
    /// A null MX: the domain takes no mail.
    refuses_mail: bool,
    servers: Vec<Server>,
    without_address: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Server {
    preference: u16,
    name: String,
    addresses: usize,
}

pub(super) async fn read(mx: &mut Mx, dns: &mut Dns, domain: &str) {
    let Some(mut found) = dns.mail_servers(domain).await else { return };
    found.sort();
    mx.answered = true;
    mx.count = found.len();
    mx.refuses_mail = found.len() == 1 && found.iter().all(|(_, name)| name == ".");
    if mx.refuses_mail {
        return;
    }
    for (preference, name) in found.into_iter().take(SERVERS_MAX) {
        // No answer is noted by `dns`, and is not the same as no address.
        let Some(addresses) = dns.addresses(&name).await.map(|found| found.len()) else { continue };
        let name = name.trim_end_matches('.').to_owned();
        if addresses == 0 {
            mx.without_address.push(name.clone());
        }
        mx.servers.push(Server { preference, name, addresses });
    }
}
