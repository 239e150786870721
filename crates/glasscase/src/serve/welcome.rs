//! What the server says once it listens: where it is, and how the first operator gets in.

use crate::arguments::ServeArguments;
use crate::output::Output;
use anyhow::Result;
use operations::{Desk, PersonInvitation};
use serde::Serialize;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Where the server is, and the first operator's link.
#[derive(Serialize)]
struct Welcome {
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator_link: Option<String>,
}

/// Tells where the server listens; at the first start, and when asked for, with a one-time link for the operator.
///
/// # Errors
/// If the database fails, or standard output cannot be written.
pub(super) async fn tell(
    desk: &Desk,
    arguments: &ServeArguments,
    address: SocketAddr,
    out: &mut Output,
) -> Result<()> {
    let mut invitation = operations::first_start(desk).await?;
    if invitation.is_none() && arguments.new_operator_link {
        invitation = Some(operations::invite_operator(desk).await?);
    }
    let url = arguments.public_url.clone().unwrap_or_else(|| url(address, arguments.tls_cert.is_some()));
    let operator_link = invitation.as_ref().map(|invited| link(&url, &invited.code));
    let welcome = Welcome { url, operator_link };
    out.answer(&welcome, |out| show(&welcome, arguments, invitation.as_ref(), out))?;
    out.flush()?;
    tracing::info!(%address, process = std::process::id(), "the server listens");
    Ok(())
}

/// The page on which a one-time code is exchanged for a token. Behind `#`, browsers keep the code to themselves.
pub(crate) fn link(url: &str, code: &str) -> String {
    format!("{}/welcome#{code}", url.trim_end_matches('/'))
}

fn url(address: SocketAddr, tls: bool) -> String {
    let ip = if address.ip().is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { address.ip() };
    let scheme = if tls { "https" } else { "http" };
    format!("{scheme}://{}", SocketAddr::new(ip, address.port()))
}

fn show(
    welcome: &Welcome,
    arguments: &ServeArguments,
    invitation: Option<&PersonInvitation>,
    out: &mut Output,
) -> io::Result<()> {
    out.line(format_args!(
        "Glasscase listens on {}, on the data in `{}`.",
        welcome.url,
        arguments.data.display()
    ))?;
    let (Some(invitation), Some(link)) = (invitation, &welcome.operator_link) else { return Ok(()) };
    let until = out.when(invitation.expires_at);
    out.line(format_args!(
        "Whoever opens this link first becomes the operator. It works once, until {until}:"
    ))?;
    out.line(format_args!("  {link}"))?;
    out.line("Without a browser: glasscase token redeem LINK")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_where_the_server_can_be_reached() {
        let url = |address: &str, tls| super::url(address.parse().unwrap(), tls);
        assert_eq!(url("127.0.0.1:8080", false), "http://127.0.0.1:8080");
        assert_eq!(url("0.0.0.0:443", true), "https://127.0.0.1:443");
        assert_eq!(url("[::1]:80", false), "http://[::1]:80");
        assert_eq!(link("https://desk.example/", "glc_1"), "https://desk.example/welcome#glc_1");
    }
}
