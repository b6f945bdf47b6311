//! Part numbers and quantities, with any text.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| partwright_hostile::number::body(data));
