//! What a desk is called and whose it is: settled at its first start, since its logs say so from then on.

use super::lock::Company;
use super::{log_key, private_file};
use crate::failure::Failure;
use anyhow::{Context as _, Result};
use domain::TenantId;
use ledger::LogKey;
use serde::{Deserialize, Serialize};
use std::fmt::Display;
use std::fs;
use std::path::Path;

/// The file's name.
pub(super) const FILE: &str = "installation.json";

/// A desk's public name, unless its operator chose one.
const NAME: &str = "glasscase.local";
/// The vendor's support tenant and its public name, unless its operator chose them (access.md, *partner*).
const SUPPORT_TENANT: &str = "b4c546a4-7dac-46a6-a7dd-ed822a11efd3";
pub(crate) const SUPPORT_NAME: &str = "Office365ConciergeSupport.onmicrosoft.com";

/// Which kind of database holds the logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// The file `desk.db`.
    Sqlite,
    /// A database that is named at each start.
    Postgresql,
}

/// What was settled at the first start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Installation {
    /// The desk's public name, which its logs are signed under.
    pub(crate) name: String,
    /// The vendor's support tenant.
    pub(crate) support_tenant: TenantId,
    /// Its public name.
    pub(crate) support_name: String,
    /// Where the logs are.
    pub(crate) database: Kind,
}

/// What the operator said at this start.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) name: Option<String>,
    pub(crate) support_tenant: Option<TenantId>,
    pub(crate) support_name: Option<String>,
    pub(crate) postgresql: bool,
}

/// Whether the folder is a desk's.
pub(super) fn is_in(folder: &Path) -> bool {
    folder.join(FILE).is_file()
}

/// What was settled in the folder.
pub(super) fn read(folder: &Path) -> Result<Installation> {
    let path = folder.join(FILE);
    let text = fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    serde_json::from_slice(&text)
        .with_context(|| format!("`{}` is damaged: restore it from its copy", path.display()))
}

impl super::DataFolder {
    /// What was settled at the first start; settles it now if this is the first.
    ///
    /// # Errors
    /// If something else was settled than is wanted now, or a file cannot be read or written.
    pub(crate) fn settle(&self, wanted: Wanted) -> Result<(Installation, LogKey)> {
        if is_in(self.path()) {
            let (settled, key) = self.settled()?;
            settled.check(&wanted)?;
            return Ok((settled, key));
        }
        let settled = Installation::first(wanted)?;
        // A crash behind this leaves a key without an installation, which the next start takes or replaces.
        let key = log_key::read_or_make(self.path(), &settled.name)?;
        private_file::write_whole(&self.path().join(FILE), &serde_json::to_vec_pretty(&settled)?)?;
        Ok((settled, key))
    }

    /// Puts a new key that signs the logs in the place of the one that there is; gives the statement that both signed.
    ///
    /// # Errors
    /// If a file cannot be read or written.
    pub(crate) fn rotate_log_key(&self, time: &str) -> Result<String> {
        log_key::rotate(self.path(), time)
    }

    /// What was settled at the first start.
    ///
    /// # Errors
    /// If a file is missing or damaged.
    pub(crate) fn settled(&self) -> Result<(Installation, LogKey)> {
        Ok((read(self.path())?, log_key::read(self.path())?))
    }
}

impl Installation {
    /// Whether a copy of the folder is a copy of everything.
    pub(crate) fn is_whole_in_its_folder(&self) -> bool {
        self.database == Kind::Sqlite
    }

    /// Who may work in the folder at the same time.
    pub(super) const fn company(&self) -> Company {
        match self.database {
            Kind::Sqlite => Company::Nobody,
            Kind::Postgresql => Company::Replicas,
        }
    }

    fn first(wanted: Wanted) -> Result<Self> {
        Ok(Self {
            name: wanted.name.unwrap_or_else(|| NAME.to_owned()),
            support_tenant: match wanted.support_tenant {
                Some(tenant) => tenant,
                None => SUPPORT_TENANT.parse()?,
            },
            support_name: wanted.support_name.unwrap_or_else(|| SUPPORT_NAME.to_owned()),
            database: if wanted.postgresql { Kind::Postgresql } else { Kind::Sqlite },
        })
    }

    fn check(&self, wanted: &Wanted) -> Result<()> {
        same("--name", &self.name, wanted.name.as_ref())?;
        same("--support-tenant", &self.support_tenant, wanted.support_tenant.as_ref())?;
        same("--support-name", &self.support_name, wanted.support_name.as_ref())?;
        let advice = match (self.database, wanted.postgresql) {
            (Kind::Sqlite, true) => "leave out --database and GLASSCASE_DATABASE, or begin in another folder",
            (Kind::Postgresql, false) => "name the database with --database or GLASSCASE_DATABASE",
            _ => return Ok(()),
        };
        let kept = if self.database == Kind::Sqlite { "SQLite" } else { "PostgreSQL" };
        Err(Failure::bad_input(format!("this desk's logs are kept in {kept}")).advise(advice).into())
    }
}

fn same<T: PartialEq + Display>(option: &str, settled: &T, wanted: Option<&T>) -> Result<()> {
    match wanted {
        Some(wanted) if wanted != settled => {
            let what = format!(
                "{option} was settled as `{settled}` at the first start and cannot become `{wanted}`"
            );
            Err(Failure::bad_input(what)
                .advise(format!("leave out {option}, or begin in another folder"))
                .into())
        }
        _ => Ok(()),
    }
}
