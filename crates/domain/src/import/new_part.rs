//! What a row says of its part: how a new one is made of it, and where one that is there differs.

use super::ImportError;
use super::cell::plain_footprint;
use super::column::Role;
use super::known::{KnownPart, is_bare, places_in_words};
use super::plan::{MakerAndMpn, PlannedPart, Purpose};
use super::register::{Notice, is_same_value};
use super::row::{Cells, Fact, Stop};
use super::said::{Gives, Statement};
use crate::category::{Codes, starter};
use crate::error::Error;
use crate::order::match_key;
use crate::part::{Description, PartName};
use crate::property::{self, Link, Property, PropertyName, PropertyText, PropertyValue};

/// What a description is called where a sentence names it.
const DESCRIPTION: &str = "description";

/// How long a name may be that is made from cells.
const LONGEST_NAME: usize = 190;

/// What a row says of its part that is kept with it: what every component has, and of a list of parts all columns. Where
/// nothing else says what the part is, the other columns do.
pub(super) fn facts<'r>(cells: &Cells<'r>, purpose: &Purpose) -> Vec<Fact<'r>> {
    let mut facts = cells.describing();
    let number = cells.get(Role::PartNumber);
    if !number.is_empty() {
        facts.push((property::IPN.to_owned(), Role::PartNumber, number));
    }
    if matches!(purpose, Purpose::Parts { .. }) || is_bare(cells) {
        facts.extend(cells.kept(&facts));
    }
    facts
}

/// Refuses to take a row for a part that names none; `is_placed` where it has designators. That is for the row alone to say:
/// a row of sums may share all its cells with one that is placed, which is in the workspace once the file was imported.
pub(super) fn check_named(cells: &Cells<'_>, is_placed: bool, purpose: &Purpose) -> Result<(), Stop> {
    if is_bare(cells) && name(cells, &facts(cells, purpose), is_placed).is_none() {
        return Err(nameless(cells));
    }
    Ok(())
}

fn nameless(cells: &Cells<'_>) -> Stop {
    let says_only_dnp = cells.says_only_dnp();
    Stop::not_a_part(if says_only_dnp { ImportError::RowOnlyDnp } else { ImportError::RowWithoutPart })
}

/// The part that a row describes; `is_placed` where it has designators.
pub(super) fn of(
    cells: &Cells<'_>,
    codes: Codes,
    makers: Vec<MakerAndMpn>,
    is_placed: bool,
    purpose: &Purpose,
) -> Result<PlannedPart, Stop> {
    let refused = |role: Role| move |error: Error| Stop::refused(role, error);
    let facts = facts(cells, purpose);
    let name = name(cells, &facts, is_placed).ok_or_else(|| nameless(cells))?;
    let name = PartName::parse(&name).map_err(Error::from).map_err(refused(Role::Value))?;
    let description = Description::parse(cells.get(Role::Description));
    let description = description.map_err(Error::from).map_err(refused(Role::Description))?;
    let sets = facts.iter().map(|(name, role, cell)| read_property(name, cell).map_err(refused(*role)));
    Ok(PlannedPart {
        known: None,
        codes,
        name,
        description: Some(description),
        gets: makers,
        sets: sets.collect::<Result<_, Stop>>()?,
        remembers: Vec::new(),
    })
}

/// What a new part is called: its value with what tells it from others of that value, else its MPN, its description, its
/// number. A footprint or another column names only what is placed: a row of sums has such cells too. Words in the place of
/// designators name what is counted or described; in a file without those, words in another column name what is counted.
fn name(cells: &Cells<'_>, facts: &[Fact<'_>], is_placed: bool) -> Option<String> {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (value, mpn, footprint) = (cells.get(Role::Value), cells.get(Role::Mpn), cells.get(Role::Footprint));
    let name = match (value, mpn) {
        ("", "") => {
            let (description, number) = (cells.get(Role::Description), cells.get(Role::PartNumber));
            let names = |fact: &&Fact<'_>| fact.1 == Role::Property && Link::parse(fact.2).is_err();
            let kept = || facts.iter().filter(names).map(|(.., cell)| *cell);
            let placed = || if footprint.is_empty() { kept().next().unwrap_or("") } else { plain_footprint(footprint) };
            let is_counted = !cells.get(Role::Quantity).is_empty();
            let is_said = is_counted || !facts.is_empty();
            let found = [
                description,
                number,
                if is_placed { placed() } else { "" },
                if is_said { places_in_words(cells).unwrap_or("") } else { "" },
                if is_counted && !cells.has(Role::Reference) {
                    kept().find(|cell| is_words(cell)).unwrap_or("")
                } else {
                    ""
                },
            ];
            one_line(found.into_iter().find(|text| !text.is_empty())?)
        }
        (value, "") => one_line(&format!("{value} {}", plain_footprint(footprint))),
        ("", mpn) => mpn.to_owned(),
        (value, mpn) if match_key(mpn).starts_with(&match_key(value)) => mpn.to_owned(),
        (value, mpn) => one_line(&format!("{value} {mpn}")),
    };
    // Some write half a datasheet where a value belongs. All of it is kept; the name need not say it.
    Some(match name.char_indices().nth(LONGEST_NAME) {
        None => name,
        Some(_) if !mpn.is_empty() => mpn.to_owned(),
        Some((end, _)) => {
            let cut = name[..end].trim_end_matches(|character| character != ' ').trim_end();
            format!("{} …", if cut.is_empty() { &name[..end] } else { cut })
        }
    })
}

/// Whether a cell says something in words, and is no sum of money.
fn is_words(cell: &str) -> bool {
    cell.chars().filter(|sign| sign.is_alphabetic()).count() >= 3
}

/// An assembly of which nothing is known but its number in another system.
pub(super) fn assembly(number: &str) -> Result<PlannedPart, Error> {
    let codes = Codes::parse(starter::numbered(number).unwrap_or(starter::ASSEMBLY))?;
    let sets = vec![read_property(property::IPN, number)?];
    let (name, description) = (PartName::parse(number)?, Some(Description::parse("")?));
    Ok(PlannedPart { known: None, codes, name, description, gets: Vec::new(), sets, remembers: Vec::new() })
}

/// A part of the workspace, which gets nothing yet.
pub(super) fn known(part: &KnownPart) -> PlannedPart {
    PlannedPart {
        known: Some((part.id, part.number.clone())),
        codes: part.number.codes.clone(),
        name: part.name.clone(),
        description: None,
        gets: Vec::new(),
        sets: Vec::new(),
        remembers: Vec::new(),
    }
}

/// What a row more says of a part that is to be made.
pub(super) fn statements(cells: &Cells<'_>, purpose: &Purpose) -> Result<Vec<Statement>, Stop> {
    let description = cells.get(Role::Description);
    let described = (!description.is_empty()).then(|| (DESCRIPTION.to_owned(), Role::Description, description));
    let statement = |(name, role, here): Fact<'_>| {
        let gives = Some(gives(&name, role, here)?);
        Ok(Statement { name, role, here: here.to_owned(), there: String::new(), gives })
    };
    described.into_iter().chain(facts(cells, purpose)).map(statement).collect()
}

/// What a part gets by a cell.
fn gives(name: &str, role: Role, cell: &str) -> Result<Gives, Stop> {
    let given = if role == Role::Description {
        Description::parse(cell).map(Gives::Description).map_err(Error::from)
    } else {
        read_property(name, cell).map(Gives::Property)
    };
    given.map_err(|error| Stop::refused(role, error))
}

/// Where a row describes its part otherwise than the workspace does: told, or where a list of parts is to update, said of it.
pub(super) fn updates(
    cells: &Cells<'_>,
    part: &KnownPart,
    purpose: &Purpose,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Statement>, Stop> {
    let is_taken = matches!(purpose, Purpose::Parts { update: true, .. });
    let mut statements = Vec::new();
    let number = part.number.to_string();
    let differs = |role, column: &str, here: &str, there: String| {
        let (number, column, here) = (number.clone(), column.to_owned(), here.to_owned());
        let error = if is_taken {
            ImportError::PartFrozen { number, column, here, there }
        } else {
            ImportError::PartDiffers { number, column, here, there }
        };
        (Some(role), error)
    };
    let mut facts = cells.describing();
    if matches!(purpose, Purpose::Parts { .. }) {
        facts.extend(cells.kept(&facts));
    }
    let description = cells.get(Role::Description);
    if !description.is_empty() {
        facts.insert(0, (DESCRIPTION.to_owned(), Role::Description, description));
    }
    for (name, role, here) in facts {
        let is_description = role == Role::Description;
        // A property that the part lacks differs too: what the row says of it is not kept, and somebody should know.
        let there = if is_description {
            part.description.to_string()
        } else {
            let there = part.properties.iter().find(|property| property.name.as_str().eq_ignore_ascii_case(&name));
            there.map_or_else(String::new, |property| property.value.to_string())
        };
        let is_same = there == here || (role == Role::Value && is_same_value(&there, here));
        // A description is the part's, and no revision has it.
        if is_taken && (part.is_draft || is_description) {
            let gives = if is_same { None } else { Some(gives(&name, role, here)?) };
            statements.push(Statement { name, role, here: here.to_owned(), there, gives });
        } else if !is_same {
            notices.push(differs(role, &name, here, there));
        }
    }
    Ok(statements)
}

/// In what the row's value or footprint contradicts the part's: the name of what differs.
pub(super) fn contradiction(cells: &Cells<'_>, part: &KnownPart) -> Option<String> {
    let facts = cells.describing().into_iter().filter(|(_, role, _)| matches!(role, Role::Value | Role::Footprint));
    let differs = |(name, role, here): Fact<'_>| {
        let there = part.properties.iter().find(|property| property.name.as_str().eq_ignore_ascii_case(&name))?;
        let there = there.value.to_string();
        let is_same = there == here || (role == Role::Value && is_same_value(&there, here));
        (!is_same).then_some(name)
    };
    facts.into_iter().find_map(differs)
}

/// A cell as a property: a link when it is one, else text.
pub(super) fn read_property(name: &str, cell: &str) -> Result<Property, Error> {
    let name = PropertyName::parse(name)?;
    let value = match Link::parse(cell) {
        Ok(link) => PropertyValue::Link { link },
        Err(_) => PropertyValue::Text { text: PropertyText::parse(cell)? },
    };
    Ok(Property { name, value })
}
