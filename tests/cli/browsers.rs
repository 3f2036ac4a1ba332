//! Tests that are run twice: what they say holds in whichever browser.

/// Each of these functions as a test in Chromium and as one in Firefox; it is told which by `--browser`'s word.
macro_rules! in_both_browsers {
    ($($test:ident),+ $(,)?) => {
        $(
            mod $test {
                #[test]
                fn in_chromium() {
                    super::$test("chrome");
                }

                #[test]
                fn in_firefox() {
                    super::$test("firefox");
                }
            }
        )+
    };
}
