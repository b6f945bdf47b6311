//! Cursors: a place in a list, as text and back.

use partwright_domain::page::Cursor;
use proptest::prelude::*;

#[test]
fn what_is_no_cursor_is_refused() {
    for text in ["", "12", "x:key", ":key", "-1:key", "4294967296:key", " 1:key"] {
        assert_eq!(Cursor::parse(text).map_err(|error| error.code()), Err("page.cursor_invalid"), "{text:?}");
    }
}

proptest! {
    #[test]
    fn a_cursor_is_read_back_from_its_text(key in "(?s).{0,40}", sequence in any::<u32>()) {
        let cursor = Cursor { key, sequence };
        prop_assert_eq!(Cursor::parse(&cursor.encode()), Ok(cursor));
    }
}
