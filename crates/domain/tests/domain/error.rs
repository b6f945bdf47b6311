//! Codes and sentences: stable, unique in meaning, and complete.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use partwright_domain::approval::ApprovalError;
use partwright_domain::audit::{AuditError, ChainError};
use partwright_domain::bom::BomError;
use partwright_domain::category::CategoryError;
use partwright_domain::decimal::DecimalError;
use partwright_domain::edit::EditError;
use partwright_domain::error::{Error, all_codes};
use partwright_domain::export::ExportError;
use partwright_domain::file::FileError;
use partwright_domain::import::ImportError;
use partwright_domain::kicad::KicadError;
use partwright_domain::manufacturer_part::ManufacturerPartError;
use partwright_domain::page::PageError;
use partwright_domain::part::PartError;
use partwright_domain::person::{PersonError, Right, Role};
use partwright_domain::property::PropertyError;
use partwright_domain::release::ReleaseError;
use partwright_domain::revision::RevisionError;
use partwright_domain::search::SearchError;
use partwright_domain::store::StoreError;
use partwright_domain::supplier_part::SupplierPartError;
use partwright_domain::time::DateError;
use partwright_domain::workflow::WorkflowError;
use partwright_domain::workspace::WorkspaceError;

type Codes = &'static [(&'static str, &'static str)];

/// Each enum's codes, and the words its codes may begin with.
const TABLES: [(&str, Codes, &[&str]); 24] = [
    ("CategoryError", CategoryError::CODES, &["category"]),
    ("PartError", PartError::CODES, &["part"]),
    ("PropertyError", PropertyError::CODES, &["property"]),
    ("RevisionError", RevisionError::CODES, &["revision"]),
    ("BomError", BomError::CODES, &["bom"]),
    ("ManufacturerPartError", ManufacturerPartError::CODES, &["manufacturer_part"]),
    ("SupplierPartError", SupplierPartError::CODES, &["supplier_part"]),
    ("FileError", FileError::CODES, &["file"]),
    ("PersonError", PersonError::CODES, &["person"]),
    ("ApprovalError", ApprovalError::CODES, &["approval"]),
    ("ReleaseError", ReleaseError::CODES, &["release"]),
    ("SearchError", SearchError::CODES, &["search"]),
    ("WorkflowError", WorkflowError::CODES, &["workflow"]),
    ("ExportError", ExportError::CODES, &["export"]),
    ("KicadError", KicadError::CODES, &["kicad"]),
    ("ImportError", ImportError::CODES, &["import"]),
    ("AuditError", AuditError::CODES, &["audit"]),
    ("ChainError", ChainError::CODES, &["audit"]),
    ("DecimalError", DecimalError::CODES, &["number"]),
    ("DateError", DateError::CODES, &["date"]),
    ("WorkspaceError", WorkspaceError::CODES, &["workspace"]),
    ("PageError", PageError::CODES, &["page"]),
    ("EditError", EditError::CODES, &["edit"]),
    (
        "StoreError",
        StoreError::CODES,
        &[
            "category",
            "part",
            "revision",
            "bom",
            "manufacturer_part",
            "supplier_part",
            "file",
            "person",
            "approval",
            "release",
            "audit",
            "workflow",
            "import",
            "kicad",
            "store",
            "workspace",
        ],
    ),
];

#[test]
fn the_list_of_all_codes_is_complete() {
    let listed: BTreeSet<_> = all_codes().into_iter().collect();
    let tables: BTreeSet<_> = TABLES.iter().flat_map(|(_, codes, _)| codes.iter().copied()).collect();
    assert_eq!(listed, tables);
    assert_eq!(listed.len(), TABLES.iter().map(|(_, codes, _)| codes.len()).sum::<usize>());
}

#[test]
fn a_code_has_one_meaning() {
    let mut holders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, codes, _) in TABLES {
        for (code, _) in codes {
            holders.entry(code).or_default().push(name);
        }
    }
    for (code, holders) in holders {
        // A rule that a service checks and the store holds too has one code, and two sentences.
        let is_shared = holders.len() == 2 && holders[1] == "StoreError" && holders[0] != "StoreError";
        assert!(holders.len() == 1 || is_shared, "{code} stands in {holders:?}");
    }
}

#[test]
fn a_code_is_its_room_and_words() {
    for (name, codes, rooms) in TABLES {
        for (code, _) in codes {
            let (room, words) = code.split_once('.').expect("a room and words");
            assert!(rooms.contains(&room), "{code} of {name}");
            let well_formed = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            let bounded = |part: &str| part.starts_with(char::is_alphabetic) && part.ends_with(char::is_alphabetic);
            assert!([room, words].into_iter().all(|part| well_formed(part) && bounded(part)), "{code}");
        }
    }
}

#[test]
fn a_sentence_is_a_sentence() {
    for (code, sentence) in all_codes() {
        assert!(
            sentence.starts_with(|first: char| first.is_uppercase() || matches!(first, '"' | '{')),
            "{code}: {sentence}"
        );
        assert!(sentence.ends_with(['.', '}']), "{code}: {sentence}");
        assert!(!sentence.contains("  "), "{code}: {sentence}");
    }
}

/// The blocks of `refusals!` in the sources: of each variant, its fields and its sentence.
fn declared() -> Vec<(String, Vec<String>, String)> {
    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                sources(&path, found);
            } else {
                found.push(fs::read_to_string(path).expect("a source file"));
            }
        }
    }
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let blocks = found.iter().flat_map(|text| text.split("\nrefusals! {").skip(1));
    let variants = blocks.flat_map(|block| {
        let (_, variants) = block.split_once("pub enum").expect("an enum");
        let (_, variants) = variants.split_once('{').expect("its variants");
        let (variants, _) = variants.split_once("\n    }\n}").expect("its end");
        variants.split("\";\n").filter(|variant| variant.contains(" = \""))
    });
    let fields_and_sentence = |variant: &str| {
        let (head, tail) = variant.split_once(" = \"").expect("a code");
        let (code, sentence) = tail.split_once("\",").expect("a sentence after the code");
        let fields = head.split_once('{').map_or("", |(_, fields)| fields);
        let names = fields.split(',').filter_map(|field| field.split_once(':')).map(|(name, _)| name.trim().to_owned());
        (code.to_owned(), names.collect(), sentence.to_owned())
    };
    variants.map(fields_and_sentence).collect()
}

#[test]
fn a_sentence_names_every_field_of_its_error() {
    let declared = declared();
    assert_eq!(declared.len(), all_codes().len(), "every declaration was read");
    for (code, fields, sentence) in declared {
        for field in fields {
            assert!(sentence.contains(&format!("{{{field}}}")), "{code} does not say its {field}: {sentence}");
        }
    }
}

#[test]
fn an_error_gives_its_code_its_sentence_and_its_fields() {
    let error = Error::from(PersonError::RightMissing { role: Role::Viewer, right: Right::Edit });
    assert_eq!(error.code(), "person.right_missing");
    assert_eq!(
        error.to_string(),
        "A Viewer may not change this workspace; ask an Admin of this workspace for another role."
    );
    assert_eq!(error.fields(), [("role", "Viewer".to_owned()), ("right", "change this workspace".to_owned())]);
    assert_eq!(Error::from(StoreError::BomCycle).fields(), []);
}
