//! Whether what a package has is what was released: the canonical form has the release's hash, names the hashes of all below
//! it, the files are those that it names, and the BOMs are those that follow from it.

use std::collections::{BTreeMap, BTreeSet};

use partwright_domain::cancel::Cancel;
use partwright_domain::export::{About, Dossier, ExportError};
use partwright_domain::release::{ContentHash, FORM, Form, Frozen};
use partwright_domain::time::Timestamp;
use partwright_domain::{Error, Result};

use super::boms::Bom;
use super::verify::{Fault, Seen};
use super::{CONTENTS, FILES, MANIFEST, MOST_ROW, Manifest, PARTS, content_path, parts};

/// Looks at the release and all below it, and answers how many there are.
pub(super) fn release(manifest: &Manifest, seen: &mut Seen, cancel: &Cancel) -> Result<usize> {
    let contents = read(seen)?;
    let count = contents_agree(manifest, seen, &contents);
    if let Some(own) = contents.get(&content_path(&manifest.part_number, &manifest.revision)) {
        files(seen, own);
    }
    // BOMs follow from what was released; where that is not what it was, there is nothing that they could follow from.
    if !seen.findings.iter().any(|finding| finding.path.starts_with(CONTENTS) || finding.path == PARTS) {
        boms(manifest, seen, contents, cancel)?;
    }
    Ok(count)
}

/// The canonical forms; those that are none are found.
fn read(seen: &mut Seen) -> Result<BTreeMap<String, Frozen>> {
    let mut contents = BTreeMap::new();
    for (path, text) in std::mem::take(&mut seen.contents) {
        let known = FORM.number();
        if let Some(form) = Frozen::form_of(&text).filter(|form| Form::numbered(*form).is_none() && *form > known) {
            return Err(ExportError::FormNewer { form, known }.into());
        }
        let is_short = text.lines().all(|row| row.len() <= MOST_ROW);
        match is_short.then(|| Frozen::parse(&text)).flatten() {
            Some(frozen) => drop(contents.insert(path, frozen)),
            None => seen.find(&path, Fault::Unreadable),
        }
    }
    Ok(contents)
}

/// Whether each canonical form has the hash by which it is called for; answers how many there are.
fn contents_agree(manifest: &Manifest, seen: &mut Seen, contents: &BTreeMap<String, Frozen>) -> usize {
    let own = content_path(&manifest.part_number, &manifest.revision);
    let (mut met, mut open) = (BTreeSet::new(), vec![(own.clone(), manifest.hash.clone())]);
    while let Some((path, hash)) = open.pop() {
        // The same content may be called for with two hashes, of which one is wrong.
        match seen.entries.get(&path) {
            None => {
                seen.find(&path, Fault::NotThere);
                continue;
            }
            Some(has) if has.sha256 != hash => seen.find(&path, Fault::NotReleased),
            Some(_) => {}
        }
        let Some(content) = contents.get(&path).filter(|_| met.insert(path.clone())) else { continue };
        if content_path(&content.number.to_string(), &content.label) != path {
            seen.find(&path, Fault::NotReleased);
        }
        let children = content.lines.iter().filter_map(|line| line.child.as_ref().map(|child| (&line.number, child)));
        open.extend(
            children.map(|(number, (label, hash))| (content_path(&number.to_string(), label), hash.to_string())),
        );
    }
    let Some(content) = contents.get(&own) else { return met.len() };
    if content.form.number() != manifest.form {
        seen.find(&own, Fault::NotReleased);
    }
    for path in contents.keys().filter(|path| !met.contains(*path)) {
        seen.find(path, Fault::Extra);
    }
    met.len()
}

/// The files are those that were hashed. Before form 2 files were no part of what was hashed.
fn files(seen: &mut Seen, content: &Frozen) {
    if content.form < Form::Two {
        return;
    }
    let named: BTreeMap<String, (String, u64)> = content
        .files
        .iter()
        .map(|file| (format!("{FILES}{}", file.name), (file.hash.to_string(), file.size)))
        .collect();
    let there = seen.entries.range(FILES.to_owned()..).take_while(|(path, _)| path.starts_with(FILES));
    let there: BTreeMap<String, (String, u64)> =
        there.map(|(path, entry)| (path.clone(), (entry.sha256.clone(), entry.size))).collect();
    for path in named.keys().chain(there.keys()) {
        if named.get(path) != there.get(path) {
            seen.find(path, Fault::OtherFile);
        }
    }
}

/// The BOMs are those that follow from the canonical forms and from what is told of parts.
fn boms(manifest: &Manifest, seen: &mut Seen, contents: BTreeMap<String, Frozen>, cancel: &Cancel) -> Result<()> {
    let Some(about) = about(manifest) else {
        seen.find(MANIFEST, Fault::Unreadable);
        return Ok(());
    };
    let text = seen.parts.take().unwrap_or_default();
    let Some(parts) = parts::read(&text) else {
        seen.find(PARTS, Fault::Unreadable);
        return Ok(());
    };
    let lines = contents.values().flat_map(|content| &content.lines);
    let called_for = lines.map(|line| &line.number).chain([&about.number]).collect();
    if !parts::is_written_so(&text, &parts, &called_for)? {
        seen.find(PARTS, Fault::Otherwise);
    }
    let told = parts.iter().find(|part| part.number == about.number);
    if told.is_some_and(|part| part.name.as_str() != manifest.name) {
        seen.find(MANIFEST, Fault::OtherBom);
    }
    let Some(dossier) = made(Dossier::new(about, contents.into_values().collect(), parts))? else {
        seen.find(PARTS, Fault::Otherwise);
        return Ok(());
    };
    for bom in Bom::all() {
        let path = bom.path();
        let is_so = match seen.entries.get(&path) {
            Some(entry) => made(bom.is(&dossier, entry, cancel))?.unwrap_or(false),
            None => false,
        };
        if !is_so {
            seen.find(&path, Fault::OtherBom);
        }
    }
    Ok(())
}

/// What follows from a package; `None` where nothing does, which is a finding and no reason to look no further. Only whoever
/// cancels ends the looking.
fn made<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(made) => Ok(Some(made)),
        Err(error @ Error::Store(_)) => Err(error),
        Err(_) => Ok(None),
    }
}

/// What the manifest says of the release; `None` where it cannot be read.
fn about(manifest: &Manifest) -> Option<About> {
    // A moment can be written in many ways, and a release's is in one.
    let released = Timestamp::parse_rfc3339(&manifest.released).filter(|at| at.rfc3339() == manifest.released)?;
    Some(About {
        number: manifest.part_number.parse().ok()?,
        label: manifest.revision.clone(),
        released,
        released_by: manifest.released_by.clone(),
        form: Form::numbered(manifest.form)?,
        hash: ContentHash::parse(&manifest.hash).ok()?,
        exception: manifest.exception.clone(),
    })
}
