//! The workspaces that are measured: each made once by our own store, and kept until its making or the schema changes.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use measure::connection::fold_wal;
use measure::{Failure, Folder};
use partwright_domain::store::Store;
use partwright_persistence::{Settings, SqliteStore};
use rusqlite::Connection;

use crate::people::People;
use crate::plan::{self, Plan};
use crate::sow::Sower;

const SEED: u64 = 2049;

/// What a workspace is made by: another text makes another workspace.
const MAKING: &[&str] = &[
    include_str!("goods.rs"),
    include_str!("plan.rs"),
    include_str!("released.rs"),
    include_str!("seed.rs"),
    include_str!("sow.rs"),
    include_str!("tree.rs"),
];

/// One workspace for each size.
pub(crate) struct Seeds {
    pub(crate) smallest: Seed,
    pub(crate) small: Seed,
    pub(crate) large: Seed,
    pub(crate) largest: Seed,
}

/// A workspace that nobody changes.
#[derive(Debug)]
pub(crate) struct Seed {
    pub(crate) path: PathBuf,
    pub(crate) parts: usize,
}

impl Seeds {
    /// Those in `kept`, made where they are not there yet.
    pub(crate) fn of(plan: &Plan, kept: &Path, folder: &Folder) -> Result<Self, Failure> {
        fs::create_dir_all(kept)?;
        let making = making(folder)?;
        let seed = |name: &str, parts: usize, more: &dyn Fn(&mut Sower) -> Result<(), Failure>| {
            let path = kept.join(format!("{}-{name}-{making:016x}.partwright", plan.name));
            if !path.exists() {
                forget_others(kept, &format!("{}-{name}-", plan.name))?;
                sow(&path, parts, more)?;
            }
            Ok::<_, Failure>(Seed { path, parts })
        };
        let nothing = |_: &mut Sower| Ok(());
        let releasable = |sower: &mut Sower| {
            plan.releases.iter().try_for_each(|lines| sower.releasable(&plan::releasable(*lines), *lines))
        };
        let boms = |sower: &mut Sower| {
            for rows in plan.explosions {
                sower.product(&plan::product(rows), rows)?;
            }
            for lines in plan.flats {
                let [one, other] = plan::flat(lines);
                sower.flat(&one, lines, 0)?;
                sower.flat(&other, lines, 1)?;
            }
            Ok(())
        };
        Ok(Self {
            smallest: seed("smallest", plan.smallest, &nothing)?,
            small: seed("small", plan.small, &nothing)?,
            large: seed("large", plan.large, &releasable)?,
            largest: seed("largest", plan.largest, &boms)?,
        })
    }
}

impl Seed {
    /// Our store over it, as the application opens it.
    pub(crate) fn open(&self) -> Result<Arc<dyn Store>, Failure> {
        open(&self.path)
    }

    /// A fresh copy in a folder of its own, already on the disk, so that no turn pays for the copying.
    pub(crate) fn copy(&self, folder: &Folder) -> Result<Copy, Failure> {
        let folder = folder.inner("run")?;
        let path = folder.file("run.partwright");
        fs::copy(&self.path, &path)?;
        File::open(&path)?.sync_all()?;
        Ok(Copy { path, _folder: folder })
    }
}

/// A copy of a seed; it goes when it is dropped.
pub(crate) struct Copy {
    pub(crate) path: PathBuf,
    _folder: Folder,
}

pub(crate) fn open(path: &Path) -> Result<Arc<dyn Store>, Failure> {
    Ok(Arc::new(SqliteStore::open(path, Settings::default())?))
}

fn sow(path: &Path, parts: usize, more: &dyn Fn(&mut Sower) -> Result<(), Failure>) -> Result<(), Failure> {
    let begun = Instant::now();
    let unfinished = path.with_extension("unfinished");
    for file in [unfinished.clone(), beside(&unfinished, "-wal"), beside(&unfinished, "-shm")] {
        if file.exists() {
            fs::remove_file(file)?;
        }
    }
    let store = open(&unfinished)?;
    let people = People::settle(&store)?;
    let assemblies = parts / 50;
    let mut sower = Sower::new(Arc::clone(&store), people, SEED)?;
    sower.buy(parts - assemblies)?;
    sower.assemble(assemblies)?;
    more(&mut sower)?;
    drop((sower, store));
    fold_wal(&unfinished)?;
    fs::rename(&unfinished, path)?;
    eprintln!("made a workspace of {parts} parts in {:.0} s", begun.elapsed().as_secs_f64());
    Ok(())
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Workspaces of that name that were made otherwise.
fn forget_others(kept: &Path, name: &str) -> Result<(), Failure> {
    for entry in fs::read_dir(kept)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(name) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// What tells one making from another: the schema that a new workspace gets, and the sources that fill it.
fn making(folder: &Folder) -> Result<u64, Failure> {
    let path = folder.file("empty.partwright");
    drop(open(&path)?);
    let connection = Connection::open(&path)?;
    let schema: String =
        connection.query_row("SELECT group_concat(sql, ';') FROM sqlite_schema WHERE sql IS NOT NULL", [], |row| {
            row.get(0)
        })?;
    let mut hasher = DefaultHasher::new();
    (SEED, schema, MAKING).hash(&mut hasher);
    Ok(hasher.finish())
}
