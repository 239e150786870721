//! The classifier from outside: the guideline's examples, a labelled sample, streams.

mod accuracy;
mod cuts;
mod guideline;
mod records;
mod redaction;
mod sample;
