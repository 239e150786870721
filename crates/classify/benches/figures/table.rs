//! Rows of figures beside their goals, as Markdown.

use std::fmt::Write as _;

/// A table that grows.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<[String; 3]>,
}

impl Table {
    /// Adds a figure; an empty goal is none.
    pub(crate) fn row(&mut self, what: impl Into<String>, measured: impl Into<String>, goal: &str) {
        self.rows.push([what.into(), measured.into(), goal.to_owned()]);
    }

    /// The table.
    pub(crate) fn text(&self) -> String {
        let mut text = "| | measured | goal |\n|---|--:|--:|\n".to_owned();
        for [what, measured, goal] in &self.rows {
            writeln!(text, "| {what} | {measured} | {goal} |").unwrap();
        }
        text
    }
}
