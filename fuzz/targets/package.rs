//! Release packages, with any bytes and with any change.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| partwright_hostile::package::body(data));
