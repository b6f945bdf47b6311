//! What KiCad exports of its own demo projects, read by our importer.

use std::path::Path;

use crate::{failure::Result, project::Project};

pub(crate) fn import(_project: &Project, _place: &Path) -> Result {
    Ok(())
}
