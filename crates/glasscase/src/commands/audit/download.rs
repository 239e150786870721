//! Writes the export of a log to a file. The file appears whole or not at all.

use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::path;
use crate::progress;
use anyhow::{Context as _, Result};
use serde_json::json;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use wire::Client;

/// Fetches the export of the token's organisation.
pub(super) async fn export(to: &Path, invocation: &mut Invocation) -> Result<()> {
    let server = invocation.server()?;
    if to == Path::new("-") {
        fetch(&server, invocation.out.raw()).await?;
        return Ok(());
    }
    let name = to.display().to_string();
    let cannot = |why: std::io::Error| Failure::failed(format!("cannot write `{name}`: {why}"));
    let partial = Partial::beside(to);
    let mut file = BufWriter::new(File::create(&partial.path).map_err(cannot)?);
    let bytes = fetch(&server, &mut file).await?;
    let file = file.into_inner().map_err(|why| cannot(why.into_error()))?;
    file.sync_all().map_err(cannot)?;
    fs::rename(&partial.path, to).map_err(cannot)?;
    let answer = json!({ "file": name, "bytes": bytes });
    invocation.out.answer(&answer, |out| {
        out.line(format_args!("{bytes} bytes were written to {name}. Check them offline:"))?;
        out.line(format_args!("  glasscase verify {name} --key KEY   (the key: glasscase audit key)"))
    })?;
    Ok(())
}

async fn fetch(server: &Client, to: &mut dyn Write) -> Result<u64> {
    let mut response = server.download(&path::api(&["audit", "export"])?).await?;
    let bar = progress::bytes("exporting", response.content_length());
    let mut bytes = 0_u64;
    while let Some(chunk) = response.chunk().await.context("the export broke off; export it again")? {
        to.write_all(&chunk).context("cannot write the export")?;
        bytes += chunk.len() as u64;
        bar.set_position(bytes);
    }
    bar.finish_and_clear();
    Ok(bytes)
}

/// A file that is not whole yet. What is left of it when something fails is removed.
struct Partial {
    path: PathBuf,
}

impl Partial {
    fn beside(to: &Path) -> Self {
        let mut name = to.as_os_str().to_owned();
        name.push(".part");
        Self { path: name.into() }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Already renamed when all went well.
        let _ = fs::remove_file(&self.path);
    }
}
