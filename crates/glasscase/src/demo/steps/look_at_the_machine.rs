//! The engineer looks at the machine that the runner stands on: this one.

use super::{People, runs};
use crate::demo::story::Story;
use anyhow::Result;
use domain::CollectionId;

pub(super) async fn run(people: &People, case: &str, story: &mut Story<'_>) -> Result<CollectionId> {
    story.step("The engineer asks how this machine is")?;
    runs::run(people, case, "host-health", &[], story).await
}
