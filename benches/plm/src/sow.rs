//! Writes a made-up company into a workspace: through the ports, in large units, with every trigger and the audit.

use std::sync::Arc;

use measure::{Failure, Random};
use partwright_domain::audit::{Action, AuditEntry, AuditUnit};
use partwright_domain::bom::{BomLine, Designator, FindNumber, Note, Quantity, Unit};
use partwright_domain::category::Subcategory;
use partwright_domain::change::Room;
use partwright_domain::id::{BomLineId, ManufacturerPartId, PartId, RevisionId};
use partwright_domain::manufacturer_part::ManufacturerPart;
use partwright_domain::part::{Part, PartNumber};
use partwright_domain::revision::Revision;
use partwright_domain::store::{Store, UnitOfWork};
use partwright_domain::time::Timestamp;
use serde::Serialize;
use uuid::{Builder, Uuid};

use crate::goods::Good;
use crate::people::People;
use crate::released;
use crate::tree::{Assembly, Tree};

/// Parts or lines in one unit of work.
const A_UNIT: usize = 2_000;

/// 2020-09-13, when the first part was made, and how long after it the next one was; milliseconds.
const FIRST: i64 = 1_600_000_000_000;
const PAUSE: i64 = 400_000;

/// A part that has been written.
#[derive(Clone)]
pub(crate) struct Made {
    pub(crate) part: PartId,
    pub(crate) revision: RevisionId,
    letters: &'static str,
    is_released: bool,
}

/// Writes parts and BOMs, one after the other, from a seed.
pub(crate) struct Sower {
    store: Arc<dyn Store>,
    people: People,
    subcategories: Arc<Vec<Subcategory>>,
    random: Random,
    now: i64,
    /// What can be bought; each part of it once.
    pub(crate) bought: Vec<Made>,
}

impl Sower {
    pub(crate) fn new(store: Arc<dyn Store>, people: People, seed: u64) -> Result<Self, Failure> {
        let read = |snapshot: &dyn partwright_domain::store::Snapshot| snapshot.categories().subcategories();
        let subcategories = Arc::new(store.read("seed.subcategories", read)?);
        Ok(Self { store, people, subcategories, random: Random::seeded(seed), now: FIRST, bought: Vec::new() })
    }

    /// Parts to buy; every second one is released.
    pub(crate) fn buy(&mut self, count: usize) -> Result<(), Failure> {
        while self.bought.len() < count {
            let from = self.bought.len();
            let mut goods = Vec::new();
            for nth in from..count.min(from + A_UNIT) {
                goods.push((Good::invent(&mut self.random, nth)?, nth.is_multiple_of(2)));
            }
            let made = self.write(goods)?;
            self.bought.extend(made);
        }
        Ok(())
    }

    /// Ordinary assemblies: a few dozen lines each, some of them earlier assemblies.
    pub(crate) fn assemble(&mut self, count: usize) -> Result<(), Failure> {
        let mut made: Vec<Made> = Vec::new();
        for nth in 0..count {
            let codes = ["EL-PCA", "AS-SUB", "AS-PRD"][self.random.below(3)];
            let assembly = self.make(codes, &format!("Assembly {nth}"))?;
            let lines = 10 + self.random.below(50);
            let mut children = Vec::with_capacity(lines);
            for _ in 0..self.random.below(3) {
                children.extend(made.get(self.random.below(made.len())).cloned());
            }
            while children.len() < lines {
                children.push(self.bought[self.random.common(self.bought.len())].clone());
            }
            self.fill(&assembly, &children)?;
            made.push(assembly);
        }
        Ok(())
    }

    /// A product whose explosion has so many lines.
    pub(crate) fn product(&mut self, name: &str, lines: usize) -> Result<(), Failure> {
        let mut below: Vec<Made> = Vec::new();
        for (level, assemblies) in Tree::of(lines).levels.iter().enumerate().rev() {
            let mut here = Vec::with_capacity(assemblies.len());
            for (place, Assembly { below: calls, bought }) in assemblies.iter().enumerate() {
                let name = if level == 0 { name.to_owned() } else { format!("{name}, module {level}.{place}") };
                let assembly = self.make(if level == 0 { "AS-PRD" } else { "AS-SUB" }, &name)?;
                let mut children: Vec<Made> = calls.iter().map(|place| below[*place].clone()).collect();
                for _ in 0..*bought {
                    children.push(self.bought[self.random.common(self.bought.len())].clone());
                }
                self.fill(&assembly, &children)?;
                here.push(assembly);
            }
            below = here;
        }
        Ok(())
    }

    /// An assembly of one level with so many lines, each of another part where there are enough; `leave_out` of a hundred
    /// are left out and others stand at the end.
    pub(crate) fn flat(&mut self, name: &str, lines: usize, leave_out: usize) -> Result<(), Failure> {
        let kept = (0..lines).filter(|nth| nth % 100 >= leave_out);
        let places = kept.chain(lines..lines + lines / 100 * leave_out);
        let children: Vec<Made> = places.map(|nth| self.bought[nth % self.bought.len()].clone()).collect();
        let assembly = self.make("AS-PRD", name)?;
        self.fill(&assembly, &children)
    }

    /// An assembly of one level with so many lines, each of another released part.
    pub(crate) fn releasable(&mut self, name: &str, lines: usize) -> Result<(), Failure> {
        let children: Vec<Made> = self.bought.iter().filter(|made| made.is_released).take(lines).cloned().collect();
        if children.len() < lines {
            return Err("there are not so many released parts".into());
        }
        let assembly = self.make("AS-PRD", name)?;
        self.fill(&assembly, &children)
    }

    fn make(&mut self, codes: &str, name: &str) -> Result<Made, Failure> {
        let made = self.write(vec![(Good::assembly(codes, name)?, false)])?;
        made.into_iter().next().ok_or_else(|| "nothing was made".into())
    }

    fn write(&mut self, goods: Vec<(Good, bool)>) -> Result<Vec<Made>, Failure> {
        let mut new = Vec::with_capacity(goods.len());
        for (good, is_released) in goods {
            self.now += PAUSE;
            let ids = [self.id(), self.id(), self.id()];
            let made = Made { part: PartId(ids[0]), revision: RevisionId(ids[1]), letters: good.letters, is_released };
            new.push(NewPart { good, made, maker: ManufacturerPartId(ids[2]), at: Timestamp(self.now) });
        }
        let made = new.iter().map(|new| new.made.clone()).collect();
        let (people, subcategories, head) =
            (self.people.clone(), Arc::clone(&self.subcategories), self.head("part.create"));
        self.store.write::<_, Failure>("seed.parts", move |unit| {
            new.iter().try_for_each(|new| new.write(unit, &head, &people, &subcategories))
        })?;
        Ok(made)
    }

    /// Writes a BOM.
    fn fill(&mut self, assembly: &Made, children: &[Made]) -> Result<(), Failure> {
        let mut placed = 0;
        let mut lines = Vec::with_capacity(children.len());
        for (position, child) in children.iter().enumerate() {
            lines.push(self.line(assembly, position, child, &mut placed)?);
        }
        let part = assembly.part;
        while !lines.is_empty() {
            let rest = lines.split_off(lines.len().min(A_UNIT));
            let some = std::mem::replace(&mut lines, rest);
            let head = self.head("bom.add_line");
            self.store.write::<_, Failure>("seed.lines", move |unit| {
                some.iter().try_for_each(|line| {
                    unit.boms().insert(line)?;
                    note(unit, &head, (Room::Bom, line.id.0, part), line)
                })
            })?;
        }
        Ok(())
    }

    /// What is placed on a board has designators; the rest is counted, or cut to length.
    fn line(&mut self, assembly: &Made, position: usize, child: &Made, placed: &mut usize) -> Result<BomLine, Failure> {
        let count = 1 + self.random.popular(6);
        let mut designators = Vec::new();
        if !child.letters.is_empty() {
            for nth in *placed..*placed + count {
                designators.push(Designator::parse(&format!("{}{}", child.letters, nth + 1))?);
            }
            *placed += count;
        }
        let is_cut = designators.is_empty() && self.random.below(5) == 0;
        let quantity = if is_cut { Quantity::parse(&format!("{count}.25"))? } else { Quantity::pieces(count) };
        Ok(BomLine {
            id: BomLineId(self.id()),
            revision: assembly.revision,
            position: u32::try_from(position + 1)? * 10,
            child: child.part,
            quantity,
            unit: if is_cut { Unit::Metre } else { Unit::Each },
            designators,
            quantity_intended: false,
            dnp: self.random.below(40) == 0,
            find_number: FindNumber::parse(&(position + 1).to_string())?,
            note: Note::parse(if self.random.below(10) == 0 { "Place after the reflow; see the drawing" } else { "" })?,
            pinned: None,
            substitutes: Vec::new(),
            properties: Vec::new(),
            origin: None,
        })
    }

    fn head(&self, operation: &str) -> AuditUnit {
        AuditUnit { at: Timestamp(self.now), person: self.people.author, operation: operation.to_owned() }
    }

    fn id(&mut self) -> Uuid {
        Builder::from_unix_timestamp_millis(self.now.unsigned_abs(), &self.random.bytes()).into_uuid()
    }
}

/// A part on its way into the file.
struct NewPart {
    good: Good,
    made: Made,
    maker: ManufacturerPartId,
    at: Timestamp,
}

impl NewPart {
    fn write(
        &self,
        unit: &dyn UnitOfWork,
        head: &AuditUnit,
        people: &People,
        subcategories: &[Subcategory],
    ) -> Result<(), Failure> {
        let Self { good, made, maker, at } = self;
        let subcategory = subcategories.iter().find(|known| known.codes == good.codes).ok_or("no such subcategory")?;
        let part = Part {
            id: made.part,
            number: PartNumber { codes: good.codes.clone(), sequence: unit.parts().take_sequence()? },
            subcategory: subcategory.id,
            name: good.name.clone(),
            description: good.description.clone(),
            created: *at,
            successor: None,
        };
        unit.parts().insert(&part)?;
        note(unit, head, (Room::Part, part.id.0, part.id), &part)?;
        let revision = Revision::first(made.revision, part.id, people.author, *at);
        unit.revisions().insert(&revision)?;
        note(unit, head, (Room::Revision, revision.id.0, part.id), &revision)?;
        for property in &good.properties {
            unit.properties().set(revision.id, property)?;
        }
        if !good.properties.is_empty() {
            note(unit, head, (Room::Property, revision.id.0, part.id), &good.properties)?;
        }
        if let Some(new) = &good.made {
            let made = ManufacturerPart::of(*maker, part.id, new.clone());
            unit.manufacturer_parts().insert(&made)?;
            note(unit, head, (Room::ManufacturerPart, maker.0, part.id), &made)?;
        }
        if made.is_released {
            released::release(unit, head, people, &part, &revision)?;
        }
        Ok(())
    }
}

/// Adds the entry that the audit demands of a thing: its room, its id, and the part in whose history it belongs.
pub(crate) fn note(
    unit: &dyn UnitOfWork,
    head: &AuditUnit,
    (room, subject, part): (Room, Uuid, PartId),
    thing: &impl Serialize,
) -> Result<(), Failure> {
    let entry = AuditEntry {
        room,
        subject,
        part: Some(part),
        action: Action::Created,
        title: room.name().to_owned(),
        before: None,
        after: Some(serde_json::to_value(thing)?),
    };
    Ok(unit.audit().append(head, &entry)?)
}
