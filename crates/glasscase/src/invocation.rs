//! One call of the program: which server it talks to, and where its answers go.

use crate::arguments::Connection;
use crate::failure::Failure;
use crate::output::Output;
use anyhow::Result;
use std::fs;
use std::path::Path;
use wire::Client;

/// Where the token stands when no option gives it.
const TOKEN_VARIABLE: &str = "GLASSCASE_TOKEN";

/// What every command is given.
pub(crate) struct Invocation {
    connection: Connection,
    /// Where answers go.
    pub(crate) out: Output,
}

impl Invocation {
    pub(crate) fn new(connection: Connection, json: bool) -> Self {
        Self { connection, out: Output::to_stdout(json) }
    }

    /// The server's address.
    pub(crate) fn url(&self) -> &str {
        &self.connection.url
    }

    /// The server, with the caller's token.
    ///
    /// # Errors
    /// If the address is no URL, or there is no token.
    pub(crate) fn server(&self) -> Result<Client> {
        Ok(Client::new(self.url(), Some(self.token()?))?)
    }

    /// A server for somebody without a token.
    ///
    /// # Errors
    /// If the address is no URL.
    pub(crate) fn server_for_strangers(&self) -> Result<Client> {
        Ok(Client::new(self.url(), None)?)
    }

    fn token(&self) -> Result<String> {
        if let Some(file) = &self.connection.token_file {
            return token_in(file);
        }
        let given = self.connection.token.clone().or_else(|| std::env::var(TOKEN_VARIABLE).ok());
        match given.map(|token| token.trim().to_owned()).filter(|token| !token.is_empty()) {
            Some(token) => checked(token, "the token"),
            None => Err(Failure::bad_input("no token was given, so the server cannot know who asks")
                .advise("set GLASSCASE_TOKEN, or use --token-file FILE")
                .into()),
        }
    }
}

fn token_in(file: &Path) -> Result<String> {
    let name = file.display();
    let text = fs::read_to_string(file)
        .map_err(|why| Failure::bad_input(format!("cannot read the token file `{name}`: {why}")))?;
    checked(text.trim().to_owned(), &format!("the token in `{name}`"))
}

/// A token travels in a header: visible ASCII only. The message does not repeat it.
fn checked(token: String, what: &str) -> Result<String> {
    if !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(token)
    } else {
        Err(Failure::bad_input(format!("{what} is not a token: copy it again, whole, on one line")).into())
    }
}
