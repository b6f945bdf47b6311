//! Scripts beside the BOMs of a set: what a person takes out of an exported BOM and puts in, as gitplm reads it.

use crate::import::imported::ImportedRow;

/// What a script does with the BOM of its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script {
    /// What is taken out.
    pub remove: Vec<Entry>,
    /// What is put in, one of each.
    pub add: Vec<Entry>,
}

/// Something that a script names, by any of these; empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The line of the script in which it begins, the first being 1.
    pub line: u64,
    /// The name of a component in the CAD program.
    pub component: String,
    /// A reference designator.
    pub designator: String,
    /// A part's number.
    pub number: String,
}

impl Script {
    /// Reads a script: the lists `remove` and `add` of a YAML file, each entry with `cmpName`, `ref` or `ipn` on a line of its
    /// own. What else a script says, as what to copy, is no matter of a BOM.
    pub fn parse(text: &str) -> Self {
        let mut script = Self::default();
        let mut list: Option<&mut Vec<Entry>> = None;
        for (number, line) in (1..).zip(text.lines()) {
            let written = line.trim();
            if written.is_empty() || written.starts_with('#') {
                continue;
            }
            if !line.starts_with([' ', '\t', '-']) {
                list = match written.trim_end_matches(':') {
                    "remove" => Some(&mut script.remove),
                    "add" => Some(&mut script.add),
                    _ => None,
                };
                continue;
            }
            let Some(list) = list.as_deref_mut() else { continue };
            let written = match written.strip_prefix('-') {
                Some(first) => {
                    list.push(Entry { line: number, ..Entry::default() });
                    first.trim()
                }
                None => written,
            };
            if let (Some(entry), Some((name, value))) = (list.last_mut(), written.split_once(':')) {
                let value = value.trim().trim_matches(['"', '\'']).to_owned();
                match name.trim() {
                    "cmpName" => entry.component = value,
                    "ref" => entry.designator = value,
                    "ipn" => entry.number = value,
                    _ => {}
                }
            }
        }
        script
    }

    /// Its entries in their order, each with the list in which it stands.
    pub(in crate::import) fn rows(&self) -> Vec<ImportedRow> {
        let row = |list: &str, Entry { line, component, designator, number }: &Entry| ImportedRow {
            number: *line,
            cells: [list, component, designator, number].map(str::to_owned).into(),
        };
        let removed = self.remove.iter().map(|entry| row("remove", entry));
        let mut rows: Vec<_> = removed.chain(self.add.iter().map(|entry| row("add", entry))).collect();
        rows.sort_by_key(|row| row.number);
        rows
    }

    /// Whether it changes no BOM.
    pub fn is_empty(&self) -> bool {
        self.remove.is_empty() && self.add.is_empty()
    }
}
