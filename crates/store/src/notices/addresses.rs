//! Where people get mail, once they proved that the address is theirs.

use crate::column::{Columns, FromColumns, all, count, optional};
use crate::error::StoreError;
use crate::store::Store;
use crate::transaction::{Tx, execute, on};
use domain::{Moment, PersonId, TenantId};
use std::fmt;

/// What the names of mails begin with that ask whether an address is somebody's. They tell no notice.
pub const CONFIRMING: &str = "confirm-";

/// Where somebody gets mail.
#[derive(Clone, PartialEq, Eq)]
pub struct MailAddress {
    /// The address.
    pub address: String,
    /// The language of mails: `en` or `fr`.
    pub language: String,
    /// Whether they proved that it is theirs. No notice goes to one that is not.
    pub is_confirmed: bool,
}

/// Addresses are personal data, so they are not shown.
impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailAddress").field("language", &self.language).finish_non_exhaustive()
    }
}

/// A code that proves an address, on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressCode {
    /// The code, sealed.
    pub code: Vec<u8>,
    /// When it was asked for.
    pub asked_at: Moment,
}

impl FromColumns for AddressCode {
    const TABLE: &'static str = "mail_address";
    const KEY: &'static str = "person";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { code: columns.bytes("code")?, asked_at: columns.moment("asked_at")? })
    }
}

/// What becomes of somebody's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressChange {
    /// There is none any more.
    Remove,
    /// It stays, and mails are in this language from here on.
    Speak(String),
    /// It is another one, which a mail of this name asks to prove.
    Ask {
        /// The address and its language.
        address: MailAddress,
        /// The code that proves it.
        code: AddressCode,
        /// The mail's name.
        mail: String,
    },
}

struct Addressed(PersonId, MailAddress);

impl FromColumns for Addressed {
    const TABLE: &'static str = "mail_address";
    const KEY: &'static str = "person";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        let address = MailAddress {
            address: columns.text("address")?,
            language: columns.text("language")?,
            is_confirmed: columns.number("confirmed")? != 0,
        };
        Ok(Self(columns.parsed("person")?, address))
    }
}

struct Asked(u64);

impl FromColumns for Asked {
    const TABLE: &'static str = "mail";
    const KEY: &'static str = "mail";

    fn from_columns(columns: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.count("asked")?))
    }
}

impl Store {
    /// Where a tenant's people get mail, or would once they proved the address.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn mail_addresses(
        &self,
        tenant: &TenantId,
    ) -> Result<Vec<(PersonId, MailAddress)>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        let rows = on!(&mut tx, |c| {
            all(sqlx::query(
            "SELECT person, address, language, confirmed FROM mail_address WHERE tenant = $1 ORDER BY person"
        )
        .bind(tenant.as_str())
        .fetch_all(c)
        .await?)?
        });
        Ok(rows.into_iter().map(|Addressed(person, address)| (person, address)).collect())
    }

    /// The code that proves somebody's address, while that is asked.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn address_code(
        &self,
        tenant: &TenantId,
        person: &PersonId,
    ) -> Result<Option<AddressCode>, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        on!(&mut tx, |c| optional(
            sqlx::query(
                "SELECT code, asked_at FROM mail_address WHERE tenant = $1 AND person = $2 AND confirmed = 0"
            )
            .bind(tenant.as_str())
            .bind(person.as_str())
            .fetch_optional(c)
            .await?
        ))
    }

    /// How many mails asked somebody to prove an address since then.
    ///
    /// # Errors
    /// If the database fails, or holds a row that makes no sense.
    pub async fn asked_to_confirm(
        &self,
        tenant: &TenantId,
        person: &PersonId,
        since: Moment,
    ) -> Result<u64, StoreError> {
        let mut tx = self.database().read(tenant).await?;
        let row: Option<Asked> = on!(&mut tx, |c| optional(
            sqlx::query(
                "SELECT count(*) AS asked FROM mail WHERE tenant = $1 AND person = $2 AND mail LIKE $4 \
                 AND next_try_at >= $3"
            )
            .bind(tenant.as_str())
            .bind(person.as_str())
            .bind(since.unix_micros())
            .bind(format!("{CONFIRMING}%"))
            .fetch_optional(c)
            .await?
        )?);
        Ok(row.map_or(0, |Asked(asked)| asked))
    }

    /// Keeps that somebody showed this code, which proves their address. False if another is asked for by now.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn confirm_address(
        &self,
        tenant: &TenantId,
        person: &PersonId,
        code: &AddressCode,
    ) -> Result<bool, StoreError> {
        let mut tx = self.database().write(tenant).await?;
        let rows = on!(&mut tx, |c| sqlx::query(
            "UPDATE mail_address SET confirmed = 1, code = NULL, asked_at = NULL \
             WHERE tenant = $1 AND person = $2 AND confirmed = 0 AND code = $3"
        )
        .bind(tenant.as_str())
        .bind(person.as_str())
        .bind(&code.code)
        .execute(c)
        .await?
        .rows_affected());
        tx.commit().await?;
        Ok(rows > 0)
    }
}

pub(super) async fn change(
    tx: &mut Tx,
    tenant: &TenantId,
    person: &PersonId,
    change: &AddressChange,
) -> Result<(), StoreError> {
    match change {
        AddressChange::Remove => remove(tx, tenant, person).await,
        AddressChange::Speak(language) => execute!(
            tx,
            sqlx::query("UPDATE mail_address SET language = $3 WHERE tenant = $1 AND person = $2")
                .bind(tenant.as_str())
                .bind(person.as_str())
                .bind(language)
        ),
        AddressChange::Ask { address, code, mail } => {
            remove(tx, tenant, person).await?;
            ask(tx, tenant, person, address, code).await?;
            begin_mail(tx, tenant, person, mail, code.asked_at).await
        }
    }
}

async fn remove(tx: &mut Tx, tenant: &TenantId, person: &PersonId) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query("DELETE FROM mail_address WHERE tenant = $1 AND person = $2")
            .bind(tenant.as_str())
            .bind(person.as_str())
    )
}

async fn ask(
    tx: &mut Tx,
    tenant: &TenantId,
    person: &PersonId,
    address: &MailAddress,
    code: &AddressCode,
) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query(
            "INSERT INTO mail_address (tenant, person, address, language, confirmed, code, asked_at) \
             VALUES ($1, $2, $3, $4, 0, $5, $6)"
        )
        .bind(tenant.as_str())
        .bind(person.as_str())
        .bind(&address.address)
        .bind(&address.language)
        .bind(&code.code)
        .bind(code.asked_at.unix_micros())
    )
}

async fn begin_mail(
    tx: &mut Tx,
    tenant: &TenantId,
    person: &PersonId,
    mail: &str,
    now: Moment,
) -> Result<(), StoreError> {
    execute!(
        tx,
        sqlx::query(
            "INSERT INTO mail (tenant, person, mail, state, is_open, attempts, next_try_at) \
             VALUES ($1, $2, $3, 'waiting', 0, $4, $5)"
        )
        .bind(tenant.as_str())
        .bind(person.as_str())
        .bind(mail)
        .bind(count(0))
        .bind(now.unix_micros())
    )
}
