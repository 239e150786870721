//! The server's port, looked at before anything is made.

use crate::failure::Failure;
use anyhow::Result;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};

/// Gives the port back if the server will be able to listen there.
///
/// # Errors
/// If another program has it, or this user may not use it.
pub(super) fn check(port: u16) -> Result<u16> {
    let Err(why) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) else { return Ok(port) };
    let words = match why.kind() {
        ErrorKind::AddrInUse => "another program uses it".to_owned(),
        ErrorKind::PermissionDenied => "this user may not use it".to_owned(),
        _ => why.to_string(),
    };
    let failure = Failure::failed(format!("the port {port} of this machine is not free: {words}"));
    Err(failure.advise("name another with --port; 0 takes any that is free").into())
}
