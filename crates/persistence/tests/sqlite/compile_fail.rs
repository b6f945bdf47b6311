//! What must not compile does not: a connection leaving this crate, a snapshot that writes, a unit kept for later.

#[test]
fn what_would_break_the_engine_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
