//! The search, with any text.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| partwright_hostile::search::body(data));
