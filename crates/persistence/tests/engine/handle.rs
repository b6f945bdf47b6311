//! Another program is kept from what is open here, whatever else this one reads of the file.

use std::env;
use std::path::Path;
use std::process::Command;

use super::lifted::engine::{EngineError, Plan, Reading, Settings, look, salvage};
use super::restore::{backup, restore};
use super::{Add, SCHEMA, engine, file};

const FOLDER: &str = "PARTWRIGHT_HANDLE_FOLDER";
const THIS_TEST: &str = "handle::who_reads_of_a_file_that_is_open_here_gives_up_no_lock_on_it";

/// Tries to replace the file as another program, and ends well if it is told that it is in use.
fn child(folder: &Path) {
    let told = restore(folder, &mut |_| ());
    assert!(matches!(told, Err(EngineError::Busy { .. })), "{told:?}");
}

#[test]
fn who_reads_of_a_file_that_is_open_here_gives_up_no_lock_on_it() {
    // The child is this very test, started again with a folder to work in.
    if let Some(folder) = env::var_os(FOLDER) {
        return child(Path::new(&folder));
    }
    let (engine, _told, folder) = engine(Settings::default());
    engine.unit("add", Add("before")).expect("a unit").expect("a note");
    engine.back_up(&backup(folder.path()), &Reading::default(), &mut |_| (), |_| Ok(())).expect("a backup");
    let others: [(&str, &dyn Fn()); 3] = [
        ("looked through as if it were a copy", &|| {
            look(&file(&folder), SCHEMA, &Reading::default()).expect("a sound file");
        }),
        ("salvaged", &|| {
            let plan = Plan { schema: SCHEMA, derived: &[], mend: &[], settle: "" };
            let to = folder.path().join("salvaged.db");
            salvage((&file(&folder), &to), &plan, &Reading::default(), &mut |_| ()).map(drop).expect("a draft");
        }),
        ("refused as another's", &|| {
            let other = super::lifted::engine::Schema { application_id: 7, ..SCHEMA };
            look(&file(&folder), other, &Reading::default()).expect_err("no file of theirs");
        }),
    ];
    for (what, read) in others {
        read();
        let ended = Command::new(env::current_exe().expect("this test"))
            .args(["--exact", THIS_TEST])
            .env(FOLDER, folder.path())
            .output()
            .expect("a child");
        assert!(ended.status.success(), "{what}: {}", String::from_utf8_lossy(&ended.stdout));
    }
    engine.unit("add", Add("afterwards")).expect("a unit").expect("a note");
}
