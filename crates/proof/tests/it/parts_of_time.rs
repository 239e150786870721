#[test]
#[ignore = "temp"]
fn breakdown() {
    use std::time::Instant;
    let export = crate::speed::busy(3_000).export();
    let t = Instant::now();
    let mut r = ledger::ExportReader::new(export.as_slice());
    let mut leaves: Vec<Vec<u8>> = vec![];
    let mut n = 0;
    while let Some(e) = r.next_entry().unwrap() { if let ledger::Entry::Event(e) = e { n += e.leaf.len(); } }
    println!("read {:?} {n}", t.elapsed());
    let t = Instant::now();
    let mut r = ledger::ExportReader::new(export.as_slice());
    let mut a = ledger::Auditor::new(ledger::Trust::File);
    while let Some(e) = r.next_entry().unwrap() { a.take(&e); if let ledger::Entry::Event(e) = e { leaves.push(e.leaf.to_vec()); } }
    println!("read+audit {:?}", t.elapsed());
    let t = Instant::now();
    let records: Vec<_> = leaves.iter().map(|l| domain::Record::from_leaf(l).unwrap()).collect();
    println!("parse {:?}", t.elapsed());
    let t = Instant::now();
    let mut buf = vec![];
    for r in &records { buf.clear(); serde_json::to_writer(&mut buf, r).unwrap(); }
    println!("encode {:?}", t.elapsed());
    let t = Instant::now();
    let mut ten = domain::Tenant::default();
    for r in &records { ten.replay(r).unwrap(); }
    println!("replay {:?}", t.elapsed());
    let t = Instant::now();
    let mut ten = domain::Tenant::default();
    let mut k=0;
    for r in &records { if let Ok(Some(_)) = consent::check_recorded(&r.tenant, &ten, &r.event, r.at) {k+=1}; ten.apply(r.at,&r.event); }
    println!("docs+apply {:?} {k}", t.elapsed());
    let t = Instant::now();
    let mut ten = domain::Tenant::default();
    for r in &records { ten.apply(r.at,&r.event); }
    println!("apply {:?}", t.elapsed());
}
