//! Time passing, hour by hour, as a server would see it pass.

use crate::data_folder::OpenDesk;
use crate::progress;
use anyhow::Result;
use domain::{Moment, Span};
use operations::clock::{Clock as _, SetClock};

/// Lets `days` pass. In each hour in which something falls due, the server's own sweep does it.
pub(super) async fn pass(open: &OpenDesk, clock: &SetClock, from: Moment, days: u32) -> Result<()> {
    let bar = progress::waiting(format!("{days} days pass"));
    for hour in 1..=days.saturating_mul(24) {
        clock.set(from.plus(Span::from_hours(hour)));
        if !open.store.due_tenants(clock.now()).await?.is_empty() {
            operations::sweep(&open.desk).await?;
        }
    }
    operations::tidy(&open.desk).await?;
    operations::sweep(&open.desk).await?;
    bar.finish_and_clear();
    Ok(())
}
