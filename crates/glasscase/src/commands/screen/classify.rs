//! `glasscase classify`: the spans of records, or of the lines of texts, one JSON text a line.

use super::context::Contexts;
use super::is_named;
use super::text_lines::each_line;
use super::texts::{Place, Texts};
use crate::arguments::ClassifyArguments;
use crate::commands::lines::Lines;
use crate::exit::Exit;
use crate::output::Output;
use anyhow::Result;
use classify::{Above, Channel, Classifier, Span};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::io::{self, Read};

/// A record: the form of labelled corpora, of which everything else is passed over.
#[derive(Deserialize)]
#[serde(expecting = "a record with `id` and `text`")]
struct Record<'a> {
    id: Value,
    #[serde(borrow)]
    text: Cow<'a, str>,
    channel: Option<Channel>,
    context: Option<String>,
}

/// What a record holds.
#[derive(Serialize)]
struct Classified<'a> {
    id: &'a Value,
    spans: &'a [Span],
}

pub(crate) fn run(arguments: &ClassifyArguments, out: &mut Output) -> Result<Exit> {
    let mut classifying = Classifying {
        arguments,
        contexts: Contexts::open(arguments.context.as_deref())?,
        classifier: Classifier::new(),
        has_forbidden: false,
    };
    let exit = if arguments.input.texts.is_empty() {
        classifying.records(out)?
    } else {
        let mut texts = Texts::of(&arguments.input.texts, false, false, arguments.input.quiet)?;
        texts.each(&mut |place, text| classifying.lines(place, text, out))?;
        out.flush()?;
        texts.left_out.report();
        texts.left_out.exit()
    };
    Ok(if classifying.has_forbidden { Exit::Denied } else { exit })
}

struct Classifying<'a> {
    arguments: &'a ClassifyArguments,
    contexts: Contexts,
    classifier: Classifier,
    /// Whether there was one of what must not be.
    has_forbidden: bool,
}

impl Classifying<'_> {
    fn records(&mut self, out: &mut Output) -> Result<Exit> {
        let mut lines = Lines::new(io::stdin().lock());
        let mut exit = Exit::Done;
        while let Some(line) = lines.next()? {
            let found = serde_json::from_slice::<Record<'_>>(line.bytes)
                .map_err(|why| format!("not a record: {why}"))
                .and_then(|record| match self.contexts.of(record.context.as_deref()) {
                    Ok(context) => Ok((record, context)),
                    Err(why) => Err(why.to_string()),
                });
            match found {
                Ok((record, context)) => {
                    let channel = record.channel.unwrap_or(self.arguments.channel.into());
                    let spans = self.classifier.classify(record.text.as_bytes(), channel, &context);
                    self.has_forbidden |=
                        spans.iter().any(|span| is_named(span.entity, &self.arguments.fail_on));
                    out.json_line(&Classified { id: &record.id, spans })?;
                }
                Err(why) => {
                    exit = Exit::BadInput;
                    out.flush()?;
                    line.report(&why)?;
                }
            }
        }
        Ok(exit)
    }

    /// The lines of a text that hold something.
    fn lines(&mut self, place: &Place<'_>, text: &mut dyn Read, out: &mut Output) -> Result<()> {
        let context = self.contexts.of(None)?;
        let channel = self.arguments.channel.into();
        let mut above = Above::new(channel);
        each_line(text, |number, line, _| {
            let spans = self.classifier.classify_below(line, channel, &context, &above);
            above.pass(line);
            self.has_forbidden |= spans.iter().any(|span| is_named(span.entity, &self.arguments.fail_on));
            if spans.is_empty() {
                return Ok(());
            }
            let id = json!({ "file": place.name, "line": number });
            Ok(out.json_line(&Classified { id: &id, spans })?)
        })
    }
}
