//! Pages: whole in one file, valid, and nothing in a text is anything but a text.

use partwright_domain::export::Shape;
use partwright_formats::write::{Format, Options};
use quick_xml::events::Event;

use super::{any, bom, exported, lamp, row, written};

fn page(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

/// Looks whether every tag is closed where it should be, and answers the names of all.
fn tags(page: &str) -> Vec<String> {
    let body = &page[page.find("<body>").expect("a body")..page.find("</html>").expect("an end")];
    let mut reader = quick_xml::Reader::from_str(body);
    let mut tags = Vec::new();
    loop {
        match reader.read_event().expect("tags that are closed") {
            Event::Start(tag) => tags.push(tag.name().as_ref().to_owned()),
            Event::Eof => return tags,
            _ => {}
        }
    }
}

#[test]
fn a_page_asks_for_nothing_from_elsewhere_and_runs_nothing() {
    let page = page(written(Format::Html, Options::default(), any(vec![row("a")])).expect("a page"));
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'"));
    for asked in ["<script", "<link", "<img", "@import", "url("] {
        assert!(!page.contains(asked), "{asked}");
    }
    assert_eq!(tags(&page).iter().filter(|tag| *tag == "td").count(), 8);
}

#[test]
fn whatever_a_text_says_it_is_a_text() {
    let hostile = "<script>alert(1)</script> & \"'";
    let mut cells = row(hostile);
    cells[6] = partwright_domain::export::Cell::Link("javascript:alert(1)".to_owned());
    let page = page(written(Format::Html, Options::default(), any(vec![cells])).expect("a page"));
    assert!(page.contains("<td>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;&#39;</td>"), "{page}");
    assert!(page.contains("<td class=\"link\">javascript:alert(1)</td>"), "no link that runs something");
}

#[test]
fn an_indented_bom_is_a_tree_whose_branches_hold_what_stands_below() {
    let (ports, lamp) = lamp();
    let page = page(exported(&ports, &bom(lamp.lamp.revision.id, Shape::Indented), Format::Html, Options::default()));
    let tags = tags(&page);
    let count = |name: &str| tags.iter().filter(|tag| *tag == name).count();
    assert_eq!((count("ul"), count("li"), count("details"), count("summary")), (2, 6, 1, 1));
    let (board, cable) = (lamp.board.part.number.to_string(), lamp.cable.part.number.to_string());
    let branch = &page[page.find("<details").expect("a branch")..page.find("</details>").expect("its end")];
    assert!(branch.contains(&board) && branch.contains("R1, R2, R3, R5") && !branch.contains(&cable), "{branch}");
    assert!(page.contains("Ada &lt;Lovelace&gt;") && page.contains("<h2>Totals</h2>"));
}
