//! Import: a file of rows becomes a plan, and a plan becomes one unit of work.
//!
//! Everything up to the plan is pure: [`text`] finds the encoding, [`table`] the rows, [`mod@column`] what each column means,
//! and [`plan`] what each row would do. [`ImportService`] shows the plan first and carries it out when it is still the same.

pub mod cell;
pub mod column;
mod imported;
pub mod plan;
mod planner;
#[expect(dead_code, reason = "called by the planner, which is next to come")]
mod remembered;
mod repository;
mod row;
mod service;
pub mod source;
pub mod table;
pub mod text;

pub use column::{Column, Role};
pub use imported::{ImportedFile, ImportedRow};
pub use plan::{Counts, Item, Known, KnownPart, Outcome, Plan, Problem, Severity};
pub(crate) use remembered::STANDS;
pub use remembered::{ChoiceKind, Layout, LayoutKey};

pub use repository::{ImportReader, ImportRepository};
pub use service::{Done, ImportService, Request, Target};
pub use table::{Source, Table};

use crate::error::refusals;

refusals! {
    /// Why a file, or a row of it, was not imported.
    pub enum ImportError {
        FileTooLarge { megabytes: usize, most: usize } = "import.file_too_large",
            "The file has {megabytes} MB; at most {most} MB can be imported at once.";
        FileEmpty = "import.file_empty", "The file has no rows; export the BOM again and choose that file.";
        NotText { detail: String } = "import.not_text",
            "This is no file of rows: {detail}. Export the BOM as CSV or as a spreadsheet, and choose that file.";
        FileUnreadable { detail: String } = "import.file_unreadable",
            "The file could not be read ({detail}); see that it is still there and whole, and choose it again.";
        EncodingUnknown { name: String } = "import.encoding_unknown",
            "There is no encoding {name}; choose one by its usual name, such as UTF-8, Windows-1252 or GBK.";
        DelimiterInvalid = "import.delimiter_invalid",
            "That cannot separate cells; choose one sign that is no letter, digit, quote or line end, such as a comma or a semicolon.";
        SheetUnknown { name: String } = "import.sheet_unknown",
            "The file has no sheet or variant {name}; choose one of those it has.";
        RowTooLong { row: u64, kilobytes: usize } = "import.row_too_long",
            "Row {row} is longer than {kilobytes} KB; this is no BOM, or its lines do not end as lines do.";
        VersionUnknown { version: String } = "import.version_unknown",
            "The file is of version {version} of Partwright's BOM format, and this program reads version 1; use a newer program.";
        QuoteOpen { row: u64 } = "import.quote_open",
            "A quote that is opened in row {row} is never closed, so the rows after it cannot be told apart; close it, or export the BOM again.";
        HeaderNotFound = "import.header_not_found",
            "No row names the columns; the file needs a header row with a column for the references, the value or the MPN.";
        RolesMismatch { given: usize, columns: usize } = "import.roles_mismatch",
            "{given} roles were given for {columns} columns; give one for each.";
        RoleTwice { role: String } = "import.role_twice", "Two columns are called {role}; choose one of them.";
        TargetNotAssembly { number: String } = "import.target_not_assembly",
            "{number} is not an assembly; choose a part of an assembly category, or import into a new one.";
        TargetHasLines { number: String, lines: u64 } = "import.target_has_lines",
            "{number} already has {lines} lines; import into an assembly without lines, or into a new one.";
        TargetNameInvalid { detail: String } = "import.target_name_invalid", "The new assembly cannot be called that. {detail}";
        NothingToImport = "import.nothing", "No row of this file can become a line; look at the problems and choose other columns.";
        PlanChanged = "import.plan_changed",
            "The workspace changed since the preview, and the import would now do something else; nothing was imported. Look at the new preview.";

        RowEmpty = "import.row_empty", "The row is empty.";
        RowWithoutPart = "import.row_without_part",
            "The row names no part: it has no value, MPN, part number or description.";
        DesignatorTaken { designator: String, row: u64 } = "import.designator_taken",
            "{designator} already stands in row {row}; a reference designator can stand only once in a BOM.";
        NumberUnknown { number: String } = "import.number_unknown",
            "There is no part {number} in this workspace; correct the number, or clear the cell to make a new part.";
        QuantityInvalid { text: String } = "import.quantity_invalid",
            "\"{text}\" is not a quantity; write a number such as 4 or 0.25, with a unit after it if it is not pieces.";
        QuantityZero = "import.quantity_zero", "The quantity is 0 and the row has no designators, so there is nothing to build in.";
        ContainsTarget { number: String } = "import.contains_target",
            "{number} contains the assembly this is imported into; a part cannot contain itself.";

        RowSpansLines { last: u64 } = "import.row_spans_lines",
            "The row goes on to line {last}, because a cell in quotes has line breaks in it. A quote that is never closed does that too: see that no row is missing.";
        NoMpn = "import.no_mpn", "The row has no MPN; the part is known by its value and footprint alone.";
        QuantityDiffers { quantity: String, count: usize } = "import.quantity_differs",
            "The quantity is {quantity}, but there are {count} designators; the line keeps both and is marked as intended.";
        ZeroIsDnp { count: usize } = "import.zero_is_dnp",
            "The quantity is 0; the line counts its {count} designators and is marked as not populated.";
        MpnAmbiguous { mpn: String, number: String, others: String } = "import.mpn_ambiguous",
            "{mpn} stands on {number} and on {others}; {number}, the oldest, was taken.";
        PartDiffers { number: String, column: String, here: String, there: String } = "import.part_differs",
            "{number} keeps its {column} \"{there}\"; this row says \"{here}\".";
        SameAsRow { row: u64 } = "import.same_as_row", "The part is the one of row {row}; it gets a line of its own.";
        CellsDropped { cells: String } = "import.cells_without_column",
            "The row has cells beyond the last column, which are not kept: {cells}.";
    }
}
