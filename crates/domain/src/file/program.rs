//! Which files are never handed to the system to be opened, because opening them could run them.

use super::FileName;

/// How many of a file's first bytes [`is_program`] looks at.
pub const START: usize = 4;

/// Endings that a system runs, or hands to a program that runs what is in the file. Sorted, to be found quickly by eye.
#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "action", "app", "appimage", "application", "appref-ms", "bash", "bat", "chm", "cmd", "com", "command", "cpl", "csh",
    "deb", "desktop", "dll", "dylib", "elf", "exe", "fish", "flatpakref", "gadget", "hlp", "hta", "inf", "jar", "js",
    "jse", "ksh", "lnk", "lua", "mjs", "msc", "msh", "msi", "msix", "msp", "mst", "out", "php", "pif", "pkg", "pl", "ps1",
    "psd1", "psm1", "py", "pyc", "pyw", "pyz", "rb", "reg", "rpm", "run", "scf", "scpt", "scr", "sct", "service",
    "settingcontent-ms", "sh", "shb", "shs", "snap", "so", "tcl", "terminal", "tool", "url", "vb", "vbe", "vbs",
    "webloc", "workflow", "ws", "wsc", "wsf", "wsh", "xbap", "xll", "zsh",
];

/// What programs begin with: a script's `#!`, Windows' `MZ`, ELF, and the forms of Mach-O.
const BEGINNINGS: &[&[u8]] = &[
    b"#!",
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
];

/// Whether a file of that name, which begins with these bytes, is a program or a script. A list can never be complete;
/// what it lacks is still handed over without the right to be run.
pub fn is_program(name: &FileName, start: &[u8]) -> bool {
    let runs = name.extension().is_some_and(|extension| ENDINGS.contains(&extension.as_str()));
    runs || BEGINNINGS.iter().any(|beginning| start.starts_with(beginning))
}
