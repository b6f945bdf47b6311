//! What is done with a file: looked at first, then carried out as one unit of work.

use sha2::{Digest, Sha256};

use super::ImportError;
use super::column::{self, Column, Role};
use super::plan::{self, Known, KnownPart, Plan, PlannedLine, PlannedPart};
use super::table::Table;
use crate::bom::{self, BomReader, LineContent};
use crate::category::{CategoryError, CategoryReader};
use crate::decimal::Decimal;
use crate::error::{Error, Result};
use crate::id::{PartId, RevisionId, SubcategoryId};
use crate::manufacturer_part::{self, ManufacturerPart, ManufacturerPartReader};
use crate::part::{self, Description, NewPart, Part, PartName, PartReader};
use crate::person::Actor;
use crate::ports::{Change, Ports};
use crate::property::{self, PropertyReader};
use crate::revision::{self, Revision, RevisionError, RevisionReader};

/// What a file is imported into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A new assembly.
    New {
        /// Where it is classified; an assembly subcategory.
        subcategory: SubcategoryId,
        /// What it is called.
        name: String,
    },
    /// The draft of an assembly that is there and has no lines yet.
    Existing(PartId),
}

/// A file and what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The file's bytes.
    pub content: Vec<u8>,
    /// A role for each column, to overrule what their names suggest.
    pub roles: Option<Vec<Role>>,
    /// What it is imported into.
    pub target: Target,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The assembly.
    pub part: Part,
    /// Its revision that has the lines now.
    pub revision: RevisionId,
    /// How many parts were made, the assembly itself not counted.
    pub new_parts: usize,
    /// How many parts were there already.
    pub matched_parts: usize,
    /// How many lines it has.
    pub lines: usize,
    /// How many designators they have.
    pub designators: usize,
    /// The exact sum of their quantities.
    pub quantity_total: Decimal,
    /// Its place in the audit; what undoes it.
    pub unit: u64,
}

/// Imports files.
#[derive(Debug, Clone)]
pub struct ImportService {
    ports: Ports,
}

impl ImportService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// What importing the file would do. Changes nothing.
    pub fn preview(&self, request: &Request) -> Result<(Plan, String)> {
        let (table, columns) = read(request)?;
        self.ports.store.read("import.preview", |snapshot| {
            let catalogue = Catalogue {
                categories: snapshot.categories(),
                parts: snapshot.parts(),
                revisions: snapshot.revisions(),
                properties: snapshot.properties(),
                manufacturer_parts: snapshot.manufacturer_parts(),
                boms: snapshot.boms(),
            };
            catalogue.plan(&table, &columns, &request.target)
        })
    }

    /// Imports the file as one unit of work, if that still does what the preview with this fingerprint showed.
    pub fn apply(&self, actor: &Actor, request: Request, fingerprint: String) -> Result<Done> {
        let (table, columns) = read(&request)?;
        let author = *actor;
        self.ports.change(actor, "import.apply", move |change| {
            let catalogue = Catalogue {
                categories: change.categories(),
                parts: change.parts(),
                revisions: change.revisions(),
                properties: change.properties(),
                manufacturer_parts: change.manufacturer_parts(),
                boms: change.boms(),
            };
            let (plan, now) = catalogue.plan(&table, &columns, &request.target)?;
            if now != fingerprint {
                return Err(ImportError::PlanChanged.into());
            }
            if plan.lines.is_empty() {
                return Err(ImportError::NothingToImport.into());
            }
            carry_out(change, &author, &plan, &request.target)
        })
    }
}

fn read(request: &Request) -> Result<(Table, Vec<Column>)> {
    let table = Table::read(&request.content)?;
    let columns = column::columns(&table.header, request.roles.as_deref())?;
    Ok((table, columns))
}

/// What a plan is made against: the readers of a snapshot or of a unit of work.
struct Catalogue<'s> {
    categories: &'s dyn CategoryReader,
    parts: &'s dyn PartReader,
    revisions: &'s dyn RevisionReader,
    properties: &'s dyn PropertyReader,
    manufacturer_parts: &'s dyn ManufacturerPartReader,
    boms: &'s dyn BomReader,
}

impl Catalogue<'_> {
    fn plan(&self, table: &Table, columns: &[Column], target: &Target) -> Result<(Plan, String)> {
        let target_part = self.check_target(target)?;
        let wanted = plan::wanted(table, columns);
        let mut known = Known::default();
        known.codes.extend(self.categories.subcategories()?.into_iter().map(|subcategory| subcategory.codes));
        for number in wanted.numbers {
            if let Some(part) = self.parts.find_by_number(&number)? {
                known.by_number.insert(number, self.known(part, target_part)?);
            }
        }
        for key in wanted.mpn_keys {
            let mut found = Vec::new();
            for manufacturer_part in self.manufacturer_parts.matching(&key)? {
                if let Some(part) = self.parts.find(manufacturer_part.part)? {
                    found.push((manufacturer_part, self.known(part, target_part)?));
                }
            }
            known.by_mpn.insert(key, found);
        }
        let plan = Plan::new(table, columns.to_vec(), &known);
        let fingerprint = fingerprint(&plan, target);
        Ok((plan, fingerprint))
    }

    fn known(&self, part: Part, target: Option<PartId>) -> Result<KnownPart> {
        let properties = match self.revisions.newest(part.id)? {
            Some(newest) => self.properties.of(newest.id)?,
            None => Vec::new(),
        };
        let contains_target = match target {
            Some(target) => target == part.id || self.boms.contains(part.id, target)?,
            None => false,
        };
        let manufacturer_parts = self.manufacturer_parts.of(part.id)?;
        let Part { id, number, name, description, .. } = part;
        Ok(KnownPart { id, number, name, description, manufacturer_parts, properties, contains_target })
    }

    /// The assembly that is imported into, when it is there already and can take lines.
    fn check_target(&self, target: &Target) -> Result<Option<PartId>> {
        match target {
            Target::New { subcategory, name } => {
                PartName::parse(name).map_err(|error| ImportError::TargetNameInvalid { detail: error.to_string() })?;
                self.check_assembly(*subcategory, &|| "The chosen category".to_owned())?;
                Ok(None)
            }
            Target::Existing(id) => {
                let part = self.parts.get(*id)?;
                self.check_assembly(part.subcategory, &|| part.number.to_string())?;
                let newest = self.revisions.newest(part.id)?.ok_or(RevisionError::NotFound)?;
                newest.require_draft(&part)?;
                match self.boms.count(newest.id)? {
                    0 => Ok(Some(part.id)),
                    lines => Err(ImportError::TargetHasLines { number: part.number.to_string(), lines }.into()),
                }
            }
        }
    }

    fn check_assembly(&self, id: SubcategoryId, number: &dyn Fn() -> String) -> Result<()> {
        let found = self.categories.find(id)?;
        let subcategory = found.ok_or_else(|| CategoryError::NotFound { code: id.to_string() })?;
        if subcategory.assembly { Ok(()) } else { Err(ImportError::TargetNotAssembly { number: number() }.into()) }
    }
}

/// A name for exactly this plan: equal for equal plans, and different when anything it would do is different.
fn fingerprint(plan: &Plan, target: &Target) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{target:?}\n{:?}\n{:?}\n", plan.parts, plan.lines));
    let digits = hash.finalize().into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect()
}

fn carry_out(change: &Change<'_>, actor: &Actor, plan: &Plan, target: &Target) -> Result<Done> {
    let (assembly, revision) = assembly(change, actor, target)?;
    let mut ids = Vec::with_capacity(plan.parts.len());
    for planned in &plan.parts {
        ids.push(match planned {
            PlannedPart::Known { id, gets } => complete(change, *id, gets)?,
            PlannedPart::New(new) => make(change, actor, new)?,
        });
    }
    let line = |line: &PlannedLine| -> (PartId, LineContent) { (ids[line.part], line.content.clone()) };
    let lines = bom::append(change, &assembly, &revision, &plan.lines.iter().map(line).collect::<Vec<_>>())?;
    let new_parts = plan.new_parts();
    Ok(Done {
        part: assembly,
        revision: revision.id,
        new_parts,
        matched_parts: plan.parts.len() - new_parts,
        lines: lines.len(),
        designators: plan.designators(),
        quantity_total: plan.quantity_total(),
        unit: change.place()?,
    })
}

fn assembly(change: &Change<'_>, actor: &Actor, target: &Target) -> Result<(Part, Revision)> {
    match target {
        Target::New { subcategory, name } => {
            let (name, description) = (PartName::parse(name)?, Description::parse("")?);
            let new = NewPart { subcategory: *subcategory, name, description, manufacturer_part: None };
            let added = part::add(change, actor, &new)?;
            Ok((added.part, added.revision))
        }
        Target::Existing(id) => {
            let newest = change.revisions().newest(*id)?.ok_or(RevisionError::NotFound)?;
            let (revision, part) = revision::open_for_editing(&**change, newest.id)?;
            Ok((part, revision))
        }
    }
}

/// Gives a part that is there the manufacturer parts that it lacks.
fn complete(change: &Change<'_>, id: PartId, gets: &[plan::MakerAndMpn]) -> Result<PartId> {
    if !gets.is_empty() {
        let part = change.parts().get(id)?;
        for new in gets {
            let added = ManufacturerPart::of(change.new_id(), id, plan::to_be_made(new));
            manufacturer_part::add(change, &part, &added)?;
        }
    }
    Ok(id)
}

fn make(change: &Change<'_>, actor: &Actor, new: &plan::PlannedNewPart) -> Result<PartId> {
    let subcategory = change.categories().find_by_codes(&new.codes)?;
    let subcategory =
        subcategory.ok_or_else(|| Error::from(CategoryError::NotFound { code: new.codes.to_string() }))?;
    let added = part::add(
        change,
        actor,
        &NewPart {
            subcategory: subcategory.id,
            name: new.name.clone(),
            description: new.description.clone(),
            manufacturer_part: new.manufacturer_part.as_ref().map(plan::to_be_made),
        },
    )?;
    for property in &new.properties {
        property::set(change, &added.part, &added.revision, property)?;
    }
    Ok(added.part.id)
}
