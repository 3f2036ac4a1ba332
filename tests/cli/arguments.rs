//! Help, version, completions, manual pages, and arguments that make no sense.

use crate::program::Program;

const ADA: &str = "https://www.linkedin.com/in/ada-example";
const COMMANDS: [&str; 22] = [
    "run",
    "check",
    "connect",
    "status",
    "batch",
    "report",
    "login",
    "accounts",
    "logout",
    "resume",
    "cancel",
    "history",
    "resolve",
    "clear",
    "purge",
    "explain",
    "selectors",
    "sandbox",
    "doctor",
    "demo",
    "completions",
    "man",
];

#[test]
fn every_command_has_help_with_an_example() {
    for command in COMMANDS {
        let help = Program::with(&[command, "--help"]).run().exits(0).stdout();
        assert!(help.contains(&format!("Usage: linkwright {command}")), "{help}");
        assert!(help.contains("Examples:\n  "), "{command} has no example");
        assert!(
            help.lines().all(|line| line.chars().count() <= 100),
            "{command} is wider than 100 columns"
        );
    }
}

#[test]
fn the_commands_below_selectors_have_help_with_an_example() {
    for command in ["export", "check"] {
        let help = Program::with(&["selectors", command, "--help"]).run().exits(0).stdout();
        assert!(
            help.contains(&format!("Usage: linkwright selectors {command}")),
            "{help}"
        );
        assert!(help.contains("Examples:\n  "), "{command} has no example");
        let wide = help.lines().find(|line| line.chars().count() > 100);
        assert_eq!(wide, None, "{command}");
    }
}

#[test]
fn the_long_help_names_every_command_and_every_exit_code() {
    let help = Program::with(&["--help"]).run().exits(0).stdout();
    for word in COMMANDS.iter().chain(&["Exit codes:\n  0 ", "\n  101 a bug"]) {
        assert!(help.contains(word), "{word:?}");
    }
}

/// Paragraphs flow; one that was broken by hand has a short line in its middle wherever the screen is narrower.
#[test]
fn no_paragraph_of_a_help_is_torn() {
    let is_prose = |line: &str| line.starts_with(|c: char| c.is_alphabetic());
    for command in COMMANDS {
        let help = Program::with(&["help", command]).run().exits(0).stdout();
        let lines: Vec<&str> = help.lines().collect();
        for three in lines.windows(3).filter(|three| three.iter().all(|line| is_prose(line))) {
            let is_torn = three[0].len() > 80 && three[1].len() < 50 && three[2].starts_with(char::is_lowercase);
            assert!(!is_torn, "{command}: {three:#?}");
        }
    }
}

#[test]
fn what_answers_no_request_takes_no_options_for_it() {
    for option in ["--wait", "--screenshots"] {
        let takes = |command: &str| {
            let help = Program::with(&["help", command]).run().exits(0).stdout();
            help.lines().any(|line| line.trim_start().starts_with(option))
        };
        assert!(
            ["run", "connect", "batch", "resume"]
                .iter()
                .all(|command| takes(command))
        );
        assert!(!["record", "doctor", "sync"].iter().any(|command| takes(command)));
        Program::with(&["doctor", option]).run().exits(2).says(option);
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let ran = Program::with(&["--version"]).run().exits(0);
    assert_eq!(ran.stdout(), format!("linkwright {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = Program::with(&["completions", shell]).run().exits(0).stdout();
        assert!(script.contains("selectors") && script.contains("linkwright"), "{shell}");
    }
}

#[test]
fn the_manual_page_names_every_command() {
    let page = Program::with(&["man"]).run().exits(0).makes_nothing().stdout();
    assert!(page.contains(".TH linkwright 1"), "{page}");
    assert!(
        page.contains("possibly sent or withdrawn, not provable"),
        "the exit codes are missing: {page}"
    );
    for command in COMMANDS {
        // In roff a hyphen is written with a backslash.
        assert!(
            page.contains(&format!("linkwright\\-{command}(1)")),
            "{command}: {page}"
        );
    }
}

#[test]
fn every_command_has_a_manual_page_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let pages = folder.path().join("man1");
    Program::with(&["man", &pages.to_string_lossy()])
        .run()
        .exits(0)
        .prints_nothing()
        .says("man1");
    for command in COMMANDS.iter().chain(&["selectors-export", "selectors-check"]) {
        let page = std::fs::read_to_string(pages.join(format!("linkwright-{command}.1"))).expect(command);
        assert!(
            page.contains("Examples:\n.nf\n  "),
            "{command} has no example that keeps its lines: {page}"
        );
        assert!(
            page.contains(concat!("linkwright ", env!("CARGO_PKG_VERSION"))),
            "{page}"
        );
    }
    let main = std::fs::read_to_string(pages.join("linkwright.1")).expect("the main page");
    assert_eq!(main, Program::with(&["man"]).run().exits(0).stdout());
}

#[test]
fn manual_pages_that_cannot_be_written_are_a_complaint_with_the_place() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("taken");
    std::fs::write(&file, "").expect("a file");
    Program::with(&["man", &file.to_string_lossy()])
        .run()
        .exits(4)
        .prints_nothing()
        .says("taken");
}

#[test]
fn arguments_that_make_no_sense_exit_with_2_and_print_nothing_on_stdout() {
    for arguments in [
        &[][..],
        &["fly"],
        &["run"],
        &["run", "a", "b"],
        &["run", "--browser", "netscape", "x"],
        &["run", "--quiet", "--verbose", "x"],
        &["sandbox", "--language", "xx"],
        &["sandbox", "--port", "70000"],
        &["explain", "x", "--url", "nowhere"],
        &["selectors"],
        &["selectors", "export"],
        &["selectors", "check", "--against"],
        &["completions", "tcsh"],
    ] {
        Program::with(arguments).run().exits(2).prints_nothing().makes_nothing();
    }
}

#[test]
fn a_stray_note_is_not_echoed() {
    Program::with(&["connect", ADA, "Secret words of mine"])
        .run()
        .exits(2)
        .never_says("Secret")
        .says("unexpected argument");
    Program::with(&["connect", ADA, "Secretly"])
        .run()
        .exits(2)
        .never_says("Secret");
    Program::with(&["connect", ADA, "--mail=ada@example.com"])
        .run()
        .exits(2)
        .never_says("ada@example.com")
        .says("--mail");
    Program::with(&["connect", ADA, "-Secretly"])
        .run()
        .exits(2)
        .never_says("Secret");
}

#[test]
fn what_is_one_argument_too_many_is_told_what_the_command_takes() {
    for (arguments, tip) in [
        (
            &["batch", "a.csv", "b.csv"][..],
            "`linkwright batch` takes one FILE and options",
        ),
        (&["resume", "now"], "`linkwright resume` takes options only"),
        (&["record", "a", "b", "c"], "takes one URL, one NAME and options"),
        (
            &["connect", ADA, "Hello"],
            "such as a note, stands behind its option and in quotes",
        ),
    ] {
        Program::with(arguments).run().exits(2).prints_nothing().says(tip);
    }
}

#[test]
fn only_this_machine_stands_in_for_the_site() {
    for site in [
        "http://example.com",
        "https://127.0.0.1:1",
        "http://10.0.0.1:80",
        "http://127.0.0.1:1/in",
        "ada",
    ] {
        Program::with(&["status", ADA, "--site", site])
            .run()
            .exits(2)
            .says("http address on this machine")
            .makes_nothing();
    }
}

#[test]
fn a_driver_address_is_plain_http_without_a_query_and_is_not_echoed() {
    for url in [
        "https://grid.example.com",
        "http://user:hush@127.0.0.1:4444/?token=hush",
        "http://127.0.0.1:4444/#hush",
        "hush",
        "ftp://hush.example.com",
    ] {
        let ran = Program::with(&["status", ADA, "--webdriver", url]).run().exits(2);
        ran.never_says("hush").says("--webdriver takes").makes_nothing();
    }
}

#[test]
fn faulty_arguments_of_connect_are_named_by_option_with_the_code_of_the_workflow() {
    let long = "x".repeat(301);
    let ran = Program::with(&[
        "connect",
        "https://elsewhere.invalid/in/ada",
        "--note",
        &long,
        "--email",
        "hush-hush",
    ])
    .run();
    let ran = ran.exits(2).prints_nothing().makes_nothing();
    let ran = ran.never_says("xxx").never_says("hush").never_says("elsewhere");
    ran.says("PERSON_URL: ")
        .says("--note: ")
        .says("(textTooLong)")
        .says("--email: ");
}

#[test]
fn a_note_may_begin_with_a_hyphen() {
    let long = format!("- {}", "x".repeat(300));
    Program::with(&["connect", ADA, "--note", &long])
        .run()
        .exits(2)
        .says("(textTooLong)");
}

#[test]
fn an_option_is_not_sent_as_a_note() {
    for option in ["--quiet", "--headed", "-q", "-", "--", "--data-dir=/somewhere/far/away"] {
        let ran = Program::with(&["connect", ADA, "--note", option]).run().exits(2);
        ran.says("looks like an option").prints_nothing().makes_nothing();
    }
}

#[test]
fn numbers_that_are_none_are_refused_with_those_that_are_taken() {
    for (command, option, taken) in [
        ("login", "--within", "from 1 to 1440"),
        ("history", "--limit", "from 1 to 4294967295"),
        ("sandbox", "--port", "from 0 to 65535"),
    ] {
        for number in ["ten", "-1", "99999999999"] {
            let said = Program::with(&[command, &format!("{option}={number}")])
                .run()
                .exits(2)
                .stderr();
            assert!(said.contains(&format!("a whole number {taken} is wanted")), "{said}");
        }
    }
}

#[test]
fn a_variable_that_is_set_and_empty_is_named() {
    for name in ["LINKWRIGHT_DATA_DIR", "LINKWRIGHT_ACCOUNT"] {
        let ran = Program::with(&["history"]).env(name, "").run().exits(2);
        ran.says(&format!("{name} is set and empty")).prints_nothing();
    }
}

#[test]
fn a_site_with_a_password_is_not_shown() {
    let site = "http://ada:s3cret@127.0.0.1:1";
    for ran in [
        Program::with(&["status", ADA, "--site", site]).run(),
        Program::with(&["history"]).env("LINKWRIGHT_SITE", site).run(),
    ] {
        ran.exits(2).never_says("s3cret").says("--site").says("behind the port");
    }
}

#[test]
fn nothing_that_was_given_steers_the_terminal() {
    let workflow = "{\"actionType\": \"st.openPersonPage\", \"personUrl\": \"x\", \"a\\u001b[31m\\u0007b\": 1}";
    let ran = Program::with(&["run", "-"]).reading(workflow).run().exits(2);
    ran.never_says("\u{1b}").never_says("\u{7}").says("/a [31m b");
    for arguments in [
        &["status", ADA, "--account", "\u{1b}[31m"][..],
        &["history", "--\u{1b}[31m"],
        &["\u{1b}[31m"],
    ] {
        Program::with(arguments).run().exits(2).never_says("\u{1b}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_window_without_a_screen_is_refused_by_the_option_that_was_given() {
    for (option, words) in [("--by-hand", "for --by-hand"), ("--headed", "for --headed")] {
        let ran = Program::with(&["record", ADA, "x", option, "--site", "http://127.0.0.1:1"]).run();
        ran.exits(4).says(words).makes_nothing();
    }
}
