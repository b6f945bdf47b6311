//! The XML of KiCad: whatever stands in it, it is components or a refusal.

use partwright_domain::import::source::Reading;

use crate::rows;

/// Tries bytes as a netlist: as they are, and inside a component of a netlist that is right.
pub fn body(data: &[u8]) {
    let reading = Reading::default();
    rows::file(&[b"<?xml version=\"1.0\"?>\n<export version=\"E\">", data].concat(), &reading);
    let begin = b"<?xml version=\"1.0\"?>\n<export version=\"E\"><components><comp ref=\"R1\">";
    rows::file(&[begin, data, b"</comp></components></export>"].concat(), &reading);
}
