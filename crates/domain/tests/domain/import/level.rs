//! Lists of several levels: a BOM gets the first, and nothing is counted twice.

use partwright_domain::import::Outcome::{Matched, New, NotAPart};
use partwright_domain::import::{ImportError, Role};
use partwright_testkit::{build, rows};

use super::{file, lines, outcomes, plan, problems, request};
use crate::code;

#[test]
fn what_is_inside_of_an_assembly_of_the_file_is_no_line_of_this_one() {
    for name in ["Level", "BOM Level", "Ebene", "Indent"] {
        let text = format!(
            "{name},Value,MPN,Qty\n1,Amplifier,AMP1,2\n2,10k,RC0402,4\n3,Lead,L1,1\n2,100n,GRM1,6\n1,Screw,M3,8\n,Nut,M3N,8\n"
        );
        let plan = plan(text);
        assert_eq!(outcomes(&plan), [New, NotAPart, NotAPart, NotAPart, New, New], "{name}");
        assert_eq!(lines(&plan), ["2 each: ", "8 each: ", "8 each: "]);
        let told = ["3 import.row_of_lower_level", "4 import.row_of_lower_level", "5 import.row_of_lower_level"];
        assert_eq!(problems(&plan), told);
        assert!(plan.problems[1].message.starts_with("The row is of level 3, "));
    }
}

#[test]
fn levels_are_also_written_with_dots_and_with_the_assembly_above_its_lines() {
    let plan = plan("Level,Value,MPN\n0,Lamp,LAMP\n.1,Amplifier,AMP1\n..2,10k,RC0402\n.1,Screw,M3\n");
    assert_eq!(outcomes(&plan), [NotAPart, New, NotAPart, New]);
    assert_eq!(problems(&plan), ["2 import.row_of_assembly", "4 import.row_of_lower_level"]);
    let from_zero = self::plan("Level,Value,MPN\n0,Amplifier,AMP1\n1,10k,RC0402\n0,Screw,M3\n");
    assert_eq!(outcomes(&from_zero), [New, NotAPart, New], "lines that count from 0");
}

#[test]
fn a_column_that_only_is_called_so_stays_what_it_was() {
    let same = plan("Level,Value,MPN\n1,10k,RC0402\n1,100n,GRM1\n");
    assert_eq!(outcomes(&same), [New; 2], "one level");
    let words = plan("Level,Value,MPN\n1,10k,RC0402\n2,100n,GRM1\nhigh,LED,L1\n");
    assert_eq!(outcomes(&words), [New; 3], "no levels of a list");
    let (ports, _) = build::workspace();
    let mut chosen = request(&ports);
    chosen.roles = Some(vec![Role::Note, Role::Value, Role::Mpn]);
    let chosen = super::previewed(&ports, "Level,Value,MPN\n1,10k,RC0402\n2,100n,GRM1\n", &chosen).plan;
    assert_eq!(outcomes(&chosen), [New; 2], "somebody gave it another role");
}

#[test]
fn our_own_export_of_all_levels_gives_back_the_first() {
    let (ports, _) = build::workspace();
    build::part("EL-RES").named("10k").add_to(&ports);
    let text = "Level,Part number,Revision,State,Name,Quantity,Substitutes,Pinned,Quantity intended\n\
                1,EL-RES-100000,1,Draft,10k,2,,,\n2,EL-RES-100000,1,Draft,10k,3,,,\n";
    let plan = super::preview(&ports, text);
    assert_eq!((outcomes(&plan), lines(&plan)), (vec![Matched, NotAPart], vec!["2 each: ".to_owned()]));
}

#[test]
fn our_own_flat_list_is_no_bom() {
    let (ports, _) = build::workspace();
    let text = "Part number,Name,Quantity,Unit,Quantity not fitted,Lines,Assembly\nEL-RES-100000,10k,2,pcs,0,1,\n";
    let refused = rows::preview(&ports, &file(text), &request(&ports)).map(|_| ());
    assert_eq!(code(refused), ImportError::ListIsFlat.code());
}
