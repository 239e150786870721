//! Which request something was done for, so that what it brought about is found by the request's id.

use crate::mint;
use crate::refusal::Refusal;
use std::fmt;
use std::str::FromStr;

tokio::task_local! {
    static CURRENT: CorrelationId;
}

/// The id of a request, a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CorrelationId(pub(crate) [u8; 16]);

impl CorrelationId {
    /// One that no request had before.
    ///
    /// # Errors
    /// [`Refusal::Failed`] if the system has no randomness to give.
    pub fn draw() -> Result<Self, Refusal> {
        Ok(Self(mint::uuid()?))
    }

    /// Does `work` for this request: all that it appends is found by it.
    pub async fn within<T>(self, work: impl Future<Output = T>) -> T {
        CURRENT.scope(self, work).await
    }

    /// The request that this task works for, if it works for one.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.try_with(|id| *id).ok()
    }
}

impl fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&mint::spelled_uuid(&self.0))
    }
}

/// A text that is no UUID.
#[derive(Debug, thiserror::Error)]
#[error("it is no UUID")]
pub struct NotAUuid;

impl FromStr for CorrelationId {
    type Err = NotAUuid;

    fn from_str(text: &str) -> Result<Self, NotAUuid> {
        let text = text.to_ascii_lowercase();
        let bytes = hex::decode(text.replace('-', "")).map_err(|_| NotAUuid)?;
        let id = Self(bytes.try_into().map_err(|_| NotAUuid)?);
        if id.to_string() == text { Ok(id) } else { Err(NotAUuid) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_knows_the_request_it_is_done_for() {
        let id = CorrelationId::draw().unwrap();
        assert_eq!(CorrelationId::current(), None);
        assert_eq!(id.within(async { CorrelationId::current() }).await, Some(id));
        assert_eq!(id.to_string().to_uppercase().parse::<CorrelationId>().unwrap(), id);
        for bad in ["", "x", &id.to_string().replace('-', ""), "é"] {
            assert!(bad.parse::<CorrelationId>().is_err(), "{bad}");
        }
    }
}
