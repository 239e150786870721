//! Lists of what is wrong: the worst first, bounded, with their number.

use crate::site::Site;
use serde_json::{Map, Value};

/// The most entries of a list; its number counts all.
const ENTRIES_MAX: usize = 50;

/// What is wrong in one way.
#[derive(Debug, Default)]
pub(super) struct Found(Vec<(i64, Value)>);

impl Found {
    /// Adds an entry. Those with the highest `weight` come first.
    pub(super) fn add(&mut self, weight: i64, entry: Value) {
        self.0.push((weight, entry));
    }

    /// Puts the entries under `name` into `facts`, and their number beside. Each entry is a row.
    pub(super) fn tell(mut self, site: &mut Site, facts: &mut Map<String, Value>, name: &str) {
        facts.insert(format!("{name}_count"), self.0.len().into());
        self.0.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        let entries = self.0.into_iter().take(ENTRIES_MAX).take_while(|_| site.budget.take_row());
        facts.insert(name.to_owned(), entries.map(|(_, entry)| entry).collect());
    }
}
