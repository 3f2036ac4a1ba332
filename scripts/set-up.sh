#!/bin/sh
# Finds what linkwright needs beside Rust, and installs what is missing.
#
#   scripts/set-up.sh demo   Chromium (or Google Chrome) and its driver
#   scripts/set-up.sh book   mdBook
#   scripts/set-up.sh test   all that, and Firefox, geckodriver, cargo-deny and (on Linux) Xvfb
#
# Prints one line per thing. Changes nothing that is already there.
# Exit: 0 all is there, 4 something is missing and this script cannot install it, 64 wrong argument.
set -eu

GECKODRIVER_VERSION=0.37.1
CARGO_DENY_VERSION=0.20.2
MDBOOK_VERSION=0.5.4
CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/linkwright"

say() { printf 'set-up: %s\n' "$*"; }

# Tells what a person has to do, and ends.
give_up() {
    printf 'set-up: %s\n' "$@" >&2
    exit 4
}

have() { command -v "$1" >/dev/null 2>&1; }

# Prints the first of the given programs that exists; names and paths both work.
first_of() {
    for program in "$@"; do
        if [ -n "$program" ] && have "$program"; then
            command -v "$program"
            return 0
        fi
    done
    return 1
}

# Prints "NUMBER.NUMBER..." out of `PROGRAM --version`; empty when the program does not run.
version_of() {
    { "$1" --version 2>/dev/null || true; } | sed -n 's/^[^0-9]*\([0-9][0-9.]*[0-9]\).*/\1/p' | head -n 1
}

os_id() {
    # shellcheck disable=SC1091
    (. /etc/os-release 2>/dev/null && printf '%s' "${ID:-}") || true
}

APT_IS_FRESH=no

# Installs Debian packages; answers 1 when this machine has no apt-get or no way to become root.
apt_install() {
    have apt-get || return 1
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif have sudo; then
        as_root=sudo
    else
        return 1
    fi
    say "installing $* with apt-get"
    if [ "$APT_IS_FRESH" = no ]; then
        $as_root apt-get update -qq </dev/null >&2 || say "apt-get update failed; trying with the lists that are here"
        APT_IS_FRESH=yes
    fi
    if [ -n "$as_root" ]; then
        sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
    else
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2
    fi
}

find_chrome() { first_of chromium google-chrome google-chrome-stable chromium-browser /snap/bin/chromium; }
find_chromedriver() { first_of "${CHROMEDRIVER:-}" chromedriver /usr/lib/chromium/chromedriver /snap/bin/chromium.chromedriver; }
find_firefox() { first_of firefox-esr firefox /snap/bin/firefox; }
find_geckodriver() { first_of "${GECKODRIVER:-}" geckodriver "$CACHE/bin/geckodriver" /snap/bin/geckodriver; }

# A browser counts only if it starts: on Ubuntu /usr/bin/chromium-browser may be a stub that asks for a snap.
runs() { [ -n "$(version_of "$1")" ]; }

chrome_and_driver_are_there() {
    chrome=$(find_chrome) && runs "$chrome" && driver=$(find_chromedriver) && runs "$driver"
}

explain_chrome() {
    case "$(os_id)" in
    ubuntu)
        give_up "Chromium and its driver are missing, and Ubuntu's package 'chromium' only points to a snap. Do one of these:" \
            "  sudo snap install chromium     (it brings chromium.chromedriver, which linkwright finds in /snap/bin)" \
            "  or install Google Chrome (https://www.google.com/chrome/) and the chromedriver of the same version" \
            "  (https://googlechromelabs.github.io/chrome-for-testing/), and set CHROMEDRIVER=/path/to/chromedriver"
        ;;
    *)
        give_up "Chromium and its driver are missing. Install one of these pairs, then try again:" \
            "  Debian:  apt-get install chromium chromium-driver" \
            "  Fedora:  dnf install chromium chromedriver        Arch: pacman -S chromium        macOS: brew install --cask google-chrome chromedriver" \
            "  else:    Chrome and chromedriver of the same version from https://googlechromelabs.github.io/chrome-for-testing/," \
            "           and set CHROMEDRIVER=/path/to/chromedriver"
        ;;
    esac
}

set_up_chrome() {
    if [ -n "${CHROMEDRIVER:-}" ] && ! have "$CHROMEDRIVER"; then
        give_up "CHROMEDRIVER is set to $CHROMEDRIVER, and no program is there. Correct it or unset it."
    fi
    if ! chrome_and_driver_are_there; then
        [ "$(os_id)" != ubuntu ] || explain_chrome
        apt_install chromium chromium-driver || explain_chrome
        chrome_and_driver_are_there || explain_chrome
    fi
    chrome_version=$(version_of "$chrome")
    driver_version=$(version_of "$driver")
    if [ "${chrome_version%%.*}" != "${driver_version%%.*}" ]; then
        give_up "$chrome is version $chrome_version, $driver is version $driver_version: the first numbers must be equal." \
            "Update the older one, or set CHROMEDRIVER=/path/to/another/chromedriver."
    fi
    say "browser        $chrome $chrome_version"
    say "chromedriver   $driver $driver_version"
}

set_up_firefox() {
    if ! { firefox=$(find_firefox) && runs "$firefox"; }; then
        case "$(os_id)" in
        ubuntu)
            give_up "Firefox is missing, and Ubuntu's package only points to a snap. Do one of these:" \
                "  sudo snap install firefox      (it brings geckodriver, which linkwright finds in /snap/bin)" \
                "  or install Firefox from https://packages.mozilla.org (Mozilla's own packages)"
            ;;
        esac
        apt_install firefox-esr || true
        { firefox=$(find_firefox) && runs "$firefox"; } ||
            give_up "Firefox is missing. Install it (Debian: apt-get install firefox-esr, elsewhere: firefox), then try again."
    fi
    say "firefox        $firefox $(version_of "$firefox")"
}

# Builds one program from crates.io, once, into the cache: CRATE VERSION [OPTION...]
cargo_install() {
    have cargo || give_up "cargo is missing: install Rust from https://rustup.rs"
    crate=$1
    wanted=$2
    shift 2
    say "building $crate $wanted into $CACHE/bin (a few minutes, once)"
    # Its own target directory, so that a caller's CARGO_TARGET_DIR is not filled with other people's crates.
    CARGO_TARGET_DIR="$CACHE/target" cargo install "$crate" --version "$wanted" --locked --quiet --root "$CACHE" "$@" </dev/null >&2 ||
        give_up "$crate could not be built; see the lines above. By hand: cargo install $crate --version $wanted --locked"
    rm -rf "$CACHE/target"
}

set_up_geckodriver() {
    if [ -n "${GECKODRIVER:-}" ] && [ "$GECKODRIVER" != "$CACHE/bin/geckodriver" ] && ! have "$GECKODRIVER"; then
        give_up "GECKODRIVER is set to $GECKODRIVER, and no program is there. Correct it or unset it."
    fi
    { geckodriver=$(find_geckodriver) && runs "$geckodriver"; } || {
        cargo_install geckodriver "$GECKODRIVER_VERSION"
        geckodriver="$CACHE/bin/geckodriver"
    }
    say "geckodriver    $geckodriver $(version_of "$geckodriver")"
}

# A screen for the windows that tests open. Elsewhere than on Linux they open on the real one.
set_up_xvfb() {
    [ "$(uname -s)" = Linux ] || return 0
    have Xvfb || apt_install xvfb || true
    have Xvfb || give_up "Xvfb is missing. Install it (Debian: apt-get install xvfb, Fedora: dnf install xorg-x11-server-Xvfb, Arch: pacman -S xorg-server-xvfb), then try again."
    say "xvfb           $(command -v Xvfb)"
}

# Any 0.20 will do: the rules in deny.toml are written for it.
is_our_cargo_deny() {
    case "$(version_of "$1")" in
    "${CARGO_DENY_VERSION%.*}".*) return 0 ;;
    *) return 1 ;;
    esac
}

# The copy in the cache goes first, as in check-crates.sh; another version of it is replaced.
set_up_cargo_deny() {
    deny=$(first_of "$CACHE/bin/cargo-deny" cargo-deny) && is_our_cargo_deny "$deny" || {
        cargo_install cargo-deny "$CARGO_DENY_VERSION"
        deny="$CACHE/bin/cargo-deny"
    }
    say "cargo-deny     $deny $(version_of "$deny")"
}

# Any 0.5 will do. Ours can neither serve nor search, and is not optimised: that halves its build, and a book takes a second.
is_our_mdbook() {
    case "$(version_of "$1")" in
    "${MDBOOK_VERSION%.*}".*) return 0 ;;
    *) return 1 ;;
    esac
}

# The copy in the cache goes first, as in build-book.sh.
set_up_mdbook() {
    mdbook=$(first_of "$CACHE/bin/mdbook" mdbook) && is_our_mdbook "$mdbook" || {
        cargo_install mdbook "$MDBOOK_VERSION" --no-default-features --debug
        mdbook="$CACHE/bin/mdbook"
    }
    say "mdbook         $mdbook $(version_of "$mdbook")"
}

case "${1:-}" in
demo)
    set_up_chrome
    ;;
book)
    set_up_mdbook
    ;;
test)
    set_up_chrome
    set_up_firefox
    set_up_geckodriver
    set_up_xvfb
    set_up_cargo_deny
    set_up_mdbook
    ;;
*)
    printf 'usage: scripts/set-up.sh demo|book|test\n' >&2
    exit 64
    ;;
esac
