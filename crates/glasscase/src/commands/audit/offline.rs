//! Writes the export of a log from the server's data folder.

use crate::commands::whole_file::WholeFile;
use crate::data_folder::{DataFolder, OpenDesk};
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::logging;
use crate::serve::sites::Sites;
use anyhow::Result;
use diagnostics::Catalogue;
use domain::TenantId;
use operations::clock::SystemClock;
use operations::{Desk, Refusal};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Writes the export of a tenant to a file, or for `-` to standard output.
///
/// # Errors
/// If a server runs on the folder: exporting seals a checkpoint, so it writes too.
pub(super) async fn export(
    tenant: &TenantId,
    folder: &Path,
    database: Option<&str>,
    to: &Path,
    invocation: &mut Invocation,
) -> Result<()> {
    logging::begin("warn")?;
    let folder = DataFolder::open_as_a_replica(folder)?;
    let OpenDesk { desk, store, .. } = folder
        .open_desk(
            folder.settled()?,
            database,
            Arc::new(SystemClock::new()),
            Catalogue::built_in(),
            Sites::default(),
            operations::Applications::default(),
        )
        .await?;
    let written = write(&desk, tenant, to, invocation).await;
    store.close().await;
    written
}

async fn write(desk: &Desk, tenant: &TenantId, to: &Path, invocation: &mut Invocation) -> Result<()> {
    if to == Path::new("-") {
        operations::export_tenant(desk, tenant, io::stdout()).await.map_err(|why| refused(&why))?;
        return Ok(());
    }
    let file =
        operations::export_tenant(desk, tenant, WholeFile::create(to)?).await.map_err(|why| refused(&why))?;
    super::tell(to, file.finish()?, &mut invocation.out)
}

fn refused(why: &Refusal) -> Failure {
    Failure::failed(format!("nothing was exported: {why}"))
}
