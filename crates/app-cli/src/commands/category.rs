//! Categories.

use clap::{Args, Subcommand};
use partwright_domain::Result;
use partwright_domain::category::Subcategory;
use serde::Serialize;

use super::examples;
use crate::call::Call;
use crate::failure::Failure;
use crate::output::List;
use crate::record::{Column, Record, text};

/// List the categories, whose codes begin every part number
#[derive(Debug, Args)]
#[command(after_help = examples!["category list"])]
pub struct CategoryArgs {
    #[command(subcommand)]
    command: CategoryCommand,
}

#[derive(Debug, Subcommand)]
enum CategoryCommand {
    List(ListCategories),
}

impl CategoryArgs {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        match &self.command {
            CategoryCommand::List(command) => command.run(call),
        }
    }
}

/// List every subcategory, with what it demands of its parts
#[derive(Debug, Args)]
#[command(after_help = examples!["category list", "category list --format csv"])]
struct ListCategories {}

impl ListCategories {
    fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let Self {} = self;
        let subcategories =
            call.open()?.read("category.list", |snapshot| Ok(snapshot.categories().subcategories()?))?;
        let rows: Vec<CategoryRow> = subcategories.into_iter().map(CategoryRow::from).collect();
        let format = call.format();
        let mut list = List::of::<CategoryRow>(call.console, format)?;
        list.rows(&rows)?;
        list.end("There are no categories.")
    }
}

/// A subcategory.
#[derive(Debug, Serialize)]
pub(crate) struct CategoryRow {
    codes: String,
    name: String,
    /// Whether its parts have a BOM.
    assembly: bool,
    /// The properties that a release demands.
    demands: Vec<String>,
}

impl Record for CategoryRow {
    const COLUMNS: &'static [Column] = &[text("codes"), text("name"), text("assembly"), text("demands")];
}

impl From<Subcategory> for CategoryRow {
    fn from(subcategory: Subcategory) -> Self {
        let Subcategory { id: _, category: _, codes, name, assembly, demands } = subcategory;
        let demands = demands.iter().map(ToString::to_string).collect();
        Self { codes: codes.to_string(), name: name.to_string(), assembly, demands }
    }
}
