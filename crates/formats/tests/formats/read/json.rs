//! Our own JSON.

use partwright_domain::import::ImportError;

use super::{read, refused};

#[test]
fn lines_become_rows_under_the_names_of_their_columns() {
    let whole = read(
        r#"{"format":"partwright-bom","version":1,"title":"A board","about":{"x":[1]},
            "columns":[{"key":"part_number","name":"Part number","kind":"text"},{"key":"quantity","name":"Quantity"},
                       {"key":"designators","name":"Reference designators"},{"key":"dnp","name":"DNP"}],
            "lines":[{"part_number":"EL-RES-100042","quantity":"2","designators":["R1","R2"],"dnp":false},
                     {"quantity":0.25,"dnp":true,"note":"ä \"x\""}],"totals":{}}"#,
    );
    assert_eq!((whole.source.format, whole.source.header_row), ("partwright-json", None));
    assert_eq!(whole.header, ["Part number", "Quantity", "Reference designators", "DNP", "note"]);
    assert_eq!(whole.lines(), ["1: EL-RES-100042|2|R1, R2||", "2: |0.25||DNP|ä \"x\""]);
}

#[test]
fn without_columns_the_keys_are_the_columns() {
    let whole = read(r#" {"lines":[{"mpn":"X1","quantity":"3"}],"version":1,"format":"partwright-parts"}"#);
    assert_eq!((whole.header.join(","), whole.lines()), ("mpn,quantity".to_owned(), vec!["1: X1|3".to_owned()]));
}

#[test]
fn a_text_is_what_it_says_because_nobody_kept_a_spreadsheet_from_it() {
    let text = r#"{"lines":[{"a":" '=1 ","b":"=\"0402\"","c":"x;'-1"}],"version":1,"format":"partwright-parts"}"#;
    assert_eq!(read(text).lines(), ["1: '=1|=\"0402\"|x;'-1"]);
}

#[test]
fn json_that_is_not_ours_is_refused() {
    assert_eq!(
        refused(r#"{"format":"partwright-bom","version":2,"lines":[]}"#),
        ImportError::VersionUnknown { version: "2".to_owned() }
    );
    for file in [r#"{"a":1}"#, r#"{"format":"other","version":1}"#, r#"{"format":"partwright-bom"}"#] {
        let detail = "it is JSON of another program".to_owned();
        assert_eq!(refused(file), ImportError::NotText { detail }, "{file}");
    }
    for file in ["[1,2]", r#"{"format":"partwright-bom","version":1,"lines":["#, r#"{"lines":[1]}"#, "{} x"] {
        assert_eq!(refused(file).code(), "import.not_text", "{file}");
    }
}
