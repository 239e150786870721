//! The entries of one journal of systemd, handed on within the run's limits.

use super::file::{FileRead, Reader};
use super::journal::Journal;
use super::window::Window;
use crate::CollectError;
use crate::site::Site;
use domain::Moment;
use std::fs::File;

/// Hands every entry of the window to `reader`. What is damaged is left out and counted; where nothing behind it can be
/// found, reading ends and `read` says why.
pub(super) fn read<R: Reader>(
    site: &mut Site,
    mut journal: Journal<File>,
    window: Window,
    reader: &mut R,
    read: &mut FileRead<R::File>,
) -> Result<(), CollectError> {
    read.entries = Some(0);
    while site.go_on()? && site.budget.readable(1) > 0 {
        let next = match journal.next() {
            Ok(Some(entry)) => {
                let micros = i64::try_from(entry.realtime_micros).ok();
                // Of an entry outside the window not even the fields are read.
                let is_wanted = window.admits(micros.and_then(Moment::from_unix_micros));
                if is_wanted { journal.record(entry).map(Some) } else { Ok(None) }
            }
            Ok(None) => break,
            Err(why) => Err(why),
        };
        let spent = journal.spent();
        site.budget.spend(spent);
        read.bytes += spent as u64;
        match next {
            Ok(Some(record)) => {
                read.entries = read.entries.map(|entries| entries + 1);
                read.lines += record.message_lines().count() as u64;
                read.cut_lines += u64::from(record.is_cut);
                read.damaged += record.damaged_fields;
                reader.record(site, &mut read.noted, &read.path, &record)?;
            }
            Ok(None) => {}
            Err(why) if why.ends_the_file() => {
                read.error = Some(why.to_string());
                break;
            }
            Err(_) => read.damaged += 1,
        }
    }
    Ok(())
}
