//! Labelled lines of two invented tenants, `tests/data/synthetic.jsonl`.

use classify::{Channel, CompiledContext, TenantContext};
use serde::Deserialize;
use std::sync::{Arc, LazyLock};

#[derive(Deserialize)]
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) channel: Channel,
    context: String,
    pub(crate) text: String,
    pub(crate) spans: Vec<Gold>,
}

#[derive(Deserialize)]
pub(crate) struct Gold {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) category: String,
}

impl Record {
    pub(crate) fn context(&self) -> Arc<CompiledContext> {
        context(&self.context)
    }
}

static NORTHWIND: LazyLock<Arc<CompiledContext>> =
    LazyLock::new(|| compile(include_bytes!("../data/northwind.json")));
static LEMOINE: LazyLock<Arc<CompiledContext>> =
    LazyLock::new(|| compile(include_bytes!("../data/lemoine.json")));

fn compile(json: &[u8]) -> Arc<CompiledContext> {
    Arc::new(CompiledContext::new(&TenantContext::from_json(json).unwrap()).unwrap())
}

pub(crate) fn context(name: &str) -> Arc<CompiledContext> {
    if name == "lemoine" { LEMOINE.clone() } else { NORTHWIND.clone() }
}

pub(crate) static RECORDS: LazyLock<Vec<Record>> = LazyLock::new(|| {
    include_str!("../data/synthetic.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
});
