//! The plan: what each row of a file would do, worked out before anything is done.
//!
//! A plan is a pure function of the rows and of what the workspace knows about the parts they name. Every row ends in
//! exactly one [`Outcome`], and [`Counts`] holds the equation that says so.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::cell::{self, Amount};
use super::column::{Column, Role};
use super::table::{Row, Source, Table};
use super::{ImportError, cell::short_footprint};
use crate::bom::{Designator, FindNumber, LineContent, Note, Quantity, Unit, designator};
use crate::category::{Codes, starter};
use crate::decimal::Decimal;
use crate::error::Error;
use crate::id::PartId;
use crate::manufacturer_part::{Manufacturer, ManufacturerPart, Mpn, NewManufacturerPart, Status};
use crate::order::match_key;
use crate::part::{Description, PartName, PartNumber};
use crate::property::{self, Link, Property, PropertyName, PropertyText, PropertyValue};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It makes a new part and a line.
    New,
    /// Its part is there already, in the workspace or from an earlier row; it makes a line.
    Matched,
    /// Its part is there already and learns something from it; it makes a line.
    Updated,
    /// It says the same part as an earlier row and joins that row's line.
    Merged,
    /// It is no part, for the reason its problem gives.
    NotAPart,
    /// It cannot be imported, for the reason its problem gives.
    Refused,
}

/// How many rows ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are the outcomes")]
pub struct Counts {
    pub read: usize,
    pub new: usize,
    pub matched: usize,
    pub updated: usize,
    pub merged: usize,
    pub not_a_part: usize,
    pub refused: usize,
}

impl Counts {
    fn of(items: &[Item]) -> Self {
        let mut counts = Self { read: items.len(), ..Self::default() };
        for item in items {
            *match item.outcome {
                Outcome::New => &mut counts.new,
                Outcome::Matched => &mut counts.matched,
                Outcome::Updated => &mut counts.updated,
                Outcome::Merged => &mut counts.merged,
                Outcome::NotAPart => &mut counts.not_a_part,
                Outcome::Refused => &mut counts.refused,
            } += 1;
        }
        counts
    }

    /// Whether every row that was read ended in exactly one way.
    pub fn adds_up(&self) -> bool {
        self.read == self.new + self.matched + self.updated + self.merged + self.not_a_part + self.refused
    }
}

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row is not imported.
    Refused,
    /// The row is imported, and somebody should look.
    Notice,
}

/// Something to say about a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The line of the file.
    pub row: u64,
    /// The column's name, where one cell is meant.
    pub column: Option<String>,
    /// How much it weighs.
    pub severity: Severity,
    /// The stable code.
    pub code: &'static str,
    /// The sentence.
    pub message: String,
}

/// A row as the preview shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The line of the file.
    pub row: u64,
    /// What becomes of it.
    pub outcome: Outcome,
    /// The part's name, as it is or would be.
    pub name: String,
    /// The number of a part that is there already.
    pub number: Option<PartNumber>,
    /// The codes of the part's category.
    pub codes: String,
    /// The cells that describe the part, as written.
    pub value: String,
    /// See `value`.
    pub footprint: String,
    /// See `value`.
    pub manufacturer: String,
    /// See `value`.
    pub mpn: String,
    /// The quantity that the row adds; empty when it adds none.
    pub quantity: String,
    /// The designators that the row adds.
    pub designators: Vec<Designator>,
    /// Whether it is not populated.
    pub dnp: bool,
}

/// A part that the workspace has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPart {
    /// Its id.
    pub id: PartId,
    /// Its number.
    pub number: PartNumber,
    /// Its name.
    pub name: PartName,
    /// Its newest revision's properties.
    pub properties: Vec<Property>,
    /// Whether it contains the assembly that is imported into, and so cannot be a line of it.
    pub contains_target: bool,
}

/// What the workspace knows about the parts that a table's rows name.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Parts by number.
    pub by_number: HashMap<PartNumber, KnownPart>,
    /// Manufacturer parts with their parts, by the MPN's match key, oldest first.
    pub by_mpn: HashMap<String, Vec<(ManufacturerPart, KnownPart)>>,
    /// The codes of the subcategories there are.
    pub codes: BTreeSet<Codes>,
}

/// What the rows name and the workspace may know.
#[derive(Debug, Default)]
pub struct Wanted {
    /// Part numbers.
    pub numbers: BTreeSet<PartNumber>,
    /// Match keys of MPNs.
    pub mpn_keys: BTreeSet<String>,
}

/// A part that a plan's lines call for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum PlannedPart {
    /// It is there.
    Known(PartId),
    /// It is to be made.
    New(PlannedNewPart),
}

/// A part that is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedNewPart {
    /// Where it will be classified.
    pub codes: Codes,
    /// Its name.
    pub name: PartName,
    /// Its description.
    pub description: Description,
    /// Its first manufacturer part.
    pub manufacturer_part: Option<(Manufacturer, Mpn)>,
    /// The properties of its first revision.
    pub properties: Vec<Property>,
}

impl PlannedNewPart {
    /// The manufacturer part in the form that makes one.
    pub(super) fn new_manufacturer_part(&self) -> Option<NewManufacturerPart> {
        let (manufacturer, mpn) = self.manufacturer_part.clone()?;
        Some(NewManufacturerPart { manufacturer, mpn, status: Status::Active })
    }
}

/// A line that a plan adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedLine {
    /// The part, by its place in [`Plan::parts`].
    pub part: usize,
    /// What the line says.
    pub content: LineContent,
}

/// What importing a file would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What the file turned out to be.
    pub source: Source,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The parts its lines call for, each once.
    pub parts: Vec<PlannedPart>,
    /// The lines of the BOM, in the order of the file.
    pub lines: Vec<PlannedLine>,
    /// Every row of the file.
    pub items: Vec<Item>,
    /// What is to be said about them, in the order of the file.
    pub problems: Vec<Problem>,
    /// How many rows ended how.
    pub counts: Counts,
}

impl Plan {
    /// Plans a table.
    ///
    /// # Panics
    /// When the rows do not add up: a plan that lost a row must not reach anybody.
    pub fn new(table: &Table, columns: Vec<Column>, known: &Known) -> Self {
        let mut planner = Planner::new(&columns, known);
        table.rows.iter().for_each(|row| planner.row(row));
        let Planner { parts, lines, items, problems, .. } = planner;
        let counts = Counts::of(&items);
        assert!(counts.adds_up(), "every row ends in exactly one way: {counts:?}");
        Self { source: table.source.clone(), columns, parts, lines, items, problems, counts }
    }

    /// How many designators its lines have.
    pub fn designators(&self) -> usize {
        self.lines.iter().map(|line| line.content.designators.len()).sum()
    }

    /// The exact sum of its lines' quantities, whatever their units.
    pub fn quantity_total(&self) -> Decimal {
        self.lines.iter().map(|line| line.content.quantity.to_decimal()).sum()
    }

    /// How many of its parts are new.
    pub fn new_parts(&self) -> usize {
        self.parts.iter().filter(|part| matches!(part, PlannedPart::New(_))).count()
    }
}

/// What the rows name, so that it can be looked up before the plan is made.
pub fn wanted(table: &Table, columns: &[Column]) -> Wanted {
    let mut wanted = Wanted::default();
    for row in &table.rows {
        let cells = Cells { columns, row };
        wanted.numbers.extend(cells.get(Role::PartNumber).parse());
        let mpn = cells.get(Role::Mpn);
        if !mpn.is_empty() {
            wanted.mpn_keys.insert(match_key(mpn));
        }
    }
    wanted
}

/// A row's cells by what they say.
struct Cells<'t> {
    columns: &'t [Column],
    row: &'t Row,
}

impl<'t> Cells<'t> {
    /// The cell of a role; empty when there is none. KiCad writes `~` for an empty value.
    fn get(&self, role: Role) -> &'t str {
        let index = self.columns.iter().find(|column| column.role == role).map(|column| column.index);
        let cell = index.and_then(|index| self.row.cells.get(index)).map_or("", String::as_str);
        if cell == "~" { "" } else { cell }
    }

    /// The cells of the columns that are kept as properties, and of those that every component has; each under its own
    /// name. Of columns with one name, the first with something in it has the name, and the next the name and a number.
    fn properties(&self) -> Vec<(String, Role, &'t str)> {
        let mut properties: Vec<(String, Role, &'t str)> = Vec::new();
        for column in self.columns {
            let written = match column.role {
                Role::Value => property::VALUE,
                Role::Footprint => property::FOOTPRINT,
                Role::Datasheet => property::DATASHEET,
                Role::Property => column.name.as_str(),
                _ => continue,
            };
            let cell = self.row.cells.get(column.index).map_or("", String::as_str);
            if cell.is_empty() || cell == "~" {
                continue;
            }
            let mut name = written.to_owned();
            let mut number = 1;
            while properties.iter().any(|(other, ..)| *other == name) {
                number += 1;
                name = format!("{written} {number}");
            }
            properties.push((name, column.role, cell));
        }
        properties
    }

    fn column_name(&self, role: Role) -> Option<String> {
        self.columns.iter().find(|column| column.role == role).map(|column| column.name.clone())
    }

    fn is_empty(&self) -> bool {
        self.row.cells.iter().all(String::is_empty)
    }
}

/// Why a row goes no further: a reason, and the role of the cell that gives it.
struct Stop {
    outcome: Outcome,
    role: Option<Role>,
    error: Error,
}

impl Stop {
    fn refused(role: Role, error: impl Into<Error>) -> Self {
        Self { outcome: Outcome::Refused, role: Some(role), error: error.into() }
    }

    fn not_a_part(error: ImportError) -> Self {
        Self { outcome: Outcome::NotAPart, role: None, error: error.into() }
    }
}

/// What decides whether two rows say the same part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    Known(PartId),
    Mpn { mpn: String, manufacturer: String },
    Described { codes: Codes, cells: Vec<(String, String)>, description: String },
}

/// What two rows must share to become one line: the part, the cells that describe it, DNP, and the unit.
type LineKey = (usize, Vec<(String, String)>, bool, Unit);

struct Planner<'t> {
    columns: &'t [Column],
    known: &'t Known,
    parts: Vec<PlannedPart>,
    lines: Vec<PlannedLine>,
    items: Vec<Item>,
    problems: Vec<Problem>,
    /// Where a part stands in `parts`, and the row that named it first.
    part_of: BTreeMap<Identity, (usize, u64)>,
    /// Which line rows join that describe their part with the very same cells.
    line_of: BTreeMap<LineKey, usize>,
    row_of: HashMap<Designator, u64>,
}

impl<'t> Planner<'t> {
    fn new(columns: &'t [Column], known: &'t Known) -> Self {
        Self {
            columns,
            known,
            parts: Vec::new(),
            lines: Vec::new(),
            items: Vec::new(),
            problems: Vec::new(),
            part_of: BTreeMap::new(),
            line_of: BTreeMap::new(),
            row_of: HashMap::new(),
        }
    }

    fn row(&mut self, row: &Row) {
        let cells = Cells { columns: self.columns, row };
        let mut item = Item {
            row: row.number,
            outcome: Outcome::Refused,
            name: String::new(),
            number: None,
            codes: String::new(),
            value: cells.get(Role::Value).to_owned(),
            footprint: cells.get(Role::Footprint).to_owned(),
            manufacturer: cells.get(Role::Manufacturer).to_owned(),
            mpn: cells.get(Role::Mpn).to_owned(),
            quantity: String::new(),
            designators: Vec::new(),
            dnp: false,
        };
        match self.try_row(&cells, &mut item) {
            Ok(outcome) => item.outcome = outcome,
            Err(Stop { outcome, role, error }) => {
                item.outcome = outcome;
                item.designators.clear();
                item.quantity.clear();
                let severity = if outcome == Outcome::Refused { Severity::Refused } else { Severity::Notice };
                self.say(&cells, role, severity, &error);
            }
        }
        self.items.push(item);
    }

    fn say(&mut self, cells: &Cells<'_>, role: Option<Role>, severity: Severity, error: &Error) {
        let column = role.and_then(|role| cells.column_name(role));
        let (row, code, message) = (cells.row.number, error.code(), error.to_string());
        self.problems.push(Problem { row, column, severity, code, message });
    }

    fn notice(&mut self, cells: &Cells<'_>, role: Option<Role>, error: ImportError) {
        self.say(cells, role, Severity::Notice, &error.into());
    }

    fn try_row(&mut self, cells: &Cells<'_>, item: &mut Item) -> Result<Outcome, Stop> {
        if cells.is_empty() {
            return Err(Stop::not_a_part(ImportError::RowEmpty));
        }
        let content = self.content(cells)?;
        item.dnp = content.dnp;
        let named = self.identify(cells, &content, item)?;
        for designator in &content.designators {
            if let Some(&row) = self.row_of.get(designator) {
                let error = ImportError::DesignatorTaken { designator: designator.to_string(), row };
                return Err(Stop::refused(Role::Reference, error));
            }
        }
        // From here on the row is in.
        self.row_of.extend(content.designators.iter().map(|designator| (designator.clone(), cells.row.number)));
        item.quantity = content.quantity.to_string();
        item.designators.clone_from(&content.designators);
        self.notices(cells);
        Ok(self.place(cells, content, named))
    }

    /// What the row's line says, from the cells that speak of quantity and place.
    fn content(&mut self, cells: &Cells<'_>) -> Result<LineContent, Stop> {
        let written = cells.get(Role::Quantity);
        let amount = cell::amount(written);
        let designators = read_designators(cells.get(Role::Reference), amount)?;
        let mut dnp = cell::is_dnp_mark(cells.get(Role::Dnp)) || cell::says_dnp(cells.get(Role::Value));
        let count = designators.len();
        let (quantity, unit) = match amount {
            Amount::Invalid => {
                return Err(Stop::refused(Role::Quantity, ImportError::QuantityInvalid { text: written.to_owned() }));
            }
            Amount::Zero if count == 0 => return Err(Stop::refused(Role::Quantity, ImportError::QuantityZero)),
            Amount::Zero => {
                self.notice(cells, Some(Role::Quantity), ImportError::ZeroIsDnp { count });
                dnp = true;
                (Quantity::pieces(count), Unit::Each)
            }
            Amount::Missing => (Quantity::pieces(count.max(1)), Unit::Each),
            Amount::Given(quantity, unit) => (quantity, unit),
        };
        let quantity_intended = count > 0 && (unit != Unit::Each || quantity != Quantity::pieces(count));
        if quantity_intended {
            self.notice(
                cells,
                Some(Role::Quantity),
                ImportError::QuantityDiffers { quantity: written.to_owned(), count },
            );
        }
        let empty = |error| Stop::refused(Role::Reference, error);
        let find_number = FindNumber::parse("").map_err(|error| empty(Error::from(error)))?;
        let note = Note::parse("").map_err(|error| empty(Error::from(error)))?;
        Ok(LineContent { quantity, unit, designators, quantity_intended, dnp, find_number, note })
    }

    /// Which part the row means: one of the workspace, or one to be made.
    fn identify(
        &mut self,
        cells: &Cells<'_>,
        content: &LineContent,
        item: &mut Item,
    ) -> Result<(Identity, PlannedPart), Stop> {
        if let Some(part) = self.find_known(cells)? {
            item.name = part.name.to_string();
            item.codes = part.number.codes.to_string();
            item.number = Some(part.number.clone());
            if part.contains_target {
                let error = ImportError::ContainsTarget { number: part.number.to_string() };
                return Err(Stop::refused(Role::PartNumber, error));
            }
            for (role, error) in differences(cells, part) {
                self.notice(cells, Some(role), error);
            }
            return Ok((Identity::Known(part.id), PlannedPart::Known(part.id)));
        }
        let codes = self.suggest_codes(content)?;
        let part = new_part(cells, codes)?;
        item.name = part.name.to_string();
        item.codes = part.codes.to_string();
        let identity = match &part.manufacturer_part {
            Some((manufacturer, mpn)) => {
                Identity::Mpn { mpn: match_key(mpn.as_str()), manufacturer: match_key(manufacturer.as_str()) }
            }
            None => Identity::Described {
                codes: part.codes.clone(),
                cells: describing(cells),
                description: part.description.to_string(),
            },
        };
        Ok((identity, PlannedPart::New(part)))
    }

    /// The part of the workspace that the row names, by number or else by manufacturer part.
    fn find_known(&mut self, cells: &Cells<'_>) -> Result<Option<&'t KnownPart>, Stop> {
        let known: &'t Known = self.known;
        let written = cells.get(Role::PartNumber);
        if !written.is_empty() {
            let unknown = || Stop::refused(Role::PartNumber, ImportError::NumberUnknown { number: written.to_owned() });
            let number: PartNumber = written.parse().map_err(|_| unknown())?;
            return known.by_number.get(&number).map(Some).ok_or_else(unknown);
        }
        let mpn = cells.get(Role::Mpn);
        if mpn.is_empty() {
            return Ok(None);
        }
        let maker = match_key(cells.get(Role::Manufacturer));
        let candidates = known.by_mpn.get(&match_key(mpn)).map_or(&[][..], Vec::as_slice);
        // A maker that is not named, on either side, contradicts nobody.
        let fits = |of: &ManufacturerPart| {
            maker.is_empty() || of.manufacturer.as_str().is_empty() || of.manufacturer_key() == maker
        };
        let mut found: Vec<&KnownPart> = candidates.iter().filter(|(of, _)| fits(of)).map(|(_, part)| part).collect();
        found.sort_by_key(|part| part.number.sequence);
        found.dedup_by_key(|part| part.id);
        let Some((&first, others)) = found.split_first() else { return Ok(None) };
        if !others.is_empty() {
            let others = others.iter().map(|part| part.number.to_string()).collect::<Vec<_>>().join(", ");
            let (mpn, number) = (mpn.to_owned(), first.number.to_string());
            self.notice(cells, Some(Role::Mpn), ImportError::MpnAmbiguous { mpn, number, others });
        }
        Ok(Some(first))
    }

    /// The category that the first designator's letters suggest, or the one for what nobody knows.
    fn suggest_codes(&self, content: &LineContent) -> Result<Codes, Stop> {
        let suggested = content
            .designators
            .first()
            .map_or(starter::UNKNOWN, |first| starter::suggested_by(&first.letters().to_ascii_uppercase()));
        let refused = |error| Stop::refused(Role::Reference, Error::from(error));
        let codes = Codes::parse(suggested).map_err(refused)?;
        if self.known.codes.contains(&codes) { Ok(codes) } else { Codes::parse(starter::UNKNOWN).map_err(refused) }
    }

    fn notices(&mut self, cells: &Cells<'_>) {
        if cells.get(Role::Mpn).is_empty() && cells.get(Role::PartNumber).is_empty() {
            self.notice(cells, Some(Role::Mpn), ImportError::NoMpn);
        }
        let beyond = cells.row.cells.iter().skip(self.columns.len()).filter(|cell| !cell.is_empty());
        let beyond = beyond.map(String::as_str).collect::<Vec<_>>().join(", ");
        if !beyond.is_empty() {
            self.notice(cells, None, ImportError::CellsDropped { cells: beyond });
        }
    }

    /// Puts the row's line where it belongs: into an earlier row's line, or at the end.
    fn place(&mut self, cells: &Cells<'_>, content: LineContent, (identity, part): (Identity, PlannedPart)) -> Outcome {
        let (index, first_row) = *self.part_of.entry(identity).or_insert((self.parts.len(), cells.row.number));
        let is_first = index == self.parts.len();
        let outcome = if is_first && matches!(part, PlannedPart::New(_)) { Outcome::New } else { Outcome::Matched };
        if is_first {
            self.parts.push(part);
        }
        let key = (index, describing(cells), content.dnp, content.unit);
        if let Some(&line) = self.line_of.get(&key)
            && let Some(merged) = merge(&self.lines[line].content, &content)
        {
            self.lines[line].content = merged;
            return Outcome::Merged;
        }
        if !is_first {
            self.notice(cells, None, ImportError::SameAsRow { row: first_row });
        }
        self.line_of.insert(key, self.lines.len());
        self.lines.push(PlannedLine { part: index, content });
        outcome
    }
}

/// Two contents of the same part as one; `None` when the sum would be no quantity.
fn merge(one: &LineContent, other: &LineContent) -> Option<LineContent> {
    let quantity = Quantity::from_millionths(one.quantity.millionths() + other.quantity.millionths())?;
    let mut merged = one.clone();
    merged.quantity = quantity;
    merged.designators.extend_from_slice(&other.designators);
    merged.quantity_intended = !merged.designators.is_empty()
        && (merged.unit != Unit::Each || quantity != Quantity::pieces(merged.designators.len()));
    Some(merged)
}

/// A row's designators. A word such as `R1-R4` is read as a range unless the quantity says that it is one designator.
fn read_designators(text: &str, amount: Amount) -> Result<Vec<Designator>, Stop> {
    let refused = |error| Stop::refused(Role::Reference, Error::from(error));
    let as_written = designator::parse_list_as_written(text).map_err(refused)?;
    if let Amount::Given(quantity, _) = amount
        && !as_written.is_empty()
        && quantity == Quantity::pieces(as_written.len())
    {
        return Ok(as_written);
    }
    designator::parse_list(text).map_err(refused)
}

/// The cells that describe a part, by property name: what tells two parts without an MPN apart.
fn describing(cells: &Cells<'_>) -> Vec<(String, String)> {
    cells.properties().into_iter().map(|(name, _, cell)| (name, cell.to_owned())).collect()
}

/// Where a row describes its part otherwise than the workspace does.
fn differences(cells: &Cells<'_>, part: &KnownPart) -> Vec<(Role, ImportError)> {
    let mut differences = Vec::new();
    for (column, role, here) in cells.properties() {
        // A property that the part lacks differs too: what the row says of it is not kept, and somebody should know.
        let there = part.properties.iter().find(|property| property.name.as_str() == column);
        let there = there.map_or_else(String::new, |property| property.value.to_string());
        if there != here {
            let (number, here) = (part.number.to_string(), here.to_owned());
            differences.push((role, ImportError::PartDiffers { number, column, here, there }));
        }
    }
    differences
}

/// The part that a row describes.
fn new_part(cells: &Cells<'_>, codes: Codes) -> Result<PlannedNewPart, Stop> {
    let (value, footprint, mpn) = (cells.get(Role::Value), cells.get(Role::Footprint), cells.get(Role::Mpn));
    let description = cells.get(Role::Description);
    let name = match (value, mpn) {
        ("", "") if description.is_empty() => return Err(Stop::not_a_part(ImportError::RowWithoutPart)),
        ("", "") => description.to_owned(),
        (value, "") => format!("{value} {}", short_footprint(footprint)),
        ("", mpn) => mpn.to_owned(),
        (value, mpn) if match_key(mpn).contains(&match_key(value)) => mpn.to_owned(),
        (value, mpn) => format!("{value} {mpn}"),
    };
    let refused = |role: Role| move |error: Error| Stop::refused(role, error);
    let name = PartName::parse(&name).map_err(Error::from).map_err(refused(Role::Value))?;
    let description = Description::parse(description).map_err(Error::from).map_err(refused(Role::Description))?;
    let manufacturer_part = if mpn.is_empty() {
        None
    } else {
        let maker = cells.get(Role::Manufacturer);
        let maker = Manufacturer::parse(maker).map_err(Error::from).map_err(refused(Role::Manufacturer))?;
        Some((maker, Mpn::parse(mpn).map_err(Error::from).map_err(refused(Role::Mpn))?))
    };
    let properties = cells.properties().into_iter();
    let properties = properties
        .map(|(name, role, cell)| read_property(&name, cell).map_err(refused(role)))
        .collect::<Result<Vec<Property>, Stop>>()?;
    Ok(PlannedNewPart { codes, name, description, manufacturer_part, properties })
}

/// A cell as a property: a link when it is one, else text.
fn read_property(name: &str, cell: &str) -> Result<Property, Error> {
    let name = PropertyName::parse(name)?;
    let value = match Link::parse(cell) {
        Ok(link) => PropertyValue::Link { link },
        Err(_) => PropertyValue::Text { text: PropertyText::parse(cell)? },
    };
    Ok(Property { name, value })
}
