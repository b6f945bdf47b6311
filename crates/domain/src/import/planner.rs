//! The planner: takes one row after the other, and decides what each would do.

use std::collections::{BTreeMap, HashMap};

use super::ImportError;
use super::cell::{self, Amount};
use super::column::{Column, Role};
use super::plan::{Item, Known, KnownPart, MakerAndMpn, Outcome, PlannedLine, PlannedPart, Problem, Severity};
use super::row::{Cells, Stop, describing, differences, manufacturer_part, new_part};
use super::table::Row;
use crate::bom::{Designator, FindNumber, LineContent, Note, Quantity, Unit, designator};
use crate::category::{CategoryError, Codes, starter};
use crate::error::Error;
use crate::id::PartId;
use crate::manufacturer_part::ManufacturerPart;
use crate::order::match_key;
use crate::part::PartNumber;

/// What became of a file's rows.
pub(super) struct Planned {
    pub(super) parts: Vec<PlannedPart>,
    pub(super) lines: Vec<PlannedLine>,
    pub(super) items: Vec<Item>,
    pub(super) problems: Vec<Problem>,
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

pub(super) struct Planner<'t> {
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
    pub(super) fn new(columns: &'t [Column], known: &'t Known) -> Self {
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

    pub(super) fn row(&mut self, row: &Row) {
        let cells = Cells::new(self.columns, row);
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
        let breaks = row.cells.iter().map(|cell| cell.lines().count().saturating_sub(1)).sum::<usize>();
        if breaks > 0 {
            // Said whatever becomes of the row: what looks like one row may be several.
            self.notice(&cells, None, ImportError::RowSpansLines { last: row.number + breaks as u64 });
        }
        let said_before = self.problems.len();
        match self.try_row(&cells, &mut item) {
            Ok(outcome) => item.outcome = outcome,
            Err(Stop { outcome, role, error }) => {
                item.outcome = outcome;
                item.designators.clear();
                item.quantity.clear();
                // What was noticed on the way was about a line, and there is none.
                self.problems.truncate(said_before);
                let severity = if outcome == Outcome::Refused { Severity::Refused } else { Severity::Notice };
                self.say(&cells, role, severity, &error);
            }
        }
        self.items.push(item);
    }

    fn say(&mut self, cells: &Cells<'_>, role: Option<Role>, severity: Severity, error: &Error) {
        let column = role.and_then(|role| cells.column_name(role));
        let (row, code, message) = (cells.number(), error.code(), error.to_string());
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
        self.row_of.extend(content.designators.iter().map(|designator| (designator.clone(), cells.number())));
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
        let (properties, origin) = (Vec::new(), None);
        Ok(LineContent { quantity, unit, designators, quantity_intended, dnp, find_number, note, properties, origin })
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
            let gets = manufacturer_part(cells)?.filter(|named| !has(part, named)).into_iter().collect();
            return Ok((Identity::Known(part.id), PlannedPart::Known { id: part.id, gets }));
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
        if self.known.codes.contains(&codes) {
            return Ok(codes);
        }
        let unknown = Codes::parse(starter::UNKNOWN).map_err(refused)?;
        // Somebody may have removed it; then the row says so before anything is written.
        if self.known.codes.contains(&unknown) {
            Ok(unknown)
        } else {
            Err(refused(CategoryError::NotFound { code: unknown.to_string() }))
        }
    }

    fn notices(&mut self, cells: &Cells<'_>) {
        if cells.get(Role::Mpn).is_empty() && cells.get(Role::PartNumber).is_empty() {
            self.notice(cells, Some(Role::Mpn), ImportError::NoMpn);
        }
        let beyond = cells.beyond().join(", ");
        if !beyond.is_empty() {
            self.notice(cells, None, ImportError::CellsDropped { cells: beyond });
        }
    }

    /// What became of the rows.
    pub(super) fn finish(self) -> Planned {
        let Self { parts, lines, items, problems, .. } = self;
        Planned { parts, lines, items, problems }
    }

    /// Puts the row's line where it belongs: into an earlier row's line, or at the end.
    fn place(&mut self, cells: &Cells<'_>, content: LineContent, (identity, part): (Identity, PlannedPart)) -> Outcome {
        let (index, first_row) = *self.part_of.entry(identity).or_insert((self.parts.len(), cells.number()));
        let is_first = index == self.parts.len();
        let outcome = match &part {
            PlannedPart::New(_) if is_first => Outcome::New,
            PlannedPart::Known { gets, .. } if !gets.is_empty() => Outcome::Updated,
            _ => Outcome::Matched,
        };
        if is_first {
            self.parts.push(part);
        } else if let (PlannedPart::Known { gets, .. }, PlannedPart::Known { gets: more, .. }) =
            (&mut self.parts[index], part)
        {
            let new: Vec<_> = more.into_iter().filter(|new| !gets.iter().any(|there| is_same(there, new))).collect();
            gets.extend(new);
        }
        let key = (index, describing(cells), content.dnp, content.unit);
        if let Some(&line) = self.line_of.get(&key)
            && let Some(merged) = merge(&self.lines[line].content, &content)
        {
            self.lines[line].content = merged;
            return if outcome == Outcome::Updated { outcome } else { Outcome::Merged };
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

/// Whether a part has that manufacturer part. A maker that is not named, on either side, contradicts nobody.
fn has(part: &KnownPart, (maker, mpn): &MakerAndMpn) -> bool {
    let is_maker = |of: &ManufacturerPart| {
        maker.as_str().is_empty()
            || of.manufacturer.as_str().is_empty()
            || of.manufacturer_key() == match_key(maker.as_str())
    };
    part.manufacturer_parts.iter().any(|of| of.mpn_key() == match_key(mpn.as_str()) && is_maker(of))
}

fn is_same((maker, mpn): &MakerAndMpn, (other_maker, other_mpn): &MakerAndMpn) -> bool {
    match_key(mpn.as_str()) == match_key(other_mpn.as_str())
        && match_key(maker.as_str()) == match_key(other_maker.as_str())
}
