#!/bin/sh
# Installs the benchmark's peers from their lock files, then runs them all. `make bench` builds linkwright first.
# Arguments go on to compare.py.
set -eu
cd "$(dirname "$0")/.."

missing() {
    printf 'bench: %s\n' "$*" >&2
    exit 4
}

command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || missing "node and npm are missing (20 or later). Debian: apt-get install nodejs npm"
command -v python3 >/dev/null 2>&1 || missing "python3 is missing. Debian: apt-get install python3 python3-venv"

# What is installed must be what the lock files say; a stamp spares asking again.
if ! cmp -s bench/package-lock.json bench/node_modules/.linkwright-lock; then
    npm ci --prefix bench --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    cp bench/package-lock.json bench/node_modules/.linkwright-lock
fi
if ! cmp -s bench/requirements.txt bench/.venv/.linkwright-lock; then
    python3 -m venv --clear bench/.venv >&2 || missing "python3 cannot make a virtual environment. Debian: apt-get install python3-venv"
    bench/.venv/bin/pip install --quiet --no-deps --disable-pip-version-check -r bench/requirements.txt >&2
    cp bench/requirements.txt bench/.venv/.linkwright-lock
fi

TARGET="${CARGO_TARGET_DIR:-target}"
exec python3 bench/compare.py --binary "$TARGET/release/linkwright" "$@"
