//! The packs of diagnostics that the runner's server offers. What of them is taken, the signatures decide and never the
//! server ([`DataFolder::take_pack`]).

use crate::folder::{DataFolder, FolderError};
use wire::{Client, ClientError, Items, SignedPack};

/// Why the offered packs are not known.
#[derive(Debug, thiserror::Error)]
pub enum OfferedError {
    /// The data folder of the runner cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The server did not answer, or refused.
    #[error(transparent)]
    Server(#[from] ClientError),
}

/// Asks the server that the runner is enrolled with which packs it offers.
///
/// # Errors
/// [`OfferedError`].
pub async fn offered_packs(data: &DataFolder) -> Result<Vec<SignedPack>, OfferedError> {
    let client = Client::new(&data.identity()?.server, Some(data.token()?.to_string()))?;
    let offered: Items<SignedPack> = client.get("api/v1/runner/packs").await?;
    Ok(offered.items)
}
