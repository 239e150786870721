//! Every figure of the classifier in one table: accuracy on a labelled corpus, speed beside ripgrep and a split into lines
//! over the same bytes in the same run, memory, and the time of each rule. `cargo xtask bench classify` starts it.
//!
//! Arguments: a folder with `lines.jsonl` and `contexts/`; then, if wanted, a file of lines to measure speed on.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench that cannot go on fails, and prints its figures"
)]

mod corpus;
mod machine;
mod memory;
/// The program's own way to use several threads.
#[expect(dead_code, reason = "its tests run where it belongs")]
#[path = "../../../glasscase/src/commands/screen/parallel.rs"]
mod parallel;
mod people;
mod ripgrep;
mod rules;
#[path = "../../tests/it/score.rs"]
mod score;
mod speed;
mod table;

use corpus::Corpus;
use std::path::PathBuf;
use table::Table;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let Some(people) = memory::asked_for() {
        memory::measure(people);
        return;
    }
    let folder = arguments.first().expect("the first argument is a corpus: a folder with `lines.jsonl`");
    let corpus = Corpus::read(&PathBuf::from(folder));
    let lines = corpus.lines_to_screen(arguments.get(1).map(String::as_str));
    let mut table = Table::default();
    corpus.measure(&mut table);
    speed::measure(&lines, &mut table);
    speed::measure_small(&lines, &mut table);
    memory::report(&lines, &mut table);
    println!("{}\n", machine::told(&lines));
    println!("{}", table.text());
    println!("{}", rules::measure(&lines));
}
