//! A row: its cells by what they say.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::ImportError;
use super::cell::{self, Amount, Decimals};
use super::column::{self, Column, LONGEST_NAME, Role};
use super::places::{self, Places};
use super::plan::{MakerAndMpn, Outcome};
use super::source::Row;
use crate::bom::BomError;
use crate::error::Error;
use crate::manufacturer_part::{Manufacturer, Mpn};
use crate::order::match_key;
use crate::property::{self, Link};

/// Where each role stands, found once for all rows.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) columns: Vec<Column>,
    /// The places of a role's columns, by the role.
    of_role: Vec<Vec<usize>>,
    /// What problems call the columns.
    names: Vec<Arc<str>>,
    /// What properties are called that a column is kept as.
    kept_as: Vec<String>,
    /// The column of the manufacturer of each MPN, by the place of the MPN.
    maker_of: HashMap<usize, usize>,
    /// What begins the decimals of its quantities.
    decimals: Decimals,
}

impl Grid {
    pub(super) fn new(columns: Vec<Column>, decimals: Decimals) -> Self {
        let mut of_role = vec![Vec::new(); Role::ALL.len()];
        for column in &columns {
            of_role[column.role as usize].push(column.index);
        }
        // The first choice first, wherever its column stands.
        of_role[Role::Mpn as usize].sort_by_key(|&index| columns[index].alternate);
        let kept_as = column::property_names(&columns);
        let called = columns.iter().zip(&kept_as);
        let names = called.map(|(Column { name, .. }, kept)| if name.is_empty() { kept } else { name });
        let names = names.map(|name| Arc::from(name.as_str())).collect();
        let mut makers: HashMap<u8, usize> = HashMap::new();
        for &index in &of_role[Role::Manufacturer as usize] {
            makers.entry(columns[index].alternate).or_insert(index);
        }
        let maker = |&index: &usize| makers.get(&columns[index].alternate).map(|&maker| (index, maker));
        let maker_of = of_role[Role::Mpn as usize].iter().filter_map(maker).collect();
        Self { columns, of_role, names, kept_as, maker_of, decimals }
    }

    fn of(&self, role: Role) -> &[usize] {
        &self.of_role[role as usize]
    }

    /// The name of the first column of a role.
    pub(super) fn column_name(&self, role: Role) -> Option<Arc<str>> {
        self.of(role).first().and_then(|&index| self.names.get(index)).cloned()
    }
}

/// A row's cells by what they say.
#[derive(Clone, Copy)]
pub(super) struct Cells<'r> {
    grid: &'r Grid,
    row: &'r Row,
}

/// Something that a row says under a name.
pub(super) type Fact<'r> = (String, Role, &'r str);

impl<'r> Cells<'r> {
    pub(super) fn new(grid: &'r Grid, row: &'r Row) -> Self {
        Self { grid, row }
    }

    /// The line of the file in which the row begins.
    pub(super) fn number(&self) -> u64 {
        self.row.number
    }

    /// The cells that have something in them, and stand beyond the last column or in one that is nobody's.
    pub(super) fn beyond(&self) -> impl Iterator<Item = &'r str> {
        let columns = &self.grid.columns;
        let is_beyond = |index: &usize| columns.get(*index).is_none_or(Column::is_nobodys);
        let beyond = self.row.cells.iter().enumerate().filter(move |(index, _)| is_beyond(index));
        beyond.map(|(_, cell)| cell.as_str()).filter(|cell| !cell.is_empty())
    }

    /// The cell of a column, by its place.
    pub(super) fn at(&self, index: usize) -> &'r str {
        let cell = self.written(index);
        let role = self.grid.columns.get(index).map(|column| column.role);
        let names = matches!(role, Some(Role::Mpn | Role::Manufacturer | Role::PartNumber | Role::Datasheet));
        // KiCad writes a tilde for an empty value. What names something has other words for nothing, too, and a link is no
        // name.
        let is_nothing = cell == "~"
            || (names && cell::says_nothing(cell))
            || self.linked(index).is_some()
            || (role.is_some_and(tells_part) && cell::says_only_dnp(cell));
        match role {
            _ if is_nothing => "",
            // Whether it is populated is said of the line, and two lines of one value are of one part.
            Some(Role::Value) => cell::without_dnp(cell),
            _ => cell,
        }
    }

    /// A link in a column that names who makes a part, or how they call it: a cell before it is missing.
    fn linked(&self, index: usize) -> Option<(Role, &'r str)> {
        let role = self.grid.columns.get(index)?.role;
        let cell = self.row.cells.get(index)?.as_str();
        (matches!(role, Role::Mpn | Role::Manufacturer) && Link::parse(cell).is_ok()).then_some((role, cell))
    }

    /// The first of the links where a name belongs.
    pub(super) fn link(&self) -> Option<(Role, &'r str)> {
        self.naming().find_map(|index| self.linked(index))
    }

    /// The places of the columns that name manufacturer parts.
    fn naming(&self) -> impl Iterator<Item = usize> + use<'r> {
        let grid = self.grid;
        [Role::Mpn, Role::Manufacturer].into_iter().flat_map(|role| grid.of(role)).copied()
    }

    /// The cell of a role; empty when there is none. Of several columns, the first that says something.
    pub(super) fn get(&self, role: Role) -> &'r str {
        self.all(role).find(|cell| !cell.is_empty()).unwrap_or("")
    }

    /// Whether the file has a column of a role.
    pub(super) fn has(&self, role: Role) -> bool {
        !self.grid.of(role).is_empty()
    }

    /// The cells of all columns of a role.
    fn all(&self, role: Role) -> impl Iterator<Item = &'r str> + use<'r> {
        let cells = *self;
        self.grid.of(role).iter().map(move |&index| cells.at(index))
    }

    /// Whether a cell says that the row is not populated: that of a column for it, the value among other words, or one that
    /// would tell the part or note something and says that alone.
    pub(super) fn is_dnp(&self) -> bool {
        cell::is_dnp_mark(self.get(Role::Dnp))
            || cell::is_unfitted_mark(self.get(Role::Fitted))
            || self.grid.of(Role::Value).iter().any(|&index| cell::says_dnp(self.written(index)))
            || self.says_only_dnp()
    }

    /// Whether a cell that would tell the part or note something says nothing but that the row is not populated.
    pub(super) fn says_only_dnp(&self) -> bool {
        let tells = |column: &&Column| tells_part(column.role) || column.role == Role::Note;
        self.grid.columns.iter().filter(tells).any(|column| cell::says_only_dnp(self.written(column.index)))
    }

    /// A cell as it is written.
    fn written(&self, index: usize) -> &'r str {
        self.row.cells.get(index).map_or("", String::as_str)
    }

    /// How many, or how much, the row says.
    pub(super) fn amount(&self) -> Amount {
        cell::amount(self.get(Role::Quantity), self.get(Role::Unit), self.grid.decimals)
    }

    /// The row's reference designators, in the light of how many it says there are.
    pub(super) fn places(&self) -> Result<Places, BomError> {
        places::read(self.get(Role::Reference), self.amount())
    }

    /// The manufacturer parts that are good for the part, the first choice first. A number twice is one.
    pub(super) fn makers(&self) -> Result<Vec<MakerAndMpn>, Stop> {
        let mut named: Vec<MakerAndMpn> = Vec::new();
        let mut keys = HashSet::new();
        for &index in self.grid.of(Role::Mpn) {
            let mpn = self.at(index);
            if mpn.is_empty() {
                continue;
            }
            let maker = self.grid.maker_of.get(&index).map_or("", |&maker| self.at(maker));
            let maker = Manufacturer::parse(maker).map_err(|error| Stop::refused(Role::Manufacturer, error))?;
            let mpn = Mpn::parse(mpn).map_err(|error| Stop::refused(Role::Mpn, error))?;
            if keys.insert(match_key(mpn.as_str())) {
                named.push((maker, mpn));
            }
        }
        Ok(named)
    }

    /// The match keys of all MPNs.
    pub(super) fn mpn_keys(&self) -> impl Iterator<Item = String> + use<'r> {
        self.all(Role::Mpn).filter(|mpn| !mpn.is_empty()).map(match_key)
    }

    /// What the row says of the part, under the names that each component has.
    pub(super) fn describing(&self) -> Vec<Fact<'r>> {
        let mut facts = Vec::new();
        for (role, name) in [
            (Role::Value, property::VALUE),
            (Role::Footprint, property::FOOTPRINT),
            (Role::Datasheet, property::DATASHEET),
            // A maker without a number is no manufacturer part, but it is not lost either.
            (Role::Manufacturer, property::MANUFACTURER),
        ] {
            let cell = self.get(role);
            if !cell.is_empty() && (role != Role::Manufacturer || self.get(Role::Mpn).is_empty()) {
                facts.push((name.to_owned(), role, cell));
            }
        }
        facts
    }

    /// What stands in the columns that are kept under their own names, and links where a name belongs. Of columns with one name, the first with something in
    /// it has the name, and the next the name and a number; names that are `taken` are treated alike.
    pub(super) fn kept(&self, taken: &[Fact<'_>]) -> Vec<Fact<'r>> {
        let mut facts: Vec<Fact<'r>> = Vec::new();
        let mut shared: HashSet<String> = taken.iter().map(|(name, ..)| name.to_ascii_lowercase()).collect();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let own = self.grid.of(Role::Property).iter().map(|&index| (index, self.at(index)));
        let links = self.naming().filter_map(|index| self.linked(index).map(|(_, link)| (index, link)));
        for (index, cell) in own.chain(links).filter(|(_, cell)| !cell.is_empty()) {
            let written = self.grid.kept_as[index].as_str();
            let mut name = written.to_owned();
            while !shared.insert(name.to_ascii_lowercase()) {
                let number = numbers.entry(written).or_insert(1);
                *number += 1;
                let end = written.char_indices().nth(LONGEST_NAME - 4).map_or(written.len(), |(end, _)| end);
                name = format!("{} {number}", &written[..end]);
            }
            facts.push((name, Role::Property, cell));
        }
        facts
    }

    pub(super) fn is_empty(&self) -> bool {
        self.row.cells.iter().all(String::is_empty)
    }

    /// The line in which the row ends, where a cell goes over several.
    pub(super) fn last_line(&self) -> Option<u64> {
        let breaks = self.row.cells.iter().map(|cell| cell.lines().count().saturating_sub(1)).sum::<usize>();
        (breaks > 0).then(|| self.row.number + breaks as u64)
    }
}

/// Whether a column of that role tells which part a row means, or what the part is.
fn tells_part(role: Role) -> bool {
    matches!(
        role,
        Role::Value | Role::Footprint | Role::Description | Role::Mpn | Role::Manufacturer | Role::PartNumber
    )
}

/// Why a row goes no further: a reason, and the role of the cell that gives it.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) outcome: Outcome,
    pub(super) role: Option<Role>,
    pub(super) error: Error,
}

impl Stop {
    pub(super) fn refused(role: Role, error: impl Into<Error>) -> Self {
        Self { outcome: Outcome::Refused, role: Some(role), error: error.into() }
    }

    pub(super) fn not_a_part(error: ImportError) -> Self {
        Self { outcome: Outcome::NotAPart, role: None, error: error.into() }
    }
}
