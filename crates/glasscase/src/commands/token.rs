//! `glasscase token`

use crate::arguments::{TokenCommand, TokenCreateArguments};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::output::Output;
use crate::output::table::Table;
use crate::path;
use anyhow::Result;
use std::io;
use wire::{Client, ClientError, Done, Items, NewToken, RedeemInvitation, Token, TokenSecret};

pub(super) async fn run(command: TokenCommand, invocation: &mut Invocation) -> Result<Exit> {
    if let TokenCommand::Redeem { code } = &command {
        let secret = redeem(code, invocation).await?;
        invocation.out.answer(&secret, |out| {
            out.line("This is your first token; it is not shown again:")?;
            show_secret(&secret, out)
        })?;
        return Ok(Exit::Done);
    }
    let server = invocation.server()?;
    let out = &mut invocation.out;
    match command {
        TokenCommand::Redeem { .. } => {}
        TokenCommand::Create(arguments) => {
            let secret: TokenSecret = server.post(&path::api(&["tokens"])?, &new_token(arguments)).await?;
            out.answer(&secret, |out| {
                out.line("The token was made; it is not shown again:")?;
                show_secret(&secret, out)
            })?;
        }
        TokenCommand::List => {
            let tokens: Items<Token> = server.get(&path::api(&["tokens"])?).await?;
            out.answer(&tokens, |out| show_all(&tokens.items, out))?;
        }
        TokenCommand::Revoke { token } => {
            let done: Done = server.delete(&path::api(&["tokens", token.as_str()])?).await?;
            out.answer(&done, |out| out.line(format_args!("The token {token} was revoked.")))?;
        }
    }
    Ok(Exit::Done)
}

/// Exchanges a code, or the code of a link, with the server that the link leads to.
async fn redeem(given: &str, invocation: &Invocation) -> Result<TokenSecret> {
    let (server, code) = match given.trim().split_once("/welcome#") {
        Some((url, code)) => (Client::new(url, None)?, code),
        None => (invocation.server_for_strangers()?, given.trim()),
    };
    let invitation = RedeemInvitation { code: code.to_owned() };
    let redeemed = server.post(&path::api(&["invitations", "redeem"])?, &invitation).await;
    redeemed.map_err(|why| match why {
        ClientError::Problem(problem) if problem.status == 401 => unknown_invitation().into(),
        other => other.into(),
    })
}

fn unknown_invitation() -> Failure {
    Failure::failed("the server knows no such invitation")
        .advise("give the whole link or code as it was sent to you, or ask whoever invited you for another")
}

fn new_token(arguments: TokenCreateArguments) -> NewToken {
    let TokenCreateArguments { label, person, roles, days } = arguments;
    NewToken { person, label, roles: roles.map(|roles| roles.into_iter().collect()), days }
}

/// A token that was just made, with its secret.
pub(super) fn show_secret(token: &TokenSecret, out: &mut Output) -> io::Result<()> {
    let expires = out.when(token.expires_at);
    out.fields(&[
        ("token", Some(token.token.to_string())),
        ("person", Some(token.person.to_string())),
        ("expires", Some(expires)),
        ("secret", Some(token.secret.clone())),
    ])
}

fn show_all(tokens: &[Token], out: &mut Output) -> io::Result<()> {
    let mut table = Table::new(["token", "person", "roles", "expires"]);
    for token in tokens {
        let roles: Vec<_> = token.roles.iter().map(|role| role.name()).collect();
        let expires = out.when(token.expires_at);
        table.row([token.token.to_string(), token.person.to_string(), roles.join(", "), expires]);
    }
    out.table(&table)
}
