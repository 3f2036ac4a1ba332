# The commands of this project. `make` lists them.

CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/linkwright
TARGET := $(or $(CARGO_TARGET_DIR),target)

# Where set-up puts geckodriver when the machine has none of its own.
ifndef GECKODRIVER
GECKODRIVER := $(or $(shell command -v geckodriver 2>/dev/null),$(CACHE)/bin/geckodriver)
endif
export GECKODRIVER
# A test in front of a browser waits most of its time.
export RUST_TEST_THREADS := 4

.DEFAULT_GOAL := help
.PHONY: help demo build test soak mutants lint book bench clean set-up-demo set-up-book set-up-test

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name does; do printf '%-14s %s\n' "$$name" "$$does"; done

demo: set-up-demo build ## set up, build, and run the main job against the built-in sandbox site (DEMO="--headed" shows the browser)
	@$(TARGET)/release/linkwright demo $(DEMO)

build: ## build the program with optimisation
	@cargo build --release --locked

test: set-up-test ## set up, and run every test, those in real Chromium and Firefox too
	cargo test --locked --doc
	cargo test --locked --all-targets --no-fail-fast
	cargo test --locked --features failpoints --test points

soak: set-up-test ## hours of trying to break it: SEEDS simulated runs under each policy (1000000), KILLS killed processes (1000), ROUNDS plays of each kind of bad page (1000)
	LINKWRIGHT_POLICY=park LINKWRIGHT_SEEDS=$(or $(SEEDS),1000000) cargo test --release --locked --test simulation -- --nocapture
	LINKWRIGHT_POLICY=retry LINKWRIGHT_SEEDS=$(or $(SEEDS),1000000) cargo test --release --locked --test simulation -- --nocapture
	LINKWRIGHT_KILLS=$(or $(KILLS),1000) cargo test --locked --test kills -- --nocapture
	LINKWRIGHT_ROUNDS=$(or $(ROUNDS),1000) cargo test --locked --test rounds -- --nocapture

mutants: ## hours of changing ledger, recovery and tables piece by piece, to see whether a test notices (SHARD=0/8 is an eighth of it; needs cargo-mutants)
	LINKWRIGHT_SEEDS=200 cargo mutants --timeout 300 $(if $(SHARD),--shard $(SHARD)) -f src/ledger.rs -f 'src/ledger/**' -f 'src/action*' -f 'src/action/**' \
		-f src/engine/recovery.rs -f 'src/engine/worker*' -f 'src/engine/worker/**' -- --locked --lib --test ledger --test tables --test workflows --test simulation

lint: set-up-test book ## formatting, clippy, docs, the book, and the licences and sources of every crate
	cargo fmt --all -- --check
	cargo clippy --locked --all-targets --features failpoints -- -D warnings
	RUSTDOCFLAGS=-Dwarnings cargo doc --locked --no-deps
	sh scripts/check-crates.sh

book: set-up-book ## the book of docs/, in target/book; fails where a link in it leads nowhere
	sh scripts/build-book.sh $(TARGET)/book

bench: set-up-demo build ## the same flow by linkwright, Playwright and Selenium on the same sandbox (needs node and python3)
	sh bench/run.sh

clean: ## remove what was built here; the cache of set-up stays
	rm -rf $(TARGET) bench/node_modules bench/.venv

set-up-demo:
	@sh scripts/set-up.sh demo

set-up-book:
	@sh scripts/set-up.sh book

set-up-test:
	@sh scripts/set-up.sh test
