//! The XML of KiCad, with any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| partwright_hostile::netlist::body(data));
