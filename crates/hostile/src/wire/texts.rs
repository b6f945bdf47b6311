//! Texts that are something else to somebody: to SQL, to a search, to a spreadsheet, to a web page, to a file system.

/// Texts for any field.
pub const TEXTS: &[&str] = &[
    "",
    " ",
    "\0",
    "a\0b",
    "R1",
    "1",
    "0",
    "-1",
    "1e999999999",
    "0.0000000000000000000000000000000000000000000000000000000000001",
    "99999999999999999999999999999999999999999999999999999999999",
    "NaN",
    "1:1 10:0.5",
    "EUR",
    "each",
    "R1-R99999999",
    "R1, R2 R3-R9",
    "EL",
    "EL-RES",
    "EL-RES-100000",
    "AS-PRD-100000",
    "'; DROP TABLE part; --",
    "\" OR 1=1 NEAR(a b)",
    "%_*?[a-z]",
    "=1+1|' /C calc'!A0",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "https://example.com/?a=b&c=<d>",
    "../../../etc/passwd",
    "C:\\Windows\\system32",
    "CON",
    "a/b",
    "{name} {detail} %s %n",
    "\u{feff}\u{202e}\u{200b}x",
    "\u{fffd}\u{10ffff}",
    "e\u{301}\u{301}\u{301}\u{301}",
    "line\nline\r\n\tline",
    "00000000-0000-0000-0000-000000000000",
    "[[[[[[[[[[",
    "{\"a\":{\"a\":{\"a\":1}}}",
    "UmVmLFF0eQpSMSwxCg==",
    "2026-01-01",
    "Admin",
];

/// Names for the last part of a path.
pub(super) const NAMES: &[&str] = &[
    "",
    "a",
    "hostile.partwright",
    "there is none/x.csv",
    "out.csv",
    "out.zip",
    "a\0b",
    "file.partwright",
    ".",
    "x.xlsx",
];

/// A text of so many characters.
pub(super) fn long(many: usize) -> String {
    "Ω".repeat(many)
}

/// What stands in a field that takes few texts.
pub(super) fn plain(field: &str) -> Option<&'static str> {
    Some(match field {
        "quantity" | "minimum" | "multiple" => "1",
        "price" => "0.5",
        "unit" => "each",
        "currency" => "EUR",
        "designators" | "find_number" | "note" | "lead_time" | "packaging" => "",
        "supplier" | "order_code" | "reference" => "R",
        "symbol" => "Device:R",
        "content" => "UmVmLFF0eQpSMSwxCg==",
        "encoding" => "UTF-8",
        "delimiter" => ",",
        "symbol_property" | "footprint_property" | "property" => "Value",
        _ => return None,
    })
}
