//! Everything that a workspace has but its audit, as lines of text, so that two states can be compared as a whole.

use partwright_domain::id::PartId;
use partwright_domain::part::{Part, PartFilter};
use partwright_domain::ports::Ports;
use partwright_domain::store::{Snapshot, StoreError};

/// All things of all rooms, a line a thing, read through the ports. Equal for equal states.
pub fn dump(ports: &Ports) -> Vec<String> {
    ports.store.read("test.dump", |snapshot| lines(snapshot)).expect("a state that can be read")
}

/// What one of two dumps has and the other has not, for a message that can be read.
pub fn difference(before: &[String], after: &[String]) -> String {
    let lacks = |other: &[String], line: &String| !other.contains(line);
    let gone = before.iter().filter(|line| lacks(after, line)).map(|line| format!("- {line}"));
    let came = after.iter().filter(|line| lacks(before, line)).map(|line| format!("+ {line}"));
    gone.chain(came).collect::<Vec<_>>().join("\n")
}

/// Every part, by its number.
pub fn parts(snapshot: &dyn Snapshot) -> Result<Vec<Part>, StoreError> {
    let mut filter = PartFilter { limit: 1000, ..PartFilter::default() };
    let mut parts = Vec::new();
    loop {
        let page = snapshot.parts().list(&filter)?;
        parts.extend(page.rows.into_iter().map(|row| row.part));
        if page.next.is_none() {
            return Ok(parts);
        }
        filter.after = page.next;
    }
}

fn lines(snapshot: &dyn Snapshot) -> Result<Vec<String>, StoreError> {
    let mut lines =
        vec![format!("{:?}", snapshot.settings().get()?), format!("acts {:?}", snapshot.people().acting()?)];
    lines.push(format!("{:?}", snapshot.kicad().library()?));
    lines.extend(snapshot.people().list()?.iter().map(|person| format!("{person:?}")));
    lines.extend(snapshot.categories().categories()?.iter().map(|category| format!("{category:?}")));
    for subcategory in snapshot.categories().subcategories()? {
        lines.push(format!("{subcategory:?}"));
        lines.extend(snapshot.kicad().mapping(subcategory.id)?.iter().map(|mapping| format!("{mapping:?}")));
    }
    for part in parts(snapshot)? {
        lines.push(format!("{:?}", snapshot.parts().summary(part.id)?));
        add_makers(snapshot, part.id, &mut lines)?;
        add_revisions(snapshot, part.id, &mut lines)?;
    }
    Ok(lines)
}

fn add_makers(snapshot: &dyn Snapshot, part: PartId, lines: &mut Vec<String>) -> Result<(), StoreError> {
    for of in snapshot.manufacturer_parts().of(part)? {
        lines.push(format!("{of:?}"));
        lines.extend(snapshot.supplier_parts().of(of.id)?.iter().map(|sold| format!("{sold:?}")));
    }
    Ok(())
}

fn add_revisions(snapshot: &dyn Snapshot, part: PartId, lines: &mut Vec<String>) -> Result<(), StoreError> {
    for revision in snapshot.revisions().of(part)? {
        let id = revision.id;
        lines.push(format!("{revision:?}"));
        lines.extend(snapshot.properties().of(id)?.iter().map(|property| format!("{id} {property:?}")));
        lines.extend(snapshot.boms().lines(id)?.iter().map(|line| format!("{line:?}")));
        lines.extend(snapshot.files().of(id)?.iter().map(|file| format!("{file:?}")));
        lines.extend(snapshot.approvals().reviews(id)?.iter().map(|review| format!("{review:?}")));
        lines.extend(snapshot.releases().find(id)?.iter().map(|release| format!("{release:?}")));
        lines.extend(snapshot.releases().lines(id)?.iter().map(|line| format!("{id} {line:?}")));
    }
    Ok(())
}
