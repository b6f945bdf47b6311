//! Whether what a package has is what was released: the canonical form has the release's hash, names the hashes of all below
//! it, and the BOM and the files are those that it names.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::content::Content;
use super::verify::{Fault, Seen};
use super::{CONTENTS, FILES, OWN_BOM, content_path};

/// The newest form that is known; of a newer one only the hashes are compared.
const FORM: u64 = 3;

/// Looks at the release and all below it, and answers how many there are.
pub(super) fn release(seen: &mut Seen) -> usize {
    let contents: BTreeMap<String, Option<Content>> = seen
        .texts
        .iter()
        .filter(|(path, _)| path.starts_with(CONTENTS))
        .map(|(path, text)| (path.clone(), Content::parse(text)))
        .collect();
    let own = content_path(&seen.manifest.part_number, &seen.manifest.revision);
    let (mut met, mut open) = (BTreeSet::new(), vec![(own.clone(), seen.manifest.hash.clone())]);
    while let Some((path, hash)) = open.pop() {
        // The same content may be called for with two hashes, of which one is wrong.
        match seen.hashes.get(&path) {
            None => {
                seen.find(&path, Fault::NotThere);
                continue;
            }
            Some(has) if *has != hash => {
                seen.find(&path, Fault::NotReleased);
            }
            Some(_) => {}
        }
        if !met.insert(path.clone()) {
            continue;
        }
        let Some(Some(content)) = contents.get(&path) else {
            seen.find(&path, Fault::Unreadable);
            continue;
        };
        if content_path(&content.number, &content.label) != path {
            seen.find(&path, Fault::NotReleased);
        }
        for line in &content.lines {
            if let Some((label, hash)) = &line.child {
                open.push((content_path(&line.number, label), hash.clone()));
            }
        }
    }
    if let Some(Some(content)) = contents.get(&own) {
        for path in contents.keys().filter(|path| !met.contains(*path)) {
            seen.find(path, Fault::Extra);
        }
        if content.form != u64::from(seen.manifest.form) {
            seen.find(&own, Fault::NotReleased);
        }
        if content.form <= FORM {
            lines(seen, content);
            files(seen, content);
        }
    }
    met.len()
}

/// The BOM has the lines that were hashed, in their order.
fn lines(seen: &mut Seen, content: &Content) {
    let Some(text) = seen.texts.get(OWN_BOM) else {
        if !seen.hashes.contains_key(OWN_BOM) {
            seen.find(OWN_BOM, Fault::Missing);
        }
        return;
    };
    let bom: Value = serde_json::from_str(text).unwrap_or_default();
    let told = bom["lines"].as_array().map_or(&[][..], Vec::as_slice);
    let agree =
        told.len() == content.lines.len() && content.lines.iter().zip(told).all(|(hashed, told)| hashed.agrees(told));
    if !agree {
        seen.find(OWN_BOM, Fault::OtherLines);
    }
}

/// The files are those that were hashed. Before form 2 files were no part of what was hashed.
fn files(seen: &mut Seen, content: &Content) {
    if content.form < 2 {
        return;
    }
    let mut named = BTreeMap::new();
    for file in &content.files {
        named.insert(format!("{FILES}{}", file.name), file);
    }
    let there: BTreeSet<String> = seen.hashes.keys().filter(|path| path.starts_with(FILES)).cloned().collect();
    for path in there.iter().filter(|path| !named.contains_key(*path)) {
        seen.find(path, Fault::OtherFile);
    }
    for (path, file) in named {
        let size = seen.manifest.entries.iter().find(|entry| entry.path == path).map(|entry| entry.size);
        if seen.hashes.get(&path) != Some(&file.sha256) || size != Some(file.size) {
            seen.find(&path, Fault::OtherFile);
        }
    }
}
