//! The `.kicad_httplib` file: where KiCad finds the server, and the token that it sends.

use std::fs;
use std::path::{Path, PathBuf};

use partwright_domain::kicad::KicadError;
use serde::{Deserialize, Serialize};

use crate::private_file;
use crate::token::Token;

/// How the name of such a file ends; KiCad knows it by that.
pub const EXTENSION: &str = "kicad_httplib";

/// How long KiCad keeps a part before it asks again.
const KEEPS_PARTS: u32 = 30;
/// How long KiCad keeps a category's list before it asks again.
const KEEPS_CATEGORIES: u32 = 600;

/// What stands in a library file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryFile {
    /// What the library is called, as `Parts of Amp`.
    pub name: String,
    /// The port of this machine that the server has.
    pub port: u16,
    /// The token.
    pub token: Token,
}

impl LibraryFile {
    /// The path with the ending by which KiCad knows such a file.
    pub fn path(written: &Path) -> PathBuf {
        if written.extension().is_some_and(|ending| ending == EXTENSION) {
            return written.to_owned();
        }
        let mut name = written.as_os_str().to_owned();
        name.push(".");
        name.push(EXTENSION);
        name.into()
    }

    /// Writes the file, readable by its owner alone, in one step.
    pub fn write(&self, path: &Path) -> Result<(), KicadError> {
        let Self { name, port, token } = self;
        let written = Written {
            meta: Meta { version: 1.0 },
            name: name.clone(),
            description: "Released parts of a Partwright workspace".to_owned(),
            source: Source {
                kind: "REST_API".to_owned(),
                api_version: "v1".to_owned(),
                root_url: format!("http://127.0.0.1:{port}/"),
                token: token.clone(),
                timeout_parts_seconds: KEEPS_PARTS,
                timeout_categories_seconds: KEEPS_CATEGORIES,
            },
        };
        let mut text = serde_json::to_vec_pretty(&written).map_err(|error| failed(path, &error))?;
        text.push(b'\n');
        private_file::replace(path, &text).map_err(|error| failed(path, &error))
    }

    /// Reads a file that [`LibraryFile::write`] wrote.
    pub fn read(path: &Path) -> Result<Self, KicadError> {
        let text = fs::read(path).map_err(|error| failed(path, &error))?;
        let Written { name, source, .. } = serde_json::from_slice(&text).map_err(|error| failed(path, &error))?;
        let port =
            source.root_url.strip_prefix("http://127.0.0.1:").and_then(|rest| rest.strip_suffix('/')?.parse().ok());
        let Some(port) = port else { return Err(KicadError::PortInvalid { text: source.root_url }) };
        Ok(Self { name, port, token: source.token })
    }
}

fn failed(path: &Path, error: &impl ToString) -> KicadError {
    KicadError::FileFailed { path: path.display().to_string(), detail: error.to_string() }
}

#[derive(Serialize, Deserialize)]
struct Written {
    meta: Meta,
    name: String,
    description: String,
    source: Source,
}

#[derive(Serialize, Deserialize)]
struct Meta {
    version: f64,
}

#[derive(Serialize, Deserialize)]
struct Source {
    #[serde(rename = "type")]
    kind: String,
    api_version: String,
    root_url: String,
    token: Token,
    timeout_parts_seconds: u32,
    timeout_categories_seconds: u32,
}
