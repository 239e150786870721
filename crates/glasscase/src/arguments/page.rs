//! Lists that come in pages.

use clap::Args;

/// Which cases of the queue.
#[derive(Clone, Debug, Args)]
pub(crate) struct QueueArguments {
    /// Only those that you work
    #[arg(long)]
    pub(crate) mine: bool,

    #[command(flatten)]
    pub(crate) page: PageArguments,
}

/// Which page of a list.
#[derive(Clone, Debug, Args)]
pub(crate) struct PageArguments {
    /// Continue after this entry: the `next` of the page before
    #[arg(long, value_name = "ENTRY")]
    pub(crate) after: Option<String>,

    /// How many entries at most
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: Option<u32>,
}
