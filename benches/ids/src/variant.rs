//! The three schemas. Columns, indexes and queries are the same; only the ids and the clustering differ.

use crate::company::Company;
use crate::ids::Ids;

pub(crate) struct Variant {
    pub(crate) key: &'static str,
    pub(crate) title: &'static str,
    pub(crate) schema: String,
    pub(crate) ids: Ids,
}

pub(crate) fn all(company: &Company) -> Vec<Variant> {
    let integers = "INTEGER";
    let uuids = "BLOB";
    vec![
        Variant {
            key: "integer",
            title: "a) integer",
            schema: parts_and_revisions(integers) + &lines_by_rowid(integers),
            ids: Ids::integers(company),
        },
        Variant {
            key: "uuid",
            title: "b) UUIDv7",
            schema: parts_and_revisions(uuids) + &lines_by_rowid(uuids),
            ids: Ids::uuids(company),
        },
        Variant {
            key: "uuid_clustered",
            title: "c) UUIDv7, lines clustered",
            schema: parts_and_revisions(uuids) + LINES_BY_REVISION,
            ids: Ids::uuids(company),
        },
    ]
}

fn parts_and_revisions(id: &str) -> String {
    format!(
        "CREATE TABLE part (
            id     {id} NOT NULL PRIMARY KEY,
            number TEXT NOT NULL UNIQUE,
            name   TEXT NOT NULL
        ) STRICT;
        CREATE TABLE revision (
            id      {id} NOT NULL PRIMARY KEY,
            part_id {id} NOT NULL REFERENCES part (id),
            ordinal INTEGER NOT NULL,
            state   TEXT NOT NULL,
            UNIQUE (part_id, ordinal)
        ) STRICT;"
    )
}

fn lines_by_rowid(id: &str) -> String {
    format!(
        "CREATE TABLE bom_line (
            id            {id} NOT NULL PRIMARY KEY,
            revision_id   {id} NOT NULL REFERENCES revision (id),
            position      INTEGER NOT NULL,
            child_part_id {id} NOT NULL REFERENCES part (id),
            quantity      INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX bom_line_by_revision ON bom_line (revision_id, position);
        CREATE INDEX bom_line_by_child ON bom_line (child_part_id);"
    )
}

const LINES_BY_REVISION: &str = "CREATE TABLE bom_line (
        id            BLOB NOT NULL UNIQUE,
        revision_id   BLOB NOT NULL REFERENCES revision (id),
        position      INTEGER NOT NULL,
        child_part_id BLOB NOT NULL REFERENCES part (id),
        quantity      INTEGER NOT NULL,
        PRIMARY KEY (revision_id, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX bom_line_by_child ON bom_line (child_part_id);";
