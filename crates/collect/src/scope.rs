//! What this runner may touch, as its own settings say.
//!
//! The server names subscriptions, files, hosts and domains; here each name is resolved and must lie inside what
//! the settings list for that subscription. Files are judged after symlinks, hosts after DNS. Everything else
//! is [`OutOfScope`], and the runner's own folder always is.

mod area;
mod clusters;
mod container_engines;
mod databases;
mod directories;
mod domains;
mod files;
mod folders;
mod glob;
mod hosts;
mod refusal;
mod root;
mod services;

pub use area::{Area, DnsArea, DnsServer};
pub use clusters::Cluster;
pub use container_engines::ContainerEngine;
pub use databases::{Database, DatabaseFile, DatabaseServer, DatabaseTls};
pub use directories::{Directory, DirectoryTls};
pub use domains::Domain;
pub use files::{OpenError, ScopedFile};
pub use folders::Found;
pub use hosts::{HostEntry, Target};
pub use refusal::OutOfScope;
pub use services::Service;

pub(crate) use folders::unrotated;
pub(crate) use hosts::is_special;
pub(crate) use root::Root;

use domain::SubscriptionId;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The map from subscriptions to what may be touched for them.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    areas: BTreeMap<SubscriptionId, Area>,
    forbidden: Vec<PathBuf>,
}

/// Settings that are no scope.
#[derive(Debug, thiserror::Error)]
pub enum ScopeError {
    /// Not of the right form; the parser names line and column.
    #[error("the scope is not readable: {0}")]
    Form(String),
    /// A folder that is not an absolute path.
    #[error("folder `{0}` of the scope is not an absolute path")]
    Relative(PathBuf),
    /// A password file that diagnostics could read.
    #[error(
        "the password file of {owner} lies in `{folder}`, which diagnostics may read; move it out of all `folders`"
    )]
    Readable {
        /// Whose password, as in "database `orders`".
        owner: String,
        /// The folder of the scope.
        folder: PathBuf,
    },
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Areas(BTreeMap<SubscriptionId, Area>);

impl Scope {
    /// A scope of the given areas. Files under `forbidden` (the runner's data folder) are never in it, nor are the
    /// password files of databases.
    ///
    /// # Errors
    /// [`ScopeError::Relative`] if a path is not absolute, [`ScopeError::Readable`] if a password file lies in a folder.
    pub fn new(
        areas: BTreeMap<SubscriptionId, Area>,
        mut forbidden: Vec<PathBuf>,
    ) -> Result<Self, ScopeError> {
        let listed = areas.values().flat_map(|area| area.folders.iter().chain(&area.authorities));
        let files = areas.values().flat_map(|area| area.databases.values().filter_map(Database::file));
        let passwords: Vec<(String, PathBuf)> = areas
            .values()
            .flat_map(Area::password_files)
            .map(|(owner, file)| (owner, file.to_owned()))
            .collect();
        let named = files
            .chain(passwords.iter().map(|(_, file)| file))
            .chain(areas.values().flat_map(Area::authority_files_and_sockets));
        if let Some(relative) = listed.chain(named).chain(&forbidden).find(|path| !path.is_absolute()) {
            return Err(ScopeError::Relative(relative.clone()));
        }
        for (owner, file) in passwords {
            let mut folders = areas.values().flat_map(|area| &area.folders);
            if let Some(folder) = folders.find(|folder| leads_into(&file, folder)) {
                return Err(ScopeError::Readable { owner, folder: folder.clone() });
            }
            forbidden.push(file);
        }
        Ok(Self { areas, forbidden })
    }

    /// A scope from YAML: subscription ids with their areas.
    ///
    /// # Errors
    /// [`ScopeError`] if the text is of another form or names a relative path.
    pub fn parse(yaml: &str, forbidden: Vec<PathBuf>) -> Result<Self, ScopeError> {
        let Areas(areas) = serde_saphyr::from_str(yaml).map_err(|error| {
            let text = error.without_snippet().to_string();
            ScopeError::Form(text.split_whitespace().collect::<Vec<_>>().join(" "))
        })?;
        Self::new(areas, forbidden)
    }

    /// The subscriptions that have an area.
    pub fn subscriptions(&self) -> impl Iterator<Item = &SubscriptionId> {
        self.areas.keys()
    }

    /// What may be touched for `subscription`.
    ///
    /// # Errors
    /// [`OutOfScope`] if the settings do not list it.
    pub fn area(&self, subscription: &SubscriptionId) -> Result<&Area, OutOfScope> {
        self.areas.get(subscription).ok_or_else(|| OutOfScope {
            subscription: subscription.clone(),
            thing: "anything".to_owned(),
            why: "the settings of this runner do not list the subscription".to_owned(),
            remedy: format!("add `{subscription}:` with what it may touch to its scope"),
        })
    }

    /// What is never in the scope.
    pub(crate) fn forbidden(&self) -> &[PathBuf] {
        &self.forbidden
    }

    /// Whether facts of the machine itself may be read.
    ///
    /// # Errors
    /// [`OutOfScope`] unless the settings say `host_facts: true` for the subscription.
    pub fn host_facts(&self, subscription: &SubscriptionId) -> Result<(), OutOfScope> {
        if self.area(subscription)?.host_facts {
            return Ok(());
        }
        Err(OutOfScope {
            subscription: subscription.clone(),
            thing: "the state of this machine".to_owned(),
            why: "`host_facts` is off".to_owned(),
            remedy: "set `host_facts: true`".to_owned(),
        })
    }
}

/// Whether `file` lies in `folder`, as written or after symlinks.
fn leads_into(file: &Path, folder: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    file.starts_with(folder) || real(file).starts_with(real(folder))
}
