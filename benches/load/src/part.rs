//! Parts, as the units that are measured make and change them.

use std::sync::Arc;

use partwright_domain::audit::{Action, AuditEntry, AuditUnit};
use partwright_domain::category::{Category, CategoryName, Code, Codes, Subcategory};
use partwright_domain::change::Room;
use partwright_domain::id::{CategoryId, IdSource, PartId, PersonId, SubcategoryId, TimeOrderedIds};
use partwright_domain::order::{natural_key, search_key};
use partwright_domain::part::{Description, Part, PartName, PartNumber, Sequence};
use partwright_domain::person::{Person, PersonName, Role};
use partwright_domain::time::{Clock, SystemClock, Timestamp};
use uuid::Uuid;

use crate::Failure;

/// Where the parts are put and who puts them there: the same in every file, so that another program knows them too.
#[derive(Debug, Clone)]
pub struct Place {
    /// The category.
    pub category: Category,
    /// The subcategory.
    pub subcategory: Subcategory,
    /// Who acts.
    pub person: Person,
    name: PartName,
    description: Description,
}

impl Place {
    /// The one place.
    pub fn known() -> Result<Arc<Self>, Failure> {
        let codes = Codes { category: Code::parse("EL")?, subcategory: Code::parse("RES")? };
        let category = CategoryId(Uuid::from_u128(1));
        Ok(Arc::new(Self {
            category: Category {
                id: category,
                code: codes.category.clone(),
                name: CategoryName::parse("Electronics")?,
            },
            subcategory: Subcategory {
                id: SubcategoryId(Uuid::from_u128(2)),
                category,
                codes,
                name: CategoryName::parse("Resistors")?,
                assembly: false,
                demands: Vec::new(),
            },
            person: Person {
                id: PersonId(Uuid::from_u128(3)),
                name: PersonName::parse("Ada Engineer")?,
                role: Role::Designer,
            },
            name: PartName::parse("Resistor 4k7 1 % 0603")?,
            description: Description::parse("Thick film, 100 mW, for general use")?,
        }))
    }

    pub(crate) fn part(&self, id: PartId, sequence: Sequence, created: Timestamp) -> Part {
        let Self { subcategory, name, description, .. } = self;
        Part {
            id,
            number: PartNumber { codes: subcategory.codes.clone(), sequence },
            subcategory: subcategory.id,
            name: name.clone(),
            description: description.clone(),
            created,
            successor: None,
        }
    }

    pub(crate) fn head(&self, at: Timestamp, operation: &str) -> AuditUnit {
        AuditUnit { at, person: self.person.id, operation: operation.to_owned() }
    }

    /// A new part here, with an id of its own.
    pub fn new_part(self: &Arc<Self>) -> NewPart {
        NewPart { id: PartId(TimeOrderedIds.next()), at: SystemClock.now(), place: Arc::clone(self) }
    }
}

/// What is known before the unit begins.
#[derive(Debug, Clone)]
pub struct NewPart {
    id: PartId,
    at: Timestamp,
    place: Arc<Place>,
}

impl NewPart {
    /// The part under the number it was given.
    pub fn part(&self, sequence: Sequence) -> Part {
        self.place.part(self.id, sequence, self.at)
    }

    /// The head of the unit's audit.
    pub fn head(&self) -> AuditUnit {
        self.place.head(self.at, "part.create")
    }

    /// The same values as columns, for designs that write SQL themselves.
    pub fn row(&self, sequence: u32) -> Result<PartRow, Failure> {
        let sequence = Sequence::new(sequence).ok_or("a number below the first")?;
        PartRow::new(None, self.part(sequence), self.head())
    }
}

/// What the audit tells of a part that was made, or changed when there was one before.
pub fn entry(before: Option<&Part>, part: &Part) -> Result<AuditEntry, serde_json::Error> {
    Ok(AuditEntry {
        room: Room::Part,
        subject: part.id.into(),
        part: Some(part.id),
        action: if before.is_some() { Action::Changed } else { Action::Created },
        title: part.number.to_string(),
        before: before.map(serde_json::to_value).transpose()?,
        after: Some(serde_json::to_value(part)?),
    })
}

/// A part and its audit as the tables have them.
#[derive(Debug)]
pub struct PartRow {
    /// The part.
    pub part: Part,
    /// The number's codes as one text.
    pub codes: String,
    /// How it sorts by name.
    pub name_key: String,
    /// The text in which words are searched.
    pub search_key: String,
    /// The head of the audit.
    pub head: AuditUnit,
    /// The entry of the audit.
    pub entry: AuditEntry,
    /// The part as it was, as the entry keeps it.
    pub before: Option<String>,
    /// The part as the entry keeps it.
    pub after: Option<String>,
}

impl PartRow {
    pub(crate) fn new(before: Option<&Part>, part: Part, head: AuditUnit) -> Result<Self, Failure> {
        let entry = entry(before, &part)?;
        let json = |value: &Option<_>| value.as_ref().map(serde_json::to_string).transpose();
        Ok(Self {
            codes: part.number.codes.to_string(),
            name_key: natural_key(part.name.as_str()),
            search_key: search_key(&format!("{} {} {}", part.number, part.name, part.description)),
            before: json(&entry.before)?,
            after: json(&entry.after)?,
            head,
            part,
            entry,
        })
    }
}
