//! Tells what happens, step by step: to people as text, to programs as one JSON object for each step.

use crate::output::Output;
use crate::output::colour::Colour;
use serde::Serialize;
use std::io;
use std::time::Instant;

/// How much of a quoted line is shown.
const COLUMNS: usize = 140;

/// From how many seconds on it is told how long a step took.
const SECONDS_SHOWN: f64 = 0.05;

/// The demo's own voice.
pub(super) struct Story<'a> {
    out: &'a mut Output,
    begun: Instant,
    step: Option<Step>,
    steps: usize,
}

#[derive(Serialize)]
struct Step {
    #[serde(rename = "step")]
    number: usize,
    title: String,
    told: Vec<String>,
    seconds: f64,
    #[serde(skip)]
    begun: Instant,
}

impl<'a> Story<'a> {
    pub(super) fn new(out: &'a mut Output) -> Self {
        Self { out, begun: Instant::now(), step: None, steps: 0 }
    }

    /// Begins the next step.
    pub(super) fn step(&mut self, title: &str) -> io::Result<()> {
        self.end_step()?;
        self.steps += 1;
        let (number, title) = (self.steps, title.to_owned());
        if !self.out.is_json() {
            self.out.line("")?;
            self.out.coloured(Colour::Good, format_args!("{number:2}  {title}"))?;
            self.out.line("")?;
        }
        self.step = Some(Step { number, title, told: Vec::new(), seconds: 0.0, begun: Instant::now() });
        self.out.flush()
    }

    /// Says something, in plain words.
    pub(super) fn say(&mut self, text: &str) -> io::Result<()> {
        self.tell(text, |out, line| out.line(format_args!("    {line}")))
    }

    /// Shows a command that somebody types.
    pub(super) fn command(&mut self, who: &str, arguments: &[&str]) -> io::Result<()> {
        let words: Vec<_> = arguments.iter().map(|word| quoted(word)).collect();
        let text = format!("{who} $ glasscase {}", words.join(" "));
        self.tell(&text, |out, line| {
            out.coloured(Colour::Dim, format_args!("    {line}"))?;
            out.line("")
        })
    }

    /// Shows what somebody sees; of very long lines the beginning.
    pub(super) fn quote(&mut self, text: &str) -> io::Result<()> {
        self.tell(text, |out, line| {
            out.coloured(Colour::Dim, "    │ ")?;
            match line.char_indices().nth(COLUMNS) {
                Some((end, _)) => out.line(format_args!("{}…", line.get(..end).unwrap_or_default())),
                None => out.line(line),
            }
        })
    }

    /// Gives something to copy: lines as they are.
    pub(super) fn give(&mut self, text: &str) -> io::Result<()> {
        self.tell(text, |out, line| out.line(line))
    }

    fn tell(&mut self, text: &str, show: impl Fn(&mut Output, &str) -> io::Result<()>) -> io::Result<()> {
        if !self.out.is_json() {
            text.lines().try_for_each(|line| show(self.out, line))?;
        } else if let Some(step) = &mut self.step {
            step.told.extend(text.lines().map(str::to_owned));
        }
        self.out.flush()
    }

    fn end_step(&mut self) -> io::Result<()> {
        let Some(mut step) = self.step.take() else { return Ok(()) };
        step.seconds = step.begun.elapsed().as_secs_f64();
        if self.out.is_json() {
            self.out.json_line(&step)
        } else if step.seconds < SECONDS_SHOWN {
            Ok(())
        } else {
            self.out.coloured(Colour::Dim, format_args!("    {:.1} s", step.seconds))?;
            self.out.line("")
        }
    }

    /// Ends the last step; gives how long all of them took, in seconds.
    pub(super) fn end(&mut self) -> io::Result<f64> {
        self.end_step()?;
        self.out.flush()?;
        Ok(self.begun.elapsed().as_secs_f64())
    }
}

/// A word as a shell wants it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@+#".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) { word.to_owned() } else { format!("'{word}'") }
}
