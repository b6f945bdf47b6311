//! Which workspace is meant when none is named, as real processes find it.

use std::path::Path;
use std::process::{Command, Output};

use partwright_domain::workspace::{Left, RecentFile, RecentWorkspaces};
use partwright_persistence::DiskRecent;

use crate::text;

const APPLICATION: &str = "org.partwright.desktop";

/// Runs the program on a machine of its own.
fn run(home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_partwright"))
        .args(arguments)
        .env_remove("PARTWRIGHT_WORKSPACE")
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("HOME", home)
        .env("APPDATA", home)
        .env("USER", "Ada Lovelace")
        .output()
        .expect("a process")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

#[test]
#[cfg(target_os = "linux")]
fn the_workspace_that_is_meant_is_the_one_the_window_was_left_with() {
    let home = tempfile::tempdir().expect("a folder");
    let nothing = run(home.path(), &["check"]);
    assert_eq!(nothing.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&nothing.stderr).starts_with("error[cli.no_workspace]"));
    // None was named, so it is the one that the window would start with.
    let own = home.path().join("data").join(APPLICATION).join("workspace.partwright");
    let made = run(home.path(), &["init"]);
    assert_eq!(out(&made), format!("{} is a new workspace; Ada Lovelace is its Admin.\n", text(&own)));
    let checked = out(&run(home.path(), &["check"]));
    assert!(checked.starts_with(&format!("{} is sound.\n", text(&own))), "{checked}");
    // The window was left with another one.
    let other = home.path().join("boards.partwright");
    run(home.path(), &["init", text(&other)]);
    let configuration = home.path().join("config").join(APPLICATION);
    let mut recent = RecentWorkspaces::default();
    recent.leaves(Left::Open(other.clone()));
    DiskRecent::within(&configuration).write(&recent).expect("a note");
    let checked = out(&run(home.path(), &["check"]));
    assert!(checked.starts_with(&format!("{} is sound.\n", text(&other))), "{checked}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_dry_run_needs_no_workspace_at_all() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("bom.csv");
    std::fs::write(&file, "Reference,Value\n\"R1,R2\",10k\n").expect("a file");
    let told = run(home.path(), &["import", text(&file), "--dry-run", "--format", "json"]);
    assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stderr));
    let told: serde_json::Value = serde_json::from_str(&out(&told)).expect("one object, and nothing else");
    assert_eq!((&told["rows"]["read"], &told["designators"]), (&1.into(), &2.into()));
    assert!(!home.path().join("data").exists(), "nothing was made");
    let named = run(home.path(), &["import", text(&file), "--dry-run", "--workspace", "nowhere.partwright"]);
    assert_eq!(named.status.code(), Some(4), "a workspace that is named must be there");
}
