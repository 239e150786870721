//! How often somebody at one address may try to sign in. What is tried for cannot be guessed; this keeps the trying from
//! costing much.

use super::turned::Turned;
use crate::app::App;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use governor::clock::DefaultClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

/// How many attempts there may be in a minute.
const ATTEMPTS: NonZeroU32 = NonZeroU32::new(20).unwrap();
/// From how many addresses on those that have not tried lately are forgotten.
const ADDRESSES_MAX: usize = 10_000;

/// From where a request comes, as the connection says.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// The attempts of the last minute, by address. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Patience(Arc<RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>>);

impl Default for Patience {
    fn default() -> Self {
        Self(Arc::new(RateLimiter::hashmap(Quota::per_minute(ATTEMPTS))))
    }
}

impl fmt::Debug for Patience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patience").field("addresses", &self.0.len()).finish()
    }
}

impl Patience {
    /// Whether one more attempt from there is taken.
    fn takes(&self, address: IpAddr) -> bool {
        if self.0.len() > ADDRESSES_MAX {
            self.0.retain_recent();
        }
        self.0.check_key(&network(address)).is_ok()
    }
}

/// What one customer of a provider has: with IPv6 a whole network.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
    }
}

/// Lets only so many attempts through. Reading the pages is none.
pub(super) async fn hold(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_attempt = request.method() == Method::POST;
    let peer = request.extensions().get::<Peer>().map(|Peer(address)| *address);
    let from = if app.site.trusted_proxy { forwarded(request.headers()).or(peer) } else { peer };
    if is_attempt && from.is_some_and(|from| !app.patience.takes(from)) {
        return Turned::too_often().into_response();
    }
    next.run(request).await
}

/// Whom the proxy in front says that it speaks for: the last address, which it added itself.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_held_back_and_others_are_not() {
        let patience = Patience::default();
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let taken = (0..30).filter(|_| patience.takes(address("192.0.2.1"))).count();
        assert_eq!(taken, 20);
        assert!(patience.takes(address("192.0.2.2")));
        for n in 0..20 {
            assert!(patience.takes(address(&format!("2001:db8::{n:x}"))));
        }
        assert!(!patience.takes(address("2001:db8::ffff")), "one network is one address");
    }

    #[test]
    fn a_proxy_is_believed_what_it_added_itself() {
        let mut headers = HeaderMap::new();
        assert_eq!(forwarded(&headers), None);
        headers.insert("x-forwarded-for", "203.0.113.9, 198.51.100.7".parse().unwrap());
        assert_eq!(forwarded(&headers), Some("198.51.100.7".parse().unwrap()));
        headers.insert("x-forwarded-for", "nonsense".parse().unwrap());
        assert_eq!(forwarded(&headers), None);
    }
}
