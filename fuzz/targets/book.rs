//! Spreadsheets, with a part of any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(init: partwright_hostile::spare_guarded_threads(), |data: &[u8]| partwright_hostile::book::body(data));
