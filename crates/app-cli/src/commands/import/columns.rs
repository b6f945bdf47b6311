//! What columns mean, where somebody says so: `Pos=reference`.

use std::str::FromStr;

use partwright_domain::import::{Column, Role};

use crate::failure::CliError;

/// A column, and the role it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mapping {
    column: String,
    role: Role,
}

impl FromStr for Mapping {
    type Err = CliError;

    /// Takes what stands before the last `=` for the column: names of columns may have one, roles have none.
    fn from_str(text: &str) -> Result<Self, CliError> {
        let known = || Role::ALL.map(Role::code).join(", ");
        let invalid = || CliError::MappingInvalid { text: text.to_owned(), known: known() };
        let (column, role) = text.rsplit_once('=').ok_or_else(invalid)?;
        let role =
            Role::ALL.into_iter().find(|one| one.code().eq_ignore_ascii_case(role.trim())).ok_or_else(invalid)?;
        Ok(Self { column: column.trim().to_owned(), role })
    }
}

/// Whether these names have each column that is given a role.
pub(super) fn are_named(header: &[String], map: &[Mapping]) -> bool {
    map.iter().all(|Mapping { column, .. }| header.iter().any(|name| name.eq_ignore_ascii_case(column)))
}

/// A role for each column: the one it is given, else the one it was taken for.
pub(super) fn roles(columns: &[Column], map: &[Mapping]) -> Result<Vec<Role>, CliError> {
    let mut roles: Vec<Role> = columns.iter().map(|column| column.role).collect();
    for Mapping { column: name, role } in map {
        let by_name = columns.iter().position(|column| column.name.eq_ignore_ascii_case(name));
        let by_number = || name.parse::<usize>().ok()?.checked_sub(1).filter(|index| *index < columns.len());
        let index = by_name.or_else(by_number).ok_or_else(|| {
            let known = columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
            CliError::ColumnUnknown { name: name.clone(), known }
        })?;
        roles[index] = *role;
    }
    Ok(roles)
}
