//! People's names and the credentials of people and runners: records, no function of the log.

use crate::append::CredentialKind;
use crate::column::{Columns, FromColumns, all, optional};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::on;
use domain::{Moment, PersonId, TenantId};
use std::fmt;

/// Somebody's name.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Who.
    pub person: PersonId,
    /// The name shown to others.
    pub name: String,
    /// The user principal name.
    pub upn: String,
}

/// Names are personal data, so they are not shown.
impl fmt::Debug for PersonRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonRow({})", self.person)
    }
}

impl FromColumns for PersonRow {
    const TABLE: &'static str = "person";
    const KEY: &'static str = "person";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { person: columns.parsed("person")?, name: columns.text("name")?, upn: columns.text("upn")? })
    }
}

/// What a secret stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// What it stands for.
    pub kind: CredentialKind,
    /// Whose it is: the id that `kind` says.
    pub subject: String,
    /// When it stops working.
    pub expires_at: Moment,
}

impl FromColumns for Credential {
    const TABLE: &'static str = "credential";
    const KEY: &'static str = "subject";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            kind: columns.word("kind")?,
            subject: columns.text("subject")?,
            expires_at: columns.moment("expires_at")?,
        })
    }
}

impl Store {
    /// What the secret with this SHA-256 stands for, whether or not its time is over.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn credential(
        &self,
        tenant: &TenantId,
        hash: &[u8; 32],
    ) -> Result<Option<Credential>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query("SELECT kind, subject, expires_at FROM credential WHERE tenant = $1 AND hash = $2")
                .bind(tenant.as_str())
                .bind(&hash[..])
                .fetch_optional(c)
                .await?
        ))
    }

    /// The names of a tenant's people, in byte order of their ids.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn people(&self, tenant: &TenantId) -> Result<Vec<PersonRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| all(sqlx::query(
            "SELECT person, name, upn FROM person WHERE tenant = $1 ORDER BY person"
        )
        .bind(tenant.as_str())
        .fetch_all(c)
        .await?))
    }

    /// Who has this user principal name, however it is capitalised; the first by id if several have.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn namesake(&self, tenant: &TenantId, upn: &str) -> Result<Option<PersonRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query(
                "SELECT person, name, upn FROM person WHERE tenant = $1 AND upn_folded = $2 \
                 ORDER BY person LIMIT 1"
            )
            .bind(tenant.as_str())
            .bind(upn.to_lowercase())
            .fetch_optional(c)
            .await?
        ))
    }

    /// Somebody's name.
    ///
    /// # Errors
    /// If the database fails, or the row makes no sense.
    pub async fn person(
        &self,
        tenant: &TenantId,
        person: &PersonId,
    ) -> Result<Option<PersonRow>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query("SELECT person, name, upn FROM person WHERE tenant = $1 AND person = $2")
                .bind(tenant.as_str())
                .bind(person.as_str())
                .fetch_optional(c)
                .await?
        ))
    }
}
