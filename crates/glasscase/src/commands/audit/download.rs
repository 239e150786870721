//! Fetches the export of a log from the server.

use crate::commands::whole_file::WholeFile;
use crate::invocation::Invocation;
use crate::path;
use crate::progress;
use anyhow::{Context as _, Result};
use std::io::Write;
use std::path::Path;
use wire::Client;

/// Writes the export of the token's organisation to a file, or for `-` to standard output.
pub(super) async fn export(to: &Path, invocation: &mut Invocation) -> Result<()> {
    let server = invocation.server()?;
    if to == Path::new("-") {
        return fetch(&server, invocation.out.raw()).await;
    }
    let mut file = WholeFile::create(to)?;
    fetch(&server, &mut file).await?;
    super::tell(to, file.finish()?, &mut invocation.out)
}

async fn fetch(server: &Client, to: &mut dyn Write) -> Result<()> {
    let mut response = server.download(&path::api(&["audit", "export"])?).await?;
    let bar = progress::bytes("exporting", response.content_length());
    while let Some(chunk) = response.chunk().await.context("the export broke off; export it again")? {
        to.write_all(&chunk).context("cannot write the export")?;
        bar.inc(chunk.len() as u64);
    }
    bar.finish_and_clear();
    Ok(())
}
