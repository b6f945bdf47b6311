//! The vault in a power cut: every content that a unit names is there, as it was attached.

use partwright_faultfs::{Disk, Step};

use super::{FILES, cut, run};
/// How deep below the workspace's folder what a step flushes lies, where it is a flush that the vault asked for.
fn depth_of_flush(step: &Step) -> Option<usize> {
    match step {
        Step::SyncFolder { folder } if folder.is_empty() => Some(0),
        Step::SyncFolder { folder } => Some(folder.split('/').count()),
        Step::Sync { file, .. } if file.contains('/') => Some(3),
        _ => None,
    }
}

/// The workspace's folder, the vault, a folder in it, and a content there: each of these flushes is needed.
#[test]
fn a_vault_that_leaves_out_one_of_its_flushes_is_caught() {
    let folder = tempfile::tempdir().expect("a folder");
    let steps = run(Disk::new(), folder.path());
    let is_acknowledged = |_, step: &Step| matches!(step, Step::Mark(mark) if *mark >= FILES);
    for depth in 0..=3 {
        let is_planted = |step: &&Step| depth_of_flush(step) == Some(depth);
        assert!(steps.iter().filter(is_planted).count() >= 4, "{depth}");
        let planted: Vec<_> = steps.iter().filter(|step| !is_planted(step)).cloned().collect();
        let losses = cut(&planted, 4, 1, is_acknowledged).losses;
        assert!(losses.iter().any(|loss| loss.contains("in the vault")), "{depth}: {losses:#?}");
    }
}
