#!/bin/sh
# Checks every crate that is shipped against deny.toml: bans, licences, sources and, with a network, advisories.
set -eu
PATH="${XDG_CACHE_HOME:-$HOME/.cache}/linkwright/bin:$PATH"

cargo deny --locked check --hide-inclusion-graph bans licenses sources

# The list of advisories lives on GitHub; a machine that reaches only a crate registry cannot have it.
if cargo deny --locked fetch db >/dev/null 2>&1; then
    cargo deny --locked check --hide-inclusion-graph --disable-fetch advisories
else
    echo "advisories NOT checked: the RustSec database cannot be fetched from here (it needs github.com). Run 'make lint' where it can."
fi
