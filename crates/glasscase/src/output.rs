//! Where answers go: as text for people, or as JSON for programs.
//!
//! Every text passes [`printable()`], so what a stranger wrote cannot move the cursor, change colours or hide lines.

pub(crate) mod colour;
pub(crate) mod moment;
pub(crate) mod printable;
pub(crate) mod table;

use colour::Colour;
use domain::Moment;
use printable::printable;
use serde::Serialize;
use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use table::Table;

/// Standard output, or whatever stands for it in a test.
pub(crate) struct Output {
    to: Box<dyn Write>,
    json: bool,
    coloured: bool,
    now: Moment,
}

impl Output {
    /// Answers on standard output; in colour on a terminal, unless `NO_COLOR` is set (no-color.org).
    pub(crate) fn to_stdout(json: bool) -> Self {
        let stdout = io::stdout();
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let coloured = stdout.is_terminal() && !no_colour;
        Self { to: Box::new(BufWriter::new(stdout.lock())), json, coloured, now: moment::now() }
    }

    /// Answers into memory, at the instant 0; the text is what was written so far.
    #[cfg(test)]
    pub(crate) fn in_memory(json: bool, coloured: bool) -> (Self, memory::Text) {
        let text = memory::Text::default();
        (Self { to: Box::new(text.clone()), json, coloured, now: Moment::default() }, text)
    }

    /// Whether answers are for programs.
    pub(crate) const fn is_json(&self) -> bool {
        self.json
    }

    /// One answer: its JSON on one line, or what `show` writes for people.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub(crate) fn answer<T: Serialize>(
        &mut self,
        answer: &T,
        show: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        if self.json { self.json_line(answer) } else { show(self) }
    }

    /// One line of JSON.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub(crate) fn json_line<T: Serialize>(&mut self, value: &T) -> io::Result<()> {
        serde_json::to_writer(&mut self.to, value)?;
        self.to.write_all(b"\n")
    }

    /// Lines of text.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub(crate) fn line(&mut self, text: impl Display) -> io::Result<()> {
        self.text(text)?;
        self.to.write_all(b"\n")
    }

    /// Text without a line end.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub(crate) fn text(&mut self, text: impl Display) -> io::Result<()> {
        self.to.write_all(printable(&text.to_string()).as_bytes())
    }

    /// Text in a colour, where there are colours.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub(crate) fn coloured(&mut self, colour: Colour, text: impl Display) -> io::Result<()> {
        if !self.coloured {
            return self.text(text);
        }
        self.to.write_all(colour.start().as_bytes())?;
        self.text(text)?;
        self.to.write_all(colour::END.as_bytes())
    }

    /// A table with aligned columns.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub(crate) fn table(&mut self, table: &Table) -> io::Result<()> {
        if table.is_empty() {
            return self.line("There are none.");
        }
        let mut lines = table.lines();
        if let Some(heading) = lines.next() {
            self.coloured(Colour::Dim, heading)?;
            self.line("")?;
        }
        lines.try_for_each(|line| self.line(line))
    }

    /// Names with their values, one a line, aligned. Those without a value are left out.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub(crate) fn fields(&mut self, fields: &[(&str, Option<String>)]) -> io::Result<()> {
        let given = || fields.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?)));
        let width = given().map(|(name, _)| name.len()).max().unwrap_or_default();
        given().try_for_each(|(name, value)| {
            self.coloured(Colour::Dim, format_args!("  {name:width$}  "))?;
            self.line(printable::cell(value))
        })
    }

    /// An instant, absolute and as seen from now: `2026-12-14 10:32 UTC (in 20 days)`.
    pub(crate) fn when(&self, at: Moment) -> String {
        moment::absolute_and_relative(at, self.now)
    }

    /// The way for bytes as they are: files and streams that are no text for people.
    pub(crate) fn raw(&mut self) -> &mut dyn Write {
        &mut self.to
    }

    /// Hands out what was written so far.
    ///
    /// # Errors
    /// If standard output cannot be written.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod memory {
    use std::cell::RefCell;
    use std::io;
    use std::rc::Rc;

    /// A text that somebody else writes.
    #[derive(Clone, Default)]
    pub(crate) struct Text(Rc<RefCell<Vec<u8>>>);

    impl Text {
        pub(crate) fn read(&self) -> String {
            String::from_utf8(self.0.borrow().clone()).unwrap()
        }
    }

    impl io::Write for Text {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
}

/// The word that a value without fields has in JSON.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: bool, coloured: bool, write: impl FnOnce(&mut Output) -> io::Result<()>) -> String {
        let (mut out, text) = Output::in_memory(json, coloured);
        write(&mut out).unwrap();
        text.read()
    }

    #[test]
    fn programs_get_json_and_people_get_text() {
        let answer = |out: &mut Output| out.answer(&["a"], |out| out.line("A"));
        assert_eq!(check(true, false, answer), "[\"a\"]\n");
        assert_eq!(check(false, false, answer), "A\n");
    }

    #[test]
    fn no_text_steers_the_terminal_but_our_own_colours() {
        let write = |out: &mut Output| {
            out.coloured(Colour::Bad, "\x1b[2J")?;
            out.line("\r")?;
            out.fields(&[("name", Some("a\x07\nb".to_owned())), ("absent", None)])
        };
        assert_eq!(check(false, false, write), "\\u{1b}[2J\\r\n  name  a\\u{7}\\nb\n");
        let coloured = check(false, true, write);
        assert!(coloured.starts_with("\x1b[31m\\u{1b}[2J\x1b[0m"), "{coloured:?}");
    }
}
