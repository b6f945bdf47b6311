//! Every source file begins with a sentence that says what it is for.

use super::source::{Finding, Source};

pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    sources.iter().filter_map(headless).collect()
}

fn headless(source: &Source) -> Option<Finding> {
    let openings: &[&str] = if source.ends_in(&["rs"]) && source.is_below(&["crates/", "xtask/", "benches/", "docs/"]) {
        // Or a page that is the documentation of the code beside it.
        &["//! ", "#![doc = include_str!("]
    } else if is_of_the_pages(source) {
        &["//", "/*", "<!--"]
    } else {
        return None;
    };
    let opened = openings.iter().any(|opening| source.text.starts_with(opening));
    let how = openings.join("` or `");
    (!opened)
        .then(|| source.breach(Some(1), format!("does not begin with `{how}` and a sentence that says what it is for")))
}

fn is_of_the_pages(source: &Source) -> bool {
    source.ends_in(&["ts", "svelte"])
        && source.is_below(&["crates/app-tauri/ui/src/", "crates/app-tauri/ui/e2e/"])
        && !source.is_generated()
}

#[cfg(test)]
mod examples {
    use super::super::source::examples::{bites, spares};
    use super::*;

    #[test]
    fn a_file_without_its_sentence_is_found() {
        bites(
            check,
            &[
                ("crates/domain/src/part.rs", "use std::fmt;\n"),
                ("crates/domain/src/part.rs", "// not a document comment\n"),
                ("xtask/src/main.rs", ""),
                ("docs/guides/code/src/notes.rs", "use std::fmt;\n"),
                ("benches/src/bin/write.rs", "\n//! Too late.\n"),
                ("crates/app-tauri/ui/src/rooms/part/List.svelte", "<script>\n"),
                ("crates/app-tauri/ui/e2e/part.test.ts", "import x from 'y';\n"),
            ],
        );
    }

    #[test]
    fn a_file_with_its_sentence_passes() {
        spares(
            check,
            &[
                ("crates/domain/src/part.rs", "//! A part.\n"),
                ("docs/guides/code/src/lib.rs", "#![doc = include_str!(\"../../guide.md\")]\n"),
                ("crates/app-tauri/ui/src/main.ts", "// Opens the page.\n"),
                ("crates/app-tauri/ui/src/main.ts", "/** Opens the page. */\n"),
                ("crates/app-tauri/ui/src/App.svelte", "<!-- The frame. -->\n"),
                ("crates/app-tauri/ui/src/bindings/Part.ts", "export type Part = {};\n"),
                ("crates/app-tauri/ui/vite.config.ts", "export default {};\n"),
                ("docs/README.md", "# Documents\n"),
            ],
        );
    }
}
