//! Files that belong together.

use std::fs;
use std::io::Write;

use partwright_domain::import::source::{ImportSet, Reading};
use partwright_formats::read::Set;

const FILES: [(&str, &str); 4] = [
    ("ASY-001.csv", "IPN,Qty\nPCA-019-0000,2\n"),
    ("electrical/PCA-019.csv", "\"Ref\";\"Qty\";\"IPN\"\n\"U1, \";\"1\";\"ANA-000-0000\"\n"),
    ("electrical/empty.csv", ""),
    ("electrical/.hidden.csv", "Ref,Qty\n"),
];

fn check(set: &Set) {
    let paths: Vec<_> = set.files().iter().map(|file| (file.path.to_owned(), file.file.name().to_owned())).collect();
    let expected = [("ASY-001.csv", "ASY-001.csv"), ("electrical/PCA-019.csv", "PCA-019.csv")];
    assert_eq!(paths, expected.map(|(path, name)| (path.to_owned(), name.to_owned())));
    let rows: Vec<_> =
        set.files().iter().map(|file| super::try_read(file.file, &Reading::default()).expect("rows").lines()).collect();
    assert_eq!(rows, [["2: PCA-019-0000|2"], ["2: U1,|1|ANA-000-0000"]]);
    assert_eq!(set.others().iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["electrical/empty.csv"]);
}

#[test]
fn a_folder_an_archive_of_it_and_its_files_are_the_same_set() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("set");
    let packed = folder.path().join("set.zip");
    let mut archive = zip::ZipWriter::new(fs::File::create(&packed).expect("a file"));
    for (path, text) in FILES {
        let path_there = root.join(path);
        fs::create_dir_all(path_there.parent().expect("a folder")).expect("a folder");
        fs::write(path_there, text).expect("a file");
        archive.start_file(path, zip::write::SimpleFileOptions::default()).expect("an entry");
        archive.write_all(text.as_bytes()).expect("an entry");
    }
    archive.finish().expect("an archive");
    check(&Set::open(&root).expect("a set"));
    check(&Set::open(&packed).expect("a set"));
    check(&Set::from_archive(fs::read(&packed).expect("bytes")).expect("a set"));
    let files = FILES.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    check(&Set::from_files(files).expect("a set"));
}

#[test]
fn a_database_that_is_open_in_a_folder_is_listed_among_the_others_with_what_is_beside_it() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["lamp.db", "lamp.db-wal", "lamp.db-shm", "parts.csv"] {
        fs::write(folder.path().join(name), "Ref,Qty\nR1,1\n").expect("a file with rows");
    }
    let set = Set::open(folder.path()).expect("a set");
    assert_eq!(set.files().iter().map(|file| file.path).collect::<Vec<_>>(), ["parts.csv"]);
    let others: Vec<_> = set.others().iter().map(|(path, error)| (path.as_str(), error.code())).collect();
    let unreadable = |name| (name, "import.file_unreadable");
    assert_eq!(others, ["lamp.db", "lamp.db-shm", "lamp.db-wal"].map(unreadable));
}

#[test]
fn what_is_neither_folder_nor_archive_is_refused() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    assert_eq!(Set::open(file.path()).expect_err("no set").code(), "import.not_text");
    assert_eq!(Set::from_archive(b"no archive").expect_err("no set").code(), "import.not_text");
    assert_eq!(Set::open("/nowhere/at/all").expect_err("no set").code(), "import.file_unreadable");
}

#[test]
fn a_file_of_an_archive_that_cannot_be_unpacked_is_named() {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut archive = zip::ZipWriter::new(&mut bytes);
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive.start_file("boards/main.csv", stored).expect("an entry");
    archive.write_all(b"Ref,Qty\nR1,1\n").expect("an entry");
    archive.finish().expect("an archive");
    let mut bytes = bytes.into_inner();
    let place = bytes.windows(4).position(|window| window == b"R1,1").expect("the row");
    bytes[place] = b'C';
    let refused = Set::from_archive(bytes).expect_err("another checksum");
    assert_eq!(refused.code(), "import.file_unreadable");
    assert!(refused.to_string().contains("boards/main.csv: "), "{refused}");
}
