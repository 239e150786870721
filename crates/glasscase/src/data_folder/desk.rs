//! The desk that works in a data folder.

use super::DataFolder;
use super::installation::{Installation, Kind};
use crate::failure::Failure;
use crate::serve::sites::Sites;
use anyhow::{Context as _, Result};
use diagnostics::Catalogue;
use ledger::LogKey;
use operations::clock::Clock;
use operations::{Applications, Desk};
use std::sync::Arc;
use store::{Location, Options, Store};
use vault::Vault;

/// A desk with the parts that it is made of.
pub(crate) struct OpenDesk {
    pub(crate) desk: Desk,
    pub(crate) store: Store,
    pub(crate) vault: Vault,
}

impl DataFolder {
    /// Opens the desk, which offers the diagnostics of `catalogue` and makes passkeys for `sites`. The database is made, or copied and brought up to date, as needed.
    ///
    /// # Errors
    /// If the database cannot be reached, the vault cannot be opened, or the folder has lost either.
    pub(crate) async fn open_desk(
        &self,
        (installation, log_key): (Installation, LogKey),
        database: Option<&str>,
        clock: Arc<dyn Clock>,
        catalogue: Catalogue,
        sites: Sites,
        applications: Applications,
    ) -> Result<OpenDesk> {
        self.check_whole(installation.database)?;
        let store = self.open_store(installation.database, database, &clock).await?;
        let settings = self.log_settings()?;
        let vault = Vault::open(&self.evidence(), &self.keyring()).context("cannot open the vault")?;
        self.mark_begun()?;
        let desk = Desk::new(
            store.clone(),
            vault.clone(),
            clock,
            catalogue,
            log_key,
            operations::Installation {
                support_tenant: installation.support_tenant,
                support_name: installation.support_name,
                applications,
                consent_site: sites.consents,
                sign_in_site: sites.sign_in,
            },
        )
        .with_log_settings(settings);
        Ok(OpenDesk { desk, store, vault })
    }

    /// Opens the database alone.
    ///
    /// # Errors
    /// If none is named though the desk's is PostgreSQL, or it cannot be reached.
    pub(crate) async fn open_store(
        &self,
        kind: Kind,
        database: Option<&str>,
        clock: &Arc<dyn Clock>,
    ) -> Result<Store> {
        let clock = Arc::clone(clock);
        let options = Options::new(move || clock.now());
        let opened = Store::open(&self.location(kind, database)?, options).await;
        opened.map_err(|why| Failure::failed(format!("cannot open the desk's database: {why}")).into())
    }

    fn location(&self, kind: Kind, database: Option<&str>) -> Result<Location> {
        match (kind, database) {
            (Kind::Sqlite, _) => Ok(Location::Sqlite(self.database())),
            (Kind::Postgresql, Some(url)) => Ok(Location::Postgres(url.to_owned())),
            (Kind::Postgresql, None) => Err(Failure::bad_input("this desk's logs are kept in PostgreSQL")
                .advise("name the database with --database or GLASSCASE_DATABASE")
                .into()),
        }
    }
}
