//! The command line as a user meets it: what is printed and the exit status, over `testdata/cases/`.

#[test]
fn cases() {
    trycmd::TestCases::new().case("testdata/cases/*.toml");
}
