//! A file to look at, and what there is to say about it.

use std::{fmt, path::Path};

/// A text file by its path from the root, with forward slashes on every system.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn is_below(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    /// The last part of the path.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The name up to its first dot.
    pub(crate) fn stem(&self) -> &str {
        self.name().split('.').next().unwrap_or_default()
    }

    pub(crate) fn ends_in(&self, extensions: &[&str]) -> bool {
        let extension = Path::new(self.name()).extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| extensions.contains(&extension))
    }

    /// The tests of the rules show the rules what they forbid, so some rules do not look there.
    pub(crate) fn is_a_rule(&self) -> bool {
        self.is_below(&["xtask/src/tidy/"])
    }

    pub(crate) fn is_generated(&self) -> bool {
        self.is_below(&["crates/app-tauri/ui/src/bindings/"])
    }

    /// The lines with their numbers, as an editor counts them.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    pub(crate) fn breach(&self, line: Option<usize>, reason: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, reason: reason.into(), grave: true }
    }

    pub(crate) fn warning(&self, reason: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line: None, reason: reason.into(), grave: false }
    }
}

/// One thing that is not as the house wants it.
#[derive(Debug)]
pub(crate) struct Finding {
    path: String,
    line: Option<usize>,
    reason: String,
    grave: bool,
}

impl Finding {
    pub(crate) fn is_grave(&self) -> bool {
        self.grave
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.grave { "" } else { "warning: " };
        match self.line {
            Some(line) => write!(formatter, "{}:{line}: {kind}{}", self.path, self.reason),
            None => write!(formatter, "{}: {kind}{}", self.path, self.reason),
        }
    }
}

#[cfg(test)]
pub(crate) mod examples {
    use super::super::Rule;
    use super::*;

    pub(crate) fn sources(files: &[(&str, &str)]) -> Vec<Source> {
        files.iter().map(|(path, text)| Source { path: (*path).into(), text: (*text).into() }).collect()
    }

    /// Each example by itself must be found once.
    pub(crate) fn bites(rule: Rule, examples: &[(&str, &str)]) {
        for (path, text) in examples {
            let findings = rule(&sources(&[(path, text)]));
            assert_eq!(findings.len(), 1, "{path}: {text}\n{findings:?}");
            assert!(findings[0].to_string().starts_with(path));
        }
    }

    /// Each example by itself must be let through.
    pub(crate) fn spares(rule: Rule, examples: &[(&str, &str)]) {
        for (path, text) in examples {
            let findings = rule(&sources(&[(path, text)]));
            assert!(findings.is_empty(), "{path}: {text}\n{findings:?}");
        }
    }
}
