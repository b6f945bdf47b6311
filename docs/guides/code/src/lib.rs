#![doc = include_str!("../../thread-safe-sqlite-in-tauri.md")]
#![deny(missing_docs)]

// So that `notes.rs` and the guide's blocks, which are programs of their own, name the same things in the same way.
extern crate self as partwright_guides;

/// The folder of the engine's file, which is compiled here with nothing of Partwright beside it.
#[path = "../../../../crates/persistence/src"]
mod lifted {
    pub mod engine;
}

pub mod notes;

pub use lifted::engine;

#[cfg(test)]
mod tests {
    /// The later blocks use the module, and the reader has only the earlier block.
    #[test]
    fn the_guide_shows_the_whole_of_the_notes() {
        let guide = include_str!("../../thread-safe-sqlite-in-tauri.md");
        let (_, code) = include_str!("notes.rs").split_once("\n\n").expect("a header and code");
        assert!(guide.contains(code), "copy `notes.rs`, but for its header, into the guide");
    }
}
