//! Remarks: what is told at a row, and what once for all.

use super::{plan, problems};

/// The lines of the rows with a remark of their own, and what is told once.
#[track_caller]
fn told(file: &str) -> (Vec<u64>, Vec<String>) {
    let plan = plan(file);
    let remarks = plan.remarks();
    let rows: Vec<u64> = plan.items.iter().map(|item| item.row).filter(|row| remarks.is_on(*row)).collect();
    assert_eq!(rows.len(), remarks.rows(), "{:?}", problems(&plan));
    let once = remarks.of_all.iter().map(|problem| format!("{}: {}", problem.code, problem.message));
    (rows, once.map(|said| said.split([';', ',']).next().unwrap_or_default().to_owned()).collect())
}

#[test]
fn a_missing_mpn_is_counted_and_is_no_remark_on_its_row() {
    let file = "Ref,Qty,Value,MPN\nR1,1,10k,\nR2,1,12k,X1\nC1 C2,3,1n,\n";
    assert_eq!(told(file), (vec![4], vec![]), "only the row that counts otherwise");
    assert_eq!(plan(file).remarks().without_mpn, 2);
}

#[test]
fn what_every_row_bears_is_told_once() {
    let file = "Ref,Qty,Value,MPN\nR1,tbd,10k,X1\nR2,tbd,12k,X2\nR2,tbd,15k,X3\n,,,\nTotal,,,\n";
    let (rows, once) = told(file);
    assert_eq!(rows, [4], "its designator stands above already");
    assert_eq!(once, ["import.quantity_open: \"tbd\" leaves open how many there are"]);
    let (rows, once) = told("Ref,Qty,Value,MPN\nR1,tbd,10k,X1\nR2,tbd,12k,X2\nR3,1,15k,X3\n");
    assert_eq!((rows, once.len()), (vec![2, 3], 0), "what most of them bear is told at each");
}

#[test]
fn rows_that_are_not_imported_bear_no_remark() {
    let (rows, once) = told("Ref,Qty,Value\nR1,tbd,10k\n,,\n,minus,Glue\n");
    assert_eq!((rows, once.len()), (vec![2], 0), "of a single row nothing is said of all");
}
