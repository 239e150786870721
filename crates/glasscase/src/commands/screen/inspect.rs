//! `glasscase inspect`: what is sensitive in texts, how much of it, where, and by which rule.

use super::context;
use super::inspection::Inspection;
use super::text_lines::each_line;
use super::texts::{Texts, standard_input};
use crate::arguments::InspectArguments;
use crate::exit::Exit;
use crate::output::Output;
use crate::output::table::Table;
use anyhow::Result;
use classify::{Above, CompiledContext, Explained, Explainer, profile};
use std::io::{self, Read};

/// How many bytes of lines go through the rules at once to be timed.
const TIMED_BYTES: usize = 256 * 1024;

pub(crate) fn run(arguments: &InspectArguments, out: &mut Output) -> Result<Exit> {
    let context = arguments.context.as_deref().map_or_else(context::empty, context::read)?;
    if let Some(line) = &arguments.explain {
        show_reasons(
            line,
            &Explainer::new().explain(line.as_bytes(), arguments.channel.into(), &context),
            out,
        )?;
        return Ok(Exit::Done);
    }
    let mut inspecting = Inspecting { arguments, context: &context, inspection: Inspection::default() };
    let mut exit = Exit::Done;
    let input = &arguments.input;
    if input.texts.is_empty() {
        inspecting.text("standard input", standard_input(false, input.quiet)?)?;
    } else {
        let mut texts = Texts::of(&input.texts, false, false, input.quiet)?;
        texts.each(&mut |place, text| inspecting.text(&place.name, text))?;
        for (name, why) in &texts.left_out.told {
            inspecting.inspection.pass_over(name, why);
        }
        exit = texts.left_out.exit();
    }
    let inspection = inspecting.inspection;
    out.answer(&inspection, |out| inspection.show(out))?;
    let failed = arguments.fail_on.iter().any(|word| inspection.holds(word));
    Ok(if failed { Exit::Denied } else { exit })
}

struct Inspecting<'a> {
    arguments: &'a InspectArguments,
    context: &'a CompiledContext,
    inspection: Inspection,
}

impl Inspecting<'_> {
    fn text(&mut self, name: &str, text: impl Read) -> Result<()> {
        let Self { arguments, context, inspection } = self;
        let channel = arguments.channel.into();
        let (mut explainer, mut above) = (Explainer::new(), Above::new(channel));
        let (mut timed, mut ends) = (Vec::new(), Vec::new());
        inspection.begin(name);
        let time = |timed: &mut Vec<u8>, ends: &mut Vec<usize>, inspection: &mut Inspection| {
            let starts = std::iter::once(0).chain(ends.iter().copied());
            let lines: Vec<&[u8]> =
                starts.zip(ends.iter()).filter_map(|(start, end)| timed.get(start..*end)).collect();
            inspection.add_times(&profile(&lines, channel, context));
            timed.clear();
            ends.clear();
        };
        each_line(text, |_, line, read| {
            inspection.add(line, &explainer.explain_below(line, channel, context, &above), read);
            above.pass(line);
            timed.extend_from_slice(line);
            ends.push(timed.len());
            if timed.len() >= TIMED_BYTES {
                time(&mut timed, &mut ends, inspection);
            }
            Ok(())
        })?;
        time(&mut timed, &mut ends, inspection);
        Ok(())
    }
}

fn show_reasons(line: &str, reasons: &[Explained], out: &mut Output) -> io::Result<()> {
    out.answer(&reasons, |out| {
        let mut table = Table::new(["value", "is", "by rule", "key", "rather than"]);
        let part = |range: std::ops::Range<usize>| {
            line.as_bytes()
                .get(range)
                .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
                .unwrap_or_default()
        };
        for reason in reasons {
            let span = reason.span;
            let others: Vec<_> = reason.instead_of.iter().map(|entity| entity.name()).collect();
            table.row([
                part(span.start..span.end),
                format!("{}/{}", span.category().name(), span.entity.name()),
                reason.rule.to_owned(),
                reason.key.clone().map(part).unwrap_or_default(),
                others.join(", "),
            ]);
        }
        out.table(&table)
    })
}
