//! `glasscase classify`: the spans of records, one JSON text a line.

use super::context::Contexts;
use crate::arguments::ClassifyArguments;
use crate::commands::lines::Lines;
use crate::exit::Exit;
use crate::output::Output;
use anyhow::Result;
use classify::{Channel, Classifier, Span};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use std::io;

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
    let mut contexts = Contexts::open(arguments.context.as_deref())?;
    let mut classifier = Classifier::new();
    let mut lines = Lines::new(io::stdin().lock());
    let mut exit = Exit::Done;
    while let Some(line) = lines.next()? {
        let found = serde_json::from_slice::<Record<'_>>(line.bytes)
            .map_err(|why| format!("not a record: {why}"))
            .and_then(|record| match contexts.of(record.context.as_deref()) {
                Ok(context) => Ok((record, context)),
                Err(why) => Err(why.to_string()),
            });
        match found {
            Ok((record, context)) => {
                let channel = record.channel.unwrap_or(arguments.channel.into());
                let spans = classifier.classify(record.text.as_bytes(), channel, &context);
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
