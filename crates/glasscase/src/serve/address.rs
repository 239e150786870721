//! Where the server listens, and who can reach it there.

use crate::failure::Failure;
use anyhow::Result;
use std::io::ErrorKind;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Refuses an address that other machines reach while nothing keeps tokens secret on the way.
///
/// # Errors
/// If the address is not this machine's alone, and there is neither TLS nor a proxy that ends it.
pub(crate) fn check(address: SocketAddr, is_secret: bool) -> Result<()> {
    if address.ip().is_loopback() || is_secret {
        return Ok(());
    }
    let what = format!(
        "other machines can reach `{address}`, and without TLS everybody in between reads their tokens"
    );
    let advice = "give --tls-cert and --tls-key; or --trusted-proxy, if a reverse proxy in front ends TLS; or listen on 127.0.0.1";
    Err(Failure::bad_input(what).advise(advice).into())
}

/// Listens there.
///
/// # Errors
/// If the port is taken, or the address is not this machine's.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|why| {
        let failure = Failure::failed(format!("cannot listen on {address}: {}", in_words(&why)));
        failure.advise("name another address with --listen; port 0 takes any that is free").into()
    })
}

fn in_words(why: &std::io::Error) -> String {
    match why.kind() {
        ErrorKind::AddrInUse => "another program uses this port".to_owned(),
        ErrorKind::AddrNotAvailable => "this machine does not have this address".to_owned(),
        ErrorKind::PermissionDenied => "this user may not use this port".to_owned(),
        _ => why.to_string(),
    }
}
