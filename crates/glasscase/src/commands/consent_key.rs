//! `glasscase consent-key`

use crate::arguments::{ConsentKeyCommand, ConsentKeyEnrolArguments};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::key_file;
use crate::output::Output;
use crate::output::table::Table;
use crate::path;
use anyhow::Result;
use consent::{BadKey, PublicKey};
use std::io;
use wire::{ConsentKey, Done, EnrolConsentKey, Items};

pub(super) async fn run(command: ConsentKeyCommand, invocation: &mut Invocation) -> Result<Exit> {
    let server = invocation.server()?;
    let out = &mut invocation.out;
    match command {
        ConsentKeyCommand::Enrol(arguments) => {
            let public = public_key(&arguments)?;
            let enrol = EnrolConsentKey {
                algorithm: public.algorithm().to_owned(),
                public_key: public.text(),
                label: arguments.label,
            };
            let key: ConsentKey = server.post(&path::api(&["consent-keys"])?, &enrol).await?;
            out.answer(&key, |out| show_enrolled(&key, out))?;
        }
        ConsentKeyCommand::List => {
            let keys: Items<ConsentKey> = server.get(&path::api(&["consent-keys"])?).await?;
            out.answer(&keys, |out| out.table(&table(&keys.items)))?;
        }
        ConsentKeyCommand::Revoke { key } => {
            let done: Done = server.delete(&path::api(&["consent-keys", key.as_str()])?).await?;
            out.answer(&done, |out| {
                out.line(format_args!(
                    "The consent key {key} was revoked; the consents that it signed ended."
                ))
            })?;
        }
    }
    Ok(Exit::Done)
}

fn public_key(arguments: &ConsentKeyEnrolArguments) -> Result<PublicKey> {
    match (&arguments.key, &arguments.public_key) {
        (Some(file), _) => Ok(key_file::read(file)?.public()),
        (None, Some(text)) => text.parse().map_err(|why: BadKey| Failure::bad_input(why.to_string()).into()),
        (None, None) => {
            Err(Failure::bad_input("no key was named").advise("use --key or --public-key").into())
        }
    }
}

fn show_enrolled(key: &ConsentKey, out: &mut Output) -> io::Result<()> {
    out.line(format_args!(
        "The consent key {} is enrolled: from now on only signed consents count.",
        key.key
    ))?;
    out.line("Pin it on each runner, so that the runner believes no other:")?;
    out.line(format_args!("  glasscase runner trust {}", key.public_key))
}

fn table(keys: &[ConsentKey]) -> Table {
    let mut table = Table::new(["key", "algorithm", "public key", "state"]);
    for key in keys {
        let state = if key.revoked { "revoked" } else { "in use" };
        table.row([key.key.to_string(), key.algorithm.clone(), key.public_key.clone(), state.to_owned()]);
    }
    table
}
