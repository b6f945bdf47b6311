//! The import reader, with any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| partwright_hostile::rows::body(data));
