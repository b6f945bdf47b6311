//! BOMs in SQL and in memory: the same company, made on both, is answered alike to the last line.

use partwright_domain::bom::{BomReader, Structure, where_used};
use partwright_domain::id::{PartId, RevisionId};
use partwright_domain::ports::Ports;
use partwright_domain::store::StoreError;
use partwright_testkit::build;
use partwright_testkit::contract::Fixture;
use partwright_testkit::strategy;

use crate::fresh;

/// Everything that a store says of BOMs, in the order in which it says it wherever it promises one.
fn everything(ports: &Ports, used: &[PartId], revisions: &[RevisionId]) -> String {
    let read = |boms: &dyn BomReader| {
        let mut told = Vec::new();
        for revision in revisions {
            told.push(format!("{:?}", boms.counting(*revision)?));
            let structure = Structure::read(boms, *revision)?;
            told.extend(structure.revisions().iter().map(|revision| format!("{:?}", structure.lines(*revision))));
        }
        for part in used {
            let mut above = boms.above(*part)?;
            above.sort_by_key(|entry| entry.line.id);
            told.push(format!("{above:?}"));
            told.push(format!("{:?}", where_used(*part, &above)?));
            told.push(format!("{:?} {:?}", boms.uses(*part)?, boms.substitute_uses(*part)?));
        }
        Ok::<_, StoreError>(told.join("\n"))
    };
    ports.store.read("test", |snapshot| read(snapshot.boms())).expect("answers")
}

#[test]
fn a_company_is_the_same_in_sql_and_in_memory() {
    for (shape, company) in strategy::companies(24).iter().enumerate() {
        let fixture = fresh();
        let both = [build::ports_on(fixture.store()), build::memory_ports()].map(|ports| {
            build::open(&ports);
            // The same calls on the same clock and ids make the same company.
            let built = build::company(&ports, company);
            let parts: Vec<_> = built.iter().map(|revisions| revisions[0].part.id).collect();
            let revisions: Vec<_> = built.iter().flatten().map(|built| built.revision.id).collect();
            everything(&ports, &parts, &revisions)
        });
        assert!(both[0] == both[1], "shape {shape}:\n{}\n\n{}", both[0], both[1]);
    }
}
