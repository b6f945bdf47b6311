//! A home for KiCad, with its questions of the first start answered, and a project that knows our library.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::failure::{Result, While};

/// Without this file KiCad asks at its start how it should be configured.
const COMMON: &str = r#"{
  "do_not_show_again": { "data_collection_prompt": true, "update_check_prompt": true },
  "meta": { "filename": "kicad_common.json", "version": 4 }
}
"#;

/// One library of KiCad's own: the symbols that ours refer to.
const SYMBOLS: &str = r#"(sym_lib_table
  (version 7)
  (lib (name "Device")(type "KiCad")(uri "/usr/share/kicad/symbols/Device.kicad_sym")(options "")(descr "Generic symbols"))
)
"#;

const FOOTPRINTS: &str = "(fp_lib_table\n  (version 7)\n)\n";

const PROJECT: &str = r#"{ "meta": { "filename": "try.kicad_pro", "version": 3 } }
"#;

const SCHEMATIC: &str = r#"(kicad_sch (version 20250114) (generator "eeschema") (generator_version "9.0")
  (uuid "11111111-2222-4333-8444-555555555555") (paper "A4") (lib_symbols)
  (sheet_instances (path "/" (page "1"))) (embedded_fonts no))
"#;

/// Where everything of a try is.
pub(crate) struct Home {
    place: PathBuf,
}

impl Home {
    pub(crate) fn make(place: &Path) -> Result<Self> {
        let home = Self { place: place.to_owned() };
        for folder in [home.configuration(), home.project(), home.library()] {
            fs::create_dir_all(&folder).while_doing(|| format!("create {}", folder.display()))?;
        }
        let library = home.library().join("Partwright.kicad_httplib");
        let table = format!(
            "(sym_lib_table\n  (version 7)\n  (lib (name \"Partwright\")(type \"HTTP\")(uri \"{}\")(options \"\")(descr \"Released \
             parts\"))\n)\n",
            library.display()
        );
        for (path, text) in [
            (home.configuration().join("kicad_common.json"), COMMON),
            (home.configuration().join("sym-lib-table"), SYMBOLS),
            (home.configuration().join("fp-lib-table"), FOOTPRINTS),
            (home.project().join("try.kicad_pro"), PROJECT),
            (home.project().join("sym-lib-table"), &table),
            (home.schematic(), SCHEMATIC),
        ] {
            fs::write(&path, text).while_doing(|| format!("write {}", path.display()))?;
        }
        Ok(home)
    }

    /// Starts one of KiCad's programs in this home, in the one language that we know.
    pub(crate) fn program(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command
            .env("HOME", self.place.join("home"))
            .env("XDG_CONFIG_HOME", self.place.join("home/.config"))
            .env("LANG", "C.UTF-8")
            .env("LC_ALL", "C.UTF-8");
        command
    }

    fn configuration(&self) -> PathBuf {
        self.place.join("home/.config/kicad/9.0")
    }

    fn project(&self) -> PathBuf {
        self.place.join("project")
    }

    /// The folder of the workspace and of its library file.
    pub(crate) fn library(&self) -> PathBuf {
        self.place.join("library")
    }

    pub(crate) fn schematic(&self) -> PathBuf {
        self.project().join("try.kicad_sch")
    }

    /// Where KiCad's exports go.
    pub(crate) fn exports(&self) -> PathBuf {
        self.place.join("exports")
    }

    /// Where pictures go that are only looked at when something failed.
    pub(crate) fn picture(&self, name: &str) -> PathBuf {
        self.place.join(name)
    }
}
