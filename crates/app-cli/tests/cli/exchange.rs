//! What comes in and goes out: imports, documents, packages.

use std::fs;

use partwright_app_cli::exit::Exit;
use serde_json::{Value, json};

use crate::{Bench, call_answering, text};

const LAMP: &str = "\
Reference,Qty,Value,Footprint,MPN,Manufacturer
\"R1-R3, R7\",4,10k,R_0402,RC0402FR-0710KL,Yageo
\"C1 C2\",2,100nF,C_0402,GRM155R71C104KA88D,Murata
,many,100nF,C_0402,GRM155R71C104KA88D,Murata
,,,,,
D1,1,green,LED_0603,150060GS75000,Wurth
";

fn file(bench: &Bench, name: &str, content: &str) -> String {
    let path = bench.path(name);
    fs::write(&path, content).expect("a file");
    text(&path).to_owned()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn an_import_without_a_line_is_refused_with_what_is_wrong_with_its_rows() {
    let bench = Bench::new();
    let broken = file(&bench, "broken.csv", "Reference,Qty,Value\n,many,10k\n");
    let import = ["import", &broken, "--new", "Broken", "--category", "EL-PCA"];
    let refused = bench.call(&[&import[..], &["--format", "json"]].concat());
    assert_eq!(refused.exit, Exit::Refused);
    assert!(refused.err.contains("import.nothing"), "{}", refused.err);
    let told: Value = serde_json::from_str(&refused.out).expect("what is wrong");
    assert_eq!((&told["problems"][0]["code"], &told["imported"]), (&json!("import.quantity_invalid"), &Value::Null));
    let refused = bench.call(&import);
    assert!(refused.out.contains("import.quantity_invalid") && refused.err.contains("import.nothing"), "{refused:?}");
    assert_eq!(bench.json(&["part", "list"]), json!([]));
}

#[test]
fn a_dry_run_is_one_object_and_changes_nothing() {
    let bench = Bench::new();
    let lamp = file(&bench, "lamp.csv", LAMP);
    let told = bench.json(&["import", &lamp, "--dry-run"]);
    for key in ["source", "columns", "rows", "lines", "designators", "quantity_total", "problems"] {
        assert!(keys(&told).contains(&key), "{key}");
    }
    assert_eq!(
        (
            &told["source"]["format"],
            &told["source"]["encoding"],
            &told["source"]["delimiter"],
            &told["source"]["header_row"]
        ),
        (&json!("csv"), &json!("UTF-8"), &json!(","), &json!(1))
    );
    assert_eq!(told["columns"][4], json!({ "index": 4, "name": "MPN", "role": "mpn" }));
    let rows = &told["rows"];
    let sum: u64 = keys(rows).iter().filter(|key| **key != "read").filter_map(|key| rows[*key].as_u64()).sum();
    assert_eq!(Some(sum), rows["read"].as_u64(), "{rows}");
    assert!(told["quantity_total"].is_string(), "decimals are texts");
    assert_eq!(told["designators"], 7, "ranges are expanded, and what is refused is not counted");
    assert_eq!(
        (&told["rows"]["refused"], &told["problems"][0]["code"]),
        (&json!(1), &json!("import.quantity_invalid"))
    );
    for problem in told["problems"].as_array().expect("a list") {
        assert_eq!(keys(problem), ["code", "column", "message", "row", "severity"]);
    }
    assert_eq!(told["imported"], Value::Null);
    assert_eq!(bench.json(&["part", "list"]), json!([]));
}

#[test]
fn columns_that_are_named_on_the_first_line_are_found_without_a_header_that_is_known() {
    let bench = Bench::new();
    let odd = file(&bench, "odd.csv", "Wo,Was,Wieviele\nR1,1k,1\nR2,2k,1\n");
    let map = ["--map", "Wo=reference", "--map", "Was=value", "--map", "Wieviele=quantity"];
    let told = bench.json(&[&["import", &odd, "--dry-run"][..], &map].concat());
    assert_eq!((&told["source"]["header_row"], &told["designators"]), (&json!(1), &json!(2)));
    let told = bench.call(&["import", &odd, "--dry-run", "--map", "Wer=reference"]);
    assert_eq!(told.code(), "import.header_not_found", "what has no such column is no header");
}

#[test]
fn a_set_that_is_imported_again_has_nothing_to_do() {
    let bench = Bench::new();
    let folder = bench.path("product");
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("ASY-001.csv"), "IPN,Qty\nSCR-001-0001,2\n").expect("a file");
    let set = text(&folder).to_owned();
    assert_eq!(bench.json(&["import", &set])["nothing_to_do"], false);
    assert_eq!(bench.json(&["import", &set])["nothing_to_do"], true);
}

#[test]
fn numbers_of_another_workspace_are_foreign_where_one_says_so() {
    let bench = Bench::new();
    let other = file(&bench, "other.csv", "Reference,Value,Part number\nR1,1k,EL-RES-100777\n");
    let told = bench.json(&["import", &other, "--dry-run"]);
    assert_eq!(told["problems"][0]["code"], "import.number_unknown");
    let told = bench.json(&["import", &other, "--dry-run", "--foreign-numbers"]);
    assert_eq!((&told["rows"]["new"], &told["rows"]["refused"]), (&json!(1), &json!(0)));
}

#[test]
fn an_import_is_one_change_and_a_changed_file_shows_its_difference() {
    let bench = Bench::new();
    let lamp = file(&bench, "lamp.csv", LAMP);
    let done = bench.json(&["import", &lamp, "--new", "Lamp", "--category", "EL-PCA"]);
    let number = done["imported"]["number"].as_str().expect("a number").to_owned();
    let lines = bench.json(&["bom", "show", &number]);
    assert_eq!(lines.as_array().map(Vec::len).map(Value::from), Some(done["lines"].clone()));
    assert_eq!((&lines[0]["file"], &lines[0]["rows"]), (&json!("lamp.csv"), &json!([2])));
    let again = bench.json(&["import", &lamp, "--into", &number]);
    assert_eq!((&again["difference"]["unchanged"], &again["imported"]["change"]), (&done["lines"], &Value::Null));
    assert_eq!((&done["nothing_to_do"], &again["nothing_to_do"]), (&json!(false), &json!(true)));
    let told = bench.call(&["import", &lamp, "--into", &number]).done();
    assert!(told.ends_with("Nothing to do: the workspace has all that this says.\n"), "{told}");
    let changed = file(&bench, "lamp.csv", &LAMP.replace("\"R1-R3, R7\",4", "\"R1-R3\",3"));
    let told = bench.json(&["import", &changed, "--into", &number, "--dry-run"]);
    assert_eq!((&told["difference"]["changed"], &told["rows"]["new"]), (&json!(1), &json!(0)));
    bench.call(&["import", &changed, "--into", &number]).done();
    assert_eq!(bench.json(&["bom", "show", &number])[0]["quantity"], "3");
    bench.call(&["undo"]).done();
    bench.call(&["undo"]).done();
    assert_eq!(bench.json(&["part", "list"]), json!([]), "one undo an import");
}

#[test]
fn columns_are_given_other_roles_by_name_or_number() {
    let bench = Bench::new();
    let odd = file(&bench, "odd.csv", "Reference;Anzahl;Dings;Wert\nR1;1;RC0402;10k\n");
    let role = |told: &Value, index: usize| told["columns"][index]["role"].as_str().expect("a role").to_owned();
    let plain = bench.json(&["import", &odd, "--dry-run"]);
    assert_eq!((role(&plain, 2).as_str(), &plain["source"]["delimiter"]), ("property", &json!(";")));
    for map in ["Dings=mpn", "3=MPN"] {
        let told = bench.json(&["import", &odd, "--dry-run", "--map", map]);
        assert_eq!(role(&told, 2), "mpn", "{map}");
    }
    assert_eq!(bench.call(&["import", &odd, "--dry-run", "--map", "Dings=what"]).code(), "cli.mapping_invalid");
    assert_eq!(bench.call(&["import", &odd, "--dry-run", "--map", "What=mpn"]).code(), "cli.column_unknown");
    assert_eq!(bench.call(&["import", &odd, "--dry-run", "--map", "9=mpn"]).code(), "cli.column_unknown");
    assert_eq!(bench.call(&["import", &odd, "--dry-run", "--delimiter", "ab"]).code(), "import.delimiter_invalid");
    assert_eq!(bench.call(&["import", &odd, "--dry-run", "--encoding", "klingon"]).code(), "import.encoding_unknown");
}

#[test]
fn it_is_said_into_what_and_from_which_file() {
    let bench = Bench::new();
    let lamp = file(&bench, "lamp.csv", LAMP);
    let unsaid = bench.call(&["import", &lamp]);
    assert_eq!(unsaid.exit, Exit::Usage);
    assert!(unsaid.err.starts_with("error[cli.no_target]"), "{}", unsaid.err);
    assert_eq!(bench.call(&["import", &lamp, "--into", "EL-PCA-199999"]).code(), "part.not_found");
    assert_eq!(
        bench.call(&["import", &lamp, "--new", "Lamp", "--category", "EL-RES"]).code(),
        "import.target_not_assembly"
    );
    let nowhere = bench.path("nowhere.csv");
    assert_eq!(bench.call(&["import", text(&nowhere), "--dry-run"]).code(), "cli.unreadable");
    let blob = file(&bench, "letter.csv", "Dear Charles,");
    assert_eq!(bench.call(&["import", &blob, "--dry-run"]).exit, Exit::Refused);
}

#[test]
fn a_file_comes_from_standard_input_as_well() {
    let bench = Bench::new();
    let told = bench.call_answering(&["import", "-", "--dry-run", "--format", "json"], Some(LAMP)).json();
    assert_eq!((&told["rows"]["read"], &told["designators"]), (&json!(5), &json!(7)));
    bench.call_answering(&["import", "-", "--new", "Lamp", "--category", "EL-PCA"], Some(LAMP)).done();
    let board = bench.json(&["part", "list", "--category", "EL-PCA"])[0]["number"].clone();
    let lines = bench.json(&["bom", "show", board.as_str().expect("a number")]);
    assert_eq!((&lines[0]["file"], &lines[0]["rows"]), (&json!("standard input"), &json!([2])));
    assert_eq!(bench.call_answering(&["import", "-", "--dry-run"], Some("")).code(), "import.file_empty");
}

#[test]
fn what_would_say_nothing_is_refused_and_not_passed_over() {
    let bench = Bench::demo();
    let lamp = file(&bench, "lamp.csv", LAMP);
    let workbook = bench.path("lamp.xlsx");
    bench.call(&["export", "bom", "EL-PCA-100001", "--output", text(&workbook)]).done();
    for (arguments, code) in [
        (&[&*lamp, "--parts", "--mode", "add"][..], "cli.option_alone"),
        (&[&*lamp, "--mode", "replace"], "cli.option_alone"),
        (&[&*lamp, "--update"], "cli.option_alone"),
        (&[&*lamp, "--sheet", "Lamp"], "cli.not_for_format"),
        (&[text(&workbook), "--delimiter", ";"], "cli.not_for_format"),
        (&[text(&workbook), "--encoding", "windows-1252"], "cli.not_for_format"),
    ] {
        let refused = bench.call(&[&["import", "--dry-run"], arguments].concat());
        assert_eq!((refused.exit, &*refused.out), (Exit::Usage, ""), "{arguments:?}: {}", refused.err);
        assert!(refused.err.starts_with(&format!("error[{code}]")), "{arguments:?}: {}", refused.err);
    }
    let beyond = bench.call(&["import", "--dry-run", &lamp, "--header-row", "99"]);
    assert!(beyond.err.contains("ends before row 99"), "{}", beyond.err);
    assert_eq!(beyond.code(), "import.header_row_beyond");
    let told = bench.json(&["import", "--dry-run", &lamp, "--delimiter", "tab", "--header-row", "0"]);
    assert_eq!(told["source"]["delimiter"], "\t");
}

#[test]
fn a_list_of_parts_that_is_taken_for_a_bom_is_told_so() {
    let bench = Bench::new();
    let list = file(&bench, "parts.csv", "IPN,Description,MPN,Manufacturer\n,10k resistor,RC0402FR-0710KL,Yageo\n");
    let hint = |arguments: &[&str]| bench.json(&[&["import", "--dry-run"], arguments].concat())["hint"].clone();
    assert!(hint(&[&list]).as_str().is_some_and(|hint| hint.contains("--parts")));
    assert!(bench.call(&["import", "--dry-run", &list]).done().ends_with("--parts imports it as one.\n"));
    assert_eq!(hint(&[&list, "--parts"]), Value::Null);
    assert_eq!(hint(&[&file(&bench, "lamp.csv", LAMP)]), Value::Null);
}

#[test]
fn a_list_of_parts_and_a_set_of_files_are_imported_too() {
    let bench = Bench::new();
    let list = file(&bench, "parts.csv", "IPN,Description,MPN,Manufacturer\n,10k resistor,RC0402FR-0710KL,Yageo\n");
    let done = bench.json(&["import", &list, "--parts", "--category", "EL-RES"]);
    assert_eq!((&done["new_parts"], &done["imported"]["number"]), (&json!(1), &Value::Null));
    assert_eq!(bench.json(&["part", "list"])[0]["mpn"], "RC0402FR-0710KL");
    let folder = bench.path("set");
    fs::create_dir(&folder).expect("a folder");
    assert_eq!(bench.call(&["import", text(&folder), "--dry-run"]).code(), "import.set_empty");
    fs::write(folder.join("parts.csv"), "IPN,Description,MPN,Manufacturer\nRES-0001,10k,RC0402FR-0710KL,Yageo\n")
        .expect("a file");
    let told = bench.json(&["import", text(&folder), "--dry-run"]);
    assert_eq!(told["files"][0]["path"], "parts.csv");
    assert_eq!((&told["imported"], &told["not_read"]), (&Value::Null, &json!([])));
    fs::write(folder.join("letter.csv"), "Dear Charles,").expect("a file");
    let told = bench.json(&["import", text(&folder), "--dry-run"]);
    assert_eq!(told["not_read"][0]["path"], "letter.csv", "nothing is passed over without a word");
    let unsuited = bench.call(&["import", text(&folder), "--map", "IPN=mpn"]);
    assert_eq!(unsuited.exit, Exit::Usage);
    assert!(unsuited.err.starts_with("error[cli.not_for_sets]"), "{}", unsuited.err);
}

#[test]
fn a_document_is_written_as_its_files_ending_says() {
    let bench = Bench::demo();
    for (name, beginning) in [("b.csv", "Find number,"), ("b.json", "{"), ("b.html", "<!"), ("b.xlsx", "PK")] {
        let path = bench.path(name);
        let told = bench.json(&["export", "bom", "EL-PCA-100001", "--output", text(&path)]);
        assert_eq!((&told["document"], &told["rows"]), (&name[2..].into(), &json!(11)));
        let bytes = fs::read(&path).expect("a document");
        assert!(bytes.starts_with(beginning.as_bytes()), "{name}");
    }
    let path = bench.path("b.doc");
    assert_eq!(bench.call(&["export", "parts", "--output", text(&path)]).code(), "cli.ending_unknown");
    bench.call(&["export", "parts", "--output", text(&path), "--document", "csv"]).done();
    assert_eq!(
        bench.call(&["export", "bom", "EL-PCA-100001", "--layout", "x", "--output", "x.csv"]).code(),
        "export.preset_unknown"
    );
    let nowhere = bench.path("no/such/folder.csv");
    let unwritable = bench.call(&["export", "parts", "--output", text(&nowhere)]);
    assert!(
        !unwritable.err.contains(".part"),
        "what it is called until it is whole is nobody's matter: {}",
        unwritable.err
    );
    assert_eq!(unwritable.code(), "export.path_unwritable");
    for format in ["json", "html"] {
        let layout = ["export", "bom", "EL-PCA-100001", "--layout", "jlcpcb", "--document", format, "--output", "-"];
        assert_eq!(bench.call(&layout).code(), "export.layout_format");
    }
}

#[test]
fn what_was_exported_and_comes_back_as_it_is_changes_nothing() {
    let bench = Bench::demo();
    let part = bench.json(&["bom", "show", "EL-PCA-100001"]);
    assert!(!part.is_null());
    let before = bench.json(&["history"]);
    for ending in ["csv", "xlsx", "json"] {
        let list = text(&bench.path(&format!("parts.{ending}"))).to_owned();
        bench.call(&["export", "parts", "--output", &list]).done();
        let told = bench.json(&["import", &list, "--parts", "--update"]);
        assert_eq!((&told["rows"]["matched"], &told["nothing_to_do"]), (&told["rows"]["read"], &json!(true)), "{told}");
        let bom = text(&bench.path(&format!("bom.{ending}"))).to_owned();
        bench.call(&["export", "bom", "EL-PCA-100001", "--output", &bom]).done();
        let told = bench.json(&["import", &bom, "--into", "EL-PCA-100001"]);
        assert_eq!(told["nothing_to_do"], json!(true), "{told}");
    }
    assert_eq!(bench.json(&["history"]), before);
}

#[test]
fn a_property_of_lines_that_is_called_as_a_column_of_ours_comes_back() {
    let bench = Bench::new();
    let lamp = file(&bench, "lamp.csv", "Reference,Qty,Value,MPN,State,Name\nR1,1,10k,X1,tested,pull-up\n");
    let made = bench.json(&[
        "import",
        &lamp,
        "--new",
        "Lamp",
        "--category",
        "EL-PCA",
        "--map",
        "State=property",
        "--map",
        "Name=property",
    ]);
    let number = made["imported"]["number"].as_str().expect("its number").to_owned();
    let out = text(&bench.path("out.csv")).to_owned();
    bench.call(&["export", "bom", &number, "--output", &out]).done();
    let told = bench.json(&["import", &out, "--into", &number]);
    assert_eq!(told["nothing_to_do"], json!(true), "{told}");
}

#[test]
fn a_document_goes_to_standard_output_and_nothing_else_does() {
    let bench = Bench::demo();
    let flat = bench.call(&["export", "bom", "AS-PRD-100000", "--shape", "flat", "--output", "-"]).done();
    assert!(flat.lines().count() > 20 && flat.lines().all(|line| line.contains(',')), "{flat}");
    for document in [
        &["parts"][..],
        &["where-used", "EL-RES-100013"],
        &["audit"],
        &["audit", "EL-RES-100013"],
        &["compare", "EL-PCA-100001", "EL-PCA-100002"],
        &["compare", "EL-PCA-100001", "EL-PCA-100002", "--all-levels"],
        &["parts", "10k", "--category", "EL-RES", "--sort", "mpn"],
    ] {
        let arguments = [&["export"], document, &["--output", "-", "--document", "json"]].concat();
        let written: Value = serde_json::from_str(&bench.call(&arguments).done()).expect("one document");
        assert!(written.is_object(), "{document:?}");
    }
    for layout in [&["jlcpcb"][..], &["kicad", "--ranges"]] {
        let arguments = [&["export", "bom", "EL-PCA-100001", "--output", "-", "--layout"], layout].concat();
        assert!(bench.call(&arguments).done().lines().count() > 5, "{layout:?}");
    }
}

#[test]
fn a_package_is_the_same_bytes_and_is_verified_without_a_workspace() {
    let bench = Bench::new();
    let resistor = bench.part("EL-RES", "10 kΩ");
    bench.call(&["part", "set", &resistor, "Value=10k", "Footprint=R_0402"]).done();
    let (first, second) = (bench.path("one.zip"), bench.path("two.zip"));
    assert_eq!(bench.call(&["export", "package", &resistor, "--output", text(&first)]).code(), "export.not_released");
    bench.call(&["submit", &resistor]).done();
    bench.call(&["override", &resistor, "--reason", "alone here"]).done();
    bench.call(&["release", &resistor]).done();
    for path in [&first, &second] {
        let told = bench.json(&["export", "package", &resistor, "--output", text(path)]);
        assert_eq!((&told["number"], &told["revision"]), (&json!(resistor), &json!("1")));
    }
    let bytes = fs::read(&first).expect("a package");
    assert_eq!(bytes, fs::read(&second).expect("a package"));
    // No workspace is named, and none is asked for.
    let verify = |path| call_answering(&["verify", text(path), "--format", "json"], None);
    let told = verify(&first).json();
    assert_eq!((&told["agrees"], &told["number"], &told["findings"]), (&json!(true), &json!(resistor), &json!([])));
    assert_eq!(told["proven"]["manifest"], json!(["audit.json", "parts.json"]));
    assert_eq!(told["compared"], Value::Null);
    let mut changed = bytes;
    let place = changed.windows(5).position(|window| window == b"R_040").expect("its footprint");
    changed[place] = b'X';
    fs::write(&second, changed).expect("a package that was changed");
    let answer = verify(&second);
    assert_eq!((answer.exit, &*answer.err), (Exit::Found, ""), "{}", answer.out);
    let told: Value = serde_json::from_str(&answer.out).expect("one object");
    assert_eq!((&told["agrees"], told["findings"][0]["fault"].is_string()), (&json!(false), true));
    fs::write(&second, "no package").expect("a file");
    assert_eq!(bench.call(&["verify", text(&second)]).code(), "export.not_a_package");
    assert_eq!(bench.call(&["verify", "EL-PCB"]).code(), "cli.nothing_to_verify");
}

#[test]
fn a_workspace_that_is_named_says_whether_a_package_is_the_one_it_makes() {
    let (bench, other) = (Bench::new(), Bench::new());
    let package = |bench: &Bench, value: &str| {
        let number = bench.part("EL-RES", "10 kΩ");
        bench.call(&["part", "set", &number, &format!("Value={value}"), "Footprint=R_0402"]).done();
        bench.call(&["submit", &number]).done();
        bench.call(&["override", &number, "--reason", "alone here"]).done();
        bench.call(&["release", &number]).done();
        let path = bench.path("package.zip");
        let told = bench.json(&["export", "package", &number, "--output", text(&path)]);
        (path, told["manifest"].clone())
    };
    let (ours, manifest) = package(&bench, "10k");
    let told = bench.json(&["verify", text(&ours)]);
    assert_eq!((&told["agrees"], &told["compared"]), (&json!(true), &json!(text(&bench.file()))));
    assert_eq!(told["manifest"], manifest, "the hash that was answered when it was made");
    assert!(bench.call(&["verify", text(&ours)]).done().contains("to the last byte"));
    assert_eq!(other.call(&["verify", text(&ours)]).code(), "part.not_found");
    // Another release of that number agrees with itself, and not with this workspace.
    let (theirs, _) = package(&other, "11k");
    assert_eq!(other.json(&["verify", text(&theirs)])["agrees"], true);
    let answer = bench.call(&["verify", text(&theirs), "--format", "json"]);
    assert_eq!(answer.exit, Exit::Found);
    let told: Value = serde_json::from_str(&answer.out).expect("one object");
    let faults: Vec<_> = told["findings"].as_array().expect("findings").iter().map(|found| &found["fault"]).collect();
    assert!(faults.len() > 1 && faults.iter().all(|fault| *fault == "other_than_made"), "{told}");
}
