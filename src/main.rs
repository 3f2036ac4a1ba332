//! Arguments in, exit code out.

#![forbid(unsafe_code)]

mod cli;

fn main() -> std::process::ExitCode {
    // Lives as long as the program: what FAILPOINTS names goes wrong at its place.
    #[cfg(feature = "failpoints")]
    let _scenario = fail::FailScenario::setup();
    cli::main().into()
}
