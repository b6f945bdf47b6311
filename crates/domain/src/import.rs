//! Import: a file of rows becomes a plan, and a plan becomes one unit of work.
//!
//! What a file is made of is an adapter's matter ([`source`]). From its rows on everything is pure up to the plan:
//! [`mod@column`] says what each column means, [`cell`] and [`places`] what its cells say, [`plan`] what each row would do, and
//! [`difference`](mod@difference) what that changes in the BOM that is there. [`ImportService`] shows the plan first and
//! carries it out when it is still the same.

mod apply;
mod catalogue;
pub mod cell;
pub mod column;
pub mod difference;
mod form;
mod imported;
mod keep;
pub mod known;
mod level;
mod new_part;
mod packed;
pub mod places;
pub mod plan;
mod planner;
mod recalled;
mod register;
mod remarks;
mod remembered;
mod repository;
mod row;
mod said;
mod service;
pub mod set;
pub mod source;
mod suggestion;
mod watch;

pub use column::{Column, Role};
pub use difference::{Difference, LineChange, Mode, Says};
pub use imported::{ImportedFile, ImportedRow};
pub use known::{Choice, ChoiceKey, Known, KnownPart, Wanted};
pub use packed::Packed;
pub use plan::{Counts, Item, Outcome, Plan, PlannedLine, PlannedPart, Problem, Purpose, Said, Severity};
pub use planner::Sheeted;
pub use remarks::Remarks;
pub(crate) use remembered::STANDS;
pub use remembered::{ChoiceKind, Layout, LayoutKey};
pub use repository::{ImportReader, ImportRepository};
pub use service::{Chosen, Done, ImportService, Preview, Request, SetDone, Target};
pub use set::{SetBom, SetPlan, SetRequest, SetRole, SetSheet};
pub use source::{Aside, ImportFile, ImportSet, Read, Reading, Row, RowSource, SetFile, SetText, Source};
pub use suggestion::{Candidate, Suggestion};

use crate::error::refusals;

refusals! {
    /// Why a file, or a row of it, was not imported.
    pub enum ImportError {
        FileTooLarge { megabytes: usize, most: usize } = "import.file_too_large",
            "The file has {megabytes} MB; at most {most} MB can be imported at once.";
        UnpacksTooLarge { name: String, most: usize } = "import.unpacks_too_large",
            "The file unpacks to more than {most} MB, the most that is unpacked of a spreadsheet, and {name} in it is too large; save it as CSV, which may be larger.";
        FileEmpty = "import.file_empty", "The file has no rows; export the BOM again and choose that file.";
        NotText { detail: String } = "import.not_text",
            "This is no file of rows: {detail}. Export the BOM as CSV or as a spreadsheet, and choose that file.";
        FileUnreadable { detail: String } = "import.file_unreadable",
            "The file could not be read ({detail}); see that it is still there and whole, and choose it again.";
        FileChanged = "import.file_changed",
            "The file changed while it was read, and nothing was imported. When whatever writes it has finished, choose it again.";
        EncodingUnknown { name: String } = "import.encoding_unknown",
            "There is no encoding {name}; choose one by its usual name, such as UTF-8, Windows-1252 or GBK.";
        DelimiterInvalid = "import.delimiter_invalid",
            "That cannot separate cells; choose one sign that is no letter, digit, quote or line end, such as a comma, a semicolon or a tab.";
        SheetUnknown { name: String } = "import.sheet_unknown",
            "The file has no sheet or variant {name}; choose one of those it has.";
        RowTooLong { row: u64, kilobytes: usize } = "import.row_too_long",
            "Row {row} is longer than {kilobytes} KB; this is no BOM, or its lines do not end as lines do.";
        RowTooWide { row: u64, most: usize } = "import.row_too_wide",
            "Row {row} has more than {most} cells; this is no BOM, or something else separates its cells. Export the BOM again.";
        TooManyRows { most: usize } = "import.too_many_rows",
            "There are more than {most} rows, which is the most that is imported at once; split them into several files, and import one after the other.";
        VersionUnknown { version: String } = "import.version_unknown",
            "The file is of version {version} of Partwright's BOM format, and this program reads version 1; use a newer program.";
        QuoteOpen { row: u64 } = "import.quote_open",
            "A quote that is opened in row {row} is never closed, so the rows after it cannot be told apart; close it, or export the BOM again.";
        HeaderRowBeyond { row: u64 } = "import.header_row_beyond",
            "The file ends before row {row}, or more than 9999 rows stand above it, so that row names no columns; give the row that does, or 0 if there is none.";
        HeaderNotFound = "import.header_not_found",
            "No row names the columns; the file needs a header row with a column for the references, the value or the MPN.";
        ColumnsBySpaces = "import.columns_by_spaces",
            "The columns of this file are separated by spaces, and its rows are not lined up under their names; export the BOM as CSV.";
        RolesMismatch { given: usize, columns: usize } = "import.roles_mismatch",
            "{given} roles were given for {columns} columns; give one for each.";
        RoleTwice { role: String } = "import.role_twice", "Two columns have the role {role}, which only one can have; give one of them another.";
        TargetNotAssembly { number: String } = "import.target_not_assembly",
            "{number} is not an assembly; choose a part of an assembly category, or import into a new one.";
        TargetNameInvalid { detail: String } = "import.target_name_invalid", "The new assembly cannot be called that. {detail}";
        ListIsFlat = "import.list_is_flat",
            "This is a flat list, which counts up what all levels need; it is no BOM. Export the BOM of one level, and import that.";
        NothingToImport = "import.nothing", "No row of this file can become a line; look at the problems and choose other columns.";
        PlanChanged = "import.plan_changed",
            "The workspace or the file changed since the preview, and the import would now do something else; nothing was imported. Look at the new preview.";

        PartMissing = "import.part_missing",
            "A part that was chosen for a row is not in this workspace any more; choose another one.";
        NothingChanges = "import.nothing_changes", "The workspace has all that this file says already; there is nothing to import.";

        SetFrozen { numbers: String } = "import.set_frozen",
            "The set would change the BOM of {numbers}, whose newest revision is no Draft; make a new revision of each, or leave its BOM out of the set. Nothing was imported.";
        SetEmpty = "import.set_empty",
            "Nothing in this folder or archive can be imported, because it has no files; choose the one that has the lists and BOMs.";
        SetCycle { path: String } = "import.set_cycle",
            "An assembly of the set would contain itself: {path}. Correct one of these BOMs; nothing was imported.";
        SetTwice { number: String, one: String, other: String } = "import.set_twice",
            "{number} has two BOMs in the set, {one} and {other}; leave one of them out.";

        RowAboveHeader = "import.row_above_header", "The row stands above the one that names the columns.";
        RowIsHeader = "import.row_is_header", "The row names the columns once more.";
        RowOfOtherTable = "import.row_of_other_table",
            "The row belongs to another table of the file. Only the first table is counted; import the other by itself if it is a BOM of its own.";
        RowIsMetadata = "import.row_is_metadata", "The row says something about the file, not about a part.";
        RowExcluded = "import.row_excluded", "The program that wrote the file says that this belongs into no BOM.";
        RowOfLowerLevel { level: u32 } = "import.row_of_lower_level",
            "The row is of level {level}, inside an assembly above it; the BOM gets its first level only. Import the assembly's own BOM, or a set of files, for what is inside.";
        RowOfAssembly = "import.row_of_assembly", "The row is the assembly itself, above its lines; the BOM gets what is below it.";
        RowTakenOut = "import.row_taken_out", "The script beside the file takes this out.";
        RowEmpty = "import.row_empty", "The row is empty.";
        RowWithoutPart = "import.row_without_part",
            "The row names no part: it has no value, MPN, part number or description.";
        RowOnlyDnp = "import.row_only_dnp",
            "The row says that its place is not populated, and names no part beside that; nothing says what would be left out.";
        NumberUnknown { number: String } = "import.number_unknown",
            "There is no part {number} in this workspace; correct the number, or clear the cell to make a new part. Where the file comes from another workspace, choose that its part numbers are from there.";
        NumberOfBoth { number: String, other: String } = "import.number_of_both",
            "{number} is taken for the part of this workspace; as a number of another workspace it means {other}. Where the file comes from there, choose that its part numbers are from another workspace.";
        DesignatorTaken { designator: String, row: u64 } = "import.designator_taken",
            "{designator} already stands in row {row} and stays there; this row keeps its quantity without it. A reference designator can stand only once in a BOM.";
        DesignatorInBom { designator: String } = "import.designator_in_bom",
            "{designator} already stands in the BOM and stays there; this row keeps its quantity without it. A reference designator can stand only once in a BOM.";
        ReferenceInWords { text: String } = "import.reference_in_words",
            "\"{text}\" says in words where the part is, and has no reference designators; the row has none.";
        RangeAsName { range: String } = "import.range_as_name",
            "{range} is no range of at most 1000 that runs forwards, and the quantity says that it is one place; it is taken as one designator of that name.";
        DesignatorTwice { designator: String } = "import.designator_twice", "{designator} is written more than once in this row; it counts once.";
        QuantityInvalid { text: String } = "import.quantity_invalid",
            "\"{text}\" is not a quantity; write a number such as 4 or 0.25, with a unit after it if it is not pieces.";
        QuantityUnclear { text: String } = "import.quantity_unclear",
            "\"{text}\" could be a thousand or one with three decimals, and no other number of the file tells; write it without a sign between its thousands, or without those decimals.";
        ContainsTarget { number: String } = "import.contains_target",
            "{number} contains the assembly this is imported into; a part cannot contain itself.";

        RowSpansLines { last: u64 } = "import.row_spans_lines",
            "The row goes on to line {last}, because a cell in quotes has line breaks in it. A quote that is never closed does that too: see that no row is missing.";
        MpnIsLink { link: String } = "import.mpn_is_link",
            "The MPN or the manufacturer of this row is a link, {link}, which is kept as a property; see that no cell is missing before it, so that each stands under its column.";
        NoMpn = "import.no_mpn", "The row has no MPN; the part is known by its value and footprint alone.";
        QuantityDiffers { quantity: String, count: usize } = "import.quantity_differs",
            "The quantity is {quantity}, but designators are given for {count}; the line keeps both and is marked as intended.";
        QuantityCounted { text: String, count: usize } = "import.quantity_counted",
            "\"{text}\" is not a quantity; the row has as many as it has designators, which is {count}. See that its cells stand under the right columns.";
        ZeroIsDnp { count: usize } = "import.zero_is_dnp",
            "The quantity is 0; the line counts its designators ({count}) and is marked as not populated.";
        QuantityOpen { text: String, count: usize } = "import.quantity_open",
            "\"{text}\" leaves open how many there are; the line has {count}. Write the quantity into the cell, or change the line afterwards.";
        DnpOpen { text: String } = "import.dnp_open",
            "\"{text}\" leaves open whether the row is populated; the line is. Write yes or no into the cell, or change the line afterwards.";
        MpnAmbiguous { mpn: String, number: String, others: String } = "import.mpn_ambiguous",
            "{mpn} stands on {number} and on {others}; {number}, which had it first, was taken.";
        PartDiffers { number: String, column: String, here: String, there: String } = "import.part_differs",
            "{number} keeps its {column} \"{there}\"; this row says \"{here}\".";
        PartFrozen { number: String, column: String, here: String, there: String } = "import.part_frozen",
            "{number} keeps its {column} \"{there}\", because its newest revision is no Draft; this row says \"{here}\". Make a new revision to change it.";
        RowDiffers { place: String, column: String, here: String, there: String } = "import.row_differs",
            "The part is the one of {place}, whose {column} is \"{there}\" by an earlier row; what this row says is not taken, \"{here}\".";
        MpnElsewhere { mpn: String, other: String } = "import.mpn_elsewhere",
            "{mpn} stands on {other} and was not put on this part as well; put it there by hand if it is good for both.";
        MpnWithheld { mpn: String, number: String, column: String } = "import.mpn_withheld",
            "{mpn} was not put on {number}, because this row says another {column}. Where the file's part numbers are another company's, choose that they are from another workspace; put the MPN there by hand if it is good for that part.";
        CellsBeyond { cells: String } = "import.cells_without_column",
            "The row has cells under no name; they are kept with its origin only: {cells}. Say what their column means to take them in.";
        PinLost = "import.pin_lost",
            "The line gets another part, and is not pinned to a revision any more; pin it again after the import if it is to stay at one.";
        SubstitutesLost = "import.substitutes_lost",
            "The line gets another part, and loses its substitutes, which stood in for the part before; choose them again after the import.";
        SameAsRow { row: u64 } = "import.same_as_row", "The part is the one of row {row}; it gets a line of its own.";
    }
}
